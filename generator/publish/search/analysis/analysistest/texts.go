// Package analysistest has the texts by which the two engines' analysis is
// tested.
package analysistest

import "strings"

// Texts are texts with the tokens that they have.
var Texts = []struct {
	Name, Text string
	// Tokens are the tokens of a run behind one another, and runs apart by
	// " | ". A token is its text, what of Text it stands for when that differs,
	// its position behind an @, then ~ for a variant or ~~ for a whole.
	Tokens string
}{
	{"nothing", "", ""},
	{"nothing to read", " \t\n.,;-_'’…!?()[]{}<>«»“”😀\U0001F1E9\U0001F1EA", ""},
	{"words", "Invoices are here.", "invoices(Invoices)@0 | are@1 | here@2"},
	{"one letter", "a", "a@0"},
	{"numbers", "10,000 rows", "10@0 | 000@1 | rows@2"},

	{"a dotted name", "billing.export", "billing@0 export@1 billing.export@0~~"},
	{"a name with underscores", "max_page_size", "max@0 page@1 size@2 max_page_size@0~~"},
	{"a path", "std::mem", "std@0 | mem@1"},
	{"a colon", "host:8080", "host@0 8080@1 host:8080@0~~"},
	{"a hyphen", "Sign-on works", "sign(Sign)@0 on@1 sign-on(Sign-on)@0~~ signon(Sign-on)@0~~ | works@2"},
	{"three parts", "up-to-date", "up@0 to@1 date@2 up-to-date@0~~ uptodate(up-to-date)@0~~"},
	{"four parts are not written as one", "a-b-c-d", "a@0 b@1 c@2 d@3 a-b-c-d@0~~"},
	{"several connectors are not written as one", "a-b.c", "a@0 b@1 c@2 a-b.c@0~~"},
	{"connectors at the ends", "-a- .b. _c_ :d:", "a@0 | b@1 | c@2 | d@3"},
	{"connectors in a row", "a--b c..d", "a@0 | b@1 | c@2 | d@3"},
	{"other signs", "a/b c+d e@f", "a@0 | b@1 | c@2 | d@3 | e@4 | f@5"},
	{"the end of a sentence", "One.Two", "one(One)@0 two(Two)@1 one.two(One.Two)@0~~"},

	{"a version", "v2.14.0", "v2.14.0@0 2.14.0(v2.14.0)@0~~ 2.14(v2.14.0)@0~"},
	{"a version in upper case", "V2.14", "v2.14(V2.14)@0 2.14(V2.14)@0~~"},
	{"two numbers", "1.67", "1.67@0"},
	{"a version with a suffix", "1.67.0-beta.2", "1.67.0-beta.2@0 1.67.0(1.67.0-beta.2)@0~~ 1.67(1.67.0-beta.2)@0~"},
	{
		"a version with all",
		"v1.2.3-rc.1 next",
		"v1.2.3-rc.1@0 1.2.3-rc.1(v1.2.3-rc.1)@0~~ 1.2.3(v1.2.3-rc.1)@0~~ 1.2(v1.2.3-rc.1)@0~ | next@1",
	},
	{"four numbers", "10.0.0.1", "10.0.0.1@0 10.0(10.0.0.1)@0~"},
	{"a date is none", "2026-05-01", "2026@0 05@1 01@2 2026-05-01@0~~ 20260501(2026-05-01)@0~~"},
	{"v alone is none", "v2", "v2@0"},
	{"letters between are none", "1.x.2", "1@0 x@1 2@2 1.x.2@0~~"},

	{"mixed case", "MaybeUninit", "maybeuninit(MaybeUninit)@0 maybe(Maybe)@0~ uninit(Uninit)@0~"},
	{"mixed case from the second word on", "iPhone", "iphone(iPhone)@0 i@0~ phone(Phone)@0~"},
	{"initials before a word", "HTTPServer", "httpserver(HTTPServer)@0 http(HTTP)@0~ server(Server)@0~"},
	{"initials alone", "HTTP", "http(HTTP)@0"},
	{"mixed case in a compound", "a.getURL", "a@0 geturl(getURL)@1 get@1~ url(URL)@1~ a.geturl(a.getURL)@0~~"},

	{"a code", "ERR402", "err402(ERR402)@0 err(ERR)@0~ 402@0~"},
	{"a code in lower case", "err402", "err402@0 err@0~ 402@0~"},
	{"a code in two parts", "ERR_402", "err(ERR)@0 402@1 err_402(ERR_402)@0~~"},
	{"too short for a code", "k8s v2 ab1", "k8s@0 | v2@1 | ab1@2"},

	{"C++", "C++, C# and F#", "c++(C++)@0 | c#(C#)@1 | and@2 | f#(F#)@3"},
	{"signs that are not part of a name", "C+ C#x ab# # ++", "c(C)@0 | c(C)@1 | x@2 | ab@3"},
	{"one letter that is not of ASCII", "é#", "e(é)@0"},

	{"the genitive", "the customer's", "the@0 | customer(customer's)@1"},
	{"an article", "l'équipe d'or", "equipe(l'équipe)@0 | or(d'or)@1"},
	{"a typographic apostrophe", "l’équipe", "equipe(l’équipe)@0"},
	{"a name", "O'Brien O’Brien", "obrien(O'Brien)@0 | obrien(O’Brien)@1"},
	{"a contraction", "don't don’t", "dont(don't)@0 | dont(don’t)@1"},
	{"quotation marks", "'quoted' ’quoted’", "quoted@0 | quoted@1"},
	{"an apostrophe in a compound", "it's-a.dog's", "it(it's)@0 a@1 dog(dog's)@2 it-a.dog(it's-a.dog's)@0~~"},

	{"diacritics", "Größere naïve café", "grossere(Größere)@0 | naive(naïve)@1 | cafe(café)@2"},
	{"diacritics apart", "cafe\u0301", "cafe(cafe\u0301)@0"},
	{
		"letters that do not decompose",
		"ẞß Ææ Œœ Øø Łł Đđ Ðð Þþ ıħŧ",
		"ssss(ẞß)@0 | aeae(Ææ)@1 | oeoe(Œœ)@2 | oo(Øø)@3 | ll(Łł)@4 | dd(Đđ)@5 | dd(Ðð)@6 | thth(Þþ)@7 | iht(ıħŧ)@8",
	},
	{"a dotted I", "İstanbul", "istanbul(İstanbul)@0"},
	{"sigma", "ΟΔΟΣ οδος", "οδοσ(ΟΔΟΣ)@0 | οδοσ(οδος)@1"},
	{"Cyrillic", "Ёлка Й", "елка(Ёлка)@0 | и(Й)@1"},
	{"ligatures", "ﬁnd Ǆ", "find(ﬁnd)@0 | dz(Ǆ)@1"},
	{"full width", "Ｅｘｐｏｒｔ１", "export1(Ｅｘｐｏｒｔ１)@0"},
	{"numbers of other sorts", "½ ² ① Ⅷ", "12(½)@0 | 2(²)@1 | 1(①)@2 | viii(Ⅷ)@3"},
	{"Hebrew points", "עִבְרִית", "עברית(עִבְרִית)@0"},
	{"Arabic harakat", "العَرَبِيَّة", "العربية(العَرَبِيَّة)@0"},
	{"Devanagari", "हिन्दी", "हिन्दी@0"},
	{"nothing but a mark", "\u0301 \u0301.\u0301", ""},
	{"a mark as a part", "\u0301.a", "a@0 .a(\u0301.a)@0~~"},
	{"a letter beyond the first plane", "𝐀 𐐀", "a(𝐀)@0 | 𐐨(𐐀)@1"},

	{"Han and Kana", "検索エンジン", "検索@0 | 索エ@1 | エン@2 | ンジ@3 | ジン@4 ン@5~"},
	{"one character", "検", "検@0"},
	{"two characters", "検索", "検索@0 索@1~"},
	{"Hangul", "검색기", "검색@0 | 색기@1 기@2~"},
	{"Thai", "ค้นหา", "ค้@0 | ้น@1 | นห@2 | หา@3 า@4~"},
	{"half-width Kana", "ﾃｽﾄ", "テス(ﾃｽ)@0 | スト(ｽﾄ)@1 ト(ﾄ)@2~"},
	{"Han beyond the first plane", "𠮷野家", "𠮷野@0 | 野家@1 家@2~"},
	{"several scripts in a run", "iPhone手機で2台", "iphone(iPhone)@0 | 手機@1 | 機で@2 で@3~ | 2@4 | 台@5"},
	{"connectors between scripts", "検-索 a-検's", "検@0 | 索@1 | a@2 | 検@3 | s@4"},

	{
		"characters that nobody sees",
		"docu\u00admen\u00adta\u00adtion data\u2060base quick\ufeffstart max\u200bRetry",
		"documentation(docu\u00admen\u00adta\u00adtion)@0 | database(data\u2060base)@1 | quickstart(quick\ufeffstart)@2 | " +
			"maxretry(max\u200bRetry)@3",
	},
	{"such characters at the ends", "\u00ada\u00ad \u200b b-\u00adc", "a@0 | b@1 | c@2"},
	{
		"such characters in a compound",
		"sign-o\u200b\u200dn",
		"sign@0 on(o\u200b\u200dn)@1 sign-on(sign-o\u200b\u200dn)@0~~ signon(sign-o\u200b\u200dn)@0~~",
	},
	{"such characters between bigrams", "検\u200b索", "検@0 | 索@1"},

	{"the longest word", strings.Repeat("x", 96), strings.Repeat("x", 96) + "@0"},
	{"a word that is too long", strings.Repeat("x", 97) + " y", "y@0"},
	{"bytes count, not letters", strings.Repeat("ж", 49) + " y", "y@0"},
	{
		"a whole that is too long",
		strings.Repeat("x", 60) + "-" + strings.Repeat("y", 60),
		strings.Repeat("x", 60) + "@0 " + strings.Repeat("y", 60) + "@1",
	},
	{"a part that is too long", strings.Repeat("x", 97) + ".y", "y@0"},

	{"broken UTF-8", "a\xffb \xe3\x81c\x80", "a@0 | b@1 | c@2"},
	{"a broken apostrophe", "a\xe2\x80b", "a@0 | b@1"},
	{"surrogates", "a\xed\xa0\x80b", "a@0 | b@1"},
	{"the sign for broken text", "a\ufffdb", "a@0 | b@1"},
}
