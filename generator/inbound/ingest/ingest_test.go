package ingest

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"
	"unicode/utf16"

	"headsup/generator/compile/content"
	"headsup/generator/inbound/record"
	"headsup/generator/inbound/redact"
)

var now = time.Date(2026, 11, 30, 9, 0, 0, 0, time.UTC)

// read reads files of an export, of which one is named.
func read(t *testing.T, name string, files map[string]string, opt Options) (*Result, error) {
	t.Helper()
	fsys := fstest.MapFS{}
	for file, text := range files {
		fsys[file] = &fstest.MapFile{Data: []byte(text)}
	}
	opt.Source, opt.Now = "src", now
	opt.Redactor = redact.New(redact.Options{Key: []byte("0123456789abcdef"), Words: []string{"Falcon"}})
	return Read(context.Background(), fsys, name, opt)
}

// shown is what a test wants of a result: a line for each record, note and reason.
func shown(res *Result) string {
	var b strings.Builder
	for _, r := range res.Records {
		at := r.At.Format("2006-01-02 15:04")
		if res.Undated[r.ID] {
			at = "-"
		}
		line := []string{r.ID, at, r.Title, strings.ReplaceAll(r.Text, "\n", "/")}
		for _, more := range []string{r.Account, r.Product, r.Plan, r.URL, r.Lang, string(r.Kind)} {
			if more != "" {
				line = append(line, more)
			}
		}
		if r.Team != record.Customer {
			line = append(line, "team "+r.Team)
		}
		if r.Score != nil {
			line = append(line, fmt.Sprint("score ", *r.Score))
		}
		if r.Value != 0 {
			line = append(line, fmt.Sprint("value ", r.Value))
		}
		if n := res.Replies[r.ID]; n > 0 {
			line = append(line, fmt.Sprint("replies ", n))
		}
		fmt.Fprintln(&b, strings.Join(line, "; "))
	}
	for _, n := range res.Notes {
		fmt.Fprintln(&b, "note", n)
	}
	for _, reason := range sortedKeys(res.Counts.LeftOut) {
		fmt.Fprintln(&b, "left out", res.Counts.LeftOut[reason], reason)
	}
	if n := res.Counts.Duplicates; n > 0 {
		fmt.Fprintln(&b, "duplicates", n)
	}
	if res.Counts.Redacted.Total() > 0 {
		fmt.Fprintln(&b, "took out", res.Counts.Redacted)
	}
	return b.String()
}

// expect compares a result with lines.
func expect(t *testing.T, what string, res *Result, err error, want string) {
	t.Helper()
	if err != nil {
		t.Errorf("%s: %v", what, err)
		return
	}
	if got := shown(res); strings.TrimSpace(got) != strings.TrimSpace(want) {
		t.Errorf("%s, as %s:\n%s\nwant:\n%s", what, res.Format, got, want)
	}
}

func utf16le(s string) string {
	b := []byte{0xFF, 0xFE}
	for _, c := range utf16.Encode([]rune(s)) {
		b = append(b, byte(c), byte(c>>8))
	}
	return string(b)
}

