package generator

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"headsup/generator/compile/content"
	"headsup/generator/diag"
	"headsup/generator/inbound/answer"
	"headsup/generator/inbound/classify"
	"headsup/generator/inbound/record"
	"headsup/generator/inbound/report"
	"headsup/generator/inbound/themes"
	"headsup/generator/inbound/voice"
	"headsup/generator/link"
	"headsup/generator/publish/search"
	"headsup/generator/publish/search/index"
	"headsup/generator/read/calendar"
	"headsup/generator/read/source"
	"headsup/generator/render/compose"
)

// inbound is what the folder of records holds.
type inbound struct {
	files   []source.File
	records []record.Record
	known   themes.Themes // what people decided about themes
	told    []record.Told
	found   []diag.Diagnostic // of the files alone
	sorted  func() sorted
}

// sorted is what is known of records without the site.
type sorted struct {
	items    []report.Item
	themes   themes.Themes
	accuracy classify.Accuracy
	asked    []link.Theme
}

// readInbound reads the records of the folder, unless they are known and none of the
// names that have changed is one of theirs, and checks them against the site.
func (in *inputs) readInbound(changed []string) {
	ours := func(name string) bool { return name == record.Folder || strings.HasPrefix(name, record.Folder+"/") }
	switch {
	case len(in.tree.Inbound) == 0:
		in.inbound = inbound{}
		in.inboundDiags = nil
		return
	case slices.ContainsFunc(changed, ours) || !slices.Equal(in.inbound.files, in.tree.Inbound):
		in.inbound = inbound{files: in.tree.Inbound}
		in.inbound.records, in.inbound.found = record.Load(in.fsys, in.keeps())
		told, wrong := record.LoadTold(in.fsys)
		in.inbound.told = told
		in.inbound.found = slices.Concat(in.inbound.found, in.readThemes(), wrong)
		in.inbound.sorted = sync.OnceValue(in.inbound.sort(in.cfg.Language, in.keeps()))
	}
	renamed := func(file string) string { return in.renames()[file] }
	in.inboundDiags = slices.Concat(in.inbound.found, record.Check(in.inbound.records, in.cfg.Config, in.hasPage, renamed),
		record.CheckTold(in.inbound.told, in.cfg.Config, in.hasPage, renamed))
}

// laterRecords reports records of days after the one of the build.
func (in *inputs) laterRecords() []diag.Diagnostic {
	zone := cmp.Or(in.cfg.TimeZone, time.UTC)
	year, month, day := in.opt.Now.In(zone).Date()
	return record.CheckDates(in.inbound.records, time.Date(year, month, day+1, 0, 0, 0, 0, zone))
}

// readThemes reads what people decided about themes, and reports what is wrong with it.
func (in *inputs) readThemes() []diag.Diagnostic {
	if !slices.ContainsFunc(in.tree.Inbound, func(f source.File) bool { return f.Path == themes.File }) {
		return nil
	}
	text, err := record.Read(in.fsys, themes.File)
	if err != nil {
		return []diag.Diagnostic{diag.New("inbound-themes", diag.Position{Path: themes.File}, reason(err), "")}
	}
	known, found := themes.Parse(themes.File, text)
	in.inbound.known = known
	return found
}

// sort returns what sorts the records when that is first needed.
func (in *inbound) sort(language string, kept record.Kept) func() sorted {
	records, known := in.records, in.known
	return func() sorted {
		s := sorted{}
		s.items, s.themes, s.accuracy = report.Sort(record.Order(records), language, known, kept)
		s.asked = voice.Themes(s.items, s.themes, known)
		return s
	}
}

// keeps is where is kept what was found out about records. A build without a cache needs it only
// once; a preview comes back to it also when its cache is temporary.
func (in *inputs) keeps() record.Kept {
	if in.opt.Out != "" && in.cache.temporary != "" || program() == "" {
		return record.Kept{}
	}
	return record.Kept{Cache: in.cache.Cache, Program: Version + " " + program()}
}

// keepsAnswers is where answers are kept. A preview keeps none, as each edit of a page changes all of them.
func (in *inputs) keepsAnswers() record.Kept {
	if in.opt.Out == "" {
		return record.Kept{}
	}
	return in.keeps()
}

