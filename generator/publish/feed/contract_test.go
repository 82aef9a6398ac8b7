package feed_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"headsup/generator/publish/feed"
)

// The files in testdata/released are the schemas of the last release. They are
// replaced when a release is made, and at no other time.
func TestContractOnlyGrows(t *testing.T) {
	for name, now := range map[string][]byte{"feed.json": feed.Schema(), "embed.json": feed.EmbedSchema()} {
		released, err := os.ReadFile(filepath.Join("testdata", "released", name))
		if err != nil {
			t.Fatal(err)
		}
		for _, broken := range brokenPromises(parse(t, released), parse(t, now)) {
			t.Errorf("%s: %s", name, broken)
		}
	}
}

func parse(t *testing.T, data []byte) map[string]any {
	t.Helper()
	var s map[string]any
	if err := json.Unmarshal(data, &s); err != nil {
		t.Fatal(err)
	}
	return s
}

// brokenPromises says what of a released schema another one does not keep. It may
// have more definitions, properties, required properties and values of an
// enumeration, and other descriptions.
func brokenPromises(released, now map[string]any) []string { return compareSchemas("", released, now) }

func compareSchemas(at string, released, now map[string]any) (broken []string) {
	report := func(format string, args ...any) {
		broken = append(broken, strings.TrimPrefix(at+": ", ": ")+fmt.Sprintf(format, args...))
	}
	keywords := maps.Clone(released)
	maps.Copy(keywords, now)
	for _, keyword := range slices.Sorted(maps.Keys(keywords)) {
		old, was := released[keyword]
		current, is := now[keyword]
		switch keyword {
		case "title", "description", "examples":
		case "format", "pattern":
			// A validator that does not know the format refuses the whole schema, so a
			// pattern has taken its place. Headsup writes the same as before.
			if released["format"] != "iri" && !reflect.DeepEqual(old, current) {
				report("%s was %v and is %v", keyword, old, current)
			}
		case "$defs", "properties":
			olds, _ := old.(map[string]any)
			currents, _ := current.(map[string]any)
			for _, name := range slices.Sorted(maps.Keys(olds)) {
				there := at + "/" + name
				if currents[name] == nil {
					broken = append(broken, there+" is gone")
					continue
				}
				broken = append(broken, compareSchemas(there, olds[name].(map[string]any), currents[name].(map[string]any))...)
			}
		case "required", "enum":
			olds, _ := old.([]any)
			currents, _ := current.([]any)
			for _, value := range olds {
				if !slices.Contains(currents, value) {
					report("%s has lost %v", keyword, value)
				}
			}
			if keyword == "enum" && !was {
				report("enum is new, so other values are not allowed any more")
			}
		case "items":
			if !was || !is {
				report("items came or went")
				continue
			}
			broken = append(broken, compareSchemas(at+"[]", old.(map[string]any), current.(map[string]any))...)
		default:
			if !reflect.DeepEqual(meaning(old), meaning(current)) {
				report("%s was %v and is %v", keyword, old, current)
			}
		}
	}
	return broken
}

// meaning returns a part of a schema without properties that may be anything.
func meaning(v any) any {
	switch v := v.(type) {
	case map[string]any:
		out := map[string]any{}
		for key, part := range v {
			properties, ok := meaning(part).(map[string]any)
			if key != "properties" || !ok {
				out[key] = meaning(part)
				continue
			}
			maps.DeleteFunc(properties, func(_ string, p any) bool { return p == true })
			if len(properties) > 0 {
				out[key] = properties
			}
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, part := range v {
			out[i] = meaning(part)
		}
		return out
	}
	return v
}

func TestContractNotices(t *testing.T) {
	type object = map[string]any
	item := func(s object) object { return s["$defs"].(object)["Item"].(object) }
	property := func(s object, name string) object { return item(s)["properties"].(object)[name].(object) }
	details := func(s object) object { return s["$defs"].(object)["Details"].(object) }
	for name, test := range map[string]struct {
		change func(s object)
		want   int // how many promises it breaks
	}{
		"nothing":                {func(object) {}, 0},
		"a new property":         {func(s object) { item(s)["properties"].(object)["new"] = object{"type": "string"} }, 0},
		"a new definition":       {func(s object) { s["$defs"].(object)["New"] = object{"type": "string"} }, 0},
		"more is required":       {func(s object) { item(s)["required"] = append(item(s)["required"].([]any), "title") }, 0},
		"another description":    {func(s object) { property(s, "id")["description"] = "x" }, 0},
		"one more kind":          {func(s object) { k := kindOf(details(s)); k["enum"] = append(k["enum"].([]any), "recipe") }, 0},
		"a property is gone":     {func(s object) { delete(item(s)["properties"].(object), "title") }, 1},
		"a property is renamed":  {func(s object) { p := item(s)["properties"].(object); p["name"] = p["title"]; delete(p, "title") }, 1},
		"a definition is gone":   {func(s object) { delete(s["$defs"].(object), "Target") }, 1},
		"less is required":       {func(s object) { item(s)["required"] = item(s)["required"].([]any)[1:] }, 1},
		"nothing is required":    {func(s object) { delete(item(s), "required") }, 3},
		"another type":           {func(s object) { property(s, "title")["type"] = "integer" }, 1},
		"null is allowed":        {func(s object) { property(s, "title")["type"] = []any{"string", "null"} }, 1},
		"other items":            {func(s object) { property(s, "tags")["items"].(object)["type"] = "integer" }, 1},
		"a kind is gone":         {func(s object) { k := kindOf(details(s)); k["enum"] = k["enum"].([]any)[1:] }, 1},
		"any kind is allowed":    {func(s object) { delete(kindOf(details(s)), "enum") }, 5},
		"only some are allowed":  {func(s object) { property(s, "title")["enum"] = []any{"x"} }, 1},
		"a date is any text":     {func(s object) { delete(property(s, "date_published"), "format") }, 1},
		"a condition is relaxed": {func(s object) { delete(details(s), "else") }, 1},
		"a pattern is gone":      {func(s object) { delete(property(s, "url"), "pattern") }, 1},
		"a condition says more":  {func(s object) { details(s)["if"].(object)["properties"].(object)["x"] = true }, 0},
		"a condition differs":    {func(s object) { details(s)["if"].(object)["properties"].(object)["x"] = false }, 1},
		"keys are forbidden":     {func(s object) { item(s)["additionalProperties"] = false }, 1},
	} {
		released, now := parse(t, feed.Schema()), parse(t, feed.Schema())
		test.change(now)
		if broken := brokenPromises(released, now); len(broken) != test.want {
			t.Errorf("%s: %d promises are broken, want %d: %q", name, len(broken), test.want, broken)
		}
	}
}

func kindOf(details map[string]any) map[string]any {
	return details["properties"].(map[string]any)["kind"].(map[string]any)
}
