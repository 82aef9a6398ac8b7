package content

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"headsup/generator/diag"
	"headsup/generator/read/frontmatter"
)

// foreignNames are the names that other systems have for our fields, in small
// letters. They make hints better and, where a field could hold a page back, keep
// it internal; a site maps a key by kinds.KIND.fields.
var foreignNames = map[string]string{
	"applies_to": "tags", "author": "owner", "authors": "owner", "banner": "image", "categories": "tags", "category": "tags",
	"cover": "image", "created": "date", "created_at": "date", "description": "summary", "embargo": "publish_at",
	"embargo_until": "publish_at", "excerpt": "summary", "expire_date": "expires_at", "expires": "expires_at",
	"expiry_date": "expires_at", "expirydate": "expires_at", "hero": "image", "hidden": "draft", "keywords": "tags",
	"last_modified_at": "updated", "last_updated": "updated", "lastmod": "updated", "modified": "updated",
	"path": "slug", "private": "visibility", "product": "products", "public": "visibility",
	"publish_date": "publish_at", "publishdate": "publish_at", "published": "draft", "published_at": "publish_at",
	"redirect_from": "aliases", "redirects": "aliases", "release_date": "date", "status": "draft", "thumbnail": "image",
	"timerequired": "duration", "unlisted": "draft", "unpublish_at": "expires_at", "unpublishdate": "expires_at",
	"updated_at": "updated", "url": "slug",
}

// meantAs returns the field that an unknown key was probably meant as, or "".
func meantAs(key string) string {
	if row := holdKeyOf(key); row != nil && row.field != "" && len(row.holds) == 0 {
		return row.field
	}
	if name, ok := foreignNames[strings.ToLower(key)]; ok {
		return name
	}
	return nearest(key, guards)
}

// nearest returns the known key that is nearest to a mistyped one, or "". What only
// begins as internal_at does, such as internal_id or internal_notes, is no slip of it.
func nearest(key string, known []string) string {
	const odd = "internal_at"
	near := diag.Suggest(key, known)
	if near == odd && (len(key) > len(odd)+1 || !strings.HasSuffix(strings.ToLower(key), "at")) {
		return diag.Suggest(key, slices.DeleteFunc(slices.Clone(known), func(k string) bool { return k == odd }))
	}
	return near
}

// unknown deals with the keys that no field has read, as the kind's policy says.
// It reports whether one of them may have been meant to hold the page back.
func (d *decoder) unknown(s *fieldSource, p *Page, policy UnknownPolicy) (guarded bool) {
	for i, e := range s.pairs {
		if s.used[i] {
			continue
		}
		s.leftover(e.key, e.key.Value, e.value, policy == KeepUnknown, func(key *yaml.Node, name string, value *yaml.Node) {
			held := holding(key, name, value)
			if held != nil {
				d.doubt(held.meant)
				guarded = true
			}
			if policy == KeepUnknown {
				if held != nil && (p.Visibility == Public || held.meant == "internal_at") {
					d.warn("unknown-field", d.At(held.at), held.message(), held.mend(p.Kind))
				}
				if text := flatten(value); text != "" {
					p.Extra = append(p.Extra, Extra{name, text})
				}
				return
			}
			message, hint := describeUnknown(name, meantAs(name), p.Kind)
			if held != nil && (held.row != nil || held.key != name) && (len(kindsWith(name)) == 0 || find(fieldsOf(p.Kind), name) != nil) {
				message, hint = held.message(), held.mend(p.Kind)
			}
			switch {
			case strings.EqualFold(name, "status") && slices.Contains(Stages(), Stage(strings.ToLower(flatten(value)))):
				hint = "did you mean stage?"
			case d.isAudience(name) && s.has("actions"):
				hint = "to say what " + name + " should do, indent the line below actions:"
			}
			if dir := d.cfg.meantFolder(p.Source, kindsWith(name)); dir != "" {
				hint += "; " + dir
			}
			if policy == WarnUnknown {
				d.warn("unknown-field", d.At(key), message, hint)
			} else {
				d.report("unknown-field", d.At(key), message, hint)
			}
		})
	}
	return guarded
}

// meantFolder tells of a file that is in no kind's folder, and in one with nearly
// the name of one of some kinds'.
func (c *Config) meantFolder(source string, kinds []Kind) string {
	folder, _, inside := strings.Cut(source, "/")
	if !inside || c.KindOf(source) != Plain {
		return ""
	}
	var dirs []string
	for _, k := range kinds {
		if dir := c.Kinds[k].Dir; dir != "" && dir != "." {
			dirs = append(dirs, dir)
		}
	}
	if near := diag.Suggest(folder, dirs); near != "" {
		return "the file is in " + folder + "/, did you mean " + near + "/?"
	}
	return ""
}

