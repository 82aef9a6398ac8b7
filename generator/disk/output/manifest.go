package output

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"hash/crc32"
	"slices"
	"strconv"
	"strings"

	"headsup/generator/paths"
)

// The manifest is text, one line a file, sorted by path:
//
//	headsup-manifest 1
//	folder products
//	file HASH SIZE MTIME "INPUT" PATH
//	end CRC
//
// HASH is the first half of the bytes' SHA-256 in hex, SIZE in bytes, MTIME in
// nanoseconds since 1970, INPUT the caller's digest in Go's quotes, CRC that of
// all lines before it. A folder line names a folder that was there before any
// build used it, and so is not ours to remove.

const manifestHeader = "headsup-manifest 1\n"

var errManifest = errors.New("it is damaged or of another version of headsup; empty the folder and build again")

// digest is a file's hash: half a SHA-256.
type digest [16]byte

// entry is what a manifest knows of a file.
type entry struct {
	hash  digest
	size  int64
	mtime int64 // nanoseconds since 1970
	input string
}

// manifest is what builds left in a folder.
type manifest struct {
	files   map[string]entry
	foreign map[string]bool // folders that were there before us
}

// encode returns the manifest's text. Equal manifests have equal texts.
func (m manifest) encode() []byte {
	sorted := make([]string, 0, len(m.files))
	for path := range m.files {
		sorted = append(sorted, path)
	}
	slices.Sort(sorted)
	folders := make([]string, 0, len(m.foreign))
	for path := range m.foreign {
		folders = append(folders, path)
	}
	slices.Sort(folders)

	out := make([]byte, 0, 160*(len(sorted)+1))
	out = append(out, manifestHeader...)
	for _, path := range folders {
		out = append(out, "folder "...)
		out = append(out, path...)
		out = append(out, '\n')
	}
	for _, path := range sorted {
		e := m.files[path]
		out = append(out, "file "...)
		out = hex.AppendEncode(out, e.hash[:])
		out = append(out, ' ')
		out = strconv.AppendInt(out, e.size, 10)
		out = append(out, ' ')
		out = strconv.AppendInt(out, e.mtime, 10)
		out = append(out, ' ')
		out = strconv.AppendQuoteToASCII(out, e.input)
		out = append(out, ' ')
		out = append(out, path...)
		out = append(out, '\n')
	}
	sum := crc32.ChecksumIEEE(out)
	return fmt.Appendf(out, "end %08x\n", sum)
}

// decodeManifest reads a manifest's text. No text at all is an empty manifest.
func decodeManifest(text []byte) (manifest, error) {
	m := manifest{files: map[string]entry{}, foreign: map[string]bool{}}
	if len(text) == 0 {
		return m, nil
	}
	const tail = len("end 00000000\n")
	if len(text) < len(manifestHeader)+tail {
		return m, errManifest
	}
	body, end := text[:len(text)-tail], text[len(text)-tail:]
	if !bytes.Equal(end, fmt.Appendf(nil, "end %08x\n", crc32.ChecksumIEEE(body))) {
		return m, errManifest
	}
	lines, ok := strings.CutPrefix(string(body), manifestHeader)
	if !ok {
		return m, errManifest
	}
	m.files = make(map[string]entry, strings.Count(lines, "\n"))
	for lines != "" {
		var line string
		line, lines, _ = strings.Cut(lines, "\n")
		kind, rest, _ := strings.Cut(line, " ")
		switch kind {
		case "folder":
			if paths.Check(rest) != nil {
				return m, errManifest
			}
			m.foreign[rest] = true
		case "file":
			path, e, ok := decodeEntry(rest)
			if !ok || paths.Check(path) != nil {
				return m, errManifest
			}
			m.files[path] = e
		default:
			return m, errManifest
		}
	}
	return m, nil
}

// decodeEntry reads what follows "file " on a line.
func decodeEntry(line string) (path string, e entry, ok bool) {
	hash, rest, _ := strings.Cut(line, " ")
	size, rest, _ := strings.Cut(rest, " ")
	mtime, rest, _ := strings.Cut(rest, " ")
	if len(hash) != hex.EncodedLen(len(e.hash)) {
		return "", e, false
	}
	if _, err := hex.Decode(e.hash[:], []byte(hash)); err != nil {
		return "", e, false
	}
	var err error
	if e.size, err = strconv.ParseInt(size, 10, 64); err != nil || e.size < 0 {
		return "", e, false
	}
	if e.mtime, err = strconv.ParseInt(mtime, 10, 64); err != nil {
		return "", e, false
	}
	quoted, err := strconv.QuotedPrefix(rest)
	if err != nil {
		return "", e, false
	}
	if e.input, err = strconv.Unquote(quoted); err != nil {
		return "", e, false
	}
	path, ok = strings.CutPrefix(rest[len(quoted):], " ")
	return path, e, ok
}

// fileFolds returns the folds of the files' paths.
func (m manifest) fileFolds() map[string]bool {
	folds := make(map[string]bool, len(m.files))
	for path := range m.files {
		folds[paths.Fold(path)] = true
	}
	return folds
}

// folderFolds returns the folds of the folders that hold the files, without
// the foreign ones.
func (m manifest) folderFolds() map[string]bool {
	folds := map[string]bool{}
	for path := range m.files {
		for dir := paths.Parent(path); dir != ""; dir = paths.Parent(dir) {
			if !m.foreign[dir] {
				folds[paths.Fold(dir)] = true
			}
		}
	}
	return folds
}
