package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"os"
	"slices"
	"strings"
	"time"

	"gocloud.dev/blob"
	_ "gocloud.dev/blob/fileblob" // file://
	_ "gocloud.dev/blob/s3blob"   // s3://

	"headsup/generator"
	"headsup/generator/publish/bucket"
	"headsup/generator/publish/hosting"
)

// publishFlags are the flags of publish.
type publishFlags struct {
	out, keep, purge string
	transfers        int
	dryRun, internal bool
	json             bool
}

func (m *mainCmd) publish(ctx context.Context, args []string) error {
	flags := m.flags("publish", "Send the built site to object storage: only what changed, and manifests of feeds last.\n"+
		"BUCKET is "+strings.Join(schemes(), ", ")+". Credentials come from where the tools of the storage have theirs.")
	flags.takes = " BUCKET"
	flags.examples = []string{
		"headsup publish 's3://handbook?region=eu-central-1'",
		"headsup publish 's3://handbook?prefix=docs/' --keep 30d --purge purge.txt",
		"headsup publish 's3://handbook?endpoint=http://127.0.0.1:7070&use_path_style=true&region=us-east-1' --dry-run",
		"headsup publish file:///srv/handbook",
	}
	f := publishFlags{}
	flags.StringVar(&f.out, "out", "public", "`folder` of the site")
	flags.StringVar(&f.keep, "keep", "30d", "how many `days` files stay that the site has lost, since clients may still ask for them")
	flags.StringVar(&f.purge, "purge", "", "write the paths that caches in front of the bucket have to forget into this `file`")
	flags.IntVar(&f.transfers, "transfers", 32, "send so `many` files at the same time")
	flags.BoolVar(&f.dryRun, "dry-run", false, "change nothing, and list what would be done")
	flags.BoolVar(&f.internal, "internal", false, "publish the internal site, in a bucket that only colleagues can read")
	flags.BoolVar(&f.json, "json", false, "print JSON")
	rest, err := flags.parseWith(args, 1)
	if err != nil {
		return err
	}
	if len(rest) == 0 {
		return fmt.Errorf("%w: say where: headsup publish BUCKET\nhint: for example s3://handbook?region=eu-central-1", generator.ErrUsage)
	}
	keep, err := parseDays("--keep", f.keep)
	if err != nil {
		return err
	}
	if f.transfers < 1 || f.transfers > 1000 {
		return fmt.Errorf("%w: --transfers is between 1 and 1000", generator.ErrUsage)
	}
	b, err := openBucket(ctx, rest[0])
	if err != nil {
		return err
	}
	defer b.Close()
	ofHosts := hosting.HostFiles(hosting.Hosts())
	tell, done := m.bar()
	progress := func(done, all int) {
		if tell != nil {
			tell("publish", done, all)
		}
	}
	result, err := bucket.Publish(ctx, b, os.DirFS(f.out), bucket.Options{
		Keep: keep, DryRun: f.dryRun, Transfers: f.transfers, Internal: f.internal, Progress: progress,
		Skip: func(name string) bool { return slices.Contains(ofHosts, name) },
	})
	done()
	if result != nil {
		err = errors.Join(err, f.tell(m, result))
	}
	if errors.Is(err, bucket.ErrInternal) {
		return fmt.Errorf("%w\nhint: headsup build --visibility public makes the one for customers; "+
			"--internal publishes this one, in a bucket that only colleagues can read", err)
	}
	return err
}

// tell says what was done, and writes what caches have to forget.
func (f *publishFlags) tell(m *mainCmd, r *bucket.Result) error {
	if f.purge != "" && !f.dryRun {
		text := ""
		for _, p := range r.Purge() {
			text += p + "\n"
		}
		if err := os.WriteFile(f.purge, []byte(text), 0o644); err != nil {
			return err
		}
	}
	if f.json {
		out := json.NewEncoder(m.Stdout)
		out.SetEscapeHTML(false)
		return out.Encode(map[string]any{
			"dry_run": f.dryRun, "uploaded": orEmpty(r.Uploaded), "unchanged": r.Unchanged, "bytes": r.Bytes,
			"gone": orEmpty(r.Gone), "removed": orEmpty(r.Removed), "requests": r.Requests,
		})
	}
	if f.dryRun {
		for _, name := range r.Uploaded {
			fmt.Fprintf(m.Stdout, "send    %s\n", name)
		}
		for _, name := range r.Removed {
			fmt.Fprintf(m.Stdout, "remove  %s\n", name)
		}
	}
	text := fmt.Sprintf("%d sent (%s), %d unchanged, %d removed", len(r.Uploaded), size(r.Bytes), r.Unchanged, len(r.Removed))
	if len(r.Gone) > 0 {
		text += fmt.Sprintf(", %d to be removed later", len(r.Gone))
	}
	if f.dryRun {
		text = "nothing was changed; it would be: " + text
	}
	_, err := fmt.Fprintln(m.Stdout, text)
	return err
}

func orEmpty(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}

// size is a number of bytes as people read it.
func size(bytes int64) string {
	switch {
	case bytes < 1000:
		return fmt.Sprintf("%d B", bytes)
	case bytes < 1000*1000:
		return fmt.Sprintf("%.1f kB", float64(bytes)/1000)
	}
	return fmt.Sprintf("%.1f MB", float64(bytes)/1e6)
}

// schemes are what addresses of buckets begin with that this program knows.
func schemes() []string {
	var out []string
	for _, s := range []string{"s3", "gs", "azblob", "file"} {
		if blob.DefaultURLMux().ValidBucketScheme(s) {
			out = append(out, s+"://…")
		}
	}
	return out
}

// openBucket opens the storage at an address. Of a folder, the program needs no files
// beside those of the site.
func openBucket(ctx context.Context, address string) (*blob.Bucket, error) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme == "" {
		return nil, fmt.Errorf("%w: %q is no address of a bucket\nhint: it begins with %s",
			generator.ErrUsage, address, strings.Join(schemes(), ", "))
	}
	if !blob.DefaultURLMux().ValidBucketScheme(u.Scheme) {
		hint := "it begins with " + strings.Join(schemes(), ", ")
		if u.Scheme == "gs" || u.Scheme == "azblob" {
			hint = "this program was built without it; build it with go build -tags " + u.Scheme + " ./cmd/headsup"
		}
		return nil, fmt.Errorf("%w: there is no storage %s://\nhint: %s", generator.ErrUsage, u.Scheme, hint)
	}
	if u.Scheme == "file" {
		// A folder has no headers, and whoever serves it has its own. So files are renamed into
		// place without notes beside them, in the same file system.
		query := u.Query()
		query.Set("metadata", "skip")
		query.Set("no_tmp_dir", "true")
		query.Set("create_dir", "true")
		u.RawQuery = query.Encode()
	}
	b, err := blob.OpenBucket(ctx, u.String())
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", u.Redacted(), err)
	}
	return b, nil
}

// parseDays reads a number of days, such as 30d.
func parseDays(flag, text string) (time.Duration, error) {
	var days int
	if n, err := fmt.Sscanf(text, "%dd", &days); n != 1 || err != nil || fmt.Sprintf("%dd", days) != text || days < 0 || days > 3650 {
		return 0, fmt.Errorf("%w: %s takes a number of days such as 30d, not %q", generator.ErrUsage, flag, text)
	}
	return time.Duration(days) * 24 * time.Hour, nil
}
