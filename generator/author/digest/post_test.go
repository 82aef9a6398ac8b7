package digest_test

import (
	"bufio"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"headsup/generator/author/digest"
	"headsup/generator/link/linktest"
)

// waits notes how long a sender waits, and does not wait.
type waits []time.Duration

func (w *waits) wait(_ context.Context, d time.Duration) error {
	*w = append(*w, d)
	return nil
}

// hook is a webhook that answers with one status after another, then with 200.
type hook struct {
	mu       sync.Mutex
	answers  []int
	header   http.Header
	said     string
	requests []*http.Request
	bodies   []string
}

func (h *hook) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h.mu.Lock()
	defer h.mu.Unlock()
	body, _ := io.ReadAll(r.Body)
	h.requests, h.bodies = append(h.requests, r), append(h.bodies, string(body))
	status := http.StatusOK
	if len(h.answers) > 0 {
		status, h.answers = h.answers[0], h.answers[1:]
		for name, values := range h.header {
			w.Header()[name] = values
		}
	}
	w.WriteHeader(status)
	_, _ = io.WriteString(w, h.said)
}

const secretPath = "/services/T0zq/B0zq/zqsecretpath"

func webhook(t *testing.T, h *hook) digest.Target {
	t.Helper()
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	target, err := digest.Webhook(server.URL + secretPath)
	if err != nil {
		t.Fatal(err)
	}
	return target
}

func TestPostOnce(t *testing.T) {
	t.Parallel()
	d := make7(t, digest.Options{Audience: "sales"})
	h := &hook{}
	target := webhook(t, h)
	s := digest.Sender{State: filepath.Join(t.TempDir(), "posted.json"), Now: linktest.Now}
	post := func(d *digest.Digest, format string, want bool) {
		t.Helper()
		if posted, err := s.Post(t.Context(), d, format, target); err != nil || posted != want {
			t.Errorf("%s: %v, %v", format, posted, err)
		}
	}
	post(d, "slack", true)
	post(d, "slack", false)
	post(d, "teams", true)
	post(make7(t, digest.Options{Audience: "support"}), "slack", true)
	// What is written in the meantime does not make it another digest.
	d.Sections = d.Sections[1:]
	post(d, "slack", false)
	if len(h.requests) != 3 || h.bodies[0] == h.bodies[2] {
		t.Fatalf("%d requests", len(h.requests))
	}
	r := h.requests[0]
	if r.Method != http.MethodPost || r.URL.Path != secretPath || r.Header.Get("Content-Type") != "application/json; charset=utf-8" {
		t.Errorf("%s %s %v", r.Method, r.URL, r.Header)
	}
	var keys []string
	for _, r := range h.requests {
		keys = append(keys, r.Header.Get("Idempotency-Key"))
	}
	slices.Sort(keys)
	if keys = slices.Compact(keys); len(keys) != 3 || len(keys[0]) != 32 {
		t.Errorf("keys %q", keys)
	}
	data, err := os.ReadFile(s.State)
	if err != nil || strings.Contains(string(data), "zq") || !strings.Contains(string(data), keys[0]) {
		t.Errorf("the state is %s, %v", data, err)
	}
	// It forgets what is long past.
	s.Now = s.Now.AddDate(2, 0, 0)
	post(d, "json", true)
	if data, err := os.ReadFile(s.State); err != nil || strings.Count(string(data), "2026-") != 0 {
		t.Errorf("the state is %s, %v", data, err)
	}
}

