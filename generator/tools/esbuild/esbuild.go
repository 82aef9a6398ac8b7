// Package esbuild is what the tools that run esbuild have in common.
package esbuild

import (
	"errors"
	"fmt"

	"github.com/evanw/esbuild/pkg/api"
)

// Failed makes one error of what esbuild says, nil of nothing; its warnings are
// errors, too.
func Failed(messages []api.Message) error {
	var errs []error
	for _, m := range messages {
		if m.Location != nil {
			errs = append(errs, fmt.Errorf("%s:%d:%d: %s", m.Location.File, m.Location.Line, m.Location.Column, m.Text))
			continue
		}
		errs = append(errs, errors.New(m.Text))
	}
	return errors.Join(errs...)
}
