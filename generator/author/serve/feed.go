package serve

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"html/template"
	"net/http"
	"strings"

	"headsup/generator/paths"
	"headsup/generator/view/words"
)

// feedPage lists what the product's feed holds.
var feedPage = template.Must(template.New("feed").Parse(`<!doctype html>
<html lang="{{.Words.Language}}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{{.Words.Say "feed-title"}}</title>
<link rel="stylesheet" href="/_headsup/feed.css">
</head>
<body>
<main>
<h1>{{if .Date}}{{.Words.Say "feed-title-on" "date" .Date}}{{else}}{{.Words.Say "feed-title"}}{{end}}</h1>
<p>{{.Words.Count "feed-note" (len .Items)}}
{{if .Raw}}<a href="{{.Raw}}">{{.Words.Say "feed-raw"}}</a>{{end}} <a href="{{.Site}}">{{.Words.Say "feed-back"}}</a></p>
{{with .Problem}}<p role="alert">{{.}}</p>{{end}}
<ol>
{{range .Items}}
<li>
<h2>{{or .Title .ID}}</h2>
<dl>
{{range .Facts}}<div><dt>{{.Name}}</dt><dd>{{.Value}}</dd></div>{{end}}
</dl>
<p>{{.Text}}</p>
</li>
{{end}}
</ol>
</main>
</body>
</html>
`))

type feedItem struct {
	ID        string         `json:"id"`
	Title     string         `json:"title"`
	Text      string         `json:"content_text"`
	URL       string         `json:"url"`
	Published string         `json:"date_published"`
	Headsup   map[string]any `json:"_headsup"`
}

type fact struct{ Name, Value string }

// Facts are what the product knows of an item, in a fixed order.
func (i feedItem) Facts() []fact {
	out := []fact{{"id", i.ID}}
	if i.Published != "" {
		out = append(out, fact{"published", i.Published})
	}
	for _, key := range []string{
		"kind", "key", "surface", "stage", "version", "products", "anchor", "trigger", "target",
		"frequency", "group", "priority", "publish_at", "expires_at",
	} {
		if v, ok := i.Headsup[key]; ok {
			text, err := json.Marshal(v)
			if err == nil {
				out = append(out, fact{key, strings.Trim(string(text), `"`)})
			}
		}
	}
	return out
}

// feed shows the feed of a view as a page: always that of the public, as the
// product has no other.
func (s *Server) feed(w http.ResponseWriter, r *http.Request, v View) {
	v.Public = true
	st := s.fresh(r.Context(), v)
	st.mu.RLock()
	base, texts := st.built.BasePath, words.For(st.built.Language)
	st.mu.RUnlock()
	data := struct {
		Date, Site, Raw, Problem string
		Items                    []feedItem
		Words                    *words.Words
	}{Date: v.Date, Site: base, Words: texts}
	items, err := st.items(r.Context())
	if err != nil {
		data.Problem = err.Error()
	} else {
		data.Items, data.Raw = items, base+paths.JSONFeed
	}
	var page bytes.Buffer
	if err := feedPage.Execute(&page, data); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Write(page.Bytes()) //nolint:errcheck // the reader has gone
}

// items reads all pages of the site's feed.
func (st *site) items(ctx context.Context) ([]feedItem, error) {
	var all []feedItem
	for name := paths.JSONFeed; name != ""; {
		data, err := st.read(ctx, name)
		if err != nil {
			return nil, errNoFeed
		}
		var page struct {
			Items []feedItem `json:"items"`
			Next  string     `json:"next_url"`
		}
		if err := json.Unmarshal(data, &page); err != nil {
			return nil, fmt.Errorf("read the feed: %w", err)
		}
		all = append(all, page.Items...)
		name = ""
		if i := strings.LastIndex(page.Next, "/"+paths.FeedArchive); i >= 0 {
			name = page.Next[i+1:]
		}
	}
	return all, nil
}
