package redact

import (
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
)

// rule finds one kind of what has a form. The part to take out is the group of the
// pattern that is named x, or else all of it.
type rule struct {
	kind    Kind
	pattern func() *regexp.Regexp
	// needs are texts in lower case of which one is in all that the pattern matches.
	// Looking for them is much faster than the pattern.
	needs []string
	// accept judges a match, and may move its end; without it all are right.
	accept func(s string, m match) (to int, ok bool)
	// again says to look for another match within one that was not accepted. Such
	// patterns match no more than a line's worth, or this would take long.
	again bool
}

// lazily compiles a pattern when it is first asked for. They are large, and commands
// that redact nothing do not wait for them.
func lazily(pattern string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(pattern) })
}

// needed reports whether the rule may find something in a text, given in lower case.
func (r *rule) needed(lower string) bool {
	return slices.ContainsFunc(r.needs, func(need string) bool { return strings.Contains(lower, need) })
}

// match is where a pattern matches: the whole, and the part to take out.
type match struct{ start, end, from, to int }

// digit is what numbers need.
var digit = strings.Split("0123456789", "")

// rules are applied in this order.
var rules = []rule{
	{kind: User, pattern: lazily(`<@!?[A-Z0-9]{5,}(?:\|[^>\n]*)?>`), needs: []string{"<@"}},
	{
		kind: User, needs: []string{"[~", "@["},
		pattern: lazily(`\[~[^\]\s]+\]|@\[[^\]\n]+\]\([^)\s]+\)`),
	},
	{kind: Secret, pattern: lazily(privateKey), needs: []string{"private key-----"}},
	{kind: Secret, pattern: lazily(`://(?P<x>[^\s/@:<>"'\[\]]*:[^\s/@<>"'\[\]]+)@`), needs: []string{"://"}},
	{kind: Secret, pattern: lazily(knownSecrets), needs: knownBeginnings, accept: wholeSecret},
	{
		kind: Secret, needs: []string{"bearer ", "basic "},
		pattern: lazily(`(?i)\b(?:bearer|basic) +(?P<x>[a-z0-9._~+/-]{16,}=*)`),
	},
	{
		kind: Secret, needs: []string{"="}, accept: hasDigit,
		pattern: lazily(`(?i)[?&#;](?:access_|auth_?|api_?|id_|refresh_)?` +
			`(?:token|key|sig|signature|secret|password|pwd|code|otp|t)=(?P<x>[a-z0-9._~+/%-]{8,}=*)`),
	},
	{kind: Secret, pattern: keyValue, needs: digit, accept: looksRandom},
	{kind: Secret, pattern: passwordValue, needs: strings.Split(passwordWords, "|"), accept: looksLikePassword},
	{kind: Email, pattern: lazily(addressPattern), needs: []string{"@", "＠", "%40"}, accept: isAddress},
	{kind: Email, pattern: lazily(hiddenAddress), needs: hiddenSigns},
	{kind: IBAN, pattern: lazily(`(?i)[a-z]{2}[0-9]{2}[ \x{a0}-]?[a-z0-9]`), needs: digit, accept: isIBAN, again: true},
	{kind: Card, pattern: lazily(`[2-6][0-9]{3}(?:[ \x{a0}-]?[0-9]){10,15}`), needs: digit, accept: isCard, again: true},
	{
		kind: Phone, needs: []string{"+", "00", "%2b"}, accept: isInternational, again: true,
		pattern: lazily(`(?:\+|00|%2[Bb])[ (]{0,2}[1-9]` + digits + extension),
	},
	{
		kind: Phone, needs: digit, accept: isLabelled, again: true,
		pattern: lazily(phoneLabel + `(?P<x>\(?[0-9]` + digits + extension + `)`),
	},
	{kind: User, pattern: lazily(`@[\p{L}\p{N}][\p{L}\p{N}_.-]*`), needs: []string{"@"}, accept: isMention},
	{kind: Name, pattern: lazily(signature), needs: strings.Split(closings, "|"), accept: isSigned},
}

// finds returns what the rule finds, in order.
func (r *rule) finds(s string) (finds []find) {
	pattern := r.pattern()
	group := pattern.SubexpIndex("x")
	for pos := 0; pos < len(s); {
		at := pattern.FindStringSubmatchIndex(s[pos:])
		if at == nil {
			break
		}
		m := match{pos + at[0], pos + at[1], pos + at[0], pos + at[1]}
		if group > 0 {
			m.from, m.to = pos+at[2*group], pos+at[2*group+1]
		}
		to, ok := m.to, true
		if r.accept != nil {
			to, ok = r.accept(s, m)
		}
		switch {
		case ok:
			finds = append(finds, find{m.from, to, r.kind})
			pos = to
		case r.again:
			_, size := utf8.DecodeRuneInString(s[m.start:])
			pos = m.start + size
		default:
			pos = m.end
		}
	}
	return finds
}

// before returns the rune before a byte, and after the one that begins there; 0
// stands for the ends of the text.
func before(s string, i int) rune {
	if i == 0 {
		return 0
	}
	r, _ := utf8.DecodeLastRuneInString(s[:i])
	return r
}

