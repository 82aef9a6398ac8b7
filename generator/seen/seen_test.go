package seen_test

import (
	"bufio"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"headsup/generator/seen"
	"headsup/generator/tools/postgres"
)

var now = time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)

func clock() time.Time { return now }

// databases are those that each test is for: a file, and a server that is started once.
var databases = map[string]func(t *testing.T) string{
	"sqlite": func(t *testing.T) string { return filepath.Join(t.TempDir(), "it's 100% #1?.db") },
	"postgres": func(t *testing.T) string {
		started := server()
		if errors.Is(started.err, postgres.ErrNone) && os.Getenv("CI") == "" {
			t.Skip(started.err)
		}
		if started.err != nil {
			t.Fatal(started.err)
		}
		return newDatabase(t, started.address)
	},
}

type started struct {
	address string
	stop    func() error
	err     error
}

var server = sync.OnceValue(func() (s started) {
	ctx, stop := context.WithTimeout(context.Background(), time.Minute)
	defer stop()
	s.address, s.stop, s.err = postgres.Start(ctx)
	return s
})

func TestMain(m *testing.M) {
	if address := os.Getenv(serveVariable); address != "" {
		serve(address)
		return
	}
	code := m.Run()
	if s := server(); s.err == nil {
		if err := s.stop(); err != nil {
			fmt.Fprintln(os.Stderr, err)
			code = 1
		}
	}
	os.Exit(code)
}

var numbers struct {
	sync.Mutex
	last int
}

// newDatabase makes an empty database on a server.
func newDatabase(t *testing.T, address string) string {
	t.Helper()
	db, err := sql.Open("pgx", address)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	numbers.Lock()
	defer numbers.Unlock()
	numbers.last++
	name := fmt.Sprintf("test%d", numbers.last)
	if _, err := db.Exec("CREATE DATABASE " + name); err != nil {
		t.Fatal(err)
	}
	return strings.Replace(address, "/postgres?", "/"+name+"?", 1)
}

func open(t *testing.T, address string, clock func() time.Time) *seen.Store {
	t.Helper()
	s, err := seen.Open(t.Context(), address, clock)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// eachDatabase runs a test with both.
func eachDatabase(t *testing.T, run func(t *testing.T, address string)) {
	t.Parallel()
	for name, address := range databases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			run(t, address(t))
		})
	}
}

func at(times ...int64) seen.Entry {
	e := seen.Entry{Shown: []int64{}}
	for _, t := range times {
		e.Shown = append(e.Shown, now.UnixMilli()+t)
	}
	return e
}

