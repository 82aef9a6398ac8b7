package theme

import (
	"html/template"
	"strconv"

	"headsup/generator/view"
)

// richViews returns a view of each layout as a real site has them, by layout.
func richViews() map[string]*view.View {
	chrome := &view.Chrome{
		Title: "Acme enablement", Description: "What is new, and what to do with it.", Language: "en",
		Home: "/", Search: "/search/", Ask: "https://chat.example.com/ask", BasePath: "/", Generator: "headsup 0.1.0",
		Nav: []view.Link{
			{Title: "Releases", URL: "/releases/"},
			{Title: "Playbooks", URL: "/playbooks/"},
			{Title: "Launches", URL: "/launches/"},
			{Title: "Snippets", URL: "/snippets/"},
			{Title: "Guide", URL: "/guide/"},
		},
		Products: []view.Link{
			{Title: "Billing", URL: "/products/billing/", Count: 12},
			{Title: "Reports", URL: "/products/reports/", Count: 7},
			{Title: "Mobile apps", URL: "/products/mobile/", Count: 31},
		},
		Audiences: []view.Link{
			{Title: "Sales", URL: "/audiences/sales/", Count: 8, ID: "sales"},
			{Title: "Customer success", URL: "/audiences/success/", Count: 5, ID: "success"},
			{Title: "Support", URL: "/audiences/support/", Count: 14, ID: "support"},
		},
	}
	meta := func(title, section string) view.Meta {
		return view.Meta{
			Title: title, Description: "Invoices can be exported as a file that accounting tools read.",
			Canonical: "https://enablement.example.com" + section + "x/", Image: "https://enablement.example.com/x.png",
			Published: "2026-11-23T00:00:00Z", Modified: "2026-11-25T00:00:00Z", Section: section,
			Locale: "en_GB", ImageWidth: 1200, ImageHeight: 630,
			Feeds: []view.FeedLink{
				{Title: "JSON Feed", Type: "application/feed+json", URL: "/feed.json"},
				{Title: "Atom", Type: "application/atom+xml", URL: "/feed.xml"},
			},
		}
	}
	crumbs := []view.Link{{Title: "Home", URL: "/"}, {Title: "Releases", URL: "/releases/"}}
	day := func(iso, text string) *view.Day { return &view.Day{ISO: iso, Text: text} }
	card := func(i int, iso, text string) view.Card {
		return view.Card{
			Title: "Export invoices as one file " + strconv.Itoa(i), URL: "/releases/export-" + strconv.Itoa(i) + "/",
			Summary: "Finance teams pull a month of invoices in one go, in the format that their accounting tool reads.",
			Kind:    "release-note", KindTitle: "Release note", Date: day(iso, text), Version: "3.10", Duration: "20 minutes",
			Badges:   []view.Badge{{Class: "stage-ga", Text: "GA"}, {Class: "impact-high", Text: "High impact"}},
			Products: []view.Link{{Title: "Billing", URL: "/products/billing/"}}, Audiences: chrome.Audiences[:2],
		}
	}
	cards := []view.Card{
		card(1, "2026-11-23", "23 November 2026"),
		card(2, "2026-11-02", "2 November 2026"),
		card(3, "2026-10-19", "19 October 2026"),
	}
	cards[1].Badges = []view.Badge{
		{Class: "stage-beta", Text: "Beta"}, {Class: "breaking", Text: "Breaking"}, {Class: "draft", Text: "Draft"},
	}
	cards[2].Summary, cards[2].Audiences = "", nil
	groups := []view.Group{
		{ID: "releases", Title: "What is new", Cards: cards, More: &view.Link{Title: "All releases", URL: "/releases/", Count: 214}},
		{ID: "coming", Title: "Coming", Text: "Dates may move until a change is out.", Cards: cards[1:2]},
		{
			ID:    "products",
			Title: "Products",
			Cards: []view.Card{
				{Title: "Billing", URL: "/products/billing/", Summary: "Invoices and plans", Count: 12},
				{Title: "Reports", URL: "/products/reports/", Count: 1},
			},
		},
	}
	page := func(kind, title string) *view.PageView {
		return &view.PageView{
			Kind:       kind,
			KindTitle:  title,
			Title:      "Export a month of invoices as one file",
			URL:        "/releases/x/",
			Summary:    "Finance teams pull a month of invoices in one go, in the format that their accounting tool reads.",
			OwnSummary: true,
			Body:       richBody,
			TOC: []view.TOCEntry{
				{
					ID:       "why",
					Text:     "Why it matters",
					Level:    2,
					Children: []view.TOCEntry{{ID: "limits", Text: "Limits that customers ask about", Level: 3}},
				},
				{ID: "how", Text: "How it works", Level: 2},
				{ID: "größe", Text: "Größe und Format", Level: 2},
				{ID: "faq", Text: "Questions", Level: 2},
			},
			Date:      day("2026-11-23", "23 November 2026"),
			Updated:   day("2026-11-25", "25 November 2026"),
			ReviewBy:  day("2027-05-01", "1 May 2027"),
			PublishAt: day("2026-11-23T09:00:00+01:00", "23 November 2026 09:00 CET"),
			ExpiresAt: day("2027-11-23", "23 November 2027"),
			Badges: []view.Badge{
				{Class: "stage-beta", Text: "Beta"},
				{Class: "breaking", Text: "Breaking"},
				{Class: "impact-high", Text: "High impact"},
				{Class: "draft", Text: "Draft"},
				{Class: "embargo", Text: "Not public yet"},
				{Class: "expired", Text: "Expired"},
				{Class: "public", Text: "Public"},
			},
			Notices:   []string{"Draft", "Customers see this from 23 November 2026 09:00 CET. Do not share it before."},
			Products:  chrome.Products[:2],
			Audiences: chrome.Audiences,
			Owner:     "Billing product team",
			Tags:      []view.Link{{Title: "export", URL: "/tags/export/"}, {Title: "accounting", URL: "/tags/accounting/"}},
			Image:     &view.Image{URL: "/picture.svg", Width: 1200, Height: 400},
			CTA:       &view.Link{Title: "Try it in your account", URL: "https://app.example.com/invoices"},
			Actions: []view.ActionView{
				{Audience: chrome.Audiences[0], Text: "Bring it up in every renewal with a <strong>finance lead</strong> in the room."},
				{Audience: chrome.Audiences[1], Text: "Tell the customers on <a href=\"/releases/\">the waiting list</a>."},
				{Audience: view.Link{Title: "Support", ID: "support"}, Text: "Close the open tickets tagged <code>export</code>."},
			},
			Questions:   []string{"Can a customer export all invoices at once?", "Which formats are there?"},
			Launch:      &cards[0],
			Related:     cards[1:],
			Prev:        &view.Link{Title: "Faster search in reports", URL: "/releases/a/"},
			Next:        &view.Link{Title: "Sign in with a passkey", URL: "/releases/b/"},
			Source:      "releases/2026-11-23-export.md",
			Edit:        "https://git.example.com/edit/main/releases/2026-11-23-export.md",
			Committed:   day("2026-11-26", "26 November 2026"),
			CommittedBy: "Ana Lima",
			Asked:       14,
			Feedback:    &view.FeedbackView{URL: "mailto:docs@example.com?subject=Not%20answered"},
			Extra:       []view.Row{{Label: "applies_to", Value: "cloud, server"}, {Label: "ticket", Value: "BIL-204"}},
		}
	}
	show := func(layout string, p *view.PageView) *view.View {
		v := &view.View{
			Layout:      layout,
			Path:        layout + "/index.html",
			Site:        chrome,
			Meta:        meta("Export a month of invoices as one file", "/releases/"),
			Breadcrumbs: crumbs,
			Page:        p,
		}
		v.Meta.Article = p != nil
		return v
	}
	note, book := page("release-note", "Release note"), page("playbook", "Playbook")
	snippet, launch := page("snippet", "Snippet"), page("launch", "Launch")
	note.Release = &view.ReleaseView{
		Version:     "3.10",
		Stage:       view.Badge{Class: "stage-beta", Text: "Beta"},
		Impact:      "High",
		Breaking:    true,
		Plans:       []string{"Pro", "Enterprise"},
		Platforms:   []string{"Web", "iOS"},
		FeatureFlag: "billing.export",
		DocsURL:     "https://docs.example.com/export",
	}
	asked := view.Day{ISO: "2026-03-02", Text: "2 March 2026"}
	note.Loop = &view.LoopView{
		ID: "hu-asked", Text: "2 accounts asked.", Asked: 3, Told: 1, Shipped: &view.Day{ISO: "2026-11-23", Text: "23 November 2026"},
		Themes:  []view.Link{{Title: "Export invoices", URL: "/requests/export/", Count: 14}, {Title: "Once", Count: 1}},
		Message: "You asked for it,\nand it is there.", Command: "headsup inbound told releases/export.md",
		Teams: []view.LoopTeam{{
			Title: "Success", ID: "success", Text: "1 of 3 notified",
			First: []view.LoopPerson{{
				Name: "quiet-otter-42", Choice: "--account quiet-otter-42", URL: "https://desk.example/1", Since: asked,
				Value: "12,000 EUR",
			}},
			More: []view.LoopPerson{
				{Name: "calm-ibis-13", Since: asked, Told: &view.Day{ISO: "2026-11-24", Text: "24 November 2026"}, By: "Sales"},
				{Name: "desk/7", Choice: "--record desk/7", Since: asked},
			},
		}},
	}
	book.Playbook = &view.PlaybookView{
		When: "A customer asks how to get their invoices into an accounting tool.", Duration: "10 minutes",
		Steps: []view.StepView{{ID: "why", Text: "Why it matters"}, {ID: "how", Text: "How it works"}}, Headed: true,
	}
	book.TOC[0].Step, book.TOC[1].Step = "ask", "show"
	snippet.Snippet = &view.SnippetView{
		Key:         "billing-export-tip",
		Surface:     "tooltip",
		Dismissible: true,
		Shown:       "<p>One file.</p>",
		CTA:         &view.Link{Title: "Try it in your account", URL: "/invoices"},
		Rows:        []view.Row{{Label: "Anchor", Value: "/invoices/* at #export"}, {Label: "Frequency", Value: "2 a week"}},
	}
	snippet.Body, snippet.TOC = "<p>All of a month's invoices, as <em>one</em> file.</p>", nil
	launch.Plan = richPlan()
	launch.Release, launch.Pieces = &view.ReleaseView{Stage: view.Badge{Class: "stage-ga", Text: "GA"}}, groups[:2]
	plain := page("page", "Page")
	plain.ReviewDue = true
	plain.Notices = []string{
		"Customers see this from 23 November 2026 09:00 CET. Do not share it before.", "Its review was due on 1 May 2027.",
	}
	plain.Feedback = &view.FeedbackView{
		Form: &view.FormView{Name: "feedback", Action: "/feedback/thanks/", Page: "https://enablement.example.com/x/"},
	}
	snippet.Helped = &view.FormView{Name: "feedback", Action: "/receiver", Page: "https://enablement.example.com/export-invoices/"}
	home := show("home", &view.PageView{Title: "Acme enablement", Body: "<p>Start with what is new, or look for a product.</p>"})
	home.Groups = []view.Group{{
		ID:    "playbooks",
		Title: "Playbooks",
		Cards: cards[:1],
		More:  &view.Link{Title: "All playbooks", URL: "/playbooks/", Count: 7},
	}}
	home.Breadcrumbs, home.Meta.Title = nil, chrome.Title
	home.Lead = richLead(chrome, cards, groups)
	list := show("list", nil)
	list.List = &view.ListView{
		Title:       "Releases",
		Description: "All that changed, newest first.",
		Owner:       "Product operations",
		Cards:       cards,
		ByMonth:     true,
		Total:       214,
		Pager: view.Pager{
			Number: 3, Total: 11, Prev: "/releases/page/2/", Next: "/releases/page/4/", First: "/releases/", Last: "/releases/page/11/",
			Pages: []view.Link{
				{Title: "1", URL: "/releases/"},
				{Title: "2", URL: "/releases/page/2/"},
				{Title: "3"},
				{Title: "4", URL: "/releases/page/4/"},
				{Title: "…"},
				{Title: "11", URL: "/releases/page/11/"},
			},
		},
		Feeds: []view.FeedLink{{
			Title:   "Atom",
			Type:    "application/atom+xml",
			URL:     "/feed.xml",
			Address: "https://enablement.example.com/feed.xml",
		}},
		Archive: &view.Archive{
			Years: []view.ArchiveYear{
				{
					Title:   "2026",
					URL:     "/releases/2026/",
					Count:   114,
					Current: true,
					Months:  []view.Link{{Title: "November 2026", URL: "/releases/2026/#month-2026-11", Count: 9}},
				},
				{Title: "2025", URL: "/releases/2025/", Count: 100},
			},
			Versions: &view.Link{Title: "By version", URL: "/releases/versions/"},
		},
	}
	terms := show("terms", nil)
	terms.List = &view.ListView{Title: "Products", Total: 3, Cards: groups[2].Cards, Facet: "product"}
	search := show("search", nil)
	search.Meta.Title, search.Meta.NoIndex, search.Meta.Section, search.Breadcrumbs = "Search", true, "", crumbs[:1]
	search.Groups = []view.Group{
		{ID: "release-note", Title: "Release notes", Cards: []view.Card{
			{Title: "Export invoices as one file", URL: "/releases/export/", Date: day("2026-11-23", "23 November 2026")},
			{Title: "Sign in with a passkey", URL: "/releases/passkey/"},
		}, More: &view.Link{Title: "All release notes", URL: "/releases/", Count: 214}},
		{ID: "page", Title: "Pages", Cards: []view.Card{{Title: "How we work", URL: "/work/"}}},
	}
	redirect := show("redirect", nil)
	redirect.Meta.Redirect, redirect.Meta.NoIndex = "/releases/x/", true
	notFound := show("404", nil)
	notFound.Meta.Title, notFound.Meta.NoIndex = "Page not found", true
	thanks := show("thanks", nil)
	thanks.Meta.Title, thanks.Meta.NoIndex = "Thank you", true
	views := map[string]*view.View{
		"home": home, "release-note": show("release-note", note), "playbook": show("playbook", book), "snippet": show("snippet", snippet),
		"launch": show("launch", launch), "page": show("page", plain), "list": list,
		"terms": terms, "search": search, "redirect": redirect, "404": notFound, "thanks": thanks,
		"launches": show("launches", nil), "coming": show("coming", nil),
		"inbound": show("inbound", nil), "requests": show("requests", nil), "theme": show("theme", nil),
		"reviews": show("reviews", nil),
	}
	views["reviews"].Reviews, views["reviews"].Meta.Title = richReviews(), "Reviews"
	views["launches"].Launches, views["coming"].Coming = richLaunches(), richComing()
	views["inbound"].Inbound, views["requests"].Requests, views["theme"].Theme = richInbound(), richRequests(), richTheme()
	return views
}