func after(s string, i int) rune {
	if i == len(s) {
		return 0
	}
	r, _ := utf8.DecodeRuneInString(s[i:])
	return r
}

// opens and closes report whether no letter, digit or underscore touches the beginning and
// the end of a piece of a text.
func opens(s string, from int) bool { r := before(s, from); return !isWord(r) && r != '_' }
func closes(s string, to int) bool  { r := after(s, to); return !isWord(r) && r != '_' }

// Names below a text.

// closings are what people write before their names, at the end.
const closings = `regards|thanks|thank you|many thanks|cheers|sincerely|best wishes|grüße|grüßen|gruß|cordialement|saludos|saluti`

// signature is a name of two or three words behind a closing, in the same line or the next
// one. A single word may be anything: "Thanks, Support". So may a new sentence in the line.
const signature = `(?i:\b(?:` + closings + `))[ \t]*(?:[,–—-]?[ \t]*|[,.!–—-]?\s*\n[ \t]*)` +
	`(?P<x>\p{Lu}[\p{L}'’-]+(?:[ \t]+(?:(?:van|von|de|der|den|da|di|del|la|le)[ \t]+){0,2}(?:\p{Lu}\.|\p{Lu}[\p{L}'’-]+)){1,2})`

// isSigned reports whether a signature has nothing behind the name in its line, or only
// what follows names: a comma, or what was taken out.
func isSigned(s string, m match) (int, bool) {
	if m.start > 0 && isWord(before(s, m.start)) {
		return 0, false
	}
	rest := strings.TrimLeft(s[m.end:], " \t\r.")
	return m.end, rest == "" || strings.ContainsRune("\n,[|", rune(rest[0]))
}

// Mail.

// hiddenSigns are what a hidden address has in the place of an @, with brackets of any kind.
var hiddenSigns = []string{"at)", "at]", "at}", "at>", "at ", "arroba", "ät"}

const (
	addressPattern = `(?:"[^"\n]{1,64}"|[\p{L}\p{N}._%+'’~-]+)(?:@|＠|%40)` +
		`(?:(?:[\p{L}\p{N}][\p{L}\p{N}-]*\.)+(?:xn--[a-z0-9-]{2,}|\p{L}{2,24})|\[[0-9A-Fa-f:.]{7,45}\])`
	// An address that is hidden from programs: ana (at) example (dot) com.
	hiddenAddress = `(?i)[\p{L}\p{N}._%+-]+\s?[(\[{<]\s?(?:at|arroba|ät)\s?[)\]}>]\s?` +
		`[\p{L}\p{N}-]+(?:(?:\s?[(\[{<]\s?(?:dot|punkt|point|punto)\s?[)\]}>]\s?|\.)[\p{L}\p{N}-]{2,})+`
)

// fileEndings are of files whose names may look like addresses, and no domains.
var fileEndings = lazily(`(?i)\.(?:avif|bmp|css|gif|heic|html?|ico|jpe?g|js|json|jsx|less|pdf|png|scss|svg|tsx?|webp|ya?ml)$`)

func isAddress(s string, m match) (int, bool) {
	text := s[m.start:m.end]
	if fileEndings().MatchString(text) {
		return 0, false
	}
	// git@host:team/repository says where a repository is.
	if strings.HasPrefix(strings.ToLower(text), "git@") && after(s, m.end) == ':' {
		return 0, false
	}
	return m.end, true
}

// Mentions.

// notUsers stand behind an @ and are groups of a chat, or words of a language.
var notUsers = lazily(`(?i)^@(?:all|channel|everyone|here|team|` +
	`abstract|angular|apply|author|autowired|babel|bean|charset|class|component|const|container|default|define|deprecated|` +
	`else|end|entity|enum|example|extends?|field|font-face|for|foreach|function|id|if|implements|import|include|inheritdoc|` +
	`injectable|inject|input|interface|keyframes|latest|layer|license|link|main|media|method|mixin|module|namespace|next|nonnull|` +
	`nullable|output|override|package|page|param|private|property|protected|public|readonly|requestmapping|return|returns?|see|` +
	`since|static|summary|supports|suppresswarnings|tailwind|template|test|throws?|todo|type|typedef|use|var|version|while|yield)$`)

func isMention(s string, m match) (int, bool) {
	to := m.start + len(strings.TrimRight(s[m.start:m.end], ".-_"))
	switch r := before(s, m.start); {
	case isWord(r), strings.ContainsRune("@._-/\\]&=", r) && r != 0:
		return 0, false
	case strings.ContainsRune("/@", after(s, to)) && to < len(s):
		return 0, false // a scope of packages
	case strings.Trim(s[m.start+1:to], "0123456789.") == "", notUsers().MatchString(s[m.start:to]):
		return 0, false // a version, or a word of a language
	}
	return to, strings.IndexFunc(s[m.start+1:to], isLetter) == 0 || to-m.start > 3
}

func isLetter(r rune) bool { return isWord(r) && (r < '0' || r > '9') }
