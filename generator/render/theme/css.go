package theme

import (
	"bytes"
	"net/url"
	"strings"
)

// styleSheet returns a style sheet with its references followed, the style
// sheets that it imports put in, and comments and indentation removed.
func (b *bundle) styleSheet(p string, source []byte) []byte {
	var out bytes.Buffer
	last := 0
	for _, ref := range styleReferences(source) {
		target, suffix := b.resolve(p, ref)
		if target == nil {
			continue
		}
		out.Write(compactStyle(source[last:ref.start]))
		last = ref.end
		if !ref.imports {
			target.named = true
			out.WriteString(cssString(url.PathEscape(target.name) + suffix))
			continue
		}
		target.imported = true
		before, after := importFrame(ref.condition)
		out.WriteString(before)
		out.Write(bytes.TrimSpace(target.data))
		out.WriteString(after)
	}
	out.Write(compactStyle(source[last:]))
	return append(bytes.TrimSpace(out.Bytes()), '\n')
}

// importFrame returns what stands around the rules of an imported style sheet,
// from what follows the URL in @import: layer, supports() and media queries.
func importFrame(condition string) (before, after string) {
	open := func(rule string) {
		before += rule + " {\n"
		after += "\n}"
	}
	rest := strings.TrimSpace(condition)
	if word, ok := cutFunction(&rest, "layer"); ok {
		open("@layer " + word)
	} else if rest == "layer" || strings.HasPrefix(rest, "layer ") {
		open("@layer")
		rest = strings.TrimSpace(rest[len("layer"):])
	}
	if word, ok := cutFunction(&rest, "supports"); ok {
		if strings.Contains(word, ":") && !strings.HasPrefix(strings.TrimSpace(word), "(") {
			word = "(" + word + ")"
		}
		open("@supports " + word)
	}
	if rest != "" {
		open("@media " + rest)
	}
	return before, after
}

// cutFunction takes "name(…)" from the beginning of a text.
func cutFunction(rest *string, name string) (arg string, ok bool) {
	s, found := strings.CutPrefix(*rest, name+"(")
	if !found {
		return "", false
	}
	depth := 1
	for i := range len(s) {
		switch s[i] {
		case '(':
			depth++
		case ')':
			depth--
		}
		if depth == 0 {
			*rest = strings.TrimSpace(s[i+1:])
			return strings.TrimSpace(s[:i]), true
		}
	}
	return "", false
}

// styleReferences finds url(…) and @import in a style sheet, in order.
func styleReferences(src []byte) []reference {
	var list []reference
	for i := 0; i < len(src); {
		if n := skipStyle(src, i); n > i {
			i = n
			continue
		}
		switch {
		case hasFold(src[i:], "@import"):
			ref, end, ok := styleImport(src, i)
			if ok {
				list = append(list, ref)
			}
			i = end
		case hasFold(src[i:], "url(") && (i == 0 || !isNameByte(src[i-1])):
			ref, end := styleURL(src, i)
			list = append(list, ref)
			i = end
		default:
			i++
		}
	}
	return list
}

// skipStyle returns the end of the comment or string that begins at i, or i.
func skipStyle(src []byte, i int) int {
	switch {
	case bytes.HasPrefix(src[i:], []byte("/*")):
		if n := bytes.Index(src[i+2:], []byte("*/")); n >= 0 {
			return i + 2 + n + 2
		}
		return len(src)
	case src[i] == '"' || src[i] == '\'':
		return stringEnd(src, i)
	case src[i] == '\\' && i+1 < len(src):
		return i + 2
	}
	return i
}

// stringEnd returns the end of the quoted string that begins at i. A line break
// ends a string that has no closing quote.
func stringEnd(src []byte, i int) int {
	for j := i + 1; j < len(src); j++ {
		switch src[j] {
		case '\\':
			j++
		case src[i]:
			return j + 1
		case '\n':
			return j
		}
	}
	return len(src)
}

// styleURL reads the url(…) at i. The reference covers what is between the
// parentheses, quotes included.
func styleURL(src []byte, i int) (reference, int) {
	start := i + len("url(")
	end := start
	for end < len(src) && src[end] != ')' {
		if n := skipStyle(src, end); n > end && src[end] != '/' {
			end = n
			continue
		}
		end++
	}
	dest := strings.Trim(strings.TrimSpace(string(src[start:end])), `"'`)
	return reference{start: start, end: end, dest: dest}, min(end+1, len(src))
}

// styleImport reads the @import at i: the reference covers the whole rule.
func styleImport(src []byte, i int) (ref reference, end int, ok bool) {
	end = i
	for end < len(src) && src[end] != ';' && src[end] != '{' {
		if n := skipStyle(src, end); n > end {
			end = n
			continue
		}
		if hasFold(src[end:], "url(") {
			_, end = styleURL(src, end)
			continue
		}
		end++
	}
	if end < len(src) && src[end] == ';' {
		end++
	}
	rest := strings.TrimSpace(strings.TrimSuffix(string(src[i+len("@import"):end]), ";"))
	ref = reference{start: i, end: end, imports: true}
	switch {
	case rest == "":
		return ref, end, false
	case rest[0] == '"' || rest[0] == '\'':
		n := stringEnd([]byte(rest), 0)
		ref.dest, ref.condition = strings.Trim(rest[:n], `"'`), rest[n:]
	case hasFold([]byte(rest), "url("):
		u, n := styleURL([]byte(rest), 0)
		ref.dest, ref.condition = u.dest, rest[n:]
	default:
		return ref, end, false
	}
	return ref, end, true
}

// compactStyle removes comments, and folds each run of white space to one line
// break or space.
func compactStyle(src []byte) []byte {
	out := make([]byte, 0, len(src))
	for i := 0; i < len(src); {
		switch n := skipStyle(src, i); {
		case n > i && src[i] == '/':
			if i > 0 && isNameByte(src[i-1]) && n < len(src) && isNameByte(src[n]) {
				out = append(out, "/**/"...) // it keeps two names apart
			}
			i = n
		case n > i:
			out = append(out, src[i:min(n, len(src))]...)
			i = n
		case isSpace(src[i]):
			fold := byte(' ')
			for i < len(src) && isSpace(src[i]) {
				if src[i] == '\n' {
					fold = '\n'
				}
				i++
			}
			if len(out) > 0 && isSpace(out[len(out)-1]) {
				out = out[:len(out)-1]
				fold = '\n'
			}
			out = append(out, fold)
		default:
			out = append(out, src[i])
			i++
		}
	}
	return out
}

// cssString returns a quoted string.
func cssString(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\a `).Replace(s) + `"`
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' }

// isNameByte reports whether a byte can stand in an identifier.
func isNameByte(c byte) bool {
	return c == '_' || c == '-' || c == '$' || c >= 0x80 ||
		'0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
}

// hasFold reports whether a text begins with an ASCII prefix, case ignored.
func hasFold(b []byte, prefix string) bool {
	return len(b) >= len(prefix) && strings.EqualFold(string(b[:len(prefix)]), prefix)
}