// heard reports whether a build shows what came back.
func (in *inputs) heard() bool {
	return in.opt.Visibility != content.Public && len(in.inbound.records) > 0
}

// asked returns what linking has to know of what came back.
func (in *inputs) asked() []link.Theme {
	if !in.heard() {
		return nil
	}
	defer in.steps.begin("questions", 0).end()
	return in.inbound.sorted().asked
}

// told returns what linking has to know of who was told.
func (in *inputs) told() (list []link.Told) {
	if !in.heard() {
		return nil
	}
	for _, t := range in.inbound.told {
		at, err := time.ParseInLocation(time.DateOnly, t.At, cmp.Or(in.cfg.TimeZone, time.UTC))
		if err != nil {
			continue // reading has checked it
		}
		who := link.Person{Account: t.Account, Record: t.Record}
		list = append(list, link.Told{Page: t.Page, Person: who.Key(), At: calendar.Date{Time: at}, Team: t.Team})
	}
	return list
}

// answers are what is made once for all pages of a site, when the first of them needs it.
type answers struct {
	ctx   context.Context       //nolint:containedctx // ends the making of pages for which nobody waits any more
	index *kept[search.Files]   // the search index, when questions are answered
	said  *kept[voice.Input]    // what people said, and which pages answer it
	voice *kept[*compose.Voice] // what pages show of that

	before *compose.Voice // what pages show until voice is made; nil: they wait for it
	memory *answer.Memory // of pages that were read; nil keeps nothing
}

// kept is a value that is made when it is first asked for, and then kept. What has failed is
// tried again.
type kept[T any] struct {
	make  func(context.Context) (T, error)
	mu    sync.Mutex
	value atomic.Pointer[T]
}

func (k *kept[T]) get(ctx context.Context) (value T, err error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if done := k.value.Load(); done != nil {
		return *done, nil
	}
	if value, err = k.make(ctx); err == nil {
		k.value.Store(&value)
	}
	return value, err
}

// heard returns what pages show of what people said: what was known before, as long as
// that of now has not been made.
func (a *answers) heard() (*compose.Voice, error) {
	if last := a.last(); last != nil {
		return last, nil
	}
	return a.voice.get(a.ctx)
}

// last is the newest that is known of what people said, nil when nothing is.
func (a *answers) last() *compose.Voice {
	if done := a.voice.value.Load(); done != nil {
		return *done
	}
	return a.before
}

// hear says what pages show of what people said.
func (w *writer) hear(ctx context.Context) (*compose.Voice, error) {
	said, err := w.said.get(ctx)
	if err != nil {
		return nil, err
	}
	return voice.New(said), nil
}

// answer finds out which pages answer what people asked.
func (w *writer) answer(ctx context.Context) (said voice.Input, err error) {
	defer w.in.steps.begin("answers", 0).end()
	files, err := w.index.get(ctx)
	if err != nil {
		return said, err
	}
	engine, err := search.Open(files)
	if err != nil {
		return said, fmt.Errorf("open the search index: %w", err)
	}
	finder, err := answer.New(ctx, engine, answer.PagesOf(w.site), w.site.Config.Language, w.memory)
	if err != nil {
		return said, err
	}
	s := w.in.inbound.sorted()
	items := s.items
	if w.in.opt.Out == "" {
		items = slices.Clone(items) // previews have these in common, and a build makes one site of them
	}
	kept := w.in.keepsAnswers()
	root := sha256.Sum256(files[index.RootFile])
	kept.Program += " " + hex.EncodeToString(root[:])
	if err := report.FindAnswers(ctx, items, finder, kept); err != nil {
		return said, err
	}
	return voice.Input{Site: w.site, Items: items, Themes: s.themes, Accuracy: s.accuracy}, nil
}

// hasPage reports whether a path is that of a page.
func (in *inputs) hasPage(name string) bool {
	i, found := slices.BinarySearchFunc(in.tree.Files, name, func(f source.File, name string) int { return strings.Compare(f.Path, name) })
	return found && in.tree.Files[i].Markdown
}
