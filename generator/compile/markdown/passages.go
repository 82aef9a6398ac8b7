package markdown

import "bytes"

// passages returns the text between the marks, without what is empty and
// without the headings themselves.
func (r *renderer) passages() []Passage {
	out := make([]Passage, 0, len(r.marks))
	for i, m := range r.marks {
		end := len(r.out)
		if i+1 < len(r.marks) {
			end = r.marks[i+1].offset
		}
		if m.offset >= end || isHeading(r.out[m.offset:end]) {
			continue
		}
		if text := plain(r.out[m.offset:end]); text != "" {
			out = append(out, Passage{Heading: m.heading, Audience: m.audience, Text: text})
		}
	}
	return out
}

// isHeading reports whether HTML is one heading: marks stand on both sides of
// each.
func isHeading(s []byte) bool {
	return len(s) > 5 && s[0] == '<' && s[1] == 'h' && s[2] >= '2' && s[2] <= '6' && s[3] == ' '
}

// summaryText returns the text before <!-- more -->, headings left out, else of
// the first paragraph.
func (r *renderer) summaryText() string {
	if r.more < 0 {
		return plain(r.out[r.summary.start:r.summary.stop])
	}
	var f folder
	for i, m := range r.marks {
		end := len(r.out)
		if i+1 < len(r.marks) {
			end = r.marks[i+1].offset
		}
		end = min(end, r.more)
		if m.offset < end && !isHeading(r.out[m.offset:end]) {
			f.space = true
			f.write([]byte(plain(r.out[m.offset:end])))
		}
	}
	return string(f.buf)
}

// firstText returns the text of the first block in a list item.
func firstText(s []byte) string {
	s = bytes.TrimLeft(s, "\n")
	for _, end := range []string{"</p>", "\n<"} {
		if i := bytes.Index(s, []byte(end)); i >= 0 {
			if text := plain(s[:i]); text != "" {
				return text
			}
		}
	}
	return plain(s)
}
