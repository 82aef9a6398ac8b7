package generator

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"headsup/generator/compile/markdown"
	"headsup/generator/disk/cache"
)

// buildCache holds compiled documents from the time that they are compiled until
// they are rendered, so that the memory of a build grows little with its content:
// in the cache folder, where the next build finds them too, or in a temporary
// folder when there is to be none.
type buildCache struct {
	*cache.Cache
	temporary string // folder to remove, "" for a cache
}

// openBuildCache opens the cache of the content folder. A build does without when
// there is nowhere to keep one, and says so in a note.
func openBuildCache(opt Options) (buildCache, []string, error) {
	var notes []string
	if !opt.NoCache {
		dir, err := cacheDir(opt)
		if err == nil {
			var c *cache.Cache
			if c, err = cache.Open(dir); err == nil {
				c.Now = time.Now
				return buildCache{Cache: c}, nil, nil
			}
		}
		notes = append(notes, fmt.Sprintf("built without a cache: %v", err))
	}
	dir, err := TemporaryFolder("cache")
	if err != nil {
		return buildCache{}, nil, err
	}
	c, err := cache.Open(dir)
	if err != nil {
		return buildCache{}, nil, errors.Join(fmt.Errorf("open a temporary folder: %w", err), os.RemoveAll(dir))
	}
	return buildCache{Cache: c, temporary: dir}, notes, nil
}

func cacheDir(opt Options) (string, error) {
	if opt.CacheDir != "" {
		return opt.CacheDir, nil
	}
	base, err := os.UserCacheDir()
	if err != nil {
		return "", err
	}
	return filepath.Join(base, "headsup", folderKey(opt.Content)), nil
}

// keep saves what was put, for the next build.
func (s buildCache) keep() error {
	if s.temporary != "" {
		return nil
	}
	return s.Flush()
}

// close lets go of the files; temporary ones go.
func (s buildCache) close() {
	s.Close() //nolint:errcheck // only read from
	if s.temporary != "" {
		os.RemoveAll(s.temporary) //nolint:errcheck // the system cleans its temporary folder
	}
}

var errNotCached = errors.New("it is not in the cache any more")

// document returns a document from the cache of the build.
func (s buildCache) document(key cache.Key) (markdown.Encoded, error) {
	data, ok := s.Get(key)
	if !ok {
		return nil, errNotCached
	}
	return data, nil
}

// keyOf describes the whole computation of a document. The result must depend
// on nothing else.
func keyOf(compiler *markdown.Compiler, in markdown.Input) cache.Key {
	var facts [9]byte
	binary.LittleEndian.PutUint64(facts[:], uint64(in.Line))
	facts[8] = byte(in.Steps)
	if in.MDX {
		facts[8] |= 1 << 7
	}
	body := sha256.Sum256(in.Body)
	return cache.NewKey(Version+" "+compiler.Digest(), facts[:], []byte(in.Title), body[:])
}

// outline is what linking needs of a document: all but its HTML and passages.
func outline(d *markdown.Document) *markdown.Document {
	light := *d
	light.Full.HTML, light.Full.Passages = nil, nil
	if d.Public != nil {
		public := *d.Public
		public.HTML, public.Passages = nil, nil
		light.Public = &public
	}
	return &light
}
