package client_test

import (
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/english"

	"headsup/generator/publish/search/analysis"
)

// stem is what the browser's stem is held to.
func stem(word string) string {
	env := snowballstem.NewEnv(word)
	english.Stem(env)
	return env.Current()
}

// stemInBrowser returns the stems of words.
func stemInBrowser(t *testing.T, words []string) []string {
	t.Helper()
	const body = `
		const { stem } = await import("./src/analysis/snowball.js");
		return input.map((word) => stem(word));`
	stems := run[[]string](t, nil, body, words)
	if len(stems) != len(words) {
		t.Fatalf("%d words have %d stems", len(words), len(stems))
	}
	return stems
}

func TestStem(t *testing.T) {
	words := manyWords(t)
	differences := 0
	for i, got := range stemInBrowser(t, words) {
		if want := stem(words[i]); got != want {
			if differences++; differences <= 20 {
				t.Errorf("%q: the browser has %q, Go has %q", words[i], got, want)
			}
		}
	}
	if differences > 0 {
		t.Errorf("%d of %d stems differ", differences, len(words))
	}
}

// TestStemsStay notices a change of the algorithm: a new release of the library
// may have other rules, and the browser then needs them too.
func TestStemsStay(t *testing.T) {
	data, err := os.ReadFile("testdata/stems.txt")
	if err != nil {
		t.Fatal(err)
	}
	var words, stems []string
	for line := range strings.Lines(string(data)) {
		word, stem, ok := strings.Cut(strings.TrimRight(line, "\r\n"), "\t")
		if !ok {
			t.Fatalf("there is no tab in %q", line)
		}
		words, stems = append(words, word), append(stems, stem)
	}
	for i, got := range stemInBrowser(t, words) {
		if got != stems[i] {
			t.Errorf("%q in the browser: %q, want %q", words[i], got, stems[i])
		}
		if got := stem(words[i]); got != stems[i] {
			t.Errorf("%q in Go: %q, want %q", words[i], got, stems[i])
		}
	}
}

// irregular are the words that do not begin as their stem does.
var irregular = map[string]string{"dying": "die", "lying": "lie", "tying": "tie", "skies": "sky"}

// TestStemRange holds what lets the search find the words of a stem in an
// alphabetical list: they begin with one of its prefixes, in both engines.
func TestStemRange(t *testing.T) {
	words := manyWords(t)
	for word, want := range irregular {
		if got := stem(word); got != want {
			t.Errorf("%q: %q, want %q", word, got, want)
		}
		if !slices.Contains(words, word) {
			t.Errorf("%q is not tested", word)
		}
	}
	inBrowser := run[[][]string](t, nil, `
		const { stem, stemPrefixes } = await import("./src/analysis/stem.js");
		return input.map((word) => stemPrefixes(stem(word)));`, words)
	for i, word := range words {
		prefixes := analysis.StemPrefixes(analysis.Stem(word))
		_, odd := irregular[word]
		if regular := slices.ContainsFunc(prefixes, func(p string) bool { return strings.HasPrefix(word, p) }); regular == odd {
			t.Errorf("%q may begin with %q: regular is %t", word, prefixes, regular)
		}
		if !slices.Equal(inBrowser[i], prefixes) {
			t.Errorf("%q may begin with %q in the browser, with %q in Go", word, inBrowser[i], prefixes)
		}
	}
}

// manyWords returns words of the site's content and words made up so that each
// rule of the algorithm meets each other, in order and each once.
func manyWords(t *testing.T) []string {
	t.Helper()
	words := append(contentWords(t), strings.Fields(specialWords)...)
	words = append(words, "", " ", "a b", "ly\n", "\ning", "running\n")
	for _, root := range strings.Fields(roots) {
		words = append(words, root)
		for _, suffix := range strings.Fields(suffixes) {
			words = append(words, root+suffix)
		}
	}
	random := rand.New(rand.NewPCG(1, 2))
	madeUp := func(n int, pieces []string) {
		for range n {
			word := ""
			for range 1 + random.IntN(7) {
				word += pieces[random.IntN(len(pieces))]
			}
			words = append(words, word)
		}
	}
	pieces := strings.Fields(wordPieces)
	madeUp(20_000, pieces)
	madeUp(5_000, append(strings.Fields(oddPieces), pieces...))
	slices.Sort(words)
	return slices.Compact(words)
}