func TestCSV(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		what, text string
		opt        Options
		want       string
	}{
		{"a delimiter that is named", "sep=;\r\nid;text\r\n1;a, b; c\r\n", Options{}, "1; -; ; a, b\nnote x.csv:" +
			"3: the row has 3 cells, and the header 2"},
		{"semicolons and commas", "id;question\n1;one, two, three\n2;\"x; y\"\n", Options{}, "1; -; ; one, two, three\n2; -; ; x; y"},
		{"tabs", "id\tquestion\n1\ta, b\n", Options{}, "1; -; ; a, b"},
		{"bars", "id|question\n1|a, b\n", Options{}, "1; -; ; a, b"},
		{"line ends of a Mac", "id,text\r1,a\r2,b\r", Options{}, "1; -; ; a\n2; -; ; b"},
		{"a mark before a quoted header", "\xEF\xBB\xBF\"id\",\"text\"\n1,\"say \"\"hi\"\"\"\n", Options{}, `1; -; ; say "hi"`},
		{"UTF-16", utf16le("id\ttext\n1\tGrüße\n"), Options{}, "1; -; ; Grüße"},
		{"UTF-16 without a mark", utf16le("id\ttext\n1\tplain\n")[2:], Options{}, "1; -; ; plain"},
		{"Western Windows", "Nr;Frage;Betrag\n1;Gr\xFC\xDFe \x80;1.234,50 \x80\n", Options{}, "1; -; ; Grüße €; value 1234.5"},
		{"an encoding that is named", "id,text\n1,\xB9\n", Options{Encoding: "iso-8859-2"}, "1; -; ; š"},
		{"an odd quote", "id,text\n1,5\" wide\n2,\"a\" b\n3,c\n4,\"d\"\n", Options{}, "1; -; ; 5\" wide\n2; -; ;" +
			" \"a\" b\n3; -; ; c\n4; -; ; d\n" +
			"note x.csv:3: a quote in the row has no other that belongs to it, and is read as it stands"},
		{"a quote that nobody closes", "id,text\n1,\"a\n2,b\n3,\"c\"\n", Options{}, "1; -; ; \"a\n2; -; ; b\n3; -; ; c\n" +
			"note x.csv:2: a quote in the row has no other that belongs to it, and is read as it stands"},
		{"loose quotes", "id,text\n1,\"a \"b\" c, d\"\n", Options{}, `1; -; ; a "b" c, d`},
		{"lines in a cell", "id,text\n1,\"a\n\n\nb\"\nx,y,z\n", Options{}, "1; -; ; a//b\nx; -; ; y\nnote x.csv:" +
			"6: the row has 3 cells, and the header 2"},
		{"one column", "How do I begin?\nWhere, then?\n", Options{}, "4ab; -; ; x"},
		{
			"formulas", "id,text\n=\"007\",'-1\n\"=SUM(A1)\",\"@5+1\"\n=IF(\"a,b\",1,2),+2\n",
			Options{},
			"007; -; ; -1\n=IF(\"a,b\",1,2); -; ; +2\n=SUM(A1); -; ; @5+1",
		},
		{
			"the end of a report", "Case Number,Subject,Description\n0001,S,D\n\n\"Grand Totals (1 record)\"\n\"Confidential\"\n",
			Options{},
			"0001; -; S; D\nleft out 2 end of a report",
		},
		{"no text", "id,text\n1,\n2,b\n", Options{}, "2; -; ; b\nleft out 1 without text"},
		{"zeros", "id,text\n1,a\x00b\n", Options{}, "1; -; ; a b\nnote x.csv: it holds characters without a mean" +
			"ing (NUL), which are read as blanks"},
		{"the last of two", "id,text\n1,a\n1,b\n", Options{}, "1; -; ; b\nduplicates 1"},
		{
			"a known table", "Ticket ID,Ticket name,Create date,Associated Company,ARR,NPS,Contact name,Email,Ticket description\n" +
				"11122233344,Export,2026-03-01 15:17,Northwind Inc.,\"1,200.50\",9,Kim Lee,kim@example.com,\"Cal" +
				"l me, Kim Lee, at kim@example.com about Falcon\"\n",
			Options{},
			"11122233344; 2026-03-01 15:17; Export; Call me, [name], at [email] about [redacted]; mighty-marten-" +
				"87; score 9; value 1200.5\n" +
				"took out 1 e-mail address, 1 name, 1 listed word",
		},
		{"columns that are named", "A,B,C\n1,x,northwind\n", Options{Map: map[string]string{
			"text":    "b",
			"product": "C",
		}}, "H; -; ; x; northwind"},
		{"HTML", "id,text\n1,<p>a <b>b</b></p><p>c</p>\n", Options{}, "1; -; ; a b//c"},
		{"an id that is an address", "id,text\nkim@example.com,a\n", Options{}, "H; -; ; a"},
		{"a bad score", "id,text,score\n1,a,11\n", Options{}, "1; -; ; a\nnote x.csv:2: \"11\" is no score, and is left out"},
		{"an address", "id,text,url\n1,a,https://example.com/t/1\n2,b,https://example.com/?mail=kim@example.com\n" +
			"3,c,javascript:x\n", Options{}, "1; -; ; a; https://example.com/t/1\n2; -; ; b\n3; -; ; c"},
	} {
		res, err := read(t, "x.csv", map[string]string{"x.csv": c.text}, c.opt)
		if err == nil && len(res.Records) > 0 && (strings.HasPrefix(c.want, "H; ") || strings.HasPrefix(c.want, "4ab")) {
			for i := range res.Records {
				if len(res.Records[i].ID) != 16 {
					t.Errorf("%s: the id is %q", c.what, res.Records[i].ID)
				}
				delete(res.Undated, res.Records[i].ID)
				res.Records[i].ID = "H"
				res.Undated["H"] = true
			}
			if strings.HasPrefix(c.want, "4ab") {
				c.want = "H; -; ; Where, then?\nH; -; ; How do I begin?"
			}
		}
		expect(t, c.what, res, err, c.want)
	}
}

