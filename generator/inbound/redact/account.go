package redact

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	_ "embed"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// Mode is what becomes of the names of accounts.
type Mode string

// The modes.
const (
	Hash Mode = "hash" // a label that only holders of the key can make of the name
	Keep Mode = "keep"
	Drop Mode = "drop"
)

// Modes returns all modes, the default first.
func Modes() []Mode { return []Mode{Hash, Keep, Drop} }

// Account returns what is written of the name of an account. Names that differ in
// case, blanks, punctuation or the form of the company are one account. With Hash, and
// with a mode that there is not, it is a label such as "quiet-otter-42", and nothing
// without a key: a label that everybody can make of a name hides no name.
func (r *Redactor) Account(name string, mode Mode) string {
	name = strings.TrimSpace(name)
	switch {
	case name == "" || mode == Drop:
		return ""
	case mode == Keep:
		text, _ := r.Text(strings.Join(strings.Fields(name), " "))
		return text
	case len(r.key) == 0:
		return ""
	}
	mac := hmac.New(sha256.New, r.key)
	mac.Write([]byte(company(name)))
	sum := mac.Sum(nil)
	pick := func(i int, n int) int { return int(binary.BigEndian.Uint64(sum[8*i:]) % uint64(n)) }
	first, second := labels.first[pick(0, len(labels.first))], labels.second[pick(1, len(labels.second))]
	return fmt.Sprintf("%s-%s-%02d", first, second, pick(2, 100))
}

//go:embed words.txt
var labelWords string

// labels are the words of which labels are made. A change of the lists gives all
// accounts other labels.
var labels = func() (l struct{ first, second []string }) {
	first, second, _ := strings.Cut(labelWords, "\n\n")
	l.first, l.second = strings.Fields(first), strings.Fields(second)
	return l
}()

// forms are what stands behind the names of companies and says what they are, without
// dots and slashes.
var forms = strings.Fields("ab ag aps as asa bv bvba co company corp corporation doo ec ek ev eurl gbr gmbh haftungsbeschränkt inc " +
	"incorporated kft kg kgaa kk limited limitada llc llp lp ltd ltda mbh nv ohg oo oy oyj plc pte pty pvt sa sab sas sarl sasu se sl " +
	"slu sp spa spol spzoo sprl sro srl ug z und and et")

// company is the part of a company's name that tells it from others.
func company(name string) string {
	name = strings.NewReplacer(".", "", "/", "", "'", "", "’", "").Replace(norm.NFKC.String(name))
	var parts []string
	for _, w := range words(name) {
		parts = append(parts, w.folded)
	}
	for len(parts) > 1 && slices.Contains(forms, parts[len(parts)-1]) {
		parts = parts[:len(parts)-1]
	}
	if len(parts) == 0 {
		return name
	}
	return strings.Join(parts, " ")
}

// KeyVariable is the environment variable that holds the key of labels, where
// several machines are to make the same ones.
const KeyVariable = "HEADSUP_INBOUND_KEY"

// minKey is how long a key has to be: a shorter one can be tried out.
const minKey = 16

// Key returns the key of labels: the value of [KeyVariable] or, when it is empty, what
// the file inbound.key in a folder holds, which is best that of the user's
// configuration and never one of a repository. A file that is not there is made, for
// its owner alone, unless readOnly says that nothing may be written; then there is no key.
func Key(value, folder string, readOnly bool) ([]byte, error) {
	if value != "" {
		if len(value) < minKey {
			return nil, fmt.Errorf("%s has %d characters, and needs at least %d", KeyVariable, len(value), minKey)
		}
		return []byte(value), nil
	}
	name := filepath.Join(folder, "inbound.key")
	info, err := os.Stat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist) && readOnly:
		return nil, nil
	case errors.Is(err, fs.ErrNotExist):
		return makeKey(name)
	case err != nil:
		return nil, fmt.Errorf("read the key of account labels: %w", err)
	case runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0:
		return nil, fmt.Errorf("others can read the key of account labels\nhint: chmod 600 %s", name)
	}
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("read the key of account labels: %w", err)
	}
	key := strings.TrimSpace(string(data))
	if len(key) < minKey {
		return nil, fmt.Errorf("the key in %s has %d characters, and needs at least %d\nhint: remove the file, and a new one is made; "+
			"accounts get new labels then", name, len(key), minKey)
	}
	return []byte(key), nil
}

// makeKey writes a new key into a file that must not be there.
func makeKey(name string) (_ []byte, err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("make a key for account labels: %w\nhint: set %s instead", err, KeyVariable)
		}
	}()
	if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		return nil, err
	}
	key := []byte(hex.EncodeToString(random(32)))
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, err
	}
	if _, err := f.Write(append(key[:len(key):len(key)], '\n')); err != nil {
		// Half a key is worse than none.
		return nil, errors.Join(err, f.Close(), os.Remove(name))
	}
	return key, f.Close()
}

func random(n int) []byte {
	b := make([]byte, n)
	rand.Read(b) //nolint:errcheck // never fails
	return b
}
