package hosting_test

import (
	"encoding/json"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"headsup/generator/publish/hosting"
)

func TestParseHosts(t *testing.T) {
	for text, want := range map[string]string{
		"": "", " ": "", "nginx": "nginx", "nginx, Caddy,nginx": "caddy,nginx",
		strings.Join(hosting.Hosts(), ","): "apache,caddy,firebase,nginx,s3,vercel",
	} {
		if got, err := hosting.ParseHosts(text); err != nil || strings.Join(got, ",") != want {
			t.Errorf("%q: %q, %v", text, got, err)
		}
	}
	for text, want := range map[string]string{
		"ngnix":       `"ngnix" is no host that headsup writes a file for; these are apache, caddy, firebase, nginx, s3, vercel`,
		"nginx,":      `"" is no host`,
		"netlify":     "reads _headers and _redirects, which every build writes",
		"caddy,iis,s": `"iis" is no host`,
	} {
		if _, err := hosting.ParseHosts(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
}

// forHosts returns the files of all hosts by path.
func forHosts(site hosting.Site, redirects ...hosting.Redirect) map[string]string {
	files := map[string]string{}
	for _, f := range hosting.ForHosts(hosting.Hosts(), site, redirects) {
		files[f.Path] = string(f.Data)
	}
	return files
}

// Each host gets what _headers says: the same values, whatever their form.
func TestEachHostIsToldTheSame(t *testing.T) {
	for _, public := range []bool{true, false} {
		site := hosting.Site{BasePath: "/", Public: public, Receiver: "https://feedback.example.com/a", Files: outputFiles(3)}
		files := forHosts(site, hosting.Redirect{From: "/old/", To: "/new/"})
		values := map[string]bool{}
		for _, r := range parseHeaders(t, hosting.Headers(site)) {
			for _, value := range r.headers {
				values[value] = true
			}
		}
		for _, name := range []string{"nginx.conf", "Caddyfile", ".htaccess", "firebase.json", "vercel.json"} {
			for value := range values {
				mime, _, _ := strings.Cut(value, ";")
				if !strings.Contains(files[name], value) && !(name == "nginx.conf" && strings.Contains(files[name], " "+mime+";")) {
					t.Errorf("public %v, %s does not say %q", public, name, value)
				}
			}
			if !strings.Contains(files[name], "old/") || !strings.Contains(files[name], "/new/") {
				t.Errorf("%s has no redirect", name)
			}
		}
		all := files["s3.json"] + files["cloudfront-function.js"] + files["cloudfront-headers.json"]
		for value := range values {
			if !strings.Contains(all, value) && value != "nosniff" && value != "max-age=31536000" {
				t.Errorf("public %v, s3 does not say %q", public, value)
			}
		}
	}
}

// Files are written for the hosts that were named, which are told to serve none of them.
func TestHostsServeNoFileOfTheirs(t *testing.T) {
	site := hosting.Site{BasePath: "/", Public: true, Files: outputFiles(1)}
	if files := hosting.ForHosts(nil, site, nil); files != nil {
		t.Errorf("without hosts: %v", files)
	}
	files := hosting.ForHosts([]string{"caddy", "nginx"}, site, nil)
	if len(files) != 2 || files[0].Path != "Caddyfile" || files[1].Path != "nginx.conf" {
		t.Fatalf("%v", files)
	}
	for _, f := range files {
		for _, name := range []string{"_headers", "_redirects", "Caddyfile", `nginx\.conf`} {
			if !strings.Contains(string(f.Data), name) {
				t.Errorf("%s does not hide %s", f.Path, name)
			}
		}
		if strings.Contains(string(f.Data), "vercel") {
			t.Errorf("%s hides what was not written", f.Path)
		}
	}
}

// Addresses of all kinds are matched as they are asked for, in letters or with percents.
func TestAddressesAsSent(t *testing.T) {
	var config struct {
		Hosting struct {
			Redirects []struct{ Regex, Destination string }
		}
	}
	for _, from := range []string{"/café/", "/a b/", "/x.y/", `/q"\/`, "/100%/", "/a?b#c/", "/日本/"} {
		address := (&url.URL{Path: from}).EscapedPath()
		files := forHosts(hosting.Site{}, hosting.Redirect{From: address, To: "/über uns/?q=a b"})
		if err := json.Unmarshal([]byte(files["firebase.json"]), &config); err != nil || len(config.Hosting.Redirects) != 1 {
			t.Fatalf("%q: %v in %s", from, err, files["firebase.json"])
		}
		r := config.Hosting.Redirects[0]
		expr := regexp.MustCompile(r.Regex)
		lower := strings.ToLower(address)
		if !expr.MatchString(address) || !expr.MatchString(lower) || !expr.MatchString(from) || expr.MatchString(address+"x") {
			t.Errorf("%q: %s", from, r.Regex)
		}
		if r.Destination != "/über uns/?q=a b" {
			t.Errorf("%q leads to %q", from, r.Destination)
		}
	}
}

// A function of CloudFront has a limit; the other former addresses have their pages.
func TestFunctionHasRoom(t *testing.T) {
	var list []hosting.Redirect
	for i := range 3000 {
		list = append(list, hosting.Redirect{From: fmt.Sprintf("/old/%04d/", i), To: "/new/"})
	}
	files := forHosts(hosting.Site{Files: outputFiles(3)}, list...)
	if n := len(files["cloudfront-function.js"]); n > 10240 || n < 9000 {
		t.Errorf("the function has %d bytes", n)
	}
	if n := strings.Count(files["nginx.conf"], "return 301"); n != 3000 {
		t.Errorf("%d redirects for nginx", n)
	}
	for _, name := range []string{"vercel.json", ".htaccess"} {
		if n := strings.Count(files[name], "/new/"); n != 2000 {
			t.Errorf("%d redirects in %s", n, name)
		}
	}
}

// split returns the tokens of a configuration in the syntax that nginx and Apache have in
// common: words, and strings in quotes with a backslash before quotes and backslashes. ok is
// false when a string does not end on its line.
func split(line string) (tokens []string, ok bool) {
	for i := 0; i < len(line); i++ {
		switch c := line[i]; {
		case c == ' ' || c == '\t':
		case c == '"':
			var token strings.Builder
			for i++; ; i++ {
				if i >= len(line) {
					return nil, false
				}
				if line[i] == '"' {
					break
				}
				if line[i] == '\\' && i+1 < len(line) && strings.IndexByte(`"\`, line[i+1]) >= 0 {
					i++
				}
				token.WriteByte(line[i])
			}
			tokens = append(tokens, token.String())
		default:
			end := i
			for end < len(line) && line[end] != ' ' {
				end++
			}
			tokens, i = append(tokens, line[i:end]), end
		}
	}
	return tokens, true
}

// No address leaves the string that it is in, and none is read as a variable.
func FuzzNothingBreaksOut(f *testing.F) {
	for _, evil := range []string{
		`/a"b/`, `/a\/`, `/a\" { return 200 "x"; } location = "/b/`, "/{$HOME}/", "/${HOME}/", "/$uri/",
		"/%{HTTP_HOST}/", "/a' b/", "/a`b/", "/a;b}/",
		"/a\n}\nroot /;\n/", "/%0a/", "/~^.*$/", "/:splat/", "/(.*)/", "/a#b/", "/a\u2028b/",
		"/</script>/", "https://exa\"mple.com/$1?\"{x}#\\",
		"/caf\xe9/", "/a%/", "//evil.example/", `/\evil/`,
	} {
		f.Add(evil, "/new/")
		f.Add("/old/", evil)
	}
	site := hosting.Site{Public: true, Files: outputFiles(1)}
	plain := forHosts(site, hosting.Redirect{From: "/old/", To: "/new/"})
	none := forHosts(site)
	f.Fuzz(func(t *testing.T, from, to string) {
		files := forHosts(site, hosting.Redirect{From: from, To: to})
		for name, text := range files {
			if text == none[name] {
				continue // such a redirect cannot work
			}
			lines, wants := strings.Split(text, "\n"), strings.Split(plain[name], "\n")
			if len(lines) != len(wants) {
				t.Fatalf("%s has %d lines, not %d:\n%s", name, len(lines), len(wants), text)
			}
			for i, line := range lines {
				if line == wants[i] {
					continue
				}
				switch name {
				case "nginx.conf", ".htaccess", "Caddyfile":
					sameShape(t, name, line, wants[i])
				case "cloudfront-function.js":
					// One more property of an object in JSON.
					var object map[string]string
					if err := json.Unmarshal([]byte("{"+line+"}"), &object); err != nil || len(object) != 1 {
						t.Errorf("%s: %q", name, line)
					}
				default:
					if !json.Valid([]byte(text)) {
						t.Errorf("%s is no JSON: %s", name, text)
					}
				}
			}
		}
	})
}

// sameShape compares a line with an innocent redirect in the number of words, in what is not the
// redirect's own, and in the absence of variables.
func sameShape(t *testing.T, name, line, want string) {
	t.Helper()
	tokens, ok := split(line)
	innocent, _ := split(want)
	if !ok || len(tokens) != len(innocent) {
		t.Fatalf("%s: %q has not the words of %q", name, line, want)
	}
	variable := map[string]string{"nginx.conf": "$", ".htaccess": "${}", "Caddyfile": "{}`"}[name]
	for i, token := range tokens {
		own := strings.Contains(innocent[i], "old/") || strings.Contains(innocent[i], "/new/")
		if !own && token != innocent[i] {
			t.Errorf("%s: %q, want %q", name, line, want)
		}
		// nginx expands variables where a redirect leads only.
		target := strings.Contains(innocent[i], "/new/")
		if own && (name != "nginx.conf" || target) && strings.ContainsAny(strings.TrimRight(token, "$"), variable) {
			t.Errorf("%s: %q holds a variable", name, line)
		}
	}
}

func TestHostFilesAreTheSameInAnyOrder(t *testing.T) {
	site := hosting.Site{BasePath: "/x/", Files: outputFiles(5)}
	first := forHosts(site)
	slices.Reverse(site.Files)
	for name, text := range forHosts(site) {
		if first[name] != text {
			t.Errorf("%s depends on the order of files", name)
		}
	}
}
