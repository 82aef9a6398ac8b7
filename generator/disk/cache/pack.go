package cache

import (
	"bytes"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// A pack is
//
//	header  16 bytes  "headsup cache 1\n"
//	values            one after the other
//	index             an entry for each value: key 32, offset 8, length 4,
//	                  checksum of key and value 4, last use in seconds 8
//	footer  32 bytes  offset of the index 8, number of entries 8, checksum of
//	                  the index 4, checksum of the footer so far 4, "headsup\n"
//
// with little-endian numbers and CRC-32C checksums. An entry with offset 0 has
// no value: it says when the entry of that key in another pack was last used.

const (
	header     = "headsup cache 1\n"
	ending     = "headsup\n"
	entrySize  = 32 + 8 + 4 + 4 + 8
	footerSize = 8 + 8 + 4 + 4 + 8

	// maxEntries bounds what reading an index takes in memory.
	maxEntries = 1 << 20

	// bufferSize is how much of a pack is in memory before it is written.
	bufferSize = 1 << 20
)

// errDamaged means that a file is no pack, or no longer.
var errDamaged = errors.New("damaged cache file")

// entry is a line of an index.
type entry struct {
	key    Key
	offset int64
	length uint32
	sum    uint32
	used   int64 // seconds since 1970
}

// isTouch reports whether the entry only tells of a use.
func (e entry) isTouch() bool { return e.offset == 0 }

func castagnoli() *crc32.Table { return crc32.MakeTable(crc32.Castagnoli) }

// checksum covers the key too, so that no value is taken for another's.
func checksum(key Key, value []byte) uint32 {
	table := castagnoli()
	return crc32.Update(crc32.Checksum(key[:], table), table, value)
}

// verify returns the value if it is the entry's.
func (e entry) verify(value []byte) ([]byte, error) {
	if checksum(e.key, value) != e.sum {
		return nil, errDamaged
	}
	return value, nil
}

// pack is a file of entries, open for reading.
type pack struct {
	path string
	file *os.File
	size int64
}

// openPack opens a pack and reads its index. The error is errDamaged if it has
// none that makes sense.
func openPack(path string) (*pack, []entry, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, nil, fmt.Errorf("open cache file: %w", err)
	}
	info, err := f.Stat()
	if err != nil {
		f.Close()
		return nil, nil, fmt.Errorf("open cache file: %w", err)
	}
	entries, err := readIndex(f, info.Size())
	if err != nil {
		f.Close()
		return nil, nil, err
	}
	return &pack{path: path, file: f, size: info.Size()}, entries, nil
}

// readIndex reads the index of a pack of a size. It believes none of its bytes,
// and allocates in proportion to the size and to maxEntries at most.
func readIndex(r io.ReaderAt, size int64) ([]entry, error) {
	if size < int64(len(header)+footerSize) {
		return nil, errDamaged
	}
	var head [len(header)]byte
	var foot [footerSize]byte
	if err := readAt(r, head[:], 0); err != nil {
		return nil, err
	}
	if err := readAt(r, foot[:], size-footerSize); err != nil {
		return nil, err
	}
	at := int64(binary.LittleEndian.Uint64(foot[0:]))
	count := binary.LittleEndian.Uint64(foot[8:])
	if string(head[:]) != header || string(foot[24:]) != ending ||
		binary.LittleEndian.Uint32(foot[20:]) != crc32.Checksum(foot[:20], castagnoli()) ||
		count > maxEntries || at < int64(len(header)) || at != size-footerSize-int64(count)*entrySize {
		return nil, errDamaged
	}
	index := make([]byte, count*entrySize)
	if err := readAt(r, index, at); err != nil {
		return nil, err
	}
	if binary.LittleEndian.Uint32(foot[16:]) != crc32.Checksum(index, castagnoli()) {
		return nil, errDamaged
	}
	entries := make([]entry, count)
	room := at - int64(len(header))
	for i := range entries {
		e := decodeEntry(index[i*entrySize:])
		if !e.isTouch() {
			// Values lie in the file, and do not share their bytes: to copy them
			// all takes no more room than they do now.
			if e.offset < int64(len(header)) || e.offset > at || int64(e.length) > at-e.offset ||
				e.length > MaxValue || int64(e.length) > room {
				return nil, errDamaged
			}
			room -= int64(e.length)
		}
		entries[i] = e
	}
	return entries, nil
}

// readAt fills p. That the file is too short is damage.
func readAt(r io.ReaderAt, p []byte, offset int64) error {
	n, err := r.ReadAt(p, offset)
	switch {
	case n == len(p):
		return nil
	case errors.Is(err, io.EOF):
		return errDamaged
	}
	return fmt.Errorf("read cache file: %w", err)
}

func decodeEntry(b []byte) entry {
	return entry{
		key:    Key(b[:32]),
		offset: int64(binary.LittleEndian.Uint64(b[32:])),
		length: binary.LittleEndian.Uint32(b[40:]),
		sum:    binary.LittleEndian.Uint32(b[44:]),
		used:   int64(binary.LittleEndian.Uint64(b[48:])),
	}
}

