package leak

// window is the length of a shingle, in words.
const window = 6

// stream is the words that were read last: those of the text, or those inside
// a tag.
type stream struct {
	ring  [8]read
	sum   uint64 // of the last window, once there are as many words
	words int    // how many words stand in a row
	near  int    // how many of them in the same element or value
}

// read is a word that was read, at data[start:end].
type read struct {
	hash       uint64
	start, end int
}

// push adds a word. The sum of a window is a polynomial of its words' hashes;
// the oldest word leaves it as the newest comes in.
func (s *stream) push(hash uint64, start, end int) {
	sum := s.sum*factor + hash
	if s.words >= window {
		sum -= s.last(window-1).hash * factor6
	}
	s.sum = sum
	s.words++
	s.near++
	s.ring[uint(s.words)%uint(len(s.ring))] = read{hash, start, end}
}

// reset forgets all words.
func (s *stream) reset() { s.sum, s.words, s.near = 0, 0, 0 }

// last returns a word by its distance from the newest, 0 to window-1.
func (s *stream) last(i int) *read { return &s.ring[uint(s.words-i)%uint(len(s.ring))] }

// window returns the sum of the last n words.
func (s *stream) window(n int) uint64 {
	sum, power := uint64(0), uint64(1)
	for i := range n {
		sum += s.last(i).hash * power
		power *= factor
	}
	return mix(sum, uint64(n))
}

const (
	factor  = 0x9e3779b97f4a7c15
	factor2 = factor * factor % (1 << 64)
	factor4 = factor2 * factor2 % (1 << 64)
	factor6 = factor4 * factor2 % (1 << 64)
)

// numeric marks the hash of a word that begins with a digit.
const numeric = 1

// telling reports whether there are at least so many different words of three
// letters or more among the last n. Runs of numbers and of single letters say
// nothing: dates, pagers, tables.
func (s *stream) telling(n, atLeast int) bool {
	count := 0
next:
	for i := range n {
		r := s.last(i)
		if r.end-r.start < 3 || r.hash&numeric != 0 {
			continue
		}
		for j := range i {
			if s.last(j).hash == r.hash {
				continue next
			}
		}
		if count++; count >= atLeast {
			return true
		}
	}
	return false
}

// isSlug reports whether the last n words of the data are joined as in a part of
// an address, an id or the name of a file; a single word, whether it is a part of
// an address or an anchor.
func (s *stream) isSlug(data []byte, n int) bool {
	for i := range n - 1 {
		switch string(data[s.last(i+1).end:s.last(i).start]) {
		case "-", "_", "+", ".", "%20", "%2B", "%2b", "&#43;":
		default:
			return false
		}
	}
	if n > 1 {
		return true
	}
	start, end := s.last(0).start, s.last(0).end
	return start > 0 && (data[start-1] == '/' && (start == 1 || data[start-2] != '<') || data[start-1] == '#') &&
		(end == len(data) || data[end] == '/' || data[end] == '.' || !inURL(data[end]))
}
