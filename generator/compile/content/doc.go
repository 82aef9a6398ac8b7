// Package content is the domain: what a content file says, read and checked on
// its own.
//
// A [Page] is a file's front matter, decoded. Its [Kind] (release note,
// playbook, snippet, launch or plain page) says which fields it has. A [Config]
// is headsup.yaml. [Parse] makes a page of a file's bytes and gives back its
// body; [ParseConfig] makes a configuration. Both are pure, report everything
// that is wrong in one go, and return a usable value in any case. [LoadConfig]
// reads the configuration of a content folder from the disk, for all commands.
//
//	cfg, err := content.LoadConfig("content", "")
//	page, body, more := content.Parse(cfg.Config, "releases/2026-10-01-export.md", src)
//	if page.PublicAt(now) { … }
//
// One table (table.go) declares the fields. Decoding and the JSON Schema for
// editors ([Schema]) come from it, and the reference is checked against it
// ([Fields]), so that they cannot disagree. How front matter is written, in YAML
// or TOML, is the concern of package frontmatter: what reads values here knows
// one kind of tree.
//
// The package does not read content files, compile Markdown, or know a second page:
// whether a launch, a related page or an address exists is for the site to say.
package content
