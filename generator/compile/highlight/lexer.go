package highlight

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/alecthomas/chroma/v2"
	"github.com/dlclark/regexp2/v2"
)

// fastLexer runs the rules of a chroma lexer and finds the same tokens. It is
// faster since it does not try a rule that cannot match: most places need one
// regular expression instead of twenty. It is safe for concurrent use.
type fastLexer struct {
	lexer    *chroma.RegexLexer
	registry *chroma.LexerRegistry
	rules    chroma.CompiledRules
	states   map[string][]*fastRule
}

// fastRule is one rule; it is looked at when a text first gets to it.
type fastRule struct {
	*chroma.CompiledRule
	expr       string
	ignoreCase bool
	plain      bool // neither emitter nor mutator look at groups
	once       sync.Once
	pattern    pattern
	err        error
}

// slowest is how long a regular expression may take. Chroma's quarter of a
// second is so short that a busy machine would find other tokens.
const slowest = 30 * time.Second

// mostIdle is how many rules in a row may match without taking any text.
const mostIdle = 1000

// newFastLexer prepares a lexer. It fails for those that are not a plain list
// of rules, which chroma has to run itself.
func newFastLexer(l chroma.Lexer, registry *chroma.LexerRegistry) (*fastLexer, error) {
	lexer, ok := l.(*chroma.RegexLexer)
	if !ok {
		return nil, fmt.Errorf("prepare lexer: %T is not a list of rules", l)
	}
	raw, err := lexer.Rules()
	if err != nil {
		return nil, fmt.Errorf("prepare lexer: %w", err)
	}
	config := lexer.Config()
	flags := ""
	if !config.NotMultiline {
		flags += "m"
	}
	if config.CaseInsensitive {
		flags += "i"
	}
	if config.DotAll {
		flags += "s"
	}
	f := &fastLexer{lexer: lexer, registry: registry, rules: chroma.CompiledRules{}, states: map[string][]*fastRule{}}
	for state, list := range raw {
		for _, rule := range list {
			// A mutator that is a function may change the rules themselves.
			if _, ok := rule.Mutator.(chroma.SerialisableMutator); !ok && rule.Mutator != nil {
				return nil, fmt.Errorf("prepare lexer: %s changes its rules", config.Name)
			}
			f.rules[state] = append(f.rules[state], &chroma.CompiledRule{Rule: rule})
		}
		if _, ok := f.rules[state]; !ok {
			f.rules[state] = nil
		}
	}
	if err := expand(f.rules); err != nil {
		return nil, err
	}
	made := map[*chroma.CompiledRule]*fastRule{}
	for state, list := range f.rules {
		for _, rule := range list {
			r, ok := made[rule]
			if !ok {
				expr := "(?:" + rule.Pattern + ")"
				if flags != "" {
					expr = "(?" + flags + ")" + expr
				}
				r = &fastRule{CompiledRule: rule, expr: `\G` + expr, ignoreCase: config.CaseInsensitive}
				r.plain = isPlainEmitter(rule.Type) && isPlainMutator(rule.Mutator)
				made[rule] = r
			}
			f.states[state] = append(f.states[state], r)
		}
		if len(list) == 0 {
			f.states[state] = nil
		}
	}
	return f, nil
}

// expand resolves the rules that stand for others, in chroma's way: each is
// taken once, and the search begins again behind it.
func expand(rules chroma.CompiledRules) error {
	for again := true; again; {
		again = false
	search:
		for _, state := range slices.Sorted(maps.Keys(rules)) {
			for i, rule := range rules[state] {
				if m, ok := rule.Mutator.(chroma.LexerMutator); ok {
					if err := m.MutateLexer(rules, state, i); err != nil {
						return fmt.Errorf("prepare lexer: %w", err)
					}
					again = true
					break search
				}
			}
		}
	}
	return nil
}

func isPlainEmitter(e chroma.Emitter) bool {
	if e == nil {
		return true
	}
	_, ok := e.(chroma.TokenType)
	return ok
}

func isPlainMutator(m chroma.Mutator) bool {
	if m == nil {
		return true
	}
	s, ok := m.(chroma.SerialisableMutator)
	return ok && (s.MutatorKind() == "push" || s.MutatorKind() == "pop")
}

// prepare looks at the rule's expression and compiles it.
func (r *fastRule) prepare() error {
	r.once.Do(func() {
		r.pattern = analyse(r.expr, r.Pattern, r.ignoreCase)
		re, err := regexp2.Compile(r.expr)
		if err != nil {
			r.err = fmt.Errorf("compile rule %q: %w", r.Pattern, err)
			return
		}
		re.MatchTimeout = slowest
		r.Regexp = re
	})
	return r.err
}

