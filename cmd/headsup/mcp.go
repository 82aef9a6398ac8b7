package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"sync"
	"time"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"

	"headsup/generator"
	"headsup/generator/author/mcp"
	"headsup/generator/author/serve"
	"headsup/generator/compile/content"
	"headsup/generator/diag"
	"headsup/generator/disk/watch"
)

// mcpPath is where assistants ask over HTTP.
const mcpPath = "/mcp"

func (m *mainCmd) mcp(ctx context.Context, args []string) error {
	var f buildFlags
	fs := m.flags("mcp", "Answer people's assistants from the site, over the Model Context Protocol.\n"+
		"Without --http, an assistant starts the command itself and asks on standard input.")
	fs.examples = []string{
		"claude mcp add handbook -- headsup mcp --content ~/handbook/content",
		"headsup mcp --http 127.0.0.1:1415",
		"headsup mcp --visibility public",
	}
	f.registerInputs(fs)
	addr := fs.String("http", "", "answer over Streamable HTTP on this `address` of this machine, such as 127.0.0.1:1415")
	if err := f.parse(fs, args); err != nil {
		return err
	}
	switch {
	case f.Visibility != content.Internal && f.Visibility != content.Public:
		return fmt.Errorf("%w: --visibility is internal or public, not %q", generator.ErrUsage, f.visibility)
	case f.Visibility == content.Public && (f.Drafts || f.Future):
		return fmt.Errorf("%w: --drafts and --future are not for the public", generator.ErrUsage)
	}
	var listener net.Listener
	if *addr != "" {
		var err error
		if listener, err = listenLocally(ctx, *addr); err != nil {
			return err
		}
		defer listener.Close() //nolint:errcheck // the end is the end
	}
	watcher, err := watch.New(f.watched()...)
	if err != nil {
		return err
	}
	defer watcher.Close() //nolint:errcheck // the end is the end
	source, err := openSource(f)
	if err != nil {
		return err
	}
	defer source.close()
	server := mcp.New(source, f.Visibility == content.Public, generator.Version)
	first := source.refresh(ctx, nil)
	if err := m.reportBuild(&first, 0, 0); err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	var following sync.WaitGroup
	following.Go(func() { m.follow(ctx, watcher, source, server) })
	defer func() { cancel(); following.Wait() }()
	if listener != nil {
		return m.mcpHTTP(ctx, listener, server)
	}
	err = server.Run(ctx, &sdk.IOTransport{Reader: io.NopCloser(m.Stdin), Writer: nopCloser{m.Stdout}})
	if errors.Is(err, io.EOF) || ctx.Err() != nil {
		return nil // the assistant, or the person, has ended it
	}
	return err
}

type nopCloser struct{ io.Writer }

// Close is that of [io.Closer].
func (nopCloser) Close() error { return nil }

// listenLocally listens on an address that other machines cannot reach.
func listenLocally(ctx context.Context, addr string) (net.Listener, error) {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, fmt.Errorf("%w: --http takes a host and a port, such as 127.0.0.1:1415: %w", generator.ErrUsage, err)
	}
	ip := net.ParseIP(host)
	if host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return nil, fmt.Errorf("%w: --http %s: other machines could ask; take localhost or 127.0.0.1", generator.ErrUsage, addr)
	}
	var config net.ListenConfig
	l, err := config.Listen(ctx, "tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("listen on %s: %w", addr, err)
	}
	return l, nil
}

// mcpHTTP answers over HTTP until the context ends.
func (m *mainCmd) mcpHTTP(ctx context.Context, listener net.Listener, server *mcp.Server) error {
	host, port, err := net.SplitHostPort(listener.Addr().String())
	if err != nil {
		return err
	}
	mux := http.NewServeMux()
	mux.Handle(mcpPath, server.Handler(serve.LoopbackHosts(port)))
	s := &http.Server{Handler: mux, ReadHeaderTimeout: 10 * time.Second, BaseContext: func(net.Listener) context.Context { return ctx }}
	ended := make(chan error, 1)
	go func() { ended <- s.Serve(listener) }()
	if _, err := fmt.Fprintln(m.Stdout, "http://"+net.JoinHostPort(host, port)+mcpPath); err != nil {
		return errors.Join(err, s.Close())
	}
	select {
	case <-ctx.Done():
		return s.Close()
	case err := <-ended:
		return err
	}
}

// follow reads what changes until the context ends.
func (m *mainCmd) follow(ctx context.Context, watcher *watch.Watcher, source *siteSource, server *mcp.Server) {
	for {
		select {
		case <-ctx.Done():
			return
		case err := <-watcher.Errors():
			fmt.Fprintf(m.Stderr, "note: some changes may not be seen: %v\n", err)
		case files, ok := <-watcher.Changes():
			if !ok {
				return
			}
			start := time.Now()
			built := source.refresh(ctx, files)
			if ctx.Err() != nil {
				return
			}
			// Assistants are told; that there may be no site, they hear when they ask.
			_ = server.Changed(ctx)
			if err := m.reportBuild(&built, len(files), time.Since(start)); err != nil {
				return
			}
		}
	}
}

