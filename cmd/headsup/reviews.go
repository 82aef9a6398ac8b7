package main

import (
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"headsup/generator"
	"headsup/generator/link"
	"headsup/generator/link/reviews"
	"headsup/generator/render/portable"
	"headsup/generator/view/label"
	ui "headsup/generator/view/words"
)

// reviewsFlags are the flags of reviews.
type reviewsFlags struct {
	build              buildFlags
	owner, due, format string
}

// noOwner is the owner of --owner for pages that nobody owns.
const noOwner = "none"

func (m *mainCmd) reviews(ctx context.Context, args []string) error {
	flags := m.flags("reviews", "List the pages that are due for review, by owner.")
	flags.examples = []string{
		"headsup reviews --owner billing-lead",
		"headsup reviews --due 90d --format csv > reviews.csv",
	}
	f := reviewsFlags{}
	flags.StringVar(&f.build.Content, "content", "content", "`folder` with the content")
	flags.StringVar(&f.build.Config, "config", "", "configuration `file` (default headsup.yaml in the content folder)")
	flags.StringVar(&f.build.BaseURL, "base-url", "", "`URL` of the site, for links (default base_url of the configuration)")
	flags.StringVar(&f.owner, "owner", "", "only pages of the owner with this `id`; "+noOwner+" for pages that nobody owns")
	flags.StringVar(&f.due, "due", strconv.Itoa(reviews.Soon)+"d", "also pages that are due within so many `days`")
	flags.choices["format"] = []string{"text", "csv", "github"}
	flags.StringVar(&f.format, "format", "text", "`format` of the list: text, csv, or github for the workflow that opens issues")
	flags.StringVar(&f.build.now, "now", "", "as if it were this `time`, such as 2026-11-23 or 2026-11-23T09:00:00Z")
	if err := f.build.parse(flags, args); err != nil {
		return err
	}
	if err := oneOf("--format", f.format, []string{"text", "csv", "github"}); err != nil {
		return err
	}
	found := daysAhead.FindStringSubmatch(f.due)
	if found == nil {
		return fmt.Errorf("%w: --due takes days such as 30d, or 0d for what is overdue, not %q", generator.ErrUsage, f.due)
	}
	within, err := strconv.Atoi(found[1])
	if err != nil {
		return err
	}
	preview, done, err := m.preview(ctx, f.build.Options)
	if err != nil {
		return err
	}
	defer done()
	site := preview.Site()
	asked, err := preview.Asked()
	if err != nil {
		return err
	}
	queue := reviews.New(site, within, asked)
	if f.owner != "" {
		if err := f.choose(site, &queue); err != nil {
			return err
		}
	}
	switch f.format {
	case "csv":
		return writeReviewsCSV(m.Stdout, site, &queue)
	case "github":
		return writeReviewsGitHub(m.Stdout, site, &queue)
	}
	return m.writeReviews(&queue)
}

// daysAhead is a number of days, such as 30d.
var daysAhead = regexp.MustCompile(`^(\d{1,4})d$`)

// choose leaves one owner in the queue. One that neither headsup.yaml nor a page names
// is mistyped.
func (f *reviewsFlags) choose(site *link.Site, queue *reviews.Queue) error {
	known := map[string]bool{}
	for _, o := range site.Config.Owners {
		known[o.ID] = true
	}
	for _, p := range site.AllFiles() {
		known[site.OwnerID(p)] = true
	}
	delete(known, "")
	id := f.owner
	if id == noOwner && !known[id] {
		id = ""
	} else if !known[id] {
		return unknownID(fmt.Sprintf("there is no owner %q", id), id, slices.Sorted(maps.Keys(known)))
	}
	queue.Owners = slices.DeleteFunc(queue.Owners, func(o reviews.Owner) bool { return o.ID != id })
	queue.Overdue, queue.Soon = 0, 0
	for _, o := range queue.Owners {
		queue.Overdue, queue.Soon = len(o.Overdue), len(o.Soon)
	}
	return nil
}

// writeReviews prints for people who has to review what.
func (m *mainCmd) writeReviews(queue *reviews.Queue) error {
	bold, plain := "", ""
	if m.colorOn(m.Stdout) {
		bold, plain = "\x1b[1m", "\x1b[0m"
	}
	var b strings.Builder
	for i := range queue.Owners {
		o := &queue.Owners[i]
		fmt.Fprintf(&b, "%s%s%s  %s\n", bold, printable(o.Title), plain, howMany(len(o.Overdue), len(o.Soon), queue.Within))
		for _, r := range o.Pages() {
			facts := []string{strings.ToLower(label.Kind(ui.For("en"), r.Kind))}
			for _, t := range r.Products {
				facts = append(facts, t.Title)
			}
			fmt.Fprintf(&b, "\n  %s  (%s)\n  %s\n  %s\n", printable(r.Title), printable(strings.Join(facts, ", ")),
				strings.Join(whenOf(r), ", "), printable(r.Source))
		}
		b.WriteByte('\n')
	}
	fmt.Fprintf(&b, "%s to review: %s\n", count(queue.Overdue+queue.Soon, "page"), howMany(queue.Overdue, queue.Soon, queue.Within))
	_, err := io.WriteString(m.Stdout, b.String())
	return err
}

// howMany says how many pages are overdue and how many will be due.
func howMany(overdue, soon, within int) string {
	text := fmt.Sprintf("%d overdue", overdue)
	if within > 0 {
		text += fmt.Sprintf(", %d due within %s", soon, count(within, "day"))
	}
	return text
}

// whenOf says how urgent a review is: how late it is, its day, and how often the page
// was asked for.
func whenOf(r reviews.Review) []string {
	out := []string{r.When(ui.For("en")), r.ReviewBy.Format("2 January 2006")}
	if asked := r.AskedText(ui.For("en")); asked != "" {
		out = append(out, asked)
	}
	return out
}

// reviewColumns are those of --format csv. Others may be added behind them.
var reviewColumns = []string{
	"owner", "owner_title", "title", "kind", "products", "review_by", "state", "days", "asked", "file", "url", "edit_url",
}

func writeReviewsCSV(w io.Writer, site *link.Site, queue *reviews.Queue) error {
	rows := [][]string{reviewColumns}
	for i := range queue.Owners {
		o := &queue.Owners[i]
		for _, r := range o.Pages() {
			state := "soon"
			if r.Overdue {
				state = "overdue"
			}
			rows = append(rows, []string{
				o.ID, o.Title, r.Title, string(r.Kind), strings.Join(r.Page.Page.Products, " "), r.ReviewBy.Format(time.DateOnly),
				state, strconv.Itoa(r.Days), strconv.Itoa(r.Asked), r.Source, pageURL(site, r.Page), site.EditURL(r.Source),
			})
		}
	}
	for _, row := range rows {
		for i, cell := range row {
			row[i] = portable.Cell(cell)
		}
	}
	return csv.NewWriter(w).WriteAll(rows)
}

// pageURL is the address of a page, "" where that of the site is not known.
func pageURL(site *link.Site, p *link.Page) string {
	if site.BaseURL == "" {
		return ""
	}
	return site.Absolute(p.Path)
}
