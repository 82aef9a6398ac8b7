package check

import (
	"math/bits"
	"unicode"
	"unicode/utf8"
)

// window is the length of a shingle, in words.
const window = 6

// stream is the words that were read last: those of the text, or those inside
// a tag.
type stream struct {
	ring  [8]read
	words int // how many words stand in a row
	near  int // how many of them in the same element or value
}

// read is a word that was read, at data[start:end].
type read struct {
	hash       uint64
	start, end int
}

func (s *stream) push(r read) {
	s.words++
	s.near++
	s.ring[s.words%len(s.ring)] = r
}

// last returns a word by its distance from the newest, 0 to window-1.
func (s *stream) last(i int) *read { return &s.ring[uint(s.words-i)%uint(len(s.ring))] }

// windows sets the sums of the last 1 to n words.
func (s *stream) windows(sums *[window + 1]uint64, n int) {
	sum, power := uint64(0), uint64(1)
	for i := range min(n, window) {
		sum += s.last(i).hash * power
		power *= factor
		sums[i+1] = mix(sum, uint64(i+1))
	}
}

// window returns the sum of the last n words.
func (s *stream) window(n int) uint64 {
	sum, power := uint64(0), uint64(1)
	for i := range n {
		sum += s.last(i).hash * power
		power *= factor
	}
	return mix(sum, uint64(n))
}

const factor = 0x9e3779b97f4a7c15

// mix spreads a sum over all bits, another way for each length.
func mix(sum, n uint64) uint64 {
	hi, lo := bits.Mul64(sum^n*0xd6e8feb86659fd93, 0xa0761d6478bd642f)
	return hi ^ lo
}

// telling counts the different words of three letters or more among the last
// n. Runs of numbers and of single letters say nothing: dates, pagers, tables.
func (s *stream) telling(n int) int {
	count := 0
next:
	for i := range n {
		r := s.last(i)
		if r.end-r.start < 3 || r.hash&numeric != 0 {
			continue
		}
		for j := range i {
			if s.last(j).hash == r.hash {
				continue next
			}
		}
		count++
	}
	return count
}

// spells reports whether the last n words of the data are written as in words,
// capitals included.
func (s *stream) spells(data []byte, n int, words string) bool {
	same := true
	i := n - 1
	scan([]byte(words), plainText, func(w *stream) bool {
		if same = same && i >= 0; same {
			a, b := s.last(i), w.last(0)
			same = string(data[a.start:a.end]) == words[b.start:b.end]
		}
		i--
		return same
	})
	return same && i == -1
}

// mode says what in a file is not text.
type mode uint8

const (
	plainText mode = iota // words, all else parts them
	htmlText              // tags and entities
	xmlText               // the same, and escaped HTML inside
	jsonText              // strings with escapes, and HTML inside
)

// scanner reads words from bytes: runs of letters and digits of any script,
// lower case. Ideographs and kana are a word each, as nothing parts them.
//
// Tags do not part the words of a sentence. Their own words, of attribute
// values mostly, are a stream of their own, so that links do not interrupt the
// text. A tag that is not closed takes in what follows; its words are still
// read.
type scanner struct {
	data   []byte
	mode   mode
	json   bool // escapes of JSON are in force
	script bool // inside a script element
	text   stream
	tag    stream
	cur    *stream
	visit  func(*stream) bool
	done   bool

	word  word // that is being read
	saved word // that an inline tag interrupts
}

// word is a word that may still go on.
type word struct {
	in         bool // there is one
	hash       uint64
	start, end int
}

// add takes one more character, which stands at data[from:to].
func (w *word) add(c uint64, from, to int) {
	if !w.in {
		*w = word{in: true, hash: hashSeed, start: from}
	}
	w.hash = (w.hash ^ c) * hashPrime
	w.end = to
}

// numeric marks the hash of a word that begins with a digit.
const numeric = 1

const (
	hashSeed  = 0xcbf29ce484222325
	hashPrime = 0x100000001b3
)

// scan calls visit after each word with the stream that it belongs to, until
// visit returns false.
func scan(data []byte, m mode, visit func(*stream) bool) {
	s := scanner{data: data, mode: m, json: m == jsonText, visit: visit}
	s.cur = &s.text
	s.run()
}

// class maps ASCII to what it is to the scanner: a lower-case letter or digit,
// a space, or a byte to look at.
var class = func() (c [256]byte) {
	for i := range c {
		switch b := byte(i); {
		case '0' <= b && b <= '9', 'a' <= b && b <= 'z':
			c[i] = b
		case 'A' <= b && b <= 'Z':
			c[i] = b + 'a' - 'A'
		case b >= utf8.RuneSelf, b == '<', b == '>', b == '&', b == '\\', b == '"', b == '\'':
			c[i] = look
		default:
			c[i] = part
		}
	}
	return c
}()

const (
	part byte = iota // parts words
	look             // needs a closer look
)

