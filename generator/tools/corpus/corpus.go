// Package corpus makes a content folder out of nothing, for measuring.
//
// A corpus has a number of pages: half of them release notes, a quarter
// playbooks, a quarter snippets, and a headsup.yaml that knows their products,
// audiences and owners. The pages look like the work of a careful product team:
// front matter with most fields that their kind has, 150 to 900 words of text,
// headings, lists, tables, code and links to each other. A snippet has as few
// words as its surface has room for. About half of the others are public. Of the
// snippets, a quarter is, another quarter has expired or was taken back, and both
// stop growing at 300: their bundles remain of a size that a product may load. A
// public page links to public pages only. So a correct build has nothing to
// complain about.
//
// The same number of pages gives the same bytes on every machine. A page
// depends on its number and on how many pages there are, since that bounds its
// links.
//
// The pages keep to Markdown and front matter that other site generators
// understand, so that they can be given the same folder. The package does not
// render, measure or compare anything.
package corpus

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// Files calls yield with every file of a corpus: its slash-separated path in
// the content folder and its bytes, which yield may keep. headsup.yaml comes
// first, then the pages by number. It stops at yield's first error and returns
// that error as it is.
func Files(pages int, yield func(path string, data []byte) error) error {
	if pages < 0 {
		return errors.New("make corpus: the number of pages is negative")
	}
	if err := yield("headsup.yaml", configuration()); err != nil {
		return err
	}
	m := newMaker(pages)
	for _, o := range m.outlines {
		if err := yield(o.path, m.page(o)); err != nil {
			return err
		}
	}
	return nil
}

// Write writes a corpus into a folder, which it makes when there is none.
// Files of the same name are replaced; others are left alone.
func Write(dir string, pages int) error {
	return Files(pages, func(path string, data []byte) error {
		name := filepath.Join(dir, filepath.FromSlash(path))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			return fmt.Errorf("make folder of corpus: %w", err)
		}
		if err := os.WriteFile(name, data, 0o644); err != nil {
			return fmt.Errorf("write corpus: %w", err)
		}
		return nil
	})
}
