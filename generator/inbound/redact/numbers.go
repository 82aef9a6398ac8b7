package redact

import (
	"strings"
	"unicode/utf8"
)

// Telephone numbers.

const (
	// digits are those behind the first one of a telephone number.
	digits    = `(?:[ \x{a0}\x{202f}./()-]{0,3}[0-9]){5,16}`
	extension = `(?i:,?\s?(?:ext\.?|extension|x|durchwahl|dw\.?|poste|int\.?)\s?[0-9]{1,6}\b)?`
)

// phoneLabel is a word for a telephone, and what may stand between it and the number.
var phoneLabel = `(?i)(?:` + strings.Join([]string{
	`tel\.?`, `(?:tele)?phone`, `mobile?`, `cell(?:ular|phone)?`, `fax`, `whats\s?app`, `hotline`, `landline`,
	`(?:call|text|ring|reach|phone) (?:me|us|him|her|them) (?:back )?(?:at|on|under)`,
	`telefon(?:n?ummer|o|e)?`, `handy(?:nummer)?`, `mobil(?:nummer|telefon)?`, `rufnummer`, `erreichbar unter`, `festnetz`, // German
	`tél\.?`, `téléphone`, `portable`, `au numéro`, // French
	`tel[eé]fono`, `móvil`, `celular`, // Spanish
	`cellulare`, `cell\.`, // Italian
	`telefone`, `telem[oó]vel`, // Portuguese
	`telefoon(?:nummer)?`, `mobiel`, `telefonnr\.?`, `puhelin`, `komórka`, `kom\.`, // Dutch, Nordic, Polish
	`телефон`, `тел\.?`, `電話(?:番号)?`, `电话`, `手机`, `전화`,
}, "|") + `)(?:[ -]?(?:numbers?|no\.?|nr\.?|nummer|número|numero|numéro|n°|#))?` +
	`(?:\s{0,2}(?::|：|=|-|–|\bis\b|\bist\b|\best\b|\bes\b|\bè\b|\bé\b))?[\s"'*_]{0,3}`

var (
	dates = lazily(`^\+?(?:(?:19|20)[0-9]{2}([-./ ])[01]?[0-9]([-./ ])[0-3]?[0-9]\b` +
		`|[0-3]?[0-9][./-][0-3]?[0-9][./-](?:19|20)?[0-9]{2}(?:[^0-9./-]|$)` +
		`|(?:19|20)[0-9]{6}\b|(?:19|20)[0-9]{2}[ /–-]{1,3}(?:19|20)[0-9]{2}\b)`)
	internet  = lazily(`^\+?(?:[0-9]{1,3}\.){3}[0-9]{1,3}(?:[^0-9.]|$)`)
	versions  = lazily(`^\+?[1-9][0-9]{0,2}(?:\.[0-9]{1,3}){2,3}$`)
	thousands = lazily(`^\+?[1-9][0-9]{0,2}([. \x{a0}\x{202f}][0-9]{3})+$`)
	moneyNext = lazily(`(?i)^(?:[.,][0-9]{1,2})?[ \x{a0}\x{202f}]?(?:€|\$|£|¥|₹|%|` +
		`(?:eur|euros?|usd|dollars?|gbp|chf|jpy|sek|nok|dkk|pln|czk|fr|franken|kr|zł|mio|million` +
		`|users?|rows?|records|items|requests|times)\b)`)
	moneyBefore = lazily(`(?i)(?:€|\$|£|¥|₹|\b(?:eur|usd|gbp|chf|jpy))\s?$`)
)

// isInternational accepts a number with the code of a country.
func isInternational(s string, m match) (int, bool) {
	text := s[m.start:m.end]
	number := strings.TrimPrefix(strings.TrimPrefix(strings.TrimPrefix(text, "%2B"), "%2b"), "+")
	zeros := strings.HasPrefix(number, "00")
	number = strings.TrimLeft(strings.TrimPrefix(number, "00"), " (")
	if !opens(s, m.start) && text[0] != '%' || strings.ContainsRune("+.,", before(s, m.start)) && m.start > 0 {
		return 0, false
	}
	n := countDigits(number)
	// Numbers that are filled up with zeros are no telephone numbers if they are short.
	unbroken := strings.Trim(number, "0123456789") == "" && zeros
	if n < 8 || unbroken && n < 10 || !isPhone(s, m.start, m.end, number) {
		return 0, false
	}
	switch number[:2] {
	case "28", "83", "89": // no country has them
		return 0, false
	}
	return m.end, n <= 18
}

// isLabelled accepts a number behind a word for a telephone.
func isLabelled(s string, m match) (int, bool) {
	if !opens(s, m.start) {
		return 0, false
	}
	number := s[m.from:m.to]
	if isLatin := before(s, m.from) < utf8.RuneSelf; isLatin && isWord(before(s, m.from)) {
		return 0, false // a label such as mobile2026
	}
	if countDigits(number) < 7 && !strings.HasPrefix(number, "0") {
		return 0, false
	}
	return m.to, isPhone(s, m.from, m.to, number)
}

// isPhone reports whether a number is none of the others that are written alike.
func isPhone(s string, from, to int, number string) bool {
	few := countDigits(number) <= 9
	switch {
	case !closes(s, to),
		dates().MatchString(number), internet().MatchString(number),
		few && versions().MatchString(number),
		few && thousands().MatchString(number) && strings.Contains(number, "000"),
		few && from < to && s[from] == '+' && thousands().MatchString(number),
		moneyNext().MatchString(s[to:]), moneyBefore().MatchString(s[max(0, from-8):from]):
		return false
	}
	return true
}

