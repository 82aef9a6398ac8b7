package generator

import (
	"headsup/generator/diag"
	"headsup/generator/link"
)

// silences are the rules that files silence, by the file's path and the rule.
type silences map[silenceKey]*silence

type silenceKey struct{ path, rule string }

// silence is one line of a file's front matter.
type silence struct {
	reason string
	at     diag.Position
	used   bool
}

func silencesOf(docs []link.Doc) silences {
	s := silences{}
	for _, d := range docs {
		for _, q := range d.Page.Silence {
			s[silenceKey{d.Page.InFile(), q.Rule}] = &silence{reason: q.Reason, at: q.Position}
		}
	}
	return s
}

// apply splits findings into those that are reported and those that their files
// silence.
func (s silences) apply(list []diag.Diagnostic) (reported []diag.Diagnostic, silenced []diag.Silenced) {
	reported = make([]diag.Diagnostic, 0, len(list))
	for _, d := range list {
		q, ok := s[silenceKey{d.Path, d.Rule}]
		if !ok || diag.Fixed(d.Rule) {
			reported = append(reported, d)
			continue
		}
		q.used = true
		silenced = append(silenced, diag.Silenced{Diagnostic: d, Reason: q.reason})
	}
	return reported, silenced
}

// unused reports what silences nothing. A rule that did not run may
// have findings another time.
func (s silences) unused(ran func(rule string) bool) []diag.Diagnostic {
	var out []diag.Diagnostic
	for key, q := range s {
		if !q.used && ran(key.rule) {
			out = append(out, diag.New("silence-unused", q.at,
				"the rule "+key.rule+" finds nothing here to be silent about", "remove the line"))
		}
	}
	return out
}
