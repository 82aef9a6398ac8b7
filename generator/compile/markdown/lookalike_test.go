package markdown

import (
	"strings"
	"testing"

	"headsup/generator/diag"
)

// openings are what writers take for the beginning of an internal block, with
// NAME for its name and BODY for what it is to hide.
var openings = []string{
	"<!-- :::NAME -->\nBODY\n<!-- ::: -->",
	"<!--\n:::NAME\n-->\nBODY\n\n<!-- ::: -->",
	"a :::NAME BODY ::: b",
	"a :::NAME\nBODY\n",
	"| a | b |\n|---|---|\n| :::NAME BODY ::: | c |",
	"## :::NAME\n\nBODY\n",
	"## A :::NAME BODY",
	"**:::NAME**\n\nBODY\n",
	"_:::NAME_ BODY",
	"**::NAME**\n\nBODY\n",
	"<p>:::NAME</p>\n\nBODY",
	"<div>x :::NAME\nBODY</div>",
	"a[^1]\n\n[^1]: b :::NAME BODY :::",
	"A :::NAME\n: BODY",
	"[:::NAME BODY](https://example.com)",
	"![:::NAME BODY](a.png)",
	"a <!-- :::NAME --> BODY",
	"<!-- :::nosuch -->\nBODY\n<!-- ::: -->",
	"{/* :::NAME */}\n\nBODY\n\n{/* ::: */}",
	"%% :::NAME %%\n\nBODY\n\n%% ::: %%",
	"\u00a0:::NAME\nBODY",
	":\u200b:\u200b:NAME\nBODY",
	"： ： ：NAME\nBODY",
	"::NAME\nBODY\n::",
	"    :::NAME\n    BODY\n",
	"> [!NAME]\n> BODY",
	"> [!NAME] Title\n> BODY",
	"!!! NAME\n    BODY",
	"!!! NAME \"Title\"\n    BODY",
	"??? NAME\n    BODY",
	"???+ NAME \"x\"\n\n    BODY",
	"/// NAME\nBODY\n///",
	"/// NAME | Title\nBODY\n///",
	"{{< NAME >}}\nBODY\n{{< /NAME >}}",
	"{{% NAME %}}\nBODY\n{{% /NAME %}}",
	"{% NAME %}\nBODY\n{% endNAME %}",
	"{%- if NAME -%}\nBODY\n{% endif %}",
	"{{< audience \"NAME\" >}}BODY{{< /audience >}}",
	"{{#NAME}}\nBODY\n{{/NAME}}",
	"<NAME>\nBODY\n</NAME>",
	"<NAME>\n\nBODY\n",
	"a <NAME>BODY</NAME>",
	"<Audience name=\"NAME\">\n\nBODY\n\n</Audience>",
	"<div data-audience=\"NAME\">\n\nBODY\n\n</div>",
	"[NAME]\n\nBODY\n\n[/NAME]",
	"a [NAME]BODY[/NAME]",
	"```NAME\nBODY\n```",
	"~~~ {NAME}\nBODY\n~~~",
	"<!-- NAME -->\nBODY\n<!-- /NAME -->",
	"<!-- start NAME -->\n\nBODY\n\n<!-- end NAME -->",
	"{/* NAME */}\n\nBODY\n\n{/* /NAME */}",
	".. only:: NAME\n\n  BODY",
	".. NAME::\n\n  BODY",
	"> .. NAME::\n>\n>   BODY",
	"- !!! NAME\n      BODY",
	"- /// NAME\n  BODY\n  ///",
	"<details class=\"internal\">\nBODY\n</details>",
	"<div class=\"box internal\">\n\nBODY\n\n</div>",
	"BODY\n{: .internal}",
	"BODY\n{.internal}",
	"## A {.internal}\n\nBODY",
	":::note {.internal}\nBODY\n:::",
	"<!-- internal -->\n\nBODY",
	"<!-- if internal -->\n\nBODY",
	"<!-- #region internal -->\n\nBODY",
	"<!-- visibility: internal -->\n\nBODY",
	"<!-- internal notes: start -->\n\nBODY",
	"<!-- begin NAME only -->\n\nBODY\n\n<!-- end NAME only -->",
	"[//]: # (:::NAME)\n\nBODY\n\n[//]: # (:::)",
	"[//]: # (NAME)\n\nBODY\n\n[//]: # (/NAME)",
	"{NAME}\nBODY\n{NAME}",
	"{NAME}\nBODY\n{/NAME}",
	"{{NAME}}\nBODY\n{{/NAME}}",
	"{{ #NAME }}\nBODY\n{{ /NAME }}",
	"[NAME-only]\n\nBODY\n\n[/NAME-only]",
	"[begin NAME]\n\nBODY\n\n[end NAME]",
	"<NAME-only>\n\nBODY\n\n</NAME-only>",
	"<ForNAME>\n\nBODY\n\n</ForNAME>",
	"<Show when=\"NAME\">\n\nBODY\n\n</Show>",
	"<Audience NAME>\n\nBODY\n\n</Audience>",
	"<Audience audience={[\"NAME\"]}>\n\nBODY\n\n</Audience>",
	"<Visibility for=\"employees,NAME\">\n\nBODY\n\n</Visibility>",
	"<div data-audience=\"staff, NAME\">\n\nBODY\n\n</div>",
	"<div class=\"box NAME-only\">\n\nBODY\n\n</div>",
	"<section data-internal>\n\nBODY\n\n</section>",
	"<div hidden>\n\nBODY\n\n</div>",
	"a <span style=\"display: none\">BODY</span>",
	"::NAME BODY ::",
	"a :NAME[BODY] b",
	"::NAME[BODY]",
	":::note {audience=NAME}\nBODY\n:::",
	"꞉꞉꞉NAME\nBODY\n꞉꞉꞉",
	"> [!NAME-ONLY]\n> BODY",
	"!!! NAME-only\n    BODY",
	"ifdef::NAME[]\nBODY\nendif::[]",
	"```{only} NAME\nBODY\n```",
	"```NAME-only\nBODY\n```",
	":::tip NAME only\nBODY\n:::",
	":::note[For NAME only]\nBODY\n:::",
	":::warning **NAME only**\n\nBODY\n\n:::",
	"> [!NOTE] NAME only\n> BODY",
	"> [!WARNING]- Only for NAME: only\n> BODY\n> <!-- :::NAME -->",
	"!!! note \"NAME only\"\n    BODY",
	"!!! note NAME\n    BODY",
	"??? tip \"NAME team only\"\n    BODY",
	"<details><summary>NAME only</summary>\n\nBODY\n\n</details>",
	"<details>\n<summary><b>For NAME use</b></summary>\n\nBODY\n\n</details>",
	"<details class=\"NAME-only\">\n\nBODY\n\n</details>",
	"<aside class=\"NAME-only\">\nBODY\n</aside>",
	"<!--NAME-->\nBODY\n<!--/NAME-->",
	"<!-- NAME only -->\n\nBODY",
	"<!-- audience: NAME -->\n\nBODY",
	"<!-- audience=\"NAME\" -->\n\nBODY\n\n<!-- /audience -->",
	"{{ if NAME }}\nBODY\n{{ end }}",
	"{{- if .NAME -}}\nBODY\n{{- end -}}",
	"{% if page.NAME == true %}\nBODY\n{% endif %}",
	"{% unless NAME %}\nBODY\n{% endunless %}",
	"<#if NAME>\nBODY\n</#if>",
	"<% if NAME %>\nBODY\n<% end %>",
	"[% IF NAME %]\nBODY\n[% END %]",
	"@NAME\nBODY\n@endNAME",
	"@if(NAME)\nBODY\n@endif",
	"#if NAME\nBODY\n#end",
	"\\begin{NAME}\nBODY\n\\end{NAME}",
	"{NAME && (\nBODY\n)}",
	"{isNAME && <p>BODY</p>}",
	"{:.NAME-only}\nBODY",
	"BODY\n{: .NAME-only }",
	"+++ NAME\nBODY\n+++",
	"=== NAME\nBODY\n===",
	"&&& NAME\nBODY\n&&&",
	"<?NAME?>\nBODY\n<?/NAME?>",
	"<c:if test=\"NAME\">\nBODY\n</c:if>",
	"<If condition={NAME}>\n\nBODY\n\n</If>",
	"<div v-if=\"NAME\">\n\nBODY\n\n</div>",
	"<div data-show=\"NAME\">\n\nBODY\n\n</div>",
	"<p data-role=\"staff NAME\">BODY</p>",
}