// MeantFolder returns the folder of a file that is in no kind's, and the kind that
// has a folder of nearly this name, with its folder; "" when there is none.
func (c *Config) MeantFolder(source string) (folder, meant string, kind Kind) {
	if c.KindOf(source) != Plain {
		return "", "", ""
	}
	parts := strings.Split(source, "/")
	for _, k := range Kinds() {
		dir := c.Kinds[k].Dir
		depth := 1 + strings.Count(dir, "/")
		if k == Plain || dir == "" || dir == "." || len(parts) <= depth {
			continue
		}
		folder := strings.Join(parts[:depth], "/")
		own, of := parts[depth-1], path.Base(dir)
		if strings.EqualFold(path.Dir(folder), path.Dir(dir)) && (sameWord(own, of) || sameWord(own, string(k)) || mistyped(own, of)) {
			return folder, dir, k
		}
	}
	return "", "", ""
}

// sameWord reports whether two names are one word, in the singular or the plural.
func sameWord(a, b string) bool {
	plain := func(s string) string { return strings.NewReplacer("_", "-", " ", "-").Replace(strings.ToLower(s)) }
	a, b = plain(a), plain(b)
	return a == b || a == b+"s" || a == b+"es" || b == a+"s" || b == a+"es"
}

// mistyped reports whether a name is another one with a slip in it. Short words have
// too many neighbours, and launcher/ and released/ are words of their own.
func mistyped(name, as string) bool {
	lower := strings.ToLower(name)
	for _, end := range []string{"er", "ers", "ed"} {
		if strings.HasSuffix(lower, end) {
			return false
		}
	}
	return len(as) >= 8 && strings.HasPrefix(lower, strings.ToLower(as[:2])) && diag.OneOff(name, as)
}

// isAudience reports whether a word is one of the site's audiences.
func (d *decoder) isAudience(word string) bool {
	return slices.ContainsFunc(d.cfg.Audiences, func(t Term) bool { return t.ID == word })
}

// has reports whether the front matter has a key.
func (s *fieldSource) has(key string) bool {
	return slices.ContainsFunc(s.pairs, func(e pair) bool { return e.key.Value == key })
}

// warn adds a finding that is a warning unless the site says otherwise.
func (d *decoder) warn(rule string, pos diag.Position, message, hint string) {
	d.report(rule, pos, message, hint)
	if d.rule == "" {
		d.diags[len(d.diags)-1].Severity = diag.Warning
	}
}

// leftover calls visit for a key, or for each key below it, that was not read.
// Mappings are taken apart when they are kept or partly read.
func (s *fieldSource) leftover(
	key *yaml.Node, name string, value *yaml.Node, keep bool,
	visit func(key *yaml.Node, name string, value *yaml.Node),
) {
	if s.parts[name] {
		return
	}
	partly := false
	for part := range s.parts {
		partly = partly || strings.HasPrefix(part, name+".")
	}
	if !frontmatter.IsMapping(value) || !partly && !keep {
		visit(key, name, value)
		return
	}
	for i := 0; i+1 < len(value.Content); i += 2 {
		s.leftover(value.Content[i], name+"."+flatten(value.Content[i]), value.Content[i+1], keep, visit)
	}
}

// describeUnknown says what is wrong with an unknown key, and what was probably
// meant.
func describeUnknown(name, meant string, k Kind) (message, hint string) {
	if find(fieldsOf(k), name) != nil {
		return "this value of " + name + " is not read", "write a text: " + name + ": …"
	}
	if others := kindsWith(name); len(others) > 0 {
		list := make([]string, len(others))
		for i, o := range others {
			list[i] = string(o)
		}
		return fmt.Sprintf("a %s has no field %s", k, name), "it is a field of " + strings.Join(list, ", ")
	}
	message = "unknown field " + name
	near := nearest(name, names(fieldsOf(k)))
	if near == "" && find(fieldsOf(k), meant) != nil {
		return message, mapHint(name, meant, k)
	}
	if near != "" {
		return message, "did you mean " + near + "?"
	}
	return message, fmt.Sprintf("to let it pass, say in headsup.yaml kinds: {%s: {unknown: keep}}, "+
		"or map it to a field of ours by fields", k)
}

// mapHint tells how to have a foreign key read as a field of ours.
func mapHint(name, meant string, k Kind) string {
	also := ""
	if meant == "publish_at" {
		also = ", which holds a page back from customers, as internal_at does from colleagues, too"
	}
	return fmt.Sprintf("headsup's name for it may be %s%s; "+
		"to have the files' own name read, say in headsup.yaml kinds: {%s: {fields: {%s: %s}}}", meant, also, k, meant, name)
}
