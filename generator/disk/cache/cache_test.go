package cache

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// clock is a time that tests set.
type clock struct{ days int }

func (c *clock) now() time.Time { return time.Unix(1_800_000_000, 0).AddDate(0, 0, c.days) }

func open(t testing.TB, dir string, now func() time.Time) *Cache {
	t.Helper()
	c, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	c.Now = now
	t.Cleanup(func() {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	})
	return c
}

func flush(t testing.TB, c *Cache) {
	t.Helper()
	if err := c.Flush(); err != nil {
		t.Fatal(err)
	}
}

func key(n int) Key { return NewKey("test", fmt.Append(nil, n)) }

// value returns bytes of a size that only n has.
func value(n, size int) []byte {
	return bytes.Repeat(fmt.Appendf(nil, "%08d", n), size/8+1)[:size]
}

func wantHit(t testing.TB, c *Cache, n, size int) {
	t.Helper()
	got, ok := c.Get(key(n))
	if !ok || !bytes.Equal(got, value(n, size)) {
		t.Errorf("entry %d: got %d bytes, %v", n, len(got), ok)
	}
}

func wantMiss(t testing.TB, c *Cache, n int) {
	t.Helper()
	if _, ok := c.Get(key(n)); ok {
		t.Errorf("entry %d is there", n)
	}
}

func packs(t testing.TB, dir string) []string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(dir, "*"+packSuffix))
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func size(t testing.TB, dir string) (total int64) {
	t.Helper()
	for _, path := range packs(t, dir) {
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		total += info.Size()
	}
	return total
}

func TestKeysTellDescriptionsApart(t *testing.T) {
	seen := map[Key]string{}
	for _, d := range [][]string{
		{""}, {"", ""}, {"", "", ""}, {"v"}, {"", "v"}, {"v", ""}, {"v", "ab", "c"}, {"v", "a", "bc"}, {"v", "abc"}, {"va", "bc"},
	} {
		var parts [][]byte
		for _, part := range d[1:] {
			parts = append(parts, []byte(part))
		}
		k := NewKey(d[0], parts...)
		if other, taken := seen[k]; taken {
			t.Errorf("%q has the key of %s", d, other)
		}
		seen[k] = fmt.Sprintf("%q", d)
		if k != NewKey(d[0], parts...) {
			t.Errorf("%q has two keys", d)
		}
	}
}

func TestEntriesOutliveARun(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "deep", "cache")
	sizes := []int{0, 1, 10_000, bufferSize - 1, bufferSize, bufferSize + 1, 3*bufferSize + 7, 20_000, 5}
	first := open(t, dir, nil)
	for n, size := range sizes {
		wantMiss(t, first, n)
		data := value(n, size)
		first.Put(key(n), data)
		clear(data) // is not retained
		wantHit(t, first, n, size)
	}
	for n, size := range sizes {
		wantHit(t, first, n, size)
	}
	if got := packs(t, dir); len(got) != 0 {
		t.Errorf("%d packs are there before Flush", len(got))
	}
	flush(t, first)
	flush(t, first)
	if got := packs(t, dir); len(got) != 1 {
		t.Errorf("%d packs are there after Flush, want one", len(got))
	}
	first.Put(key(100), value(100, 9))
	second := open(t, dir, nil)
	for n, size := range sizes {
		wantHit(t, first, n, size)
		wantHit(t, second, n, size)
	}
	wantMiss(t, second, 100)
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	wantMiss(t, first, 1)
	wantMiss(t, open(t, dir, nil), 100)
	got, _ := second.Get(key(2))
	clear(got) // is the caller's own
	wantHit(t, second, 2, sizes[2])
}

