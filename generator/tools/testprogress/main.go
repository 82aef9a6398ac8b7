// Command testprogress reads what "go test -json" writes and prints what people and
// machines wait for: the closing line of each package when it is done, what failed
// tests have written, and on standard error from time to time what is still running.
//
//	go test -json ./... | go run ./generator/tools/testprogress
//
// go test alone prints packages in their order, so that a long one hides those behind
// it. The lines are go test's own.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"
	"sync"
	"time"
)

func main() {
	p := &printer{out: os.Stdout, running: map[string]*pack{}}
	go func() {
		for range time.Tick(20 * time.Second) {
			fmt.Fprint(os.Stderr, p.state())
		}
	}()
	failed, err := p.print(os.Stdin)
	if err != nil {
		fmt.Fprintln(os.Stderr, "testprogress:", err)
	}
	if failed || err != nil {
		os.Exit(1)
	}
}

// event is one of "go doc test2json", and of builds.
type event struct {
	Action     string
	Package    string
	ImportPath string // of a build
	Test       string
	Output     string
}

// pack is a package whose tests run.
type pack struct {
	output  map[string][]string // by test; "" is the package
	running map[string]bool     // tests
}

type printer struct {
	out io.Writer

	mu      sync.Mutex
	running map[string]*pack
	done    int
}

// print prints what it reads until the end, and reports whether something failed.
func (p *printer) print(from io.Reader) (failed bool, err error) {
	lines := bufio.NewReader(from)
	for {
		line, err := lines.ReadBytes('\n')
		if len(line) > 0 {
			var e event
			if json.Unmarshal(line, &e) != nil {
				// Not all of go's complaints are events.
				fmt.Fprintf(p.out, "%s", line)
			} else if p.take(e) {
				failed = true
			}
		}
		if err == io.EOF {
			return failed, nil
		}
		if err != nil {
			return failed, err
		}
	}
}

// take takes an event, and reports whether it is a failure.
func (p *printer) take(e event) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch e.Action {
	case "build-output":
		fmt.Fprint(p.out, e.Output)
		return false
	case "build-fail":
		return true
	}
	own := p.running[e.Package]
	if own == nil {
		own = &pack{output: map[string][]string{}, running: map[string]bool{}}
		p.running[e.Package] = own
	}
	switch e.Action {
	case "run", "cont":
		own.running[e.Test] = true
	case "pause": // until those are done that are not parallel
		delete(own.running, e.Test)
	case "output":
		own.output[e.Test] = append(own.output[e.Test], e.Output)
	case "pass", "skip", "fail":
		failed := e.Action == "fail"
		if e.Test == "" {
			p.end(e.Package, own, failed)
			return failed
		}
		delete(own.running, e.Test)
		if !failed {
			delete(own.output, e.Test)
		}
	}
	return false
}

// end prints a package that is done: of one that failed what its failed tests have
// written, and those that never ended; then its closing lines.
func (p *printer) end(name string, own *pack, failed bool) {
	delete(p.running, name)
	p.done++
	if failed {
		for _, test := range slices.Sorted(maps.Keys(own.output)) {
			if test != "" {
				fmt.Fprint(p.out, strings.Join(own.output[test], ""))
			}
		}
	}
	for _, line := range own.output[""] {
		if failed || strings.HasPrefix(line, "ok ") || strings.HasPrefix(line, "? ") {
			fmt.Fprint(p.out, line)
		}
	}
}

// state tells what is running, by package.
func (p *printer) state() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	var b strings.Builder
	fmt.Fprintf(&b, "... packages done: %d", p.done)
	for _, name := range slices.Sorted(maps.Keys(p.running)) {
		// Of tests that run in others only those are of interest.
		tests := slices.Sorted(maps.Keys(p.running[name].running))
		tests = slices.DeleteFunc(tests, func(test string) bool {
			return slices.ContainsFunc(tests, func(other string) bool { return strings.HasPrefix(other, test+"/") })
		})
		if len(tests) > 0 {
			more := ""
			if len(tests) > 2 {
				more = fmt.Sprintf(" and %d more", len(tests)-2)
				tests = tests[:2]
			}
			fmt.Fprintf(&b, "; %s: %s%s", name, strings.Join(tests, ", "), more)
		}
	}
	b.WriteByte('\n')
	return b.String()
}
