// Package webdriver drives Firefox and WebKitGTK by the commands of W3C WebDriver, for
// tests that show what holds in other browsers than Chromium. Each has one tab.
package webdriver

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"headsup/generator/guard/chromium"
)

// Browsers are the names of the browsers that Start knows.
var Browsers = []string{"Firefox", "WebKitGTK"}

// ErrAbsent is in the error of Start when a program that it needs is not installed.
var ErrAbsent = errors.New("it is not installed (make browser installs it, as root)")

// patience is how long something may take to become true, on a machine that has much else
// to do; commandLimit is how long one command may, and quitLimit the one that ends a session
// of a browser that may hang.
const (
	patience     = 5 * time.Minute
	commandLimit = 2 * time.Minute
	answerTime   = 10 * time.Second // in which a browser says that a command took too long
	quitLimit    = 10 * time.Second
)

// Browser is a running browser that has no window on the screen.
type Browser struct {
	driver
	ear     *ear
	folder  string // what the browser keeps
	running []*exec.Cmd
}

// driver is what one kind of browser does in its own way.
type driver interface {
	// command sends a command of WebDriver and returns the value of its answer.
	command(c command, params any) (json.RawMessage, error)
	// Resize gives pages this many CSS pixels.
	Resize(width, height int) error
	// Dark says whether the reader's system prefers dark colours. It may end the
	// session and begin another one, which has no page and no storage.
	Dark(on bool) error
	// quit ends the session; it need not end the programs.
	quit()
}

// command is one of the commands of WebDriver that we use, all of them by POST.
type command struct{ name, path string }

var (
	timeouts = command{"SetTimeouts", "/timeouts"}
	navigate = command{"Navigate", "/url"}
	evaluate = command{"ExecuteAsyncScript", "/execute/async"}
	perform  = command{"PerformActions", "/actions"}
	window   = command{"SetWindowRect", "/window/rect"}
)

type object = map[string]any

// Start starts a browser, which runs until Close. The listener is called with what pages
// report, by one goroutine at a time.
func Start(name string, listener func(Report)) (*Browser, error) {
	folder, err := os.MkdirTemp("", "browser-")
	if err != nil {
		return nil, fmt.Errorf("make a folder for %s: %w", name, err)
	}
	b := &Browser{folder: folder, ear: newEar(listener)}
	switch name {
	case "Firefox":
		b.driver, err = b.startFirefox()
	case "WebKitGTK":
		b.driver, err = b.startWebKit()
	default:
		err = errors.New("there is no such browser")
	}
	if err != nil {
		b.Close()
		return nil, fmt.Errorf("start %s: %w", name, err)
	}
	return b, nil
}

// Close ends the browser and removes what it has kept.
func (b *Browser) Close() {
	if b.driver != nil {
		b.quit()
	}
	for i := len(b.running) - 1; i >= 0; i-- {
		_ = b.running[i].Process.Kill() // it may have ended
		_ = b.running[i].Wait()
	}
	b.ear.Close()
	_ = os.RemoveAll(b.folder)
}

// run starts a program that ends with the browser.
func (b *Browser) run(cmd *exec.Cmd) error {
	cmd.Dir = b.folder
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("run %s: %w", cmd.Path, err)
	}
	b.running = append(b.running, cmd)
	return nil
}

// find returns the path of a program: the first of the names that is installed.
func find(names ...string) (string, error) {
	for _, name := range names {
		if found, err := filepath.Glob(name); err == nil && len(found) > 0 && filepath.IsAbs(name) {
			return found[0], nil
		}
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", fmt.Errorf("%s: %w", names[0], ErrAbsent)
}

// try calls a function until it has no error, or patience ends.
func try(attempt func() error) error {
	for end := time.Now().Add(patience); ; time.Sleep(200 * time.Millisecond) {
		if err := attempt(); err == nil || time.Now().After(end) {
			return err
		}
	}
}

// setUp is what each session begins with.
func setUp(d driver) error {
	_, err := d.command(timeouts, object{"script": commandLimit.Milliseconds(), "pageLoad": commandLimit.Milliseconds()})
	return err
}

// Navigate opens an address and waits until the page is loaded.
func (b *Browser) Navigate(address string) error {
	if _, err := b.command(navigate, object{"url": address}); err != nil {
		return err
	}
	return b.Until(`document.readyState === "complete"`) // WebKitGTK may be too early
}

// Evaluate evaluates an expression in the page and decodes its value, or that of its
// promise, as JSON. What is undefined is null.
func (b *Browser) Evaluate(expression string, value any) error {
	answer, err := b.command(evaluate, object{
		"args": []any{},
		"script": `const done = arguments[arguments.length - 1];
			(async () => (` + expression + `
			))().then((value) => done({ value: JSON.stringify(value) ?? "null" }), (error) => done({ error: String(error) }));`,
	})
	if err != nil {
		return err
	}
	var result struct{ Value, Error string }
	if err := json.Unmarshal(answer, &result); err != nil {
		return fmt.Errorf("read the answer %s: %w", answer, err)
	}
	if result.Error != "" {
		return errors.New(result.Error)
	}
	if err := json.Unmarshal([]byte(result.Value), value); err != nil {
		return fmt.Errorf("read the value %s: %w", result.Value, err)
	}
	return nil
}

// Until waits until an expression is true in the page, also when the page has to go
// elsewhere for that.
func (b *Browser) Until(condition string) error {
	var last error
	for wait := (chromium.Wait{}); wait.Goes(); time.Sleep(wait.Pause()) {
		var met bool
		// A page that is being left has no answer.
		if last = b.Evaluate("Boolean("+condition+")", &met); met {
			return nil
		}
	}
	if last != nil {
		return fmt.Errorf("it is never so: %s: %w", condition, last)
	}
	return fmt.Errorf("it is never so: %s", condition)
}

// Before runs a script in each document that is opened from now on, before its own.
func (b *Browser) Before(script string) { b.ear.add(script) }

// Keys that have no character.
const (
	Tab     = "\uE004"
	Enter   = "\uE007"
	Shift   = "\uE008"
	Control = "\uE009"
	Escape  = "\uE00C"
	Down    = "\uE015"
)

// Type presses the keys of a text, one after the other.
func (b *Browser) Type(text string) error {
	var steps []object
	for _, key := range text {
		steps = append(steps, object{"type": "keyDown", "value": string(key)}, object{"type": "keyUp", "value": string(key)})
	}
	return b.act("key", steps)
}

// Chord presses keys together, and lets go of them in turn: Shift, Tab.
func (b *Browser) Chord(keys ...string) error {
	var steps []object
	for _, key := range keys {
		steps = append(steps, object{"type": "keyDown", "value": key})
	}
	for i := len(keys) - 1; i >= 0; i-- {
		steps = append(steps, object{"type": "keyUp", "value": keys[i]})
	}
	return b.act("key", steps)
}

// Click moves the mouse to a place of the view, in CSS pixels, and clicks.
func (b *Browser) Click(x, y float64) error {
	return b.act("pointer", []object{
		{"type": "pointerMove", "x": int(x), "y": int(y), "origin": "viewport"},
		{"type": "pointerDown", "button": 0},
		{"type": "pointerUp", "button": 0},
	})
}

func (b *Browser) act(kind string, steps []object) error {
	_, err := b.command(perform, object{"actions": []object{{"type": kind, "id": kind, "actions": steps}}})
	return err
}