func TestPostAgain(t *testing.T) {
	t.Parallel()
	d := make7(t, digest.Options{Audience: "sales"})
	for _, tt := range []struct {
		name    string
		answers []int
		after   string
		waits   waits
		want    string // the error
	}{
		{"it works later", []int{500, 503}, "", waits{time.Second, 2 * time.Second}, ""},
		{"as long as it asks for", []int{429}, "30", waits{30 * time.Second}, ""},
		{
			"it never works",
			[]int{502, 502, 502, 502},
			"",
			waits{time.Second, 2 * time.Second, 4 * time.Second},
			"tried 4 times: it answers 502 Bad Gateway: no *** for ***",
		},
		{
			"it asks for too much",
			[]int{429},
			"3600", nil,
			"it answers 429 Too Many Requests: no *** for ***; it is to be tried again in 1h0m0s",
		},
		{"it is wrong", []int{400}, "", nil, "it answers 400 Bad Request: no *** for ***"},
		{"it is gone", []int{404}, "", nil, "it answers 404 Not Found: no *** for ***; make a new webhook if this one was taken back"},
		{
			"it is elsewhere",
			[]int{307},
			"", nil,
			"it answers 307 Temporary Redirect: no *** for ***; a redirect is not followed, give the address that it leads to",
		},
	} {
		h := &hook{answers: tt.answers, said: "no " + secretPath + "\nfor zqsecretpath", header: http.Header{"Location": {"/elsewhere"}}}
		if tt.after != "" {
			h.header.Set("Retry-After", tt.after)
		}
		target := webhook(t, h)
		var w waits
		s := digest.Sender{State: filepath.Join(t.TempDir(), "posted.json"), Now: linktest.Now, Wait: w.wait}
		posted, err := s.Post(t.Context(), d, "slack", target)
		if !slices.Equal(w, tt.waits) || posted != (tt.want == "") {
			t.Errorf("%s: waited %v, posted %v", tt.name, w, posted)
		}
		if tt.want == "" && err == nil {
			continue
		}
		if want := "post the digest to " + target.Host() + ": " + tt.want; err == nil || err.Error() != want {
			t.Errorf("%s: %v\nwant %s", tt.name, err, want)
		}
		// What failed is not remembered.
		h.answers = nil
		if posted, err := s.Post(t.Context(), d, "slack", target); !posted || err != nil {
			t.Errorf("%s: then %v, %v", tt.name, posted, err)
		}
	}
}

func TestPostNowhere(t *testing.T) {
	t.Parallel()
	d := make7(t, digest.Options{Audience: "sales"})
	server := httptest.NewServer(http.NotFoundHandler())
	server.Close()
	target, err := digest.Webhook(server.URL + secretPath)
	if err != nil {
		t.Fatal(err)
	}
	var w waits
	s := digest.Sender{Now: linktest.Now, Wait: w.wait}
	if _, err := s.Post(t.Context(), d, "slack", target); err == nil || strings.Contains(err.Error(), "zq") || len(w) != 3 {
		t.Errorf("%v, %d waits", err, len(w))
	}
	// An end while it waits ends it.
	ctx, stop := context.WithCancel(t.Context())
	stop()
	s.Wait = nil
	if _, err := s.Post(ctx, d, "slack", target); err == nil || !strings.Contains(err.Error(), "canceled") {
		t.Error(err)
	}
	// What cannot be remembered is not sent.
	h := &hook{}
	s.State = filepath.Join(t.TempDir(), "no", "such", "folder.json")
	if _, err := s.Post(t.Context(), d, "slack", webhook(t, h)); err == nil || len(h.requests) != 0 {
		t.Errorf("%v, %d requests", err, len(h.requests))
	}
	s.State = filepath.Join(t.TempDir(), "posted.json")
	if err := os.WriteFile(s.State, []byte("{}"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Post(t.Context(), d, "slack", webhook(t, h)); err == nil || !strings.Contains(err.Error(), "move it away") ||
		len(h.requests) != 0 {
		t.Errorf("%v, %d requests", err, len(h.requests))
	}
}

func TestTargets(t *testing.T) {
	t.Parallel()
	for _, address := range []string{
		"", "zqsecret", "http://hooks.example.com/zqsecret", "ftp://localhost/zqsecret", "https:///zqsecret", "https://a b/zqsecret\x7f",
	} {
		if _, err := digest.Webhook(address); err == nil || strings.Contains(err.Error(), "zqsecret") {
			t.Errorf("%q: %v", address, err)
		}
	}
	for _, address := range []string{
		"", "smtp://", "http://u:zqsecret@example.com?from=a@example.com&to=b@example.com", "smtp://u:zqsecret@example.com",
		"smtp://u:zqsecret@example.com?from=a@example.com", "smtp://u:zqsecret@example.com?from=x&to=b@example.com",
		"smtp://u:zqsecret@example.com:0?from=a@example.com&to=b@example.com", "smtp://u:zq/secret@example.com?from=a@example.com",
	} {
		if _, err := digest.Server(address); err == nil || strings.Contains(err.Error(), "zq") {
			t.Errorf("%q: %v", address, err)
		}
	}
	const good = "smtps://u:zqsecret@example.com:465?from=a@example.com&to=b@example.com&to=c@example.com"
	if target, err := digest.Server(good); err != nil ||
		target.Host() != "example.com:465" || len(target.To) != 2 {
		t.Errorf("%+v, %v", target.To, err)
	}
}

// mailServer is a mail server of one connection after another.
type mailServer struct {
	listener net.Listener
	mu       sync.Mutex
	refuse   []string // answers to MAIL, one after another
	log      []string // what was said, without the mails
	mails    []string
}

// answer returns the next answer to the beginning of a mail.
func (m *mailServer) answer() string {
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.refuse) == 0 {
		return "250 fine"
	}
	first := m.refuse[0]
	m.refuse = m.refuse[1:]
	return first
}

func (m *mailServer) note(line string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.log = append(m.log, line)
}

func (m *mailServer) serve(conn net.Conn) {
	defer conn.Close() //nolint:errcheck // only a test
	in := bufio.NewScanner(conn)
	say := func(line string) { fmt.Fprintf(conn, "%s\r\n", line) }
	say("220 ready")
	for in.Scan() {
		line := in.Text()
		m.note(line)
		switch verb, _, _ := strings.Cut(line, " "); strings.ToUpper(verb) {
		case "EHLO":
			say("250-here\r\n250 AUTH PLAIN")
		case "AUTH":
			say("235 welcome")
		case "MAIL":
			say(m.answer())
		case "DATA":
			say("354 go on")
			var mail strings.Builder
			for in.Scan() && in.Text() != "." {
				mail.WriteString(strings.TrimPrefix(in.Text(), ".") + "\r\n") // a dot more was put before one
			}
			m.mu.Lock()
			m.mails = append(m.mails, mail.String())
			m.mu.Unlock()
			say("250 taken")
		case "QUIT":
			say("221 bye")
			return
		default:
			say("250 fine")
		}
	}
}

// newMailServer starts a server with a certificate for 127.0.0.1.
func newMailServer(t *testing.T, refuse ...string) (*mailServer, *tls.Config) {
	t.Helper()
	certified := httptest.NewTLSServer(http.NotFoundHandler())
	certified.Close()
	listener, err := tls.Listen("tcp", "127.0.0.1:0", &tls.Config{Certificates: certified.TLS.Certificates})
	if err != nil {
		t.Fatal(err)
	}
	m := &mailServer{listener: listener, refuse: refuse}
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go m.serve(conn)
		}
	}()
	t.Cleanup(func() { listener.Close() }) //nolint:errcheck // only a test
	pool := x509.NewCertPool()
	pool.AddCert(certified.Certificate())
	return m, &tls.Config{RootCAs: pool, ServerName: "127.0.0.1"}
}