// richRequests are themes as customers ask for them, and what they chose in a survey.
func richRequests() *view.RequestsView {
	return &view.RequestsView{
		Title: "Voice of the customer", Total: 1, InPlace: true, Left: 3,
		Filters: []view.Filter{{Key: "product", Title: "Product", Choices: []view.Choice{
			{Title: "All", URL: "/requests/", Count: 4, Current: true},
			{Title: "Billing", Value: "billing", URL: "/requests/by/product/billing/", Count: 3},
		}}},
		Themes: []view.ThemeRow{richTheme().ThemeRow, {
			Title: "<b>Bold</b>", Kind: view.Badge{Class: "asked-praise", Text: "Praise"}, Count: 1, Accounts: 0,
			Last: view.Day{ISO: "2026-11-02", Text: "2 November 2026"}, Sources: []string{"Survey"}, Score: "9.0",
		}},
		Score: &view.ScoreView{
			Text: "November 2026: −50, of 2 answers.", Width: 720, Height: 220, Zero: 100,
			Months: []view.ScoreMonth{
				{
					Month: "October 2026", Short: "Oct", Score: 100, Count: 12, Promoters: 12,
					X: 24, Y: 20, Width: 72, Height: 80, LabelX: 60, Y2: 14,
				},
				{
					Month: "November 2026", Short: "Nov", Score: -50, Count: 2, Critics: 1, Passives: 1,
					X: 144, Y: 100, Width: 72, Height: 40, LabelX: 180, Y2: 154, Few: true,
				},
			},
		},
	}
}