func TestTheFolderExplainsItself(t *testing.T) {
	dir := t.TempDir()
	open(t, dir, nil)
	tagged, err := os.ReadFile(filepath.Join(dir, "CACHEDIR.TAG"))
	if err != nil || !strings.HasPrefix(string(tagged), "Signature: 8a477f597d28d172789f06886806bc55\n") {
		t.Errorf("CACHEDIR.TAG is %q, %v", tagged, err)
	}
	if err := os.WriteFile(filepath.Join(dir, "README"), []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	open(t, dir, nil)
	if text, err := os.ReadFile(filepath.Join(dir, "README")); err != nil || string(text) != "mine" {
		t.Errorf("README is %q, %v", text, err)
	}
}

func TestUnusableFolder(t *testing.T) {
	base := t.TempDir()
	file := filepath.Join(base, "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, dir := range []string{"", file, filepath.Join(file, "cache")} {
		if _, err := Open(dir); err == nil {
			t.Errorf("Open(%q) is no error", dir)
		}
	}
	var none *Cache
	none.Put(key(1), value(1, 10))
	wantMiss(t, none, 1)
	flush(t, none)
	if err := none.Close(); err != nil {
		t.Error(err)
	}
}

func TestFolderThatGoesAway(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "cache")
	c := open(t, dir, nil)
	c.Put(key(1), value(1, 10))
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	if err := c.Flush(); err == nil {
		t.Error("Flush is no error")
	}
	wantMiss(t, c, 1)
	c.Put(key(2), value(2, 10))
	if err := c.Flush(); err == nil {
		t.Error("Flush is no error")
	}
	// And comes back: the same cache works again.
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	c.Put(key(3), value(3, 10))
	flush(t, c)
	wantHit(t, c, 3, 10)
	wantMiss(t, c, 2)
}

func TestDiskThatIsFull(t *testing.T) {
	dir := t.TempDir()
	c := open(t, dir, nil)
	c.Put(key(1), value(1, 10))
	c.fresh.file.Close() // writes fail from here on
	for n := range 3 {
		c.Put(key(10+n), value(10+n, bufferSize))
	}
	// The run that put them goes on with them.
	wantHit(t, c, 1, 10)
	for n := range 3 {
		wantHit(t, c, 10+n, bufferSize)
	}
	if err := c.Flush(); err == nil {
		t.Error("Flush is no error")
	}
	wantMiss(t, c, 1)
	wantMiss(t, c, 12)
	c.Put(key(2), value(2, 10))
	flush(t, c)
	wantHit(t, open(t, dir, nil), 2, 10)
	if left, _ := filepath.Glob(filepath.Join(dir, "*"+tempSuffix)); len(left) > 0 {
		t.Errorf("%q is left", left)
	}
}

func TestTooLargeAValueIsNotKept(t *testing.T) {
	c := open(t, t.TempDir(), nil)
	c.Put(key(1), make([]byte, MaxValue+1))
	wantMiss(t, c, 1)
	flush(t, c)
}

func TestDamageIsAMiss(t *testing.T) {
	dir := t.TempDir()
	c := open(t, dir, nil)
	for n := range 3 {
		c.Put(key(n), value(n, 10))
	}
	flush(t, c)
	path := packs(t, dir)[0]
	good, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	check := func(what string, damaged []byte) {
		t.Helper()
		if err := os.WriteFile(path, damaged, 0o600); err != nil {
			t.Fatal(err)
		}
		c, err := Open(dir)
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		missed := 0
		for n := range 3 {
			got, ok := c.Get(key(n))
			if !ok {
				missed++
				c.Put(key(n), value(n, 10)) // what is damaged can be replaced
				got, ok = c.Get(key(n))
			}
			if !ok || !bytes.Equal(got, value(n, 10)) {
				t.Errorf("%s: entry %d is %q, %v", what, n, got, ok)
			}
		}
		if missed == 0 {
			t.Errorf("%s: nobody noticed", what)
		}
	}
	for i := range good {
		damaged := bytes.Clone(good)
		damaged[i] ^= 1 << (i % 8)
		check(fmt.Sprintf("byte %d", i), damaged)
	}
	for i := range good {
		check(fmt.Sprintf("cut to %d bytes", i), good[:i])
	}
	check("longer", append(bytes.Clone(good), 0))

	// A run that puts what it missed leaves a whole cache.
	if err := os.WriteFile(path, good[:len(good)-1], 0o600); err != nil {
		t.Fatal(err)
	}
	c = open(t, dir, nil)
	for n := range 3 {
		c.Put(key(n), value(n, 10))
	}
	flush(t, c)
	if _, err := os.Stat(path); err == nil {
		t.Error("the damaged pack is still there")
	}
	wantHit(t, open(t, dir, nil), 2, 10)
}

