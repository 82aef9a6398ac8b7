package content

import (
	"testing"
	"time"
)

// TestBlocksInFields holds that a block for an audience in a text of the front
// matter is told on its line, and that the page is not public.
func TestBlocksInFields(t *testing.T) {
	cfg := config(t, "kinds: {playbook: {defaults: {visibility: public}}, release-note: {defaults: {visibility: public}}}")
	for front, want := range map[string]string{
		"summary: |\n  Faster.\n\n  :::sales\n  Secret.\n  :::":            "5:3",
		"summary: >\n  Faster.\n  :::sales\n  Secret.\n  :::":              "4:3",
		"summary: 'Faster. :::sales Secret. :::'":                          "2:19",
		"summary: |\n  Faster.\n  ：：：sales\n  Secret.":                     "4:3",
		"questions:\n  - How fast?\n  - |\n    :::sales\n    Secret?":      "5:5",
		"when: |\n  :::internal\n  Secret.\n  :::":                         "3:3",
		"actions:\n  sales: |\n    :::support\n    Secret.\n    :::":       "4:5",
		"title: ':::sales Secret'":                                         "2:9",
		"duration: \"\\x3a\\x3a\\x3asales\"":                               "2:11",
		"summary: 'What `:::sales` means, and std::string, and a ::: `b`'": "2:57",
		"summary: What `:::sales` means, and ``:::``, std::string and ::1": "",
		"summary: |\n  Call us:\n  :: now":                                 "",
	} {
		p, _, diags := Parse(cfg, "playbooks/a.md", []byte("---\n"+front+"\n---\nText.\n"))
		at := ""
		if len(diags) > 0 && diags[0].Rule == "block-field" {
			at = diags[0].Position.String()[len("playbooks/a.md:"):]
		}
		if public := p.PublicAt(time.Date(2040, 1, 1, 0, 0, 0, 0, time.UTC)); at != want || public != (want == "") {
			t.Errorf("%s: at %q, public %v; %v", front, at, public, diags)
		}
	}
	p, _, diags := Parse(cfg, "releases/a.md", []byte("---\ncta: {label: \":::sales\", url: /}\n---\n"))
	if len(diags) != 1 || diags[0].Rule != "block-field" || p.Visibility != Internal {
		t.Errorf("a label: %v, %s", diags, p.Visibility)
	}
}

// TestPlacesOfPictures holds which places of pictures and links are allowed.
func TestPlacesOfPictures(t *testing.T) {
	const password = "2:8: error: the address holds a name or password, which readers would see [link-scheme]\n"
	for value, want := range map[string]string{
		"javascript:alert(1)":                          "2:8: error: pictures with javascript: are not allowed [link-scheme]\n",
		"JavaScript:alert(1)":                          "2:8: error: pictures with javascript: are not allowed [link-scheme]\n",
		"\"\\u0001javascript:alert(1)\"":               "2:8: error: \"\x01javascript:alert(1)\" holds a control character [link-scheme]\n",
		"data:image/svg+xml,<svg/>":                    "2:8: error: pictures with data: are not allowed [link-scheme]\n",
		"file:///etc/passwd":                           "2:8: error: pictures with file: are not allowed [link-scheme]\n",
		"https://me:pw@cdn.example.com/a.png":          password,
		"//me:pw@cdn.example.com/a.png":                password,
		"https:a.png":                                  "2:8: error: \"https:a.png\" is not a URL [link-scheme]\n",
		"a picture (1).png":                            "",
		"../images/a.png":                              "",
		"/images/a@2x.png":                             "",
		"https://cdn.example.com/a b.png?x=1@2":        "",
		"//cdn.example.com/a.png":                      "",
		"bilder/größe%20x.png":                         "",
		"100%.png":                                     "",
		"images/2026-10-01T09:00 screen recording.png": "",
	} {
		p, _, diags := Parse(DefaultConfig(), "a.md", []byte("---\nimage: "+value+"\n---\nText.\n"))
		if got := messages(diags, false); got != want || (p.Image.Dest == "") != (want != "") {
			t.Errorf("%s: %q, image %q", value, got, p.Image.Dest)
		}
	}
	p, _, diags := Parse(DefaultConfig(), "releases/a.md", []byte("---\ndocs_url: https://me:pw@docs.example.com/\n---\nText.\n"))
	if len(diags) != 1 || diags[0].Rule != "link-scheme" || p.Release.DocsURL != "" {
		t.Errorf("docs_url: %v, %q", diags, p.Release.DocsURL)
	}
	if _, diags := ParseConfig(ConfigFile, []byte("image: data:x")); len(diags) != 1 {
		t.Errorf("the site's picture: %v", diags)
	}
}