func TestPostMail(t *testing.T) {
	t.Parallel()
	d := make7(t, digest.Options{Audience: "sales"})
	const refused = "450 not now, zqpassword"
	for _, tt := range []struct {
		name   string
		refuse []string
		waits  int
		want   string
	}{
		{"it takes the mail", nil, 0, ""},
		{"it takes it later", []string{refused, refused}, 2, ""},
		{"it never takes it", []string{refused, refused, refused, refused}, 3, "tried 4 times"},
		{"it does not want it", []string{"550 no, zqpassword"}, 0, "550"},
	} {
		server, config := newMailServer(t, tt.refuse...)
		target, err := digest.Server("smtps://ann:zqpassword@" + server.listener.Addr().String() +
			"?from=digest@example.com&to=a@example.com,b@example.com")
		if err != nil {
			t.Fatal(err)
		}
		var w waits
		s := digest.Sender{Now: linktest.Now, Wait: w.wait, TLS: config, State: filepath.Join(t.TempDir(), "posted.json")}
		posted, err := s.Post(t.Context(), d, "eml", target)
		if len(w) != tt.waits || posted != (tt.want == "") {
			t.Errorf("%s: %v, %v, waited %v", tt.name, posted, err, w)
		}
		if tt.want != "" {
			if err == nil || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "zq") {
				t.Errorf("%s: %v", tt.name, err)
			}
			continue
		}
		if again, err := s.Post(t.Context(), d, "eml", target); again || err != nil {
			t.Errorf("%s: then %v, %v", tt.name, again, err)
		}
		server.mu.Lock()
		log := strings.Join(server.log, "\n")
		plain := base64.StdEncoding.EncodeToString([]byte("\x00ann\x00zqpassword"))
		for _, want := range []string{
			"AUTH PLAIN " + plain, "MAIL FROM:<digest@example.com>", "RCPT TO:<a@example.com>", "RCPT TO:<b@example.com>",
		} {
			if !strings.Contains(log, want) {
				t.Errorf("%s: no %s in\n%s", tt.name, want, log)
			}
		}
		if len(server.mails) != 1 {
			t.Fatalf("%s: %d mails", tt.name, len(server.mails))
		}
		want, err := d.Render("eml", target.Envelope)
		if err != nil || strings.TrimSpace(server.mails[0]) != strings.TrimSpace(string(want)) {
			t.Errorf("%s: %v, the mail is\n%s\nwant\n%s", tt.name, err, server.mails[0], want)
		}
		server.mu.Unlock()
	}
}
