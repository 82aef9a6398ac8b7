package bucket

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"gocloud.dev/blob"
	"gocloud.dev/blob/memblob"
	"gocloud.dev/gcerrors"
)

var day = time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC)

// at is options for a time so many days later.
func at(days int) Options {
	return Options{Keep: 30 * 24 * time.Hour, Transfers: 4, Now: func() time.Time { return day.AddDate(0, 0, days) }}
}

const headers = `# Written for the test.

/*
  X-Content-Type-Options: nosniff
  Content-Security-Policy: default-src 'none'

/assets/*.js
  Cache-Control: public, max-age=31536000, immutable

/embed/v1/manifest.json
  Cache-Control: public, max-age=60

/products/:id/feed/*.json
  Access-Control-Allow-Origin: *

/private/*
  ! Content-Security-Policy
`

func site(files map[string]string) fstest.MapFS {
	out := fstest.MapFS{"_headers": {Data: []byte(headers)}, "_redirects": {}, ".headsup-manifest": {}}
	for name, text := range files {
		out[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return out
}

func example() map[string]string {
	return map[string]string{
		"index.html":                   "<h1>Home</h1>",
		"a/index.html":                 "a",
		"assets/site.12345678.js":      "x()",
		"assets/logo.svg":              "<svg/>",
		"embed/v1/manifest.json":       "{}",
		"embed/v1/tips.1.json":         "[]",
		"feed.xml":                     "<feed/>",
		"products/billing/feed/1.json": "{}",
		"private/x.bin":                "\x00",
	}
}

func mustPublish(t *testing.T, b *blob.Bucket, files map[string]string, opt Options) *Result {
	t.Helper()
	r, err := Publish(t.Context(), b, site(files), opt)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// keys are the names of all that is in a bucket.
func keys(t *testing.T, b *blob.Bucket) []string {
	t.Helper()
	var out []string
	list := b.List(nil)
	for {
		o, err := list.Next(t.Context())
		if err != nil {
			return out
		}
		out = append(out, o.Key)
	}
}

// Only what changed is sent. What the site has lost stays for a while, and what comes back
// in that time is there.
func TestPublish(t *testing.T) {
	t.Parallel()
	b := memblob.OpenBucket(nil)
	defer b.Close()
	files := example()
	r := mustPublish(t, b, files, at(0))
	if len(r.Uploaded) != len(files) || r.Unchanged != 0 {
		t.Fatalf("first: %+v", r)
	}
	if r = mustPublish(t, b, files, at(1)); len(r.Uploaded) != 0 || r.Unchanged != len(files) || r.Requests != 2 {
		t.Fatalf("again: %+v", r)
	}
	files["a/index.html"] = "b"
	delete(files, "embed/v1/tips.1.json")
	delete(files, "assets/site.12345678.js")
	r = mustPublish(t, b, files, at(2))
	if !slices.Equal(r.Uploaded, []string{"a/index.html"}) || len(r.Removed) != 0 || len(r.Gone) != 2 {
		t.Fatalf("one edit: %+v", r)
	}
	if got := strings.Join(r.Purge(), " "); got != "/a/ /a/index.html" {
		t.Errorf("caches forget %s", got)
	}
	files["embed/v1/tips.1.json"] = "[]"
	if r = mustPublish(t, b, files, at(20)); len(r.Uploaded) != 0 || len(r.Gone) != 1 {
		t.Fatalf("one comes back: %+v", r)
	}
	if r = mustPublish(t, b, files, at(31)); len(r.Removed) != 0 {
		t.Fatalf("too early: %+v", r)
	}
	if r = mustPublish(t, b, files, at(32)); !slices.Equal(r.Removed, []string{"assets/site.12345678.js"}) {
		t.Fatalf("after 30 days: %+v", r)
	}
	want := []string{stateKey}
	for name := range files {
		want = append(want, name)
	}
	slices.Sort(want)
	if got := keys(t, b); !slices.Equal(got, want) {
		t.Errorf("the bucket has %v, want %v", got, want)
	}
	text, err := b.ReadAll(t.Context(), "a/index.html")
	if err != nil || string(text) != "b" {
		t.Errorf("%s, %v", text, err)
	}
}

// A dry run says the same and changes nothing.
func TestDryRun(t *testing.T) {
	t.Parallel()
	b := memblob.OpenBucket(nil)
	defer b.Close()
	opt := at(0)
	opt.DryRun = true
	if r := mustPublish(t, b, example(), opt); len(r.Uploaded) != len(example()) {
		t.Errorf("%+v", r)
	}
	if got := keys(t, b); len(got) != 0 {
		t.Errorf("wrote %v", got)
	}
}

// Headers are those of the site's _headers: what storage has a field for, and the rest as
// notes. A new header sends a file again.
func TestHeaders(t *testing.T) {
	t.Parallel()
	b := memblob.OpenBucket(nil)
	defer b.Close()
	mustPublish(t, b, example(), at(0))
	const common = "content-security-policy:default-src 'none' x-content-type-options:nosniff]"
	for name, want := range map[string]string{
		"index.html":                   "text/html; charset=utf-8||map[" + common,
		"private/x.bin":                "application/octet-stream||map[x-content-type-options:nosniff]",
		"assets/logo.svg":              "image/svg+xml||map[" + common,
		"embed/v1/manifest.json":       "application/json; charset=utf-8|public, max-age=60|map[" + common,
		"products/billing/feed/1.json": "application/json; charset=utf-8||map[access-control-allow-origin:* " + common,
	} {
		a, err := b.Attributes(t.Context(), name)
		if err != nil {
			t.Fatal(err)
		}
		if got := fmt.Sprintf("%s|%s|%v", a.ContentType, a.CacheControl, a.Metadata); got != want {
			t.Errorf("%s: %s\nwant %s", name, got, want)
		}
	}
	changed := site(example())
	changed["_headers"] = &fstest.MapFile{Data: []byte(headers + "\n/feed.xml\n  Cache-Control: no-cache\n")}
	r, err := Publish(t.Context(), b, changed, at(0))
	if err != nil || !slices.Equal(r.Uploaded, []string{"feed.xml"}) {
		t.Errorf("%v, %+v", err, r)
	}
}

// sent notes in which order files are opened to be sent. The first time they are read for
// their sums.
type sent struct {
	fstest.MapFS
	mu    *sync.Mutex
	times map[string]int
	order *[]string
	fail  func(name string) error
}

func newSent(files map[string]string) sent {
	return sent{site(files), &sync.Mutex{}, map[string]int{}, &[]string{}, func(string) error { return nil }}
}

func (s sent) Open(name string) (fs.File, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.times[name]++; s.times[name] == 2 && name != "." {
		if err := s.fail(name); err != nil {
			return nil, err
		}
		*s.order = append(*s.order, name)
	}
	return s.MapFS.Open(name)
}

// What names others comes after them: pages after what they show, and manifests last.
func TestOrder(t *testing.T) {
	t.Parallel()
	b := memblob.OpenBucket(nil)
	defer b.Close()
	s := newSent(example())
	opt := at(0)
	opt.Transfers = 1
	if _, err := Publish(t.Context(), b, s, opt); err != nil {
		t.Fatal(err)
	}
	want := "assets/logo.svg assets/site.12345678.js private/x.bin a/index.html index.html " +
		"embed/v1/tips.1.json feed.xml products/billing/feed/1.json embed/v1/manifest.json"
	if got := strings.Join(slices.DeleteFunc(*s.order, func(name string) bool {
		_, ok := example()[name]
		return !ok
	}), " "); got != want {
		t.Errorf("sent %s\nwant %s", got, want)
	}
}

// Who ends in the middle has sent no manifest, and the next one sends the rest only.
func TestResume(t *testing.T) {
	t.Parallel()
	b := memblob.OpenBucket(nil)
	defer b.Close()
	s := newSent(example())
	broken := errors.New("the disk is gone")
	s.fail = func(name string) error {
		if name == "feed.xml" {
			return broken
		}
		return nil
	}
	opt := at(0)
	opt.Transfers = 1
	first, err := Publish(t.Context(), b, s, opt)
	if !errors.Is(err, broken) || len(first.Uploaded) == 0 {
		t.Fatalf("%v, %+v", err, first)
	}
	if _, err := b.Attributes(t.Context(), "embed/v1/manifest.json"); gcerrors.Code(err) != gcerrors.NotFound {
		t.Errorf("the manifest was sent before the feeds: %v", err)
	}
	second := mustPublish(t, b, example(), at(0))
	if len(first.Uploaded)+len(second.Uploaded) != len(example()) {
		t.Errorf("sent %v, and then %v", first.Uploaded, second.Uploaded)
	}

	ctx, cancel := context.WithCancel(t.Context())
	opt.Progress = func(done, _ int) {
		if done == 3 {
			cancel()
		}
	}
	third := memblob.OpenBucket(nil)
	defer third.Close()
	if r, err := Publish(ctx, third, site(example()), opt); !errors.Is(err, context.Canceled) || len(r.Uploaded) < 3 {
		t.Errorf("interrupted: %v, %+v", err, r)
	}
	if got := keys(t, third); slices.Contains(got, lockKey) || !slices.Contains(got, stateKey) {
		t.Errorf("after the interruption there is %v", got)
	}
}

// Two do not publish at the same time; the lock of one who was killed ends.
func TestLockConcurrent(t *testing.T) {
	t.Parallel()
	b := memblob.OpenBucket(nil)
	defer b.Close()
	now := func() time.Time { return day }
	held, err := acquire(t.Context(), b, now)
	if err != nil {
		t.Fatal(err)
	}
	_, err = Publish(t.Context(), b, site(example()), at(0))
	if err == nil || !strings.Contains(err.Error(), "somebody else publishes there: process") {
		t.Fatalf("a second one: %v", err)
	}
	if got := keys(t, b); len(got) != 1 {
		t.Errorf("the second one wrote %v", got)
	}
	held.release(t.Context())
	mustPublish(t, b, example(), at(0))

	if _, err := acquire(t.Context(), b, now); err != nil { // and is killed
		t.Fatal(err)
	}
	mustPublish(t, b, example(), at(1))

	var wait sync.WaitGroup
	results := make([]error, 8)
	for i := range results {
		wait.Go(func() { _, results[i] = acquire(t.Context(), b, now) })
	}
	wait.Wait()
	got := 0
	for _, err := range results {
		if err == nil {
			got++
		}
	}
	if got != 1 {
		t.Errorf("%d of 8 have the lock: %v", got, results)
	}
}

// What is not meant for everyone is not sent by mistake, and what cannot be read stops all.
func TestRefused(t *testing.T) {
	t.Parallel()
	b := memblob.OpenBucket(nil)
	defer b.Close()
	internal := site(example())
	internal["_headers"] = &fstest.MapFile{Data: []byte("/*\n  X-Robots-Tag: noindex, nofollow\n")}
	if _, err := Publish(t.Context(), b, internal, at(0)); !errors.Is(err, ErrInternal) {
		t.Errorf("internal: %v", err)
	}
	for name, s := range map[string]fs.FS{
		"no site":        fstest.MapFS{},
		"no files":       fstest.MapFS{"_headers": {}},
		"broken headers": fstest.MapFS{"_headers": {Data: []byte("  X: y\n")}, "a.html": {}},
	} {
		if _, err := Publish(t.Context(), b, s, at(0)); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	if got := keys(t, b); len(got) != 0 {
		t.Errorf("wrote %v", got)
	}
	opt := at(0)
	opt.Internal = true
	if _, err := Publish(t.Context(), b, internal, opt); err != nil {
		t.Error(err)
	}
	if err := b.WriteAll(t.Context(), stateKey, []byte(`{"version": 2}`), nil); err != nil {
		t.Fatal(err)
	}
	if _, err := Publish(t.Context(), b, site(example()), at(0)); err == nil || !strings.Contains(err.Error(), "another version") {
		t.Errorf("state of another version: %v", err)
	}
}
