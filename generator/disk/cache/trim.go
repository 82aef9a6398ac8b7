package cache

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

const (
	// maxPacks is how many packs may lie side by side; a merge leaves fewPacks,
	// so that it is rare, and takes the smallest, so that it is cheap.
	maxPacks = 8
	fewPacks = 4

	// touchesPerAge is how many times within MaxAge a use is written down: it
	// need not be known to the second.
	touchesPerAge = 30

	// leftoverAge is when an unfinished pack is taken for that of a process
	// that has crashed.
	leftoverAge = 24 * time.Hour
)

// Flush writes what was put since the last one as a single pack, then trims:
// entries that nobody asked for in MaxAge are dropped where they take more than
// half of a pack, the longest unused where the cache is above MaxBytes, and
// small packs are merged when there are many. After an error the cache
// can still be used; what was not written is lost.
func (c *Cache) Flush() error {
	if c == nil {
		return nil
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed {
		return nil
	}
	err := c.err
	c.err = nil
	now := c.now()
	if err == nil {
		err = c.writeFresh(now)
	} else {
		c.dropFresh()
	}
	if trimErr := c.trim(now); err == nil {
		err = trimErr
	}
	c.removeLeftovers()
	if err != nil {
		return fmt.Errorf("flush cache: %w", err)
	}
	return nil
}

// writeFresh makes a pack of what was put, and of the uses worth noting.
func (c *Cache) writeFresh(now int64) error {
	var used []*record
	for _, r := range c.index {
		if c.Now == nil || !r.asked.Load() || r.home == nil {
			continue
		}
		if r.used < now-int64(c.MaxAge/time.Second)/touchesPerAge || r.used > now {
			r.used = now
			used = append(used, r)
		}
	}
	if c.fresh == nil && len(used) == 0 {
		return nil
	}
	if c.fresh == nil {
		var err error
		if c.fresh, err = newPacker(c.dir); err != nil {
			return err
		}
	}
	slices.SortFunc(used, func(a, b *record) int { return slices.Compare(a.key[:], b.key[:]) })
	for _, r := range used {
		c.fresh.touch(r.key, now)
	}
	p, err := c.fresh.finish()
	if err != nil {
		c.dropFresh()
		if errors.Is(err, errMerged) {
			return nil
		}
		return err
	}
	for _, e := range c.fresh.entries {
		if r := c.index[e.key]; r != nil && r.home == nil {
			r.home = p
		}
	}
	c.packs = append(c.packs, p)
	c.fresh = nil
	return nil
}

// trim drops what is out of use and merges packs.
func (c *Cache) trim(now int64) error {
	c.expire(now)
	live := map[*pack]int64{}
	for _, r := range c.index {
		live[r.home] += int64(r.length)
	}
	var size int64
	for _, p := range c.packs {
		size += p.size
	}
	merge := map[*pack]bool{}
	if c.MaxBytes > 0 && size > c.MaxBytes {
		// Some room at once, or the next run would have to do it again.
		c.evict(live, c.MaxBytes-c.MaxBytes/4)
		for _, p := range c.packs {
			merge[p] = true
		}
	}
	for _, p := range c.packs {
		// A little waste is none, nor is a pack that only notes uses.
		if p.size-live[p] > max(live[p], bufferSize) {
			merge[p] = true
		}
	}
	if len(c.packs) > maxPacks {
		bySize := slices.SortedFunc(slices.Values(c.packs), func(a, b *pack) int {
			return cmp.Or(cmp.Compare(a.size, b.size), cmp.Compare(a.path, b.path))
		})
		for _, p := range bySize[:len(bySize)-fewPacks+1] {
			merge[p] = true
		}
	}
	if len(merge) == 0 {
		return nil
	}
	return c.merge(merge)
}

// expire forgets the entries that nobody asked for in MaxAge.
func (c *Cache) expire(now int64) {
	for key, r := range c.index {
		asked := r.asked.Swap(false)
		if c.Now != nil && c.MaxAge > 0 && !asked && r.used < now-int64(c.MaxAge/time.Second) {
			delete(c.index, key)
		}
	}
}

// evict forgets the entries that were used longest ago until the rest takes no
// more than size.
func (c *Cache) evict(live map[*pack]int64, size int64) {
	records := make([]*record, 0, len(c.index))
	total := int64(len(header) + footerSize)
	for _, r := range c.index {
		records = append(records, r)
		total += int64(r.length) + entrySize
	}
	slices.SortFunc(records, func(a, b *record) int {
		return cmp.Or(cmp.Compare(a.used, b.used), slices.Compare(a.key[:], b.key[:]))
	})
	for _, r := range records {
		if total <= size {
			return
		}
		total -= int64(r.length) + entrySize
		live[r.home] -= int64(r.length)
		delete(c.index, r.key)
	}
}

// merge makes one pack of the live entries of some, then removes those.
func (c *Cache) merge(some map[*pack]bool) error {
	var moving, staying []*record
	for _, r := range c.index {
		if some[r.home] {
			moving = append(moving, r)
		} else if r.used > r.stored {
			staying = append(staying, r) // and the note of its use may be in some
		}
	}
	// In the order of the disk.
	slices.SortFunc(moving, func(a, b *record) int {
		return cmp.Or(cmp.Compare(a.home.path, b.home.path), cmp.Compare(a.offset, b.offset))
	})
	slices.SortFunc(staying, func(a, b *record) int { return slices.Compare(a.key[:], b.key[:]) })
	if len(moving)+len(staying) > 0 {
		if err := c.move(moving, staying); errors.Is(err, errMerged) {
			return nil // these stay as they are
		} else if err != nil {
			return err
		}
	}
	kept := c.packs[:0]
	for _, p := range c.packs {
		if !some[p] {
			kept = append(kept, p)
			continue
		}
		// Another process may have removed it, or still have it open.
		p.file.Close()
		os.Remove(p.path)
	}
	c.packs = kept
	return nil
}

// move writes a pack of records and of the uses of others.
func (c *Cache) move(records, uses []*record) error {
	out, err := newPacker(c.dir)
	if err != nil {
		return err
	}
	moved := make(map[*record]entry, len(records))
	for _, r := range records {
		value, err := r.home.read(r.entry)
		if err != nil {
			delete(c.index, r.key) // damaged: a miss from now on
			continue
		}
		e, ok, err := out.add(r.key, value, r.used)
		if err != nil {
			out.discard()
			return err
		}
		if !ok {
			delete(c.index, r.key)
			continue
		}
		moved[r] = e
	}
	for _, r := range uses {
		out.touch(r.key, r.used)
	}
	p, err := out.finish()
	if err != nil {
		return err
	}
	for r, e := range moved {
		r.entry, r.home, r.stored = e, p, e.used
	}
	c.packs = append(c.packs, p)
	return nil
}

// removeLeftovers removes packs that cannot be read and, once, what crashed
// processes have left. What fails does so again next time, to no harm.
func (c *Cache) removeLeftovers() {
	for _, path := range c.bad {
		os.Remove(path)
	}
	c.bad = nil
	if c.tidy || c.Now == nil {
		return
	}
	c.tidy = true
	names, err := os.ReadDir(c.dir)
	if err != nil {
		return
	}
	for _, name := range names {
		if !strings.HasSuffix(name.Name(), tempSuffix) {
			continue
		}
		info, err := name.Info()
		if err == nil && c.Now().Sub(info.ModTime()) > leftoverAge {
			os.Remove(filepath.Join(c.dir, name.Name()))
		}
	}
}
