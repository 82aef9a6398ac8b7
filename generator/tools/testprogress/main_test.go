package main

import (
	"strings"
	"testing"
)

const events = `{"Action":"start","Package":"m/a"}
{"Action":"start","Package":"m/b"}
{"Action":"run","Package":"m/a","Test":"TestSlow"}
{"Action":"output","Package":"m/a","Test":"TestSlow","Output":"=== RUN   TestSlow\n"}
{"Action":"run","Package":"m/a","Test":"TestParallel"}
{"Action":"pause","Package":"m/a","Test":"TestParallel"}
{"Action":"run","Package":"m/b","Test":"TestGood"}
{"Action":"output","Package":"m/b","Test":"TestGood","Output":"nothing of interest\n"}
{"Action":"pass","Package":"m/b","Test":"TestGood","Elapsed":0.1}
{"Action":"run","Package":"m/b","Test":"TestBad"}
{"Action":"run","Package":"m/b","Test":"TestBad/part"}
{"Action":"output","Package":"m/b","Test":"TestBad/part","Output":"    b_test.go:7: it is wrong\n"}
{"Action":"fail","Package":"m/b","Test":"TestBad/part","Elapsed":0.1}
{"Action":"output","Package":"m/b","Test":"TestBad","Output":"--- FAIL: TestBad (0.10s)\n"}
{"Action":"fail","Package":"m/b","Test":"TestBad","Elapsed":0.1}
{"Action":"output","Package":"m/b","Output":"FAIL\n"}
{"Action":"output","Package":"m/b","Output":"FAIL\tm/b\t0.2s\n"}
{"Action":"fail","Package":"m/b","Elapsed":0.2}
`

func TestPrint(t *testing.T) {
	var out strings.Builder
	p := &printer{out: &out, running: map[string]*pack{}}
	failed, err := p.print(strings.NewReader(events))
	if err != nil || !failed {
		t.Errorf("failed: %v, %v", failed, err)
	}
	if got, want := out.String(), "--- FAIL: TestBad (0.10s)\n    b_test.go:7: it is wrong\nFAIL\nFAIL\tm/b\t0.2s\n"; got != want {
		t.Errorf("it prints\n%s\nwant\n%s", got, want)
	}
	if got, want := p.state(), "... packages done: 1; m/a: TestSlow\n"; got != want {
		t.Errorf("it tells %q, want %q", got, want)
	}

	out.Reset()
	failed, err = p.print(strings.NewReader(`{"Action":"pass","Package":"m/a","Test":"TestSlow"}
{"Action":"output","Package":"m/a","Output":"PASS\n"}
{"Action":"output","Package":"m/a","Output":"ok  \tm/a\t9.0s\n"}
{"Action":"pass","Package":"m/a","Elapsed":9}
{"Action":"output","Package":"m/c","Output":"?   \tm/c\t[no test files]\n"}
{"Action":"skip","Package":"m/c"}
`))
	if err != nil || failed {
		t.Errorf("failed: %v, %v", failed, err)
	}
	if got, want := out.String(), "ok  \tm/a\t9.0s\n?   \tm/c\t[no test files]\n"; got != want {
		t.Errorf("it prints\n%s\nwant\n%s", got, want)
	}
}

func TestBuildFails(t *testing.T) {
	var out strings.Builder
	p := &printer{out: &out, running: map[string]*pack{}}
	failed, err := p.print(strings.NewReader(`{"ImportPath":"m/a","Action":"build-output","Output":"./a.go:1:1: what is this?\n"}
{"ImportPath":"m/a","Action":"build-fail"}
go: something else is wrong
`))
	if err != nil || !failed {
		t.Errorf("failed: %v, %v", failed, err)
	}
	if got, want := out.String(), "./a.go:1:1: what is this?\ngo: something else is wrong\n"; got != want {
		t.Errorf("it prints %q, want %q", got, want)
	}
}
