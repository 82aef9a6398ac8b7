package generator_test

import (
	"encoding/json"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"headsup/generator"
	"headsup/generator/paths"
	"headsup/generator/publish/feed"
)

// The feeds of our own site decode into the types of package feed, and nothing
// of them is lost.
func TestOwnFeedsDecode(t *testing.T) {
	t.Parallel()
	out := t.TempDir()
	res, err := generator.Build(t.Context(), generator.Options{
		Content: filepath.Join("..", "content"), Out: out, NoCache: true,
		Now: time.Date(2026, 11, 25, 0, 0, 0, 0, time.UTC),
	})
	if err != nil || res.Failed() {
		t.Fatalf("build: %v, %v", err, res.Diagnostics)
	}
	feeds := 0
	for path, text := range tree(t, out) {
		head := strings.HasSuffix("/"+path, "/feed.json") && !strings.HasPrefix(path, "schema/")
		if !head && !(strings.Contains("/"+path, "/feed/") && strings.HasSuffix(path, ".json")) {
			continue
		}
		feeds++
		var f feed.Feed
		var want, got any
		for _, err := range []error{json.Unmarshal([]byte(text), &f), json.Unmarshal([]byte(text), &want)} {
			if err != nil {
				t.Fatalf("%s: %v", path, err)
			}
		}
		again, err := json.Marshal(f)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(again, &got); err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: decoded and encoded again it is\n%s", path, again)
		}
	}
	if feeds < 5 {
		t.Errorf("%d feeds", feeds)
	}
}

// What our own site publishes for programs follows the schemas that it publishes,
// says a validator that is not the one that made them.
func TestOwnFeedsFollowTheirSchemas(t *testing.T) {
	t.Parallel()
	out := filepath.Join(t.TempDir(), "out")
	mustBuild(t, generator.Options{Content: filepath.Join("..", "content"), Out: out, NoCache: true})
	files := tree(t, out)
	checked := map[string]int{}
	for name, text := range files {
		schema := ""
		switch {
		case strings.HasSuffix(name, "schema.json") || strings.HasPrefix(name, "schema/"):
			continue
		case strings.HasPrefix(name, "embed/v1/") && strings.HasSuffix(name, ".json"):
			schema = paths.EmbedSchema
		case strings.HasSuffix(name, "feed.json") || strings.Contains(name, "/feed/") && strings.HasSuffix(name, ".json"):
			schema = paths.FeedSchema
		default:
			continue
		}
		doc, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		compiler := jsonschema.NewCompiler()
		compiler.AssertFormat()
		definition, err := jsonschema.UnmarshalJSON(strings.NewReader(files[schema]))
		if err != nil {
			t.Fatalf("%s: %v", schema, err)
		}
		if err := compiler.AddResource(schema, definition); err != nil {
			t.Fatal(err)
		}
		compiled, err := compiler.Compile(schema)
		if err != nil {
			t.Fatalf("%s: %v", schema, err)
		}
		if err := compiled.Validate(doc); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		checked[schema]++
	}
	if checked[paths.EmbedSchema] < 5 || checked[paths.FeedSchema] < 10 {
		t.Errorf("only %v were looked at", checked)
	}
}
