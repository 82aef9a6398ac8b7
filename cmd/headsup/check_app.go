package main

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"strings"

	"headsup/generator"
	"headsup/generator/guard/product"
)

// appFlags say in which product check looks for the places of snippets.
type appFlags struct{ address, paths, browser, cookie, pictures string }

func (f *appFlags) register(fs flagSet) {
	fs.StringVar(&f.address, "app", "", "open the product at this `URL` in Chromium, and look for the selectors of snippets")
	fs.StringVar(&f.paths, "app-paths", "", "with --app: `paths` to open for patterns with a *, with commas between, or a file of them")
	fs.StringVar(&f.cookie, "app-cookie", "", "with --app: environment `variable` that has the cookies of somebody who is signed in")
	fs.StringVar(&f.browser, "browser", "", "with --app: `path` of Chromium or Chrome")
	fs.StringVar(&f.pictures, "pictures", "", "with --app: `folder` for a picture of each page, with what selectors fit")
}

// options are nil without --app.
func (f *appFlags) options(getenv func(string) string) (*product.Options, error) {
	if f.address == "" {
		if more := cmp.Or(f.paths, f.cookie, f.browser, f.pictures); more != "" {
			return nil, fmt.Errorf("%w: %q is for a product: say where it is with --app", generator.ErrUsage, more)
		}
		return nil, nil
	}
	app, err := url.Parse(f.address)
	if err != nil || app.Host == "" || app.Scheme != "http" && app.Scheme != "https" {
		return nil, fmt.Errorf("%w: --app is an address such as http://localhost:3000, not %q", generator.ErrUsage, f.address)
	}
	opt := &product.Options{App: app, Browser: f.browser, Pictures: f.pictures}
	if f.cookie != "" {
		if opt.Cookies = getenv(f.cookie); opt.Cookies == "" {
			return nil, fmt.Errorf("%w: the environment variable %s of --app-cookie is empty", generator.ErrUsage, f.cookie)
		}
	}
	opt.Paths, err = pathsIn(f.paths)
	if err != nil {
		return nil, err
	}
	for _, path := range opt.Paths {
		if !strings.HasPrefix(path, "/") || strings.Contains(path, "*") {
			return nil, fmt.Errorf("%w: --app-paths has paths of real pages, such as /invoices/42, not %q", generator.ErrUsage, path)
		}
	}
	return opt, nil
}

// pathsIn reads a list with commas between, or the lines of the file of that name.
func pathsIn(text string) ([]string, error) {
	data, err := os.ReadFile(text)
	switch {
	case err == nil:
		text = string(data)
	case text != "" && !strings.HasPrefix(text, "/") && !errors.Is(err, fs.ErrInvalid):
		return nil, fmt.Errorf("read the paths of the product: %w", err)
	}
	return strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == '\n' || r == '\r' || r == ' ' }), nil
}
