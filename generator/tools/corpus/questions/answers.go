package main

import (
	"errors"
	"io"
)

func measureAnswers(io.Writer, []question, []question, []question, int) error {
	return errors.New("not yet")
}