func contentWords(t *testing.T) []string {
	t.Helper()
	var words []string
	err := filepath.WalkDir("../../../../content", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || filepath.Ext(path) != ".md" {
			return err
		}
		data, err := os.ReadFile(path)
		notLetter := func(r rune) bool { return !unicode.IsLetter(r) }
		words = append(words, strings.FieldsFunc(strings.ToLower(string(data)), notLetter)...)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return words
}

const specialWords = `
	skis skies sky dying lying tying idly gently ugly early only singly news howe atlas cosmos bias andes
	skiing skying dyings dyed lied tied earlier gentle uglier singles newses newsed atlases biased biases cosmoses
	inning innings outing outings canning cannings herring herrings earring earrings
	proceed proceeds proceeded proceeding exceed exceeds exceeded exceeding succeed succeeds succeeded succeeding
	generate generates generated generating generation generator general generally generalise generic generically
	generous generously genera commune communed communal communally communism communist communicate community communities
	arsenal arsenals arsenic arse gene genes
	yell yelled yelling yellow sayyid sayyids youth boyish say says said saying saye boy boys toy flying fly flies flied cry cries
	cried by y yy yyy ay ays aye ayed ayyed eying eyed y' y's by' by's 'by 'y ''y 'yy yes yeses
	' '' ''' 's 's' ''s ''s' s' s's s's' x's x's' x' dog's dogs' dogs's 'tis 'twas 'dying 'skies 'generate 'yelling o'clock o'clock's
	don't won't it's can't'ed y'all 'ing 'ed 'ied 'ies
	ies ied ties tied dies died cries pies is as us ass buss bus buses gas gases this kiwis gaps abyss abysses pass passes
	feed feeds feeding agreed agreedly agree bleed freed freedly eed need needed speed indeed indeedly eedly reedly
	ed ing ly edly ingly bed red sing sings singing bring bringing king ring rings thing being beings ingly
	hop hoped hoping hopped hopping hops fall falling hiss hissing fizz fizzed fail failing file filing bid bidding bide biding
	luxuriated luxuriate conflated troubled sized sizing tanned egg egged egging add added adding ebb ebbed err erred odd oddly inn
	rated ate aten ow owed owing ox oxed axe axed axing bow bowed box boxed fix fixed pray prayed use used using ape aped able
	vietnamization predication operator feudalism decisiveness hopefulness callousness formality sensitivity sensibility
	apology apologist logy geology analogy analogies bogy bogies fogy
	rational conditional valency hesitancy digitizer conformably radically differently vilely analogously
	really truly wholly fully usefully uselessly endlessly hourly early curly slowly surely subtly
	triplicate formative formalize electricity electrical hopeful goodness formatives native natives negative alternative
	revival allowance inference airliner gyroscopic adjustable defensible irritant replacement adjustment dependent
	adoption homologou communism activate angularity homologous effective bowdlerize
	cement cemented cementing element implement ment ement comment rupees lens ion lion onion million fusion suspicion region
	probate rate cease controll roll rolled controlled controlling traveller travelling skill skilled excellent all ell
	knack knackeries knackered knavish kneaded kneeling knelt knick knif knight knightly knots
	consign consigned consigning consignment consist consisted consistency consistent consistently consisting consists
	consolation consolations consolatory console consoled consoles consolidate consolidated consoling consolingly
	consols consonant consort consorted consorting conspicuous conspicuously conspiracy conspirator conspirators conspire
	conspired conspiring constable constables constance constancy constant
	café cafés naïve naïvely résumé résumés über überly straßes naïvety élan ` +
	`éing ñandúes ß ßs ßing ßed éyed Ωs ωies 界 界s 界ing 界面 𐐨 𐐨s 𐐨ing 𐐨ies é́s
	x86 9s 90s 1st utf-8 v1 v1.2.3 1.2.3 go1.26 c++ c# e-mail e-mails sign-ins signed-in snake_cases snake_casing __proto__ constructor
	toString hasOwnProperty x-rays kebab-cased node.js node.js's file.names foo.ing foo-ed foo_ly a1ed b2b b2bs 3d 4x4s 12ies`

const roots = `
	a ab act add age agree air al am an apt arm arsen ask at awe bake ban beg bet bid big bit blam bleed bly boat body box boy brave
	buy by call can care cat child clean clog code commun compet confer contin control cool copy crab cry cut dat day defin depend
	deploy die differ digit do drop dy echo effect elect employ en end err ey fail fall feder fee fil fit flow fly form free fuzz gas
	gener gentle geo get glob go grab grow hap hat help his hop hope hurr id ident ill im index infer ing inn inter is joy keep kiss
	know lab lay legal lie limit log lov man mat mem merg min mix nat need nerv net oblig of op or organ own pan par pay pip plan play
	possib prefer press program quer quiz rat real red refer regul rel run saf say scal see sens serv ship sign sin siz ski sky slow
	soci spy stab stop sy sys tax tell tie toy trap tri trou try un urg us valid vary view vot wag way web will wow write x y yell zip`

const suffixes = `
	s es ss sses us ies ied ed eds ing ings eed eeds ly edly ingly eedly er ers est or ors y ys ying yed
	al als ally alism alist ality alities alize alized alizing alization ical ically icate icated icating icity icities ication
	ate ates ated ating ation ations ational ationally ator ators ative atively ativity ativeness
	ize izes ized izing izer izers ization izations ise ised ising isation ism isms ist
	able ably ability abilities ible ibly ibility ibilities bly bli
	ance ances ancy ancies ence ences ency encies ant antly ent ently ents ment ments ement ements
	ful fully fulness less lessly lessness ness nesses ous ously ousness ive ively iveness ivity ivities
	ion ions sion tion tional tionally ional ic ics iti ity ities logy logi logies ogi ogist li lily ely
	e el ell elled elling le led ling l ll lled lling t ted tted tting p pped pping nning ned rring ble bling 's s' 's' ' ii i ie ying`

const wordPieces = `
	a e i o u y a e i o u y e y ' b c d f g h j k l m n p q r s t v w x z d n r s t l ss ll tt pp ed ing eed ly s at bl iz ies ied
	ational ative iviti biliti logi li ion ence able ement ment al ful ness ic icate ous 's gener commun arsen`

const oddPieces = `é ü ß ø ñ ω я я ا ה 界 あ 𐐨 𝒳 ́ 0 1 9 - _ . - . ’ · é 界 𐐨 9 -`
