package theme

import "headsup/generator/view"

func richDay(iso, text string) *view.Day { return &view.Day{ISO: iso, Text: text} }

// richPlan is that of a launch with a piece in each state.
func richPlan() *view.LaunchView {
	return &view.LaunchView{
		Stage: view.Badge{Class: "stage-ga", Text: "GA"}, Ahead: true, Confidence: view.Badge{Class: "date-likely", Text: "Likely"},
		Readiness: &view.Readiness{
			Ready: 1, Required: 3, Text: "1 of 3 ready", Missing: []string{"Playbook for Sales (draft)", "Snippet"},
			Pieces: []view.Piece{
				{
					Title:    "Release note",
					State:    view.Badge{Class: "piece-overdue", Text: "Review overdue"},
					Ready:    true,
					Pages:    []view.Link{{Title: "Export", URL: "/releases/export/"}, {Title: "Import", URL: "/releases/import/"}},
					Rest:     2,
					ReviewBy: richDay("2027-06-01", "1 June 2027"),
					Owners:   []string{"Ann", "Bob"},
				},
				{
					Title:    "Playbook for Sales",
					Audience: view.Link{Title: "Sales", URL: "/audiences/sales/"},
					State:    view.Badge{Class: "piece-draft", Text: "Draft"},
				},
				{Title: "Snippet", State: view.Badge{Class: "piece-missing", Text: "Missing"}},
			},
			More: []view.Piece{
				{
					Title: "Pages",
					State: view.Badge{Class: "piece-scheduled", Text: "Held back"},
					Ready: true,
					Note:  "until 25 January 2027",
				},
				{Title: "Playbook", State: view.Badge{Class: "piece-ready", Text: "Ready"}, Ready: true},
				{Title: "Snippets", State: view.Badge{Class: "piece-done", Text: "Done"}, Ready: true},
			},
		},
		ToDo: []view.ToDo{
			{
				ID:       "sales",
				Audience: view.Link{Title: "Sales", URL: "/audiences/sales/"},
				Text:     "Bring it up.",
				Lacks:    []string{"Playbook for Sales is a draft"},
			},
			{
				ID:       "for-support",
				Audience: view.Link{Title: "Support"},
				Items: []view.ToDoItem{
					{Page: view.Link{Title: "Export", URL: "/releases/export/"}, KindTitle: "Release note", Text: "<em>Ask</em> first."},
					{Page: view.Link{Title: "Answer", URL: "/playbooks/answer/"}, KindTitle: "Playbook", Text: "Ask first."},
				},
				More: []view.ToDoItem{{
					Page:      view.Link{Title: "Older", URL: "/releases/older/"},
					KindTitle: "Release note",
					Text:      "Read it, too.",
				}},
			},
		},
		Calendar: &view.CalendarLink{
			URL:     "/launches/export/launch.ics",
			Address: "https://enablement.example.com/launches/export/launch.ics",
		},
	}
}

func richLaunches() *view.LaunchesView {
	rows := []view.LaunchRow{
		{
			Title:      "Export invoices",
			URL:        "/launches/export/",
			Date:       richDay("2027-01-25", "25 January 2027"),
			Confidence: view.Badge{Class: "date-likely", Text: "Likely"},
			Badges:     []view.Badge{{Class: "stage-ga", Text: "GA"}, {Class: "embargo", Text: "Not public yet"}},
			Owner:      "Ann",
			Products:   []view.Link{{Title: "Billing", URL: "/products/billing/"}},
			Readiness:  richPlan().Readiness,
		},
		{
			Title:      "Audit log",
			URL:        "/launches/audit/",
			Date:       richDay("2027-03", "March 2027"),
			Confidence: view.Badge{Class: "date-rough", Text: "Rough"},
			Readiness: &view.Readiness{
				Required: 1,
				Text:     "0 of 1 ready",
				Missing:  []string{"Snippet"},
				Pieces:   []view.Piece{{Title: "Snippet", State: view.Badge{Class: "piece-missing", Text: "Missing"}}},
			},
		},
		{Title: "Sign in with a directory", URL: "/launches/directory/", Readiness: &view.Readiness{}},
	}
	return &view.LaunchesView{
		Title: "Launches", Ahead: rows, Past: rows[:1], Total: 214,
		Pager: view.Pager{
			Number: 2,
			Total:  3,
			Prev:   "/launches/",
			Next:   "/launches/page/3/",
			Pages:  []view.Link{{Title: "1", URL: "/launches/"}, {Title: "2"}, {Title: "3", URL: "/launches/page/3/"}},
		},
		Calendar: &view.CalendarLink{URL: "/launches.ics", Address: "https://enablement.example.com/launches.ics"},
	}
}

