// Package hostservers starts the programs of hosts, or servers that stand for them, with the
// output of a build and the file that it wrote for the host. Tests ask them for addresses.
//
// nginx, Caddy and Apache are installed with apt-get where that is possible; what runs on
// Node.js is installed from the set of packages in tools/npm/hosts.
package hostservers

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"headsup/generator/tools/npm"
)

// Server is a running program.
type Server struct {
	URL     string // "http://127.0.0.1:1234"
	cmd     *exec.Cmd
	waited  chan error
	printed *bytes.Buffer
}

// debianPackage is what has to be installed for a program.
var debianPackage = map[string]string{"nginx": "nginx-light", "caddy": "caddy", "apache2": "apache2"}

// find returns the path of a program, and installs it when it is not there.
func find(program string) (string, error) {
	path := os.Getenv("PATH") + ":/usr/sbin:/sbin"
	if err := os.Setenv("PATH", path); err != nil {
		return "", fmt.Errorf("look for %s: %w", program, err)
	}
	if found, err := exec.LookPath(program); err == nil {
		return found, nil
	}
	name := debianPackage[program]
	missing := fmt.Errorf("%s is not there: install it with apt-get install %s, or run this as root where apt-get is", program, name)
	if os.Getuid() != 0 {
		return "", missing
	}
	for _, args := range [][]string{{"update", "-q"}, {"install", "-q", "-y", "--no-install-recommends", name}} {
		cmd := exec.Command("apt-get", args...)
		// A service must not start by being installed.
		cmd.Env = append(os.Environ(), "DEBIAN_FRONTEND=noninteractive", "RUNLEVEL=1")
		if out, err := cmd.CombinedOutput(); err != nil {
			return "", fmt.Errorf("%w\napt-get says: %w\n%s", missing, err, out)
		}
	}
	found, err := exec.LookPath(program)
	if err != nil {
		return "", missing
	}
	return found, nil
}

// Start starts the server of a host, "nginx", for a folder that is its root. The output of the
// build is in the folder below it that base names, "/" or "/enable/". scratch is a folder
// for what the program writes. It returns once the server answers.
func Start(host, root, base, scratch string) (*Server, error) {
	address, err := free()
	if err != nil {
		return nil, err
	}
	out := filepath.Join(root, filepath.FromSlash(base))
	var cmd *exec.Cmd
	switch host {
	case "nginx":
		cmd, err = nginx(address, root, out, scratch)
	case "caddy":
		cmd, err = caddy(address, root, out, scratch)
	case "apache":
		cmd, err = apache(address, root, scratch)
	default:
		cmd, err = node(host, address, root, base)
	}
	if err != nil {
		return nil, err
	}
	s := &Server{URL: "http://" + address, cmd: cmd, waited: make(chan error, 1), printed: new(bytes.Buffer)}
	cmd.Stdout, cmd.Stderr = s.printed, s.printed
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("start the server of %s: %w", host, err)
	}
	go func() { s.waited <- cmd.Wait() }()
	for range 3600 { // large sites are copied first
		select {
		case err := <-s.waited:
			return nil, fmt.Errorf("the server of %s ended: %w\n%s", host, err, s.printed)
		case <-time.After(50 * time.Millisecond):
		}
		if response, err := http.Get(s.URL + base); err == nil {
			return s, errors.Join(response.Body.Close())
		}
	}
	s.Stop()
	return nil, fmt.Errorf("the server of %s does not answer\n%s", host, s.printed)
}

// Stop ends the program.
func (s *Server) Stop() {
	// It ends by itself when it is told to; killing it leaves those that it started.
	_ = s.cmd.Process.Signal(os.Interrupt)
	select {
	case <-s.waited:
	case <-time.After(5 * time.Second):
		_ = s.cmd.Process.Kill()
		<-s.waited
	}
}

// free returns an address that nobody listens at.
func free() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", fmt.Errorf("find a port: %w", err)
	}
	return l.Addr().String(), l.Close()
}

// configured writes a configuration and returns its path.
func configured(scratch, name, text string) (string, error) {
	file := filepath.Join(scratch, name)
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		return "", fmt.Errorf("write the configuration of a server: %w", err)
	}
	return file, nil
}

