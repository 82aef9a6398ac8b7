package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"
	"time"

	"headsup/generator"
	"headsup/generator/compile/content"
	"headsup/generator/diag"
	"headsup/generator/publish/feed"
)

// feedFlags are the flags of feed.
type feedFlags struct {
	build   buildFlags
	as      string
	history string
	all     bool
	json    bool
}

func (m *mainCmd) feed(ctx context.Context, args []string) error {
	var f feedFlags
	fs := m.flags("feed", "Show what a user of the product would see, and why not the rest.")
	fs.examples = []string{
		`headsup feed --as '{"plan": "pro", "version": "2.14", "path": "/invoices"}'`,
		`headsup feed --as '{"role": "admin"}' --now 2027-01-25 --json`,
	}
	fs.StringVar(&f.as, "as", "{}", "`JSON` object of what the product knows of the user: "+strings.Join(keysOf(feed.Viewer{}), ", "))
	fs.StringVar(&f.history, "history", "", "JSON `file` with what the user has seen")
	fs.StringVar(&f.build.now, "now", "", "as if it were this `time`, such as 2026-11-23 or 2026-11-23T09:00:00Z")
	fs.StringVar(&f.build.Out, "out", "public", "`folder` of the site")
	fs.StringVar(&f.build.Content, "content", "", "read this `folder` of content, built for the purpose, instead of a site")
	fs.BoolVar(&f.all, "all", false, "all items of the feed, not only snippets")
	fs.BoolVar(&f.json, "json", false, "print JSON")
	if err := f.build.parse(fs, args); err != nil {
		return err
	}
	if f.build.Now.IsZero() {
		f.build.Now = time.Now()
	}
	viewer, history, err := f.person()
	if err != nil {
		return err
	}
	items, err := m.feedItems(ctx, &f, viewer.Locale)
	if err != nil {
		return err
	}
	outcomes := feed.Select(items, viewer, history, f.build.Now)
	if f.json {
		return writeFeedJSON(m.Stdout, f.build.Now, outcomes)
	}
	return m.writeFeed(outcomes)
}

// person reads who the user is, and what the user has seen.
func (f *feedFlags) person() (v feed.Viewer, h feed.History, err error) {
	if err := decodeStrict([]byte(f.as), &v, keysOf(v)); err != nil {
		return v, h, fmt.Errorf("%w: --as: %w", generator.ErrUsage, err)
	}
	if f.history == "" {
		return v, h, nil
	}
	data, err := os.ReadFile(f.history)
	if err != nil {
		return v, h, fmt.Errorf("read the history: %w", err)
	}
	known := slices.Concat(keysOf(feed.History{Session: time.Unix(0, 0)}), keysOf(feed.Seen{Dismissed: time.Unix(0, 0)}))
	if err := decodeStrict(data, &h, known); err != nil {
		return v, h, fmt.Errorf("%w: %s: %w", generator.ErrUsage, f.history, err)
	}
	return v, h, nil
}

// keysOf returns the keys with which a struct is written as JSON, sorted.
func keysOf(v any) []string {
	var keys map[string]any
	data, err := json.Marshal(v)
	if err != nil || json.Unmarshal(data, &keys) != nil {
		return nil
	}
	var names []string
	for k := range keys {
		names = append(names, k)
	}
	slices.Sort(names)
	return names
}

// decodeStrict reads a JSON object into a struct. Unlike a product, which skips
// them, it refuses unknown keys: here they are mistyped.
func decodeStrict(data []byte, into any, known []string) error {
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if !bytes.HasPrefix(bytes.TrimSpace(data), []byte("{")) {
		return errors.New(`it is not a JSON object such as {"plan": "pro"}`)
	}
	err := d.Decode(into)
	if err == nil && d.More() {
		return errors.New("something stands behind the JSON object")
	}
	if err == nil {
		return nil
	}
	if _, quoted, ok := strings.Cut(err.Error(), "unknown field "); ok {
		key := strings.Trim(quoted, `"`)
		return fmt.Errorf("unknown key %s\nhint: %s", diag.Quote(key), diag.DidYouMean(key, known))
	}
	if wrong := (*json.UnmarshalTypeError)(nil); errors.As(err, &wrong) {
		return fmt.Errorf("%s has the wrong type, %s", cmp.Or(wrong.Field, "it"), wrong.Value)
	}
	return fmt.Errorf("it is not JSON: %w", err)
}

