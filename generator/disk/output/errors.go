package output

import (
	"errors"
	"fmt"
	"strings"
)

// ErrConcurrent is what a build fails with, wrapped, when another one is
// writing into the folder, or wrote into it after [Open].
var ErrConcurrent = errors.New("another build uses the output folder")

// errFinished answers calls that come after Commit or Abort.
var errFinished = errors.New("the build has been committed or aborted already")

// ConflictError lists what stands in the way of a build and that no build
// wrote. Nothing has been changed.
type ConflictError struct {
	Dir   string   // the output folder, as given to Open
	Paths []string // slash-separated, relative to Dir, sorted
}

// shownConflicts keeps the text of a ConflictError readable.
const shownConflicts = 10

// Error names the folder, the first paths and the way out.
func (e *ConflictError) Error() string {
	shown, more := e.Paths, ""
	if len(shown) > shownConflicts {
		more = fmt.Sprintf(" and %d more", len(shown)-shownConflicts)
		shown = shown[:shownConflicts]
	}
	return fmt.Sprintf("%s holds what headsup did not write and would have to replace: %s%s; move it away or choose another output folder",
		e.Dir, strings.Join(shown, ", "), more)
}
