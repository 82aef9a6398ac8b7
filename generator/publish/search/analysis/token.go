package analysis

import (
	"unicode"
	"unicode/utf8"
)

// Token is one token of a text.
type Token struct {
	// Text is valid until yield returns.
	Text []byte
	// Start and End are the bytes of the text that the token stands for.
	Start, End int
	// Position counts primary tokens, from 0.
	Position int
	// Variant is set when the token is another form of its run: the whole of
	// several parts, or a part of a whole.
	Variant bool
	// Whole is a variant that stands for its entire run.
	Whole bool
	// Run counts runs, from 0. Each bigram is a run of its own.
	Run int
}

// longest is how many bytes of a run are read as one token. What is longer is
// no word that anybody searches for.
const longest = 96

// Scanner reads tokens. Its zero value is ready; it keeps memory from one text
// to the next and is for one goroutine.
type Scanner struct {
	text  string
	yield func(Token)
	pos   int // position of the next primary token
	run   int
	buf   []byte // of the token or part
	whole []byte // of a compound
	small []byte // of a piece of a part
}

// Scan calls yield with the tokens of a text, in order of their runs. It returns
// how many positions and runs the text has.
func (s *Scanner) Scan(text string, yield func(Token)) (positions, runs int) {
	s.text, s.yield, s.pos, s.run = text, yield, 0, 0
	for i := 0; i < len(text); {
		size := wordSize(text[i:])
		if size == 0 {
			i += skipSize(text[i:])
			continue
		}
		end, sort := runEnd(text, i)
		s.read(i, end, sort)
		i = end
	}
	return s.pos, s.run
}

// shape is what a run may hold, so that most are read in a simple way.
type shape uint8

const (
	connected shape = 1 << iota // connectors, or more than ASCII
	mixed                       // digits, or capitals that are not the first letter
)

// runEnd returns the end of the run that begins at i, and its shape.
func runEnd(text string, i int) (end int, sort shape) {
	start := i
	for i < len(text) {
		c := text[i]
		if c < utf8.RuneSelf {
			k := class[c]
			if k&isWord != 0 {
				if k&isDigit != 0 || k&isUpper != 0 && i > start {
					sort |= mixed
				}
				i++
				continue
			}
			if k&isConnector == 0 || wordSize(text[i+1:]) == 0 {
				return i, sort
			}
			sort |= connected
			i++
			continue
		}
		sort |= connected
		if size := wordSize(text[i:]); size > 0 {
			i += size
			continue
		}
		if size := len(apostrophe); len(text) >= i+size && text[i:i+size] == apostrophe && wordSize(text[i+size:]) > 0 {
			i += size
			continue
		}
		if size := hiddenSize(text[i:]); size > 0 && wordSize(text[i+size:]) > 0 {
			i += size
			continue
		}
		return i, sort
	}
	return i, sort
}

// hiddenSize returns the size in bytes of the characters that a text begins with and nobody
// sees: soft hyphens and those without a width. Inside a word they are no end of it.
func hiddenSize(text string) int {
	for i, r := range text {
		switch r {
		case 0xad, 0x200b, 0x200c, 0x200d, 0x2060, 0xfeff:
		default:
			return i
		}
	}
	return len(text)
}

// apostrophe is the typographic one.
const apostrophe = "’"

const (
	isWord      = 1 << iota // ASCII letter or digit
	isConnector             // joins two parts of a run
	isUpper
	isLower
	isDigit
)

// class is what each ASCII byte is.
var class = func() (t [utf8.RuneSelf]uint8) {
	for c := byte('a'); c <= 'z'; c++ {
		t[c] = isWord | isLower
		t[c-'a'+'A'] = isWord | isUpper
	}
	for c := byte('0'); c <= '9'; c++ {
		t[c] = isWord | isDigit
	}
	for _, c := range ".:_-'" {
		t[c] = isConnector
	}
	return t
}()

func classOf(c byte) uint8 {
	if c < utf8.RuneSelf {
		return class[c]
	}
	return 0
}

// wordSize returns the size in bytes of the letter, digit or mark that a text
// begins with, 0 when it begins with none.
func wordSize(text string) int {
	if text == "" {
		return 0
	}
	if c := text[0]; c < utf8.RuneSelf {
		if class[c]&isWord != 0 {
			return 1
		}
		return 0
	}
	r, size := utf8.DecodeRuneInString(text)
	if r == utf8.RuneError && size == 1 {
		return 0
	}
	if unicode.In(r, unicode.L, unicode.N, unicode.M) {
		return size
	}
	return 0
}

func skipSize(text string) int {
	if text[0] < utf8.RuneSelf {
		return 1
	}
	_, size := utf8.DecodeRuneInString(text)
	return size
}

// read gives the tokens of the run from start to end.
func (s *Scanner) read(start, end int, sort shape) {
	raw := s.text[start:end]
	if sort&connected == 0 {
		s.single(start, end, sort)
		return
	}
	if hasUnspaced(raw) {
		s.unspaced(start, end)
		return
	}
	parts := s.split(start, end)
	switch {
	case len(parts) == 1:
		s.single(start, end, sort|mixed)
	case isVersion(raw):
		s.version(start, end)
	default:
		s.compound(start, end, parts)
	}
}

type span struct{ start, end int }

