package source

import (
	"bytes"
	"path"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// IsMarkdown reports whether a name has one of the endings of Markdown files:
// md, markdown, mdown, mkd, mdx, whatever the case.
func IsMarkdown(name string) bool {
	switch extension(name) {
	case "md", "markdown", "mdown", "mkd", "mdx":
		return true
	}
	return false
}

// IsMDX reports whether a file is Markdown with components and JavaScript in it.
func IsMDX(name string) bool { return extension(name) == "mdx" }

// SVG is the type of drawings, which [AssetType] returns.
const SVG = "image/svg+xml"

// assetTypes are the files that are published as they are, by ending. None of
// them runs as a document of the site's own origin, except SVG, which has its
// own check. HTML, scripts and WebAssembly are missing for that reason.
var assetTypes = map[string]string{
	"png":  "image/png",
	"jpg":  "image/jpeg",
	"jpeg": "image/jpeg",
	"gif":  "image/gif",
	"webp": "image/webp",
	"avif": "image/avif",
	"svg":  SVG,
	"ico":  "image/vnd.microsoft.icon",
	"bmp":  "image/bmp",

	"mp4":  "video/mp4",
	"webm": "video/webm",
	"ogv":  "video/ogg",
	"mov":  "video/quicktime",
	"mp3":  "audio/mpeg",
	"ogg":  "audio/ogg",
	"wav":  "audio/wav",
	"m4a":  "audio/mp4",
	"vtt":  "text/vtt; charset=utf-8",

	"pdf":  "application/pdf",
	"docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
	"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
	"pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
	"odt":  "application/vnd.oasis.opendocument.text",
	"ods":  "application/vnd.oasis.opendocument.spreadsheet",
	"odp":  "application/vnd.oasis.opendocument.presentation",

	"csv":  "text/csv; charset=utf-8",
	"tsv":  "text/tab-separated-values; charset=utf-8",
	"txt":  "text/plain; charset=utf-8",
	"json": "application/json",
	"zip":  "application/zip",
	"gz":   "application/gzip",

	"woff2": "font/woff2",
	"woff":  "font/woff",
	"ttf":   "font/ttf",
	"otf":   "font/otf",
}

// AssetType returns the MIME type of a file that may be published as it is, by
// the ending of its name, whatever the case.
func AssetType(name string) (mime string, ok bool) {
	mime, ok = assetTypes[extension(name)]
	return mime, ok
}

// versionControl reports whether a folder is where version control keeps its
// own files.
func versionControl(name string) bool { return name == ".git" || name == ".hg" || name == ".svn" }

// ConfigNames are what people call the configuration.
func ConfigNames() []string {
	return []string{ConfigFile, "headsup.yml", "." + ConfigFile, ".headsup.yml"}
}

// isConfig reports whether a file is meant as the configuration.
func isConfig(name string) bool { return slices.Contains(ConfigNames(), strings.ToLower(name)) }

// isBackup reports whether programs give an ending to what a file was before.
func isBackup(ext string) bool {
	return slices.Contains([]string{"bak", "backup", "old", "orig", "rej", "save", "tmp"}, ext)
}

// isMarkdownAside reports whether a file that is skipped is Markdown that
// somebody wrote: hidden, or a former version. What editors have while they
// write, and what macOS has beside files, is not.
func isMarkdownAside(name string) bool {
	if strings.HasPrefix(name, ".#") || strings.HasPrefix(name, "._") {
		return false
	}
	return IsMarkdown(strings.TrimSuffix(name, "~"))
}

// toolFolders are hidden folders in which programs keep what is theirs, and no team keeps
// pictures of its pages.
var toolFolders = strings.Fields(".git .hg .svn .github .gitlab .vscode .idea .vs .cache .next .nuxt .docusaurus .vitepress .vuepress " +
	".obsidian .trash .stversions .terraform .venv .tox .pytest_cache .mypy_cache .bundle .jekyll-cache .sass-cache .svelte-kit .astro " +
	".parcel-cache .yarn .pnpm-store .husky .devcontainer .circleci .config .netlify .vercel .nyc_output .npm .gradle .direnv .ds_store")

// holdsAssets reports whether a hidden folder may hold pictures of pages: .gitbook.
func holdsAssets(name string) bool {
	return strings.HasPrefix(name, ".") && !slices.Contains(toolFolders, strings.ToLower(name)) && !strings.HasPrefix(name, "._")
}

// Skipped reports whether a file or folder is left out without a finding: what
// systems, editors and version control leave behind, and hidden files.
func Skipped(name string) bool {
	switch {
	case strings.HasPrefix(name, "."),
		strings.HasSuffix(name, "~"),
		len(name) > 1 && strings.HasPrefix(name, "#") && strings.HasSuffix(name, "#"):
		return true
	}
	switch strings.ToLower(name) {
	case "node_modules", "thumbs.db", "desktop.ini", "icon\r", "__macosx":
		return true
	}
	switch extension(name) {
	case "swp", "swo":
		return true
	}
	return false
}

// legalWords begin the names of files that a repository has for its lawyers and
// its tools.
var legalWords = []string{
	"license", "licence", "copying", "copyright", "notice", "authors",
	"contributors", "patents", "codeowners", "unlicense", "maintainers",
}

// isLegal reports whether a file is a licence or one of its kin: LICENSE,
// LICENSE.txt, LICENSE-MIT, COPYING.LESSER, NOTICE. A picture or a document
// whose name merely begins so, such as notice-of-change.pdf, is not.
func isLegal(name string) bool {
	lower := strings.ToLower(name)
	_, asset := AssetType(lower)
	for _, w := range legalWords {
		rest, ok := strings.CutPrefix(lower, w)
		switch {
		case !ok:
		case rest == "", rest == ".txt":
			return true
		case !asset && strings.IndexByte("-._", rest[0]) >= 0:
			return true
		}
	}
	return false
}

// nameFault says why a name cannot be part of an address, or "".
func nameFault(name string) string {
	switch {
	case !utf8.ValidString(name):
		return "is not valid UTF-8"
	case strings.ContainsFunc(name, unicode.IsControl):
		return "has a control character"
	case strings.Contains(name, `\`):
		return "has a backslash"
	}
	return ""
}

// sniffLength is how many bytes tell whether a file begins with front matter.
const sniffLength = 512

// hasFrontMatter reports whether a file's first bytes are a front matter fence
// and a line that has a key, or a second fence.
func hasFrontMatter(head []byte) bool {
	head = bytes.TrimPrefix(head, []byte("\xef\xbb\xbf"))
	fence, rest, ok := bytes.Cut(head, []byte("\n"))
	if !ok {
		return false
	}
	var sep byte
	switch string(bytes.TrimRight(fence, " \t\r")) {
	case "---":
		sep = ':'
	case "+++":
		sep = '='
	default:
		return false
	}
	for line := range bytes.Lines(rest) {
		line = bytes.TrimSpace(line)
		if len(line) == 0 || line[0] == '#' {
			continue
		}
		if sep == '=' && line[0] == '[' {
			return true
		}
		key, _, ok := bytes.Cut(line, []byte{sep})
		return ok && isKey(bytes.TrimSpace(key))
	}
	return false
}

// isKey reports whether b is a bare or quoted word, as keys are.
func isKey(b []byte) bool {
	b = bytes.Trim(b, `"'`)
	if len(b) == 0 {
		return false
	}
	for _, r := range string(b) {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '_' && r != '-' && r != '.' {
			return false
		}
	}
	return true
}

// withMarkdownEnding returns a path with .md in place of a foreign ending.
func withMarkdownEnding(name string) string {
	switch extension(name) {
	case "html", "htm", "xhtml", "rst", "adoc", "mdwn", "text":
		return strings.TrimSuffix(name, path.Ext(name)) + ".md"
	}
	return name + ".md"
}
