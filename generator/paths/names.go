package output

import (
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Names that the package keeps for itself at the top of the output folder.
const (
	// ManifestName is the list of the files that builds wrote.
	ManifestName = reserved + "manifest"

	reserved    = ".headsup-"
	lockName    = reserved + "lock"
	stagingName = reserved + "staging"
)

// Reserved reports whether path, slash-separated and relative to the output
// folder, is one that this package keeps for itself. Such files are no part of
// the site: a server does not serve them and a check does not read them.
func Reserved(path string) bool {
	first, _, _ := strings.Cut(path, "/")
	return len(first) >= len(reserved) && strings.EqualFold(first[:len(reserved)], reserved)
}

// NameError says why a path cannot be the path of an output file. It is about
// what a site is made of, not about the machine.
type NameError struct {
	Path   string // as it was to be written
	Reason string
	// Of a path that another one of the build rules out:
	Other    string // the path that was there before
	CaseOnly bool   // they, or their folders, differ only in case or in how accents are stored
	At       string // the part of Path that clashes: Path itself or one of its folders
}

func (e *NameError) Error() string { return fmt.Sprintf("write %q: %s", e.Path, e.Reason) }

// The longest name, and the longest path, that all file systems take, in bytes.
const (
	maxName = 255
	maxPath = 2000
)

// check says why path cannot be the path of an output file, or returns nil.
func check(path string) error {
	reason := ""
	switch {
	case path == "":
		reason = "its path is empty"
	case !utf8.ValidString(path):
		reason = "it is not valid UTF-8"
	case strings.Contains(path, `\`):
		reason = "it contains a backslash"
	case strings.ContainsFunc(path, unicode.IsControl):
		reason = "it contains a control character"
	case path[0] == '/':
		reason = "it is absolute"
	case path == "." || !fs.ValidPath(path):
		reason = "it has an empty, \".\" or \"..\" element"
	case !filepath.IsLocal(filepath.FromSlash(path)):
		reason = "this system gives it a meaning of its own"
	case Reserved(path):
		reason = "names that begin with " + reserved + " are kept for headsup itself"
	case tooLong(path):
		reason = "it is too long for the name of a file"
	default:
		return nil
	}
	return &NameError{Path: path, Reason: reason}
}

func tooLong(path string) bool {
	if len(path) > maxPath {
		return true
	}
	for name := range strings.SplitSeq(path, "/") {
		if len(name) > maxName {
			return true
		}
	}
	return false
}

// fold returns a key that is equal for paths that a file system may take for
// the same: those that differ in case or in Unicode normalisation.
func fold(path string) string {
	plain := true
	for i := range len(path) {
		if c := path[i]; c >= utf8.RuneSelf || 'A' <= c && c <= 'Z' {
			plain = false
			break
		}
	}
	if plain {
		return path
	}
	return norm.NFC.String(strings.Map(foldRune, norm.NFD.String(path)))
}

// foldRune returns one rune for all that differ from r in case only: a lower
// case ASCII letter if there is one, else the smallest.
func foldRune(r rune) rune {
	if r < utf8.RuneSelf {
		return unicode.ToLower(r)
	}
	least := r
	for f := unicode.SimpleFold(r); f != r; f = unicode.SimpleFold(f) {
		if f < least {
			least = f
		}
	}
	if least < utf8.RuneSelf {
		return unicode.ToLower(least)
	}
	return least
}

// name is a path in use: of a file, or of a folder that a file needs.
type name struct {
	path   string
	folder bool
	by     string // the file that needs the folder
}

// Names are the paths of one build, by fold.
type Names map[string]name

// Claim takes path for a file and its parents for folders. With a [*NameError]
// it refuses what no folder could hold, and what could not be on a disk together
// with what was claimed before.
func (n Names) Claim(path string) error {
	if err := check(path); err != nil {
		return err
	}
	key := fold(path)
	if other, taken := n[key]; taken {
		switch {
		case other.folder:
			return &NameError{Path: path, Reason: fmt.Sprintf("it is a folder for %q", other.by), Other: other.by, At: path}
		case other.path == path:
			return &NameError{Path: path, Reason: fmt.Sprintf("it is written twice, as %q and as %q", path, path), Other: path, At: path}
		default:
			return &NameError{
				Path: path, Reason: "its name differs " + onlyIn(path, other.path, other.path),
				Other: other.path, CaseOnly: true, At: path,
			}
		}
	}
	for dir := parent(path); dir != ""; dir = parent(dir) {
		other, taken := n[fold(dir)]
		if !taken {
			continue
		}
		if !other.folder {
			return &NameError{Path: path, Reason: fmt.Sprintf("%q is a file", other.path), Other: other.path, At: dir}
		}
		if other.path != dir {
			return &NameError{
				Path: path, Reason: "its folder differs " + onlyIn(dir, other.path, other.by),
				Other: other.by, CaseOnly: true, At: dir,
			}
		}
		break // and so are its parents
	}
	n[key] = name{path: path}
	for dir := parent(path); dir != ""; dir = parent(dir) {
		k := fold(dir)
		if _, taken := n[k]; taken {
			break
		}
		n[k] = name{path: dir, folder: true, by: path}
	}
	return nil
}

// onlyIn says in what two names differ that a file system may take for one; of is
// the file that has the second.
func onlyIn(a, b, of string) string {
	what := "upper and lower case"
	if !strings.EqualFold(a, b) {
		what = "the way its accents are stored"
	}
	return fmt.Sprintf("from that of %q only in %s, and many file systems take the two for one", of, what)
}

// parent returns the folder of a path, "" at the top.
func parent(path string) string {
	i := strings.LastIndexByte(path, '/')
	if i < 0 {
		return ""
	}
	return path[:i]
}
