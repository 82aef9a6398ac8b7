package webdriver

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// webKit speaks HTTP with WebKitWebDriver, which starts MiniBrowser on a screen that
// nobody sees.
type webKit struct {
	address string // of the driver
	session string
	browser string
	proxy   string
}

// style lets the window become as narrow as a phone: the toolbar would not fit.
const style = "* { min-width: 0; min-height: 0; padding: 0; margin: 0; border-width: 0; }\n"

func (b *Browser) startWebKit() (driver, error) {
	program, err := find("WebKitWebDriver")
	if err != nil {
		return nil, err
	}
	browser, err := find("/usr/lib/*/webkit2gtk-4.*/MiniBrowser", "/usr/lib*/webkit2gtk-4.*/MiniBrowser", "MiniBrowser")
	if err != nil {
		return nil, err
	}
	screen, err := b.startScreen()
	if err != nil {
		return nil, err
	}
	folder := filepath.Join(b.folder, "gtk-3.0")
	if err := os.Mkdir(folder, 0o755); err != nil {
		return nil, fmt.Errorf("make a folder for a style: %w", err)
	}
	if err := os.WriteFile(filepath.Join(folder, "gtk.css"), []byte(style), 0o644); err != nil {
		return nil, fmt.Errorf("write a style: %w", err)
	}
	port, err := freePort()
	if err != nil {
		return nil, err
	}
	cmd := exec.Command(program, "--port="+port)
	cmd.Env = append(os.Environ(), "DISPLAY="+screen, "HOME="+b.folder, "XDG_CONFIG_HOME="+b.folder, "XDG_RUNTIME_DIR="+b.folder,
		"NO_AT_BRIDGE=1", "GTK_A11Y=none", "GDK_BACKEND=x11", "WEBKIT_DISABLE_DMABUF_RENDERER=1")
	if err := b.run(cmd); err != nil {
		return nil, err
	}
	w := &webKit{address: "http://127.0.0.1:" + port, browser: browser, proxy: b.ear.URL}
	return w, w.begin(false)
}

// startScreen starts an X server without a screen and returns its name.
func (b *Browser) startScreen() (string, error) {
	program, err := find("Xvfb")
	if err != nil {
		return "", err
	}
	read, write, err := os.Pipe()
	if err != nil {
		return "", fmt.Errorf("make a pipe: %w", err)
	}
	defer read.Close() //nolint:errcheck // nothing was written
	cmd := exec.Command(program, "-displayfd", "3", "-screen", "0", "1600x1200x24", "-nolisten", "tcp")
	cmd.ExtraFiles = []*os.File{write}
	err = b.run(cmd)
	_ = write.Close() // the server has its own
	if err != nil {
		return "", err
	}
	number, err := io.ReadAll(read) // it closes the pipe when it is ready
	if err != nil || len(number) == 0 {
		return "", fmt.Errorf("wait for Xvfb: it says %q: %w", number, err)
	}
	return ":" + strings.TrimSpace(string(number)), nil
}

func freePort() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", fmt.Errorf("find a free port: %w", err)
	}
	defer l.Close() //nolint:errcheck // nobody came
	_, port, err := net.SplitHostPort(l.Addr().String())
	return port, err
}

// begin begins a session, once the driver is there.
func (w *webKit) begin(dark bool) error {
	args := []string{"--automation", "--proxy=" + w.proxy}
	if dark {
		args = append(args, "--dark-mode")
	}
	options := object{"capabilities": object{"alwaysMatch": object{
		"webkitgtk:browserOptions": object{"binary": w.browser, "args": args},
	}}}
	w.session = ""
	return try(func() error {
		answer, err := w.send(http.MethodPost, "", options, commandLimit)
		if err != nil {
			return err
		}
		var session struct{ SessionID string }
		if err := json.Unmarshal(answer, &session); err != nil {
			return fmt.Errorf("read the session: %w", err)
		}
		w.session = "/" + session.SessionID
		return setUp(w)
	})
}

func (w *webKit) command(c command, params any) (json.RawMessage, error) {
	return w.send(http.MethodPost, c.path, params, commandLimit+answerTime)
}

// send sends a request about the session and returns the value of its answer.
func (w *webKit) send(method, path string, params any, limit time.Duration) (json.RawMessage, error) {
	body, err := json.Marshal(params)
	if err != nil {
		return nil, fmt.Errorf("write the command %s: %w", path, err)
	}
	request, err := http.NewRequest(method, w.address+"/session"+w.session+path, bytes.NewReader(body))
	if err != nil {
		return nil, fmt.Errorf("make the command %s: %w", path, err)
	}
	client := &http.Client{Timeout: limit}
	response, err := client.Do(request)
	if err != nil {
		return nil, fmt.Errorf("send the command %s: %w", path, err)
	}
	defer response.Body.Close() //nolint:errcheck // it is read
	var answer struct{ Value json.RawMessage }
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil {
		return nil, fmt.Errorf("read the answer to %s: %w", path, err)
	}
	if response.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("the command %s fails with %s", path, answer.Value)
	}
	return answer.Value, nil
}

// resizes is how often the window is asked for a size.
const resizes = 100

// Resize makes the window as large as the page and its toolbar.
func (w *webKit) Resize(width, height int) error {
	// The window has a bar above the page, and a busy machine resizes it some time after it
	// was asked to: what the page says of its size may be that of before. So the window is
	// asked again, by as much as is missing, until the page has the size.
	ask := height
	for range resizes {
		if _, err := w.command(window, object{"width": width, "height": ask}); err != nil {
			return err
		}
		var inner [2]int
		const later = "new Promise((done) => setTimeout(() => done([innerWidth, innerHeight]), 30))"
		if err := (&Browser{driver: w}).Evaluate(later, &inner); err != nil {
			return err
		}
		if inner == [2]int{width, height} {
			return nil
		}
		ask = max(height, min(ask+height-inner[1], 2*height))
	}
	return fmt.Errorf("the view does not get the size of %d by %d", width, height)
}

// Dark begins another session: a program reads it only at its start.
func (w *webKit) Dark(on bool) error {
	w.quit()
	return w.begin(on)
}

func (w *webKit) quit() { _, _ = w.send(http.MethodDelete, "", nil, quitLimit) }
