// Package bucket publishes a built site on object storage: S3 and what speaks like it,
// Google Cloud Storage, Azure Blob Storage, or a folder, by gocloud.dev/blob.
//
// What was published is kept in the bucket, in [stateKey]. Only what changed is sent: first what nothing
// else is needed for, the manifests of feeds last, so that a client never reads of a file
// that is not there yet. What the site does not have any more stays for a while, since a
// client may hold yesterday's manifest.
package bucket

import (
	"cmp"
	"context"
	"crypto/md5" //nolint:gosec // the sum that storage compares what it received with
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"
	"time"

	"gocloud.dev/blob"
	"gocloud.dev/gcerrors"
	"golang.org/x/sync/errgroup"
)

// Options say how a site is published.
type Options struct {
	// Keep is how long files stay that the site does not have any more.
	Keep time.Duration
	// DryRun changes nothing, and says what would be done.
	DryRun bool
	// Transfers is how many files are sent at the same time; at least 1.
	Transfers int
	// Internal lets an internal site be published.
	Internal bool
	// Skip reports whether a file of the site is for a host of another kind. May be nil.
	Skip func(name string) bool
	// Now is the time; nil for that of the machine.
	Now func() time.Time
	// Progress is told how many files of how many are done; may be nil. It is called by
	// several goroutines, one after the other.
	Progress func(done, all int)
}

// Result is what was done, or would be.
type Result struct {
	Uploaded  []string // files that were sent, new or changed, sorted
	Unchanged int      // files that were there as they are
	Bytes     int64    // of the files that were sent
	Gone      []string // files that the site has lost since, and that stay for a while, sorted
	Removed   []string // files that were removed, sorted
	Requests  int      // to the storage that write, read or remove a file
}

// Purge returns the paths that caches in front of the bucket have to forget, sorted: files
// that were there before and changed, or are gone, and the addresses of their pages. Files
// with a hash in their name never change.
func (r *Result) Purge() []string {
	paths := map[string]bool{}
	for _, list := range [][]string{r.Uploaded, r.Removed} {
		for _, name := range list {
			paths["/"+name] = true
			if path.Base(name) == "index.html" {
				paths["/"+strings.TrimSuffix(name, "index.html")] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(paths))
}

// ErrInternal says that a site is the internal one, which a bucket may show to everyone.
var ErrInternal = errors.New("the site is the internal one")

// file is one of the site.
type file struct {
	name    string
	size    int64
	sum     string // SHA-256 in hex of its bytes and its headers
	md5     []byte // of its bytes
	headers map[string]string
}

// stage is when a file is sent. Each waits for those before it.
type stage int

const (
	assets    stage = iota // what pages and feeds name
	pages                  // what people open
	feeds                  // what programs read
	manifests              // what says which feeds there are
	stages
)

func stageOf(name string, headers map[string]string) stage {
	switch ext := path.Ext(name); {
	case path.Base(name) == "manifest.json":
		return manifests
	case strings.Contains(headers["cache-control"], "immutable"):
		return assets
	case ext == ".html", ext == ".md":
		return pages
	case ext == ".json", ext == ".xml", ext == ".ics", ext == ".txt":
		return feeds
	}
	return assets
}

// Publish makes the bucket have the files of the site, which is the folder that a build
// wrote. Two that publish at the same time do not meet: the second fails. One that ends
// in the middle, however it does, is taken up by the next.
func Publish(ctx context.Context, b *blob.Bucket, site fs.FS, opt Options) (*Result, error) {
	if opt.Now == nil {
		opt.Now = time.Now
	}
	files, err := read(site, opt)
	if err != nil {
		return nil, err
	}
	p := &publisher{bucket: b, site: site, opt: opt, result: &Result{}}
	if !opt.DryRun {
		lock, err := acquire(ctx, b, opt.Now)
		if err != nil {
			return nil, err
		}
		defer lock.release(context.WithoutCancel(ctx))
	}
	if p.state, err = readState(ctx, b); err != nil {
		return nil, err
	}
	p.result.Requests++
	err = p.publish(ctx, files)
	slices.Sort(p.result.Uploaded)
	slices.Sort(p.result.Removed)
	if opt.DryRun {
		return p.result, err
	}
	// Also what ended in the middle is known to the next one.
	return p.result, errors.Join(err, p.save(context.WithoutCancel(ctx)))
}

// read reads the files of a site, sorted by name.
func read(site fs.FS, opt Options) ([]file, error) {
	text, err := fs.ReadFile(site, "_headers")
	if err != nil {
		return nil, fmt.Errorf("%w; headsup build writes it", err)
	}
	rules, err := parseRules(string(text))
	if err != nil {
		return nil, err
	}
	if strings.Contains(rules.of("index.html")["x-robots-tag"], "noindex") && !opt.Internal {
		return nil, ErrInternal
	}
	var files []file
	err = fs.WalkDir(site, ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil || entry.IsDir():
			return err
		case !entry.Type().IsRegular():
			return fmt.Errorf("%s is not a file", name)
		case name == "_headers", name == "_redirects", strings.HasPrefix(name, "."), opt.Skip != nil && opt.Skip(name):
			return nil
		}
		f := file{name: name, headers: rules.of(name)}
		if err := f.hash(site); err != nil {
			return err
		}
		files = append(files, f)
		return nil
	})
	if err == nil && len(files) == 0 {
		err = errors.New("the folder of the site is empty")
	}
	return files, err
}