func richTheme() *view.ThemeView {
	day := view.Day{ISO: "2026-11-23", Text: "23 November 2026"}
	quote := view.Quote{
		Text: "Wie exportiere ich <i>Rechnungen</i>?", Language: "de", Who: []string{"How-to", "Customers"}, Day: day,
		URL: "https://desk.example.com/1",
	}
	return &view.ThemeView{
		ThemeRow: view.ThemeRow{
			Title: "Export invoices as a spreadsheet", URL: "/requests/export/", Kind: view.Badge{Class: "asked-request", Text: "Request"},
			Count: 14, Accounts: 9, Value: "151,800 EUR", Amount: 151800, Last: day, Score: "6.5",
			Sources: []string{"Service desk", "Chat"},
			Quotes:  []view.Quote{quote, {Text: "We need it.", Who: []string{"Request"}, Day: day}}, Gap: true,
			Answer:     &view.Link{Title: "Export invoices", URL: "/playbooks/export/"},
			Tied:       []view.Link{{Title: "Exports", URL: "/releases/x/"}},
			ProductIDs: "billing", PlanIDs: "pro", TeamIDs: "customer sales",
		},
		ID: "export", First: day, Kinds: []view.Count{{Title: "Request", Count: 9}}, Teams: []view.Count{{Title: "Customers", Count: 9}},
		Months: []view.Bar{{Title: "October 2026", Count: 4, X: 20, Y: 10, Width: 200, Height: 80}, {Title: "November 2026", X: 380}},
		People: []view.PersonRow{
			{Account: "calm-ibis-43", Teams: "Sales", Value: "42,000 EUR", Last: day, URL: "https://desk.example.com/1"}, {Last: day},
		},
		Launches: []view.Link{{Title: "Exports for all", URL: "/launches/exports/"}}, MorePeople: 2, More: 3,
		Begin: "headsup new playbook --theme export", Name: "headsup inbound themes --name export",
		Merge: "headsup inbound themes --merge export OTHER",
	}
}

