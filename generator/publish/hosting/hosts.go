package hosting

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"headsup/generator/paths"
)

// host is a host that has files of its own.
type host struct {
	name  string
	files []string // that write returns, in its order
	write func(m *model) [][]byte
}

// hosts are all of them, by name.
var hosts = []host{
	{"apache", []string{paths.Apache}, one(apache)},
	{"caddy", []string{paths.Caddy}, one(caddy)},
	{"firebase", []string{paths.Firebase}, one(firebase)},
	{"nginx", []string{paths.Nginx}, one(nginx)},
	{"s3", []string{paths.S3, paths.CloudFrontCode, paths.CloudFrontHeaders}, s3},
	{"vercel", []string{paths.Vercel}, one(vercel)},
}

func one(write func(*model) []byte) func(*model) [][]byte {
	return func(m *model) [][]byte { return [][]byte{write(m)} }
}

// Hosts returns the names of the hosts that [ForHosts] knows, sorted.
func Hosts() []string { return paths.Hosts() }

// ParseHosts reads names of hosts with commas between them, "nginx,caddy". It returns them
// sorted, each once. The error names one that is not known, and those that are.
func ParseHosts(text string) ([]string, error) {
	var names []string
	for name := range strings.SplitSeq(text, ",") {
		name = strings.ToLower(strings.TrimSpace(name))
		if name == "" && strings.TrimSpace(text) == "" {
			return nil, nil
		}
		if !slices.Contains(Hosts(), name) {
			return nil, fmt.Errorf("%q is no host that headsup writes a file for; these are %s%s", name,
				strings.Join(Hosts(), ", "), served(name))
		}
		names = append(names, name)
	}
	slices.Sort(names)
	return slices.Compact(names), nil
}

// served explains that hosts which read what each build writes need no name.
func served(name string) string {
	switch name {
	case "netlify", "cloudflare":
		return "; this one reads " + paths.Headers + " and " + paths.Redirects + ", which every build writes"
	}
	return ""
}

// HostFiles returns the paths of the files that ForHosts writes for hosts.
func HostFiles(names []string) []string {
	var files []string
	for _, h := range hosts {
		if slices.Contains(names, h.name) {
			files = append(files, h.files...)
		}
	}
	return files
}

// ForHosts returns the files in which the hosts of these names read what [Headers] and
// [Redirects] say to others. Each tells its host not to serve these files.
func ForHosts(names []string, site Site, redirects []Redirect) []File {
	if len(names) == 0 {
		return nil
	}
	m := newModel(&site, redirects)
	m.hidden = append(m.hidden, HostFiles(names)...)
	var files []File
	for _, h := range hosts {
		if slices.Contains(names, h.name) {
			for i, data := range h.write(m) {
				files = append(files, File{h.files[i], data})
			}
		}
	}
	return files
}

// first returns as many redirects as hosts with a limit read.
func (m *model) first() []Redirect { return m.redirects[:min(len(m.redirects), maxRedirects)] }

// asJSON returns a value as JSON for people to read.
func asJSON(v any) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(v); err != nil {
		panic(err) // of plain text in maps and lists
	}
	return b.Bytes()
}

type pair struct {
	Key   string `json:"key"`
	Value string `json:"value"`
}

// pairs returns headers as Firebase and Vercel read them.
func pairs(headers []header) []pair {
	list := make([]pair, 0, len(headers))
	for _, h := range headers {
		list = append(list, pair{h.name, h.value})
	}
	return list
}
