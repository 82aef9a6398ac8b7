package webdriver

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// firefox speaks Marionette, the protocol in which a driver tells Firefox the commands of
// WebDriver.
type firefox struct {
	connection net.Conn
	answers    *bufio.Reader
	last       int // number of a command
}

// preferences keep Firefox from going to the network for itself.
var preferences = map[string]any{
	"marionette.port":                                  0, // any that is free
	"network.proxy.type":                               1,
	"network.proxy.allow_hijacking_localhost":          true,
	"network.captive-portal-service.enabled":           false,
	"network.connectivity-service.enabled":             false,
	"network.prefetch-next":                            false,
	"datareporting.policy.dataSubmissionEnabled":       false,
	"app.normandy.enabled":                             false,
	"app.update.disabledForTesting":                    true,
	"browser.safebrowsing.malware.enabled":             false,
	"browser.safebrowsing.phishing.enabled":            false,
	"browser.newtabpage.enabled":                       false,
	"browser.startup.page":                             0,
	"browser.startup.homepage_override.mstone":         "ignore",
	"browser.shell.checkDefaultBrowser":                false,
	"browser.search.suggest.enabled":                   false,
	"browser.topsites.contile.enabled":                 false,
	"browser.sessionstore.resume_from_crash":           false,
	"dom.ipc.processCount":                             1,
	"dom.ipc.processPrelaunch.enabled":                 false,
	"extensions.enabledScopes":                         0,
	"extensions.getAddons.cache.enabled":               false,
	"extensions.systemAddon.update.enabled":            false,
	"layout.css.prefers-color-scheme.content-override": 1,
	"media.gmp-manager.updateEnabled":                  false,
	"nimbus.rollouts.enabled":                          false,
	"services.settings.server":                         "data:,#remote-settings-dummy/v1",
	"toolkit.telemetry.enabled":                        false,
}

func (b *Browser) startFirefox() (driver, error) {
	program, err := find("firefox-esr", "firefox")
	if err != nil {
		return nil, err
	}
	host, port, err := net.SplitHostPort(b.ear.Listener.Addr().String())
	if err != nil {
		return nil, fmt.Errorf("find the proxy: %w", err)
	}
	var profile strings.Builder
	set := func(name string, value any) {
		quoted, _ := json.Marshal(value) // strings, numbers, booleans
		fmt.Fprintf(&profile, "user_pref(%q, %s);\n", name, quoted)
	}
	for name, value := range preferences {
		set(name, value)
	}
	for _, scheme := range []string{"http", "ssl"} {
		set("network.proxy."+scheme, host)
		fmt.Fprintf(&profile, "user_pref(%q, %s);\n", "network.proxy."+scheme+"_port", port)
	}
	if err := os.WriteFile(filepath.Join(b.folder, "user.js"), []byte(profile.String()), 0o644); err != nil {
		return nil, fmt.Errorf("write the profile: %w", err)
	}
	cmd := exec.Command(program, "--headless", "--no-remote", "--marionette", "--remote-allow-system-access",
		"--profile", b.folder, "about:blank")
	cmd.Env = append(os.Environ(), "HOME="+b.folder)
	if err := b.run(cmd); err != nil {
		return nil, err
	}
	f := &firefox{}
	err = try(func() error {
		text, err := os.ReadFile(filepath.Join(b.folder, "MarionetteActivePort"))
		if err != nil {
			return fmt.Errorf("wait for Firefox: %w", err)
		}
		f.connection, err = net.Dial("tcp", net.JoinHostPort("127.0.0.1", strings.TrimSpace(string(text))))
		return err
	})
	if err != nil {
		return nil, err
	}
	f.answers = bufio.NewReader(f.connection)
	if _, err := f.read(); err != nil { // who it is
		return nil, err
	}
	if _, err := f.send("WebDriver:NewSession", object{}); err != nil {
		return nil, err
	}
	return f, setUp(f)
}

func (f *firefox) command(c command, params any) (json.RawMessage, error) {
	answer, err := f.send("WebDriver:"+c.name, params)
	if err != nil {
		return nil, err
	}
	var result struct{ Value json.RawMessage }
	// Some have their values without a name, and we read none of these.
	_ = json.Unmarshal(answer, &result)
	return result.Value, nil
}

// send sends a command and waits for its answer. A message is a list, with the number of
// its bytes in front: 0, a number, a name and parameters; back come 1, the number, an error or null
// and the result.
func (f *firefox) send(name string, params any) (json.RawMessage, error) {
	f.last++
	message, err := json.Marshal([]any{0, f.last, name, params})
	if err != nil {
		return nil, fmt.Errorf("write the command %s: %w", name, err)
	}
	if err := f.connection.SetDeadline(time.Now().Add(commandLimit + answerTime)); err != nil {
		return nil, fmt.Errorf("limit the command %s: %w", name, err)
	}
	if _, err := fmt.Fprintf(f.connection, "%d:%s", len(message), message); err != nil {
		return nil, fmt.Errorf("send the command %s: %w", name, err)
	}
	data, err := f.read()
	if err != nil {
		return nil, err
	}
	var answer [4]json.RawMessage
	if err := json.Unmarshal(data, &answer); err != nil || string(answer[1]) != strconv.Itoa(f.last) {
		return nil, fmt.Errorf("the command %s is answered with %s", name, data)
	}
	if problem := answer[2]; string(problem) != "null" {
		var said struct{ Error, Message string }
		if err := json.Unmarshal(problem, &said); err != nil {
			return nil, fmt.Errorf("the command %s fails with %s", name, problem)
		}
		return nil, fmt.Errorf("%s: %s", said.Error, said.Message)
	}
	return answer[3], nil
}

func (f *firefox) read() ([]byte, error) {
	length, err := f.answers.ReadString(':')
	if err != nil {
		return nil, fmt.Errorf("wait for Firefox: %w", err)
	}
	n, err := strconv.Atoi(strings.TrimSuffix(length, ":"))
	if err != nil {
		return nil, fmt.Errorf("read the length of an answer: %w", err)
	}
	data := make([]byte, n)
	if _, err := io.ReadFull(f.answers, data); err != nil {
		return nil, fmt.Errorf("read an answer: %w", err)
	}
	return data, nil
}

// program runs a script in Firefox itself, and not in a page.
func (f *firefox) program(script string, args ...any) error {
	if _, err := f.send("Marionette:SetContext", object{"value": "chrome"}); err != nil {
		return err
	}
	_, failed := f.send("WebDriver:ExecuteScript", object{"script": script, "args": args})
	if _, err := f.send("Marionette:SetContext", object{"value": "content"}); err != nil {
		return err
	}
	return failed
}

// Resize changes the box of the page and not the window, which does not become narrow.
func (f *firefox) Resize(width, height int) error {
	return f.program(`const box = gBrowser.selectedBrowser.style;
		for (const side of ["min", "max"]) {
			box.setProperty(side + "-width", arguments[0] + "px");
			box.setProperty(side + "-height", arguments[1] + "px");
		}`, width, height)
}

func (f *firefox) Dark(on bool) error {
	return f.program(`Services.prefs.setIntPref("layout.css.prefers-color-scheme.content-override", arguments[0] ? 0 : 1)`, on)
}

func (f *firefox) quit() { _ = f.connection.Close() }