func (f *file) hash(site fs.FS) error {
	in, err := site.Open(f.name)
	if err != nil {
		return err
	}
	defer in.Close()
	sum, check := sha256.New(), md5.New() //nolint:gosec // see above
	if f.size, err = io.Copy(io.MultiWriter(sum, check), in); err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(f.headers)) {
		fmt.Fprintf(sum, "\n%s: %s", name, f.headers[name])
	}
	f.sum, f.md5 = hex.EncodeToString(sum.Sum(nil)), check.Sum(nil)
	return nil
}

// publisher is one run.
type publisher struct {
	bucket *blob.Bucket
	site   fs.FS
	opt    Options

	mu     sync.Mutex // held for what is below
	state  *state
	result *Result
	saved  time.Time
	done   int
	all    int
}

func (p *publisher) publish(ctx context.Context, files []file) error {
	has := map[string]bool{}
	var todo [stages][]file
	for _, f := range files {
		has[f.name] = true
		if known, ok := p.state.Files[f.name]; ok && known.Sum == f.sum {
			p.result.Unchanged++
			if known.Gone != nil {
				known.Gone = nil
				p.state.Files[f.name] = known
			}
			continue
		}
		s := stageOf(f.name, f.headers)
		todo[s] = append(todo[s], f)
		p.all++
	}
	now := p.opt.Now().UTC()
	var remove []string
	for _, name := range slices.Sorted(maps.Keys(p.state.Files)) {
		known := p.state.Files[name]
		switch {
		case has[name]:
			continue
		case known.Gone == nil:
			known.Gone = &now
			p.state.Files[name] = known
		}
		if now.Sub(*known.Gone) >= p.opt.Keep {
			remove = append(remove, name)
			p.all++
		} else {
			p.result.Gone = append(p.result.Gone, name)
		}
	}
	for _, list := range todo {
		if err := p.each(ctx, len(list), func(ctx context.Context, i int) error { return p.upload(ctx, list[i]) }); err != nil {
			return err
		}
	}
	return p.each(ctx, len(remove), func(ctx context.Context, i int) error { return p.remove(ctx, remove[i]) })
}

// each calls a function for 0 to n-1, several at the same time, and ends at the first error.
func (p *publisher) each(ctx context.Context, n int, do func(context.Context, int) error) error {
	group, inner := errgroup.WithContext(ctx)
	group.SetLimit(max(1, p.opt.Transfers))
	for i := range n {
		if inner.Err() != nil {
			break
		}
		group.Go(func() error { return do(inner, i) })
	}
	return cmp.Or(group.Wait(), ctx.Err())
}

func (p *publisher) upload(ctx context.Context, f file) error {
	if !p.opt.DryRun {
		if err := p.send(ctx, f); err != nil {
			return fmt.Errorf("send %s: %w", f.name, err)
		}
	}
	return p.did(ctx, func() {
		p.state.Files[f.name] = known{Sum: f.sum}
		p.result.Uploaded = append(p.result.Uploaded, f.name)
		p.result.Bytes += f.size
	})
}

func (p *publisher) send(ctx context.Context, f file) error {
	in, err := p.site.Open(f.name)
	if err != nil {
		return err
	}
	defer in.Close()
	opt := &blob.WriterOptions{
		CacheControl: f.headers["cache-control"], ContentType: f.headers["content-type"], ContentMD5: f.md5,
		// Files are small; the default would take megabytes for each.
		BufferSize: int(min(max(f.size+1, 1<<10), 8<<20)),
	}
	for name, value := range f.headers {
		// What storage has no field for is kept beside the file, for the network in front.
		if name != "cache-control" && name != "content-type" {
			if opt.Metadata == nil {
				opt.Metadata = map[string]string{}
			}
			opt.Metadata[name] = value
		}
	}
	return p.bucket.Upload(ctx, f.name, in, opt)
}

func (p *publisher) remove(ctx context.Context, name string) error {
	if !p.opt.DryRun {
		if err := p.bucket.Delete(ctx, name); err != nil && gcerrors.Code(err) != gcerrors.NotFound {
			return fmt.Errorf("remove %s: %w", name, err)
		}
	}
	return p.did(ctx, func() {
		delete(p.state.Files, name)
		p.result.Removed = append(p.result.Removed, name)
	})
}

// savedEvery is how often what was done is written down, so that one who is killed has
// little to do again.
const savedEvery = 2 * time.Second

// did takes note of what was done.
func (p *publisher) did(ctx context.Context, note func()) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	note()
	p.done++
	p.result.Requests++
	if p.opt.Progress != nil {
		p.opt.Progress(p.done, p.all)
	}
	now := time.Now()
	if p.saved.IsZero() {
		p.saved = now
	}
	if p.opt.DryRun || now.Sub(p.saved) < savedEvery {
		return nil
	}
	p.saved = now
	return p.save(ctx)
}

func (p *publisher) save(ctx context.Context) error {
	p.result.Requests++
	return p.state.write(ctx, p.bucket)
}
