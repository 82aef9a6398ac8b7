package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"

	"headsup/generator/diag"
)

// prompter asks a person questions on a terminal.
type prompter struct {
	ctx   context.Context
	lines chan string // that were typed; closed at the end of the input
	out   io.Writer
}

// errNoAnswer says that the person ended the input, or broke off.
var errNoAnswer = errors.New("broken off; nothing was written")

// prompter returns a prompter, or nil when there is nobody to ask.
func (m *mainCmd) prompter(ctx context.Context) *prompter {
	if !isTerminal(m.Stdin) || !isTerminal(m.Stderr) || m.Getenv("CI") != "" {
		return nil
	}
	p := &prompter{ctx: ctx, lines: make(chan string), out: m.Stderr}
	go func() {
		defer close(p.lines)
		for s := bufio.NewScanner(m.Stdin); s.Scan(); {
			select {
			case p.lines <- s.Text():
			case <-ctx.Done():
				return
			}
		}
	}()
	return p
}

// isTerminal reports whether a reader or writer is a terminal.
func isTerminal(v any) bool {
	f, ok := v.(*os.File)
	if !ok || f == nil {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// line asks for a line and returns it without the white space around it.
func (p *prompter) line(question string) (string, error) {
	fmt.Fprintf(p.out, "%s ", question)
	select {
	case <-p.ctx.Done():
		return "", errNoAnswer
	case text, ok := <-p.lines:
		if !ok {
			fmt.Fprintln(p.out)
			return "", errNoAnswer
		}
		return strings.TrimSpace(text), nil
	}
}

// text asks until there is an answer.
func (p *prompter) text(question string) (string, error) {
	for {
		s, err := p.line(question)
		if err != nil || s != "" {
			return s, err
		}
	}
}

// choose asks for some of the values, by number or by name; nothing is an answer
// too.
func (p *prompter) choose(what string, values []string, several bool) ([]string, error) {
	fmt.Fprintf(p.out, "%s:\n", what)
	for i, v := range values {
		fmt.Fprintf(p.out, "  %d  %s\n", i+1, v)
	}
	question := "Number or name, Enter for none:"
	if several {
		question = "Numbers or names with commas between, Enter for none:"
	}
	for {
		answer, err := p.line(question)
		if err != nil {
			return nil, err
		}
		chosen, problem := pick(answer, values, several)
		if problem == "" {
			return chosen, nil
		}
		fmt.Fprintln(p.out, problem)
	}
}

// pick reads an answer to choose.
func pick(answer string, values []string, several bool) (chosen []string, problem string) {
	for _, word := range strings.FieldsFunc(answer, func(r rune) bool { return r == ',' || r == ' ' }) {
		value := word
		if n, err := strconv.Atoi(word); err == nil {
			if n < 1 || n > len(values) {
				return nil, fmt.Sprintf("There is no number %d.", n)
			}
			value = values[n-1]
		}
		if !slices.Contains(values, value) {
			return nil, fmt.Sprintf("There is no %q; %s", value, diag.DidYouMean(value, values))
		}
		if !slices.Contains(chosen, value) {
			chosen = append(chosen, value)
		}
	}
	if len(chosen) > 1 && !several {
		return nil, "Only one, please."
	}
	return chosen, ""
}
