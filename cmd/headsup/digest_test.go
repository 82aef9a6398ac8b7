package main

import (
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
)

// TestDigestPost sends a digest once, and says where without the secret.
func TestDigestPost(t *testing.T) {
	t.Parallel()
	var sent atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		if body, _ := io.ReadAll(r.Body); strings.Contains(string(body), "Something new") && r.URL.Path == "/zqsecret" {
			sent.Add(1)
		}
	}))
	defer server.Close()
	dir := t.TempDir()
	note := "---\ntitle: Something new\ndate: 2026-11-20\n---\n"
	if err := os.WriteFile(filepath.Join(dir, "note.md"), []byte(note), 0o600); err != nil {
		t.Fatal(err)
	}
	host := strings.TrimPrefix(server.URL, "http://")
	for _, want := range []string{
		"sent to " + host + ": What’s new, 1 item\n|",
		"|the digest from 16 November 2026 to 23 November 2026 was sent to " + host + " before\n",
	} {
		var stdout, stderr strings.Builder
		m := mainCmd{Stdin: strings.NewReader(""), Stdout: &stdout, Stderr: &stderr, Getenv: func(name string) string {
			return map[string]string{"HEADSUP_WEBHOOK": server.URL + "/zqsecret"}[name]
		}}
		status := m.Run(t.Context(), []string{
			"digest", "--content", dir, "--now", "2026-11-23", "--format", "teams", "--post", "--state", filepath.Join(dir, ".posted.json"),
		})
		if got := stdout.String() + "|" + stderr.String(); status != exitDone || got != want || sent.Load() != 1 {
			t.Errorf("status %d, %d sent: %s\nwant %s", status, sent.Load(), got, want)
		}
	}
}
