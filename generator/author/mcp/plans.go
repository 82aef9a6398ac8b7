package mcp

import (
	"context"

	"headsup/generator/compile/content"
	"headsup/generator/link/launch"
	"headsup/generator/render/portable"
	"headsup/generator/view"
)

// Plans is a part of answers of which customers are told nothing.
type Plans struct {
	State
	Public bool `json:"public" jsonschema:"Always false: all of it is for colleagues."`
}

// ComingOutput is what the tool coming answers.
type ComingOutput struct {
	Plans
	Coming []Ahead `json:"coming" jsonschema:"The nearest day first, then what has begun, then what has no date."`
}

// Ahead is a page about something that has not happened.
type Ahead struct {
	Page
	Confidence string `json:"confidence,omitempty" jsonschema:"How sure the date is: high, medium or low."`
	Readiness  string `json:"readiness,omitempty" jsonschema:"How far the pieces of a launch are."`
}

func coming(_ context.Context, site *Site, in Scope) (out ComingOutput, err error) {
	out = ComingOutput{Plans: Plans{State: stateOf(site)}, Coming: []Ahead{}}
	if err := in.check(site); err != nil {
		return out, err
	}
	for _, p := range site.Upcoming {
		if !in.has(p) {
			continue
		}
		item := Ahead{Page: pageOf(site, p), Confidence: string(p.Release.Confidence)}
		if p.Kind == content.Launch {
			item.Readiness = launch.Readiness(site.Site, p).Text
		}
		out.Coming = append(out.Coming, item)
	}
	return out, nil
}

// LaunchInput is what the tool launch takes.
type LaunchInput struct {
	Launch string `json:"launch" jsonschema:"Id, address or path of the launch, or of a page that belongs to it."`
}

// LaunchOutput is what it answers.
type LaunchOutput struct {
	Plans
	Launch     Page     `json:"launch"`
	Confidence string   `json:"confidence,omitempty" jsonschema:"How sure the date is: high, medium or low."`
	Ready      int      `json:"ready"`
	Required   int      `json:"required" jsonschema:"How many pieces its stage requires."`
	Missing    []string `json:"missing" jsonschema:"Required and not ready."`
	Pieces     []Piece  `json:"pieces"`
	ToDo       []ToDo   `json:"to_do"`
	Asked      int      `json:"asked" jsonschema:"How many people asked for what it brings."`
	Told       int      `json:"told" jsonschema:"So many of them were told that it is there."`
}

// Piece is a piece of a launch.
type Piece struct {
	Title    string `json:"title"`
	Required bool   `json:"required"`
	Ready    bool   `json:"ready"`
	State    string `json:"state"`
	Note     string `json:"note,omitempty"`
	Pages    []Ref  `json:"pages"`
}

// Ref leads to a page.
type Ref struct {
	Title   string `json:"title"`
	Address string `json:"address"`
}

// ToDo is what an audience has to do for a launch.
type ToDo struct {
	Audience string   `json:"audience"`
	Do       []string `json:"do"`
	Lacks    []string `json:"lacks" jsonschema:"Required for this audience and not ready."`
}

func readiness(_ context.Context, site *Site, in LaunchInput) (out LaunchOutput, err error) {
	p, err := launchOf(site, in.Launch)
	if err != nil {
		return out, err
	}
	out = LaunchOutput{
		Plans: Plans{State: stateOf(site)}, Launch: pageOf(site, p), Confidence: string(p.Release.Confidence),
		Missing: []string{}, Pieces: []Piece{}, ToDo: []ToDo{},
	}
	r := launch.Readiness(site.Site, p)
	out.Ready, out.Required, out.Missing = r.Ready, r.Required, append(out.Missing, r.Missing...)
	for i, list := range [][]view.Piece{r.Pieces, r.More} {
		for _, piece := range list {
			out.Pieces = append(out.Pieces, Piece{
				Title: piece.Title, Required: i == 0, Ready: piece.Ready, State: piece.State.Text, Note: piece.Note,
				Pages: refs(site, piece.Pages),
			})
		}
	}
	for _, todo := range launch.ToDo(site.Site, p, r) {
		out.ToDo = append(out.ToDo, ToDo{Audience: todo.Audience.Title, Do: tasks(&todo), Lacks: append([]string{}, todo.Lacks...)})
	}
	loop := launch.NewLoop(site.Site, p)
	out.Asked, out.Told = len(loop.Asked), loop.Told
	return out, nil
}

// tasks are what an audience is to do, in words.
func tasks(todo *view.ToDo) []string {
	out := []string{}
	if text := fold(portable.Text([]byte(todo.Text))); text != "" {
		out = append(out, text)
	}
	for _, list := range [][]view.ToDoItem{todo.Items, todo.More} {
		for _, item := range list {
			out = append(out, item.Page.Title+": "+fold(portable.Text([]byte(item.Text))))
		}
	}
	return out
}

// refs makes links of the site absolute.
func refs(site *Site, links []view.Link) []Ref {
	out := make([]Ref, len(links))
	for i, l := range links {
		out[i] = Ref{l.Title, absolute(site, l.URL)}
	}
	return out
}

// absolute makes a root-relative URL absolute; "" stays so.
func absolute(site *Site, href string) string {
	if href == "" {
		return ""
	}
	return site.Absolute(href[min(len(site.BasePath()), len(href)):])
}

// QuestionsOutput is what the tool questions answers.
type QuestionsOutput struct {
	Plans
	Records bool  `json:"records" jsonschema:"Whether the site knows what people ask at all."`
	Themes  []Gap `json:"themes" jsonschema:"What was asked for in the last 90 days and no page answers, the most frequent first."`
}

// Gap is what people ask and no page answers.
type Gap struct {
	Title     string   `json:"title"`
	Address   string   `json:"address,omitempty" jsonschema:"Page of the theme."`
	Questions int      `json:"questions"`
	Accounts  int      `json:"accounts" jsonschema:"So many accounts asked."`
	Said      []string `json:"said" jsonschema:"A few of the questions, as people asked them."`
	Begin     string   `json:"begin" jsonschema:"Command that begins a page that answers."`
}

// NoInput is what tools take that take nothing.
type NoInput struct{}

func questions(_ context.Context, site *Site, _ NoInput) (out QuestionsOutput, err error) {
	out = QuestionsOutput{Plans: Plans{State: stateOf(site)}, Records: site.HasInbound(), Themes: []Gap{}}
	if site.Gaps == nil {
		return out, nil
	}
	gaps, err := site.Gaps()
	for _, g := range gaps {
		out.Themes = append(out.Themes, Gap{
			Title: g.Title, Address: absolute(site, g.URL), Questions: g.Count, Accounts: g.Accounts,
			Said: append([]string{}, g.Said...), Begin: g.Command,
		})
	}
	return out, err
}
