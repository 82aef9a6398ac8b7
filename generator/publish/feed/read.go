package feed

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"net/url"
	"strings"

	"headsup/generator/paths"
)

// PathFor returns the path of the feed that a product reads for a user with a locale, "fr-CA":
// that of the user's language if the site has one, as products look up bundles, else the site's
// own.
func PathFor(site fs.FS, locale string) string {
	for tag := strings.ReplaceAll(strings.ToLower(locale), "_", "-"); tag != "" && !strings.Contains(tag, "/"); {
		if name := tag + "/" + paths.JSONFeed; fs.ValidPath(name) {
			if _, err := fs.Stat(site, name); err == nil {
				return name
			}
		}
		tag = tag[:max(0, strings.LastIndexByte(tag, '-'))]
	}
	return paths.JSONFeed
}

// Read returns the items of a JSON feed and of all older pages that it leads to,
// in their order, from the folder of a built site. Behind those of each page is
// what is left of the withdrawn ones. The path is that of the first page, "feed.json".
//
// The error is [fs.ErrNotExist] when a page is missing. Others: a page is not a
// JSON feed, or its next_url leads out of the site or back.
func Read(site fs.FS, path string) ([]Item, error) {
	var items []Item
	read, base := map[string]bool{}, ""
	for {
		data, err := fs.ReadFile(site, path)
		if err != nil {
			return nil, fmt.Errorf("read the feed: %w", err)
		}
		var page Feed
		if err := json.Unmarshal(data, &page); err != nil {
			return nil, fmt.Errorf("read the feed: %s: %w", path, err)
		}
		if len(read) == 0 {
			base = strings.TrimSuffix(page.FeedURL, (&url.URL{Path: path}).EscapedPath())
		}
		read[path] = true
		items = append(items, page.Items...)
		for i := range page.Headsup.Withdrawn {
			items = append(items, page.Headsup.Withdrawn[i].item())
		}
		if page.NextURL == "" {
			return items, nil
		}
		next, inside := strings.CutPrefix(page.NextURL, base)
		next, err = url.PathUnescape(next)
		if !inside || err != nil || !fs.ValidPath(next) || read[next] {
			return nil, fmt.Errorf("read the feed: %s: next_url is %q", path, page.NextURL)
		}
		path = next
	}
}
