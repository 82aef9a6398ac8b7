package markdown

// Splice appends the fragment's HTML to dst with the string that attrs returns
// for each reference put in at its offset: attributes with a space in front,
// such as ` href="/x/"`, or "" for none. The strings must be escaped.
func (f *Fragment) Splice(dst []byte, attrs func(i int, r Ref) string) []byte {
	return f.SpliceBlocks(dst, attrs, func(int, Block) string { return "" })
}

// SpliceBlocks is [Fragment.Splice] with the attributes of each block put in, too.
func (f *Fragment) SpliceBlocks(dst []byte, attrs func(i int, r Ref) string, ofBlock func(i int, b Block) string) []byte {
	last, block := 0, 0
	fill := func(offset int, text string) {
		at := min(max(offset, last), len(f.HTML))
		dst = append(dst, f.HTML[last:at]...)
		dst = append(dst, text...)
		last = at
	}
	for i, r := range f.Refs {
		for ; block < len(f.Blocks) && f.Blocks[block].Offset <= r.Offset; block++ {
			fill(f.Blocks[block].Offset, ofBlock(block, f.Blocks[block]))
		}
		fill(r.Offset, attrs(i, r))
	}
	for ; block < len(f.Blocks); block++ {
		fill(f.Blocks[block].Offset, ofBlock(block, f.Blocks[block]))
	}
	return append(dst, f.HTML[last:]...)
}
