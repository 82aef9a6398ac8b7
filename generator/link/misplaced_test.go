package link_test

import (
	"testing"

	"headsup/generator/link"
	"headsup/generator/link/linktest"
)

// A folder is taken for a kind's only where no other word can be meant.
func TestFolderNames(t *testing.T) {
	for folder, meant := range map[string]string{
		"release": "releases", "Release": "releases", "release-note": "releases", "Release_Notes": "releases", "relaeses": "releases",
		"playbook": "playbooks", "snippet": "snippets", "snipets": "snippets", "launch": "launches", "lanches": "launches",

		"Releases": "", "launches-2025": "", "release-process": "", "launcher": "", "launchers": "", "released": "", "lunches": "",
		"leases": "", "playback": "", "references": "", "guides": "", "guides/release": "", "pages": "", "page": "", "notes": "",
	} {
		_, diags := linktest.Resolve(t, link.Input{}, map[string]string{
			"headsup.yaml": "", folder + "/a.md": "---\ntitle: A\n---\n", folder + "/b.md": "---\ntitle: B\n---\n",
		})
		if meant == "" && len(diags) > 0 || meant != "" && (len(diags) != 1 || diags[0].Rule != "folder-name" ||
			diags[0].Hint != "did you mean "+meant+"/? If plain pages are meant, add `kind: page` to them") {
			t.Errorf("%s: %v", folder, diags)
		}
	}
	// Kinds may have folders of other names, and at other places.
	_, diags := linktest.Resolve(t, link.Input{}, map[string]string{
		"headsup.yaml":      "kinds:\n  release-note: {dir: docs/changelogs}\n  snippet: {dir: tips}\n",
		"docs/changelog.md": "---\ntitle: A\n---\n", "docs/changelog/a.md": "---\ntitle: A\n---\n",
		"releases/b.md": "---\ntitle: A\n---\n", "tops/c.md": "---\ntitle: A\n---\n", "tip/d.md": "# No front matter\n",
	})
	if len(diags) != 1 || diags[0].Path != "docs/changelog/a.md" {
		t.Errorf("%v", diags)
	}
}
