package feed

import (
	_ "embed" // for the schemas
	"slices"
)

//go:generate go run headsup/generator/tools/schemagen

//go:embed schema/feed.json
var feedSchema []byte

//go:embed schema/embed.json
var embedSchema []byte

// Schema returns the JSON Schema (2020-12) of the feeds that headsup writes. It
// describes what headsup writes, which is narrower than what JSON Feed allows.
// Within a major version it only grows.
func Schema() []byte { return slices.Clone(feedSchema) }

// EmbedSchema returns the JSON Schema (2020-12) of manifests and of bundles.
// Within a version it only grows.
func EmbedSchema() []byte { return slices.Clone(embedSchema) }
