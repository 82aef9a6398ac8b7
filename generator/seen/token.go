package seen

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// MinSecret is how many bytes a secret has at least.
const MinSecret = 32

// maxUser is how many bytes an id of a user may have.
const maxUser = 200

// ErrToken says that a token is not valid, or not any more.
var ErrToken = errors.New("the token is not valid")

// Sign returns a token with which a browser may read and change what one user has seen,
// until it expires: the id in base64url, the time in seconds since 1970, and the HMAC with
// SHA-256 of both as they stand, joined by dots.
func Sign(secret []byte, user string, expires time.Time) string {
	claim := base64.RawURLEncoding.EncodeToString([]byte(user)) + "." + strconv.FormatInt(expires.Unix(), 10)
	return claim + "." + base64.RawURLEncoding.EncodeToString(sum(secret, claim))
}

// Verify returns the user of a token, or [ErrToken].
func Verify(secret []byte, token string, now time.Time) (user string, err error) {
	i := strings.LastIndexByte(token, '.')
	if i < 0 {
		return "", fmt.Errorf("%w: it has no signature", ErrToken)
	}
	claim := token[:i]
	signature, err := base64.RawURLEncoding.Strict().DecodeString(token[i+1:])
	if err != nil || !hmac.Equal(signature, sum(secret, claim)) {
		return "", fmt.Errorf("%w: its signature is wrong", ErrToken)
	}
	encoded, until, _ := strings.Cut(claim, ".")
	id, err := base64.RawURLEncoding.Strict().DecodeString(encoded)
	if err != nil {
		return "", fmt.Errorf("%w: its user is not in base64url", ErrToken)
	}
	expires, err := strconv.ParseInt(until, 10, 64)
	if err != nil {
		return "", fmt.Errorf("%w: %.20q is no time", ErrToken, until)
	}
	if now.Unix() >= expires {
		return "", fmt.Errorf("%w: it has expired", ErrToken)
	}
	return string(id), CheckUser(string(id))
}

// CheckUser says what is wrong with the id of a user.
func CheckUser(id string) error {
	if id == "" || len(id) > maxUser || !utf8.ValidString(id) || strings.ContainsRune(id, 0) {
		return fmt.Errorf("the id of a user is text of 1 to %d bytes", maxUser)
	}
	return nil
}

func sum(secret []byte, claim string) []byte {
	mac := hmac.New(sha256.New, secret)
	mac.Write([]byte(claim))
	return mac.Sum(nil)
}
