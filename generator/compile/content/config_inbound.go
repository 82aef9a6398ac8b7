package content

import (
	"regexp"
	"slices"

	"go.yaml.in/yaml/v3"
	"golang.org/x/text/currency"
	"golang.org/x/text/encoding/htmlindex"

	"headsup/generator/diag"
	"headsup/generator/read/frontmatter"
)

// InboundConfig is what the site says about questions, requests and problems that
// come back.
type InboundConfig struct {
	Sources []InboundSource
	// Accounts says what is kept of the names of companies: one of
	// [InboundAccounts], the first unless the site says otherwise.
	Accounts string
	// Redact lists words and phrases that are taken out of all texts.
	Redact   []string
	Currency string // ISO 4217, of the values of accounts; "" when not set
	// Gap is from how many recent questions that no page answers on checks say so; 0 never.
	Gap int
	// ToldWithin is how many days there are to tell people that what they asked for is there.
	ToldWithin int
}

// defaultGap is how often something is asked before it is worth a page.
const defaultGap = 5

// InboundSource is one place that questions come from.
type InboundSource struct {
	Term
	Team     string            // who asks there: id of an audience, or [InboundCustomer], which is the default
	Format   string            // of its exports, one of [InboundFormats]; "" when not set
	Encoding string            // name of an encoding; "" when not set
	Dates    string            // one of [InboundDates]; "" when not set
	Map      map[string]string // columns of its exports, by one of [InboundFields]
	Channels []string          // private ones that are read as well
}

// InboundCustomer is the team of those who are no colleagues.
const InboundCustomer = "customer"

// InboundFormats returns the formats of exports, the default first.
func InboundFormats() []string {
	return []string{"auto", "csv", "jsonl", "json", "slack", "zendesk", "intercom", "github", "netlify-forms"}
}

// InboundDates returns the orders in which dates such as 02/03/2026 are written.
func InboundDates() []string { return []string{"day-first", "month-first"} }

// InboundAccounts returns what can become of the names of companies, the default first.
func InboundAccounts() []string { return []string{"hash", "keep", "drop"} }

// InboundFields returns the fields of a record that a column can be named for.
func InboundFields() []string {
	return []string{
		"id", "at", "team", "title", "text", "product", "plan", "account", "value", "score", "url", "lang", "kind", "theme", "answer",
	}
}

var sourceID = regexp.MustCompile(`^[a-z0-9][a-z0-9_-]{0,63}$`)

// IsInboundSource reports whether a text can be the id of a source, since a folder is
// called so.
func IsInboundSource(id string) bool { return sourceID.MatchString(id) }

var inboundFields = []field[InboundConfig]{
	{
		name: "sources", doc: "The places that questions come from.",
		shape: entriesShape(sourceFields), set: setInboundSources,
	},
	choiceField("accounts", "What is kept of the names of companies.",
		InboundAccounts(), func(c *InboundConfig) *string { return &c.Accounts }),
	textsField("redact", "Words that are taken out of all texts.",
		func(c *InboundConfig) *[]string { return &c.Redact }),
	{
		name: "currency", doc: "The currency of the values of accounts, such as EUR.",
		shape: textShape, set: func(d *decoder, n *yaml.Node, c *InboundConfig) {
			if s, ok := d.line(n); ok {
				unit, err := currency.ParseISO(s)
				if err != nil {
					d.report("config", d.At(n), diag.Quote(s)+" is not a currency", "write its code of three letters, such as EUR or USD")
					return
				}
				c.Currency = unit.String()
			}
		},
	},
	numberField("gap", "From how many recent questions that no page answers on checks say so; 0 is never.",
		0, 100_000, func(c *InboundConfig) *int { return &c.Gap }),
	numberField("told_within", "How many days there are to tell people that what they asked for is there.",
		0, 3650, func(c *InboundConfig) *int { return &c.ToldWithin }),
}

var sourceFields = append(slices.Clone(termFields),
	field[termEntry]{
		name: "team", doc: "Who asks there: id of an audience, or customer.",
		shape: textShape, set: func(d *decoder, n *yaml.Node, t *termEntry) {
			if s, ok := d.term(n, teamList); ok {
				t.source.Team = s
			}
		},
	},
	choiceField("format", "The form of its exports.",
		InboundFormats(), func(t *termEntry) *string { return &t.source.Format }),
	field[termEntry]{
		name: "encoding", doc: "The encoding of its exports, such as windows-1252.",
		shape: textShape, set: func(d *decoder, n *yaml.Node, t *termEntry) {
			if s, ok := d.line(n); ok {
				if _, err := htmlindex.Get(s); err != nil {
					d.report("config", d.At(n), "there is no encoding "+diag.Quote(s),
						"write for example windows-1252, shift_jis or utf-16le")
					return
				}
				t.source.Encoding = s
			}
		},
	},
	choiceField("dates", "The order in which dates such as 02/03/2026 are written.",
		InboundDates(), func(t *termEntry) *string { return &t.source.Dates }),
	field[termEntry]{
		name: "map", doc: "Which columns of its exports hold which fields of a record.",
		shape: keysShape(InboundFields(), textSchema), set: setColumns,
	},
	textsField("channels", "Private channels that are read as well.",
		func(t *termEntry) *[]string { return &t.source.Channels }),
)

// teamList is who may have asked.
var teamList = termList{"audiences", true, func(c *Config) []Term {
	return append(slices.Clip(c.Audiences), Term{InboundCustomer, "Customers"})
}}

func setInboundSources(d *decoder, n *yaml.Node, c *InboundConfig) {
	c.Sources = nil
	for _, e := range d.entries(n, "source", sourceFields) {
		if !IsInboundSource(e.ID) {
			d.report("config", d.At(e.at), diag.Quote(e.ID)+" cannot be the id of a source, because a folder is called so",
				"use at most 64 small letters, digits, - and _")
			continue
		}
		s := e.source
		if s.Term = e.Term; s.Team == "" {
			s.Team = InboundCustomer
		}
		c.Sources = append(c.Sources, s)
	}
}

// setColumns reads which columns hold which fields of a record.
func setColumns(d *decoder, n *yaml.Node, t *termEntry) {
	columns := map[string]string{}
	for _, e := range d.mapping(n, "{text: Description, at: Created}") {
		if !slices.Contains(InboundFields(), e.key.Value) {
			d.report("config", d.At(e.key), "a record has no field "+diag.Quote(e.key.Value)+" that a column can be named for",
				diag.DidYouMean(e.key.Value, InboundFields()))
			continue
		}
		if frontmatter.IsNull(e.value) {
			d.report("config", d.At(e.key), "no column is named for "+e.key.Value, "write the name of the column, or remove the line")
			continue
		}
		if column, ok := d.line(e.value); ok {
			columns[e.key.Value] = column
		}
	}
	t.source.Map = columns
}
