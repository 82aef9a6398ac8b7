package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"os/exec"
	"runtime"
	"slices"
	"sync"
	"syscall"
	"time"

	"headsup/generator"
	"headsup/generator/author/sample"
	"headsup/generator/author/serve"
	"headsup/generator/compile/content"
	"headsup/generator/diag"
	"headsup/generator/disk/watch"
	"headsup/generator/paths"
)

// defaultAddr is where the preview is, if nothing else is there.
const defaultAddr = "127.0.0.1:1414"

func (m *mainCmd) serve(ctx context.Context, args []string) (err error) {
	var f buildFlags
	fs := m.flags("serve", "Show the site while it is being written. Drafts and pages that are held back are shown, and marked.")
	f.registerInputs(fs)
	addr := fs.String("addr", defaultAddr, "`address` to listen on; if it is the default one and taken, another port")
	open := fs.Bool("open", false, "open the site in the browser")
	if err := f.parse(fs, args); err != nil {
		return err
	}
	f.Drafts, f.Future = true, true
	if f.Visibility != content.Internal {
		return fmt.Errorf("%w: choose in the preview's bar what the public sees", generator.ErrUsage)
	}
	watcher, err := watch.New(f.watched()...)
	if err != nil {
		return err
	}
	defer watcher.Close() //nolint:errcheck // the end is the end
	listener, err := listen(*addr)
	if err != nil {
		return err
	}
	host, port, err := net.SplitHostPort(listener.Addr().String())
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	p := preview{flags: f, origin: "http://" + net.JoinHostPort(host, port)}
	server := &serve.Server{Build: p.build, Product: sampleProduct}
	if ip := net.ParseIP(host); ip != nil && ip.IsLoopback() {
		server.Hosts = serve.LoopbackHosts(port)
	} else {
		fmt.Fprintln(m.Stderr, "warning: everyone who reaches this machine over the network can read what is internal")
		p.origin = "http://" + net.JoinHostPort("localhost", port)
	}
	progress, done := m.bar()
	p.flags.Progress = progress
	if err := p.open(); err != nil {
		return errors.Join(err, listener.Close())
	}
	defer p.close()
	p.refresh(ctx, nil)
	done()
	built := server.Changed(ctx, nil)
	if err := m.reportBuild(&built, 0, 0); err != nil {
		return errors.Join(err, listener.Close())
	}
	address := p.origin + built.BasePath
	if _, err := fmt.Fprintln(m.Stdout, address); err != nil {
		return errors.Join(err, listener.Close())
	}
	if *open {
		browse(ctx, address)
	}
	return m.run(ctx, listener, server, watcher, &p, built.Diagnostics)
}

// watched are the paths whose changes matter.
func (f *buildFlags) watched() []string {
	paths := []string{f.Content}
	if f.Config != "" {
		paths = append(paths, f.Config)
	}
	if f.Theme != "default" && f.Theme != "" {
		paths = append(paths, f.Theme)
	}
	return paths
}

// sampleProduct returns a file of the sample product, which embeds the feed of the
// site at a base path.
func sampleProduct(name, basePath string) (data []byte, policy string, err error) {
	files, err := sample.Files(basePath + paths.Embed)
	if err != nil {
		return nil, "", err
	}
	data, ok := files[name]
	if !ok {
		return nil, "", fs.ErrNotExist
	}
	return data, sample.ContentSecurityPolicy, nil
}

// listen listens on an address. Another preview may have the default one.
func listen(addr string) (net.Listener, error) {
	l, err := net.Listen("tcp", addr)
	if err != nil && addr == defaultAddr && errors.Is(err, syscall.EADDRINUSE) {
		return net.Listen("tcp", "127.0.0.1:0")
	}
	if err != nil {
		return nil, fmt.Errorf("listen on %s: %w", addr, err)
	}
	return l, nil
}