func TestForeignFilesAreLeftAlone(t *testing.T) {
	dir := t.TempDir()
	foreign := []string{"notes.txt", "a.pack2", "b.temp2"}
	for _, name := range foreign {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(filepath.Join(dir, "folder"+packSuffix), 0o700); err != nil {
		t.Fatal(err)
	}
	old := (&clock{days: 100_000}).now
	c := open(t, dir, old)
	c.Put(key(1), value(1, 10))
	flush(t, c)
	for _, name := range append(foreign, "folder"+packSuffix) {
		if _, err := os.Stat(filepath.Join(dir, name)); err != nil {
			t.Error(err)
		}
	}
}

func TestManyRunsLeaveFewPacks(t *testing.T) {
	dir := t.TempDir()
	c := open(t, dir, nil)
	for n := range 100 {
		c.Put(key(n), value(n, 100))
	}
	flush(t, c)
	for run := range 60 {
		if run%3 == 0 {
			c = open(t, dir, nil)
		}
		c.Put(key(1000+run), value(1000+run, 50))
		flush(t, c)
		if got := len(packs(t, dir)); got > maxPacks {
			t.Fatalf("run %d: %d packs", run, got)
		}
	}
	for _, c := range []*Cache{c, open(t, dir, nil)} {
		for n := range 100 {
			wantHit(t, c, n, 100)
		}
		for run := range 60 {
			wantHit(t, c, 1000+run, 50)
		}
	}
}

func TestWhatNobodyAsksForIsDropped(t *testing.T) {
	const large = 100_000 // so that it is worth a merge
	dir := t.TempDir()
	now := &clock{}
	c := open(t, dir, now.now)
	for n := range 40 {
		c.Put(key(n), value(n, large))
	}
	flush(t, c)
	before := size(t, dir)
	for now.days = 1; now.days < 80; now.days += 5 {
		c := open(t, dir, now.now)
		for n := range 10 {
			wantHit(t, c, n, large)
		}
		flush(t, c)
		if now.days < 28 && size(t, dir) < before {
			t.Fatalf("entries are dropped on day %d", now.days)
		}
	}
	if after := size(t, dir); after > before/2 {
		t.Errorf("%d bytes of %d are left", after, before)
	}
	c = open(t, dir, now.now)
	for n := range 40 {
		if n < 10 {
			wantHit(t, c, n, large)
		} else {
			wantMiss(t, c, n)
		}
	}
}

func TestUsesAreNotWrittenDownEachTime(t *testing.T) {
	dir := t.TempDir()
	now := &clock{}
	c := open(t, dir, now.now)
	c.Put(key(1), value(1, 10))
	flush(t, c)
	shot := packs(t, dir)
	for range 5 {
		c := open(t, dir, now.now)
		wantHit(t, c, 1, 10)
		flush(t, c)
	}
	if got := packs(t, dir); !slices.Equal(got, shot) {
		t.Errorf("warm runs write %q", got)
	}
}

func TestAgelessCacheKeepsTimes(t *testing.T) {
	dir := t.TempDir()
	now := &clock{}
	c := open(t, dir, now.now)
	c.Put(key(1), value(1, 10))
	flush(t, c)
	ageless := open(t, dir, nil)
	wantHit(t, ageless, 1, 10)
	flush(t, ageless)
	now.days = 29
	c = open(t, dir, now.now)
	flush(t, c)
	wantHit(t, c, 1, 10)
}

func TestSizeLimitDropsTheLongestUnused(t *testing.T) {
	const large = 10_000
	dir := t.TempDir()
	now := &clock{}
	for run := range 10 {
		now.days = run
		c := open(t, dir, now.now)
		c.MaxBytes = 40 * large
		for n := range 10 {
			c.Put(key(run*10+n), value(run*10+n, large))
		}
		wantHit(t, c, run*10, large)
		c.Get(key(0)) // always in use
		flush(t, c)
		if got := size(t, dir); got > c.MaxBytes {
			t.Fatalf("run %d: %d bytes", run, got)
		}
	}
	c := open(t, dir, now.now)
	wantHit(t, c, 0, large)
	wantHit(t, c, 99, large)
	wantMiss(t, c, 1)
	wantMiss(t, c, 50)
}

func TestLeftoversOfCrashedRuns(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"old", "new"} {
		if err := os.WriteFile(filepath.Join(dir, name+tempSuffix), []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	now := &clock{}
	if err := os.Chtimes(filepath.Join(dir, "old"+tempSuffix), time.Time{}, now.now().Add(-25*time.Hour)); err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(filepath.Join(dir, "new"+tempSuffix), time.Time{}, now.now().Add(-time.Hour)); err != nil {
		t.Fatal(err)
	}
	flush(t, open(t, dir, now.now))
	left, err := filepath.Glob(filepath.Join(dir, "*"+tempSuffix))
	if err != nil || len(left) != 1 || filepath.Base(left[0]) != "new"+tempSuffix {
		t.Errorf("%q is left, %v", left, err)
	}
}

// TestConcurrentUsers uses a folder through several caches, as processes would, each
// from several goroutines. A hit is always right.
func TestConcurrentUsers(t *testing.T) {
	dir := t.TempDir()
	var wait sync.WaitGroup
	for process := range uint64(3) {
		wait.Go(func() {
			for run := range uint64(8) {
				c, err := Open(dir)
				if err != nil {
					t.Error(err)
					return
				}
				var users sync.WaitGroup
				for user := range uint64(3) {
					users.Go(func() {
						random := rand.New(rand.NewPCG(process*100+run, user))
						for range 100 {
							n := random.IntN(60)
							got, ok := c.Get(key(n))
							if !ok {
								c.Put(key(n), value(n, n*50))
							} else if !bytes.Equal(got, value(n, n*50)) {
								t.Errorf("entry %d is wrong", n)
							}
							if random.IntN(30) == 0 {
								if err := c.Flush(); err != nil {
									t.Error(err)
								}
							}
						}
					})
				}
				users.Wait()
				if err := c.Close(); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wait.Wait()
	c := open(t, dir, nil)
	for n := range 60 {
		if got, ok := c.Get(key(n)); ok && !bytes.Equal(got, value(n, n*50)) {
			t.Errorf("entry %d is wrong", n)
		}
	}
}

// packBytes returns a pack's file.
func packBytes(t testing.TB, entries int) []byte {
	t.Helper()
	dir := t.TempDir()
	p, err := newPacker(dir)
	if err != nil {
		t.Fatal(err)
	}
	for n := range entries {
		if _, _, err := p.add(key(n), value(n, 10*n), int64(n)); err != nil {
			t.Fatal(err)
		}
	}
	p.touch(key(-1), 7)
	done, err := p.finish()
	if err != nil {
		t.Fatal(err)
	}
	done.file.Close()
	b, err := os.ReadFile(done.path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// FuzzPack checks that any bytes are refused or make an index that keeps to
// the file.
func FuzzPack(f *testing.F) {
	f.Add([]byte{})
	f.Add([]byte(header))
	good := packBytes(f, 3)
	f.Add(good)
	// Right by every checksum, and still a lie.
	for _, lie := range []struct{ offset, length uint64 }{
		{1 << 62, 1}, {16, 1 << 31}, {1, 1}, {16, 61}, {1<<64 - 1, 8}, {75, 4},
	} {
		f.Add(forge(good, lie.offset, uint32(lie.length)))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		entries, err := readIndex(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			return
		}
		var total int
		for _, e := range entries {
			if e.isTouch() {
				continue
			}
			if e.offset < int64(len(header)) || e.offset+int64(e.length) > int64(len(data)) {
				t.Fatalf("entry reaches outside: %+v", e)
			}
			total += int(e.length)
		}
		if total > len(data) {
			t.Fatalf("%d bytes hold %d", len(data), total)
		}
	})
}

// forge changes the first entry of a pack of four and makes its checksums right.
func forge(good []byte, offset uint64, length uint32) []byte {
	b := bytes.Clone(good)
	foot := b[len(b)-footerSize:]
	index := b[binary.LittleEndian.Uint64(foot) : len(b)-footerSize]
	binary.LittleEndian.PutUint64(index[32:], offset)
	binary.LittleEndian.PutUint32(index[40:], length)
	binary.LittleEndian.PutUint32(foot[16:], crc32.Checksum(index, castagnoli()))
	binary.LittleEndian.PutUint32(foot[20:], crc32.Checksum(foot[:20], castagnoli()))
	return b
}

func TestForgedIndexIsRefused(t *testing.T) {
	good := packBytes(t, 3)
	if _, err := readIndex(bytes.NewReader(forge(good, 16, 0)), int64(len(good))); err != nil {
		t.Errorf("a right index is refused: %v", err)
	}
	for _, lie := range []struct {
		offset uint64
		length uint32
	}{{1 << 62, 1}, {16, 1 << 31}, {1, 1}, {16, 31}, {1<<64 - 1, 8}, {46, 1}, {45, 2}, {16, 20}} {
		if _, err := readIndex(bytes.NewReader(forge(good, lie.offset, lie.length)), int64(len(good))); err == nil {
			t.Errorf("offset %d and length %d are accepted", lie.offset, lie.length)
		}
	}
}

// TestHugeCountAllocatesNothing lies about the number of entries.
func TestHugeCountAllocatesNothing(t *testing.T) {
	b := packBytes(t, 1)
	foot := b[len(b)-footerSize:]
	for _, count := range []uint64{1 << 20, 1 << 40, 1<<64 - 1, 1 << 63, (1 << 64) / entrySize} {
		binary.LittleEndian.PutUint64(foot[8:], count)
		binary.LittleEndian.PutUint32(foot[20:], crc32.Checksum(foot[:20], castagnoli()))
		allocated := testing.AllocsPerRun(10, func() {
			if _, err := readIndex(bytes.NewReader(b), int64(len(b))); err == nil {
				t.Errorf("%d entries are accepted", count)
			}
		})
		if allocated > 10 {
			t.Errorf("%v allocations", allocated)
		}
	}
}

const (
	benchEntries = 10_000
	benchSize    = 10_000
)

func BenchmarkCold(b *testing.B) {
	data := value(1, benchSize)
	b.SetBytes(benchEntries * benchSize)
	for b.Loop() {
		b.StopTimer()
		dir := b.TempDir()
		b.StartTimer()
		c, err := Open(dir)
		if err != nil {
			b.Fatal(err)
		}
		for n := range benchEntries {
			c.Put(key(n), data)
		}
		flush(b, c)
		c.Close()
	}
}

func BenchmarkWarm(b *testing.B) {
	dir := b.TempDir()
	c := open(b, dir, nil)
	data := value(1, benchSize)
	for n := range benchEntries {
		c.Put(key(n), data)
	}
	flush(b, c)
	b.SetBytes(benchEntries * benchSize)
	for b.Loop() {
		c, err := Open(dir)
		if err != nil {
			b.Fatal(err)
		}
		for n := range benchEntries {
			if _, ok := c.Get(key(n)); !ok {
				b.Fatal("a miss")
			}
		}
		flush(b, c)
		c.Close()
	}
}
