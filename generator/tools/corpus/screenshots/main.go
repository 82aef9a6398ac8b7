// Command screenshots builds a site and takes pictures of a page of each type,
// for a phone, a tablet and a desk, light and dark, with a page that shows all of
// them side by side. It is for the eyes of people: it compares nothing.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"

	"golang.org/x/sync/errgroup"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	cmd := command{Stdout: os.Stdout, Stderr: os.Stderr}
	if err := cmd.run(ctx, os.Args[1:]); err != nil {
		if !errors.Is(err, flag.ErrHelp) {
			fmt.Fprintln(os.Stderr, "screenshots:", err)
		}
		stop()
		os.Exit(1)
	}
}

// command is the whole program.
type command struct {
	Stdout io.Writer // the name of the page with all pictures; required
	Stderr io.Writer // the build's own words; required

	content string
	theme   string
	out     string
}

func (c *command) run(ctx context.Context, args []string) (err error) {
	flags := flag.NewFlagSet("screenshots", flag.ContinueOnError)
	flags.SetOutput(c.Stderr)
	flags.StringVar(&c.content, "content", "content", "content folder")
	flags.StringVar(&c.theme, "theme", "default", "theme, as headsup build takes it")
	flags.StringVar(&c.out, "out", filepath.Join("bin", "screenshots"), "folder for the pictures")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if flags.NArg() > 0 {
		return fmt.Errorf("unknown argument %q", flags.Arg(0))
	}
	dir, err := os.MkdirTemp("", "screenshots-")
	if err != nil {
		return fmt.Errorf("make a temporary folder: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()

	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return fmt.Errorf("serve the site: %w", err)
	}
	address := "http://" + listener.Addr().String() + "/"
	build := exec.CommandContext(ctx, "go", "run", "headsup/cmd/headsup", "build", "--content", c.content, "--theme", c.theme,
		"--out", dir, "--base-url", address, "--drafts", "--future")
	build.Stdout, build.Stderr = c.Stderr, c.Stderr
	if err := build.Run(); err != nil {
		return errors.Join(fmt.Errorf("build the site: %w", err), listener.Close())
	}
	pages, err := choose(dir)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	server := &http.Server{Handler: http.FileServer(http.Dir(dir))}
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error {
		if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			return fmt.Errorf("serve the site: %w", err)
		}
		return nil
	})
	group.Go(func() error { return errors.Join(take(ctx, address, pages, c.out), server.Close()) })
	if err := group.Wait(); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(c.out, "index.html"), sheet(pages), 0o644); err != nil {
		return fmt.Errorf("write the page with all pictures: %w", err)
	}
	fmt.Fprintln(c.Stdout, filepath.Join(c.out, "index.html"))
	return nil
}
