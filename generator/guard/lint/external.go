package lint

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// External asks for the pages behind links to other sites.
type External struct {
	// Client makes the requests. Required. It must not follow redirects by
	// itself: [NewClient] returns one.
	Client *http.Client
	// UserAgent says who asks.
	UserAgent string
	// Wait is the longest time to wait before a server is asked again.
	Wait time.Duration
}

// Answer is what became of one link.
type Answer struct {
	URL string
	// Problem says what is wrong, or "".
	Problem string
	// Moved is where the page has moved for good, or "".
	Moved string
}

// NewClient returns a client for [External]: 15 seconds for an answer.
func NewClient() *http.Client {
	return &http.Client{
		Timeout:       15 * time.Second,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

const (
	perHost   = 2 // requests at a time to one server
	atOnce    = 16
	tries     = 3
	redirects = 10
)

// Ask asks for each URL once and returns the answers in the order of the URLs.
// The error says that no server at all could be reached: then the network is
// at fault, not the links.
func (x *External) Ask(ctx context.Context, urls []string) ([]Answer, error) {
	urls = slices.Compact(slices.Sorted(slices.Values(urls)))
	answers := make([]Answer, len(urls))
	silent := make([]bool, len(urls))
	hosts := map[string]chan struct{}{}
	for _, u := range urls {
		hosts[hostOf(u)] = make(chan struct{}, perHost)
	}
	slots := make(chan struct{}, atOnce)
	var wg sync.WaitGroup
	for i, u := range urls {
		wg.Go(func() {
			host := hosts[hostOf(u)]
			host <- struct{}{}
			slots <- struct{}{}
			defer func() { <-slots; <-host }()
			answers[i], silent[i] = x.ask(ctx, u)
		})
	}
	wg.Wait()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if len(urls) > 0 && !slices.Contains(silent, false) {
		return nil, fmt.Errorf("none of the servers behind %d links can be reached: %s", len(urls), answers[0].Problem)
	}
	return answers, nil
}

func hostOf(link string) string {
	u, err := url.Parse(link)
	if err != nil {
		return ""
	}
	return u.Host
}

// ask asks for one URL. silent says that no server answered.
func (x *External) ask(ctx context.Context, link string) (a Answer, silent bool) {
	a.URL = link
	at, permanent := withoutFragment(link), true
	for range redirects {
		status, header, err := x.requestWithRetry(ctx, at)
		switch {
		case err != nil:
			a.Problem = reason(err)
			return a, true
		case status >= 300 && status < 400 && header.Get("Location") != "":
			next, err := resolve(at, header.Get("Location"))
			if err != nil {
				a.Problem = "it redirects to what is not a URL"
				return a, false
			}
			permanent = permanent && (status == http.StatusMovedPermanently || status == http.StatusPermanentRedirect)
			at = next
			if permanent {
				a.Moved = at
			}
			continue
		case status == http.StatusUnauthorized || status == http.StatusForbidden || status == http.StatusTooManyRequests:
			// There is something, only not for us.
			a.Moved = ""
			return a, false
		case status >= 400:
			a.Problem, a.Moved = fmt.Sprintf("the server answers %d %s", status, strings.ToLower(http.StatusText(status))), ""
			return a, false
		}
		if sameBut(a.Moved, withoutFragment(link)) {
			a.Moved = ""
		}
		return a, false
	}
	a.Problem, a.Moved = "it redirects without end", ""
	return a, false
}

// sameBut reports whether two URLs differ in a slash at the end only.
func sameBut(a, b string) bool { return strings.TrimSuffix(a, "/") == strings.TrimSuffix(b, "/") }

func withoutFragment(link string) string {
	before, _, _ := strings.Cut(link, "#")
	return before
}

func resolve(base, link string) (string, error) {
	u, err := url.Parse(base)
	if err != nil {
		return "", err
	}
	next, err := u.Parse(link)
	if err != nil || next.Scheme != "http" && next.Scheme != "https" {
		return "", errors.New("not a web address")
	}
	return next.String(), nil
}

// requestWithRetry asks with HEAD, and with GET where a server does not like that. A
// server that is busy is asked again.
func (x *External) requestWithRetry(ctx context.Context, link string) (status int, header http.Header, err error) {
	method := http.MethodHead
	for try := 1; ; try++ {
		status, header, err = x.request(ctx, method, link)
		if err == nil && method == http.MethodHead && status >= 400 && status != http.StatusTooManyRequests {
			method = http.MethodGet
			status, header, err = x.request(ctx, method, link)
		}
		busy := err != nil || status == http.StatusTooManyRequests || status >= 500
		if !busy || try == tries || ctx.Err() != nil {
			return status, header, err
		}
		wait := time.Duration(try) * time.Second
		if s, err := strconv.Atoi(header.Get("Retry-After")); err == nil && s >= 0 {
			wait = time.Duration(s) * time.Second
		}
		select {
		case <-ctx.Done():
			return status, header, ctx.Err()
		case <-time.After(min(wait, x.Wait)):
		}
	}
}

func (x *External) request(ctx context.Context, method, link string) (int, http.Header, error) {
	req, err := http.NewRequestWithContext(ctx, method, link, nil)
	if err != nil {
		return 0, nil, err
	}
	req.Header.Set("User-Agent", x.UserAgent)
	req.Header.Set("Accept", "text/html,*/*;q=0.8")
	resp, err := x.Client.Do(req)
	if err != nil {
		return 0, nil, err
	}
	// A little is read so that the connection may serve again.
	io.Copy(io.Discard, io.LimitReader(resp.Body, 4096)) //nolint:errcheck // nobody needs it
	return resp.StatusCode, resp.Header, resp.Body.Close()
}

// reason is what a failed request says, without the address that the reader has.
func reason(err error) string {
	var u *url.Error
	if errors.As(err, &u) {
		if u.Timeout() {
			return "the server does not answer in time"
		}
		err = u.Err
	}
	return err.Error()
}