func nginx(address, root, out, scratch string) (*exec.Cmd, error) {
	program, err := find("nginx")
	if err != nil {
		return nil, err
	}
	user := ""
	if os.Getuid() == 0 {
		user = "user root;" // the folders of a test are for its user only
	}
	types := "/etc/nginx/mime.types"
	if _, err := os.Stat(types); errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("nginx has no %s: install the package nginx-common", types)
	}
	file, err := configured(scratch, "nginx.conf", user+`
daemon off;
pid `+scratch+`/pid;
error_log stderr warn;
worker_processes 1;
events {}
http {
	include `+types+`;
	access_log off;
	client_body_temp_path `+scratch+`/body; proxy_temp_path `+scratch+`/proxy; fastcgi_temp_path `+scratch+`/fastcgi;
	uwsgi_temp_path `+scratch+`/uwsgi; scgi_temp_path `+scratch+`/scgi;
	server {
		listen `+address+`;
		root "`+root+`";
		include "`+out+`/nginx.conf";
	}
}
`)
	if err != nil {
		return nil, err
	}
	return exec.Command(program, "-p", scratch, "-e", "stderr", "-c", file), nil
}

func caddy(address, root, out, scratch string) (*exec.Cmd, error) {
	program, err := find("caddy")
	if err != nil {
		return nil, err
	}
	file, err := configured(scratch, "Caddyfile", `{
	admin off
	auto_https off
}
http://`+address+` {
	root * "`+root+`"
	import "`+out+`/Caddyfile"
}
`)
	if err != nil {
		return nil, err
	}
	cmd := exec.Command(program, "run", "--config", file, "--adapter", "caddyfile")
	cmd.Env = append(os.Environ(), "XDG_DATA_HOME="+scratch, "XDG_CONFIG_HOME="+scratch)
	return cmd, nil
}

func apache(address, root, scratch string) (*exec.Cmd, error) {
	program, err := find("apache2")
	if err != nil {
		return nil, err
	}
	const modules = "/usr/lib/apache2/modules"
	var load strings.Builder
	for _, name := range []string{
		"mpm_event", "authz_core", "dir", "mime", "headers", "rewrite", "filter", "deflate", "brotli", "alias", "negotiation",
	} {
		fmt.Fprintf(&load, "LoadModule %s_module %s/mod_%s.so\n", name, modules, name)
	}
	file, err := configured(scratch, "apache.conf", load.String()+`
ServerRoot "`+scratch+`"
ServerName localhost
DefaultRuntimeDir "`+scratch+`"
PidFile "`+scratch+`/apache.pid"
ErrorLog "`+scratch+`/error.log"
Listen `+address+`
User www-data
Group www-data
TypesConfig /etc/mime.types
AddLanguage de .de
DocumentRoot "`+root+`"
<Directory "`+root+`">
	AllowOverride All
	Require all granted
</Directory>
`)
	if err != nil {
		return nil, err
	}
	return exec.Command(program, "-f", file, "-D", "FOREGROUND"), nil
}

// askNetlify reads the configuration of a site as a build on Netlify does.
const askNetlify = `
import {resolveConfig} from "@netlify/config";
const [cwd, publish] = process.argv.slice(2);
const {config, headersPath, redirectsPath} = await resolveConfig({
  cwd, repositoryRoot: cwd, offline: true, context: "production", branch: "main", mode: "require", buffer: true,
  inlineConfig: {build: {publish}},
});
console.log(JSON.stringify({headers: config.headers, redirects: config.redirects}));
`

// Netlify is what a build on Netlify makes of _headers and _redirects.
type Netlify struct {
	Headers []struct {
		For    string
		Values map[string]string
	}
	Redirects []struct {
		From, To string
		Status   int
	}
}

// AskNetlify reads the files in the folder of root that base names.
func AskNetlify(root, base string) (n Netlify, err error) {
	packages, err := npm.Hosts()
	if err != nil {
		return n, err
	}
	file := filepath.Join(packages, "netlify.mjs")
	if err := os.WriteFile(file, []byte(askNetlify), 0o644); err != nil {
		return n, fmt.Errorf("write the module for Netlify: %w", err)
	}
	cmd := exec.Command("node", file, root, "."+strings.TrimSuffix(base, "/"))
	var complaint bytes.Buffer
	cmd.Stderr = &complaint
	out, err := cmd.Output()
	if err != nil {
		return n, fmt.Errorf("read the configuration as Netlify does: %w\n%s", err, &complaint)
	}
	if err := json.Unmarshal(out, &n); err != nil {
		return n, fmt.Errorf("read what Netlify's program says: %w", err)
	}
	return n, nil
}

//go:embed servers.mjs
var servers string

func node(host, address, root, base string) (*exec.Cmd, error) {
	packages, err := npm.Hosts()
	if err != nil {
		return nil, err
	}
	// Packages are looked for from the module's own folder upwards.
	file := filepath.Join(packages, "servers.mjs")
	if err := os.WriteFile(file, []byte(servers), 0o644); err != nil {
		return nil, fmt.Errorf("write the module of servers: %w", err)
	}
	_, port, err := net.SplitHostPort(address)
	if err != nil {
		return nil, fmt.Errorf("start a server of Node.js: %w", err)
	}
	return exec.Command("node", file, host, port, root, base), nil
}