func TestDates(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		column string
		order  Order
		want   string
	}{
		{"2026-01-05T09:00:00+01:00", "", "2026-01-05 08:00"},
		{"2026-01-05 9:00", "", "2026-01-05 09:00"},
		{"05.01.2026 09:30", "", "2026-01-05 09:30"},
		{"5 Jan 2026", "", "2026-01-05 00:00"},
		{"13/02/2026 03/02/2026", "", "2026-02-03 00:00 2026-02-13 00:00"},
		{"02/13/2026 02/03/2026", "", "2026-02-03 00:00 2026-02-13 00:00"},
		{"02/03/2026", MonthFirst, "2026-02-03 00:00"},
		{"02/03/26", DayFirst, "2026-03-02 00:00"},
		{"02/03/2026", "", "may begin with the day or with the month"},
		{"13/02/2026 02/13/2026", "", "13/02/2026 begins with the day, and 02/13/2026 with the month"},
		{"13/02/2026 02/13/2026", DayFirst, "\"02/13/2026\" is not a readable date"},
		{"1767603600", "", "2026-01-05 09:00"},
		{"1767603600123", "", "2026-01-05 09:00"},
		{"46027.375", "", "2026-01-05 09:00"},
		{"soon", "", "\"soon\" is not a readable date"},
	} {
		text := "id,date,text\n"
		columns := strings.Fields(c.column)
		if !strings.Contains(c.column, "/") {
			columns = []string{c.column}
		}
		for i, date := range columns {
			text += fmt.Sprintf("%d,%s,a\n", i, date)
		}
		res, err := read(t, "x.csv", map[string]string{"x.csv": text}, Options{Dates: c.order})
		if err != nil {
			t.Errorf("%s: %v", c.column, err)
			continue
		}
		var got []string
		for _, r := range res.Records {
			got = append(got, r.At.Format("2006-01-02 15:04"))
		}
		if all := strings.Join(got, " ") + shown(res); !strings.Contains(all, c.want) {
			t.Errorf("%s: got %s, want %s", c.column, all, c.want)
		}
	}
}

const ticket = `{"id":11,"url":"https://desk.example.com/api/v2/tickets/11.json","subject":"Invoice","descriptio` +
	`n":"Kim Lee here, mail kim@example.com",` +
	`"status":"open","requester_id":4000123412341,"organization_id":7,"custom_fields":[{"id":360001,"value":"bil` +
	`ling"},{"id":360002,"value":[1,2]}],` +
	`"fields":[{"id":360001,"value":"billing"}],"satisfaction_rating":{"score":"good","comment":"Thanks"},` +
	`"via":{"source":{"from":{"name":"Kim Lee","address":"kim@example.com"}}},"created_at":"2026-01-05T09:00:00Z"}`

var others = []string{
	`{"id":12,"subject":"SCRUBBED","description":"","status":"deleted","created_at":"2026-01-05T09:00:00Z","requester_id":1}`,
	`{"id":13,"subject":null,"description":"Conversation with Web User 1","satisfaction_rating":"offered","reque` +
		`ster_id":1,"created_at":"2026-01-06T09:00:00Z",` +
		`"comments":[{"author_id":1,"public":false,"body":"hidden"},{"author_id":2,"public":true,"body":"answer"` +
		`},{"author_id":1,"public":true,"html_body":"<div>asked<br>twice</div>"}]}`,
	`{"id":14,"subject":"Hidden","description":"secret words","is_public":false,"requester_id":1,"created_at":"2026-01-06T09:00:00Z"}`,
}

func TestZendesk(t *testing.T) {
	t.Parallel()
	want := "11; 2026-01-05 09:00; Invoice; [name] here, mail [email]//Thanks; %shttps://desk.example.com/agent/tickets/11; score 10\n" +
		"13; 2026-01-06 09:00; ; asked/twice\nleft out 1 deleted\nleft out 1 not public\ntook out 1 e-mail address, 1 name"
	array := ticket + "," + strings.Join(others, ",")
	for what, text := range map[string]string{
		"an array": "[" + array + "]",
		"lines":    "\xEF\xBB\xBF" + ticket + "\r\n" + strings.Join(others, "\r\n"),
		"a page":   `{"organizations":[{"id":7,"name":"Northwind"}],"tickets":[` + array + `],"count":4}`,
	} {
		account := ""
		if what == "a page" {
			account = "mighty-marten-87; "
		}
		res, err := read(t, "x.json", map[string]string{"x.json": text}, Options{})
		expect(t, what, res, err, fmt.Sprintf(want, account))
	}
	one := `{"ticket":{"id":1,"subject":"a","description":"type <a> there","requester_id":1,"created_at":"2026-01-05T09:00:00Z"}}`
	res, err := read(t, "x.json", map[string]string{"x.json": one}, Options{Format: Zendesk})
	expect(t, "one ticket", res, err, "1; 2026-01-05 09:00; a; type <a> there")
	res, err = read(t, "x.json", map[string]string{"x.json": "[" + ticket + "]"}, Options{Map: map[string]string{"" +
		"product": "custom_fields.360001"}})
	if err != nil || len(res.Records) != 1 || res.Records[0].Product != "billing" {
		t.Errorf("a field of its own: %v, %v", res, err)
	}
}

