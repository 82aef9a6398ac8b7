package lint

import (
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"path"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// Problem is something wrong with a finished site.
type Problem struct {
	Rule string // output-link or output-anchor
	Page string // the HTML file, "releases/x/index.html"
	Link string // as it stands there
	// Message says what is wrong.
	Message string
}

// Crawled is what the links of a finished site say.
type Crawled struct {
	Problems []Problem // sorted
	// Reached are the HTML files to which the home page leads, over any number
	// of links.
	Reached map[string]bool
}

// document is what the crawl keeps of one HTML file.
type document struct {
	anchors map[string]bool
	links   []string
}

// Crawl reads all HTML files of a finished site and follows every link that
// stays in it. The base is the site's address, absolute and with a slash at the
// end. The directory is a file that names every page anyway, or "": that it
// links to a page does not count as a way to it.
func Crawl(fsys fs.FS, base, directory string) (Crawled, error) {
	at, err := url.Parse(base)
	if err != nil {
		return Crawled{}, fmt.Errorf("read the site's address: %w", err)
	}
	docs, files := map[string]*document{}, map[string]bool{}
	err = fs.WalkDir(fsys, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		files[name] = true
		if path.Ext(name) != ".html" {
			return nil
		}
		doc, err := readDocument(fsys, name)
		docs[name] = doc
		return err
	})
	if err != nil {
		return Crawled{}, fmt.Errorf("read the site: %w", err)
	}
	c := crawler{base: at, docs: docs, files: files, next: map[string][]string{}}
	names := make([]string, 0, len(docs))
	for name := range docs {
		names = append(names, name)
	}
	slices.Sort(names)
	var out Crawled
	for _, name := range names {
		for _, link := range docs[name].links {
			if p, bad := c.follow(name, link); bad {
				out.Problems = append(out.Problems, p)
			}
		}
	}
	delete(c.next, directory)
	out.Reached = c.reach("index.html")
	return out, nil
}

func readDocument(fsys fs.FS, name string) (doc *document, err error) {
	f, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	doc = &document{anchors: map[string]bool{}}
	seen := map[string]bool{}
	for z := html.NewTokenizer(f); ; {
		switch z.Next() {
		case html.ErrorToken:
			return doc, nil
		case html.StartTagToken, html.SelfClosingTagToken:
			for _, a := range z.Token().Attr {
				switch a.Key {
				case "id", "name":
					doc.anchors[a.Val] = true
				case "href", "src", "poster":
					doc.add(seen, a.Val)
				case "srcset":
					for _, candidate := range strings.Split(a.Val, ",") {
						if fields := strings.Fields(candidate); len(fields) > 0 {
							doc.add(seen, fields[0])
						}
					}
				}
			}
		}
	}
}

func (d *document) add(seen map[string]bool, link string) {
	if link = strings.TrimSpace(link); !seen[link] {
		seen[link] = true
		d.links = append(d.links, link)
	}
}

type crawler struct {
	base  *url.URL
	docs  map[string]*document
	files map[string]bool
	next  map[string][]string // from each HTML file to others
}

// follow looks where a link of a file leads.
func (c *crawler) follow(name, link string) (Problem, bool) {
	wrong := func(rule, message string) (Problem, bool) {
		return Problem{Rule: rule, Page: name, Link: link, Message: message}, true
	}
	page, err := c.base.Parse((&url.URL{Path: strings.TrimSuffix(name, "index.html")}).EscapedPath())
	if err != nil {
		return wrong("output-link", "its address is not a URL")
	}
	u, err := page.Parse(link)
	if err != nil {
		return wrong("output-link", "it is not a URL")
	}
	if u.Scheme != c.base.Scheme || u.Host != c.base.Host {
		return Problem{}, false
	}
	target, inside := strings.CutPrefix(u.Path, c.base.Path)
	switch {
	case u.Path+"/" == c.base.Path:
		target = ""
	case !inside:
		return Problem{}, false // another site of the same host
	}
	file := target
	switch {
	case target == "" || strings.HasSuffix(target, "/"):
		file += "index.html"
	case !c.files[target] && c.files[target+"/index.html"]:
		file += "/index.html"
	}
	if !c.files[file] {
		return wrong("output-link", "there is no "+file+" in the site")
	}
	doc := c.docs[file]
	if doc == nil {
		return Problem{}, false
	}
	c.next[name] = append(c.next[name], file)
	if id := u.Fragment; id != "" && id != "top" && !doc.anchors[id] {
		return wrong("output-anchor", "the page "+file+" has no anchor #"+id)
	}
	return Problem{}, false
}

// reach returns the files to which one leads.
func (c *crawler) reach(from string) map[string]bool {
	reached := map[string]bool{from: true}
	for queue := []string{from}; len(queue) > 0; queue = queue[1:] {
		for _, to := range c.next[queue[0]] {
			if !reached[to] {
				reached[to] = true
				queue = append(queue, to)
			}
		}
	}
	return reached
}