func opening(form, name, body string) string {
	return strings.NewReplacer("NAME", name, "BODY", body).Replace(form)
}

// TestLookalikes holds that what looks like the beginning of an internal block is
// told, by a rule that no setting turns off.
func TestLookalikes(t *testing.T) {
	for _, form := range openings {
		for _, name := range []string{"internal", "sales", "Support"} {
			in := "Text.\n\n" + opening(form, name, "SECRET words") + "\n\nMore.\n"
			d := compile(in)
			f := &d.Full
			if d.Public != nil {
				f = d.Public
			}
			found := strings.Count(rules(d), "block-lookalike")
			if public := strings.Contains(string(f.HTML), "SECRET"); public && found == 0 {
				t.Errorf("%q is public, found %q", in, rules(d))
			}
			if found > 1 {
				t.Errorf("%q: found %q", in, rules(d))
			}
		}
	}
	if !diag.Fixed("block-lookalike") {
		t.Error("the rule can be turned off")
	}
}

// TestNoLookalikes holds what teams write that begins no block.
func TestNoLookalikes(t *testing.T) {
	for _, in := range []string{
		"See the internal docs. Sales: up by 3 %. Internal: no. (internal) [internal] [Internal] a, **Internal**",
		"Write `:::sales` and `::: internal`, or <code>:::sales</code>, or \\:::sales.",
		"```\n:::sales\na\n:::\n<!-- :::sales -->\n> [!SALES]\n```",
		"| Audience | Team |\n|---|---|\n| sales | Sales |\n| internal | All |",
		"[internal](a.md) [sales][sales]\n\n[sales]: b.md",
		"std::internal, a::sales::b, pkg:::internal, http://[::1]:80, 12::30",
		"<!-- sales: ask Ana about internal names -->\n\nA\n\n<!-- internal note: b -->",
		"<!--\n:::sales\nSECRET\n:::\n-->\n\nA",
		"<!-- :::sales SECRET ::: --> A",
		"# Internal\n\n## Sales\n\n### internal\n\nA",
		"!!! tip\n    A\n\n> [!TIP]\n> A\n\n!!! success \"x\"\n    A\n\n{% hint style=\"success\" %}\nA\n{% endhint %}",
		"!!! Internal use only !!!",
		"Mail <sales@example.com> or <https://example.com/internal>, x<internal, Vec<internal>.",
		"<a class=\"reference internal\" href=\"a.md\">x</a> <span class=\"sales\">a</span> <div class=\"internals\">b</div>",
		"[a](b.md){.internal} `x`{.internal}",
		"- [ ] internal\n- [x] sales\n\n1. internal",
		":::sales\n> [!SALES]\n> SECRET\n\n<internal>\nSECRET\n</internal>\n:::",
		"```go {.internal}\nx\n```\n\n    internal\n",
		"{% include internal/menu.html %} {{< figure src=\"internal.png\" >}} {{ site.internal }}",
		"Term\n: internal\n\nsales\n: who sells",
		"a /// b /// internal\n\n/// internals",
		"{.internal} is how we mark it, as {support} and {internal} are for us",
		"<Icon name=\"support\" /> <Badge type=\"sales\"/> <TabItem value=\"sales\" label=\"Sales\">A</TabItem> " +
			"<Tab title=\"Internal\">B</Tab>",
		"<th data-hidden>a</th> <b aria-hidden=\"true\">c</b> <div class=\"sales hidden\">d</div> " +
			"<img style=\"display:none\" src=\"a.png\">",
		":::note Internal systems\nA\n:::\n\n:::tip Sales\nA\n:::\n\n:::tip Contact sales\nA\n:::\n\n> [!NOTE] Support\n> A",
		"!!! note \"Sales\"\n    A\n\n=== \"Sales\"\n\n    A\n\n=== \"Internal API\"\n\n    B",
		":::sales Internal only\nSECRET\n:::\n\n:::internal\n:::note Internal only\nSECRET\n:::\n:::",
		"<details><summary>Internal</summary>\n\nA\n\n</details>\n\n<details><summary>Sales</summary>\n\nA\n\n</details>",
		"<details><summary>How to ask sales only once</summary>\n\nA\n\n</details>",
		"<!-- section: sales -->\n\nA\n\n<!-- region support -->\n\nA\n\n<!-- toc -->",
		"Use `{{ if internal }}` and `@if(internal)`. {{ sales | money }} @sales and @support are handles; mail x@sales.example.",
		"#if you ask sales\n\n@sales\n\nA && internal && B, {a && internal}, a === internal",
		"\\begin{equation}\n\n<? php internal ?>\n\n<p data-role=\"button\">a</p> <c:out value=\"internal\"/>",
		"Reply to <your sales contact> or <the support team>; the forum and salesforce are others",
		"a :sales: b::sales[0] c ifdef internal d",
		"[internal]: https://example.com (internal)\n\n[internal]",
		"<!-- internal links are checked elsewhere -->\n\nA\n\n<!-- for sales: see the deck -->\n\n<!-- #region menu -->",
	} {
		d := compile(in)
		if strings.Contains(rules(d), "block-") {
			t.Errorf("%q: %v", in, d.Diagnostics)
		}
		if d.Public != nil && strings.Contains(string(d.Public.HTML), "SECRET") {
			t.Errorf("%q leaks", in)
		}
	}
}

