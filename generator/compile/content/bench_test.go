package content

import (
	"strings"
	"testing"
)

func BenchmarkParse(b *testing.B) {
	body := strings.Repeat("A sentence of the body with some words in it.\n", 60)
	for name, src := range map[string]string{
		"YAML": "---\ntitle: Export all invoices at once\ndate: 2026-10-01\nversion: 3.10\nstage: ga\n" +
			"products: [billing]\naudiences: [sales, support]\ntags: [export, invoices]\nowner: billing-pm\n" +
			"visibility: public\nsummary: One click exports every invoice of a year.\nactions:\n" +
			"  sales: Tell accounts with more than ten seats.\n  support: Close the old requests.\n---\n" + body,
		"TOML": "+++\ntitle = \"Export all invoices at once\"\ndate = 2026-10-01\nversion = \"3.10\"\n" +
			"stage = \"ga\"\nproducts = [\"billing\"]\naudiences = [\"sales\", \"support\"]\n" +
			"tags = [\"export\", \"invoices\"]\nowner = \"billing-pm\"\nvisibility = \"public\"\n" +
			"[actions]\nsales = \"Tell accounts with more than ten seats.\"\n+++\n" + body,
	} {
		b.Run(name, func(b *testing.B) {
			cfg := DefaultConfig()
			text := []byte(src)
			b.ReportAllocs()
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				if _, _, diags := Parse(cfg, "releases/export.md", text); len(diags) > 0 {
					b.Fatal(diags)
				}
			}
		})
	}
}
