package content

import (
	"strconv"

	"go.yaml.in/yaml/v3"

	"headsup/generator/diag"
	"headsup/generator/read/calendar"
	"headsup/generator/read/frontmatter"
)

// frontMatter is the table of all front matter fields.
var frontMatter = []field[Page]{
	choiceField("kind", "What the page is, when its folder does not say so.",
		Kinds(), func(p *Page) *Kind { return &p.Kind }).own(),
	wordField("id", "A name for the page that stays when its title and address change.",
		idPattern, checkPageID, func(p *Page) *string { return &p.ID }).own(),
	lineField("title", "The page's title; without it, the first heading of level 1.",
		func(p *Page) *string { return &p.Title }).translated(),
	textField("summary", "One or two sentences; without it, the text before <!-- more -->, else the first paragraph.",
		func(p *Page) *string { return &p.Summary }).translated(),
	dateField("date", "The day that the page is about; without it, the date in the file's name. "+
		"Until then the page is not public, unless publish_at says otherwise.",
		func(p *Page) *calendar.Date { return &p.Date }),
	dateField("updated", "When its content last changed.",
		func(p *Page) *calendar.Date { return &p.Updated }).translated(),
	termsField("products", "The products that it is about.",
		productList, func(p *Page) *[]string { return &p.Products }),
	termsField("audiences", "For whom it is.",
		audienceList, func(p *Page) *[]string { return &p.Audiences }),
	textsField("tags", "Words to find it by.",
		func(p *Page) *[]string { return &p.Tags }),
	termField("owner", "Who is responsible for it.",
		ownerList, func(p *Page) *string { return &p.Owner }).translated(),
	dateField("review_by", "When somebody has to read it again.",
		func(p *Page) *calendar.Date { return &p.ReviewBy }).translated(),
	choiceField("visibility", "internal (the default), or public: the page may reach feeds and a public site.",
		[]Visibility{Internal, Public}, func(p *Page) *Visibility { return &p.Visibility }),
	flagField("draft", "true keeps the page out of everything but previews.",
		func(p *Page) *bool { return &p.Draft }).translated(),
	dateField("publish_at", "From then on customers see the page. An internal page is held back until then.",
		func(p *Page) *calendar.Date { return &p.PublishAt }),
	dateField("internal_at", "The page is held back from everyone until then, colleagues too.",
		func(p *Page) *calendar.Date { return &p.InternalAt }),
	dateField("expires_at", "From then on the page is no longer shown.",
		func(p *Page) *calendar.Date { return &p.ExpiresAt }),
	{
		name: "permalink", doc: "The page's whole address, from the root of the site: /blog/export.html, or with tokens such as :year.",
		shape: textShape, once: true, set: setPermalink,
	},
	{
		name: "slug", doc: "The last part of the page's address, or several parts with slashes between.",
		shape: textShape, once: true, set: setSlug,
	},
	{
		name: "aliases", doc: "Former addresses, which redirect to the page.",
		shape: textsShape, once: true, set: setAliases,
	},
	lineField("launch", "The launch that it belongs to: its id or path.",
		func(p *Page) *string { return &p.Launch }),
	lineField("date_differs", "Why it has another date, or appears at another time, than its launch. It is never public.",
		func(p *Page) *string { return &p.DateDiffers }).own(),
	{
		name: "actions", doc: "What an audience is to do with it: a text for each audience's id.",
		shape: actionsShape, words: true, set: setActions,
	},
	textsField("questions", "What it answers, as a person would ask.",
		func(p *Page) *[]string { return &p.Questions }).translated(),
	{
		name: "related", doc: "Other pages to read, as paths of their files or as ids.",
		shape: textsShape, set: setRelated,
	},
	field[Page]{
		name: "requests", doc: "What people asked for and get with it: ids of themes. They are never public.",
		shape: textsShape, set: setRequests,
	}.of(ReleaseNote, Launch),
	{
		name: "image", doc: "A picture for lists and previews: a path from the file, or a URL.",
		shape: textShape, words: true, set: setImage,
	},
	{
		name: "silence", doc: "Rules of checks that do not apply to this file, each with the reason.",
		shape: silenceShape, once: true, words: true, set: setSilence,
	},
	mappingField("cta", "A button: its label, and the URL that it leads to.",
		ctaFields, func(p *Page) *CTA { return &p.CTA }, checkCTA).of(ReleaseNote, Snippet, Launch).translated(),
	termsField("acknowledge", "Audiences who have to say that they have read it. It is never public.",
		audienceList, func(p *Page) *[]string { return &p.Acknowledge }).of(ReleaseNote, Playbook, Launch, Plain),
	quizField().of(ReleaseNote, Playbook, Launch, Plain).translated(),
	lineField("ask", "A question to users of the product, who answer with yes or no and a few words.",
		func(p *Page) *string { return &p.Ask }).of(ReleaseNote, Snippet).translated(),

	lineField("version", "The version that brings the change, exactly as written.",
		func(p *Page) *string { return &p.Release.Version }).of(ReleaseNote),
	choiceField("stage", "Where in its life the change is.",
		Stages(), func(p *Page) *Stage { return &p.Release.Stage }).of(ReleaseNote, Launch),
	choiceField("confidence", "How sure the date is while it is ahead; low means the month, and no day of it.",
		[]Confidence{Sure, Likely, Rough}, func(p *Page) *Confidence { return &p.Release.Confidence }).of(ReleaseNote, Launch),
	termsField("plans", "The plans that have it.",
		planList, func(p *Page) *[]string { return &p.Release.Plans }).of(ReleaseNote),
	termsField("platforms", "Where it runs.",
		platformList, func(p *Page) *[]string { return &p.Release.Platforms }).of(ReleaseNote),
	choiceField("impact", "How much it matters to its readers.",
		[]Impact{High, Medium, Low}, func(p *Page) *Impact { return &p.Release.Impact }).of(ReleaseNote),
	flagField("breaking", "true when somebody has to act, or something stops working.",
		func(p *Page) *bool { return &p.Release.Breaking }).of(ReleaseNote),
	lineField("feature_flag", "The flag that turns it on. It is never public.",
		func(p *Page) *string { return &p.Release.FeatureFlag }).of(ReleaseNote),
	urlField("docs_url", "Where it is documented: a URL or a path.",
		func(p *Page) *string { return &p.Release.DocsURL }).of(ReleaseNote).translated(),

	textField("when", "When to use the playbook.",
		func(p *Page) *string { return &p.Playbook.When }).of(Playbook).translated(),
	lineField("duration", "How long it takes, as people say it.",
		func(p *Page) *string { return &p.Playbook.Duration }).of(Playbook).translated(),
	mappingsField("objections", "What customers say against it, and what to answer. Public only with public: true.",
		objectionFields, func(p *Page) *[]Objection { return &p.Playbook.Objections }, checkObjection).of(Playbook).translated(),
	textsField("never_say", "What nobody tells a customer. It is never public.",
		func(p *Page) *[]string { return &p.Playbook.NeverSay }).of(Playbook).translated(),

	field[Page]{
		name: "steps", doc: "true makes steps of all ordered lists, or else of the sections; false of none.",
		shape: flagShape, set: func(d *decoder, n *yaml.Node, p *Page) {
			if v, ok := d.flag(n); ok {
				p.Playbook.Steps = NoSteps
				if v {
					p.Playbook.Steps = AllSteps
				}
			}
		},
	}.of(Playbook),

	wordField("key", "A stable name that the product's code may use. Every snippet needs one.",
		keyPattern, checkKey, func(p *Page) *string { return &p.Snippet.Key }).of(Snippet).own(),
	termField("surface", "How the product shows it.",
		surfaceList, func(p *Page) *string { return &p.Snippet.Surface }).of(Snippet),
	mappingField("anchor", "Where in the product it is shown.",
		anchorFields, func(p *Page) *Anchor { return &p.Snippet.Anchor }, nil).of(Snippet),
	lineField("trigger", "The event in the product that shows it.",
		func(p *Page) *string { return &p.Snippet.Trigger }).of(Snippet),
	mappingField("target", "For whom it is. An empty list means everyone.",
		targetFields, (*Page).target, checkTarget).of(ReleaseNote, Snippet),
	numberField("priority", "The higher of two is shown first.",
		-1_000_000, 1_000_000, func(p *Page) *int { return &p.Snippet.Priority }).of(Snippet),
	mappingField("frequency", "How often one person sees it.",
		frequencyFields, func(p *Page) *Frequency { return &p.Snippet.Frequency }, checkFrequency).of(Snippet),
	lineField("group", "At most one snippet of a group is shown at a time.",
		func(p *Page) *string { return &p.Snippet.Group }).of(Snippet),
	flagField("dismissible", "false when people cannot close it; they can by default.",
		func(p *Page) *bool { return &p.Snippet.Dismissible }).of(Snippet),
	mappingsField("steps", "Of a tour: where each step is shown, in the order of its headings of level 2.",
		stepFields, func(p *Page) *[]Step { return &p.Snippet.Steps }, checkStep).of(Snippet),
	{
		name: "items", doc: "Of a checklist: the snippets to do, as paths of their files or as ids.",
		shape: textsShape, kinds: []Kind{Snippet}, set: setItems,
	},
	flagField("withdrawn", "true takes it down from products that have a copy.",
		func(p *Page) *bool { return &p.Snippet.Withdrawn }).of(Snippet),
}

