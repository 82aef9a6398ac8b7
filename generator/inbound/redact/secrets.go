package redact

import (
	"regexp"
	"strings"
)

// privateKey is one in the form of PEM; what is cut off is taken out to the end.
const privateKey = `-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----(?s:.*?)(?:-----END [A-Z ]{0,30}PRIVATE KEY-----|\z)`

// knownSecrets begin so that their makers can find them.
var knownSecrets = strings.Join([]string{
	`xox[a-z](?:\.xox[a-z])?-[A-Za-z0-9-]{8,}`, `xapp-[A-Za-z0-9-]{10,}`, // Slack
	`hooks\.slack\.com/(?:services|workflows|triggers)/[A-Za-z0-9/_-]{10,}`,
	`gh[pousr]_[A-Za-z0-9]{16,}`, `github_pat_[A-Za-z0-9_]{20,}`, `glpat-[A-Za-z0-9_-]{16,}`,
	`sk-[A-Za-z0-9_-]{16,}`, `[sprw]k_(?:live|test)_[A-Za-z0-9]{10,}`, `whsec_[A-Za-z0-9+/=]{16,}`,
	`A(?:KIA|SIA)[0-9A-Z]{16}`, `AIza[A-Za-z0-9_-]{30,}`, `ya29\.[A-Za-z0-9_-]{20,}`,
	`SG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}`, `npm_[A-Za-z0-9]{30,}`, `hf_[A-Za-z0-9]{30,}`,
	`dop_v1_[a-f0-9]{40,}`, `shp(?:at|ca|pa|ss)_[a-fA-F0-9]{32,}`, `PMAK-[a-f0-9]{24}-[a-f0-9]{30,}`,
	`eyJ[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]+){1,4}`, // tokens of JSON
}, "|")

// knownBeginnings are in all of them, in lower case.
var knownBeginnings = []string{
	"xox", "xapp-", "hooks.slack", "gh", "glpat-", "sk-", "k_live", "k_test", "whsec_", "github_", "akia", "asia", "aiza", "ya29",
	"sg.", "npm_",
	"hf_", "dop_v1_", "shp", "pmak-", "eyj",
}

// wholeSecret takes out what begins as a secret, unless it goes on as a word: sk- is
// the end of others, too.
func wholeSecret(s string, m match) (int, bool) {
	if r := before(s, m.start); isWord(r) || r == '-' && strings.HasPrefix(s[m.start:], "sk-") {
		return 0, false
	}
	if strings.HasPrefix(s[m.start:m.end], "sk-") {
		return hasDigit(s, m)
	}
	return m.to, true
}

func hasDigit(s string, m match) (int, bool) {
	return m.to, strings.ContainsAny(s[m.from:m.to], "0123456789")
}

const (
	passwordWords = `password|passwort|passwd|pwd|passphrase|kennwort|mot de passe|contraseña|senha|wachtwoord|hasło|пароль`
	keyWords      = `keys?|tokens?|secrets?|signature|credentials?|authorization|schlüssel|jeton|clé|clave|chiave|` + passwordWords
	verbs         = `\bis\b|\bwas\b|\bist\b|\bwar\b|\best\b|\bes\b`
	quotes        = "[\"'`*_]{0,3}"
)

// behind returns a pattern of a value behind one of these words, such as "API key: …".
func behind(words, between, value string) func() *regexp.Regexp {
	return lazily(`(?i)(?:` + words + `)s?` + quotes + `(?:` + between + `)` + quotes + `(?P<x>` + value + `)`)
}

var (
	keyValue      = behind(keyWords, `\s{0,3}(?::|=>?|→|`+verbs+`)\s{0,3}|\s{1,3}`, `[a-z0-9+/_.~-]{16,}=*`)
	passwordValue = behind(passwordWords, `\s{0,3}(?::|=>?|→|`+verbs+`)\s{0,3}`, "[^\\s\"'`<>\\[\\](),;]{4,}")
	hexadecimal   = lazily(`(?i)^[0-9a-f-]+$`)
)

// looksRandom reports whether a value was made by a machine: it holds letters and
// digits in one run that is longer than those of names, or is hexadecimal.
func looksRandom(s string, m match) (int, bool) {
	value := strings.TrimRight(s[m.from:m.to], ".-_~/")
	to := m.from + len(value)
	for _, part := range strings.FieldsFunc(value, func(r rune) bool { return strings.ContainsRune("./_~-", r) }) {
		if len(part) >= 12 && mixed(part) {
			return to, true
		}
	}
	return to, hexadecimal().MatchString(value) && mixed(value)
}

// mixed reports whether a text holds both letters and digits.
func mixed(s string) bool {
	return strings.ContainsAny(s, "0123456789") && strings.IndexFunc(s, isLetter) >= 0
}

// looksLikePassword reports whether a value is more than a word or a number, and no
// address or path.
func looksLikePassword(s string, m match) (int, bool) {
	value := strings.TrimRight(s[m.from:m.to], ".?")
	if len(value) < 4 || strings.HasPrefix(value, "/") || strings.Contains(value, "://") {
		return 0, false
	}
	return m.from + len(value), mixed(value) || strings.ContainsAny(value, "!#$%&*+@^~")
}
