// Package cache keeps the results of repeatable computations on the disk, from
// one run of the program to the next.
//
// A [Key] is the hash of a complete description of a computation: the version
// of the code that does it and every byte that it depends on ([NewKey] makes
// one). So an entry is never out of date, only out of use. A [Cache] is a
// folder of packs, files that each hold the entries that one run added:
//
//	c, err := cache.Open(dir)
//	if err != nil {
//		return err // or go on without: a nil *Cache keeps nothing
//	}
//	defer c.Close()
//	c.Now = time.Now
//	key := cache.NewKey(version, options, source)
//	fragment, ok := c.Get(key)
//	if !ok {
//		fragment = compile(source)
//		c.Put(key, fragment)
//	}
//	err = c.Flush()
//
// A cache is never a reason to fail. What is damaged, cut short or missing is a
// miss. Several processes may use a folder at once: packs do not change once
// they have their name, and the worst that one process does to another is a
// miss. Checksums guard against accidents, not against people who can write
// into the folder.
//
// It does not know what the entries mean and does not read the clock.
package cache

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// Key is the hash of a complete description of a repeatable computation.
type Key [sha256.Size]byte

// NewKey hashes a description: the version of the code that computes, then
// everything that the result depends on. Where a part ends counts, so that
// parts cannot be mistaken for each other.
func NewKey(version string, parts ...[]byte) Key {
	h := sha256.New()
	var size [8]byte
	write := func(part []byte) {
		binary.LittleEndian.PutUint64(size[:], uint64(len(part)))
		h.Write(size[:])
		h.Write(part)
	}
	write([]byte(version))
	for _, part := range parts {
		write(part)
	}
	return Key(h.Sum(nil))
}

// Limits that a cache has unless told otherwise.
const (
	DefaultMaxAge   = 30 * 24 * time.Hour
	DefaultMaxBytes = 1 << 30
)

// MaxValue is the size in bytes of the largest value that is kept.
const MaxValue = 64 << 20

// Cache is a folder of entries. Its methods may be called from several
// goroutines at once; the methods of a nil Cache do nothing and find nothing.
// The fields are set before the first call.
type Cache struct {
	// Now tells the time of day (not the time that a site is built for). A nil
	// Now leaves entries ageless.
	Now func() time.Time
	// MaxAge is how long an entry is kept that nobody asks for.
	MaxAge time.Duration
	// MaxBytes is the size on the disk above which Flush drops the entries that
	// were not asked for longest.
	MaxBytes int64

	dir string

	mu     sync.Mutex
	index  map[Key]*record
	packs  []*pack
	bad    []string       // packs that cannot be read, to be removed
	fresh  *packer        // what was put since the last Flush
	err    error          // why fresh could not be written
	held   map[Key][]byte // what was put since then, in memory
	tidy   bool           // leftovers of crashed processes were looked for
	closed bool
}

// record is what a run knows of an entry.
type record struct {
	entry
	home   *pack // nil: in fresh
	stored int64 // when it was last used, as home has it
	asked  atomic.Bool
}

// File names. The number is the version of the format: other versions leave
// each other's files alone.
const (
	packSuffix = ".pack1"
	tempSuffix = ".temp1"
)

const readme = `This folder holds what headsup has compiled before, so that it need not do so
again. It can be removed at any time: the next build takes longer, that is all.

Each .pack1 file holds the results of one or more runs. They contain text of the
site's sources, internal text included. Results that nobody asked for in a while
are dropped.
`

const tag = `Signature: 8a477f597d28d172789f06886806bc55
# This file marks a folder whose contents can be made again: backups may skip it.
# See https://bford.info/cachedir/
`

// Open opens the cache in dir and makes the folder if need be, with a README
// and a CACHEDIR.TAG that explain it. It reads the packs' indexes, not their
// values. It fails if the folder cannot be made or read; the caller can then go
// on without a cache.
func Open(dir string) (*Cache, error) {
	if dir == "" {
		return nil, errors.New("open cache: its folder has no name")
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("open cache: %w", err)
	}
	for name, text := range map[string]string{"README": readme, "CACHEDIR.TAG": tag} {
		if err := explain(filepath.Join(dir, name), text); err != nil {
			return nil, fmt.Errorf("open cache: %w", err)
		}
	}
	names, err := os.ReadDir(dir)
	if err != nil {
		return nil, fmt.Errorf("open cache: %w", err)
	}
	c := &Cache{MaxAge: DefaultMaxAge, MaxBytes: DefaultMaxBytes, dir: dir, index: map[Key]*record{}}
	touches := map[Key]int64{}
	for _, name := range names {
		if !strings.HasSuffix(name.Name(), packSuffix) || !name.Type().IsRegular() {
			continue
		}
		path := filepath.Join(dir, name.Name())
		p, entries, err := openPack(path)
		switch {
		case errors.Is(err, errDamaged):
			c.bad = append(c.bad, path)
		case err == nil: // what another process has just removed is nothing to us
			c.adopt(p, entries, touches)
		}
	}
	for key, used := range touches {
		if r := c.index[key]; r != nil {
			r.used = max(r.used, used)
		}
	}
	return c, nil
}