func TestIntercom(t *testing.T) {
	t.Parallel()
	text := `{"type":"conversation.list","conversations":[` +
		`{"type":"conversation","id":"1","created_at":1767603600,"title":null,"source":{"subject":"<p>Hello</p>"` +
		`,"body":"<p>How do I <b>join</b> two?</p>",` +
		`"author":{"type":"user","name":"Kim Lee"}},"conversation_rating":{"rating":4,"remark":"Fine"},` +
		`"conversation_parts":{"conversation_parts":[{"part_type":"note","body":"<p>internal</p>","author":{"type":"admin"}}]}},` +
		`{"type":"conversation","id":"2","created_at":1767603600,"conversation_message":{"body":"a < b & c?","au` +
		`thor":{"type":"lead"}}},` +
		`{"type":"conversation","id":"3","created_at":1767603600,"source":{"body":"<p>News!</p>","author":{"type":"admin"}},` +
		`"conversation_parts":{"conversation_parts":[{"part_type":"note","body":"x","author":{"type":"user"}},{"` +
		`part_type":"assignment","body":null,"author":{"type":"bot"}},` +
		`{"part_type":"comment","body":"<p>And old?</p>","created_at":1767690000,"author":{"type":"user"}}]}},` +
		`{"type":"conversation","id":"4","created_at":1767603600,"source":{"body":"<p>News!</p>","author":{"type":"bot"}}}]}`
	res, err := read(t, "x.json", map[string]string{"x.json": text}, Options{Team: "support"})
	expect(t, "conversations", res, err, "1; 2026-01-05 09:00; Hello; How do I join two?//Fine; team support; sc"+
		"ore 8\n2; 2026-01-05 09:00; ; a < b & c?; team support\n"+
		"3; 2026-01-06 09:00; ; And old?; team support\nleft out 1 without words of a customer")
}

func TestGitHub(t *testing.T) {
	t.Parallel()
	for what, c := range map[string]struct{ text, want string }{
		"gh": {
			`[{"number":5,"title":"[Bug]: It stops","state":"OPEN","author":{"login":"kim-ex","name":"Kim Lee","` +
				`is_bot":false},"comments":[{"body":"+1"}],` +
				`"body":"<!-- Hi -->\r\n### What happened?\r\n\r\nIt stops, says @lee-ex\r\n\r\n### Terms\r\n\r\` +
				`n- [x] I agree\r\n\r\n### Version\r\n\r\n_No response_\r\n",` +
				`"createdAt":"2026-01-05T09:00:00Z","url":"https://github.com/example/app/issues/5"},` +
				`{"number":6,"title":"Bump","body":"","author":{"login":"app/updater"},"createdAt":"2026-01-05T09:00:00Z"}]`,
			"example/app#5; 2026-01-05 09:00; [Bug]: It stops; It stops, says [user]; https://github.com/example" +
				"/app/issues/5\nleft out 1 written by a program\ntook out 1 mention",
		},
		"REST": {
			`[{"id":900,"number":5,"title":"It stops","body":null,"comments":3,"user":null,"created_at":"2026-01` +
				`-05T09:00:00Z","html_url":"https://github.com/example/app/issues/5"}]` +
				`[{"number":6,"title":"Change","body":"x","pull_request":{"url":"u"},"created_at":"2026-01-05T09:00:00Z"}]`,
			"example/app#5; 2026-01-05 09:00; ; It stops; https://github.com/example/app/issues/5\nleft out 1 pull request",
		},
		"GraphQL": {
			`{"data":{"repository":{"discussions":{"nodes":[{"number":9,"title":"How?","bodyText":"So","author":` +
				`null,"createdAt":"2026-01-05T09:00:00Z"}]}}}}`,
			"#9; 2026-01-05 09:00; How?; So",
		},
	} {
		res, err := read(t, "x.json", map[string]string{"x.json": c.text}, Options{})
		expect(t, what, res, err, c.want)
		if err == nil && res.Format != GitHub {
			t.Errorf("%s is read as %s", what, res.Format)
		}
	}
}

func TestForms(t *testing.T) {
	t.Parallel()
	form := `[{"id":"f1","form_name":"contact","summary":"Hi there","body":"Hi there","name":"Kim Lee","created_` +
		`at":"2026-01-05T09:00:00.000Z","human_fields":{"Message":"Hi there"},` +
		`"data":{"name":"Kim Lee","email":"kim@example.com","message":"Hi, Kim Lee","company":"Northwind GmbH","` +
		`ip":"192.0.2.7","user_agent":"Browser","referrer":"https://example.com/"}}]`
	res, err := read(t, "x.json", map[string]string{"x.json": form}, Options{})
	expect(t, "JSON", res, err, "f1; 2026-01-05 09:00; ; Hi, [name]; mighty-marten-87\ntook out 1 name")
	res, err = read(t, "x.csv", map[string]string{"x.csv": "name,email,message,ip,user_agent,created_at\nKim Lee" +
		",kim@example.com,Hi,192.0.2.7,Browser,2026-01-05T09:00:00Z\n"},
		Options{Format: Netlify})
	if err != nil || len(res.Records) != 1 || res.Records[0].Text != "Hi" {
		t.Errorf("CSV: %v, %v", res, err)
	}
}

