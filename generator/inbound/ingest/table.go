package ingest

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"headsup/generator/diag"
	"headsup/generator/inbound/record"
)

// table is rows with the same columns.
type table struct {
	header []string
	rows   []tableRow
	helped int // the column that says what a page of a site sends, -1 for none
}

type tableRow struct {
	line  int
	cells []string // one for each column
}

// aliases are names of columns by the field that they hold, the best first, as Salesforce,
// HubSpot, Delighted, Productboard, Zendesk, Netlify and people write them.
var aliases = map[string][]string{
	"id": {
		"id", "ticketid", "casenumber", "caseid", "noteid", "responseid", "feedbackid", "recordid", "issuekey", "submissionid", "nr",
		"number", "ticketnumber", "nummer",
	},
	"at": {
		"at", "createdat", "createddate", "createdate", "created", "datetimeopened", "dateopened", "opendate", "openeddate", "submittedat",
		"submitted", "respondedat", "responsedate", "submissiondate", "date", "datetime", "timestamp", "time", "datum", "erstelltam",
		"eingegangenam", "fecha", "data",
	},
	"team":  {"team", "department", "abteilung"},
	"title": {"title", "subject", "ticketname", "ticketsubject", "notetitle", "headline", "betreff", "titel", "objet", "asunto", "oggetto"},
	"text": {
		"text", "question", "message", "description", "ticketdescription", "comment", "comments", "feedback", "notetext", "notecontent",
		"body", "content", "verbatim", "request", "note", "notes", "frage", "nachricht", "beschreibung", "kommentar", "anfrage",
		"commentaire", "pregunta", "mensaje", "domanda", "messaggio",
	},
	"product": {"product", "productname", "produkt"},
	"plan":    {"plan", "planname", "subscription", "tarif", "edition"},
	"account": {
		"account", "accountname", "company", "companyname", "associatedcompany", "primarycompany", "organization", "organisation",
		"organizationname", "customer", "kunde", "firma", "unternehmen", "société", "empresa",
	},
	"value": {"value", "arr", "mrr", "accountvalue", "annualrevenue", "contractvalue", "amount", "betrag", "dealamount"},
	"score": {"score", "npsscore", "nps", "rating", "bewertung"},
	"url":   {"url", "htmlurl", "permalink", "ticketurl", "link", "displayurl", "sourceurl", "page"},
	"lang":  {"lang", "language", "locale", "sprache"},
}

// people are columns with names of persons: they are not taken, and looked for in the
// texts of their row.
var people = []string{
	"name", "fullname", "contactname", "contact", "requester", "requestername", "customername", "personname", "username", "submitter",
	"owner", "caseowner", "ownername", "assignee", "author", "ansprechpartner", "nom",
}

// squeezed is a name of a column in lower case, of letters and digits only.
func squeezed(name string) string {
	return strings.Map(func(c rune) rune {
		if unicode.IsLetter(c) || unicode.IsDigit(c) {
			return unicode.ToLower(c)
		}
		return -1
	}, name)
}

// known counts the columns that are known by name.
func known(header []string) (n int) {
	for _, h := range header {
		name := squeezed(h)
		for _, names := range aliases {
			if slices.Contains(names, name) {
				n++
				break
			}
		}
	}
	return n
}

// columns says for each field which column holds it: the one that Options.Map names, else
// the one that is known by the best name.
func (r *reader) columns(t *table) (map[string]int, error) {
	at := map[string]int{}
	byName := map[string]int{}
	for i, h := range slices.Backward(t.header) {
		// The last part of a path of JSON is a name, too, if no whole path is.
		if dot := strings.LastIndexByte(h, '.'); dot >= 0 {
			if _, ok := byName[squeezed(h[dot+1:])]; !ok {
				byName[squeezed(h[dot+1:])] = i
			}
		}
	}
	for i, h := range slices.Backward(t.header) {
		byName[squeezed(h)] = i
	}
	taken := map[int]bool{}
	for _, field := range sortedKeys(r.Map) {
		name := r.Map[field]
		i := slices.IndexFunc(t.header, func(h string) bool { return strings.EqualFold(strings.TrimSpace(h), strings.TrimSpace(name)) })
		if i < 0 {
			hint := cmp.Or(diag.Suggest(name, t.header), "the columns are "+strings.Join(t.header, ", "))
			return nil, fmt.Errorf("%s has no column %q for %s\nhint: %s", r.name, name, field, hint)
		}
		at[field], taken[i] = i, true
	}
	for _, field := range Fields() {
		if _, ok := at[field]; ok {
			continue
		}
		for _, name := range aliases[field] {
			if i, ok := byName[name]; ok && !taken[i] {
				at[field], taken[i] = i, true
				break
			}
		}
	}
	return at, nil
}

