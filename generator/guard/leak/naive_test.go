package leak

import (
	"math/rand/v2"
	"net/url"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"headsup/generator/diag"
)

// naive finds what a LeakCheck should, without hashes, tables and filters: with
// words as strings, one character at a time.
type naive struct {
	secrets []Secret       // of distinct positions, in their order
	long    map[string]int // windows to indices of secrets
	short   map[string][]int
	said    map[string]bool
}

type naiveWord struct {
	letters    string
	number     bool
	start, end int
}

type naiveStream struct {
	words []naiveWord
	near  int
	isTag bool
}

func joined(words []naiveWord) string {
	var b strings.Builder
	for _, w := range words {
		b.WriteString(w.letters)
		b.WriteString(map[bool]string{true: "#", false: " "}[w.number])
	}
	return b.String()
}

func tellingWords(words []naiveWord) int {
	seen := map[string]bool{}
	for _, w := range words {
		if w.end-w.start >= 3 && !w.number {
			seen[w.letters] = true
		}
	}
	return len(seen)
}

func newNaive(public []string, secrets []Secret) *naive {
	n := &naive{secrets: secrets, long: map[string]int{}, short: map[string][]int{}, said: map[string]bool{}}
	had := map[Secret]bool{}
	for i, s := range n.secrets {
		texts := []string{s.Text}
		if s.Kind == Address {
			s.Text = strings.Trim(strings.TrimSuffix(s.Text, "index.html"), "/")
			texts = []string{s.Text}
			n.secrets[i].Text = s.Text
		}
		if key := (Secret{Text: s.Text, Kind: s.Kind}); had[key] {
			continue
		} else {
			had[key] = true
		}
		for _, text := range texts {
			words := wordsOf(text)
			size := len(words)
			switch {
			case size == 0:
			case s.Kind == Address:
				key := joined(words[max(0, size-window):])
				if !slices.Contains(n.short[key], i) {
					n.short[key] = append(n.short[key], i)
				}
			case size >= window:
				for j := window; j <= size; j++ {
					if part := words[j-window : j]; tellingWords(part) >= 3 {
						if _, had := n.long[joined(part)]; !had {
							n.long[joined(part)] = i
						}
					}
				}
			case size >= 3 && tellingWords(words) >= 2, s.Kind == Title && letterCount(text) >= 3:
				n.short[joined(words)] = append(n.short[joined(words)], i)
			}
		}
	}
	for _, text := range public {
		for _, m := range []mode{plainText, htmlText} {
			readNaively([]byte(text), m, func(st *naiveStream) {
				st.each(func(words []naiveWord, near bool) {
					key := joined(words)
					n.said[words[0].letters] = true
					if len(words) == window {
						delete(n.long, key)
					}
					if near {
						n.short[key] = slices.DeleteFunc(n.short[key], func(i int) bool {
							return n.secrets[i].Kind != Address || n.isAddress(i, []byte(text), words)
						})
					}
				})
			})
		}
	}
	return n
}

// each calls f with the rows of words that end with the last one.
func (st *naiveStream) each(f func(words []naiveWord, near bool)) {
	for size := 1; size <= min(window, len(st.words)); size++ {
		f(st.words[len(st.words)-size:], size <= st.near)
	}
}

func (n *naive) isAddress(i int, data []byte, words []naiveWord) bool {
	var st stream
	for _, w := range words {
		st.push(0, w.start, w.end)
	}
	return (&LeakCheck{shorts: []short{{text: n.secrets[i].Text}}}).isAddress(0, data, &st)
}

// distinctive reports whether no public text says one of the words.
func (n *naive) distinctive(words []naiveWord) bool {
	return slices.ContainsFunc(words, func(w naiveWord) bool {
		return w.end-w.start >= 3 && !w.number && !n.said[w.letters] && !strings.Contains(" the open use of ", " "+w.letters+" ")
	})
}

// isSlug reports whether the words are joined as in an address or, a single one,
// a part of it.
func isSlug(data []byte, words []naiveWord) bool {
	last := words[len(words)-1]
	if len(words) == 1 {
		before, behind := string(data[:last.start]), string(data[last.end:])
		return (strings.HasSuffix(before, "/") && !strings.HasSuffix(before, "</") || strings.HasSuffix(before, "#")) &&
			(behind == "" || behind[0] == '/' || behind[0] == '.' || !inURL(behind[0]))
	}
	for i, w := range words[1:] {
		if !slices.Contains([]string{"-", "_", "+", ".", "%20", "%2B", "%2b", "&#43;"}, string(data[words[i].end:w.start])) {
			return false
		}
	}
	return true
}