// feedItems returns the items of the feed that are asked for.
func (m *mainCmd) feedItems(ctx context.Context, f *feedFlags, locale string) ([]feed.Item, error) {
	out := f.build.Out
	if f.build.Content != "" {
		var err error
		if out, err = m.buildToRead(ctx, f.build.Options); err != nil {
			return nil, err
		}
		defer os.RemoveAll(out) //nolint:errcheck // the system cleans its temporary folder
	}
	site := os.DirFS(out)
	items, err := feed.Read(site, feed.PathFor(site, locale))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("there is no whole feed in %s: %w\nhint: headsup build writes it; --out names another folder", out, err)
	case err != nil:
		return nil, fmt.Errorf("%w\nhint: build the site again", err)
	case f.all:
		return items, nil
	}
	return slices.DeleteFunc(items, func(it feed.Item) bool { return it.Headsup.Kind != content.Snippet }), nil
}

// selectedJSON is the form of feed --json.
type selectedJSON struct {
	Now   string        `json:"now"`
	Shown int           `json:"shown"` // how many
	Items []outcomeJSON `json:"items"` // in the order in which they are shown
}

type outcomeJSON struct {
	ID      string      `json:"id"`
	Kind    string      `json:"kind"`
	Key     string      `json:"key,omitempty"`
	Title   string      `json:"title,omitempty"`
	Surface string      `json:"surface,omitempty"`
	Shown   bool        `json:"shown"`
	Reason  feed.Reason `json:"reason,omitempty"`
	Detail  string      `json:"detail,omitempty"`
}

func writeFeedJSON(w io.Writer, now time.Time, outcomes []feed.Outcome) error {
	out := selectedJSON{Now: now.Format(time.RFC3339), Items: []outcomeJSON{}}
	for _, o := range outcomes {
		d := &o.Item.Headsup
		out.Items = append(out.Items, outcomeJSON{
			o.Item.ID, string(d.Kind), d.Key, o.Item.Title, d.Surface,
			o.Verdict.Shown, o.Verdict.Reason, o.Verdict.Detail,
		})
		if o.Verdict.Shown {
			out.Shown++
		}
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(out)
}

// writeFeed prints for people what is shown, in order, and then what is not.
func (m *mainCmd) writeFeed(outcomes []feed.Outcome) error {
	bold, plain := "", ""
	if m.colorOn(m.Stdout) {
		bold, plain = "\x1b[1m", "\x1b[0m"
	}
	var b, left strings.Builder
	n := 0
	for _, o := range outcomes {
		it, d := o.Item, &o.Item.Headsup
		name := printable(cmp.Or(d.Key, it.ID))
		if !o.Verdict.Shown {
			why := string(o.Verdict.Reason)
			if o.Verdict.Detail != "" {
				why += ": " + o.Verdict.Detail
			}
			fmt.Fprintf(&left, "skipped: %s (%s)\n", name, printable(why))
			continue
		}
		n++
		facts := []string{strings.ReplaceAll(cmp.Or(d.Surface, string(d.Kind)), "-", " ")}
		if d.Anchor != nil && d.Anchor.Path != "" {
			facts = append(facts, "on "+d.Anchor.Path)
		}
		if d.Anchor != nil && d.Anchor.Selector != "" {
			facts = append(facts, "at "+d.Anchor.Selector)
		}
		fmt.Fprintf(&b, "%s%s%s  (%s)\n  %s\n", bold, printable(it.Title), plain, printable(strings.Join(facts, ", ")), name)
		if text := strings.Join(strings.Fields(cmp.Or(it.Summary, it.ContentText)), " "); text != "" {
			fmt.Fprintf(&b, "  %s\n", printable(text))
		}
		b.WriteByte('\n')
	}
	if left.Len() > 0 {
		left.WriteByte('\n')
	}
	if len(outcomes) == 0 {
		_, err := fmt.Fprintln(m.Stdout, "No page is public yet, so there is nothing to show.\n"+
			"hint: say visibility: public in the front matter of a page that customers may see")
		return err
	}
	_, err := fmt.Fprintf(m.Stdout, "%s%s%d of %s shown\n", &b, &left, n, count(len(outcomes), "item"))
	return err
}

// buildToRead builds content into a temporary folder.
func (m *mainCmd) buildToRead(ctx context.Context, opt generator.Options) (string, error) {
	dir, err := generator.TemporaryFolder("site")
	if err != nil {
		return "", err
	}
	opt.Out = dir
	res, err := generator.Build(ctx, opt)
	if err == nil && res.Failed() {
		err = errContent
		if reported := m.report(&res, false); reported != nil {
			err = reported
		}
	}
	if err != nil {
		return "", errors.Join(err, os.RemoveAll(dir))
	}
	return dir, nil
}
