package hosting

import (
	"fmt"
	"strings"

	"headsup/generator/paths"
)

// quoted returns a text between quotes, in which a backslash stands before quotes and backslashes.
func quoted(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"`
}

const nginxNote = `# Written by headsup, to be included in the server block that has the output folder,
# or the folder above it when the site is in a subfolder, as its root:
#
#     server { server_name help.example.com; root /srv/site; include /srv/site/nginx.conf; }
#
# A location of your own that has add_header loses the headers of this file.
# With the module ngx_brotli, write "brotli on;" and "brotli_types" with the types of gzip_types below.

`

// nginx returns the directives of a server block.
//
// Variables say what depends on the file, as headers of a location would replace all
// those of the server. They are set anew for the page that tells what is missing.
func nginx(m *model) []byte {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	b.WriteString(nginxNote)
	missing := quoted(m.decodedBase() + paths.NotFound)
	line("index index.html;\nabsolute_redirect off;\ncharset utf-8;\ncharset_types %s;", strings.Join(compressible[1:], " "))
	line("error_page 404 %s;\nerror_page 403 =404 %s;", missing, missing)
	line("gzip on;\ngzip_vary on;\ngzip_proxied any;\ngzip_min_length 1000;")
	line("gzip_types %s;", strings.Join(compressible[1:], " ")) // nginx adds text/html itself
	line("")
	names := map[string]string{cacheControl: "$headsup_caching", allowOrigin: "$headsup_origin"}
	line("set $headsup_caching %s;\nset $headsup_origin \"\";", quoted(m.caching))
	for _, r := range m.files {
		line("if ($uri ~ %s) {", `"`+m.expression(r.rule, literal)+`"`)
		for _, h := range r.headers {
			if name, ok := names[h.name]; ok {
				line("\tset %s %s;", name, quoted(harmless(h.value)))
			}
		}
		line("}")
	}
	line("")
	for _, h := range m.everywhere {
		line("add_header %s %s always;", h.name, quoted(harmless(h.value)))
	}
	line("add_header Cache-Control $headsup_caching always;\nadd_header %s $headsup_origin always;\n", allowOrigin)
	line("location ~ %s { return 404; }", `"`+m.hiddenExpression(literal)+`"`)
	for _, r := range m.files {
		if t := r.mediaType(); t != "" {
			line("location ~ %s { types {} default_type %s; }", `"`+m.expression(r.rule, literal)+`"`, bare(t))
		}
	}
	for _, t := range m.types {
		line("location ~ %s { types {} default_type %s; }", `"`+literal(t.extension)+`$"`, bare(t.name))
	}
	line("")
	for _, r := range m.redirects {
		line("location = %s { return 301 %s; }", quoted(r.From), quoted(harmless(r.To)))
	}
	for _, r := range m.patterns {
		to := strings.ReplaceAll(harmless(r.To), splat, "$headsup_rest")
		line("location ~ %s { return 301 %s; }", `"^`+literal(r.From)+`(?<headsup_rest>.*)$"`, quoted(to))
	}
	return []byte(b.String())
}

// bare returns a type without its encoding: nginx adds that, and compresses no type that has one.
func bare(mediaType string) string {
	name, _, _ := strings.Cut(mediaType, ";")
	return name
}

// mediaType returns the type of the rule's files, "" for one that their names tell.
func (r fileRule) mediaType() string {
	for _, h := range r.headers {
		if h.name == contentType {
			return h.value
		}
	}
	return ""
}

const caddyNote = `# Written by headsup, to be imported into the site block that has the output folder,
# or the folder above it when the site is in a subfolder, as its root:
#
#     help.example.com {
#         root * /srv/site
#         import /srv/site/Caddyfile
#     }

`