// richInbound is what people ask.
func richInbound() *view.InboundView {
	parts := []view.ChartPart{
		{Badge: view.Badge{Class: "kind-how-to", Text: "How-to"}, Count: 3, Percent: 75, Size: 750},
		{Badge: view.Badge{Class: "kind-capability", Text: "What it can do"}, Count: 1, Percent: 25, From: 750, Size: 250},
	}
	chart := view.Chart{Legend: parts, Width: 20, Most: 4, Months: []view.ChartMonth{
		{Title: "October 2026", Short: "Oct", Year: "2026", Left: 1, Middle: "25.00", Count: 4, Height: 1000, Parts: parts},
		{Title: "November 2026, so far", Short: "Nov", Left: 11, Middle: "75.00"},
	}}
	day := view.Day{ISO: "2026-11-23", Text: "23 November 2026"}
	said := []string{"How do I <i>export</i>?"}
	theme := view.Link{Title: "Export invoices", URL: "/requests/export/", Count: 14}
	page := view.Answers{
		Link: view.Link{Title: "Exports", URL: "/playbooks/export/", Count: 9}, Owner: "Billing team", ReviewBy: &day,
		Edit: "https://git.example.com/e",
	}
	return &view.InboundView{
		Records: 214, Days: 90, Questions: 47, Answer: "They still ask how-to.", Trend: "Of 98 questions, most are.",
		Kinds: chart, Answered: chart, AnsweredText: "Of 98 questions, 40% had one.",
		Teams: []view.KindRow{{Link: view.Link{Title: "Customers", Count: 4}, Parts: parts}}, MoreProducts: 3,
		Products: []view.KindRow{{Link: view.Link{Title: "Billing", URL: "/products/billing/", Count: 4}, Parts: parts}},
		Gaps:     []view.Gap{{Link: theme, Accounts: 1, Command: "headsup new playbook --theme export", Said: said}},
		Missed:   []view.Missed{{Link: theme, Page: page.Link, Edit: page.Edit, Said: said}},
		Overdue:  []view.Answers{page}, Pages: []view.Answers{page, {Link: page.Link}},
		Judgement: view.Judgement{
			Unsure: 31, Decided: 12, Examples: 1113, Right: 89, RatherNot: 13, Sure: 94,
			Newest: []view.RecordRef{{Text: "Help!", Day: day, File: "inbound/desk/2026-11.jsonl", Line: 7, Edit: page.Edit}},
		},
		Sources: []view.InboundSource{{Title: "Help desk", Count: 200, Last: &day, Stale: true}, {Title: "Forum", Stale: true}},
		Told:    &view.Told{People: 8, Of: 11, Days: 6},
	}
}

