package ingest

import (
	"archive/zip"
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"html"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"headsup/generator/inbound/redact"
)

// slack reads an export of a workspace, from a folder or an archive. Of what it holds
// of people, only who is a program is used, and full names to find them in texts.
func (r *reader) slack(isFolder bool) error {
	fsys, err := fs.Sub(r.fsys, r.name)
	if !isFolder {
		fsys, err = r.archive()
	}
	if err != nil {
		return err
	}
	root, err := exportRoot(fsys)
	if err != nil {
		return fmt.Errorf("%s: %w", r.name, err)
	}
	if fsys, err = fs.Sub(fsys, root); err != nil {
		return err
	}
	w := &workspace{
		reader: r, fsys: fsys, programs: map[string]bool{},
		channels: map[string]string{}, private: map[string]string{}, names: map[string]string{},
	}
	if err := w.load(); err != nil {
		return err
	}
	folders, err := fs.ReadDir(fsys, ".")
	if err != nil {
		return err
	}
	for _, f := range folders {
		if !f.IsDir() || f.Name() == "__MACOSX" {
			continue
		}
		if id, ok := w.wanted(f.Name()); ok {
			if err := w.channel(id, f.Name()); err != nil {
				return err
			}
		}
	}
	return nil
}

// archive opens the archive. What is in it is bounded as it is read, whatever sizes it
// claims to have.
func (r *reader) archive() (fs.FS, error) {
	data, err := r.file(r.fsys, r.name)
	if err != nil {
		return nil, err
	}
	r.total = 0
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, fmt.Errorf("%s is no archive that can be read: %w", r.name, err)
	}
	return archive, nil
}

// exportRoot is the folder in which the lists of an export are: that of the archive, or
// the only one in it when somebody packed it again.
func exportRoot(fsys fs.FS) (string, error) {
	isRoot := func(dir string) bool {
		for _, name := range []string{"channels.json", "users.json", "org_users.json"} {
			if _, err := fs.Stat(fsys, path.Join(dir, name)); err == nil {
				return true
			}
		}
		return false
	}
	if isRoot(".") {
		return ".", nil
	}
	entries, err := fs.ReadDir(fsys, ".")
	if err != nil {
		return "", err
	}
	for _, e := range entries {
		if e.IsDir() && isRoot(e.Name()) {
			return e.Name(), nil
		}
	}
	return "", errors.New("it is no export of Slack, which has a file channels.json\n" +
		"hint: export it again; of an archive or a folder of something else, name the files in it")
}

// workspace is an export of Slack.
type workspace struct {
	*reader
	fsys     fs.FS
	channels map[string]string // ids of public channels by name
	private  map[string]string // ids of all others by name
	names    map[string]string // of public channels by id
	programs map[string]bool   // ids of users that are programs
	known    *redact.Redactor
}