// tokens calls emit with each token of a text, whose line ends are LF.
func (f *fastLexer) tokens(text string, emit func(kind chroma.TokenType, value string)) error {
	added := f.lexer.Config().EnsureNL && !strings.HasSuffix(text, "\n")
	if added {
		text += "\n"
	}
	s := &chroma.LexerState{
		Lexer:          f.lexer,
		Registry:       f.registry,
		Text:           []rune(text),
		Stack:          []string{"root"},
		Rules:          f.rules,
		MutatorContext: map[any]any{},
	}
	end := len(s.Text)
	if added {
		end--
	}
	last, idle := -1, 0
	for s.Pos < end && len(s.Stack) > 0 {
		// Some lexers have rules that match nothing, again and again.
		if idle++; s.Pos != last {
			last, idle = s.Pos, 0
		}
		if idle > mostIdle {
			return fmt.Errorf("lex code: state %q takes no text", s.State)
		}
		s.State = s.Stack[len(s.Stack)-1]
		rules, ok := f.states[s.State]
		if !ok {
			return fmt.Errorf("lex code: no state %q", s.State)
		}
		rule, length, err := f.match(s, rules)
		if err != nil {
			return err
		}
		if rule == nil {
			if s.Text[s.Pos] == '\n' && s.State != "root" {
				s.Stack = []string{"root"}
				continue
			}
			s.Pos++
			emit(chroma.Error, string(s.Text[s.Pos-1:s.Pos]))
			continue
		}
		start := s.Pos
		s.Pos += length
		if rule.Mutator != nil {
			if err := rule.Mutator.Mutate(s); err != nil {
				return fmt.Errorf("lex code: %w", err)
			}
		}
		switch kind := rule.Type.(type) {
		case nil:
		case chroma.TokenType:
			if kind != chroma.Ignore {
				emit(kind, string(s.Text[start:start+length]))
			}
		default:
			it := kind.Emit(s.Groups, s)
			for t := it(); t != chroma.EOF; t = it() {
				if t.Type != chroma.Ignore {
					emit(t.Type, t.Value)
				}
			}
		}
	}
	if s.Pos != len(s.Text) && len(s.Stack) == 0 {
		emit(chroma.Error, string(s.Text[s.Pos:]))
	}
	return nil
}

// match finds the first rule that matches, nil for none, and sets what of the
// match emitters and mutators look at.
func (f *fastLexer) match(s *chroma.LexerState, rules []*fastRule) (*fastRule, int, error) {
	word, clear := wordAt(s.Text, s.Pos)
	var lower string
	if word > 0 {
		lower = strings.ToLower(string(s.Text[s.Pos : s.Pos+word]))
	}
	for i, r := range rules {
		if err := r.prepare(); err != nil {
			return nil, 0, err
		}
		switch r.pattern.ask(s.Text, s.Pos, word, lower, clear) {
		case noMatch:
			continue
		case wordMatch:
			if r.plain && !r.pattern.before {
				s.Rule = i
				return r, word, nil
			}
		}
		if r.plain && r.pattern.simple != nil {
			if n := r.pattern.run(s.Text, s.Pos); n >= 0 {
				s.Rule = i
				return r, n, nil
			}
			continue
		}
		m, err := r.Regexp.FindRunesMatchStartingAt(s.Text, s.Pos)
		if m == nil || err != nil || m.RuneIndex != s.Pos {
			continue
		}
		s.Rule = i
		if r.plain {
			return r, m.RuneLength, nil
		}
		groups := m.Groups()
		s.Groups = make([]string, len(groups))
		s.NamedGroups = make(map[string]string, len(groups))
		for i, g := range groups {
			s.Groups[i] = g.String()
			s.NamedGroups[g.Name] = s.Groups[i]
		}
		return r, utf8.RuneCountInString(s.Groups[0]), nil
	}
	return nil, 0, nil
}

// wordAt returns the length of the run of ASCII word characters at a place, and
// whether no character beyond ASCII behind it could be part of the word.
func wordAt(text []rune, pos int) (length int, clear bool) {
	at := pos
	for at < len(text) && text[at] < 128 && isWordByte(byte(text[at])) {
		at++
	}
	return at - pos, at == len(text) || text[at] < 128
}

func isWordByte(c byte) bool {
	return c == '_' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}
