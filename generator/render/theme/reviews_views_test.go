package theme

import "headsup/generator/view"

// richReviews has an owner with pages of both kinds, one with more than there is room
// for, and pages that nobody owns.
func richReviews() *view.ReviewsView {
	row := func(title, state, class string) view.ReviewRow {
		return view.ReviewRow{
			Title: title, URL: "/playbooks/answer/", KindTitle: "Playbook",
			Products: []view.Link{{Title: "Billing", URL: "/products/billing/"}, {Title: "Reports", URL: "/products/reports/"}},
			Date:     *richDay("2026-11-03", "3 November 2026"),
			State:    view.Badge{Class: class, Text: state},
			Edit:     "https://git.example.com/edit/playbooks/answer.md",
		}
	}
	asked := row("How to answer a customer who asks for their money back", "3 weeks overdue", "review-overdue")
	asked.Asked = "asked 14 times in the last 90 days"
	french := row("Exporter <toutes> les factures", "due in 5 days", "review-soon")
	french.Language = "fr"
	plain := view.ReviewRow{
		Title: "How we work", URL: "/work/", KindTitle: "Page", Date: *richDay("2024-11-03", "3 November 2024"),
		State: view.Badge{Class: "review-overdue", Text: "2 years overdue"},
	}
	return &view.ReviewsView{
		Overdue: 4, Soon: 1, Dated: 120, Within: 30,
		Owners: []view.ReviewOwner{
			{
				ID: "owner-billing-lead", Title: "Billing lead", Overdue: 1, Soon: 1,
				Rows: []view.ReviewRow{asked, french},
			},
			{ID: "owner-ops", Title: "Product operations", Overdue: 2, Rows: []view.ReviewRow{plain}, Rest: 1},
			{ID: "no-owner", Title: "No owner", Overdue: 1, Rows: []view.ReviewRow{plain}},
		},
	}
}
