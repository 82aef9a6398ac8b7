package feed

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"testing"
)

// The types hold all that is in a feed.
func TestFeedDecodes(t *testing.T) {
	data, err := os.ReadFile(filepath.Join("testdata", "golden.feed.json"))
	if err != nil {
		t.Fatal(err)
	}
	var f Feed
	if err := json.Unmarshal(data, &f); err != nil {
		t.Fatal(err)
	}
	again, err := json.Marshal(f)
	if err != nil {
		t.Fatal(err)
	}
	var want, got any
	if err := json.Unmarshal(data, &want); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(again, &got); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("decoded and encoded again it is\n%s", again)
	}
}
