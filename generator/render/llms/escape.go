package llms

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"
)

// appendText appends a text so that Markdown reads it as it is. Before is the
// character in front of it, 0 at the beginning of a line.
func appendText(b []byte, text string, before rune) []byte {
	for i := 0; i < len(text); i++ {
		run := i
		for i < len(text) && !mayMean[text[i]] {
			i++
		}
		b = append(b, text[run:i]...)
		if i == len(text) {
			break
		}
		if i > 0 {
			before, _ = utf8.DecodeLastRuneInString(text[:i])
		}
		if means(text, i, before) && (text[i] != '.' && text[i] != ')' || isNumber(string(b[bytes.LastIndexByte(b, '\n')+1:]))) {
			b = append(b, '\\')
		}
		b = append(b, text[i])
	}
	return b
}

// mayMean are the characters that can mean something to Markdown.
var mayMean = func() (set [256]bool) {
	for _, c := range []byte("\\`*[]<~{|_&!=+#>-:?%.)") {
		set[c] = true
	}
	return set
}()

// means reports whether the character at an offset of a text would mean
// something to Markdown. A full stop or bracket does only behind a number that is
// all of its line.
func means(text string, i int, before rune) bool {
	c, next := text[i], byte(0)
	if i+1 < len(text) {
		next = text[i+1]
	}
	switch c {
	case '_':
		return !isWord(before) || !isWordByte(text, i+1)
	case '&':
		return next == '#' || isASCIILetter(next)
	case '!':
		return next == 0 || next == '[' || before == 0 // what follows the text may be a link
	case '=', '+':
		return next == c || before == rune(c) || before == 0
	case '#', '>', '-', '?', '%':
		return before == 0
	case ':':
		return before == 0 || colonMeans(text[i:])
	case '.', ')':
		return (next == 0 || next == ' ') && '0' <= before && before <= '9'
	}
	return true
}

// colonMeans reports whether a colon begins the name of an icon.
func colonMeans(s string) bool {
	for _, set := range []string{":material-", ":fontawesome-", ":octicons-", ":simple-"} {
		if strings.HasPrefix(s, set) {
			return true
		}
	}
	return false
}

func isNumber(s string) bool {
	return s != "" && len(s) < 10 && strings.Trim(s, "0123456789") == ""
}

func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// isWordByte reports whether a letter or digit is at an offset.
func isWordByte(s string, i int) bool {
	r, _ := utf8.DecodeRuneInString(s[min(i, len(s)):])
	return i < len(s) && isWord(r)
}

func isASCIILetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

// isPunctuation reports whether a character counts as punctuation where emphasis
// begins and ends.
func isPunctuation(r rune) bool { return unicode.IsPunct(r) || unicode.IsSymbol(r) }

func isSpace(r rune) bool { return r == 0 || unicode.IsSpace(r) }

// fence returns a run of a character that is longer than any in a text, and has
// at least the given length.
func fence(text string, c byte, least int) string {
	longest, run := 0, 0
	for i := range len(text) {
		if text[i] != c {
			run = 0
			continue
		}
		run++
		longest = max(longest, run)
	}
	return strings.Repeat(string(c), max(least, longest+1))
}

// appendCode appends a code span.
func appendCode(b []byte, code string) []byte {
	code = strings.ReplaceAll(code, "\n", " ")
	if strings.Trim(code, asciiSpace) == "" {
		return b
	}
	ticks := fence(code, '`', 1)
	b = append(b, ticks...)
	// A blank at each end is taken away by readers, if there is more than blanks.
	pad := code[0] == '`' || code[len(code)-1] == '`' || code[0] == ' ' && code[len(code)-1] == ' '
	if pad {
		b = append(b, ' ')
	}
	b = append(b, code...)
	if pad {
		b = append(b, ' ')
	}
	return append(b, ticks...)
}

// appendDestination appends the destination of a link or picture, with its title.
func appendDestination(b []byte, dest, title string) []byte {
	b = append(b, '(')
	if dest == "" || strings.ContainsAny(dest, " ()\\<>*_`~[]{}|") {
		b = append(b, '<')
		b = append(b, destinationEscapes.Replace(dest)...)
		b = append(b, '>')
	} else {
		b = append(b, dest...)
	}
	if title != "" {
		b = append(b, ` "`...)
		b = append(b, titleEscapes.Replace(strings.Join(strings.Fields(title), " "))...)
		b = append(b, '"')
	}
	return append(b, ')')
}

var (
	destinationEscapes = strings.NewReplacer("<", `\<`, ">", `\>`, `\`, `\\`, "\n", "%0A", "|", `\|`, "&", "&amp;")
	titleEscapes       = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "&", "&amp;", "|", `\|`, "{", `\{`)
)
