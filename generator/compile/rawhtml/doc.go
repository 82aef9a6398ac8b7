// Package rawhtml decides what of the HTML that authors write is kept.
//
// [Lookup] knows every element: whether it is allowed, and whether its content
// goes with it. [Policy.Read] reads one start tag and says what of it is kept
// and what is removed, as data. A [Stack] keeps elements in balance: it knows
// which are open, which ones a start tag ends, and writes their end tags.
//
// It neither reads Markdown nor prints start tags, and it does not judge
// addresses: those are the caller's.
package rawhtml
