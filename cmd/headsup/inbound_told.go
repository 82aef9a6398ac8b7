package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"headsup/generator"
	"headsup/generator/compile/content"
	"headsup/generator/inbound/record"
	"headsup/generator/link"
	"headsup/generator/link/launch"
	"headsup/generator/view/label"
)

// toldFlags are the flags of inbound told.
type toldFlags struct {
	build             buildFlags
	accounts, records words
	all               bool
	on, team          string
}

func (m *mainCmd) inboundTold(ctx context.Context, args []string) error {
	flags := m.flags("inbound told", "Record who has been told that what they asked for has shipped.\n"+
		"Without --account, --record or --all, list who still needs to be notified about a page, with a message to send.\n"+
		"Notifications are recorded in content/"+record.ToldFile+".")
	flags.takes = " PAGE"
	flags.examples = []string{
		"headsup inbound told releases/2026-11-30-export.md",
		"headsup inbound told releases/2026-11-30-export.md --account quiet-otter-42 --team success",
		"headsup inbound told launches/export.md --all --on 2026-11-30",
	}
	f := toldFlags{}
	flags.StringVar(&f.build.Content, "content", "content", "`folder` with the content")
	flags.StringVar(&f.build.Config, "config", "", "configuration `file` (default headsup.yaml in the content folder)")
	flags.Var(&f.accounts, "account", "`label` of an account that was notified; may be given several times")
	flags.Var(&f.records, "record", "`source/id` of a record without an account; may be given several times")
	flags.BoolVar(&f.all, "all", false, "everyone who still needed to be notified has been notified")
	flags.StringVar(&f.on, "on", "", "the `day` on which they were told (default today)")
	flags.StringVar(&f.team, "team", "", "`id` of the team that told them")
	flags.StringVar(&f.build.now, "now", "", "as if it were this `time`, such as 2026-11-23 or 2026-11-23T09:00:00Z")
	rest, err := flags.parseWith(args, 1)
	if err != nil {
		return err
	}
	if err := f.build.finish(); err != nil {
		return err
	}
	if len(rest) == 0 {
		return fmt.Errorf("%w: say which page they were told of: headsup inbound told releases/export.md", generator.ErrUsage)
	}
	chosen := f.all || len(f.accounts)+len(f.records) > 0
	if !chosen && (f.on != "" || f.team != "") {
		return fmt.Errorf("%w: say who was notified, with --account, --record or --all", generator.ErrUsage)
	}
	// What is written may be about pages of which nobody knows yet.
	f.build.Drafts, f.build.Future = true, true
	preview, done, err := m.preview(ctx, f.build.Options)
	if err != nil {
		return err
	}
	defer done()
	site := preview.Site()
	page, err := toldPage(site, f.build.Content, rest[0])
	if err != nil {
		return err
	}
	loop := launch.NewLoop(site, page)
	if len(loop.Themes) == 0 {
		return fmt.Errorf("%s does not say which requests it ships\n"+
			"hint: name the themes in its front matter, as in requests: [ID]; headsup inbound themes lists the ids", page.Source)
	}
	if !chosen {
		return m.listUntold(site, loop, contentFlag(f.build.Content))
	}
	lines, err := f.lines(site, loop)
	if err != nil {
		return err
	}
	if err := writeTold(f.build.Content, lines); err != nil {
		return err
	}
	left := loop.Left() - news(loop, lines)
	_, err = fmt.Fprintf(m.Stdout, "%s: %s told, %d left to tell\n", page.Source, people(len(lines)), left)
	return err
}

func people(n int) string {
	if n == 1 {
		return "1 person"
	}
	return strconv.Itoa(n) + " people"
}

// news is how many of the people in lines were not told before.
func news(loop *launch.Loop, lines []record.Told) (n int) {
	for i := range loop.Asked {
		a := &loop.Asked[i]
		if a.Told.IsZero() && slices.ContainsFunc(lines, func(t record.Told) bool { return keyOf(t) == a.Key() }) {
			n++
		}
	}
	return n
}

func keyOf(t record.Told) string {
	who := link.Person{Account: t.Account, Record: t.Record}
	return who.Key()
}

// toldPage finds a page by its path in the content folder, or from where one is.
func toldPage(site *link.Site, folder, name string) (*link.Page, error) {
	var known []string
	inside := filepath.ToSlash(name)
	if rel, err := filepath.Rel(folder, name); err == nil && filepath.IsLocal(rel) {
		inside = filepath.ToSlash(rel)
	}
	for _, p := range site.All {
		if p.Source == inside || p.Source == strings.TrimPrefix(filepath.ToSlash(name), "/") {
			return p, nil
		}
		if p.Kind == content.ReleaseNote || p.Kind == content.Launch {
			known = append(known, p.Source)
		}
	}
	return nil, unknownID(fmt.Sprintf("there is no page %q in %s", name, folder), inside, known)
}