// richLead is what a home page leads with.
func richLead(chrome *view.Chrome, cards []view.Card, groups []view.Group) *view.Lead {
	news := append([]view.Card(nil), cards...)
	news[0].Actions = []view.ActionView{
		{Audience: chrome.Audiences[0], Text: "Show it at renewals."},
		{Audience: chrome.Audiences[2], Text: "Send the <a href=\"/releases/\">note</a>."},
	}
	news[1].Actions, news[1].Changed, news[1].First = news[0].Actions[:1], "2026-11-24", "2026-11-02"
	coming := []view.Card{cards[1]}
	coming[0].Confidence, coming[0].DateLabel = view.Badge{Class: "date-likely", Text: "Likely"}, "Was due"
	roles := []view.Card{{
		Title:  "Sales",
		URL:    "/audiences/sales/",
		Count:  8,
		Newest: &view.Day{ISO: "2026-11-23", Text: "23 November 2026"},
	}}
	return &view.Lead{
		New: view.Group{ID: "releases", Title: "What is new", Cards: news, Most: 6, More: groups[0].More},
		Coming: view.Group{
			ID:    "coming",
			Title: "Coming",
			Cards: coming,
			Most:  5,
			More:  &view.Link{Title: "All upcoming changes", URL: "/coming/"},
		},
		Tasks: []view.Task{{
			Reason:    "missing",
			Text:      "Playbook for Sales is missing",
			Page:      view.Link{Title: "Exports for all", URL: "/launches/exports/"},
			Date:      &view.Day{ISO: "2026-12-01", Text: "1 December 2026"},
			Audiences: []string{"sales"},
			Owner:     "Billing product team",
			Late:      true,
		}},
		TasksMost: 1, MoreTasks: view.Link{URL: "/launches/", Count: 3},
		Reviews: &view.Link{Title: "All reviews", URL: "/reviews/"}, Roles: roles, Products: groups[2].Cards,
	}
}