func (s *scanner) run() {
	data := s.data
	for i := 0; i < len(data) && !s.done; {
		switch c := class[data[i]]; c {
		case part:
			s.endWord()
			i++
		case look:
			i = s.special(i)
		default:
			w := s.word
			if !w.in {
				w = word{in: true, hash: hashSeed, start: i}
			}
			for {
				w.hash = (w.hash ^ uint64(c)) * hashPrime
				if i++; i == len(data) {
					break
				}
				if c = class[data[i]]; c <= look {
					break
				}
			}
			w.end = i
			s.word = w
		}
	}
	s.endWord()
	if s.cur == &s.tag {
		s.leaveTag()
		s.endWord()
	}
}

func (s *scanner) endWord() {
	if !s.word.in {
		return
	}
	s.word.in = false
	if s.done {
		return
	}
	h := mix(s.word.hash, 0) &^ numeric
	if b := s.data[s.word.start]; '0' <= b && b <= '9' {
		h |= numeric
	}
	s.cur.push(read{h, s.word.start, s.word.end})
	s.done = !s.visit(s.cur)
}

// special reads what starts at i and is more than a letter or a separator. It
// returns where to go on.
func (s *scanner) special(i int) int {
	switch c := s.data[i]; {
	case c >= utf8.RuneSelf:
		r, size := utf8.DecodeRune(s.data[i:])
		s.rune(r, i, i+size)
		return i + size
	case s.mode == plainText:
		s.endWord()
		return i + 1
	case c == '<':
		return s.angle(i + 1)
	case c == '&':
		r, size := entity(s.data[i:], s.mode == xmlText)
		if r == '<' && s.mode == xmlText && size == len("&lt;") {
			return s.angle(i + size)
		}
		if r == '>' && s.cur == &s.tag && s.mode == xmlText {
			s.leaveTag()
			return i + size
		}
		if r == '"' || r == '\'' {
			s.quote()
		} else {
			s.rune(r, i, i+size)
		}
		return i + size
	case c == '\\' && s.json:
		r, size := escape(s.data[i:])
		switch {
		case r == '<':
			return s.angle(i + size)
		case r == '>' && s.cur == &s.tag:
			s.leaveTag()
		case r == '"':
			s.quote()
		default:
			s.rune(r, i, i+size)
		}
		return i + size
	case c == '>' && s.cur == &s.tag:
		s.leaveTag()
	case c == '"' && s.json:
		// The end of a value, whatever was open in it.
		s.endWord()
		if s.cur == &s.tag {
			s.leaveTag()
			s.endWord()
		}
		s.text.near = 0
	case c == '"' || c == '\'':
		s.quote()
	default:
		s.endWord()
	}
	return i + 1
}

// quote ends a word and, in a tag, an attribute's value.
func (s *scanner) quote() {
	s.endWord()
	if s.cur == &s.tag {
		s.tag.near = 0
	}
}

// rune takes one decoded character that stands at data[from:to].
func (s *scanner) rune(r rune, from, to int) {
	switch {
	case unicode.Is(unicode.Cf, r):
		// Soft hyphens, joiners and the like are inside words.
	case unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana):
		s.endWord()
		s.word.add(uint64(r), from, to)
		s.endWord()
	case unicode.IsLetter(r), unicode.IsMark(r), unicode.IsDigit(r):
		s.word.add(uint64(unicode.ToLower(r)), from, to)
	default:
		s.endWord()
	}
}

// angle reads a less-than sign, behind which data[next:] stands, and enters a
// tag if it begins one.
func (s *scanner) angle(next int) int {
	i := next
	if i < len(s.data) && s.data[i] == '\\' && s.json {
		i++
	}
	closing := i < len(s.data) && s.data[i] == '/'
	if closing {
		i++
	}
	name := tagName(s.data[i:])
	switch {
	case s.script && (!closing || name != "script"), s.cur == &s.tag,
		name == "" && (i == len(s.data) || s.data[i] != '!' && s.data[i] != '?'):
		s.endWord()
		return next
	case name == "script" && s.mode == htmlText:
		// Its strings have JSON's escapes, and its less-than signs begin no
		// tags.
		s.script, s.json = !closing, !closing
	}
	if !inline(name) {
		s.endWord()
		s.text.near = 0
	}
	s.saved, s.word = s.word, word{}
	s.tag = stream{}
	s.cur = &s.tag
	return i
}

func (s *scanner) leaveTag() {
	s.endWord()
	s.cur = &s.text
	s.word, s.saved = s.saved, word{}
}

// tagName returns the element's name at the beginning of data, in lower case;
// of long names a part.
func tagName(data []byte) string {
	var name [12]byte
	n := 0
	for n < len(data) && n < len(name) {
		c := class[data[n]]
		if c <= look || n == 0 && c <= '9' {
			break
		}
		name[n] = c
		n++
	}
	return string(name[:n])
}

// inline reports whether an element stands inside a sentence and does not even
// part the letters before it from those behind it.
func inline(name string) bool {
	switch name {
	case "a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins", "kbd",
		"mark", "q", "s", "samp", "small", "span", "strong", "sub", "time", "u", "var", "wbr":
		return true
	}
	return false
}