// lines are what the flags say, as lines of the file.
func (f *toldFlags) lines(site *link.Site, loop *launch.Loop) ([]record.Told, error) {
	today := site.Now.In(site.Config.TimeZone).Format(time.DateOnly)
	on := today
	if f.on != "" {
		if _, err := time.Parse(time.DateOnly, f.on); err != nil {
			return nil, fmt.Errorf("%w: --on takes a date such as 2026-11-30, not %q", generator.ErrUsage, f.on)
		}
		if on = f.on; on > today {
			return nil, fmt.Errorf("%w: --on %s has not come", generator.ErrUsage, on)
		}
	}
	if f.team != "" {
		var teams []string
		for _, a := range site.Config.Audiences {
			teams = append(teams, a.ID)
		}
		if !slices.Contains(teams, f.team) {
			return nil, unknownID(fmt.Sprintf("--team: there is no team %q", f.team), f.team, teams)
		}
	}
	chosen := map[string]bool{}
	for _, a := range f.accounts {
		chosen["account "+a] = true
	}
	for _, r := range f.records {
		chosen["record "+r] = true
	}
	var out []record.Told
	for i := range loop.Asked {
		a := &loop.Asked[i]
		if !chosen[a.Key()] && !(f.all && a.Told.IsZero()) {
			continue
		}
		delete(chosen, a.Key())
		t := record.Told{Page: loop.Page.Source, Account: a.Account, At: on, Team: f.team}
		if a.Account == "" {
			t.Record = a.Record
		}
		out = append(out, t)
	}
	return out, unasked(loop, chosen, f.accounts, f.records)
}

// unasked reports people who asked for nothing that the page brings: they are mistyped.
func unasked(loop *launch.Loop, left map[string]bool, accounts, records []string) error {
	for _, list := range []struct {
		kind  string
		names []string
	}{{"account", accounts}, {"record", records}} {
		var known []string
		for i := range loop.Asked {
			if kind, name, _ := strings.Cut(loop.Asked[i].Key(), " "); kind == list.kind {
				known = append(known, name)
			}
		}
		for _, name := range list.names {
			if left[list.kind+" "+name] {
				return unknownID(fmt.Sprintf("the %s %q did not ask for what %s brings", list.kind, name, loop.Page.Source), name, known)
			}
		}
	}
	return nil
}

// writeTold puts lines into the file. Mistakes in it are an error: they would be lost.
func writeTold(folder string, lines []record.Told) error {
	release, err := holdInbound(folder)
	if err != nil {
		return err
	}
	defer release()
	told, found := record.LoadTold(os.DirFS(folder))
	if len(found) > 0 {
		return fmt.Errorf("nothing was written, because these lines would be lost:\n%s", listed(found))
	}
	text, err := record.AppendTold(nil, record.MergeTold(told, lines...))
	if err != nil {
		return err
	}
	return writeInboundFile(folder, record.ToldFile, text)
}

const themeShown = 90 // code points of a theme's title

// listUntold lists who is still to be told, with what to send.
func (m *mainCmd) listUntold(site *link.Site, loop *launch.Loop, folder string) error {
	var b strings.Builder
	for _, t := range loop.Themes {
		fmt.Fprintf(&b, "%s  %s\n", count(t.Count, "record"), printable(label.Clip(t.Title, themeShown)))
	}
	when := "it has not shipped yet"
	if !loop.Shipped.IsZero() {
		when = "shipped on " + loop.Shipped.Format(time.DateOnly)
	}
	fmt.Fprintf(&b, "%s asked, %d of them told; %s\n", people(len(loop.Asked)), loop.Told, when)
	for _, team := range loop.ByTeam(site) {
		left := slices.DeleteFunc(slices.Clone(team.Asked), func(a launch.Asker) bool { return !a.Told.IsZero() })
		if len(left) == 0 {
			continue
		}
		fmt.Fprintf(&b, "\n%s\n", printable(team.Title))
		for i := range left {
			a := &left[i]
			name := a.Account
			if name == "" {
				name = "record " + a.Record
			}
			fmt.Fprintf(&b, "  %s  asked on %s", printable(name), a.First.In(site.Config.TimeZone).Format(time.DateOnly))
			if url := label.WebAddress(a.URL); url != "" {
				fmt.Fprintf(&b, "  %s", printable(url))
			}
			b.WriteString("\n")
		}
	}
	if loop.Left() > 0 {
		b.WriteString("\nA text to send:\n\n")
		for line := range strings.SplitSeq(launch.Message(site, loop.Page), "\n") {
			b.WriteString(strings.TrimRight("  "+printable(line), " ") + "\n")
		}
		if !loop.Page.Public {
			b.WriteString("\nCustomers cannot open the page: make sure that they may know what the text says.\n")
		}
		fmt.Fprintf(&b, "\nWhen you have told them all: %s\n", launch.Command(loop.Page)+" --all"+folder)
	}
	_, err := io.WriteString(m.Stdout, b.String())
	return err
}
