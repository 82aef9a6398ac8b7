package main

import (
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/net/html"
)

// page is a page of a built site that has a source.
type page struct {
	source   string // path in the content folder, "playbooks/x.md"
	url      string // without the site's base path, "playbooks/x/"
	file     string // path in the output, "playbooks/x/index.html"
	base     string // path of the site, "/" or "/enable/"
	language string
	document document
}

// readPages calls yield with every page of a build that says what its source
// is, in the order of their files. Lists, redirects and the like have none.
func readPages(out string, yield func(page) error) error {
	return filepath.WalkDir(out, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return fmt.Errorf("find pages: %w", err)
		}
		if entry.IsDir() || filepath.Ext(name) != ".html" {
			return nil
		}
		file, err := filepath.Rel(out, name)
		if err != nil {
			return fmt.Errorf("find pages: %w", err)
		}
		f, err := os.Open(name)
		if err != nil {
			return fmt.Errorf("read page: %w", err)
		}
		defer f.Close()
		root, err := html.Parse(f)
		if err != nil {
			return fmt.Errorf("read page %s: %w", file, err)
		}
		p, err := readPage(root, filepath.ToSlash(file))
		if err != nil {
			return fmt.Errorf("read page %s: %w", file, err)
		}
		if p.source == "" {
			return nil
		}
		return yield(p)
	})
}

// readPage reads what a page says of itself. Its source is "" when it has none.
func readPage(root *html.Node, file string) (page, error) {
	line := findElement(root, func(n *html.Node) bool { return hasClass(n, "source") })
	if line == nil {
		return page{}, nil
	}
	source := findElement(line, func(n *html.Node) bool { return n.Data == "code" })
	if source == nil {
		return page{}, errors.New("its line about the source names none")
	}
	canonical := findElement(root, func(n *html.Node) bool { return n.Data == "link" && attribute(n, "rel") == "canonical" })
	if canonical == nil {
		return page{}, errors.New("it has no canonical link")
	}
	p := page{source: text(source), file: file, url: strings.TrimSuffix(file, "index.html")}
	u, err := url.Parse(attribute(canonical, "href"))
	if err != nil {
		return page{}, fmt.Errorf("read its canonical link: %w", err)
	}
	base, ok := strings.CutSuffix(u.Path, "/"+p.url)
	if !ok {
		return page{}, fmt.Errorf("its canonical link %s leads elsewhere", u)
	}
	p.base = base + "/"
	p.language = language(root)
	p.document = makeDocument(p.url, root)
	return p, nil
}

// language returns what a page says its language is, or "".
func language(root *html.Node) string {
	if n := findElement(root, func(n *html.Node) bool { return n.Data == "html" }); n != nil {
		return attribute(n, "lang")
	}
	return ""
}

// languageOf returns the language of a site's home page.
func languageOf(out string) (string, error) {
	f, err := os.Open(filepath.Join(out, "index.html"))
	if err != nil {
		return "", fmt.Errorf("read the home page: %w", err)
	}
	defer f.Close()
	root, err := html.Parse(f)
	if err != nil {
		return "", fmt.Errorf("read the home page: %w", err)
	}
	tag := language(root)
	if tag == "" {
		return "", errors.New("read the home page: it does not name its language")
	}
	return tag, nil
}

// stripBase returns the URL of a page as [page] has it, from a URL on the site,
// which may name a part of the page. It returns "" for a URL that is not below
// the base.
func stripBase(base, address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	rest, ok := strings.CutPrefix(u.Path, base)
	if !ok {
		return ""
	}
	return strings.TrimSuffix(rest, "index.html")
}