// scan returns the positions of the secrets that are in a file.
func (n *naive) scan(file string, data []byte) []diag.Position {
	found := map[int]bool{}
	m, ok := modeOf(file)
	if !ok {
		return nil
	}
	row := 0
	readNaively(data, m, func(st *naiveStream) {
		st.each(func(words []naiveWord, near bool) {
			key := joined(words)
			if len(words) == window {
				i, ok := n.long[key]
				switch {
				case ok && near:
					found[i] = true
				case st.isTag:
				case !ok, near:
					row = 0
				default:
					if row++; row >= window {
						found[i] = true
					}
				}
			}
			if !near {
				return
			}
			for _, i := range n.short[key] {
				s := n.secrets[i]
				if s.Kind == Address {
					found[i] = found[i] || n.isAddress(i, data, words)
					continue
				}
				same := true
				for j, w := range wordsOf(s.Text) {
					same = same && s.Text[w.start:w.end] == string(data[words[j].start:words[j].end])
				}
				slug := isSlug(data, words)
				if (same || s.Kind == Title && slug || len(words) >= 3 && tellingWords(words) >= 2) &&
					(!slug || n.distinctive(words)) {
					found[i] = true
				}
			}
		})
	})
	var at []diag.Position
	for i, yes := range found {
		if yes {
			at = append(at, n.secrets[i].Position)
		}
	}
	return sorted(at)
}

func sorted(at []diag.Position) []diag.Position {
	slices.SortFunc(at, func(a, b diag.Position) int { return a.Line - b.Line })
	return at
}

func wordsOf(text string) []naiveWord {
	var words []naiveWord
	readNaively([]byte(text), plainText, func(st *naiveStream) { words = st.words })
	return words
}

// readNaively calls visit after each word with the stream that it belongs to.
func readNaively(data []byte, m mode, visit func(*naiveStream)) {
	var text, tag naiveStream
	var word, saved naiveWord
	cur := &text
	jsonOn, script, lines := m == jsonText, false, false
	end := func() {
		if word.letters != "" {
			b := data[word.start]
			word.number = '0' <= b && b <= '9'
			cur.words = append(cur.words, word)
			cur.near++
			visit(cur)
		}
		word = naiveWord{}
	}
	leave := func() {
		end()
		cur, word, saved = &text, saved, naiveWord{}
	}
	data = norm.NFC.Bytes(data)
	for i := 0; i < len(data); {
		r, size := utf8.DecodeRune(data[i:])
		markup := m.markup()
		raw := markup
		switch {
		case r == '&' && markup:
			r, size = entity(data[i:], m == xmlText)
			raw = false
			markup = m == xmlText && (r == '<' && size == len("&lt;") || r == '>')
		case r == '\\' && jsonOn:
			r, size = escape(data[i:])
			raw = false
		}
		if r == '%' {
			for n := 1; n <= utf8.UTFMax && i+3*n <= len(data); n++ {
				text, err := url.PathUnescape(string(data[i : i+3*n]))
				if c, k := utf8.DecodeRuneInString(text); err == nil && c != utf8.RuneError && k == n && len(text) == n {
					r, size, raw, markup = c, 3*n, false, false
					if c < ' ' || strings.ContainsRune("<>\"'", c) {
						r = ' '
					}
					break
				}
			}
		}
		at, next := i, i+size
		i = next
		switch {
		case r == '<' && markup:
			j := next
			if j < len(data) && data[j] == '\\' && jsonOn {
				j++
			}
			closing := j < len(data) && data[j] == '/'
			if closing {
				j++
			}
			k := j
			for k < len(data) && data[k] < utf8.RuneSelf && (unicode.IsLetter(rune(data[k])) || k > j && unicode.IsDigit(rune(data[k]))) {
				k++
			}
			name := strings.ToLower(string(data[j:k]))
			if script && (!closing || name != "script") || cur == &tag ||
				name == "" && (j == len(data) || data[j] != '!' && data[j] != '?') {
				end()
				continue
			}
			if name == "script" && m == htmlText {
				script, jsonOn = !closing, !closing
			}
			if !slices.Contains(strings.Fields("a abbr b bdi bdo cite code data del dfn em "+
				"font i ins kbd mark q s samp small span strong sub time u var wbr"), name) {
				end()
				text.near = 0
			}
			saved, word = word, naiveWord{}
			tag, cur = naiveStream{isTag: true}, &tag
			i = j
		case r == '>' && markup && cur == &tag:
			leave()
		case r == '"' && raw && jsonOn:
			end()
			if cur == &tag {
				leave()
				end()
			}
			text.near = 0
			rest := strings.ToLower(string(data[next:min(len(data), next+6)]))
			lines = m == jsonText && !strings.HasPrefix(rest, "<") && rest != `\u003c`
		case (r == '\n' || r == cellEnd) && (m == plainText || m == proseText && (next == len(data) ||
			data[next] < utf8.RuneSelf && !unicode.IsLetter(rune(data[next])))),
			jsonOn && lines && cur == &text && (string(data[at:next]) == `\n` || string(data[at:next]) == `\t`):
			end()
			text.near = 0
		case (r == '"' || r == '\'' && data[at] != '\\') && m.markup():
			end()
			if cur == &tag {
				tag.near = 0
			}
		case unicode.In(r, unicode.Cf, unicode.Variation_Selector), r == joiner:
		case unicode.IsLetter(r), unicode.IsMark(r), unicode.IsDigit(r), unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana):
			alone := unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana)
			if alone {
				end()
			} else {
				r = unicode.ToLower(r)
			}
			if word.letters == "" {
				word.start = at
			}
			word.letters += string(r)
			word.end = next
			if alone {
				end()
			}
		default:
			end()
		}
	}
	end()
	if cur == &tag {
		leave()
		end()
	}
}

