package index

import (
	"errors"
	"fmt"
	"io/fs"
	"sync"
	"unicode/utf8"
)

// Reader reads an index from a folder and keeps what it has read. It is safe for
// concurrent use. Its errors name the file; those of a file that is missing wrap
// [fs.ErrNotExist], those of one that is not as written wrap [ErrDamaged].
type Reader struct {
	*Root
	fsys fs.FS

	mu   sync.Mutex
	read map[string]any
}

// NewReader reads the root of the index in a folder.
func NewReader(fsys fs.FS) (*Reader, error) {
	data, err := fs.ReadFile(fsys, RootFile)
	if err != nil {
		return nil, fmt.Errorf("open the search index: %w", err)
	}
	root, err := ParseRoot(data)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", RootFile, err)
	}
	return &Reader{Root: root, fsys: fsys, read: map[string]any{}}, nil
}

// load reads a file once.
func load[T any](r *Reader, name string, parse func([]byte) (T, error)) (out T, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if v, ok := r.read[name]; ok {
		return v.(T), nil
	}
	data, err := fs.ReadFile(r.fsys, name)
	if err == nil {
		out, err = parse(data)
	}
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			err = fmt.Errorf("%w: %w", ErrDamaged, err)
		}
		return out, fmt.Errorf("read %s: %w", name, err)
	}
	r.read[name] = out
	return out, nil
}

// Shard reads one shard.
func (r *Reader) Shard(i int) (*Shard, error) {
	return load(r, termFolder+r.shards[i].String()+".bin", func(data []byte) (*Shard, error) { return ParseShard(data, r.Pages) })
}

// Positions reads the positions of a shard's postings.
func (r *Reader) Positions(s *Shard) (*Positions, error) {
	name := positionFolder + s.positions.String() + ".bin"
	p, err := load(r, name, func(data []byte) (*Positions, error) { return ParsePositions(data, s) })
	if err == nil && len(p.Starts) != len(s.Pages)+1 {
		err = fmt.Errorf("read %s: %w: it belongs to another shard", name, ErrDamaged)
	}
	return p, err
}

// Spelling reads the words of one length in code points; they may be none.
func (r *Reader) Spelling(length int) (*Spelling, error) {
	h, ok := r.spelling[length]
	if !ok {
		return &Spelling{}, nil
	}
	return load(r, spellingFolder+h.String()+".bin", func(data []byte) (*Spelling, error) {
		s, err := ParseSpelling(data)
		if err != nil {
			return nil, err
		}
		for _, w := range s.Words {
			if utf8.RuneCountInString(w) != length {
				return nil, fmt.Errorf("%w: %q is not of %d letters", ErrDamaged, w, length)
			}
		}
		return s, nil
	})
}

// Facets reads the facets of all pages.
func (r *Reader) Facets() ([]Facet, error) {
	return load(r, facetFolder+r.facets.String()+".bin", func(data []byte) ([]Facet, error) { return ParseFacets(data, r.Pages) })
}

// Questions reads what queries of many words need.
func (r *Reader) Questions() (*Questions, error) {
	return load(r, questionFolder+r.questions.String()+".bin", func(data []byte) (*Questions, error) {
		return ParseQuestions(data, r.Pages)
	})
}

// ReadFragment reads what a result shows of a page: JSON, which parse makes a
// value of.
func ReadFragment[T any](r *Reader, page int, parse func(data []byte) (T, error)) (out T, err error) {
	if page < 0 || page >= r.Pages {
		return out, fmt.Errorf("read the fragment of page %d: %w", page, ErrDamaged)
	}
	return load(r, fragmentPath(r.blocks[page/BlockSize], page%BlockSize), parse)
}
