package bucket

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"testing/fstest"
	"time"

	"gocloud.dev/blob"
	_ "gocloud.dev/blob/s3blob"
)

// conformance makes TestOnServer ask a server that speaks S3, which is built first: make
// conformance.
var conformance = flag.Bool("conformance", false, "build a server that speaks S3, and publish on it")

const versitygw = "github.com/versity/versitygw/cmd/versitygw@v1.8.0"

// server starts one in a folder of its own, with a bucket, and returns its address.
func server(t testing.TB) string {
	t.Helper()
	dir := t.TempDir()
	build := exec.Command("go", "install", versitygw)
	build.Env = append(os.Environ(), "GOBIN="+dir, "GOFLAGS=")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	if err := os.MkdirAll(filepath.Join(dir, "data", "site"), 0o755); err != nil {
		t.Fatal(err)
	}
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := free.Addr().String()
	free.Close()
	var said bytes.Buffer
	cmd := exec.Command(filepath.Join(dir, "versitygw"), "--access", "test", "--secret", "testtest", "--port", address,
		"posix", filepath.Join(dir, "data"))
	cmd.Stdout, cmd.Stderr = &said, &said
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	for range 600 {
		if answer, err := http.Get("http://" + address + "/"); err == nil {
			answer.Body.Close()
			return "http://" + address
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatalf("the server does not answer: %s", said.String())
	return ""
}

func open(t testing.TB, address string) *blob.Bucket {
	t.Helper()
	t.Setenv("AWS_ACCESS_KEY_ID", "test")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "testtest")
	b, err := blob.OpenBucket(context.Background(), "s3://site?region=us-east-1&use_path_style=true&endpoint="+address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { b.Close() })
	return b
}

// many is a site of so many small files.
func many(n int) fstest.MapFS {
	s := site(nil)
	for i := range n {
		s[fmt.Sprintf("pages/%02d/%05d/index.html", i%50, i)] = &fstest.MapFile{Data: bytes.Repeat(fmt.Appendf(nil, "%05d ", i), 340)}
	}
	return s
}

// A real server keeps types, caching and metadata, refuses a second publisher, and has after
// one edit what it is to have.
func TestOnServer(t *testing.T) {
	if !*conformance {
		t.Skip("make conformance asks a server")
	}
	b := open(t, server(t))
	files := example()
	mustPublish(t, b, files, at(0))
	a, err := b.Attributes(t.Context(), "embed/v1/manifest.json")
	if err != nil {
		t.Fatal(err)
	}
	if a.ContentType != "application/json; charset=utf-8" || a.CacheControl != "public, max-age=60" ||
		a.Metadata["content-security-policy"] != "default-src 'none'" {
		t.Errorf("%+v", a)
	}
	held, err := acquire(t.Context(), b, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := acquire(t.Context(), b, time.Now); err == nil {
		t.Error("two hold the lock")
	}
	held.release(t.Context())
	files["a/index.html"] = "b"
	delete(files, "feed.xml")
	if r := mustPublish(t, b, files, at(1)); len(r.Uploaded) != 1 || len(r.Gone) != 1 {
		t.Errorf("%+v", r)
	}
	if r := mustPublish(t, b, files, at(40)); len(r.Removed) != 1 {
		t.Errorf("%+v", r)
	}
}

// BenchmarkOnServer publishes 5,000 files of 2 kB: make bench-publish.
func BenchmarkOnServer(b *testing.B) {
	address := server(b)
	s := many(5000)
	opt := at(0)
	opt.Transfers, opt.Now = 32, time.Now
	for b.Loop() {
		bucket := open(b, address)
		// What was published before is forgotten, so that all of it is sent again.
		_ = bucket.Delete(b.Context(), stateKey)
		r, err := Publish(b.Context(), bucket, s, opt)
		if err != nil || len(r.Uploaded) != 5000 {
			b.Fatal(err, len(r.Uploaded))
		}
	}
}
