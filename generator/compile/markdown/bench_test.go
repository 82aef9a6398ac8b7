package markdown

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"headsup/generator/compile/highlight"
)

var benchWords = strings.Fields("the customer invoice export now supports filters teams can " +
	"choose a plan when billing changes and support answers questions about limits dashboards " +
	"alerts incident review quarterly pricing report webhook token rotation workspace member")

var benchCode = []string{
	"```go\npackage main\n\nimport \"fmt\"\n\n" +
		"func main() {\n\tfor i := 0; i < %d; i++ {\n\t\tfmt.Printf(\"%%d: %%s\\n\", i, \"value\")\n\t}\n}\n```\n",
	"```sql\nSELECT c.name, COUNT(i.id) AS invoices\nFROM customers c\nLEFT JOIN invoices i ON i.customer_id = c.id\n" +
		"WHERE c.plan = 'pro' AND i.total > %d\nGROUP BY c.name\nORDER BY invoices DESC\nLIMIT 20;\n```\n",
	"```bash\nset -euo pipefail\nfor f in *.json; do\n" +
		"  curl -sS -X POST \"https://api.example.com/v1/import?limit=%d\" -d @\"$f\" | jq '.id'\ndone\n```\n",
	"```json\n{\"id\": %d, \"name\": \"export\", \"enabled\": true, " +
		"\"limits\": [10, 20.5, null], \"owner\": {\"team\": \"billing\"}}\n```\n",
}

// samplePage is page n of a made-up corpus, the same on every run.
func samplePage(n int) string {
	r := rand.New(rand.NewPCG(uint64(n), 1))
	var b strings.Builder
	sentence := func() {
		for i := range 8 + r.IntN(14) {
			w := benchWords[r.IntN(len(benchWords))]
			switch {
			case i == 0:
				w = labelOf(w)
			case r.IntN(30) == 0:
				w = "**" + w + "**"
			case r.IntN(40) == 0:
				w = "`" + w + "`"
			case r.IntN(45) == 0:
				w = fmt.Sprintf("[%s](../page-%d.md#%s)", w, r.IntN(1000), w)
			}
			b.WriteString(w + " ")
		}
		b.WriteString("end.\n")
	}
	target := 150 + r.IntN(750)
	for words := 0; words < target; words += 70 {
		fmt.Fprintf(&b, "\n## Section %s %d\n\n", benchWords[r.IntN(len(benchWords))], words)
		for range 3 {
			sentence()
		}
		b.WriteString("\n")
		if r.IntN(3) == 0 {
			for range 4 {
				b.WriteString("- ")
				sentence()
			}
		}
	}
	if r.IntN(3) == 0 {
		b.WriteString("\n| Plan | Limit | Price |\n|:-----|------:|:-----:|\n")
		for i := range 6 {
			fmt.Fprintf(&b, "| plan %d | %d | %d.00 |\n", i, r.IntN(1000), r.IntN(90))
		}
	}
	if r.IntN(10) < 6 {
		for range r.IntN(3) {
			b.WriteString("\n")
			fmt.Fprintf(&b, benchCode[r.IntN(len(benchCode))], r.IntN(1_000_000))
		}
	}
	return b.String()
}

func BenchmarkCompile(b *testing.B) {
	pages := make([][]byte, 256)
	size := 0
	for i := range pages {
		pages[i] = []byte(samplePage(i))
		size += len(pages[i])
	}
	b.SetBytes(int64(size / len(pages)))
	b.ReportAllocs()
	c := testCompiler()
	c.code = highlight.New(0) // a real site repeats few of its blocks
	i := 0
	for b.Loop() {
		c.Compile(Input{Body: pages[i%len(pages)], Line: 1, Title: "Page"})
		i++
	}
}

func BenchmarkCodec(b *testing.B) {
	d := testCompiler().Compile(Input{Body: []byte(samplePage(3)), Line: 1})
	data, _ := d.AppendBinary(nil)
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		var out Document
		if err := out.decode(data); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkRepeated shows whether the work for marks that begin nothing grows with the
// length of a body, or faster: MB/s are much the same at both sizes.
func BenchmarkRepeated(b *testing.B) {
	for _, unit := range []string{
		"<!-- sales -->a ", "[sales]a ", "a <sales>b ", "{sales} ", "<div>\n", "<x hidden>", "::sales a\n",
		"{% a %}", "{{ site.a }}", "[a]({% b %}) ", "[a", "[a][", "[a](b ", "**a ", "[a](b c.md ", "[^a",
		"```\n", "<pre>\n", "{# ", "%%\n", "<details>\n\n", "{% if a %}\n", "[^a]: b\n\n", "> [!NOTE] a\n\n",
	} {
		for _, size := range []int{25_000, 200_000} {
			b.Run(fmt.Sprintf("%q/%d", unit, size), func(b *testing.B) {
				body := []byte(strings.Repeat(unit, size/len(unit)))
				b.SetBytes(int64(len(body)))
				for b.Loop() {
					testCompiler().Compile(Input{Body: body, Line: 1})
				}
			})
		}
	}
}
