package markdown

// Splice appends the fragment's HTML to dst with the string that attrs returns
// for each reference put in at its offset: attributes with a space in front,
// such as ` href="/x/"`, or "" for none. The strings must be escaped.
func (f *Fragment) Splice(dst []byte, attrs func(i int, r Ref) string) []byte {
	last := 0
	for i, r := range f.Refs {
		at := min(max(r.Offset, last), len(f.HTML))
		dst = append(dst, f.HTML[last:at]...)
		dst = append(dst, attrs(i, r)...)
		last = at
	}
	return append(dst, f.HTML[last:]...)
}
