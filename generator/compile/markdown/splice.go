package markdown

import "bytes"

// Splice appends the fragment's HTML to dst with the string that attrs returns
// for each reference put in at its offset: attributes with a space in front,
// such as ` href="/x/"`, or "" for none. The strings must be escaped. Of a link
// that gets none, only what it encloses is left.
func (f *Fragment) Splice(dst []byte, attrs func(i int, r Ref) string) []byte {
	return f.SpliceBlocks(dst, attrs, func(int, Block) string { return "" })
}

// SpliceBlocks is [Fragment.Splice] with the attributes of each block put in, too.
func (f *Fragment) SpliceBlocks(dst []byte, attrs func(i int, r Ref) string, ofBlock func(i int, b Block) string) []byte {
	last, block := 0, 0
	end, closing := len(f.HTML)+1, "" // of a link without an address: where its end tag is, and what takes its place
	fill := func(offset int, text string) {
		at := min(max(offset, last), len(f.HTML))
		if end < at {
			dst = append(append(dst, f.HTML[last:end]...), closing...)
			last, end = end+len(endTag), len(f.HTML)+1
		}
		dst = append(dst, f.HTML[last:at]...)
		dst = append(dst, text...)
		last = at
	}
	for i, r := range f.Refs {
		for ; block < len(f.Blocks) && f.Blocks[block].Offset <= r.Offset; block++ {
			fill(f.Blocks[block].Offset, ofBlock(block, f.Blocks[block]))
		}
		text := attrs(i, r)
		fill(r.Offset, text)
		if text != "" || r.Kind != LinkRef {
			continue
		}
		// Links do not enclose each other, so the next end tag is this one's.
		if n := bytes.Index(f.HTML[last:], []byte(endTag)); n >= 0 && bytes.HasSuffix(dst, []byte(startTag)) {
			end, closing = last+n, ""
			dst = dst[:len(dst)-len(startTag)]
			if f.HTML[last] == '>' {
				last++
				continue
			}
			// An id or a class counts without an address, too.
			dst, closing = append(dst, "<span"...), "</span>"
		}
	}
	for ; block < len(f.Blocks); block++ {
		fill(f.Blocks[block].Offset, ofBlock(block, f.Blocks[block]))
	}
	fill(len(f.HTML), "")
	return dst
}

const startTag, endTag = "<a", "</a>"
