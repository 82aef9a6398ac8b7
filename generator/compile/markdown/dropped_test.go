package markdown

import (
	"strings"
	"testing"
)

// TestDropped holds that what of a body nobody sees is told, at its place.
func TestDropped(t *testing.T) {
	for in, want := range map[string]string{
		"a\n\n<!-- b\n\nc":                              "3:1",
		"a\n\n<?php b\n\nc":                             "3:1",
		"a\n\n<!X b\n\nc":                               "3:1",
		"a\n\n<![CDATA[ b\n\nc":                         "3:1",
		"<div>\n<!-- b\n</div>\n\nc":                    "2:1",
		"a <?x b ?> c":                                  "1:3",
		"<?x b ?>\n\nc":                                 "1:1",
		"a <![CDATA[b]]> c":                             "1:3",
		"| a | b |\n|---|---|\n| 1 | 2 | 3 |":           "3:11",
		"| a | b |\n|---|---|\n| 1 | `x|y` |":           "3:10",
		"| a |\n|---|\n| 1 | 2 |   3 |\n1|2":            "3:7, 4:3",
		"> | a |\n> |---|\n> | 1 | 2 |":                 "3:9",
		"[Note]: important":                             "1:1",
		"a\n\n[Q]: Why?\n\nb":                           "3:1",
		"[2026-11-23]: shipped":                         "1:1",
		"- [x]: y\n- b":                                 "1:3",
		"[Note]: see (the docs)":                        "1:1",
		"a[^a]\n\n[^a]: b\n[^c]: d":                     "4:1",
		"a[^a]\n\n[^a]: b\n[^a]: d":                     "4:1",
		"[^a]: b":                                       "1:1",
		"a {/* x */} <?b?>":                             "1:13",
		"é ==a== ==b== <?b?>":                           "1:15",
		"```\n[Note]: important\n```\n\n- [Ana]: hello": "5:3",
		"!!! note Read this first\n    b":               "1:10",
		"> ??? tip Try it\n>     b":                     "1:11",
		// Nothing is lost.
		"!!! note \"Read this\"\n    b\n\n!!! note inline end\n    b\n\n!!! tip small \"Try it\"\n    b\n\n!!! Note this well!\n": "",
		"a <!-- b --> c\n\n<!-- d\n\ne -->":                     "",
		"| a | b |\n|---|---|\n| 1 | 2 | |\n| 1 |\n| `x\\|y` |": "",
		"[a]: b.md\n[b]: https://x.example\n[c]: #d\n[d]: <e f>\n[//]: # (g)\n[comment]: <> (h)\n[i]: mailto:a@b.example": "",
		"[Note]: important, that is it\n\n[install][]\n\n[install]: install":                                              "",
		"a[^a] b[^a]\n\n[^a]: b":                          "",
		"`<?x ?>` and `[^a]: b`\n\n    [Note]: important": "",
	} {
		if got := placesOf("text-dropped", in); got != want {
			t.Errorf("%q: %s, want %s", in, got, want)
		}
	}
}

// TestModules holds that only lines that import a module are left out.
func TestModules(t *testing.T) {
	for in, shown := range map[string]bool{
		"import A from '@b/A';\nimport {B, C} from \"./b\"\nimport * as d from 'd'\n\nx": false,
		"import 'style.css';\n\nx":                   false,
		"import React, {useState} from 'react'\n\nx": false,
		"import ZEBRA from \"the old app\"\n\nx":     true,
		"Choose\nimport data from 'excel'\n\nx":      true,
		"import data from 'excel'\nand wait\n\nx":    true,
		"import the customers from 'crm'\n\nx":       true,
		"```\nimport A from 'a'\n```\n\nx":           true,
	} {
		d := compile(in)
		if got := strings.Contains(string(d.Full.HTML), "import"); got != shown {
			t.Errorf("%q: %s", in, d.Full.HTML)
		}
	}
}
