//go:build race

package main

// raced tells that the detector of races is in this binary.
const raced = true