// richBody has every kind of markup that a Markdown body brings.
const richBody template.HTML = `<p>Until now, customers fetched invoices one by one. With the export, ` +
	`a month of them comes as <strong>one file</strong>, and <code>GET /v2/exports</code> does the same for machines.` +
	`<sup id="fnref:1"><a href="#fn:1" class="footnote-ref" role="doc-noteref">1</a></sup></p>
<h2 id="why">Why it matters<a class="anchor" href="#why" aria-label="Link to this section"></a></h2>
<p>It was the most wished-for change in billing. See <a href="https://docs.example.com/export">the documentation</a>.</p>
<div class="alert alert-note" role="note"><p class="alert-title">Note</p><p>The first export of a large account takes a minute.</p></div>
<div class="alert alert-tip" role="note"><p class="alert-title">Tip</p><p>Filter by month first.</p></div>
<div class="alert alert-important" role="note"><p class="alert-title">Important</p><p>Only owners see the button.</p></div>
<div class="alert alert-warning" role="note"><p class="alert-title">Warning</p><p>The old address goes away in May.</p></div>
<div class="alert alert-caution" role="note"><p class="alert-title">Caution</p><p>Deleting an export cannot be undone.</p></div>
<div class="audience" data-audience="sales"><p class="audience-label">For sales</p><p>Two competitors ask for an add-on here.</p></div>
<h3 id="limits">Limits that customers ask about<a class="anchor" href="#limits" aria-label="Link to this section"></a></h3>
<table><thead><tr><th>Plan</th><th class="align-right">Invoices in one export</th>` +
	`<th class="align-center">Formats</th><th>Kept for</th><th>Who may start it</th></tr></thead>
<tbody><tr><td>Pro</td><td class="align-right">5,000</td><td class="align-center">CSV</td>` +
	`<td>30 days, then it is removed</td><td>Owners and administrators</td></tr>
<tr><td>Enterprise</td><td class="align-right">100,000</td><td class="align-center">CSV, XML</td>` +
	`<td>One year, or as agreed</td><td>Anyone with the billing role</td></tr></tbody></table>
<ul><li><input type="checkbox" checked disabled> Billing</li><li><input type="checkbox" disabled> Reports` +
	`<ul><li>nested, with <kbd>Ctrl</kbd>+<kbd>E</kbd></li></ul></li></ul>
<h2 id="how">How it works<a class="anchor" href="#how" aria-label="Link to this section"></a></h2>
<ol><li>Open <strong>Invoices</strong>.</li><li>Choose a month.</li><li>Press <strong>Export</strong>.</li></ol>
<figure class="code"><figcaption>export.go</figcaption><pre class="chroma" tabindex="0">` +
	`<code class="language-go"><span class="line"><span class="cl"><span class="kd">func</span> ` +
	`<span class="nf">Export</span><span class="p">(</span><span class="nx">month</span> ` +
	`<span class="kt">string</span><span class="p">)</span> <span class="kt">error</span> <span class="p">{</span>
</span></span><span class="line hl"><span class="cl">    <span class="k">return</span> ` +
	`<span class="nx">client</span><span class="p">.</span><span class="nf">Post</span>` +
	`<span class="p">(</span><span class="s">"/v2/exports"</span><span class="p">,</span> ` +
	`<span class="nx">month</span><span class="p">,</span> <span class="nx">withEveryOptionThatThereIs</span>` +
	`<span class="p">,</span> <span class="nx">andAnother</span><span class="p">)</span>
</span></span><span class="line"><span class="cl"><span class="p">}</span>
</span></span></code></pre></figure>
<blockquote><p>It saves us a day each month.</p></blockquote>
<figure><img src="/picture.svg" alt="The export button" width="600" height="200" loading="lazy">` +
	`<figcaption>The button is above the table.</figcaption></figure>
<h2 id="größe">Größe und Format<a class="anchor" href="#größe" aria-label="Link to this section"></a></h2>
<dl><dt>CSV</dt><dd>One line for each invoice.</dd><dt>XML</dt><dd>As the tax office wants it.</dd></dl>
<details><summary>Fields of the file</summary><p>Number, date, amount, tax.</p></details>
<h2 id="faq">Questions<a class="anchor" href="#faq" aria-label="Link to this section"></a></h2>
<p>None so far.</p>
<div class="footnotes" role="doc-endnotes"><hr><ol><li id="fn:1"><p>For accounts on the new billing. ` +
	`<a href="#fnref:1" class="footnote-backref" role="doc-backlink">↩︎</a></p></li></ol></div>`