var ctaFields = []field[CTA]{
	lineField("label", "What the button says.",
		func(c *CTA) *string { return &c.Label }),
	urlField("url", "Where it leads: http, https, mailto, or a path.",
		func(c *CTA) *string { return &c.URL }),
}

var anchorFields = []field[Anchor]{
	lineField("path", "Pattern of the product's page, such as /invoices/*.",
		func(a *Anchor) *string { return &a.Path }),
	selectorField("selector", "CSS selector of the element.",
		func(a *Anchor) *string { return &a.Selector }),
}

var stepFields = []field[Step]{
	selectorField("selector", "CSS selector of what the step is about; without it the step is in a corner.",
		func(s *Step) *string { return &s.Selector }),
	lineField("path", "Pattern of the product's page on which it is shown; without it, on any.",
		func(s *Step) *string { return &s.Path }),
	advanceField("advance",
		"What leads on: next (the button, the default), click (on the element), {visible: selector} or {path: pattern}.",
		func(s *Step) *Advance { return &s.Advance }),
}

var targetFields = append(listFields(func(t *Target) *Lists { return &t.Lists }),
	mappingField("not", "Whom to leave out: everybody who is in one of these lists.",
		listFields(func(l *Lists) *Lists { return l }), func(t *Target) *Lists { return &t.Not }, nil),
	boundsField("since", "How many days ago something was, by the product's name for it.",
		"signed_up: {less_than: 14d}", daysBound, func(t *Target) *map[string]Bounds { return &t.Since }),
	boundsField("numbers", "Numbers of the customer, by the product's names for them.",
		"seats: {at_least: 50}", numberBound, func(t *Target) *map[string]Bounds { return &t.Numbers }),
	shareField("share", "A part of all people, the same ones each time: 20%, or 20% to 40%.",
		func(t *Target) *Share { return &t.Share }),
	wordField("experiment", "Snippets with the same experiment have the same people in their shares.",
		keyPattern, checkKey, func(t *Target) *string { return &t.Experiment }),
	momentField("from", "From when on, on each person's own clock: 2026-12-01 09:00 local.",
		func(t *Target) *string { return &t.From }),
	momentField("until", "Until when, on each person's own clock: 2026-12-24 18:00 local.",
		func(t *Target) *string { return &t.Until }),
)

