package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"

	"golang.org/x/net/http/httpguts"
	"golang.org/x/net/idna"

	"headsup/generator"
	"headsup/generator/diag"
	"headsup/generator/seen"
)

// seenSecret is the environment variable with what tokens are signed with. A flag would be
// seen by all who list processes.
const seenSecret = "HEADSUP_SEEN_SECRET"

// seenFlags are the flags of seen.
type seenFlags struct {
	db, address, userHeader string
	origins                 words
}

func (m *mainCmd) seen(ctx context.Context, args []string) error {
	if len(args) > 0 {
		switch args[0] {
		case "forget":
			return m.seenForget(ctx, args[1:])
		case "token":
			return m.seenToken(args[1:])
		}
		if args[0] != "" && args[0][0] != '-' {
			return fmt.Errorf("%w: there is no command seen %q; %s",
				generator.ErrUsage, args[0], diag.DidYouMean(args[0], []string{"forget", "token"}))
		}
	}
	flags := m.flags("seen", "Serve what each user of a product has seen, so that it is the same on all of their devices.\n"+
		"Users come with a token that is signed with "+seenSecret+", or are named by a proxy in front.\n\n"+
		"  headsup seen forget  delete what is kept of a user\n"+
		"  headsup seen token   print a token of a user, to try the server with")
	flags.examples = []string{
		seenSecret + "=… headsup seen --db seen.db --origin https://app.example.com",
		"headsup seen --db postgres://seen@db.example.com/seen --user-header X-User --address :8790",
	}
	var f seenFlags
	flags.StringVar(&f.db, "db", "", "`database`: a file of SQLite, which is made, or the postgres:// address of a server")
	flags.StringVar(&f.address, "address", "127.0.0.1:8790", "`host:port` to listen on")
	flags.Var(&f.origins, "origin", "`URL` of the product, whose pages may use the server; may be given several times")
	flags.StringVar(&f.userHeader, "user-header", "",
		"`header` in which a proxy says who the user is; it must take that header from requests that come from outside")
	if err := flags.parse(args); err != nil {
		return err
	}
	opt := seen.Options{UserHeader: f.userHeader, Now: time.Now, Log: func(err error) { fmt.Fprintf(m.Stderr, "headsup seen: %v\n", err) }}
	if f.userHeader == "" {
		var err error
		if opt.Secret, err = m.seenSecret(); err != nil {
			return err
		}
	}
	if f.userHeader != "" && !httpguts.ValidHeaderFieldName(f.userHeader) {
		return fmt.Errorf("%w: --user-header takes the name of a header, such as X-User, not %q", generator.ErrUsage, f.userHeader)
	}
	for _, o := range f.origins {
		if err := checkOrigin(o); err != nil {
			return err
		}
		opt.Origins = append(opt.Origins, o)
	}
	store, err := f.open(ctx)
	if err != nil {
		return err
	}
	return errors.Join(m.serveSeen(ctx, f.address, store, opt, endTimeout), store.Close())
}

// checkOrigin refuses what is no origin, and one in a spelling that no browser sends.
func checkOrigin(o string) error {
	u, err := url.Parse(o)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" || !strings.EqualFold(o, u.Scheme+"://"+u.Host) ||
		strings.Contains(u.Host, "*") {
		return fmt.Errorf("%w: --origin takes the beginning of an address, such as https://app.example.com, not %q",
			generator.ErrUsage, o)
	}
	host, err := idna.Lookup.ToASCII(u.Hostname())
	if err != nil {
		host = strings.ToLower(u.Hostname()) // an IP address, or a name that only a network of its own knows
	}
	if strings.Contains(host, ":") {
		host = "[" + host + "]"
	}
	if port := u.Port(); port != "" && port != map[string]string{"http": "80", "https": "443"}[u.Scheme] {
		host += ":" + port
	}
	if sent := u.Scheme + "://" + host; o != sent {
		return fmt.Errorf("%w: --origin %s: browsers send it as %s; write that", generator.ErrUsage, o, sent)
	}
	return nil
}

func (f *seenFlags) open(ctx context.Context) (*seen.Store, error) {
	if f.db == "" {
		return nil, fmt.Errorf("%w: say where to keep it, as in --db seen.db or --db postgres://seen@db.example.com/seen",
			generator.ErrUsage)
	}
	return seen.Open(ctx, f.db, time.Now)
}