func richComing() *view.ComingView {
	item := func(title, stage, products, audiences string, date *view.Day) view.ComingItem {
		return view.ComingItem{
			Title:       title,
			URL:         "/releases/" + title + "/",
			KindTitle:   "Release note",
			Summary:     "One sentence that says what it is.",
			Stage:       stage,
			Date:        date,
			ProductIDs:  products,
			AudienceIDs: audiences,
			Products:    []view.Link{{Title: "Billing", URL: "/products/billing/"}},
		}
	}
	sorted := item("sorted", "planned", "billing reports", "sales", richDay("2026-10-15", "15 October 2026"))
	launch := item("export", "launching", "billing", "support", richDay("2026-12-08", "8 December 2026"))
	sorted.DateLabel = "Was due"
	launch.KindTitle, launch.Ready, launch.Confidence = "Launch", "3 of 5 ready", view.Badge{Class: "date-sure", Text: "Sure"}
	launch.Badges = []view.Badge{{Class: "embargo", Text: "Not public yet"}}
	rough := item("columns", "beta", "reports", "sales support", richDay("2026-12", "December 2026"))
	undated := item("maps", "planned", "mobile", "", nil)
	rough.Confidence = view.Badge{Class: "date-rough", Text: "Rough"}
	var weeks []view.Week
	for at := 0; at < 35; at += 7 {
		var w view.Week
		for i := at; i < at+7; i++ {
			d := view.WeekDay{Number: i}
			if i == 8 {
				d.Count, d.URL = 1, "#day-2026-12-08"
			}
			w.Days = append(w.Days, d)
		}
		weeks = append(weeks, w)
	}
	return &view.ComingView{
		Title: "Coming", Total: 4, InPlace: true,
		Filters: []view.Filter{
			{
				Key:   "product",
				Title: "Product",
				Choices: []view.Choice{
					{Title: "All products", URL: "/coming/", Count: 4, Current: true},
					{Title: "Billing", Value: "billing", URL: "/coming/products/billing/", Count: 2},
					{Title: "Reports", Value: "reports", URL: "/coming/products/reports/", Count: 2},
				},
			},
			{
				Key:   "audience",
				Title: "For",
				Choices: []view.Choice{
					{Title: "Everyone", URL: "/coming/", Count: 4, Current: true},
					{Title: "Support", Value: "support", URL: "/coming/audiences/support/", Count: 2},
				},
			},
		},
		Columns: []view.ComingColumn{
			{
				ID:    "planned",
				Title: "Planned",
				Text:  "Decided.",
				Items: []view.ComingItem{sorted, undated},
				Total: 44,
				More:  &view.Link{Title: "Search for all", URL: "/search/?stage=planned"},
			},
			{ID: "alpha", Title: "Alpha", Text: "A few try it."},
			{ID: "beta", Title: "Beta", Text: "Open.", Items: []view.ComingItem{rough}, Total: 1},
			{ID: "launching", Title: "Launching", Text: "For all.", Items: []view.ComingItem{launch}, Total: 1},
		},
		Months: []view.ComingMonth{{
			ID:    "2026-12",
			Title: "December 2026",
			Weeks: weeks,
			Days: []view.ComingDay{{
				ID:      "day-2026-12-08",
				Date:    view.Day{ISO: "2026-12-08", Text: "8 December 2026"},
				Weekday: "Tue",
				Number:  8,
				Items:   []view.ComingItem{launch},
			}},
			Rough: []view.ComingItem{rough},
		}},
		Undated:  []view.ComingItem{undated},
		Calendar: &view.CalendarLink{URL: "/launches.ics", Address: "https://enablement.example.com/launches.ics"},
	}
}