// caddy returns the directives of a site block. They are in a route, which keeps their order.
func caddy(m *model) []byte {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	b.WriteString(caddyNote)
	line("route {\n\theader {")
	for _, h := range append(m.everywhere[:len(m.everywhere):len(m.everywhere)], header{cacheControl, m.caching}) {
		line("\t\t%s %s", h.name, quoted(harmless(h.value)))
	}
	line("\t}")
	line("\t@headsup_hidden path_regexp %s\n\terror @headsup_hidden 404", `"`+m.hiddenExpression(literal)+`"`)
	for i, t := range m.types {
		line("\t@headsup_type%d path *%s\n\theader @headsup_type%d Content-Type %s", i, t.extension, i, quoted(t.name))
	}
	for i, r := range m.files {
		line("\t@headsup_file%d path_regexp %s\n\theader @headsup_file%d {", i, `"`+m.expression(r.rule, literal)+`"`, i)
		for _, h := range r.headers {
			line("\t\t%s %s", h.name, quoted(harmless(h.value)))
		}
		line("\t}")
	}
	if len(m.redirects) > 0 {
		line("\tmap {path} {headsup_to} {")
		for _, r := range m.redirects {
			from := `"~^` + literal(r.From) + `$"`
			if expr := literal(r.From); expr == r.From {
				from = `"` + expr + `"`
			}
			line("\t\t%s %s", from, quoted(harmless(r.To)))
		}
		line("\t\tdefault \"\"\n\t}\n\t@headsup_moved expression `{headsup_to} != \"\"`\n\tredir @headsup_moved {headsup_to} 301")
	}
	line("\tencode {\n\t\tzstd\n\t\tgzip\n\t\tmatch {")
	for _, t := range compressible {
		line("\t\t\theader Content-Type %s*", t)
	}
	line("\t\t}\n\t}\n\tfile_server\n}\n")
	line("handle_errors {\n\t@headsup_missing expression {err.status_code} == 404\n\thandle @headsup_missing {")
	line("\t\theader {\n\t\t\tCache-Control %s\n\t\t\tContent-Type \"text/html; charset=utf-8\"\n\t\t\t-%s\n\t\t}",
		quoted(m.caching), allowOrigin)
	line("\t\trewrite * %s\n\t\tencode zstd gzip\n\t\tfile_server\n\t}\n}", quoted(m.base+paths.NotFound))
	return []byte(b.String())
}

const apacheNote = `# Written by headsup for the folder that it is in. Apache reads it when the folder has
# "AllowOverride All"; faster is "AllowOverride None" with this file by Include in <Directory>.
# It takes mod_headers, mod_rewrite, mod_dir and mod_mime, and mod_brotli or mod_deflate to compress.

`

// apache returns the directives of a folder.
func apache(m *model) []byte {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	value := func(s string) string { return quoted(strings.ReplaceAll(harmless(s), "%", "%%")) }
	b.WriteString(apacheNote)
	line("Options -Indexes -MultiViews\nDirectoryIndex index.html\nAddDefaultCharset utf-8\nErrorDocument 404 %s", m.base+paths.NotFound)
	for _, t := range m.types {
		line("AddType %s %s", quoted(t.name), t.extension)
	}
	line("")
	for _, h := range append(m.everywhere[:len(m.everywhere):len(m.everywhere)], header{cacheControl, m.caching}) {
		line("Header always set %s %s", h.name, value(h.value))
	}
	for _, r := range m.files {
		expr := "%{REQUEST_URI} =~ m#" + m.expression(r.rule, literal) + "#"
		for _, h := range r.headers {
			if h.name == contentType {
				line("<If \"%s\">\n\tForceType %s\n</If>", expr, quoted(h.value))
			} else {
				line("Header always set %s %s \"expr=%s\"", h.name, value(h.value), expr)
			}
		}
	}
	for _, module := range [][2]string{{"brotli", "BROTLI_COMPRESS"}, {"deflate", "DEFLATE"}} {
		line("<IfModule mod_%s.c>\n\tAddOutputFilterByType %s %s\n</IfModule>", module[0], module[1], strings.Join(compressible, " "))
	}
	line("\nRewriteEngine On")
	hidden := *m
	hidden.base = "/"
	line("RewriteRule %s - [R=404,L]", `"`+strings.Replace(hidden.hiddenExpression(literal), "^/", "^", 1)+`"`)
	for _, r := range m.first() {
		from, ok := strings.CutPrefix(r.From, m.decodedBase())
		if ok && from != "" {
			to := strings.ReplaceAll(harmless(r.To), "%", `\%`)
			line("RewriteRule %s \"%s\" [R=301,NE,L]", `"^`+literal(from)+`$"`, to)
		}
	}
	for _, r := range m.patterns {
		if from, ok := strings.CutPrefix(r.From, m.decodedBase()); ok && from != "" {
			to := strings.ReplaceAll(strings.ReplaceAll(harmless(r.To), "%", `\%`), splat, "$1")
			line("RewriteRule %s \"%s\" [R=301,NE,L]", `"^`+literal(from)+`(.*)$"`, to)
		}
	}
	// A folder without a page is not forbidden: there is nothing.
	line("RewriteCond %%{REQUEST_FILENAME} -d\nRewriteCond %%{REQUEST_FILENAME}/index.html !-f\nRewriteRule ^ - [R=404,L]")
	return []byte(b.String())
}