// siteSource is the site of a content folder as assistants read it.
type siteSource struct {
	flags   buildFlags
	session *generator.Session

	mu    sync.RWMutex // held for writing while the site is made
	good  *mcp.Site    // the last without errors, nil before
	until time.Time    // from when on another site is right, zero for never
	built serve.Built  // what became of the content as it is now
}

func openSource(f buildFlags) (*siteSource, error) {
	f.Out = ""
	session, err := generator.OpenSession(f.Options)
	if err != nil {
		return nil, err
	}
	return &siteSource{flags: f, session: session}, nil
}

func (s *siteSource) close() {
	_ = s.session.Keep() // without it the next start is slower, and nothing else
	s.session.Close()
}

// refresh reads what has changed, and returns what became of it.
func (s *siteSource) refresh(ctx context.Context, files []string) serve.Built {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.built = serve.Built{Err: s.session.Refresh(ctx, files)}
	if s.built.Err == nil {
		s.make(ctx)
	}
	return s.built
}

// make makes the site of the content as it was read.
func (s *siteSource) make(ctx context.Context) {
	public := s.flags.Visibility == content.Public
	customers, errs := s.site(ctx, generator.PreviewOptions{Public: true, Now: s.flags.Now}, public)
	site := customers
	if !public {
		site, errs = s.site(ctx, generator.PreviewOptions{Drafts: s.flags.Drafts, Future: s.flags.Future, Now: s.flags.Now}, false)
	}
	s.built, s.until = errs, time.Time{}
	if site == nil {
		return
	}
	site.Customers = customers
	if customers == nil {
		site.Notes = append(site.Notes, "The public site has errors, so nothing is marked as public.")
	}
	s.good = site
	if s.flags.Now.IsZero() {
		s.until = site.ChangesAfter(time.Now())
	}
}

// site returns the site of one view, nil when the content has errors. What is for the public
// is looked through for what is not, as a build does.
func (s *siteSource) site(ctx context.Context, opt generator.PreviewOptions, check bool) (*mcp.Site, serve.Built) {
	preview, err := s.session.Preview(opt)
	if err != nil {
		return nil, serve.Built{Err: err}
	}
	built := serve.Built{Diagnostics: preview.Result().Diagnostics}
	if check && preview.Site() != nil {
		if built.Diagnostics, built.Err = preview.Check(ctx); built.Err != nil {
			return nil, built
		}
	}
	if errs, _ := diag.Count(built.Diagnostics); errs > 0 || preview.Site() == nil {
		return nil, built
	}
	site := &mcp.Site{Site: preview.Site(), Files: preview.FS(context.WithoutCancel(ctx))}
	if !opt.Public {
		site.Gaps = preview.Gaps
	}
	return site, built
}

// Use is that of [mcp.Source]. While the content has errors it gives the site before them.
func (s *siteSource) Use(ctx context.Context, f func(*mcp.Site) error) error {
	s.mu.RLock()
	if s.overdue() {
		s.mu.RUnlock()
		s.mu.Lock()
		if s.overdue() {
			s.make(ctx)
		}
		s.mu.Unlock()
		s.mu.RLock()
	}
	defer s.mu.RUnlock()
	problem := s.problem()
	if s.good == nil {
		return errors.New(problem)
	}
	site := *s.good
	if site.Customers == s.good {
		site.Customers = &site
	}
	if problem != "" {
		site.Notes = append(slices.Clone(site.Notes), "This is the site before the last change: "+problem)
	}
	return f(&site)
}

// overdue reports whether another site is right by now.
func (s *siteSource) overdue() bool {
	return !s.until.IsZero() && !time.Now().Before(s.until) && s.built.Err == nil
}

// problem says why there is no site of the content as it is now, "" when there is one.
func (s *siteSource) problem() string {
	errs, _ := diag.Count(s.built.Diagnostics)
	switch {
	case s.built.Err == nil && errs == 0:
		return ""
	case s.flags.Visibility == content.Public:
		// What is wrong may quote what is internal.
		return "the content cannot be published right now"
	case s.built.Err != nil:
		return s.built.Err.Error()
	}
	i := slices.IndexFunc(s.built.Diagnostics, func(d diag.Diagnostic) bool { return d.Severity == diag.Error })
	return fmt.Sprintf("the content has %s, such as %s; headsup check lists all", count(errs, "error"), s.built.Diagnostics[i].String())
}
