// Package readers has the tests that give what headsup publishes to the programs in which
// people read it: readers of feeds, calendars, editors, and what judges pages and reports.
//
// Programs of Node.js that are small are asked in each test run, all others by
// make conformance. Each has a subtest of its own:
//
//	go test ./generator/tools/readers -conformance -run TestFeedReaders/miniflux
package readers
