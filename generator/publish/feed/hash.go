package feed

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"strconv"
	"strings"

	"headsup/generator/publish/items"
)

// ContentHash returns a digest of what a reader of an item sees: 32 hexadecimal
// digits. A product compares it with that of the copy it has shown.
//
// Not in it: ids and addresses of the item, dates, and whom it is shown to
// (products, audiences, tags, target, frequency…). The base URL counts as "/"
// wherever it stands, so that the site may move. Each value is led by its
// length, so that no text can pass from one field to the next unnoticed.
func ContentHash(it *items.Item, baseURL string) string {
	b := make([]byte, 0, len(it.HTML)+len(it.Summary)+512)
	add := func(values ...string) {
		b = binary.AppendUvarint(b, uint64(len(values)))
		for _, v := range values {
			v = strings.ReplaceAll(v, baseURL, "/")
			b = binary.AppendUvarint(b, uint64(len(v)))
			b = append(b, v...)
		}
	}
	body := it.HTML
	if body == "" {
		body = it.Text
	}
	add(string(it.Kind), it.Language, it.Title, it.Summary, body, it.Image)
	add(it.CTA.Label, it.CTA.URL)
	add(it.Snippet.Surface)
	r := it.Release
	add(r.Version, string(r.Stage), string(r.Impact), strconv.FormatBool(r.Breaking), r.DocsURL)
	add(r.Plans...)
	add(r.Platforms...)
	if it.Ask != "" {
		add(it.Ask)
	}
	if len(it.Tasks) > 0 {
		for _, t := range it.Tasks {
			add(t.Title)
		}
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:16])
}
