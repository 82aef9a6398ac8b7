package output

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"headsup/generator/paths"
)

// Modes of what is written, before the process's umask.
const (
	fileMode   = 0o644
	folderMode = 0o755
)

// Writer is one build's hold on an output folder. Unchanged, Put and PutFile
// may be called from several goroutines at once; Commit or Abort is called when
// they have returned.
type Writer struct {
	given   string // the folder as the caller named it, for messages
	disk    *disk
	old     manifest
	oldText []byte
	wary    bool // files are read, whatever the manifest says of them

	// step, if set, is asked before each change that Commit makes to what is
	// visible; its error is the change's. Tests stop builds with it.
	step func(op, path string) error

	mu        sync.Mutex
	names     paths.Names
	files     map[string]*target
	conflicts map[string]bool
	failed    error // the first error of a Put: this build is incomplete
	done      bool

	// Folds of the old manifest's files, and of their folders that are ours.
	oldFiles, oldFolders func() map[string]bool

	// Set by prepare, once.
	prepared   sync.Once
	prepareErr error
	root       *os.Root
	lock       *lock
	touched    time.Time // when the folder was last modified before us
	created    []string  // folders made on the way to the output folder, outermost first

	stagedMu sync.Mutex
	staged   map[string]bool // folders made below the staging folder
	single   atomic.Int64    // files staged on their own
}

// target is one file of this build.
type target struct {
	path   string
	stage  Stage
	entry  entry
	folder bool   // there is a folder in its place
	staged string // path below the staging folder; empty if it is kept as it is
}

// Open prepares a build into dir, which need not exist. Nothing on the disk
// changes before the first file that has to be written. It fails if dir is not
// a folder or cannot be read, or if its manifest is damaged.
func Open(dir string) (*Writer, error) {
	w := &Writer{
		given:     dir,
		names:     paths.Names{},
		files:     map[string]*target{},
		conflicts: map[string]bool{},
		staged:    map[string]bool{},
	}
	if dir == "" {
		return nil, errors.New("open output folder: it has no name")
	}
	abs, err := filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("open output folder: %w", err)
	}
	w.disk = &disk{dir: abs, folders: map[string]folder{}}
	info, err := os.Stat(abs)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if _, err := os.Lstat(abs); err == nil {
			return nil, fmt.Errorf("open output folder: %s is a broken symbolic link", dir)
		}
	case err != nil:
		return nil, fmt.Errorf("open output folder: %w", err)
	case !info.IsDir():
		return nil, fmt.Errorf("open output folder: %s is not a folder", dir)
	default:
		// From here on the folder itself counts, whatever becomes of a link.
		if w.disk.dir, err = filepath.EvalSymlinks(abs); err != nil {
			return nil, fmt.Errorf("open output folder: %w", err)
		}
		w.disk.exists = true
	}
	if w.oldText, err = w.readManifest(); err != nil {
		return nil, err
	}
	if w.old, err = decodeManifest(w.oldText); err != nil {
		return nil, fmt.Errorf("read %s: %w", filepath.Join(dir, ManifestName), err)
	}
	w.oldFiles = sync.OnceValue(w.old.fileFolds)
	w.oldFolders = sync.OnceValue(w.old.folderFolds)
	return w, nil
}

// readManifest returns the text of the manifest on the disk, nil without one.
func (w *Writer) readManifest() ([]byte, error) {
	if !w.disk.exists {
		return nil, nil
	}
	_, k, err := w.disk.stat(ManifestName)
	if err != nil || k == isAbsent {
		return nil, err
	}
	if k != isFile {
		return nil, fmt.Errorf("read %s: it is not a file", filepath.Join(w.given, ManifestName))
	}
	text, err := os.ReadFile(w.disk.path(ManifestName))
	if err != nil {
		return nil, fmt.Errorf("read manifest of the output folder: %w", err)
	}
	return text, nil
}

// Distrust has the Writer read the files of the earlier build, instead of believing
// that those whose size and time are as recorded are what was written.
func (w *Writer) Distrust() { w.wary = true }

// trusts reports whether a file is what the manifest says of it, without reading it.
func (w *Writer) trusts(info fs.FileInfo, e entry) bool { return !w.wary && asRecorded(info, e) }

// Unchanged reports whether the earlier build wrote path from the same input
// and nobody touched the file since, by its size and time. The path is then
// part of this build, as it is, and there is nothing to Put. input is the
// caller's digest of everything that the bytes depend on, the program's version
// included; an empty one is never unchanged.
func (w *Writer) Unchanged(path, input string) bool {
	old, ok := w.old.files[path]
	if !ok || input == "" || old.input != input {
		return false
	}
	return w.keep(path, old)
}