func TestJSON(t *testing.T) {
	t.Parallel()
	for what, c := range map[string]struct{ text, want string }{
		"lines": {
			"{\"id\":1,\"question\":\"a\",\"at\":\"2026-01-05\"}\nnothing\n{\"id\":2,\"question\":\"b\",\"meta\"" +
				":{\"plan\":\"pro\"}}\n[1]\n",
			"1; 2026-01-05 00:00; ; a\n2; -; ; b; pro\nnote x.json:2: the line is no JSON: invalid character 'o'" +
				" in literal null (expecting 'u')\n" +
				"note x.json:4: it is no object\nleft out 2 not readable",
		},
		"an array": {"[\n{\"id\":1,\"text\":\"a\"},\n{\"id\":2,\"text\":\"b\"}\n]", "1; -; ; a\n2; -; ; b"},
		"cut off": {"[\n{\"id\":1,\"text\":\"a\"},\n{\"id\":2,\"te", "1; -; ; a\nnote x.json:2: from here on it" +
			" is no JSON: it ends too early\nleft out 1 not readable"},
		"too deep": {"[{\"id\":1,\"text\":\"a\"}," + strings.Repeat("[", 20000), "1; -; ; a\nnote x.json:1: from" +
			" here on it is no JSON: invalid character '[' exceeded max depth\nleft out 1 not readable"},
		"one":     {`{"id":1,"text":"a"}`, "1; -; ; a"},
		"nothing": {`[]`, ""},
	} {
		res, err := read(t, "x.json", map[string]string{"x.json": c.text}, Options{})
		expect(t, what, res, err, c.want)
	}
}

// export is a workspace of Slack.
func export() map[string]string {
	return map[string]string{
		"channels.json": `[{"id":"C1","name":"help"},{"id":"C2","name":"dash-"}]`,
		"groups.json":   `[{"id":"G1","name":"closed"}]`,
		"dms.json":      `[{"id":"D1"}]`,
		"mpims.json":    `[{"id":"G2","name":"mpdm-kim--lee-1"}]`,
		"org_users.json": `[{"id":"U0KIM0","real_name":"Kim Lee","profile":{"email":"kim@example.com","phone":"+49 89 1234567"}},` +
			`{"id":"U0BOT0","name":"deploys","is_bot":true}]`,
		"help/2026-01-05.json": `[{"type":"message","subtype":"channel_join","text":"<@U0KIM0> has joined the channe` +
			`l","ts":"1767603600.000100"},
{"type":"message","user":"U0KIM0","ts":"1767603601.000100","thread_ts":"1767603601.000100","text":"Is a &lt; b` +
			` for <@U0LEE0|lee>? <https://example.com/?a=1&amp;b=2|docs> <#C2|> <mailto:kim@example.com|kim@example.com> <t` +
			`el:+49891234567|089 1234567> Kim Lee <!here>"},
{"type":"message","user":"U0BOT0","bot_id":"B1","ts":"1767603602.000100","text":"deployed"},
{"type":"message","subtype":"bot_message","ts":"1767603603.000100","text":"","blocks":[{"type":"rich_text","el` +
			`ements":[{"type":"rich_text_section","elements":[{"type":"text","text":"New request: "},{"type":"text","text":` +
			`"SSO"}]}]}]},
{"type":"message","subtype":"tombstone","ts":"1767603604.000100","text":"This message was deleted."},
{"type":"message","user":"U0KIM0","ts":"1767603605.000100","thread_ts":"1767603604.000100","text":"And then?"},
{"type":"message","user":"U0KIM0","ts":"1767603606.000100","text":"","files":[{"url_private_download":"https:/` +
			`/files.example.com/x?t=xoxe-0000-INVENTED"}]},
{"type":"message","subtype":"file_share","ts":"1767603607.000100","text":"<@U0KIM0|kim> uploaded a file: <http` +
			`s://example.com/f|a.txt> and commented: Why so slow?"},
{"type":"message","ts":"1767603608.000100","thread_ts":"1700000000.000100","text":"an answer to nothing"}]`,
		"help/2026-01-06.json": `[{"type":"message","subtype":"thread_broadcast","ts":"1767690000.000` +
			`100","thread_ts":"1767603601.000100","text":"Yes."}]`,
		"dash-/2026-01-05.json":           `[{"type":"message","ts":"1767603600.000200","text":"Hi"}]`,
		"closed/2026-01-05.json":          `[{"type":"message","ts":"1767603600.000300","text":"private words"}]`,
		"D1/2026-01-05.json":              `[{"type":"message","ts":"1767603600.000400","text":"private words"}]`,
		"mpdm-kim--lee-1/2026-01-05.json": `[{"type":"message","ts":"1767603600.000500","text":"private words"}]`,
	}
}

const messages = `C2-1767603600.000200; 2026-01-05 09:00; ; Hi
%sC1-1767603601.000100; 2026-01-05 09:00; ; Is a < b for [user]? docs #dash- [email] tel: [phone] [name] @here; replies 1
C1-1767603603.000100; 2026-01-05 09:00; ; New request: SSO
C1-1767603605.000100; 2026-01-05 09:00; ; And then?
C1-1767603607.000100; 2026-01-05 09:00; ; Why so slow?
left out 1 direct messages between two
left out 1 direct messages of groups
%sleft out 1 reply
left out 1 reply to a message that is not in the export
left out 2 told by Slack
left out 1 without text
left out 1 written by a program
took out 1 e-mail address, 1 telephone number, 1 mention, 1 name`

