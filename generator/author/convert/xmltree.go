package convert

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
)

// element is a node of XML: an element with its local name, or a text without one.
type element struct {
	name  string // "ac:link" where the prefix is kept
	text  string
	attrs map[string]string
	below []*element
}

// maxDepth is how deep elements may be in one another; no program writes half of it.
const maxDepth = 400

// parseXML reads XML into a tree. A document type is refused, as it could define entities
// that grow, or name files. Prefixes of namespaces are kept if wanted; else names are local.
func parseXML(src []byte, prefixes bool) (*element, error) {
	d := xml.NewDecoder(bytes.NewReader(src))
	d.Entity = xml.HTMLEntity
	root := &element{}
	open := []*element{root}
	for {
		t, err := token(d, prefixes)
		if errors.Is(err, io.EOF) {
			if len(open) > 1 {
				return nil, fmt.Errorf("%w: its XML ends in the middle", ErrForm)
			}
			return root, nil
		}
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrForm, err)
		}
		top := open[len(open)-1]
		switch t := t.(type) {
		case xml.StartElement:
			if len(open) > maxDepth {
				return nil, fmt.Errorf("%w: its elements are more than %d deep", ErrHostile, maxDepth)
			}
			e := &element{name: named(t.Name, prefixes), attrs: map[string]string{}}
			for _, a := range t.Attr {
				e.attrs[named(a.Name, prefixes)] = a.Value
			}
			top.below = append(top.below, e)
			open = append(open, e)
		case xml.EndElement:
			if len(open) == 1 || top.name != named(t.Name, prefixes) {
				return nil, fmt.Errorf("%w: </%s> closes nothing", ErrForm, t.Name.Local)
			}
			open = open[:len(open)-1]
		case xml.CharData:
			top.below = append(top.below, &element{text: string(t)})
		case xml.Directive:
			return nil, fmt.Errorf("%w: its XML has a document type", ErrHostile)
		}
	}
}

// token reads the next token, with the prefixes as they are written if wanted.
func token(d *xml.Decoder, prefixes bool) (xml.Token, error) {
	if prefixes {
		return d.RawToken()
	}
	return d.Token()
}

func named(n xml.Name, prefixes bool) string {
	if prefixes && n.Space != "" {
		return n.Space + ":" + n.Local
	}
	return n.Local
}

// child returns the first element of a name, nil without one. It is nil-safe.
func (e *element) child(name string) *element {
	if e != nil {
		for _, c := range e.below {
			if c.name == name {
				return c
			}
		}
	}
	return nil
}

// attr returns an attribute, "" without one or without an element.
func (e *element) attr(name string) string {
	if e == nil {
		return ""
	}
	return e.attrs[name]
}

// val returns the attribute in which WordprocessingML has values.
func (e *element) val() string { return e.attr("val") }

// on reports whether a property that is on or off is there and on.
func (e *element) on() bool {
	return e != nil && e.val() != "0" && e.val() != "false" && e.val() != "none" && e.val() != "off"
}

// find returns the first element of a name at any depth.
func (e *element) find(name string) *element {
	for _, c := range e.below {
		if c.name == name {
			return c
		}
		if f := c.find(name); f != nil {
			return f
		}
	}
	return nil
}

// content returns all text below an element.
func (e *element) content() string {
	if e == nil {
		return ""
	}
	var b strings.Builder
	e.write(&b)
	return b.String()
}

func (e *element) write(b *strings.Builder) {
	b.WriteString(e.text)
	for _, c := range e.below {
		c.write(b)
	}
}