// listFields are the rows of the lists of what is decoded.
func listFields[T any](at func(*T) *Lists) []field[T] {
	return []field[T]{
		termsField("plans", "Plans of the customer.",
			planList, func(t *T) *[]string { return &at(t).Plans }),
		textsField("roles", "Roles of the person.",
			func(t *T) *[]string { return &at(t).Roles }),
		termsField("platforms", "Where the product runs.",
			platformList, func(t *T) *[]string { return &at(t).Platforms }),
		textsField("segments", "Segments of the customer.",
			func(t *T) *[]string { return &at(t).Segments }),
		mappingsField("versions", "Ranges of versions; one that holds is enough.",
			versionFields, func(t *T) *[]VersionRange { return &at(t).Versions }, checkRange),
		textsField("locales", "Languages of the person, such as fr or fr-CA; fr is for both.",
			func(t *T) *[]string { return &at(t).Locales }),
		textsField("flags", "Feature flags that are on for the person. The feed has their names.",
			func(t *T) *[]string { return &at(t).Flags }),
	}
}

var versionFields = []field[VersionRange]{
	lineField("component", "What has the version, such as the app's name; without it, the product as a whole.",
		func(v *VersionRange) *string { return &v.Component }),
	versionField("min_inclusive", "The first version in the range.",
		func(v *VersionRange) *string { return &v.MinInclusive }),
	versionField("max_exclusive", "The first version behind the range.",
		func(v *VersionRange) *string { return &v.MaxExclusive }),
}