// run serves until the context ends, and looks at what has changed after each change.
// What takes long to find follows, unless more has changed until then.
func (m *mainCmd) run(
	ctx context.Context, listener net.Listener, handler *serve.Server, watcher *watch.Watcher, p *preview, reported []diag.Diagnostic,
) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	server := &http.Server{
		Handler: handler, ReadHeaderTimeout: 10 * time.Second,
		// Open pages wait for events for ever; the end of the preview ends them.
		BaseContext: func(net.Listener) context.Context { return ctx },
	}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()
	checked := make(chan checkResult, 1)
	check := func() (stop func()) {
		ctx, cancel := context.WithCancel(ctx)
		done := make(chan struct{})
		go func() {
			defer close(done)
			found, err := handler.Check(ctx)
			if ctx.Err() == nil {
				checked <- checkResult{found, err}
			}
		}()
		return func() {
			cancel()
			<-done
			select {
			case <-checked: // of content that is no more
			default:
			}
		}
	}
	stop := check()
	defer func() { stop() }()
	kept := false
	for {
		select {
		case <-ctx.Done():
			cancel()
			last, stop := context.WithTimeout(context.Background(), 3*time.Second)
			defer stop()
			if err := server.Shutdown(last); err != nil {
				return server.Close()
			}
			return nil
		case err := <-ended:
			return err
		case err := <-watcher.Errors():
			fmt.Fprintf(m.Stderr, "note: some changes may not be seen: %v\n", err)
		case result := <-checked:
			if !kept {
				kept = true
				// A cache that is not saved makes the next start slower, and nothing else.
				_ = p.session.Keep()
			}
			more := slices.DeleteFunc(slices.Clone(result.found), func(d diag.Diagnostic) bool { return slices.Contains(reported, d) })
			if err := m.reportBuild(&serve.Built{Diagnostics: more, Err: result.err}, 0, 0); err != nil {
				return err
			}
		case files, ok := <-watcher.Changes():
			if !ok {
				return errors.New("the watch of the files has ended")
			}
			start := time.Now()
			stop()
			p.refresh(ctx, files)
			built := handler.Changed(ctx, files)
			if ctx.Err() != nil {
				continue
			}
			reported = built.Diagnostics
			if err := m.reportBuild(&built, len(files), time.Since(start)); err != nil {
				return err
			}
			stop = check()
		}
	}
}

// checkResult is what takes long to find.
type checkResult struct {
	found []diag.Diagnostic
	err   error
}

// reportBuild prints the findings of a build and, after a change, that it is done.
func (m *mainCmd) reportBuild(b *serve.Built, files int, took time.Duration) error {
	if err := diag.Print(m.Stderr, b.Diagnostics, m.colorOn(m.Stderr)); err != nil {
		return err
	}
	if b.Err != nil {
		fmt.Fprintf(m.Stderr, "error: %v\n", b.Err)
	}
	errs, warnings := diag.Count(b.Diagnostics)
	if errs+warnings > 0 {
		fmt.Fprintf(m.Stderr, "%s, %s\n", count(errs, "error"), count(warnings, "warning"))
	}
	if files > 0 && errs == 0 && b.Err == nil {
		fmt.Fprintf(m.Stderr, "built again in %s: %s changed\n", took.Round(time.Millisecond), count(files, "file"))
	}
	return nil
}

// preview makes what the preview shows.
type preview struct {
	flags   buildFlags
	origin  string // "http://127.0.0.1:1414"
	session *generator.Session

	mu      sync.Mutex
	problem error // why the content cannot be read
}

func (p *preview) open() (err error) {
	opt := p.flags.Options
	opt.Origin, opt.Out = p.origin, ""
	p.session, err = generator.OpenSession(opt)
	return err
}

func (p *preview) close() {
	_ = p.session.Keep() // without it the next start is slower, and nothing else
	p.session.Close()
}

// refresh reads what has changed.
func (p *preview) refresh(ctx context.Context, files []string) {
	err := p.session.Refresh(ctx, files)
	p.mu.Lock()
	defer p.mu.Unlock()
	p.problem = err
}

// build returns the site of one view.
func (p *preview) build(_ context.Context, v serve.View) serve.Built {
	p.mu.Lock()
	out := serve.Built{Err: p.problem}
	p.mu.Unlock()
	cfg := p.session.Config()
	if out.Err != nil || cfg == nil {
		return out
	}
	out.Language = cfg.Language
	for _, a := range cfg.Audiences {
		out.Audiences = append(out.Audiences, serve.Audience{ID: a.ID, Title: a.Title})
	}
	opt := generator.PreviewOptions{Public: v.Public, Drafts: !v.Public, Future: !v.Public && v.Date == "", Now: p.flags.Now}
	if v.Date != "" {
		day, err := time.ParseInLocation(time.DateOnly, v.Date, cfg.TimeZone)
		if err != nil {
			out.Err = err
			return out
		}
		// All that happens on the day has happened.
		opt.Now = day.AddDate(0, 0, 1).Add(-time.Second)
	}
	site, err := p.session.Preview(opt)
	if err != nil {
		out.Err = err
		return out
	}
	out.BasePath, out.Diagnostics, out.Site = site.BasePath(), site.Result().Diagnostics, site
	return out
}

// browse opens an address in the browser. That it may fail is no matter: the
// address is printed.
func browse(ctx context.Context, address string) {
	name, args := "xdg-open", []string{address}
	switch runtime.GOOS {
	case "darwin":
		name = "open"
	case "windows":
		name, args = "rundll32", []string{"url.dll,FileProtocolHandler", address}
	}
	_ = exec.CommandContext(ctx, name, args...).Start()
}
