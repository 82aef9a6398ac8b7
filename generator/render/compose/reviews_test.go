package compose_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"headsup/generator/compile/content"
	"headsup/generator/link"
	"headsup/generator/link/linktest"
	"headsup/generator/render/compose"
)

const reviewsFile = "reviews/index.html"

// hasFile reports whether a site has an HTML file.
func hasFile(s *link.Site, file string) bool {
	for i := range s.Files {
		if s.Files[i].Path == file {
			return true
		}
	}
	return false
}

func TestReviews(t *testing.T) {
	s := linktest.MustResolve(t, link.Input{Themes: []link.Theme{{ID: "theme", Count: 1}}}, map[string]string{
		content.ConfigFile: "owners: [{id: ann, title: Ann Lee}]\nproducts: [{id: billing, title: Billing}]\n" +
			"edit_url: \"https://git.example.com/edit/{path}\"\n",
		"a.md":           "---\ntitle: A\nowner: ann\nreview_by: 2026-11-20\n---\n",
		"b.md":           "---\ntitle: B\nowner: ann\nproducts: [billing]\nreview_by: 2026-11-20\n---\n",
		"playbooks/c.md": "---\ntitle: C\nreview_by: 2026-12-01\n---\n",
		"later.md":       "---\ntitle: Later\nreview_by: 2027-12-01\n---\n",
	})
	asked := func() (*compose.Voice, error) {
		return &compose.Voice{Asked: map[*link.Page]int{s.PageAt("b/"): 2}}, nil
	}
	at := slices.IndexFunc(s.Files, func(f link.File) bool { return f.Path == reviewsFile })
	v, err := compose.New(s, asked).View(&s.Files[at])
	if err != nil {
		t.Fatal(err)
	}
	r := v.Reviews
	if r.Overdue != 2 || r.Soon != 1 || r.Dated != 4 || r.Within != 30 || len(r.Owners) != 2 || !v.Meta.NoIndex {
		t.Fatalf("%+v", r)
	}
	b := r.Owners[0].Rows[0]
	got := fmt.Sprint(b.Title, b.URL, b.KindTitle, b.Products[0].URL, b.Date.Text, b.State, b.Asked, b.Edit)
	if r.Owners[0].ID != "owner-ann" ||
		got != "B/base/b/Page/base/products/billing/20 November 2026{review-overdue 3 days overdue}asked 2 times in the last 90 days"+
			"https://git.example.com/edit/b.md" {
		t.Errorf("%s: %s", r.Owners[0].ID, got)
	}
	if none := r.Owners[1]; none.ID != "no-owner" || none.Rows[0].State.Text != "due in 8 days" ||
		none.Rows[0].State.Class != "review-soon" {
		t.Errorf("%+v", none)
	}
	home := viewAt(t, s, "index.html")
	if home.Site.Reviews != "/base/reviews/" || home.Lead.Reviews == nil || home.Lead.Reviews.URL != "/base/reviews/" {
		t.Errorf("home leads to %q and %v", home.Site.Reviews, home.Lead.Reviews)
	}
}

// The page is there when nothing is due, so that a link to it holds, and is not where
// nobody uses dates for reviews.
func TestNothingToReview(t *testing.T) {
	s := linktest.MustResolve(t, link.Input{}, map[string]string{
		"x.md": "---\ntitle: X\nreview_by: 2030-01-01\n---\n[Reviews](/reviews/)\n",
	})
	if r := viewAt(t, s, reviewsFile).Reviews; r.Dated != 1 || r.Owners != nil {
		t.Errorf("%+v", r)
	}
	if viewAt(t, s, "index.html").Lead.Reviews != nil {
		t.Error("the home page leads to nothing")
	}
	s = linktest.MustResolve(t, link.Input{}, map[string]string{"x.md": "# X"})
	if hasFile(s, reviewsFile) || compose.New(s, nil).Chrome().Reviews != "" {
		t.Error("a site without dates has the page")
	}
}

// A long queue has a share for each owner.
func TestManyReviews(t *testing.T) {
	files := map[string]string{}
	for i := range 400 {
		files[fmt.Sprintf("p%d.md", i)] = fmt.Sprintf("---\ntitle: P\nowner: o%d\nreview_by: 2026-01-01\n---\n", i%3)
	}
	owners := viewAt(t, linktest.MustResolve(t, link.Input{}, files), reviewsFile).Reviews.Owners
	if o := owners[0]; len(o.Rows) != 100 || o.Rest != 34 || o.Overdue != 134 {
		t.Errorf("%d rows and %d more of %d", len(o.Rows), o.Rest, o.Overdue)
	}
}

// A public site has nothing of it, and a public page says so when it links there.
func TestReviewsAreInternal(t *testing.T) {
	files := map[string]string{
		"x.md": "---\ntitle: X\nvisibility: public\nreview_by: 2026-01-01\n---\n\nSee [reviews](/reviews/).\n",
		"y.md": "---\ntitle: Y\n---\n\nSee [reviews](/reviews/#no-owner).\n",
	}
	for public, want := range map[bool]string{false: `<p>See <a href="/base/reviews/">reviews</a>.</p>`, true: "<p>See reviews.</p>"} {
		s, diags := linktest.Resolve(t, link.Input{Settings: link.Settings{Public: public}}, files)
		if len(diags) != 1 || diags[0].Rule != "internal-link" || diags[0].Path != "x.md" {
			t.Errorf("public %t: %v", public, diags)
		}
		if got := strings.TrimSpace(string(viewAt(t, s, "x/index.html").Page.Body)); got != want {
			t.Errorf("public %t: the body is %s", public, got)
		}
		c := compose.New(s, nil)
		if hasFile(s, reviewsFile) == public || (c.Chrome().Reviews == "") != public {
			t.Errorf("public %t: %q", public, c.Chrome().Reviews)
		}
		for _, u := range c.Sitemap() {
			if strings.Contains(u.URL, "reviews") {
				t.Errorf("public %t: the sitemap has %s", public, u.URL)
			}
		}
	}
}

// A folder or page of that name was there before headsup's, and stays as it is.
func TestReviewsOfOnesOwn(t *testing.T) {
	for _, own := range []string{"reviews.md", "reviews/2026-q3.md", "reviews/index.md"} {
		s := linktest.MustResolve(t, link.Input{}, map[string]string{
			own: "---\ntitle: Ours\n---\n", "x.md": "---\ntitle: X\nreview_by: 2026-01-01\n---\n[Ours](/reviews/)\n",
		})
		if v := viewAt(t, s, "review-queue/index.html"); v.Reviews.Overdue != 1 || v.Site.Reviews != "/base/review-queue/" {
			t.Errorf("%s: %+v", own, v.Reviews)
		}
		if v := viewAt(t, s, reviewsFile); v.Reviews != nil {
			t.Errorf("%s: headsup's page is in its place", own)
		}
	}
}