var frequencyFields = []field[Frequency]{
	numberField("max", "How many times; 0 means no limit.",
		0, 1000, func(f *Frequency) *int { return &f.Max }),
	choiceField("per", "In which time.",
		[]string{"session", "day", "week", "month", "ever"}, func(f *Frequency) *string { return &f.Per }),
}

// setActions reads a mapping of audiences to texts.
func setActions(d *decoder, n *yaml.Node, p *Page) {
	if !frontmatter.IsMapping(n) {
		d.report("wrong-type", d.At(n), frontmatter.Instead("a text for each audience", n),
			"write for example: sales: Tell your customers")
		return
	}
	pairs, _ := d.pairs(n)
	for _, e := range pairs {
		if !d.allowed(e.key, e.key.Value, audienceList) {
			continue
		}
		if text, ok := d.text(e.value); ok {
			p.Actions = append(p.Actions, Action{Audience: e.key.Value, Text: text, Position: d.At(e.value)})
		}
	}
}

// setSilence reads a mapping of rules to reasons.
func setSilence(d *decoder, n *yaml.Node, p *Page) {
	if !frontmatter.IsMapping(n) {
		d.report("wrong-type", d.At(n), frontmatter.Instead("a reason for each rule", n),
			"write for example image-alt: the pictures are decoration")
		return
	}
	pairs, _ := d.pairs(n)
	for _, e := range pairs {
		id := e.key.Value
		rule, found := diag.Lookup(id)
		switch reason, ok := d.line(e.value); {
		case !found:
			d.report("unknown-value", d.At(e.key), "there is no rule "+diag.Quote(id), diag.DidYouMean(id, silenceable()))
		case rule.Fixed:
			d.report("value-invalid", d.At(e.key), "the rule "+id+" cannot be silenced",
				"it protects every build; fix what it finds")
		case !ok:
			d.report("value-required", d.At(e.key), "there is no reason to silence "+id,
				"say why it does not apply to this file: "+id+": the pictures are decoration")
		default:
			p.Silence = append(p.Silence, Silence{Rule: id, Reason: reason, Position: d.At(e.key)})
		}
	}
}

// silenceable returns the rules that a file may silence.
func silenceable() []string {
	var ids []string
	for _, r := range diag.Rules() {
		if !r.Fixed {
			ids = append(ids, r.ID)
		}
	}
	return ids
}

func setRelated(d *decoder, n *yaml.Node, p *Page) {
	for _, c := range d.items(n) {
		p.Related = append(p.Related, Reference{Dest: trimmed(c), Position: d.At(c)})
	}
}