func countDigits(s string) (n int) {
	for i := range len(s) {
		if s[i] >= '0' && s[i] <= '9' {
			n++
		}
	}
	return n
}

// Cards.

// isCard accepts numbers of issuers of cards, in groups or unbroken, whose last
// digit is right.
func isCard(s string, m match) (int, bool) {
	if !opens(s, m.start) || strings.ContainsRune(".,", before(s, m.start)) && m.start > 0 {
		return 0, false
	}
	text := s[m.start:m.end]
	// The longest one that ends with a group counts: behind it the date may stand
	// until which the card is valid.
	for n := len(text); n > 0; n-- {
		if n < len(text) && isDigit(text[n]) || !isDigit(text[n-1]) || n == len(text) && !closes(s, m.end) {
			continue
		}
		if number := text[:n]; cardGroups().MatchString(number) && cardIssuers().MatchString(plain(number)) && luhn(plain(number)) {
			return m.start + n, true
		}
	}
	return 0, false
}

var (
	cardGroups = lazily(`^(?:[0-9]{14,19}|[0-9]{4}(?:([ \x{a0}-])[0-9]{4}){3}(?:[ \x{a0}-][0-9]{1,3})?` +
		`|[0-9]{4}[ \x{a0}-][0-9]{6}[ \x{a0}-][0-9]{4,5})$`)
	cardIssuers = lazily(`^(?:4[0-9]{15}|4[0-9]{18}|5[1-5][0-9]{14}` +
		`|2(?:22[1-9]|2[3-9][0-9]|[3-6][0-9]{2}|7[01][0-9]|720)[0-9]{12}` +
		`|3[47][0-9]{13}|3(?:0[0-5]|[68][0-9])[0-9]{11}|35(?:2[89]|[3-8][0-9])[0-9]{12}|6(?:011|4[4-9][0-9]|5[0-9]{2})[0-9]{12}` +
		`|62[0-9]{14,17}|(?:50|5[6-8]|6[0-9])[0-9]{14})$`)
)

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// plain returns the ASCII letters and digits of a text.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		if r < utf8.RuneSelf && isWord(r) {
			return r
		}
		return -1
	}, s)
}

func luhn(number string) bool {
	sum := 0
	for i := range len(number) {
		d := int(number[len(number)-1-i] - '0')
		if i%2 == 1 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return sum%10 == 0
}

// Bank accounts.

// ibanLengths are the lengths of IBANs by country, as the registry of SWIFT has them.
var ibanLengths = map[string]int{
	"AD": 24, "AE": 23, "AL": 28, "AT": 20, "AZ": 28, "BA": 20, "BE": 16, "BG": 22, "BH": 22, "BI": 27, "BR": 29, "BY": 28, "CH": 21,
	"CR": 22, "CY": 28, "CZ": 24, "DE": 22, "DJ": 27, "DK": 18, "DO": 28, "EE": 20, "EG": 29, "ES": 24, "FI": 18, "FK": 18, "FO": 18,
	"FR": 27, "GB": 22, "GE": 22, "GI": 23, "GL": 18, "GR": 27, "GT": 28, "HN": 28, "HR": 21, "HU": 28, "IE": 22, "IL": 23, "IQ": 23,
	"IS": 26, "IT": 27, "JO": 30, "KW": 30, "KZ": 20, "LB": 28, "LC": 32, "LI": 21, "LT": 20, "LU": 20, "LV": 21, "LY": 25, "MC": 27,
	"MD": 24, "ME": 22, "MK": 19, "MN": 20, "MR": 27, "MT": 31, "MU": 30, "NI": 28, "NL": 18, "NO": 15, "OM": 23, "PK": 24, "PL": 28,
	"PS": 29, "PT": 25, "QA": 29, "RO": 24, "RS": 22, "RU": 33, "SA": 24, "SC": 31, "SD": 18, "SE": 24, "SI": 19, "SK": 24, "SM": 27,
	"SO": 23, "ST": 25, "SV": 28, "TL": 23, "TN": 24, "TR": 26, "UA": 29, "VA": 22, "VG": 24, "XK": 20, "YE": 30,
}

// isIBAN accepts a bank account whose length is that of its country and whose check
// digits are right. Blanks and dashes may stand in it, one at a time.
func isIBAN(s string, m match) (int, bool) {
	length, known := ibanLengths[strings.ToUpper(s[m.start:m.start+2])]
	if !known || !opens(s, m.start) {
		return 0, false
	}
	var number []byte
	gap := false
	for i := m.start; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case r < utf8.RuneSelf && isWord(r):
			number, gap = append(number, byte(r)), false
			if len(number) == length {
				ok := closes(s, i+1) && countDigits(string(number)) >= 8 && modulo97(strings.ToUpper(string(number))) == 1
				return i + 1, ok
			}
		case !gap && (r == ' ' || r == '-' || r == '\u00a0'):
			gap = true
		default:
			return 0, false
		}
		i += size
	}
	return 0, false
}

// modulo97 is the remainder of an IBAN, with its first four characters last and its
// letters as numbers.
func modulo97(number string) int {
	rest := 0
	for _, c := range []byte(number[4:] + number[:4]) {
		if isDigit(c) {
			rest = (rest*10 + int(c-'0')) % 97
		} else {
			rest = (rest*100 + int(c-'A') + 10) % 97
		}
	}
	return rest
}
