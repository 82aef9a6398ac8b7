package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"headsup/generator"
	"headsup/generator/compile/content"
	"headsup/generator/diag"
	"headsup/generator/paths"
)

// schema prints or writes what editors complete and check with. A public build has
// none of it, as it names people.
func (m *mainCmd) schema(_ context.Context, args []string) error {
	fs := m.flags("schema", "Print a JSON Schema for editors, or write all of them.\n"+
		"NAME is headsup, for headsup.yaml, or a kind, such as release-note or release-note.translation.")
	fs.takes = " [NAME]"
	fs.examples = []string{"headsup schema --out .schemas", "headsup schema headsup > headsup.schema.json"}
	fs.positions = [][]string{append([]string{"headsup"}, kindNames()...)}
	folder := fs.String("content", "content", "`folder` with the content")
	config := fs.String("config", "", "configuration `file` (default headsup.yaml in the content folder)")
	out := fs.String("out", "", "write into this `folder`: all schemas, or the one that is named")
	rest, err := fs.parseWith(args, 1)
	if err != nil {
		return err
	}
	cfg, err := m.loadConfig(*folder, *config)
	if err != nil {
		return err
	}
	schemas := content.Schemas(cfg)
	if len(rest) > 0 {
		if schemas, err = named(schemas, rest[0]); err != nil {
			return err
		}
	}
	switch {
	case *out != "":
		return writeSchemas(*out, schemas)
	case len(rest) == 0:
		return fmt.Errorf("%w: which schema?\nhint: write one of %s, or --out DIR for all of them",
			generator.ErrUsage, strings.Join(schemaNames(schemas), ", "))
	}
	_, err = m.Stdout.Write(schemas[0].Data())
	return err
}

// named returns the one schema with a name.
func named(schemas []content.SchemaFile, name string) ([]content.SchemaFile, error) {
	for i, s := range schemas {
		if s.Name == name {
			return schemas[i : i+1], nil
		}
	}
	return nil, fmt.Errorf("%w: there is no schema %s\nhint: %s",
		generator.ErrUsage, diag.Quote(name), diag.DidYouMean(name, schemaNames(schemas)))
}

func schemaNames(schemas []content.SchemaFile) []string {
	names := make([]string, len(schemas))
	for i, s := range schemas {
		names[i] = s.Name
	}
	return names
}

// writeSchemas writes schemas into a folder, which stands for that of a build.
func writeSchemas(dir string, schemas []content.SchemaFile) error {
	for _, s := range schemas {
		name := filepath.Join(dir, filepath.FromSlash(strings.TrimPrefix(s.Path, paths.Schemas)))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			return fmt.Errorf("write a schema: %w", err)
		}
		if err := os.WriteFile(name, s.Data(), 0o644); err != nil {
			return fmt.Errorf("write a schema: %w", err)
		}
	}
	return nil
}