// TestStore merges, reads, forgets, and finds all of it again in a store that is opened
// once more.
func TestStore(t *testing.T) {
	eachDatabase(t, func(t *testing.T, address string) {
		s := open(t, address, clock)
		ctx := t.Context()
		if r, err := s.Read(ctx, "ann"); len(r) != 0 || err != nil {
			t.Errorf("of nobody there is %v, %v", r, err)
		}
		for _, r := range []seen.Record{{"a": at(-5)}, {"b": at(-3), "a": at(-4)}, {"a": at(-5)}} {
			if _, err := s.Merge(ctx, "ann", r); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := s.Merge(ctx, "Bob ü'\"\\", seen.Record{"c": at(-1)}); err != nil {
			t.Fatal(err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Merge(ctx, "ann", seen.Record{}); !errors.Is(err, seen.ErrClosed) {
			t.Errorf("a closed store says %v", err)
		}
		s = open(t, address, clock)
		want := fmt.Sprint(seen.Record{"a": at(-5, -4), "b": at(-3)})
		if r, err := s.Read(ctx, "ann"); fmt.Sprint(r) != want || err != nil {
			t.Errorf("it is %v, %v", r, err)
		}
		for _, want := range []bool{true, false} {
			if had, err := s.Forget(ctx, "ann"); had != want || err != nil {
				t.Errorf("there was something to forget: %t, %v", had, err)
			}
		}
		if r, err := s.Read(ctx, "ann"); len(r) != 0 || err != nil {
			t.Errorf("what was forgotten is %v, %v", r, err)
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
}

// TestConcurrentDevices lets many devices of few users write through two programs: nothing is
// lost, and no transaction fails.
func TestConcurrentDevices(t *testing.T) {
	eachDatabase(t, func(t *testing.T, address string) {
		stores := []*seen.Store{open(t, address, clock), open(t, address, clock)}
		const users, devices, items = 7, 24, 10
		var all sync.WaitGroup
		for device := range devices {
			all.Go(func() {
				for item := range items {
					for user := range users {
						r := seen.Record{fmt.Sprint("item", item): at(int64(-device))}
						if _, err := stores[device%2].Merge(t.Context(), fmt.Sprint("user", user), r); err != nil {
							t.Error(err)
							return
						}
					}
				}
			})
		}
		all.Wait()
		for user := range users {
			r, err := stores[0].Read(t.Context(), fmt.Sprint("user", user))
			if err != nil || len(r) != items {
				t.Fatalf("there are %d items, %v", len(r), err)
			}
			for id, e := range r {
				if len(e.Shown) != devices {
					t.Errorf("%s was shown %d times", id, len(e.Shown))
				}
			}
		}
		for _, s := range stores {
			if err := s.Close(); err != nil {
				t.Error(err)
			}
		}
	})
}

// TestConcurrentForget forgets users through one program while others write through two: no
// request fails.
func TestConcurrentForget(t *testing.T) {
	eachDatabase(t, func(t *testing.T, address string) {
		stores := []*seen.Store{open(t, address, clock), open(t, address, clock)}
		var all sync.WaitGroup
		for i := range 8 {
			all.Go(func() {
				for n := range 30 {
					user := fmt.Sprint("user", n%3)
					var err error
					if i < 3 {
						_, err = stores[i%2].Forget(t.Context(), user)
					} else {
						_, err = stores[i%2].Merge(t.Context(), user, seen.Record{fmt.Sprint(i): at(int64(-n))})
					}
					if err != nil {
						t.Error(err)
						return
					}
				}
			})
		}
		all.Wait()
		for _, s := range stores {
			if err := s.Close(); err != nil {
				t.Error(err)
			}
		}
	})
}

// TestExpire forgets users who have seen nothing for long, and nobody else.
func TestExpire(t *testing.T) {
	eachDatabase(t, func(t *testing.T, address string) {
		today := now
		s := open(t, address, func() time.Time { return today })
		defer s.Close()
		for _, user := range []string{"gone", "here"} {
			if _, err := s.Merge(t.Context(), user, seen.Record{"a": at(0)}); err != nil {
				t.Fatal(err)
			}
			today = today.Add(2 * 24 * time.Hour)
		}
		today = now.Add(seen.Kept + 24*time.Hour)
		if err := s.Expire(t.Context()); err != nil {
			t.Fatal(err)
		}
		for user, want := range map[string]int{"gone": 0, "here": 1} {
			if r, err := s.Read(t.Context(), user); len(r) != want || err != nil {
				t.Errorf("of %s there are %d items, %v", user, len(r), err)
			}
		}
	})
}

// TestLaterTables refuses tables that a later program has made.
func TestLaterTables(t *testing.T) {
	eachDatabase(t, func(t *testing.T, address string) {
		if err := open(t, address, clock).Close(); err != nil {
			t.Fatal(err)
		}
		driver, name := "sqlite", sqliteFile(address)
		if seen.IsPostgres(address) {
			driver, name = "pgx", address
		}
		db, err := sql.Open(driver, name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := db.Exec("INSERT INTO headsup_seen_version VALUES (1000)"); err != nil {
			t.Fatal(err)
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
		if s, err := seen.Open(t.Context(), address, clock); err == nil || !strings.Contains(err.Error(), "later headsup") {
			t.Errorf("it says %v", err)
			_ = s.Close()
		}
	})
}

// TestHandler goes through what a browser and others may ask.
func TestHandler(t *testing.T) {
	t.Parallel()
	store := open(t, filepath.Join(t.TempDir(), "seen.db"), clock)
	defer store.Close()
	secret := []byte(strings.Repeat("s", seen.MinSecret))
	var failed []error
	handler := seen.Handler(store, seen.Options{
		Secret: secret, Origins: []string{"https://app.example.com"}, Now: clock, Log: func(err error) { failed = append(failed, err) },
	})
	token := "Bearer " + seen.Sign(secret, "ann", now.Add(time.Hour))
	ask := func(method, body string, header ...string) *http.Response {
		r := httptest.NewRequestWithContext(t.Context(), method, seen.Path, strings.NewReader(body))
		for i := 0; i < len(header); i += 2 {
			r.Header.Set(header[i], header[i+1])
		}
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		return w.Result()
	}
	text := func(r *http.Response) string {
		data, err := io.ReadAll(r.Body)
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	const origin = "https://app.example.com"
	record := fmt.Sprintf(`{"a":{"shown":[%d]}}`, now.UnixMilli())
	if r := ask("POST", record, "Authorization", token, "Origin", origin); r.StatusCode != http.StatusOK || text(r) != record ||
		r.Header.Get("Access-Control-Allow-Origin") != origin || r.Header.Get("Access-Control-Expose-Headers") != "ETag, Retry-After" {
		t.Errorf("a record: %d %v", r.StatusCode, r.Header)
	}
	first := ask("GET", "", "Authorization", token)
	if got := text(first); first.StatusCode != http.StatusOK || got != record || !json.Valid([]byte(got)) {
		t.Errorf("it is %d %s", first.StatusCode, got)
	}
	if r := ask("GET", "", "Authorization", token, "If-None-Match", "W/"+first.Header.Get("ETag")); r.StatusCode != http.StatusNotModified {
		t.Errorf("the same again: %d", r.StatusCode)
	}
	for _, c := range []struct {
		name, method, body string
		header             []string
		want               int
	}{
		{"nobody", "GET", "", nil, http.StatusUnauthorized},
		{"another token", "GET", "", []string{"Authorization", token + "x"}, http.StatusUnauthorized},
		{"another origin", "POST", record, []string{"Authorization", token, "Origin", "https://evil.example"}, http.StatusForbidden},
		{"no record", "POST", "[]", []string{"Authorization", token}, http.StatusBadRequest},
		{"null", "POST", "null", []string{"Authorization", token}, http.StatusBadRequest},
		{
			"a large record", "POST", strings.Repeat(" ", seen.MaxBytes+1),
			[]string{"Authorization", token},
			http.StatusRequestEntityTooLarge,
		},
		{"a question", "OPTIONS", "", []string{"Origin", origin}, http.StatusNoContent},
		{"another method", "PUT", "", []string{"Authorization", token}, http.StatusMethodNotAllowed},
		{"delete", "DELETE", "", []string{"Authorization", token}, http.StatusNoContent},
	} {
		if r := ask(c.method, c.body, c.header...); r.StatusCode != c.want {
			t.Errorf("%s: %d", c.name, r.StatusCode)
		}
	}
	if r := ask("GET", "", "Authorization", token); text(r) != "{}" {
		t.Error("something is left of a user who was deleted")
	}
	if len(failed) > 0 {
		t.Errorf("it failed: %v", failed)
	}
}

// TestHandlerBehindProxy takes the user from the header of a proxy.
func TestHandlerBehindProxy(t *testing.T) {
	t.Parallel()
	store := open(t, filepath.Join(t.TempDir(), "seen.db"), clock)
	defer store.Close()
	handler := seen.Handler(store, seen.Options{UserHeader: "X-User", Now: clock})
	for name, c := range map[string]struct {
		users []string
		want  int
	}{
		"one": {[]string{"ann"}, http.StatusOK}, "none": {nil, http.StatusUnauthorized},
		"two":   {[]string{"ann", "bob"}, http.StatusUnauthorized},
		"empty": {[]string{""}, http.StatusUnauthorized},
	} {
		r := httptest.NewRequestWithContext(t.Context(), "GET", seen.Path, nil)
		r.Header["X-User"] = c.users
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		if w.Code != c.want {
			t.Errorf("%s: %d", name, w.Code)
		}
	}
}

// TestDatabaseGone says so, to the browser without details and to who runs the server with
// them.
func TestDatabaseGone(t *testing.T) {
	t.Parallel()
	store := open(t, filepath.Join(t.TempDir(), "seen.db"), clock)
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
	var failed []error
	handler := seen.Handler(store, seen.Options{UserHeader: "X-User", Now: clock, Log: func(err error) { failed = append(failed, err) }})
	for _, method := range []string{"GET", "POST", "DELETE"} {
		r := httptest.NewRequestWithContext(t.Context(), method, seen.Path, strings.NewReader("{}"))
		r.Header.Set("X-User", "ann")
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		if w.Code != http.StatusServiceUnavailable || w.Header().Get("Retry-After") == "" {
			t.Errorf("%s: %d", method, w.Code)
		}
	}
	if len(failed) != 3 {
		t.Errorf("it says %v", failed)
	}
}

// TestDatabaseHangs has another program lock the table: who asks gets an answer all the
// same, and what could not be written can be sent again once the lock is gone.
func TestDatabaseHangs(t *testing.T) {
	eachDatabase(t, func(t *testing.T, address string) {
		store := open(t, address, clock)
		defer store.Close()
		driver, name, lock := "sqlite", sqliteFile(address), "BEGIN IMMEDIATE"
		if seen.IsPostgres(address) {
			driver, name, lock = "pgx", address, "BEGIN; LOCK TABLE headsup_seen IN ACCESS EXCLUSIVE MODE"
		}
		db, err := sql.Open(driver, name)
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		db.SetMaxOpenConns(1)
		run := func(statement string) {
			t.Helper()
			if _, err := db.ExecContext(t.Context(), statement); err != nil {
				t.Fatal(err)
			}
		}
		run(lock)
		ask := func(method string, timeout time.Duration) int {
			handler := seen.Handler(store, seen.Options{UserHeader: "X-User", Now: clock, Timeout: timeout})
			r := httptest.NewRequestWithContext(t.Context(), method, seen.Path, strings.NewReader("{}"))
			r.Header.Set("X-User", "ann")
			w := httptest.NewRecorder()
			handler.ServeHTTP(w, r)
			return w.Code
		}
		methods := []string{"DELETE", "POST"}
		if seen.IsPostgres(address) {
			methods = append(methods, "GET") // a file can be read meanwhile
		}
		for _, method := range methods {
			if got := ask(method, 20*time.Millisecond); got != http.StatusServiceUnavailable {
				t.Errorf("%s: %d", method, got)
			}
		}
		run("ROLLBACK")
		if got := ask("POST", 0); got != http.StatusOK {
			t.Errorf("with the lock gone: %d", got)
		}
	})
}

// sqliteFile names a file for the driver.
func sqliteFile(name string) string {
	return "file:" + strings.NewReplacer("%", "%25", "#", "%23", "?", "%3f").Replace(name)
}

// serveVariable has the address of a database for a program that only serves it.
const serveVariable = "SEEN_TEST_SERVES"

// serve prints its address, and serves until it is killed.
func serve(address string) {
	store, err := seen.Open(context.Background(), address, time.Now)
	if err != nil {
		log.Fatal(err)
	}
	server := httptest.NewServer(seen.Handler(store, seen.Options{UserHeader: "X-User", Now: time.Now}))
	fmt.Println(server.URL)
	select {}
}

// TestConcurrentKill kills a server while many write. What it has acknowledged is there.
func TestConcurrentKill(t *testing.T) {
	eachDatabase(t, func(t *testing.T, address string) {
		program := exec.CommandContext(t.Context(), os.Args[0])
		program.Env = append(os.Environ(), serveVariable+"="+address)
		out, err := program.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := program.Start(); err != nil {
			t.Fatal(err)
		}
		base, err := bufio.NewReader(out).ReadString('\n')
		if err != nil {
			t.Fatal(err)
		}
		const writers, enough = 8, 200
		var acknowledged [writers]atomic.Int64
		var total atomic.Int64
		var all sync.WaitGroup
		for w := range writers {
			all.Go(func() {
				for i := 0; ; i++ {
					body := fmt.Sprintf(`{"%d-%d": {"shown": [%d]}}`, w, i, time.Now().UnixMilli())
					address := strings.TrimSpace(base) + seen.Path
					r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, address, strings.NewReader(body))
					if err != nil {
						t.Error(err)
						return
					}
					r.Header.Set("X-User", fmt.Sprint("user", w%3))
					answer, err := http.DefaultClient.Do(r)
					if err != nil {
						return // it was killed
					}
					_, err = io.Copy(io.Discard, answer.Body)
					answer.Body.Close()
					if err != nil || answer.StatusCode != http.StatusOK {
						return
					}
					acknowledged[w].Store(int64(i + 1))
					if total.Add(1) == enough {
						if err := program.Process.Kill(); err != nil {
							t.Error(err)
						}
					}
				}
			})
		}
		all.Wait()
		if err := program.Wait(); err == nil {
			t.Fatal("the program was not killed")
		}
		store := open(t, address, time.Now)
		defer store.Close()
		for w := range writers {
			r, err := store.Read(t.Context(), fmt.Sprint("user", w%3))
			if err != nil {
				t.Fatal(err)
			}
			for i := range acknowledged[w].Load() {
				if _, ok := r[fmt.Sprintf("%d-%d", w, i)]; !ok {
					t.Errorf("record %d of writer %d was acknowledged and is lost", i, w)
				}
			}
		}
		if total.Load() < enough {
			t.Errorf("only %d records were acknowledged", total.Load())
		}
	})
}
