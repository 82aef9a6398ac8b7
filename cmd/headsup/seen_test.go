package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"headsup/generator/seen"
)

// TestSeenEnds ends a server while somebody is slow to send: it does not wait for them for
// ever, and it is no failure.
func TestSeenEnds(t *testing.T) {
	t.Parallel()
	store, err := seen.Open(t.Context(), filepath.Join(t.TempDir(), "seen.db"), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	out, said := io.Pipe()
	defer out.Close()
	m := mainCmd{Stdout: said, Stderr: io.Discard}
	ctx, end := context.WithCancel(t.Context())
	defer end()
	ended := make(chan error, 1)
	go func() {
		ended <- m.serveSeen(ctx, "127.0.0.1:0", store, seen.Options{UserHeader: "X-User", Now: time.Now}, 10*time.Millisecond)
	}()
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	address, err := url.Parse(strings.TrimSpace(line))
	if err != nil {
		t.Fatal(err)
	}
	var dialer net.Dialer
	slow, err := dialer.DialContext(t.Context(), "tcp", address.Host)
	if err != nil {
		t.Fatal(err)
	}
	defer slow.Close()
	fmt.Fprintf(slow, "POST %s HTTP/1.1\r\nHost: x\r\nX-User: ann\r\nExpect: 100-continue\r\nContent-Length: 9\r\n\r\n", seen.Path)
	// The server reads the body from now on.
	if line, err := bufio.NewReader(slow).ReadString('\n'); err != nil || !strings.Contains(line, "100 Continue") {
		t.Fatalf("it says %q, %v", line, err)
	}
	end()
	if err := <-ended; err != nil {
		t.Errorf("it ended with %v", err)
	}
}