func archive(t *testing.T, files map[string]string, above string) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range sortedKeys(files) {
		f, err := z.Create(above + name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write([]byte(files[name])); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestSlack(t *testing.T) {
	t.Parallel()
	want := fmt.Sprintf(messages, "", "left out 1 private channels\n")
	res, err := read(t, "x.zip", map[string]string{"x.zip": archive(t, export(), "")}, Options{})
	expect(t, "an archive", res, err, want)
	res, err = read(t, "x.zip", map[string]string{"x.zip": archive(t, export(), "my export/")}, Options{})
	expect(t, "an archive that was packed again", res, err, want)
	folder := map[string]string{}
	for name, text := range export() {
		folder["dir/"+name] = text
	}
	res, err = read(t, "dir", folder, Options{Channels: []string{"closed"}})
	expect(t, "a folder", res, err, fmt.Sprintf(messages, "G1-1767603600.000300; 2026-01-05 09:00; ; private words\n", ""))
}

// What is wrong as a whole is an error that says what to do.
func TestErrors(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, text string
		opt        Options
		want       string
	}{
		{"x.csv", "a,b\n1,2 3\n", Options{}, `--map "text=b", or once for all under inbound in headsup.yaml; the columns are a, b`},
		{"x.csv", "id,text\n1,2\n", Options{Map: map[string]string{"text": "txt"}}, "no column \"txt\" for text"},
		{"x.csv", "", Options{}, "is empty"},
		{"x.csv", "a,b\n1,\xFF\n", Options{Encoding: "latin-nine"}, "there is no encoding"},
		{"x.csv", "a,b", Options{Format: Zendesk}, "is no JSON"},
		{"x.zip", "no archive", Options{}, "is no archive"},
		{"x.json", "[]", Options{Format: Slack}, "no export of Slack"},
		{"y.csv", "", Options{}, "not exist"},
		{"x.xlsx", "PK\x03\x04\x14\x00xl/workbook.xml", Options{}, "x.xlsx is a workbook"},
		{"x.csv", "PK\x03\x04\x14\x00xl/workbook.xml", Options{Format: CSV}, "save a workbook as CSV"},
		{"x.xls", "\xD0\xCF\x11\xE0\xA1\xB1", Options{}, "of Microsoft Office"},
		{"x.csv.gz", "\x1F\x8B\x08", Options{}, "unpack it"},
		{"x.pdf", "%PDF-1.7\n", Options{}, "is a PDF"},
		{"x.csv", "\n<!DOCTYPE html>\n<title>Log in</title>\n", Options{}, "holds HTML or XML"},
		{"x.xls", "<html><body><table><tr><td>id</td></tr></table>", Options{}, "holds HTML or XML"},
		{"x.json", "Internal Server Error\n", Options{}, "no JSON, as its name says"},
		{"x.md", "# Notes\n\n- How do I log in?\n", Options{}, "say --format csv if it is a table"},
		{"x.js", "const a = ['b', 'c'];\n", Options{}, "does not look like an export"},
	} {
		files := map[string]string{"x.csv": "", c.name: c.text}
		if c.name == "y.csv" {
			files = nil
		}
		if _, err := read(t, c.name, files, c.opt); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: got %v, want %s", c.text, err, c.want)
		}
	}
	if _, err := read(t, "x.zip", map[string]string{"x.zip": archive(t, map[string]string{"a.txt": "x"}, "")}, Options{}); err == nil {
		t.Error("an archive of something else is read")
	}
	if err := CheckMap(map[string]string{"titel": "A"}); err == nil || !strings.Contains(err.Error(), "no field \"titel\"") {
		t.Errorf("got %v", err)
	}
}

// A table of one column is as good as any, and so is a file that somebody calls a table.
func TestTableOfOneColumn(t *testing.T) {
	t.Parallel()
	for name, opt := range map[string]Options{
		"x.csv": {}, "x.TXT": {}, "x.tsv": {}, "x": {}, "x.export": {Format: CSV}, "x.md": {Format: CSV},
	} {
		res, err := read(t, name, map[string]string{name: "question\nHow do I log in?\n"}, opt)
		if err != nil || len(res.Records) != 1 {
			t.Errorf("%s: got %v, %v", name, res, err)
		}
	}
}

// What may be HTML is read as that if it has an element of any text, and as it stands if
// what is in angle brackets is a word of the text.
func TestPlain(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"<dl><dt>T</dt><dd>D</dd></dl>": "T\nD",
		"<ac:task-list><ac:task><ac:task-status>complete</ac:task-status><ac:task-body>Do it</ac:task-body></ac:task></ac:task-list>": "" +
			"[x] Do it",
		"H<sub>2</sub>O":                   "H2O",
		"<section>a</section>":             "a",
		"set <id> and <details-page> to x": "set <id> and <details-page> to x",
		"if a < b and c > d":               "if a < b and c > d",
	} {
		if got := plain(in); got != want {
			t.Errorf("%q is %q, want %q", in, got, want)
		}
	}
}