// keep takes a file of the earlier build into this one, if nobody touched it since.
func (w *Writer) keep(path string, old entry) bool {
	at, err := w.disk.look(path)
	if err != nil || at.kind != isFile || !w.trusts(at.info, old) {
		return false
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	// What cannot be claimed is an error that the caller's Put will report.
	if w.done || w.names.Claim(path) != nil {
		return false
	}
	w.files[path] = &target{path: path, entry: old}
	return true
}

// Left identifies what a build leaves in the folder: all files with their bytes and
// times. It is that of the earlier build until Commit has returned, and then that of
// this one.
func (w *Writer) Left() string {
	sum := hashOf(w.oldText)
	return hex.EncodeToString(sum[:])
}

// KeepAll takes all files of the earlier build into this one, if nobody touched any of
// them since, by their sizes and times. Else only Abort is to follow.
func (w *Writer) KeepAll() bool {
	paths := slices.Collect(maps.Keys(w.old.files))
	var next atomic.Int64
	var changed atomic.Bool
	var group sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		group.Go(func() {
			for i := next.Add(1) - 1; i < int64(len(paths)) && !changed.Load(); i = next.Add(1) - 1 {
				if !w.keep(paths[i], w.old.files[paths[i]]) {
					changed.Store(true)
				}
			}
		})
	}
	group.Wait()
	return !changed.Load()
}

// Put makes data the contents of path, slash-separated and relative to the
// output folder, as of Commit. input is what a later build's Unchanged compares
// with, or empty. The data is not retained.
//
// It refuses a path that is empty, absolute, not clean, has a backslash, is
// [paths.Reserved], was put before, differs from another in case only, or is a file
// where another path needs a folder. After an error Commit fails too.
func (w *Writer) Put(stage Stage, path, input string, data []byte) error {
	f, err := w.claim(stage, path)
	if err != nil {
		return w.fail(err)
	}
	f.entry = entry{hash: hashOf(data), size: int64(len(data)), input: input}
	open := func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(data)), nil }
	settled, err := w.settle(f, open)
	if err != nil || settled {
		return w.fail(err)
	}
	return w.fail(w.stage(f, func(dst io.Writer) error {
		_, err := dst.Write(data)
		return err
	}))
}

// PutFile is Put for contents that are read from open, a piece at a time. open
// may be called up to three times and returns the same bytes each time.
func (w *Writer) PutFile(stage Stage, path, input string, open func() (io.ReadCloser, error)) error {
	f, err := w.claim(stage, path)
	if err != nil {
		return w.fail(err)
	}
	f.entry.input = input
	at, err := w.disk.look(path)
	if err != nil {
		return w.fail(err)
	}
	// To read twice is cheaper than to write once for nothing.
	if at.kind == isFile {
		if err := f.entry.stream(io.Discard, path, open); err != nil {
			return w.fail(err)
		}
	}
	settled, err := w.settle(f, open)
	if err != nil || settled {
		return w.fail(err)
	}
	return w.fail(w.stage(f, func(dst io.Writer) error {
		return f.entry.stream(dst, path, open)
	}))
}

// stream copies what open gives to dst and sets the entry's hash and size.
func (e *entry) stream(dst io.Writer, path string, open func() (io.ReadCloser, error)) error {
	src, err := open()
	if err != nil {
		return fmt.Errorf("open source of %s: %w", path, err)
	}
	hash := sha256.New()
	size, err := io.Copy(io.MultiWriter(dst, hash), src)
	if err = errors.Join(err, src.Close()); err != nil {
		return fmt.Errorf("copy to %s: %w", path, err)
	}
	e.size = size
	copy(e.hash[:], hash.Sum(nil))
	return nil
}

// hashOf returns the digest of data.
func hashOf(data []byte) digest {
	sum := sha256.Sum256(data)
	return digest(sum[:len(digest{})])
}

