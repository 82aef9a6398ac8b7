package split_test

import (
	"strconv"
	"strings"
	"testing"

	"headsup/generator/read/split"
)

// TestChangelog takes apart change logs as many tools write them.
func TestChangelog(t *testing.T) {
	for name, tc := range map[string]struct {
		text string
		want string // name, date, and what else is said of it, with the line
	}{
		"keep a changelog": {
			"# Changelog\n\n## [Unreleased]\n\n### Added\n- soon\n\n## [1.1.0] - 2026-01-05\n\n### Fixed\n- y [docs]\n\n" +
				"## [1.0.1] - 2026-01-04 [YANKED]\n\n[Unreleased]: https://example.com/a\n" +
				"[1.1.0]: https://example.com/b\n[docs]: https://example.com/c\n",
			"unreleased draft:3 1.1.0 2026-01-05:8 1.0.1 2026-01-04 retired:13",
		},
		"nothing unreleased": {"## [Unreleased]\n\n### Added\n\n## 1.0.0\n", "1.0.0:5"},
		"levels mixed": {
			"# Changelog\n\n### [1.1.1](https://example.com/v1.1.0...v1.1.1) (2026-01-05)\n\n\n### Bug Fixes\n\n* x\n\n" +
				"# [1.1.0](https://example.com/v1.0.0...v1.1.0) (2026-01-04)\n\n<a name=\"1.0.0\"></a>\n" +
				"# 1.0.0 (2025-01-04)\n",
			"1.1.1 2026-01-05:3 1.1.0 2026-01-04:10 1.0.0 2025-01-04:13",
		},
		"changesets": {"# @scope/pkg\n\n## 3.0.1\n\n### Patch Changes\n\n- x\n\n" +
			"## 3.0.0-next.4\n", "3.0.1:3 3.0.0-next.4:9"},
		"auto": {"# v11.1.6 (Thu Apr 04 2024)\n\n#### Bug fix\n\n- x\n\n---\n\n" +
			"# v11.1.5 (Wed Apr 03 2024)\n", "11.1.6 2024-04-04:1 11.1.5 2024-04-03:9"},
		"slash": {"## 3.14.0 / 2026-01-05\n\n- [CHANGE] x\n\n" +
			"## 3.13.0-rc.0 / 2025-12-01\n", "3.14.0 2026-01-05:1 3.13.0-rc.0 2025-12-01:5"},
		"major only": {"# Log\n\nWords.\n\n## v21 (2026-01-05)\n\n- x\n\n" +
			"## v20 (2025-01-05)\n", "21 2026-01-05:5 20 2025-01-05:9"},
		"four parts": {"## 1.2.3.4 - 5 January 2026\n## 1.2 - Jan 4th, 2026\n", "1.2.3.4 2026-01-05:1 1.2 2026-01-04:2"},
		"next line": {"## 13.1.2\n\n🗓\n2026-01-05 • [Commits](https://example.com)\n\n## 13.1.1\n\n" +
			"_Released on 4 January 2026_\n\nText.\n", "13.1.2 2026-01-05:1 13.1.1 2026-01-04:6"},
		"underlined": {"pkg 23.11.0 (2023-11-08)\n========================\n\nFeatures\n--------\n\n- x\n\n" +
			"Pkg 17.1.0\n==========\n", "23.11.0 2023-11-08:1 17.1.0:9"},
		"of a package": {"# Change Log\n\n" +
			"# [2.0.0](https://example.com/@scope/a@1.9.0...@scope/a@2.0.0) (2026-01-05)\n\n" +
			"## @scope/a@1.9.0\n", "2.0.0 2026-01-05:3 1.9.0:5"},
		"git-cliff": {"## [2.1.0](https://example.com/v2.0.0..v2.1.0) - 2026-01-05\n\n### Features\n\n" +
			"- x\n", "2.1.0 2026-01-05:1"},
		"no versions": {"## 2.0.0\n\n```md\n## 1.9.9\n```\n\n    ## 1.9.8\n\n### Requires Node 20.1\n\n## 2025\n\n" +
			"x\n\n### 3.4.x (2023-10-28 - 2024-08-15)\n", "2.0.0:1"},
		"in a block": {"## 2.0.0\n\n:::internal\n\n## 1.9.0\n\n:::\n\n<!--\n## 1.8.0\n-->\n", "2.0.0:1"},
		"twice":      {"## 1.0.0\n\na\n\n## 1.0.0\n\nb\n", "1.0.0:1 1.0.0~2:5"},
		"pointer":    {"The change log has moved.\n", ""},
	} {
		t.Run(name, func(t *testing.T) {
			parts, problems := split.Changelog([]byte(tc.text), 1)
			var got []string
			for _, p := range parts {
				words := []string{p.Name}
				for i := 0; i < len(p.Fields.Content); i += 2 {
					switch v := p.Fields.Content[i+1].Value; p.Fields.Content[i].Value {
					case "date", "stage":
						words = append(words, v)
					case "draft":
						words = append(words, "draft")
					}
				}
				got = append(got, strings.Join(words, " ")+":"+strconv.Itoa(p.Line))
			}
			have := strings.Join(got, " ")
			// A stage is said before the date.
			have = strings.ReplaceAll(have, "retired 2026-01-04", "2026-01-04 retired")
			if have != tc.want {
				t.Errorf("got  %s\nwant %s", have, tc.want)
			}
			if (len(parts) == 0) != (len(problems) > 0 && len(got) == 0) {
				t.Errorf("problems: %v", problems)
			}
		})
	}
}

// TestChangelogBody shows what is in the note of a version: sections on the second level, and
// the definitions that its links need.
func TestChangelogBody(t *testing.T) {
	parts, problems := split.Changelog([]byte("## 2.0.0\n\n### Fixed\n\n- y [docs]\n\n---\n\n## 1.0.0\n\n"+
		"First.\n\n## More\n\nLost.\n\n[docs]: https://example.com/\n[2.0.0]: https://example.com/2\n"), 4)
	if len(parts) != 2 {
		t.Fatalf("%d parts", len(parts))
	}
	if got, want := string(parts[0].Body), "\n## Fixed\n\n- y [docs]\n\n[docs]: https://example.com/\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if parts[0].BodyLine != 5 || parts[1].Line != 12 {
		t.Errorf("lines %d and %d", parts[0].BodyLine, parts[1].Line)
	}
	if len(problems) != 1 || problems[0].Line != 16 {
		t.Errorf("problems %v", problems)
	}
}