// wordiest is the name of the column that holds most, which is likely to be the text.
func (t *table) wordiest() string {
	if len(t.header) == 0 {
		return "COLUMN"
	}
	sizes := make([]int, len(t.header))
	for _, row := range t.rows {
		for i, cell := range row.cells {
			sizes[i] += len(cell)
		}
	}
	most := 0
	for i, size := range sizes {
		if size > sizes[most] {
			most = i
		}
	}
	return strings.TrimSpace(t.header[most])
}

var sentence = regexp.MustCompile(`\S+\s+\S+\s+\S+\s+\S+|[?？]\s*$`)

// table reads rows as records.
func (r *reader) table(t *table) error {
	at, err := r.columns(t)
	if err != nil {
		return err
	}
	_, text := at["text"]
	_, title := at["title"]
	if !text && !title {
		if len(t.header) != 1 {
			return fmt.Errorf("%s has no column that is known to hold the text\n"+
				"hint: name it, such as --map \"text=%s\", or once for all under inbound in headsup.yaml; the columns are %s",
				r.name, t.wordiest(), strings.Join(t.header, ", "))
		}
		at["text"] = 0
		if sentence.MatchString(t.header[0]) {
			t.rows = slices.Insert(t.rows, 0, tableRow{1, t.header}) // there is no header
		}
	}
	for _, field := range Fields() {
		if i, ok := at[field]; ok {
			r.result.Columns = append(r.result.Columns, Column{field, strings.TrimSpace(t.header[i])})
		}
	}
	order := r.Dates
	if i, ok := at["at"]; ok && order == "" {
		var column []string
		for _, row := range t.rows {
			column = append(column, row.cells[i])
		}
		var problem string
		if order, problem = orderOf(column); problem != "" {
			r.result.Counts.Read += len(t.rows)
			r.result.Counts.LeftOut["without a time that is sure"] += len(t.rows)
			r.note(r.name, 0, fmt.Sprintf("the dates in the column %q can be read in two ways: %s", t.header[i], problem),
				"say --dates day-first or --dates month-first; until then no row is read")
			return nil
		}
	}
	t.helped = helpedColumn(t.header)
	var names []int
	for i, h := range t.header {
		if slices.Contains(people, squeezed(h[strings.LastIndexByte(h, '.')+1:])) {
			names = append(names, i)
		}
	}
	for _, row := range t.rows {
		if err := r.ctx.Err(); err != nil {
			return err
		}
		r.result.Counts.Read++
		r.row(t, row, at, names, order)
	}
	return nil
}

// row reads one row.
func (r *reader) row(t *table, row tableRow, at map[string]int, names []int, order Order) {
	e := entry{Record: record.Record{}, file: r.name, line: row.line}
	for _, i := range names {
		e.names = append(e.names, row.cells[i])
	}
	for _, field := range Fields() {
		i, ok := at[field]
		if !ok {
			continue
		}
		cell := strings.TrimSpace(row.cells[i])
		switch field {
		case "at":
			if cell == "" {
				continue
			}
			var ok bool
			if e.At, ok = when(cell, order, r.Zone); !ok {
				r.note(r.name, row.line, fmt.Sprintf("%s is not a readable date, so the row is skipped", diag.Quote(cut(cell, 40))),
					"write it as 2026-11-30 or 2026-11-30T09:00:00Z")
				r.leaveOut("without a time")
				return
			}
			continue
		case "title", "text":
			if firstTag.MatchString(cell) {
				cell = htmlText(cell)
			}
		}
		if !r.set(&e.Record, field, cell) {
			r.note(r.name, row.line, fmt.Sprintf("%s is no %s, and is left out", diag.Quote(cut(cell, 40)), field),
				"see the column "+t.header[i])
		}
	}
	if t.helped >= 0 {
		helped(&e, row.cells[t.helped])
	}
	r.add(e)
}

// repeated are parts of a form that say again what its data says.
var repeated = regexp.MustCompile(`^(?:human_fields|ordered_human_fields|summary|body)(?:\.|$)`)

// json reads objects as rows, whose columns are the paths in them.
func (r *reader) json(text string) error {
	t := table{}
	index := map[string]int{}
	type cell struct {
		column int
		text   string
	}
	var lines []int
	var rows [][]cell
	for line, n := range r.objects(text, "records", "items", "results", "rows", "submissions") {
		form := n.has("data") && n.at("data").value != nil && (n.has("human_fields") || n.has("form_id") || n.has("form_name"))
		var cells []cell
		n.flat("", func(path, text string) {
			if form && repeated.MatchString(path) {
				return
			}
			i, ok := index[path]
			if !ok {
				i = len(t.header)
				index[path] = i
				t.header = append(t.header, path)
			}
			cells = append(cells, cell{i, text})
		})
		lines, rows = append(lines, line), append(rows, cells)
	}
	if err := r.ctx.Err(); err != nil {
		return err
	}
	if len(rows) == 0 {
		return nil
	}
	for i, cells := range rows {
		row := tableRow{lines[i], make([]string, len(t.header))}
		for _, c := range cells {
			row.cells[c.column] = c.text
		}
		t.rows = append(t.rows, row)
	}
	return r.table(&t)
}