func appendEntry(b []byte, e entry) []byte {
	b = append(b, e.key[:]...)
	b = binary.LittleEndian.AppendUint64(b, uint64(e.offset))
	b = binary.LittleEndian.AppendUint32(b, e.length)
	b = binary.LittleEndian.AppendUint32(b, e.sum)
	return binary.LittleEndian.AppendUint64(b, uint64(e.used))
}

// read returns the value of an entry of the pack.
func (p *pack) read(e entry) ([]byte, error) {
	value := make([]byte, e.length)
	if err := readAt(p.file, value, e.offset); err != nil {
		return nil, err
	}
	return e.verify(value)
}

// packer writes a pack, under a name of its own until it is finished.
type packer struct {
	path    string // without suffix
	file    *os.File
	buf     []byte // the end of what was added
	size    int64  // of all that was added, buf included
	entries []entry
}

func newPacker(dir string) (*packer, error) {
	p := &packer{path: filepath.Join(dir, strings.ToLower(rand.Text()))}
	var err error
	p.file, err = os.OpenFile(p.path+tempSuffix, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("write cache file: %w", err)
	}
	p.buf = append(make([]byte, 0, bufferSize), header...)
	p.size = int64(len(header))
	return p, nil
}

// add appends a value. ok is false if the pack has as many as it may have.
func (p *packer) add(key Key, value []byte, used int64) (e entry, ok bool, err error) {
	if len(p.entries) == maxEntries {
		return entry{}, false, nil
	}
	e = entry{key: key, offset: p.size, length: uint32(len(value)), sum: checksum(key, value), used: used}
	if err := p.write(value); err != nil {
		return entry{}, false, err
	}
	p.entries = append(p.entries, e)
	return e, true, nil
}

// touch notes the use of an entry in another pack, if there is room.
func (p *packer) touch(key Key, used int64) {
	if len(p.entries) < maxEntries {
		p.entries = append(p.entries, entry{key: key, used: used})
	}
}

// write appends bytes.
func (p *packer) write(b []byte) error {
	if len(p.buf)+len(b) > bufferSize {
		if err := p.drain(); err != nil {
			return err
		}
	}
	p.size += int64(len(b))
	if len(b) <= bufferSize {
		p.buf = append(p.buf, b...)
		return nil
	}
	if _, err := p.file.Write(b); err != nil {
		return fmt.Errorf("write cache file: %w", err)
	}
	return nil
}

// drain writes what is in memory.
func (p *packer) drain() error {
	if _, err := p.file.Write(p.buf); err != nil {
		return fmt.Errorf("write cache file: %w", err)
	}
	p.buf = p.buf[:0]
	return nil
}

// read returns the value of an entry that was added.
func (p *packer) read(e entry) ([]byte, error) {
	if written := p.size - int64(len(p.buf)); e.offset >= written {
		from := e.offset - written
		return bytes.Clone(p.buf[from : from+int64(e.length)]), nil
	}
	value := make([]byte, e.length)
	if err := readAt(p.file, value, e.offset); err != nil {
		return nil, err
	}
	return e.verify(value)
}

// errMerged says that another process has made the pack part of one of its own before this
// one could open it. What it holds is not lost.
var errMerged = errors.New("another process has merged the cache file")

// finish writes the index, gives the pack its name and opens it for reading.
// After an error the pack is discarded.
func (p *packer) finish() (*pack, error) {
	at := p.size
	index := make([]byte, 0, len(p.entries)*entrySize+footerSize)
	for _, e := range p.entries {
		index = appendEntry(index, e)
	}
	sum := crc32.Checksum(index, castagnoli())
	foot := len(index)
	index = binary.LittleEndian.AppendUint64(index, uint64(at))
	index = binary.LittleEndian.AppendUint64(index, uint64(len(p.entries)))
	index = binary.LittleEndian.AppendUint32(index, sum)
	index = binary.LittleEndian.AppendUint32(index, crc32.Checksum(index[foot:], castagnoli()))
	index = append(index, ending...)
	err := p.write(index)
	if err == nil {
		err = p.drain()
	}
	if err != nil {
		p.discard()
		return nil, err
	}
	// Some systems do not rename open files.
	if err := p.file.Close(); err != nil {
		p.discard()
		return nil, fmt.Errorf("write cache file: %w", err)
	}
	path := p.path + packSuffix
	if err := os.Rename(p.path+tempSuffix, path); err != nil {
		p.discard()
		return nil, fmt.Errorf("write cache file: %w", err)
	}
	f, err := os.Open(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, errMerged
	case err != nil:
		return nil, fmt.Errorf("open cache file: %w", err)
	}
	return &pack{path: path, file: f, size: p.size}, nil
}

// discard removes the unfinished pack. That it may fail is no matter: the file
// is a leftover that a later run removes.
func (p *packer) discard() {
	p.file.Close()
	os.Remove(p.path + tempSuffix)
}