func (m *mainCmd) seenSecret() ([]byte, error) {
	secret := m.Getenv(seenSecret)
	switch {
	case secret == "":
		return nil, fmt.Errorf("%w: the environment has no %s\n"+
			"hint: set it to a long random text that your back end knows, too, such as the output of openssl rand -hex 32; "+
			"or name users with --user-header", generator.ErrUsage, seenSecret)
	case len(secret) < seen.MinSecret:
		return nil, fmt.Errorf("%w: %s has %d bytes; it takes %d or more, such as the output of openssl rand -hex 32",
			generator.ErrUsage, seenSecret, len(secret), seen.MinSecret)
	}
	return []byte(secret), nil
}

// endTimeout is how long requests may take that came before the end.
const endTimeout = 20 * time.Second

// serveSeen serves until the context ends, and forgets once a day who has been away for
// long. Requests that came before the end are answered, but for those that take longer than
// endTimeout.
func (m *mainCmd) serveSeen(
	ctx context.Context, address string, store *seen.Store, opt seen.Options, endTimeout time.Duration,
) error {
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return fmt.Errorf("listen on %s: %w", address, err)
	}
	server := &http.Server{
		Handler: seen.Handler(store, opt), ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 30 * time.Second,
		WriteTimeout: time.Minute, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 16 << 10,
	}
	fmt.Fprintf(m.Stdout, "http://%s%s\n", listener.Addr(), seen.Path)
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()
	daily := time.NewTicker(24 * time.Hour)
	defer daily.Stop()
	for {
		if err := store.Expire(ctx); err != nil && ctx.Err() == nil {
			opt.Log(err)
		}
		select {
		case err := <-ended:
			return err
		case <-daily.C:
		case <-ctx.Done():
			end, stop := context.WithTimeout(context.WithoutCancel(ctx), endTimeout)
			defer stop()
			err := server.Shutdown(end)
			if errors.Is(err, context.DeadlineExceeded) {
				err = server.Close() // who is so slow sends it again
			}
			return err
		}
	}
}

func (m *mainCmd) seenForget(ctx context.Context, args []string) error {
	flags := m.flags("seen forget", "Delete what is kept of a user.")
	flags.examples = []string{"headsup seen forget --db seen.db --user 4711"}
	var f seenFlags
	flags.StringVar(&f.db, "db", "", "`database`, as for headsup seen")
	user := flags.String("user", "", "`id` of the user")
	if err := flags.parse(args); err != nil {
		return err
	}
	if err := seen.CheckUser(*user); err != nil {
		return fmt.Errorf("%w: --user: %w", generator.ErrUsage, err)
	}
	if f.db != "" && !seen.IsPostgres(f.db) {
		// A new file would say that nothing was kept, whatever another one has.
		if _, err := os.Stat(f.db); err != nil {
			return fmt.Errorf("%w\nhint: --db takes the file that headsup seen uses", err)
		}
	}
	store, err := f.open(ctx)
	if err != nil {
		return err
	}
	had, err := store.Forget(ctx, *user)
	if err == nil {
		text := "forgotten"
		if !had {
			text = "nothing was kept of this user"
		}
		_, err = fmt.Fprintln(m.Stdout, text)
	}
	return errors.Join(err, store.Close())
}

func (m *mainCmd) seenToken(args []string) error {
	flags := m.flags("seen token", "Print a token of a user, to try the server with. In production your back end signs them.")
	flags.examples = []string{`curl -H "Authorization: Bearer $(headsup seen token --user 4711)" http://127.0.0.1:8790` + seen.Path}
	user := flags.String("user", "", "`id` of the user")
	valid := flags.Duration("for", time.Hour, "`time` for which it is valid")
	if err := flags.parse(args); err != nil {
		return err
	}
	if err := seen.CheckUser(*user); err != nil {
		return fmt.Errorf("%w: --user: %w", generator.ErrUsage, err)
	}
	secret, err := m.seenSecret()
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(m.Stdout, seen.Sign(secret, *user, time.Now().Add(*valid)))
	return err
}