func TestPandocBlock(t *testing.T) {
	d := compile("::: {.sales #x}\nSECRET\n:::\n\nOPEN")
	if rules(d) != "" || d.Public == nil || strings.Contains(string(d.Public.HTML), "SECRET") {
		t.Errorf("%v", d.Diagnostics)
	}
}

func TestExtraFence(t *testing.T) {
	d := compile("a\n\n:::\n")
	if len(d.Diagnostics) != 1 || d.Diagnostics[0].Message != "Extra ::: — no block is open here." {
		t.Errorf("%v", d.Diagnostics)
	}
}

// FuzzLookalikes holds that a marker behind anything that looks like the
// beginning of an internal block is never public without an error.
func FuzzLookalikes(f *testing.F) {
	for i := range openings {
		f.Add(i, i%3, "Text.\n\n", "")
	}
	f.Add(0, 1, "> ", "> ")
	f.Add(len(openings)-1, 0, "a", ">")
	f.Add(len(openings)-5, 0, "a", ">")
	f.Add(2, 0, "- a\n\n  ", "  ")
	c := testCompiler()
	f.Fuzz(func(t *testing.T, form, name int, before, margin string) {
		if len(before)+len(margin) > 1000 || strings.ContainsAny(before+margin, "`~\\<\x00") {
			return // code, and what is escaped, is an example
		}
		text := opening(openings[uint(form)%uint(len(openings))], []string{"internal", "sales", "Support"}[uint(name)%3], marker)
		lines := strings.Split(text, "\n")
		for line := range strings.Lines(before) {
			if strings.HasPrefix(line, "    ") || strings.ContainsAny(line, "\t\v\f:[]{}!%/*_=|") {
				return // that is another opening, or none
			}
		}
		if strings.Trim(margin, " >") != "" || strings.Contains(margin, "    ") {
			return
		}
		d := c.Compile(Input{Body: []byte(before + "\n" + margin + strings.Join(lines, "\n"+margin)), Line: 1})
		public := &d.Full
		if d.Public != nil {
			public = d.Public
		}
		errors, _ := diag.Count(d.Diagnostics)
		if errors == 0 && strings.Contains(string(public.HTML), marker) {
			t.Errorf("%q is public: %v", before+"\n"+margin+strings.Join(lines, "\n"+margin), d.Diagnostics)
		}
	})
}
