package corpus

import (
	"slices"
	"sort"
	"strings"
)

// vocabulary is a list of words with a Zipf distribution: the word of rank k is
// drawn about 1/k as often as the first. The words that hold sentences together
// come first, as they do in English.
type vocabulary struct {
	words []string
	glue  int   // how many words at the beginning carry no meaning
	upTo  []int // sum of the weights up to and with each word
}

const glueWords = `the of and a to in is for that it with as on you be are this by or from
at your can when an not have if which will all we has more their one use was each but they
how its also about into only then other any some what may where after before`

const stems = `account action address agent alert amount answer archive asset audit author
badge balance banner batch bill board branch brief browser bucket budget bundle button
calendar call campaign cancel card case catalog cell change channel charge chart chat check
claim click client clone close cloud code colour column comment commit compare connect
contact contract control copy cost count country course cover credit currency customer
cycle dashboard data date day deal debit default delay deliver demand deploy design detail
device digest direct discount display domain draft drill edit effort email embed enable
engine enter entry error estimate event exchange expect expire export extend factor fail
feature feed field file filter find fix flag flow folder follow form format frame front
gate goal grant graph grid group guard guide handle header health help hold home host hour
import index inform input inspect install intent invite invoice issue item join journal
journey key label language launch layer layout lead learn letter level licence limit line
link list load locate lock log look mail map margin mark market match measure meet member
memory menu merge message meter method mirror mode model module monitor month move name
navigate need network note notice notify number object offer office open operate option
order outline output owner pack page panel parcel part partner path pattern pause pay
people period permit phase phone pick pilot pipe plan platform play point policy pool port
position post power prefer present preview price print process product profile program
project prompt proof protect prove provide publish pull purchase push quarter query queue
quick quota quote range rate reach react read reason receipt record refer refund region
register release remind remove rename renew rent repair reply report request require reset
resolve resource respond restore result return review reward role roll route row rule run
sale sample save scale scan schedule schema score screen script search seat section secure
segment select send sequence series server service session set settle share shift ship show
sign signal site size skip slot smart sort source space span stage standard start state
step stock stop store stream string style subject submit suggest summary supply support
surface survey switch symbol sync table tag target task team template term test text theme
thread ticket time tip title token tool topic total touch track trade train transfer travel
treat trend trial trigger trust turn type unit update upgrade upload user validate value
vendor verify version view visit voice volume vote wait walk wallet warn watch week weight
window word work workflow wrap write year zone`

const endings = `s ing ed er able ment less ful ly ness ist ish`

const beginnings = `re pre un co sub auto multi`

// longestWord is the most characters that a word has, with what is around it: a
// comma or a full stop, and a space.
const longestWord = 16

// tagCount is how many of the stems serve as tags.
const tagCount = 120

func newVocabulary() *vocabulary {
	glue := strings.Fields(glueWords)
	plain := strings.Fields(stems)
	var made []string
	for _, stem := range plain {
		for _, ending := range strings.Fields(endings) {
			made = append(made, stem+ending)
		}
		for _, beginning := range strings.Fields(beginnings) {
			made = append(made, beginning+stem)
		}
	}
	shuffle(plain)
	shuffle(made)
	v := &vocabulary{glue: len(glue)}
	seen := map[string]bool{}
	for _, word := range slices.Concat(glue, plain, made) {
		if !seen[word] {
			seen[word] = true
			v.words = append(v.words, word)
		}
	}
	// A few thousand is what a product's texts draw on.
	v.words = v.words[:min(len(v.words), 4000)]
	sum := 0
	for rank := range v.words {
		sum += 10_000_000 / (10*rank + 27)
		v.upTo = append(v.upTo, sum)
	}
	return v
}

func shuffle(words []string) {
	r := newRandom(len(words), forWords)
	for i := len(words) - 1; i > 0; i-- {
		j := r.below(i + 1)
		words[i], words[j] = words[j], words[i]
	}
}

// word draws any word.
func (v *vocabulary) word(r *random) string { return v.draw(r, 0) }

// noun draws a word that has a meaning of its own.
func (v *vocabulary) noun(r *random) string { return v.draw(r, v.upTo[v.glue-1]) }

func (v *vocabulary) draw(r *random, from int) string {
	at := from + r.below(v.upTo[len(v.upTo)-1]-from)
	return v.words[sort.SearchInts(v.upTo, at+1)]
}

// nouns draws several.
func (v *vocabulary) nouns(r *random, count int) []string {
	out := make([]string, count)
	for i := range out {
		out[i] = v.noun(r)
	}
	return out
}

// tags returns all tags.
func (v *vocabulary) tags() []string { return v.words[v.glue : v.glue+tagCount] }

// title puts words together as a heading has them.
func title(words []string) string { return capital(strings.Join(words, " ")) }

func capital(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
