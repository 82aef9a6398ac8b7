package seen_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"headsup/generator/seen"
	"headsup/generator/tools/postgres"
)

// BenchmarkServer has many browsers send what they have seen, each as one request over a
// connection of its own, to a server in the same program: half of users who have a record
// of twenty items, half of new ones. Each is on the disk before it is answered.
func BenchmarkServer(b *testing.B) {
	for _, name := range []string{"sqlite", "postgres"} {
		b.Run(name, func(b *testing.B) {
			address := filepath.Join(b.TempDir(), "seen.db")
			if name == "postgres" {
				started, stop, err := postgres.Start(b.Context())
				if errors.Is(err, postgres.ErrNone) {
					b.Skip(err)
				}
				if err != nil {
					b.Fatal(err)
				}
				address = started
				b.Cleanup(func() {
					if err := stop(); err != nil {
						b.Error(err)
					}
				})
			}
			store, err := seen.Open(b.Context(), address, time.Now)
			if err != nil {
				b.Fatal(err)
			}
			b.Cleanup(func() {
				if err := store.Close(); err != nil {
					b.Error(err)
				}
			})
			const users, known = 20_000, 10_000
			fill(b, store, known)
			server := httptest.NewServer(seen.Handler(store, seen.Options{UserHeader: "X-User", Now: time.Now}))
			b.Cleanup(server.Close)
			client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 1000}}
			var failed atomic.Int64
			b.SetParallelism(64)
			b.ResetTimer()
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					body := fmt.Sprintf(`{"tip-%d":{"shown":[%d]}}`, rand.IntN(40), time.Now().UnixMilli())
					r, err := http.NewRequestWithContext(b.Context(), http.MethodPost, server.URL+seen.Path, strings.NewReader(body))
					if err != nil {
						b.Error(err)
						return
					}
					r.Header.Set("X-User", fmt.Sprint("user-", rand.IntN(users)))
					if !sent(client, r) {
						failed.Add(1)
					}
				}
			})
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "merges/s")
			if n := failed.Load(); n > 0 {
				b.Errorf("%d requests failed", n)
			}
		})
	}
}

func sent(client *http.Client, r *http.Request) bool {
	answer, err := client.Do(r)
	if err != nil {
		return false
	}
	defer answer.Body.Close()
	_, err = io.Copy(io.Discard, answer.Body)
	return err == nil && answer.StatusCode == http.StatusOK
}

// fill gives so many users a record of twenty items.
func fill(b *testing.B, store *seen.Store, users int) {
	b.Helper()
	record := seen.Record{}
	for i := range 20 {
		record[fmt.Sprint("tip-", i)] = seen.Entry{Shown: []int64{time.Now().UnixMilli() - int64(i)}}
	}
	next := atomic.Int64{}
	done := make(chan error)
	const writers = 64
	for range writers {
		go func() {
			for {
				i := int(next.Add(1)) - 1
				if i >= users {
					done <- nil
					return
				}
				if _, err := store.Merge(context.Background(), fmt.Sprint("user-", i), record); err != nil {
					done <- err
					return
				}
			}
		}()
	}
	for range writers {
		if err := <-done; err != nil {
			b.Fatal(err)
		}
	}
}

// TestBytesPerUser holds the sum in the docs to what a user takes.
func TestBytesPerUser(t *testing.T) {
	t.Parallel()
	address := filepath.Join(t.TempDir(), "seen.db")
	store := open(t, address, clock)
	record := seen.Record{}
	for i := range 20 {
		record[fmt.Sprintf("snippet:billing.export-tip-%02d", i)] = at(-int64(i), -int64(i)-1000)
	}
	const users = 500
	for i := range users {
		if _, err := store.Merge(t.Context(), fmt.Sprintf("%08d-0000-4000-8000-000000000000", i), record); err != nil {
			t.Fatal(err)
		}
	}
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(address)
	if err != nil {
		t.Fatal(err)
	}
	// The docs say two kilobytes.
	if each := info.Size() / users; each < 1000 || each > 2500 {
		t.Errorf("a user takes %d bytes", each)
	}
}
