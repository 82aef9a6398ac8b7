package rawhtml

import "slices"

// Stack holds the raw elements that are open, so that each gets its end tag
// before what it stands in ends. The zero value is empty.
type Stack struct {
	open  []string
	base  int // where in open those of the current parent begin
	links int // how many of open are links
}

// Enter begins a parent, such as a paragraph: what was open before can not be
// ended inside of it. The result is for [Stack.Leave].
func (s *Stack) Enter() (outer int) {
	outer, s.base = s.base, len(s.open)
	return outer
}

// Leave ends a parent and appends the end tags of what is open inside of it.
func (s *Stack) Leave(dst []byte, outer int) []byte {
	dst = s.closeTo(dst, s.base)
	s.base = outer
	return dst
}

// Linked reports whether a link is open, in any parent.
func (s *Stack) Linked() bool { return s.links > 0 }

// Depth is how many elements are open, in all parents.
func (s *Stack) Depth() int { return len(s.open) }

// Missing returns the elements of which one has to be open for an element to
// stand here, or nil when it can.
func (s *Stack) Missing(name string) []string {
	needed := parents[name]
	if needed == nil {
		return nil
	}
	for i := len(s.open) - 1; i >= s.base; i-- {
		if slices.Contains(needed, s.open[i]) {
			return nil
		}
		if s.open[i] == "table" {
			break
		}
	}
	return needed
}

// Start appends the end tags of all that the start of an element ends.
func (s *Stack) Start(dst []byte, name string) []byte {
	for i := len(s.open) - 1; i >= s.base; i-- {
		if ends(name, s.open[i]) {
			dst = s.closeTo(dst, i)
		} else if bounds(s.open[i]) {
			break
		}
	}
	return dst
}

// Push notes that an element is open, whose start tag was printed.
func (s *Stack) Push(name string) {
	s.open = append(s.open, name)
	if name == "a" {
		s.links++
	}
}

// End appends the end tag of an element that is open under this parent, with
// the end tags of what is open inside of it. For any other it appends nothing.
func (s *Stack) End(dst []byte, name string) []byte {
	for i := len(s.open) - 1; i >= s.base; i-- {
		if s.open[i] == name {
			return s.closeTo(dst, i)
		}
	}
	return dst
}

// EndParagraph ends a raw <p> before a block, as a browser would.
func (s *Stack) EndParagraph(dst []byte) []byte {
	if i := slices.Index(s.open[s.base:], "p"); i >= 0 {
		return s.closeTo(dst, s.base+i)
	}
	return dst
}

// closeTo appends the end tags of all open elements but the first n.
func (s *Stack) closeTo(dst []byte, n int) []byte {
	for len(s.open) > n {
		name := s.open[len(s.open)-1]
		s.open = s.open[:len(s.open)-1]
		if name == "a" {
			s.links--
		}
		dst = append(dst, "</"+name+">"...)
	}
	return dst
}
