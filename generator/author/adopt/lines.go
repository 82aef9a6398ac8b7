package adopt

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// line is one line of a configuration, with those that are indented below it.
type line struct {
	key    string // "" for an item of a list
	value  string // as YAML, "" when there are lines below
	reason string
	below  []*line
	number int // in the file as it was printed last
}

// topOrder is the order of the keys of a configuration.
var topOrder = []string{
	"title", "description", "base_url", "language", "time_zone", "kinds", "permalink", "redirects", "nav", "changelog", "tags",
	"links", "include", "ignore", "checks",
}

// at returns the line with a path of keys, and makes it if need be.
func (l *line) at(keys ...string) *line {
	if len(keys) == 0 {
		return l
	}
	for _, b := range l.below {
		if b.key == keys[0] {
			return b.at(keys[1:]...)
		}
	}
	b := &line{key: keys[0]}
	l.below = append(l.below, b)
	return b.at(keys[1:]...)
}

// find returns the line with a path of keys, or nil.
func (l *line) find(keys ...string) *line {
	if len(keys) == 0 {
		return l
	}
	for _, b := range l.below {
		if b.key == keys[0] {
			return b.find(keys[1:]...)
		}
	}
	return nil
}

// set gives a line its value and why it has it.
func (l *line) set(value any, reason string) {
	l.value, l.reason, l.below = inYAML(value), reason, nil
}

// add adds an item to a list, unless it is there.
func (l *line) add(item, reason string) bool {
	value := inYAML(item)
	if slices.ContainsFunc(l.below, func(b *line) bool { return b.value == value }) {
		return false
	}
	l.below = append(l.below, &line{value: value, reason: reason})
	return true
}

// remove takes out the line with a number, and all lines that are then empty. It
// returns what was removed.
func (l *line) remove(number int) (removed []string) {
	for i, b := range l.below {
		if b.number == number {
			l.below = slices.Delete(l.below, i, i+1)
			return []string{b.key}
		}
		if removed = b.remove(number); removed != nil {
			if len(b.below) == 0 && b.value == "" {
				l.below = slices.Delete(l.below, i, i+1)
			}
			return append([]string{b.key}, removed...)
		}
	}
	return nil
}

// drop takes out the line with a path of keys, and all lines that are then empty.
func (l *line) drop(keys ...string) {
	for i, b := range l.below {
		if b.key != keys[0] {
			continue
		}
		if len(keys) > 1 {
			b.drop(keys[1:]...)
		}
		if len(keys) == 1 || len(b.below) == 0 {
			l.below = slices.Delete(l.below, i, i+1)
		}
		return
	}
}

// inYAML writes a text, or a list of texts, in one line.
func inYAML(value any) string {
	var n yaml.Node
	if err := n.Encode(value); err != nil {
		return ""
	}
	for _, c := range append([]*yaml.Node{&n}, n.Content...) {
		if c.Kind != yaml.ScalarNode {
			c.Style = yaml.FlowStyle
		} else if plain, err := yaml.Marshal(c); err != nil || c.Value == "" || plain[0] == '\'' {
			c.Style = yaml.DoubleQuotedStyle
		}
	}
	out, err := yaml.Marshal(&n)
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(out))
}

// longestLine is how long a line may be for its reason to stand at its end, in bytes.
const longestLine = 100

// print writes the lines, numbers them, and puts each reason beside its line, or above
// it where there is no room.
func (l *line) print() []byte {
	slices.SortStableFunc(l.below, func(a, b *line) int {
		return slices.Index(topOrder, a.key) - slices.Index(topOrder, b.key)
	})
	p := &printer{}
	for _, text := range strings.Split(l.reason, "\n") {
		p.write("# "+text, "")
	}
	p.lines(l.below, "")
	return []byte(p.out.String())
}

type printer struct {
	out    strings.Builder
	number int
}

func (p *printer) write(text, reason string) {
	p.out.WriteString(text)
	if reason != "" {
		p.out.WriteString(" # " + reason)
	}
	p.out.WriteByte('\n')
	p.number++
}

func (p *printer) lines(list []*line, indent string) {
	for _, b := range list {
		text := indent
		if b.key != "" {
			text += inYAML(b.key) + ":"
		} else {
			text += "-"
		}
		if b.value != "" {
			text += " " + b.value
		}
		reason := b.reason
		if len(text)+len(reason) > longestLine && reason != "" {
			p.write(indent+"# "+reason, "")
			reason = ""
		}
		p.write(text, reason)
		b.number = p.number
		p.lines(b.below, indent+"  ")
	}
}
