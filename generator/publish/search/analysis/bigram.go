package analysis

import "unicode/utf8"

// isUnspaced reports whether a script is written without spaces between words:
// Thai, Lao, Myanmar, Khmer, Han, Kana; and Hangul, whose words carry endings
// that bigrams look past.
func isUnspaced(r rune) bool {
	switch {
	case r < 0x0e00:
		return false
	case r <= 0x0eff, 0x1000 <= r && r <= 0x11ff, 0x1780 <= r && r <= 0x17ff,
		0x3005 <= r && r <= 0x3007, 0x3041 <= r && r <= 0x318f, 0x31f0 <= r && r <= 0x31ff, 0x3400 <= r && r <= 0x9fff,
		0xa960 <= r && r <= 0xa97f, 0xac00 <= r && r <= 0xd7ff, 0xf900 <= r && r <= 0xfaff,
		0xff66 <= r && r <= 0xff9f, 0x20000 <= r && r <= 0x3ffff:
		return true
	}
	return false
}

func hasUnspaced(text string) bool {
	for _, r := range text {
		if isUnspaced(r) {
			return true
		}
	}
	return false
}

// unspaced reads a run with a script without spaces in it: such characters in
// bigrams, all else as words.
func (s *Scanner) unspaced(start, end int) {
	for i := start; i < end; {
		r, size := utf8.DecodeRuneInString(s.text[i:end])
		if isUnspaced(r) {
			i = s.bigrams(i, end)
			continue
		}
		if size == 1 && class[r]&isConnector != 0 || r == '’' {
			i += size
			continue
		}
		from := i
		for i < end {
			r, size := utf8.DecodeRuneInString(s.text[i:end])
			if isUnspaced(r) || size == 1 && class[r]&isConnector != 0 || r == '’' {
				break
			}
			i += size
		}
		s.buf = appendFolded(s.buf[:0], s.text[from:i])
		if s.emit(s.buf, from, i, false, false) {
			s.pos++
		}
		s.run++
	}
}

// bigrams reads the characters from i on that are of a script without spaces,
// and returns where they end. The last one is a token of its own too, so that
// every character begins one.
func (s *Scanner) bigrams(i, end int) int {
	last := i
	_, size := utf8.DecodeRuneInString(s.text[i:end])
	next := i + size
	first := true
	for {
		r, size := utf8.DecodeRuneInString(s.text[next:end])
		if next >= end || !isUnspaced(r) {
			break
		}
		s.buf = appendFolded(s.buf[:0], s.text[last:next+size])
		if s.emit(s.buf, last, next+size, false, false) {
			s.pos++
		}
		s.run++
		last, next, first = next, next+size, false
	}
	s.buf = appendFolded(s.buf[:0], s.text[last:next])
	if first {
		if s.emit(s.buf, last, next, false, false) {
			s.pos++
		}
		s.run++
		return next
	}
	s.run-- // it belongs to the last bigram
	s.emit(s.buf, last, next, true, false)
	s.run++
	s.pos++
	return next
}
