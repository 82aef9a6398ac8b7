package theme

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"

	"headsup/generator/diag"
	"headsup/generator/view/words"
)

const assetRoot = "assets/"

// supplied are the assets that every theme has, from the generator if from
// nowhere else.
var supplied = append([]string{HighlightCSS, SearchEngine, SearchWorker, EmbedScript, NewsScript}, EmbedParts...)

// bundle is a theme's assets, built: references resolved and names
// fingerprinted.
type bundle struct {
	files fileSet
	base  string // base path in URLs
	words *words.Words
	built map[string]*built // by path in the theme

	open []string // the chain of files that are being built, to find cycles
	list []diag.Diagnostic
}

// built is one finished asset.
type built struct {
	name  string // in the output folder, "site.3f2a9c1b.css"
	data  []byte
	part  bool     // of a style sheet or a bundle
	named bool     // a layout or a style sheet refers to it by its name
	loads []*built // what a script names
}

// reference is a place in a style sheet or a script that names another file.
type reference struct {
	start, end int          // bytes of the text to be replaced, quotes included
	dest       string       // as written
	imports    bool         // style sheets: an @import, with start and end around the whole rule
	condition  []styleToken // of an @import, behind the URL
}

// buildAssets builds all assets of a theme.
func buildAssets(files fileSet, opt Options) (*bundle, []diag.Diagnostic) {
	b := &bundle{files: withSupplied(files, opt.Supplied), base: opt.BasePath, words: words.For(opt.Language), built: map[string]*built{}}
	for _, p := range b.files.under(assetRoot) {
		b.build(p)
	}
	return b, b.list
}

// withSupplied returns a copy of a set with the supplied assets that it lacks.
func withSupplied(files fileSet, data map[string][]byte) fileSet {
	set := maps.Clone(files)
	for _, name := range supplied {
		if _, own := set[assetRoot+name]; !own {
			set[assetRoot+name] = file{data: data[name], finished: true}
		}
	}
	return set
}

// isScript reports whether a file is JavaScript.
func isScript(p string) bool { return strings.HasSuffix(p, ".js") || strings.HasSuffix(p, ".mjs") }

// build returns the finished asset at a path that exists. A file that cannot be
// built is reported once and has its own bytes.
func (b *bundle) build(p string) *built {
	if done, ok := b.built[p]; ok {
		return done
	}
	b.open = append(b.open, p)
	f := b.files[p]
	out := &built{data: f.data, part: f.bundled}
	switch {
	case strings.HasSuffix(p, ".css"):
		out.data = b.styleSheet(p, f.data)
	case isScript(p):
		out.data, out.loads = b.script(p, f.data)
		out.data = b.say(p, out.data)
		if !f.finished {
			out.data = minifyScript(out.data)
		}
	}
	sum := sha256.Sum256(out.data)
	ext := path.Ext(p)
	out.name = strings.TrimSuffix(path.Base(p), ext) + "." + hex.EncodeToString(sum[:4]) + ext
	b.open = b.open[:len(b.open)-1]
	b.built[p] = out
	return out
}

// scheme matches what begins with a URL's scheme, such as data: or https:.
var scheme = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9+.-]*:`)

// resolve returns the asset that a relative reference leads to and the part of
// the reference behind the path ("?x#y"). It is nil for references that lead
// elsewhere, and for broken ones, which it reports.
func (b *bundle) resolve(from string, ref reference) (target *built, suffix string) {
	dest := ref.dest
	if i := strings.IndexAny(dest, "?#"); i >= 0 {
		dest, suffix = dest[:i], dest[i:]
	}
	if scheme.MatchString(dest) {
		return nil, ""
	}
	u, err := url.Parse(dest)
	if dest == "" || err == nil && (u.Host != "" || strings.HasPrefix(dest, "/")) {
		return nil, ""
	}
	pos := position(from, b.files[from].data, ref.start)
	if err != nil {
		b.fail(pos, "the reference "+quote(ref.dest)+" is not a URL", "")
		return nil, ""
	}
	p := path.Join(path.Dir(from), u.Path)
	if _, ok := b.files[p]; !ok || !strings.HasPrefix(p, assetRoot) {
		b.fail(pos, "there is no asset "+quote(ref.dest), diag.DidYouMean(strings.TrimPrefix(p, assetRoot), b.names()))
		return nil, ""
	}
	if i := slices.Index(b.open, p); i >= 0 {
		chain := append(slices.Clone(b.open[i:]), p)
		b.fail(pos, "files refer to each other in a circle: "+strings.Join(chain, " > "),
			"a name with a fingerprint needs files without circles; move what both need to a third file")
		return nil, ""
	}
	return b.build(p), suffix
}

// say puts the words of the interface into a script.
func (b *bundle) say(p string, script []byte) []byte {
	script, unknown := b.words.Script(script)
	for _, key := range unknown {
		at := bytes.Index(b.files[p].data, []byte(key))
		b.fail(position(p, b.files[p].data, at), unknownWord(key, b.words), "")
	}
	return script
}

// unknownWord is the message about a key that the catalogue of words does not have.
func unknownWord(key string, w *words.Words) string {
	message := "there is no text " + quote(key) + " in the catalogue"
	if s := diag.Suggest(key, w.Keys()); s != "" {
		message += ", did you mean " + quote(s) + "?"
	}
	return message
}

func (b *bundle) fail(pos diag.Position, message, hint string) {
	d := b.files.fail(pos, message, hint)
	d.Source = sourceLine(b.files[pos.Path].data, pos.Line)
	b.list = append(b.list, d)
}

// use makes sure that an asset is published, by its name in layouts. It reports
// whether there is such an asset.
func (b *bundle) use(name string) bool {
	a, ok := b.built[assetRoot+name]
	if ok {
		a.named = true
	}
	return ok
}

// url returns the URL of an asset by its name in layouts ("css/site.css").
func (b *bundle) url(name string) (string, bool) {
	a, ok := b.built[assetRoot+name]
	if !ok {
		return "", false
	}
	return b.base + assetRoot + url.PathEscape(a.name), true
}

// names returns the names that url knows.
func (b *bundle) names() []string {
	var list []string
	for _, p := range b.files.under(assetRoot) {
		list = append(list, strings.TrimPrefix(p, assetRoot))
	}
	return list
}

// assets returns the files to be published, by path: those that are not only
// parts of others, and what they name.
func (b *bundle) assets() []Asset {
	var list []Asset
	published := map[*built]bool{}
	var publish func(a *built)
	publish = func(a *built) {
		if published[a] {
			return
		}
		published[a] = true
		list = append(list, Asset{Path: assetRoot + a.name, Data: a.data})
		for _, target := range a.loads {
			publish(target)
		}
	}
	for _, a := range b.built {
		if a.named || !a.part {
			publish(a)
		}
	}
	slices.SortFunc(list, func(x, y Asset) int { return strings.Compare(x.Path, y.Path) })
	// Files of one name and one content in two folders are one file.
	return slices.CompactFunc(list, func(x, y Asset) bool { return x.Path == y.Path })
}

// quote puts a text from a file into a message.
func quote(s string) string { return `"` + s + `"` }
