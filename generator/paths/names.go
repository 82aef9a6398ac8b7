package paths

import (
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// ReservedPrefix begins the names that headsup keeps for itself at the top of the
// output folder.
const ReservedPrefix = ".headsup-"

// Reserved reports whether path, slash-separated and relative to the output
// folder, is one that headsup keeps for itself. Such files are no part of
// the site: a server does not serve them and a check does not read them.
func Reserved(path string) bool {
	first, _, _ := strings.Cut(path, "/")
	return len(first) >= len(ReservedPrefix) && strings.EqualFold(first[:len(ReservedPrefix)], ReservedPrefix)
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

// Check says why path cannot be the path of an output file, or returns nil.
func Check(path string) error {
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
		reason = "names that begin with " + ReservedPrefix + " are kept for headsup itself"
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

// Fold returns a key that is equal for paths that a file system may take for
// the same: those that differ in case or in Unicode normalisation.
func Fold(path string) string {
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

// Name is a path in use: of a file, or of a folder that a file needs.
type Name struct {
	Path   string
	Folder bool
	By     string // the file that needs the folder
}

// Names are the paths of one build, by what [Fold] returns for them.
type Names map[string]Name

// Claim takes path for a file and its parents for folders. With a [*NameError]
// it refuses what no folder could hold, and what could not be on a disk together
// with what was claimed before.
func (n Names) Claim(path string) error {
	if err := Check(path); err != nil {
		return err
	}
	key := Fold(path)
	if other, taken := n[key]; taken {
		switch {
		case other.Folder:
			return &NameError{Path: path, Reason: fmt.Sprintf("it is a folder for %q", other.By), Other: other.By, At: path}
		case other.Path == path:
			return &NameError{Path: path, Reason: fmt.Sprintf("it is written twice, as %q and as %q", path, path), Other: path, At: path}
		default:
			return &NameError{
				Path: path, Reason: "its name differs " + onlyIn(path, other.Path, other.Path),
				Other: other.Path, CaseOnly: true, At: path,
			}
		}
	}
	for dir := Parent(path); dir != ""; dir = Parent(dir) {
		other, taken := n[Fold(dir)]
		if !taken {
			continue
		}
		if !other.Folder {
			return &NameError{Path: path, Reason: fmt.Sprintf("%q is a file", other.Path), Other: other.Path, At: dir}
		}
		if other.Path != dir {
			return &NameError{
				Path: path, Reason: "its folder differs " + onlyIn(dir, other.Path, other.By),
				Other: other.By, CaseOnly: true, At: dir,
			}
		}
		break // and so are its parents
	}
	n[key] = Name{Path: path}
	for dir := Parent(path); dir != ""; dir = Parent(dir) {
		k := Fold(dir)
		if _, taken := n[k]; taken {
			break
		}
		n[k] = Name{Path: dir, Folder: true, By: path}
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

// Parent returns the folder of a path, "" at the top.
func Parent(path string) string {
	i := strings.LastIndexByte(path, '/')
	if i < 0 {
		return ""
	}
	return path[:i]
}