// split cuts a run at its connectors; apostrophes join.
func (s *Scanner) split(start, end int) []span {
	var parts []span
	from := start
	for i := start; i < end; i++ {
		if c := classOf(s.text[i]); c&isConnector != 0 && s.text[i] != '\'' {
			parts = append(parts, span{from, i})
			from = i + 1
		}
	}
	return append(parts, span{from, end})
}

// single reads a run of one part, with the signs behind it that are part of a
// name: C++, C#.
func (s *Scanner) single(start, end int, sort shape) {
	suffix := ""
	if end < len(s.text) {
		switch rest := s.text[end:]; {
		case rest[0] == '+' && len(rest) >= 2 && rest[1] == '+':
			suffix = "++"
		case rest[0] == '#' && end-start == 1 && wordSize(rest[1:]) == 0:
			suffix = "#"
		}
	}
	s.buf = appendFolded(s.buf[:0], s.text[start:end])
	s.buf = append(s.buf, suffix...)
	if s.emit(s.buf, start, end+len(suffix), false, false) {
		if sort&mixed != 0 {
			s.pieces(start, end)
		}
		s.pos++
	}
	s.run++
}

// compound reads a run of several parts.
func (s *Scanner) compound(start, end int, parts []span) {
	at := s.pos
	hyphens := true
	s.whole = s.whole[:0]
	for i, p := range parts {
		if i > 0 {
			c := s.text[p.start-1]
			hyphens = hyphens && c == '-'
			s.whole = append(s.whole, c)
		}
		s.buf = appendFolded(s.buf[:0], s.text[p.start:p.end])
		s.whole = append(s.whole, s.buf...)
		if s.emit(s.buf, p.start, p.end, false, false) {
			s.pieces(p.start, p.end)
			s.pos++
		}
	}
	after := s.pos
	if after == at {
		s.run++
		return // nothing is left of any part
	}
	s.pos = at
	s.emit(s.whole, start, end, true, true)
	if hyphens && len(parts) <= 3 {
		joined := s.buf[:0]
		for _, c := range s.whole {
			if c != '-' {
				joined = append(joined, c)
			}
		}
		s.emit(joined, start, end, true, true)
		s.buf = joined
	}
	s.pos = after
	s.run++
}

// isVersion reports whether a run is a version: digits and dots, with a v in
// front or a suffix behind a hyphen or without.
func isVersion(raw string) bool {
	i := 0
	if raw[0] == 'v' || raw[0] == 'V' {
		i = 1
	}
	dots, digits := 0, 0
	for ; i < len(raw); i++ {
		switch c := raw[i]; {
		case classOf(c)&isDigit != 0:
			digits++
		case c == '.' && digits > 0 && i+1 < len(raw) && classOf(raw[i+1])&isDigit != 0:
			dots++
		case c == '-' && dots > 0:
			return true
		default:
			return false
		}
	}
	return dots > 0
}

// version reads a version. Its shorter forms are variants, so that 2.14 finds
// v2.14.0.
func (s *Scanner) version(start, end int) {
	s.buf = appendFolded(s.buf[:0], s.text[start:end])
	if !s.emit(s.buf, start, end, false, false) {
		s.run++
		return
	}
	short := s.buf
	if short[0] == 'v' {
		short = short[1:]
		s.emit(short, start, end, true, true)
	}
	for i, c := range short {
		if c == '-' {
			short = short[:i]
			s.emit(short, start, end, true, true)
			break
		}
	}
	dots := 0
	for i, c := range short {
		if c == '.' {
			if dots++; dots == 2 {
				s.emit(short[:i], start, end, true, false)
				break
			}
		}
	}
	s.pos++
	s.run++
}

// pieces gives the words of a name in mixed case, and the letters and digits of
// a code.
func (s *Scanner) pieces(start, end int) {
	from, count := start, 0
	for i := start + 1; i < end; i++ {
		if !s.boundary(start, i, end) {
			continue
		}
		s.piece(from, i)
		from = i
		count++
	}
	if count > 0 {
		s.piece(from, end)
	}
}

func (s *Scanner) piece(start, end int) {
	s.small = appendFolded(s.small[:0], s.text[start:end])
	s.emit(s.small, start, end, true, false)
}

// boundary reports whether a word of the part from start to end begins at i.
func (s *Scanner) boundary(start, i, end int) bool {
	before, at := classOf(s.text[i-1]), classOf(s.text[i])
	switch {
	case at&isUpper != 0 && before&(isLower|isDigit) != 0:
		return true
	case at&isUpper != 0 && before&isUpper != 0:
		return i+1 < end && classOf(s.text[i+1])&isLower != 0
	case at&isDigit != 0 && before&(isLower|isUpper) != 0:
		return i-start >= 2 && classOf(s.text[i-2])&(isLower|isUpper) != 0 && i+1 < end && classOf(s.text[i+1])&isDigit != 0
	}
	return false
}

// emit gives one token at the present position and reports whether it did:
// there is none when nothing is left of it or too much is.
func (s *Scanner) emit(text []byte, start, end int, variant, whole bool) bool {
	if len(text) == 0 || len(text) > longest {
		return false
	}
	s.yield(Token{Text: text, Start: start, End: end, Position: s.pos, Variant: variant, Whole: whole, Run: s.run})
	return true
}