func TestHTML(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"<p>a<br>b<br><br>c</p><div>d</div><div>e</div><p>&nbsp;</p>": "" +
			"a\nb\n\nc\n\nd\ne",
		"<p>a<strong> b </strong>c <em></em><b>d</b><b>e</b></p>": "" +
			"a b c de",
		"<ol start=3><li>a<ul><li>b</li></ul></li><li><p>c</p></li></ol>x": "" +
			"3. a\n- b\n4. c\n\nx",
		`<a href="https://example.com/a">b</a> <a href="#x">c</a> <a href="mailto:kim@example.com">d</a> <a href` +
			`="https://e.x">https://e.x</a>`: "b (https://example.com/a) c d https://e.x",
		"<table><tr><th>a</th><th><p>b</p></th></tr><tr><td>1</td><td>2</td></tr></table>": "" +
			"a | b\n1 | 2",
		"<pre>x\n  y</pre><script>z</script><style>z</style><!-- z -->": "" +
			"x\n  y",
		`<img src="/a/b.png"> <img src="/1" alt="chart">`: "" +
			"b.png chart",
		`<ac:structured-macro ac:name="code"><ac:parameter ac:name="theme">x</ac:parameter><ac:plain-text-body><` +
			`![CDATA[a <b> && c]]></ac:plain-text-body></ac:structured-macro><p />`: "a <b> && c",
		`<ac:structured-macro ac:name="warning"><ac:parameter ac:name="title">T</ac:parameter><ac:rich-text-body` +
			`><p>hot</p></ac:rich-text-body></ac:structured-macro>`: "warning:\nT\n\nhot",
		`<ac:task><ac:task-id>4</ac:task-id><ac:task-status>incomplete</ac:task-status><ac:task-body>do</ac:task` +
			`-body></ac:task>`: "[ ] do",
		`see <ac:link><ri:page ri:content-title="Guide" /><ac:plain-text-link-body><![CDATA[it]]></ac:plain-text` +
			`-link-body></ac:link> now`: "see Guide: it now",
		`<ul><li><div class="checkbox checkbox-on"></div> <span>done</span></li></ul>`: "" +
			"- [x] done",
		"<p>1 &lt; 2": "1 < 2",
	} {
		if got := htmlText(in); got != want {
			t.Errorf("%s is %q, want %q", in, got, want)
		}
	}
}

func TestMoney(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]float64{
		"1.234,50 €": 1234.5, "$1,234.50": 1234.5, "CHF 1'234": 1234, "3,10": 3.1, "1.234": 1234, "0.125": 0.125,
		"1 000 000": 1e6, "12": 12, "1,234,567": 1234567,
	} {
		if got, ok := money(in); !ok || got != want {
			t.Errorf("%s is %v, want %v", in, got, want)
		}
	}
	for _, in := range []string{"", "many", "-5", "5-6", "1000000000000001", strings.Repeat("9", 400)} {
		if got, ok := money(in); ok {
			t.Errorf("%s is %v", in, got)
		}
	}
}

// A table that is written by the rules is read as it was, whatever is in its cells, and
// nothing makes the reader fail.
func FuzzCSV(f *testing.F) {
	f.Add("id,text\n1,5\" x\n2,\"a\" b\n", `say "hi", or`, ";")
	f.Add("sep=;\na;b\n=HYPERLINK(\"a,b\");\"\n", "a\nb", ",")
	f.Fuzz(func(t *testing.T, text, cell, separator string) {
		if _, err := read(t, "x.csv", map[string]string{"x.csv": text}, Options{Format: CSV}); err != nil && err.Error() == "" {
			t.Error("an error without words")
		}
		d := delimiters[len(separator)%len(delimiters)]
		cell = lineFeeds(cell)
		quoted := `"` + strings.ReplaceAll(cell, `"`, `""`) + `"`
		rows, odd := split(quoted+string(d)+"x\ny"+string(d)+quoted, d, -1)
		if len(rows) != 2 || len(odd) > 0 || rows[0].cells[0] != cell || rows[1].cells[1] != cell {
			t.Errorf("%q is read as %v", cell, rows)
		}
	})
}

