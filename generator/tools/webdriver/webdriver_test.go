package webdriver

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"testing"
)

// What a browser asks for is reported, elsewhere it does not get, and pages come with the
// script that tells what happens in them.
func TestEar(t *testing.T) {
	t.Parallel()
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/page":
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			_, _ = io.WriteString(w, "<!DOCTYPE html><title>x</title>")
		case "/cut":
			panic(http.ErrAbortHandler)
		default:
			w.Header().Set("Content-Type", "text/plain")
			_, _ = io.WriteString(w, "<!doctype html>")
		}
	}))
	t.Cleanup(site.Close)
	var heard []Report
	e := newEar(func(r Report) { heard = append(heard, r) })
	t.Cleanup(e.Close)
	e.add("let first = 1;")
	e.add("let second = 2;")
	proxy, err := url.Parse(e.URL)
	if err != nil {
		t.Fatal(err)
	}
	client := &http.Client{Transport: &http.Transport{Proxy: http.ProxyURL(proxy)}}
	t.Cleanup(client.CloseIdleConnections)
	get := func(address string) string {
		t.Helper()
		response, err := client.Get(address)
		if err != nil {
			t.Fatal(err)
		}
		defer response.Body.Close() //nolint:errcheck // it is read
		body, err := io.ReadAll(response.Body)
		if err != nil {
			t.Fatal(err)
		}
		return fmt.Sprint(response.StatusCode, " ", string(body))
	}
	for address, want := range map[string]string{
		site.URL + "/page":      "200 <!doctype html><script src='" + scriptPath + "'></script><title>x</title>",
		site.URL + "/file":      "200 <!doctype html>",
		site.URL + "/cut":       "502 ",
		"http://evil.example/x": "403 nothing of a test is elsewhere\n",
	} {
		heard = nil
		if got := get(address); got != want {
			t.Errorf("%s: %q, want %q", address, got, want)
		}
		if len(heard) != 1 || heard[0] != (Report{Kind: "request", URL: address}) {
			t.Errorf("%s: reported are %v", address, heard)
		}
	}
	heard = nil
	if got := get(site.URL + scriptPath); !strings.Contains(got, "securitypolicyviolation") ||
		!strings.HasSuffix(got, "\n{let first = 1;\n}\n{let second = 2;\n}") {
		t.Errorf("the script ends in %q", got[max(0, len(got)-100):])
	}
	response, err := client.Post(site.URL+scriptPath, "text/plain", strings.NewReader(`{"kind":"console","level":"error","text":"no"}`))
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close() //nolint:errcheck // it has none
	if len(heard) != 1 || heard[0] != (Report{Kind: "console", Level: "error", Text: "no"}) {
		t.Errorf("reported are %v", heard)
	}
}

// A browser that is not installed is another error than one that does not start.
func TestAbsent(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	for _, name := range Browsers {
		if b, err := Start(name, func(Report) {}); !errors.Is(err, ErrAbsent) {
			t.Errorf("%s: %v, %v", name, b, err)
		}
	}
	if _, err := Start("Lynx", func(Report) {}); err == nil || errors.Is(err, ErrAbsent) {
		t.Errorf("another one: %v", err)
	}
}

// The script that installs browsers looks for the programs that are run.
func TestScriptLooksForTheSame(t *testing.T) {
	t.Parallel()
	script, err := os.ReadFile("../../../.ci/browser")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"firefox-esr firefox", "WebKitWebDriver", "Xvfb"} {
		if !strings.Contains(string(script), "there "+name) {
			t.Errorf(".ci/browser does not look for %s", name)
		}
	}
}