// differs compares a check with a naive one.
func differs(t *testing.T, public []string, secrets []Secret, file string, data []byte) (findings int) {
	t.Helper()
	for i := range secrets {
		secrets[i].Position = diag.Position{Path: place.Path, Line: i + 1}
	}
	var got []diag.Position
	for _, d := range newCheck(public, secrets).Scan(file, data) {
		got = append(got, d.Position)
	}
	want := newNaive(public, slices.Clone(secrets)).scan(file, data)
	if len(want) > maxReports && len(got) == maxReports {
		return len(got)
	}
	if !slices.Equal(sorted(got), want) {
		t.Errorf("secrets %q\npublic %q\n%s: %q\ngot %v, want %v", secrets, public, file, data, got, want)
	}
	return len(want)
}

// A check finds what a naive one does, in texts of few words and much markup.
func TestFindsAsNaively(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 4))
	words := strings.Fields("Falcon falcon the ends discount of 30 3rd über naïve " +
		"internationalization interoperability1 eightlet sevenle releases 来月 カ x Q4")
	between := []string{
		" ", " ", " ", " ", " ", ", ", "-", "-", "_", "%20", "%C3%BC", "#", "/", "/", "<b>", "</b>", " <p class=\"the falcon\">",
		"</p>\n", "<", "> ", "&amp;", "&nbsp;", "&uuml;", "&lt;b&gt;",
		"&lt;p title=&quot;the ends&quot;&gt;", "\\n", "\\u003cp\\u003e", "\\u003c/b\\u003e",
		"\\\"", "\"", "'", "\u00ad", "…", "<script>", "<\\/script>", "</script>",
		"<!-- ", " -->", "&#39;", "\xff", "<a href=\"/releases/falcon/\">", "",
	}
	text := func(n, plain int) string {
		var b strings.Builder
		for range n {
			b.WriteString(words[rng.IntN(len(words))])
			if rng.IntN(100) < plain {
				b.WriteString(" ")
			} else {
				b.WriteString(between[rng.IntN(len(between))])
			}
		}
		return b.String()
	}
	files := []string{"a.html", "a.json", "feed.xml", "_redirects", "a.png"}
	findings := 0
	for range 3000 {
		var secrets []Secret
		var parts []string
		for range 1 + rng.IntN(6) {
			kind := Kind(rng.IntN(3))
			s := text(1+rng.IntN(9), 95)
			if kind == Address {
				s = strings.ReplaceAll(text(1+rng.IntN(4), 100), " ", "/")
			}
			secrets = append(secrets, Secret{Text: s, Kind: kind})
			parts = append(parts, s, text(rng.IntN(6), 50))
		}
		rng.Shuffle(len(parts), func(i, j int) { parts[i], parts[j] = parts[j], parts[i] })
		data := strings.Join(parts, between[rng.IntN(len(between))])
		public := []string{text(rng.IntN(12), 80)}
		findings += differs(t, public, secrets, files[rng.IntN(len(files))], []byte(data))
		if t.Failed() {
			return
		}
	}
	if findings < 1000 {
		t.Errorf("only %d findings to compare", findings)
	}
}
