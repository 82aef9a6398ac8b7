package feed

import (
	_ "embed" // for the schema
	"slices"
)

// SchemaPath is where a site publishes [Schema], relative to its base URL.
// Feeds point to it as what explains _headsup.
const SchemaPath = "schema/feed.json"

//go:embed schema.json
var schema []byte

// Schema returns the JSON Schema (2020-12) of the feeds that headsup writes. It
// describes what headsup writes, which is narrower than what JSON Feed allows.
// Within a major version it only grows.
func Schema() []byte { return slices.Clone(schema) }
