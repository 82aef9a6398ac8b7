package leak

import (
	"encoding/binary"
	"math/bits"
	"unicode"
	"unicode/utf8"
)

// word is a word that is being read. Its letters are gathered in blocks of
// eight bytes, the first letter in the lowest byte; a full block goes into the
// hash. So the same letters give the same hash, however a file parts them by
// tags and escapes.
type word struct {
	in         bool // there is one
	n          uint // bytes in block
	hash       uint64
	block      uint64
	start, end int // of what was read, in the data
}

// add takes k more bytes of letters, that are read from data[from:to].
func (w *word) add(letters uint64, k uint, from, to int) {
	if !w.in {
		*w = word{in: true, hash: hashSeed, start: from}
	}
	w.block |= letters << (8 * w.n)
	if w.n+k < 8 {
		w.n += k
	} else {
		w.hash = fold(w.hash, w.block)
		w.block = letters >> (8 * (8 - w.n))
		w.n += k - 8
	}
	w.end = to
}

// sum is the hash of the whole word.
func (w *word) sum() uint64 { return mix(fold(w.hash, w.block), 0) }

// addRune takes one more letter beyond ASCII, in lower case.
func (w *word) addRune(r rune, from, to int) {
	if r < utf8.RuneSelf {
		w.add(uint64(r), 1, from, to)
		return
	}
	c := uint64(r)
	w.add(0x808080|c&0x7f|c>>7&0x7f<<8|c>>14<<16, 3, from, to)
}

const hashSeed = 0xcbf29ce484222325

func fold(hash, block uint64) uint64 {
	hi, lo := bits.Mul64(hash^block, 0x9fb21c651e98df25)
	return hi ^ lo
}

// mix spreads a sum over all bits, another way for each length.
func mix(sum, n uint64) uint64 {
	hi, lo := bits.Mul64(sum^n*0xd6e8feb86659fd93, 0xa0761d6478bd642f)
	return hi ^ lo
}

// letters returns the ASCII letters and digits at data[i:], up to eight, in
// lower case and the first one lowest, and how many they are.
func letters(data []byte, i int) (uint64, uint) {
	if i+8 <= len(data) {
		return lettersOf(binary.LittleEndian.Uint64(data[i:]))
	}
	var x uint64
	for j, b := range data[i:] {
		x |= uint64(b) << (8 * j)
	}
	return lettersOf(x)
}

// lettersOf does that for eight bytes at once. It uses the high bit of each byte
// as a flag; no sum overflows into the next byte.
func lettersOf(x uint64) (uint64, uint) {
	const every = 0x0101010101010101
	low := x & (0x7f * every)
	lower := low | 0x20*every
	letter := (lower + (0x80-'a')*every) &^ (lower + (0x7f-'z')*every)
	digit := (low + (0x80-'0')*every) &^ (low + (0x7f-'9')*every)
	in := (letter | digit) &^ x & (0x80 * every)
	k := uint(bits.TrailingZeros64(^in&(0x80*every))) & 0x78
	return (x | 0x20*every) & (1<<k - 1), k / 8
}

// class maps bytes to what they are to the scanner.
var class = func() (c [256]byte) {
	for i := range c {
		switch b := byte(i); {
		case '0' <= b && b <= '9', 'a' <= b && b <= 'z', 'A' <= b && b <= 'Z':
			c[i] = letter
		case b >= utf8.RuneSelf, b == '\n', b == cellEnd, b == '%', b == '<', b == '>', b == '&', b == '\\', b == '"', b == '\'':
			c[i] = look
		default:
			c[i] = part
		}
	}
	return c
}()

const (
	part   byte = iota // parts words
	look               // needs a closer look
	letter             // a letter or digit of ASCII
)

// What runes are to the scanner, besides letters, which are themselves in lower
// case.
const (
	parting   = rune(-1) // parts words
	invisible = rune(-2) // is nothing: soft hyphens, joiners and the like
	ideograph = rune(-3) // is a word of its own
)

// joiner is the combining grapheme joiner, which shows nothing.
const joiner = '\u034f'

// folded holds foldSlowly's answers for the scripts of Europe.
var folded = func() (f [0x530]rune) {
	for i := range f {
		f[i] = foldSlowly(rune(i))
	}
	return f
}()

// foldRune says what a rune is to the scanner.
func foldRune(r rune) rune {
	switch {
	case 0 <= r && int(r) < len(folded):
		return folded[r]
	case 0x2010 <= r && r <= 0x2027:
		return parting // dashes, quotation marks, dots
	case 0x4e00 <= r && r <= 0x9ffc:
		return ideograph
	}
	return foldSlowly(r)
}

func foldSlowly(r rune) rune {
	switch {
	case unicode.Is(unicode.Cf, r), unicode.Is(unicode.Variation_Selector, r), r == joiner:
		return invisible
	case unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana):
		return ideograph
	case unicode.IsLetter(r), unicode.IsMark(r), unicode.IsDigit(r):
		return unicode.ToLower(r)
	}
	return parting
}