// load reads the lists of channels and users.
func (w *workspace) load() error {
	var names []string
	lists := map[string]func(n node){
		"channels.json": func(n node) {
			id, name := n.at("id").text(), n.at("name").text()
			w.channels[name], w.names[id] = id, name
		},
		"groups.json": func(n node) { w.private[n.at("name").text()] = n.at("id").text() },
		"mpims.json":  func(n node) { w.private[n.at("name").text()] = n.at("id").text() },
		"dms.json":    func(n node) { w.private[n.at("id").text()] = n.at("id").text() },
	}
	user := func(n node) {
		if n.at("is_bot").is(true) {
			w.programs[n.at("id").text()] = true
		}
		names = append(names, n.at("real_name").text(), n.at("profile", "real_name").text(), n.at("profile", "display_name").text())
	}
	lists["users.json"], lists["org_users.json"] = user, user
	for _, name := range sortedKeys(lists) {
		err := w.each(name, func(_ int, n node) { lists[name](n) })
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	w.known = w.Redactor.Knowing(names...)
	return nil
}

// each reads the objects of a file of the export.
func (w *workspace) each(name string, do func(line int, n node)) error {
	data, err := w.file(w.fsys, name)
	if err != nil {
		return err
	}
	text, err := decode(data, "")
	if err != nil {
		return err
	}
	inFile := *w.reader
	inFile.name = path.Join(w.name, name)
	for line, n := range inFile.objects(text) {
		do(line, n)
	}
	return w.ctx.Err()
}

// wanted reports whether a folder is read. Only public channels are, unless others are named.
func (w *workspace) wanted(folder string) (id string, ok bool) {
	if id, ok := w.channels[folder]; ok {
		return id, true
	}
	id, listed := w.private[folder]
	if slices.Contains(w.Channels, folder) {
		if !listed {
			id = folder
		}
		return id, true
	}
	switch {
	case strings.HasPrefix(id, "D"):
		w.leaveOut("direct messages between two")
	case strings.HasPrefix(folder, "mpdm-"):
		w.leaveOut("direct messages of groups")
	default:
		w.leaveOut("private channels")
	}
	return "", false
}

// said are the kinds of messages that people write; all others tell what happened.
var said = []string{"", "bot_message", "file_share", "file_comment", "me_message", "thread_broadcast"}

// channel reads the days of a channel.
func (w *workspace) channel(id, folder string) error {
	days, err := fs.Glob(w.fsys, escapeGlob(folder)+"/*.json")
	if err != nil {
		return err
	}
	type message struct {
		node
		file string
		line int
	}
	var all []message
	first := map[string]string{} // what begins a thread, with its kind, by its time
	for _, day := range days {
		err := w.each(day, func(line int, n node) {
			all = append(all, message{n, path.Join(w.name, day), line})
			first[n.at("ts").text()] = n.at("subtype").text()
		})
		if err != nil {
			return err
		}
	}
	for _, m := range all {
		w.result.Counts.Read++
		kind, ts, thread := m.at("subtype").text(), m.at("ts").text(), m.at("thread_ts").text()
		parent, there := first[thread]
		isReply := thread != "" && thread != ts
		text := w.text(m.node)
		switch {
		case !slices.Contains(said, kind):
			w.leaveOut("told by Slack")
		case isReply && !there:
			w.leaveOut("reply to a message that is not in the export")
		case isReply && parent != "tombstone":
			w.leaveOut("reply")
			w.result.Replies[id+"-"+thread]++
		case text == "":
			w.leaveOut("without text")
		case w.isProgram(m.node) && !request.MatchString(text):
			w.leaveOut("written by a program")
		default:
			e := entry{file: m.file, line: m.line}
			e.ID, e.Text = id+"-"+ts, text
			e.At, _ = sinceEpoch(ts)
			inChannel := *w.reader
			inChannel.Redactor = w.known
			inChannel.mapped(&e, m.node)
			inChannel.add(e)
		}
	}
	return nil
}

// escapeGlob makes a pattern that matches a name alone.
func escapeGlob(name string) string {
	return strings.NewReplacer(`\`, `\\`, "*", `\*`, "?", `\?`, "[", `\[`).Replace(name)
}

func (w *workspace) isProgram(m node) bool {
	return m.at("subtype").text() == "bot_message" || m.at("bot_id").text() != "" || w.programs[m.at("user").text()]
}

// request is what a program passes on of people: forms are programs, and so is what
// reports on deployments.
var request = regexp.MustCompile(`(?i)[?？]|\b(?:question|request|feedback|idea|suggestion|wish|frage|anfrage|wunsch|idee|vorschlag)\b`)

// uploaded is what Slack wrote before the words to a file until 2017.
var uploaded = regexp.MustCompile(`(?s)^<@[^>]+> uploaded a file: <[^>]+>(?: and commented: (.*))?$`)

// text is what a message says: its text, or that of its blocks or attachments.
func (w *workspace) text(m node) string {
	text := m.at("text").text()
	if found := uploaded.FindStringSubmatch(text); found != nil {
		text = found[1]
	}
	if strings.TrimSpace(text) == "" {
		var b strings.Builder
		for _, block := range m.at("blocks").list() {
			blockText(block, &b)
		}
		for _, a := range m.at("attachments").list() {
			if b.Len() == 0 {
				b.WriteString(a.first("text", "fallback", "pretext", "title"))
			}
		}
		text = b.String()
	}
	return strings.TrimSpace(w.markup(text))
}

// blockText writes the words of a block and of those in it.
func blockText(n node, b *strings.Builder) {
	switch kind := n.at("type").text(); kind {
	case "user":
		fmt.Fprintf(b, "<@%s>", n.at("user_id").text())
	case "link":
		b.WriteString(n.first("text", "url"))
	case "emoji":
		fmt.Fprintf(b, ":%s:", n.at("name").text())
	case "channel":
		fmt.Fprintf(b, "<#%s>", n.at("channel_id").text())
	case "actions", "input", "image", "button":
		return
	default:
		if text := n.at("text"); text.text() != "" {
			b.WriteString(text.text())
		} else {
			b.WriteString(text.at("text").text())
		}
	}
	for _, list := range []string{"fields", "elements"} {
		for _, each := range n.at(list).list() {
			blockText(each, b)
		}
	}
	switch n.at("type").text() {
	case "section", "header", "context", "rich_text_section", "rich_text_quote", "rich_text_preformatted", "mrkdwn", "plain_text":
		b.WriteByte('\n')
	}
}

var (
	angled = regexp.MustCompile(`<([^<>\n|]+)(?:\|([^<>\n]*))?>`)
	tone   = regexp.MustCompile(`:skin-tone-[2-6]:`)
)

// markup returns a text without the marks of Slack. Links are their words, and channels
// their names. Mentions stay as they are: they are taken out with what is personal.
func (w *workspace) markup(text string) string {
	text = angled.ReplaceAllStringFunc(text, func(all string) string {
		m := angled.FindStringSubmatch(all)
		target, label := m[1], m[2]
		switch {
		case target[0] == '@':
			return all
		case target[0] == '#':
			return "#" + cmp.Or(label, w.names[target[1:]], "channel")
		case strings.HasPrefix(target, "!subteam"):
			return strings.TrimPrefix(cmp.Or(label, "group"), "@")
		case strings.HasPrefix(target, "!date"):
			return label
		case target[0] == '!':
			return "@" + target[1:]
		case strings.HasPrefix(target, "tel:"):
			// The word tells that what follows is a number.
			return "tel: " + cmp.Or(label, strings.TrimPrefix(target, "tel:"))
		}
		return cmp.Or(label, strings.TrimPrefix(target, "mailto:"))
	})
	return html.UnescapeString(tone.ReplaceAllString(text, ""))
}