func setItems(d *decoder, n *yaml.Node, p *Page) {
	for _, c := range d.items(n) {
		p.Snippet.Items = append(p.Snippet.Items, Reference{Dest: trimmed(c), Position: d.At(c)})
	}
}

func setRequests(d *decoder, n *yaml.Node, p *Page) {
	for _, c := range d.items(n) {
		p.Requests = append(p.Requests, Request{Theme: trimmed(c), Position: d.At(c)})
	}
}

func setImage(d *decoder, n *yaml.Node, p *Page) {
	if s, ok := d.picture(n); ok {
		p.Image = Reference{Dest: s, Position: d.At(n)}
	}
}

func checkCTA(d *decoder, n *yaml.Node, c *CTA) {
	c.Position = d.At(n)
	for _, key := range []string{"label", "url"} {
		if frontmatter.IsNull(frontmatter.Value(n, key)) {
			d.report("value-required", d.At(n), "cta has no "+key, "write cta: {label: Learn more, url: /docs/}")
		}
	}
}

func checkFrequency(d *decoder, n *yaml.Node, f *Frequency) {
	switch {
	case f.Max > 0 && f.Per == "" && frontmatter.IsNull(frontmatter.Value(n, "per")):
		f.Per = "ever"
	case f.Per != "" && frontmatter.IsNull(frontmatter.Value(n, "max")):
		d.report("value-required", d.At(n), "frequency has no max", "write frequency: {max: 1, per: "+f.Per+"}")
	}
}

var objectionFields = []field[Objection]{
	lineField("objection", "What the customer says.",
		func(o *Objection) *string { return &o.Text }),
	textField("answer", "What to answer.",
		func(o *Objection) *string { return &o.Answer }),
	flagField("public", "true lets customers read both.",
		func(o *Objection) *bool { return &o.Public }),
}

func checkObjection(d *decoder, n *yaml.Node, o *Objection) bool {
	for _, f := range []struct{ key, value string }{{"objection", o.Text}, {"answer", o.Answer}} {
		if f.value == "" {
			d.report("value-required", d.At(n), "an objection has no "+f.key,
				"write {objection: It costs too much, answer: Compare the hours that it saves}")
			return false
		}
	}
	return true
}

var quizFields = []field[Question]{
	lineField("question", "What is asked.",
		func(q *Question) *string { return &q.Text }),
	textsField("answers", "Two or more answers to choose from.",
		func(q *Question) *[]string { return &q.Answers }),
	numberField("right", "The number of the right answer, from 1.",
		1, 9, func(q *Question) *int { return &q.Right }),
}

// quizField is a list of questions that is not long: it is to be done at once.
func quizField() field[Page] {
	f := mappingsField("quiz", "Up to five questions to those who say that they have read it. They are never public.",
		quizFields, func(p *Page) *[]Question { return &p.Quiz }, checkQuestion)
	read := f.set
	f.set = func(d *decoder, n *yaml.Node, p *Page) {
		read(d, n, p)
		if len(p.Quiz) > MostQuestions {
			d.report("value-invalid", d.At(n), "the quiz has "+strconv.Itoa(len(p.Quiz))+" questions", "keep five of them or fewer")
			p.Quiz = p.Quiz[:MostQuestions]
		}
	}
	return f
}

func checkQuestion(d *decoder, n *yaml.Node, q *Question) bool {
	const example = "write {question: Who gets it?, answers: [Everyone, Pro], right: 2}"
	switch {
	case q.Text == "":
		d.report("value-required", d.At(n), "a question of the quiz has no question", example)
	case len(q.Answers) < 2:
		d.report("value-invalid", d.At(n), "a question of the quiz needs two answers or more", example)
	case q.Right < 1 || q.Right > len(q.Answers):
		d.report("value-invalid", d.At(n), "right is not the number of one of the answers", example)
	default:
		return true
	}
	return false
}
