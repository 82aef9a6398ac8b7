package output

import (
	"errors"
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

// check says why path cannot be the path of an output file, or returns nil.
func check(path string) error {
	reason := ""
	switch {
	case path == "":
		return errors.New("write a file: its path is empty")
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
	default:
		return nil
	}
	return fmt.Errorf("write %q: %s", path, reason)
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

// names are the paths of one build, by fold.
type names map[string]name

// claim takes path for a file and its parents for folders. It refuses what
// could not be on a disk together with what was claimed before.
func (n names) claim(path string) error {
	key := fold(path)
	if other, taken := n[key]; taken {
		switch {
		case other.folder:
			return fmt.Errorf("write %q: it is a folder for %q", path, other.by)
		case other.path == path:
			return fmt.Errorf("write %q: it is written twice, as %q and as %q", path, other.path, path)
		default:
			return fmt.Errorf("write %q: it differs from %q in case only, which many file systems take for the same", path, other.path)
		}
	}
	for dir := parent(path); dir != ""; dir = parent(dir) {
		other, taken := n[fold(dir)]
		if !taken {
			continue
		}
		if !other.folder {
			return fmt.Errorf("write %q: %q is a file", path, other.path)
		}
		if other.path != dir {
			return fmt.Errorf("write %q: its folder differs from that of %q in case only, "+
				"which many file systems take for the same", path, other.by)
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

// parent returns the folder of a path, "" at the top.
func parent(path string) string {
	i := strings.LastIndexByte(path, '/')
	if i < 0 {
		return ""
	}
	return path[:i]
}
