//go:build !unix

package postgres

import "os/exec"

// runAs leaves a program to run as who started it, who is not root.
func runAs(*exec.Cmd, int, int) {}
