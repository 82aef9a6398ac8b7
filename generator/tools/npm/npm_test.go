package npm_test

import (
	"strings"
	"testing"

	"headsup/generator/tools/npm"
)

func TestRun(t *testing.T) {
	module := `import axe from "axe-core";
import {readFileSync} from "node:fs";
console.log(typeof axe.version, readFileSync(0, "utf8"), process.argv[2]);`
	out, err := npm.Run(t.Context(), module, []byte("input"), "argument")
	if err != nil {
		t.Fatal(err)
	}
	if got, want := strings.TrimSpace(string(out)), "string input argument"; got != want {
		t.Errorf("the module wrote %q, want %q", got, want)
	}
	if _, err := npm.Run(t.Context(), `throw new Error("no such luck")`, nil); err == nil ||
		!strings.Contains(err.Error(), "no such luck") {
		t.Errorf("a module that fails: %v", err)
	}
}

func TestRead(t *testing.T) {
	for _, file := range []string{"axe-core/axe.min.js", "react/package.json", "typescript/lib/tsc.js"} {
		if data, err := npm.Read(file); err != nil || len(data) == 0 {
			t.Errorf("%s: %d bytes, %v", file, len(data), err)
		}
	}
	if _, err := npm.Read("axe-core/no-such-file"); err == nil {
		t.Error("a file that is not there was read")
	}
}