// claim takes path for this build.
func (w *Writer) claim(stage Stage, path string) (*target, error) {
	if stage < 0 || int(stage) >= stages {
		return nil, fmt.Errorf("write %q: stage %d does not exist", path, stage)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.done {
		return nil, fmt.Errorf("write %q: %w", path, errFinished)
	}
	if err := w.names.Claim(path); err != nil {
		return nil, err
	}
	f := &target{path: path, stage: stage}
	w.files[path] = f
	return f, nil
}

// fail remembers the first error and returns err.
func (w *Writer) fail(err error) error {
	if err != nil {
		w.mu.Lock()
		if w.failed == nil {
			w.failed = err
		}
		w.mu.Unlock()
	}
	return err
}

// settle looks at what is in the place of f, whose hash and size are known if
// that is a file. It returns true if nothing is to be written: the bytes are
// there, or something foreign is, which Commit will report.
func (w *Writer) settle(f *target, open func() (io.ReadCloser, error)) (bool, error) {
	at, err := w.disk.look(f.path)
	if err != nil {
		return false, err
	}
	if at.blocked != nil {
		if at.blocked.kind == isFile && w.wrote(at.blocked.blocker) {
			return false, nil
		}
		return w.conflict(at.blocked.blocker), nil
	}
	switch at.kind {
	case isAbsent:
		return false, nil
	case isFolder: // Commit looks into it, when it knows what is stale
		f.folder = true
		return false, nil
	case isOther:
		return w.conflict(f.path), nil
	}
	old, ours := w.old.files[f.path]
	if !ours && w.wrote(f.path) {
		return false, nil // ours under another spelling, about to be removed
	}
	equal := old.hash == f.entry.hash && old.size == f.entry.size
	if !ours || !w.trusts(at.info, old) {
		if equal, err = w.holds(f, at.info, open); err != nil {
			return false, err
		}
	}
	switch {
	case equal:
		f.entry.mtime = at.info.ModTime().UnixNano()
		return true, nil
	case ours:
		return false, nil
	}
	return w.conflict(f.path), nil
}

// wrote reports whether an earlier build wrote path, in whatever case.
func (w *Writer) wrote(path string) bool {
	if _, ok := w.old.files[path]; ok {
		return true
	}
	return w.oldFiles()[paths.Fold(path)]
}

// conflict records that something foreign is in the way, and returns true.
func (w *Writer) conflict(path string) bool {
	w.mu.Lock()
	w.conflicts[path] = true
	w.mu.Unlock()
	return true
}

// holds reports whether the file at f's path has f's bytes.
func (w *Writer) holds(f *target, info fs.FileInfo, open func() (io.ReadCloser, error)) (bool, error) {
	if info.Size() != f.entry.size {
		return false, nil
	}
	have, err := os.Open(w.disk.path(f.path))
	if err != nil {
		return false, fmt.Errorf("compare output file: %w", err)
	}
	defer have.Close()
	want, err := open()
	if err != nil {
		return false, fmt.Errorf("open source of %s: %w", f.path, err)
	}
	defer want.Close()
	equal, err := sameBytes(have, want)
	if err != nil {
		return false, fmt.Errorf("compare output file %s: %w", f.path, err)
	}
	return equal, nil
}

// stage writes f below the staging folder. A file for a new folder goes into a
// copy of its folder, which Commit may move as a whole; a file for a folder
// that is there needs no such copy.
func (w *Writer) stage(f *target, write func(io.Writer) error) error {
	if err := w.prepare(); err != nil {
		return err
	}
	dir := paths.Parent(f.path)
	at, err := w.disk.folder(dir)
	if err != nil {
		return err
	}
	staged := singles + "/" + strconv.FormatInt(w.single.Add(1), 10)
	if at.kind != isFolder {
		top := strconv.Itoa(int(f.stage))
		if err := w.stageFolder(top, dir); err != nil {
			return err
		}
		staged = top + "/" + f.path
	}
	// The staging folder is this build's own and was just made, so there are
	// no links in it and the plain calls will do, which are faster than the root's.
	dst, err := os.OpenFile(w.stagedPath(staged), os.O_CREATE|os.O_EXCL|os.O_WRONLY, fileMode)
	if err != nil {
		return fmt.Errorf("stage output file: %w", err)
	}
	err = write(dst)
	info, statErr := dst.Stat()
	if err = errors.Join(err, statErr, dst.Close()); err != nil {
		return fmt.Errorf("stage output file: %w", err)
	}
	f.entry.mtime = info.ModTime().UnixNano()
	f.staged = staged
	return nil
}

// singles is the folder below the staging folder of files without a folder.
const singles = "single"

// stageFolder makes the folder dir, "" for the top, and its parents for a stage.
func (w *Writer) stageFolder(top, dir string) error {
	if dir == "" {
		return nil
	}
	path := top + "/" + dir
	w.stagedMu.Lock()
	made := w.staged[path]
	w.stagedMu.Unlock()
	if made {
		return nil
	}
	if err := w.stageFolder(top, paths.Parent(dir)); err != nil {
		return err
	}
	if err := os.Mkdir(w.stagedPath(path), folderMode); err != nil && !errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("stage output folder: %w", err)
	}
	w.stagedMu.Lock()
	w.staged[path] = true
	w.stagedMu.Unlock()
	return nil
}

// stagedPath returns the system's path of a file below the staging folder.
func (w *Writer) stagedPath(path string) string {
	return w.disk.path(stagingName + "/" + path)
}
