// Package chromium finds and drives a browser: that of tests and measurements, and
// that in which headsup check --app looks at a product.
package chromium

import (
	"cmp"
	"errors"
	"os"
	"os/exec"
)

// names are programs that speak the Chrome DevTools Protocol. Those without windows come
// first: a full browser opens one for each tab, and takes twice the time. The script
// .ci/browser looks for the same.
var names = []string{
	"chromium-headless-shell", "chrome-headless-shell", "headless-shell", "headless_shell", "chromium",
	"chromium-browser", "google-chrome", "google-chrome-stable", "google-chrome-beta", "chrome",
	"/Applications/Google Chrome.app/Contents/MacOS/Google Chrome", "/Applications/Chromium.app/Contents/MacOS/Chromium",
}

// Path returns the browser that the environment variables CHROME or CHROME_PATH name, or
// one that is installed.
func Path() (string, error) {
	if name := cmp.Or(os.Getenv("CHROME"), os.Getenv("CHROME_PATH")); name != "" {
		return name, nil
	}
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", errors.New("there is no browser: install Chromium or name one in CHROME_PATH")
}