// explain writes a text into a folder that does not have it yet.
func explain(path, text string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err != nil {
		return err
	}
	_, err = f.WriteString(text)
	return errors.Join(err, f.Close())
}

// adopt adds a pack's entries to the index, and its later uses of entries of
// other packs to touches.
func (c *Cache) adopt(p *pack, entries []entry, touches map[Key]int64) {
	c.packs = append(c.packs, p)
	records := make([]record, len(entries))
	for i, e := range entries {
		if e.isTouch() {
			touches[e.key] = max(touches[e.key], e.used)
			continue
		}
		used := e.used
		if known := c.index[e.key]; known != nil {
			used = max(used, known.used)
		}
		r := &records[i]
		r.entry, r.home, r.stored = e, p, e.used
		r.used = used
		c.index[e.key] = r
	}
}

// Get returns the value of an entry. The bytes are the caller's own.
func (c *Cache) Get(key Key) ([]byte, bool) {
	if c == nil {
		return nil, false
	}
	c.mu.Lock()
	r := c.index[key]
	if r == nil {
		value, ok := c.held[key]
		c.mu.Unlock()
		return bytes.Clone(value), ok
	}
	home, e := r.home, r.entry
	var value []byte
	var err error
	if home == nil {
		value, err = c.fresh.read(e)
		c.mu.Unlock()
	} else {
		c.mu.Unlock()
		value, err = home.read(e)
	}
	if err != nil {
		c.forget(r, home)
		return nil, false
	}
	r.asked.Store(true)
	return value, true
}

// Forget removes what is kept under a key, so that a Put can replace it. It is for
// callers that cannot use a value, although it is the one that was put.
func (c *Cache) Forget(key Key) {
	if c == nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.closed {
		delete(c.index, key)
		delete(c.held, key)
	}
}

// forget removes a record that could not be read from home, so that a Put can
// replace it. A Flush may have moved the entry meanwhile; then it stays.
func (c *Cache) forget(r *record, home *pack) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.index[r.key] == r && r.home == home {
		delete(c.index, r.key)
	}
}

// Put keeps a value, on the disk from the next Flush on. A key that is known
// keeps its value: the computation is repeatable. The value is not retained in
// memory, unless the disk is full or may not be written to. Then values are there
// until the next Flush, which reports the error.
func (c *Cache) Put(key Key, value []byte) {
	if c == nil || len(value) > MaxValue {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed {
		return
	}
	if r := c.index[key]; r != nil {
		r.asked.Store(true)
		return
	}
	if c.fresh == nil && c.err == nil {
		c.fresh, c.err = newPacker(c.dir)
	}
	if c.err != nil {
		c.hold(key, value)
		return
	}
	e, ok, err := c.fresh.add(key, value, c.now())
	if err != nil {
		c.err = err
		c.hold(key, value)
		return
	}
	if !ok {
		return
	}
	r := &record{entry: e, stored: e.used}
	r.asked.Store(true)
	c.index[key] = r
}

// hold keeps a value in memory.
func (c *Cache) hold(key Key, value []byte) {
	if c.held == nil {
		c.held = map[Key][]byte{}
	}
	if c.held[key] == nil {
		c.held[key] = bytes.Clone(value)
	}
}

// dropFresh forgets what was put since the last Flush.
func (c *Cache) dropFresh() {
	for key, r := range c.index {
		if r.home == nil {
			delete(c.index, key)
		}
	}
	if c.fresh != nil {
		c.fresh.discard()
	}
	c.fresh, c.held = nil, nil
}

// now returns the time in seconds since 1970, 0 if the cache is ageless.
func (c *Cache) now() int64 {
	if c.Now == nil {
		return 0
	}
	return c.Now().Unix()
}

// Close forgets what was not flushed and lets go of the files. The cache is
// empty from then on.
func (c *Cache) Close() error {
	if c == nil {
		return nil
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.fresh != nil {
		c.fresh.discard()
		c.fresh = nil
	}
	var errs []error
	for _, p := range c.packs {
		errs = append(errs, p.file.Close())
	}
	c.packs, c.index, c.closed = nil, nil, true
	if err := errors.Join(errs...); err != nil {
		return fmt.Errorf("close cache: %w", err)
	}
	return nil
}
