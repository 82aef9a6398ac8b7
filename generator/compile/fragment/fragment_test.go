package fragment_test

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"headsup/generator/compile/content"
	"headsup/generator/compile/fragment"
	"headsup/generator/compile/markdown"
)

// line writes a token as one line: what it is, its name or text, its attributes.
func line(kind fragment.Kind, tag atom.Atom, text string, attrs []string) string {
	return fmt.Sprintf("%d %s %q %q", kind, tag, text, attrs)
}

func tokens(src string) []string {
	var out []string
	for t := range fragment.Tokens(src) {
		var attrs []string
		text := ""
		if t.Kind == fragment.Text {
			text = t.Text()
		}
		for key, value := range t.Attrs.All() {
			attrs = append(attrs, key, value)
		}
		out = append(out, line(t.Kind, t.Tag, text, attrs))
	}
	return out
}

// reference reads HTML with the tokenizer of browsers.
func reference(src string) []string {
	var out []string
	for z := html.NewTokenizer(strings.NewReader(src)); z.Next() != html.ErrorToken; {
		t := z.Token()
		var attrs []string
		for _, a := range t.Attr {
			attrs = append(attrs, a.Key, a.Val)
		}
		switch t.Type {
		case html.TextToken:
			out = append(out, line(fragment.Text, 0, t.Data, nil))
		case html.EndTagToken:
			out = append(out, line(fragment.End, t.DataAtom, "", nil))
		case html.StartTagToken:
			out = append(out, line(fragment.Start, t.DataAtom, "", attrs))
		default:
			out = append(out, t.String())
		}
	}
	return out
}

// compiled yields the HTML of our own content, and of what other tools left.
func compiled(t *testing.T, yield func(name, page string)) {
	t.Helper()
	compiler, cfg, pages := markdown.New(markdown.Options{}), content.DefaultConfig(), 0
	for _, root := range []string{"../../../content", "../../testdata/adopted"} {
		err := filepath.WalkDir(filepath.FromSlash(root), func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || filepath.Ext(name) != ".md" {
				return err
			}
			text, err := os.ReadFile(name)
			if err != nil {
				return err
			}
			_, body, _ := content.Parse(cfg, filepath.ToSlash(name), text)
			doc := compiler.Compile(markdown.Input{Body: body, Line: 1})
			pages++
			yield(filepath.ToSlash(name), string(doc.Full.Splice(nil, func(_ int, r markdown.Ref) string {
				return ` href="` + html.EscapeString(r.Dest) + `"`
			})))
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if pages < 50 {
		t.Fatalf("only %d pages", pages)
	}
}

// Of what the compiler writes nothing is read in another way than by browsers.
func TestTokensOfPages(t *testing.T) {
	compiled(t, func(name, page string) {
		got, want := tokens(page), reference(page)
		if !slices.Equal(got, want) {
			at := 0
			for at < min(len(got), len(want)) && got[at] == want[at] {
				at++
			}
			t.Errorf("%s: token %d is %q, want %q", name, at, got[at:min(at+1, len(got))], want[at:min(at+1, len(want))])
		}
	})
}

func TestTokens(t *testing.T) {
	for _, src := range []string{
		"", "text", "a &lt;b&gt; &amp;amp; &#34;&nbsp;c", "<p>a</p>", `<p class="a b" id="x">a<br>b</p>`,
		`<input type="checkbox" checked disabled> x`, `<a href="/?a=1&amp;b=2" title="&#34;&gt;">x</a>`, `<x-y>z</x-y>`,
		`<img alt="" loading="lazy">`, `<b title="a > b">c</b>`,
	} {
		if got, want := tokens(src), reference(src); !slices.Equal(got, want) {
			t.Errorf("%s: got %q, want %q", src, got, want)
		}
	}
}

// Tokens are the fragment, one behind the other, up to a tag that has no end.
func FuzzTokens(f *testing.F) {
	for _, src := range []string{"a<b>c", `<a href="x`, "<", "</", "<>", "</>", `<a ="x"=>`, `<a  b = "c">`, "a<b"} {
		f.Add(src)
	}
	f.Fuzz(func(t *testing.T, src string) {
		at := 0
		for token := range fragment.Tokens(src) {
			if token.Offset != at || token.Raw == "" || !strings.HasPrefix(src[at:], token.Raw) {
				t.Fatalf("%q: the token %q at %d, want one at %d", src, token.Raw, token.Offset, at)
			}
			for key := range token.Attrs.All() {
				if key == "" {
					t.Fatalf("%q: an attribute without a name in %q", src, token.Raw)
				}
			}
			at += len(token.Raw)
		}
		if rest := src[at:]; rest != "" && rest[0] != '<' {
			t.Fatalf("%q: %q was not read", src, rest)
		}
	})
}

func TestAttributes(t *testing.T) {
	const a = fragment.Attributes(` class="alert alert-note" title="a &quot;b&quot;" open`)
	if got := a.Get("title"); got != `a "b"` {
		t.Errorf("title is %q", got)
	}
	if _, ok := a.Lookup("open"); !ok {
		t.Error("open is not there")
	}
	if _, ok := a.Lookup("note"); ok {
		t.Error("note is there")
	}
	for class, want := range map[string]bool{"alert": true, "alert-note": true, "note": false, "open": false, "": false} {
		if a.HasClass(class) != want {
			t.Errorf("of the class %q: %v", class, !want)
		}
	}
}

func TestTokensAllocateNothing(t *testing.T) {
	page := strings.Repeat(`<p class="a b">text <b>and</b> more<br><a class="anchor" href="#x">y</a></p>`, 10)
	found := 0
	if n := testing.AllocsPerRun(10, func() {
		for token := range fragment.Tokens(page) {
			if token.Attrs.HasClass("anchor") {
				found++
			}
		}
	}); n > 0 {
		t.Errorf("%v allocations", n)
	}
	if found == 0 {
		t.Error("no anchor was found")
	}
}
