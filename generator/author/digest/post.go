package digest

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"crypto/tls"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"net"
	"net/http"
	netmail "net/mail"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/wneessen/go-mail"
)

// Target is where a digest is posted to. It holds secrets: nothing prints it.
type Target struct {
	webhook *url.URL
	smtp    *url.URL
	Envelope
}

// Webhook returns the target of the address of a webhook. Its path is a secret, so that
// errors do not say it.
func Webhook(address string) (Target, error) {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil || u.Hostname() == "" || u.Scheme != "https" && (u.Scheme != "http" || !loopback(u.Hostname())) {
		return Target{}, errors.New("the webhook is no address such as https://hooks.example.com/services/…; " +
			"only one of this machine may be http")
	}
	return Target{webhook: u}, nil
}

const smtpForm = "smtp[s]://user:password@host:port?from=digest@example.com&to=sales@example.com"

// Server returns the target of the address of an SMTP server, which says from whom mails are
// and to whom they go: smtp[s]://user:password@host:port?from=&to=. To may be there several
// times, or hold several addresses with commas. With smtp the connection is encrypted after
// it was opened, except on this machine.
func Server(address string) (Target, error) {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil || u.Hostname() == "" || u.Scheme != "smtp" && u.Scheme != "smtps" {
		return Target{}, errors.New("the mail server is to be written as " + smtpForm +
			"; signs such as @ and / in a user's name or password are written as %40 and %2F")
	}
	t := Target{smtp: u}
	if port := u.Port(); port != "" {
		if n, err := strconv.Atoi(port); err != nil || n < 1 || n > 65535 {
			return Target{}, errors.New("the port of the mail server is a number from 1 to 65535")
		}
	}
	if t.From, err = netmail.ParseAddress(u.Query().Get("from")); err != nil {
		return Target{}, errors.New("the mail server has no from= with an address: " + smtpForm)
	}
	if t.To, err = netmail.ParseAddressList(strings.Join(u.Query()["to"], ",")); err != nil {
		return Target{}, errors.New("the mail server has no to= with addresses: " + smtpForm)
	}
	return t, nil
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// Host is the part of the target that is no secret.
func (t *Target) Host() string {
	if t.webhook != nil {
		return t.webhook.Host
	}
	return t.smtp.Host
}

// key tells targets apart without saying what they are.
func (t *Target) key() string {
	where := t.webhook
	if where == nil {
		where = t.smtp
	}
	sum := sha256.Sum256([]byte(where.String()))
	return hex.EncodeToString(sum[:])
}

// redact takes what is secret out of what a server or a library said.
func (t *Target) redact(text string) string {
	var secrets []string
	if u := t.webhook; u != nil {
		secrets = append(secrets, u.String(), u.RequestURI(), u.EscapedPath(), u.RawQuery, strings.Trim(u.Path, "/"))
		secrets = append(secrets, strings.Split(strings.Trim(u.Path, "/"), "/")...)
	}
	for _, u := range []*url.URL{t.webhook, t.smtp} {
		if u == nil || u.User == nil {
			continue
		}
		name := u.User.Username()
		password, _ := u.User.Password()
		secrets = append(secrets, password, url.QueryEscape(password), base64.StdEncoding.EncodeToString([]byte(password)),
			base64.StdEncoding.EncodeToString([]byte("\x00"+name+"\x00"+password)))
	}
	for _, s := range secrets {
		if len(s) >= 4 {
			text = strings.ReplaceAll(text, s, "***")
		}
	}
	return line(text)
}

// Sender posts digests, each once.
type Sender struct {
	State string // file that remembers what was posted; "" for none
	Now   time.Time
	// Wait waits between two tries; nil really waits.
	Wait func(context.Context, time.Duration) error
	// TLS is for servers with certificates that the machine does not know; nil is the usual.
	TLS *tls.Config
}

// How often a server is tried, how long the first wait is, which doubles each time, and
// the longest that a server may ask for.
const (
	tries       = 4
	firstWait   = time.Second
	longestWait = 2 * time.Minute
	tryTime     = 30 * time.Second
)

// stateDays is how long the state remembers a digest.
const stateDays = 400

// state is the file of what was posted.
type state struct {
	Version int                  `json:"version"` // 1
	Posted  map[string]time.Time `json:"posted"`  // by key, when
}

// Post sends the digest in a format: eml to a mail server, slack, teams and json to a
// webhook. It reports false when the state says that it was posted before. The error says
// what the server answered, and no secret.
func (s *Sender) Post(ctx context.Context, d *Digest, format string, t Target) (posted bool, err error) {
	sum := sha256.Sum256([]byte(d.Key() + "\x00" + format + "\x00" + t.key()))
	key := hex.EncodeToString(sum[:16])
	known, err := s.load()
	if err != nil {
		return false, err
	}
	if _, ok := known.Posted[key]; ok {
		return false, nil
	}
	// What cannot be remembered would be posted again.
	if err := s.save(known); err != nil {
		return false, err
	}
	send, err := s.sending(d, format, key, t)
	if err != nil {
		return false, err
	}
	if err := s.retry(ctx, send); err != nil {
		return false, fmt.Errorf("post the digest to %s: %s", t.Host(), t.redact(err.Error()))
	}
	known.Posted[key] = s.Now.UTC()
	if err := s.save(known); err != nil {
		return true, fmt.Errorf("the digest was posted, and will be again: %w", err)
	}
	return true, nil
}

// again is that a server may take the digest later.
type again struct {
	err   error
	after time.Duration // that the server asked for, 0 if it did not
}

func (a *again) Error() string { return a.err.Error() }
func (a *again) Unwrap() error { return a.err }

// retry tries until it works, it cannot work, or it was tried often enough.
func (s *Sender) retry(ctx context.Context, send func(context.Context) error) error {
	wait := firstWait
	for n := 1; ; n++ {
		err := send(ctx)
		var later *again
		switch {
		case err == nil:
			return nil
		case !errors.As(err, &later):
			return err
		case n == tries:
			return fmt.Errorf("tried %d times: %w", n, err)
		case later.after > longestWait:
			return fmt.Errorf("%w; it is to be tried again in %v", err, later.after)
		}
		if err := cmp.Or(s.wait(ctx, max(wait, later.after)), ctx.Err()); err != nil {
			return err
		}
		wait *= 2
	}
}

func (s *Sender) wait(ctx context.Context, d time.Duration) error {
	if s.Wait != nil {
		return s.Wait(ctx, d)
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// sending returns what sends the digest once.
func (s *Sender) sending(d *Digest, format, key string, t Target) (func(context.Context) error, error) {
	if t.smtp != nil {
		m, err := d.message(t.Envelope)
		if err != nil {
			return nil, err
		}
		client, err := s.mailer(&t)
		if err != nil {
			return nil, err
		}
		return func(ctx context.Context) error { return sendMail(ctx, client, m) }, nil
	}
	data, err := d.Render(format, Envelope{})
	if err != nil {
		return nil, err
	}
	client := &http.Client{
		Timeout:       tryTime,
		Transport:     &http.Transport{Proxy: http.ProxyFromEnvironment, TLSClientConfig: s.TLS, DisableKeepAlives: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	return func(ctx context.Context) error { return sendHTTP(ctx, client, t.webhook.String(), key, data) }, nil
}

// saidMost is how much of an answer an error has.
const saidMost = 300

func sendHTTP(ctx context.Context, client *http.Client, address, key string, data []byte) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewReader(data))
	if err != nil {
		return errors.New("the address of the webhook cannot be used")
	}
	req.Header.Set("Content-Type", "application/json; charset=utf-8")
	req.Header.Set("Idempotency-Key", key)
	res, err := client.Do(req)
	if err != nil {
		var failed *url.Error
		if errors.As(err, &failed) {
			err = failed.Err // without the address
		}
		var dial *net.OpError
		if errors.As(err, &dial) && dial.Op == "dial" {
			return &again{err: err} // nothing was sent
		}
		return err
	}
	defer res.Body.Close() //nolint:errcheck // only read
	said, _ := io.ReadAll(io.LimitReader(res.Body, saidMost))
	if res.StatusCode/100 == 2 {
		return nil
	}
	err = fmt.Errorf("it answers %d %s: %s", res.StatusCode, http.StatusText(res.StatusCode),
		cmp.Or(line(string(said)), "and says no more"))
	switch code := res.StatusCode; {
	case code == http.StatusTooManyRequests, code >= 500:
		return &again{err, retryAfter(res.Header.Get("Retry-After"))}
	case code/100 == 3:
		return fmt.Errorf("%w; a redirect is not followed, give the address that it leads to", err)
	case code == http.StatusUnauthorized, code == http.StatusForbidden, code == http.StatusNotFound, code == http.StatusGone:
		return fmt.Errorf("%w; make a new webhook if this one was taken back", err)
	}
	return err
}

// retryAfter reads a header of seconds or a date.
func retryAfter(text string) time.Duration {
	if n, err := strconv.Atoi(text); err == nil {
		return max(0, time.Duration(n)*time.Second)
	}
	if at, err := http.ParseTime(text); err == nil {
		return max(0, time.Until(at))
	}
	return 0
}

func (s *Sender) mailer(t *Target) (*mail.Client, error) {
	u := t.smtp
	options := []mail.Option{mail.WithTimeout(tryTime)}
	switch {
	case u.Scheme == "smtps":
		options = append(options, mail.WithSSLPort(false))
	case loopback(u.Hostname()):
		options = append(options, mail.WithTLSPortPolicy(mail.TLSOpportunistic))
	default:
		options = append(options, mail.WithTLSPortPolicy(mail.TLSMandatory))
	}
	if port, err := strconv.Atoi(u.Port()); err == nil {
		options = append(options, mail.WithPort(port))
	}
	if s.TLS != nil {
		options = append(options, mail.WithTLSConfig(s.TLS))
	}
	if u.User != nil {
		password, _ := u.User.Password()
		options = append(options, mail.WithSMTPAuth(mail.SMTPAuthAutoDiscover),
			mail.WithUsername(u.User.Username()), mail.WithPassword(password))
	}
	client, err := mail.NewClient(u.Hostname(), options...)
	if err != nil {
		return nil, errors.New("the mail server cannot be used: " + t.redact(err.Error()))
	}
	return client, nil
}

func sendMail(ctx context.Context, client *mail.Client, m *mail.Msg) error {
	err := client.DialAndSendWithContext(ctx, m)
	var failed *mail.SendError
	var dial *net.OpError
	switch {
	case errors.As(err, &failed) && failed.IsTemp():
		return &again{err: err}
	case errors.As(err, &dial) && dial.Op == "dial":
		return &again{err: err}
	}
	return err
}

// load reads what was posted before.
func (s *Sender) load() (state, error) {
	known := state{Version: 1, Posted: map[string]time.Time{}}
	if s.State == "" {
		return known, nil
	}
	data, err := os.ReadFile(s.State)
	if errors.Is(err, fs.ErrNotExist) {
		return known, nil
	}
	if err != nil {
		return known, fmt.Errorf("read what was posted: %w", err)
	}
	var read state
	if err := json.Unmarshal(data, &read); err != nil || read.Version != 1 {
		return known, fmt.Errorf("%s does not say what was posted: move it away, and what is in it is posted again", s.State)
	}
	maps.Copy(known.Posted, read.Posted)
	return known, nil
}

// save writes what was posted in one step, without what is long past.
func (s *Sender) save(known state) error {
	if s.State == "" {
		return nil
	}
	maps.DeleteFunc(known.Posted, func(_ string, at time.Time) bool { return s.Now.Sub(at) > stateDays*24*time.Hour })
	data, err := writeJSON(known, "  ")
	if err != nil {
		return err
	}
	file, err := os.CreateTemp(filepath.Dir(s.State), ".digest-*")
	if err != nil {
		return fmt.Errorf("remember what was posted: %w", err)
	}
	defer os.Remove(file.Name()) //nolint:errcheck // gone when all went well
	_, err = file.Write(data)
	if err := errors.Join(err, file.Close()); err != nil {
		return fmt.Errorf("remember what was posted: %w", err)
	}
	if err := os.Rename(file.Name(), s.State); err != nil {
		return fmt.Errorf("remember what was posted: %w", err)
	}
	return nil
}
