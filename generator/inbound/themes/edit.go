package themes

import "slices"

// Of returns the id of the theme that an id is called by, after all mergers.
func (t Themes) Of(id string) string { return t.names().of(id) }

// Parts returns the ids of all that is part of each theme, by way of others too.
func (t Themes) Parts() map[string][]string {
	names, parts := t.names(), map[string][]string{}
	for _, theme := range t {
		into := names.of(theme.ID)
		parts[into] = append(parts[into], theme.Merged...)
	}
	return parts
}

// Name returns the themes with a title for one of them.
func (t Themes) Name(id, title string) Themes {
	out, at := t.with(t.Of(id))
	out[at].Title = title
	return out
}

// Merge returns the themes with one being part of another, and with it all that was part
// of it. It changes nothing where they are one already.
func (t Themes) Merge(into, id string) Themes {
	names := t.names()
	into, id = names.of(into), names.of(id)
	if into == id {
		return t
	}
	out, at := t.with(into)
	out[at].Merged = append(out[at].Merged, id)
	if i := slices.IndexFunc(out, func(x Theme) bool { return x.ID == id }); i >= 0 {
		out[at].Merged = append(out[at].Merged, out[i].Merged...)
		out = slices.Delete(out, i, i+1)
	}
	return out
}

// Split returns the themes with one no longer being part of another, and nothing of it. It
// is false when there is nothing to split.
func (t Themes) Split(id string) (Themes, bool) {
	out := t.clone()
	found := false
	for i := range out {
		x := &out[i]
		switch at := slices.Index(x.Merged, id); {
		case at >= 0:
			x.Merged = slices.Delete(x.Merged, at, at+1)
			found = true
		case x.ID == id && len(x.Merged) > 0:
			x.Merged = nil
			found = true
		}
	}
	return out.known(), found
}

// known leaves out themes of which nothing is said.
func (t Themes) known() Themes {
	return slices.DeleteFunc(t, func(x Theme) bool { return x.Title == "" && len(x.Merged) == 0 })
}

// with returns a copy that has a theme of this id, and its place.
func (t Themes) with(id string) (Themes, int) {
	out := t.clone()
	at := slices.IndexFunc(out, func(x Theme) bool { return x.ID == id })
	if at < 0 {
		at = len(out)
		out = append(out, Theme{ID: id})
	}
	return out, at
}

func (t Themes) clone() Themes {
	out := slices.Clone(t)
	for i := range out {
		out[i].Merged = slices.Clone(out[i].Merged)
	}
	return out
}
