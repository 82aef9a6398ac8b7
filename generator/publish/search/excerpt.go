package search

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Lengths of an excerpt, in code points.
const (
	excerptLength = 200
	leadIn        = 40 // before the first mark, at most
)

// excerpt cuts the part out of a text that has most of the query.
func (m *marker) excerpt(text string, marks []mark) []Piece {
	if text == "" {
		return nil
	}
	start := m.bestStart(text, marks)
	end := advance(text, start, excerptLength)
	if end < len(text) {
		end = wordEnd(text, start, end)
	}
	var out []Piece
	if start > 0 {
		out = append(out, Piece{Text: "… "})
	}
	at := start
	for _, k := range marks {
		if k.end <= at || k.end > end {
			continue
		}
		k.start = max(k.start, at) // that of a compound may begin in the one before
		if k.start > at {
			out = appendPiece(out, text[at:k.start], false)
		}
		out = appendPiece(out, text[k.start:k.end], true)
		at = k.end
	}
	if at < end {
		out = appendPiece(out, text[at:end], false)
	}
	if end < len(text) {
		out = appendPiece(out, " …", false)
	}
	return out
}

func appendPiece(out []Piece, text string, marked bool) []Piece {
	if n := len(out); n > 0 && out[n-1].Mark == marked {
		out[n-1].Text += text
		return out
	}
	return append(out, Piece{text, marked})
}

// bestStart returns where the excerpt begins: before the mark from which on, within
// the length of an excerpt, there is most of the query.
func (m *marker) bestStart(text string, marks []mark) int {
	best, start := -1.0, 0
	for i, k := range marks {
		end := advance(text, k.start, excerptLength-leadIn)
		j := i
		for j < len(marks) && marks[j].end <= end {
			j++
		}
		score := m.share(marks[i:j]) + 0.01*float64(min(mostMarks, j-i))
		if score > best+1e-9 {
			best, start = score, k.start
		}
	}
	if best < 0 {
		return 0
	}
	return sentenceStart(text, start)
}

// sentenceStart returns the beginning of the sentence that a place is in, when
// it is near, else that of a word before it.
func sentenceStart(text string, at int) int {
	from := at
	for range leadIn {
		if from == 0 {
			return 0
		}
		_, size := utf8.DecodeLastRuneInString(text[:from])
		from -= size
	}
	for i := at; i > from; i-- {
		if i >= 2 && text[i-1] == ' ' && strings.IndexByte(".!?:", text[i-2]) >= 0 {
			return i
		}
	}
	if from == 0 {
		return 0
	}
	if i := strings.IndexByte(text[from:at], ' '); i >= 0 {
		return from + i + 1
	}
	return at
}

// advance returns the place so many code points behind another.
func advance(text string, at, count int) int {
	for range count {
		if at >= len(text) {
			return len(text)
		}
		_, size := utf8.DecodeRuneInString(text[at:])
		at += size
	}
	return at
}

// wordEnd returns the end of the last word before a place, if the text has spaces
// near it.
func wordEnd(text string, start, end int) int {
	cut := strings.LastIndexByte(text[start:end], ' ')
	if cut < 0 || utf8.RuneCountInString(text[start+cut:end]) > leadIn {
		return end
	}
	return start + len(strings.TrimRightFunc(text[start:start+cut], unicode.IsSpace))
}