func FuzzJSON(f *testing.F) {
	f.Add("[" + ticket + "," + strings.Join(others, ",") + "]")
	f.Add("{\"tickets\":[" + ticket + "]}")
	f.Add("{\"id\":1,\"text\":\"a\"}\n{\"id\":2}\n")
	for _, text := range export() {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, format := range []Format{JSON, Zendesk, Intercom, GitHub, Netlify} {
			res, err := read(t, "x.json", map[string]string{"x.json": text}, Options{Format: format})
			if err != nil {
				continue
			}
			for _, r := range res.Records {
				line, err := record.Append(nil, []record.Record{r})
				if err != nil {
					t.Fatal(err)
				}
				if _, found := record.Parse(record.File(&r), line); len(found) > 0 {
					t.Errorf("%s makes a record that is none: %s: %v", format, line, found)
				}
			}
		}
		files := export()
		files["help/2026-01-05.json"], files["users.json"] = text, text
		dir := map[string]string{}
		for name, text := range files {
			dir["d/"+name] = text
		}
		if _, err := read(t, "d", dir, Options{}); err != nil {
			t.Error(err)
		}
	})
}

// What headsup.yaml takes is what exports are read by: the configuration lies below this
// package, and has lists of its own.
func TestConfigurationAgrees(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		of        string
		got, want []string
	}{
		{"format", content.InboundFormats(), texts(Formats())},
		{"dates", content.InboundDates(), texts([]Order{DayFirst, MonthFirst})},
		{"accounts", content.InboundAccounts(), texts(redact.Modes())},
		{"map", content.InboundFields(), Fields()},
		{"team", []string{content.InboundCustomer}, []string{record.Customer}},
	} {
		if !slices.Equal(c.got, c.want) {
			t.Errorf("%s in headsup.yaml is one of %q, and exports are read by %q", c.of, c.got, c.want)
		}
	}
}

func texts[T ~string](list []T) []string {
	out := make([]string, len(list))
	for i, v := range list {
		out[i] = string(v)
	}
	return out
}

// What pages of a site send is recognised in each form in which it comes.
func TestHelped(t *testing.T) {
	t.Parallel()
	const page = "https://example.com/playbooks/export-invoices/"
	rows := [][3]string{
		{"", "nothing found", "sso for guests"},
		{page, "no", "How do I export to PDF?"},
		{page, "no", ""},
		{page, "yes", ""},
		{page, "yes", "Thanks, Kim <kim@example.com>"},
		{"https://example.com/releases/2026-11-23-größe/", "no", ""},
		{"https://example.com/", "yes", ""},
		{"/without-a-host/", "no", ""},
		{"", "yes", ""},
		{"", "nothing found", ""},
		{page, "maybe", "Hm"},
	}
	const want = `
1; 2026-01-05 09:00; ; sso for guests; how-to
2; 2026-01-05 09:00; ; How do I export to PDF?; ` + page + `; score 0
3; 2026-01-05 09:00; ; Did not help: export invoices; ` + page + `; problem; score 0
4; 2026-01-05 09:00; ; Helped: export invoices; ` + page + `; praise; score 10
5; 2026-01-05 09:00; ; Thanks, Kim <[email]>; ` + page + `; praise; score 10
6; 2026-01-05 09:00; ; Did not help: 2026 11 23 größe; https://example.com/releases/2026-11-23-gr%C3%B6%C3%9Fe/; problem; score 0
7; 2026-01-05 09:00; ; Helped: home page; https://example.com/; praise; score 10
8; 2026-01-05 09:00; ; Did not help: without a host; problem; score 0
11; 2026-01-05 09:00; ; Hm; ` + page + `
left out 2 without text
took out 1 e-mail address`
	var lines, forms, cells []string
	for i, row := range rows {
		at := fmt.Sprintf(`"id":"%d","at":"2026-01-05T09:00:00Z"`, i+1)
		fields := fmt.Sprintf(`"page":%q,"helped":%q,"question":%q`, row[0], row[1], row[2])
		lines = append(lines, "{"+at+","+fields+"}")
		forms = append(forms, fmt.Sprintf(`{"id":"%d","form_name":"feedback","created_at":"2026-01-05T09:00:00.000Z",`+
			`"human_fields":{"Question":%q},"data":{%s,"website":"","ip":"192.0.2.7","user_agent":"Browser"}}`, i+1, row[2], fields))
		cells = append(cells, fmt.Sprintf("%d,%s,%s,%s,,2026-01-05T09:00:00Z", i+1, row[0], row[1], `"`+row[2]+`"`))
	}
	for format, text := range map[Format]string{
		JSONL:   strings.Join(lines, "\n"),
		Netlify: "[" + strings.Join(forms, ",") + "]",
		CSV:     "id,page,helped,question,website,created_at\n" + strings.Join(cells, "\n"),
	} {
		res, err := read(t, "x.txt", map[string]string{"x.txt": text}, Options{})
		if err != nil || res.Format != format {
			t.Errorf("%s is read as %v: %v", format, res, err)
			continue
		}
		slices.SortFunc(res.Records, func(a, b record.Record) int { return len(a.ID)*100 + strings.Compare(a.ID, b.ID) - len(b.ID)*100 })
		expect(t, string(format), res, err, want)
	}
	// A survey of somebody else has columns with such names, too.
	res, err := read(t, "x.csv", map[string]string{"x.csv": "id,helped,question\n1,yes,Who are you?\n"}, Options{})
	expect(t, "a survey", res, err, "1; -; ; Who are you?")
}
