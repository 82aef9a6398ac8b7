package content

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Digest returns a hash of everything in the configuration, as hexadecimal
// digits. Equal configurations have equal digests, whatever the order of their
// mappings' keys and the layout of the file.
func (c *Config) Digest() string {
	type kind struct {
		Dir      string
		Fields   map[string][]string
		Unknown  UnknownPolicy
		Defaults string
	}
	kinds := make(map[Kind]kind, len(c.Kinds))
	for k, kc := range c.Kinds {
		kinds[k] = kind{kc.Dir, kc.Fields, kc.Unknown, canonical(kc.Defaults)}
	}
	zone := ""
	if c.TimeZone != nil {
		zone = c.TimeZone.String()
	}
	// Texts, numbers, lists and maps with texts as keys always marshal.
	text, _ := json.Marshal([]any{
		c.Title, c.Description, c.BaseURL, zone, c.Language,
		c.Products, c.Audiences, c.Plans, c.Platforms, c.Owners, c.Surfaces,
		c.Synonyms, c.Checks, kinds, c.Launch, c.Links, c.Ignore, c.PageSize,
	})
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

// canonical writes a tree of nodes without its layout.
func canonical(n *yaml.Node) string {
	if n == nil {
		return ""
	}
	if len(n.Content) == 0 {
		return n.Tag + strconv.Quote(n.Value)
	}
	var b strings.Builder
	b.WriteString(n.Tag + "(")
	for _, c := range n.Content {
		b.WriteString(canonical(c) + ",")
	}
	b.WriteByte(')')
	return b.String()
}
