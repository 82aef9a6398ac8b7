package output

import (
	"bytes"
	"fmt"
	"maps"
	"testing"

	"headsup/generator/paths"
)

func sampleManifest(n int) manifest {
	m := manifest{files: map[string]entry{}, foreign: map[string]bool{"products": true, "with space/ü": true}}
	for i := range n {
		input := fmt.Sprintf("%064x", i)
		m.files[fmt.Sprintf("releases/2026/some-release-note-%05d/index.html", i)] = entry{
			hash: hashOf([]byte(input)), size: int64(i) * 1000, mtime: 1_700_000_000_000_000_000 + int64(i), input: input,
		}
	}
	return m
}

func TestManifestKeepsWhatItIsGiven(t *testing.T) {
	m := sampleManifest(3)
	m.files[`a "b" c`] = entry{input: "x \"y\" \n \xff ü", mtime: -5}
	text := m.encode()
	got, err := decodeManifest(text)
	if err != nil {
		t.Fatal(err)
	}
	if !maps.Equal(got.files, m.files) || !maps.Equal(got.foreign, m.foreign) {
		t.Errorf("got %+v\nwant %+v", got, m)
	}
	if !bytes.Equal(got.encode(), text) {
		t.Error("the text of equal manifests differs")
	}
}

func TestDamagedManifest(t *testing.T) {
	text := sampleManifest(2).encode()
	for i := range text {
		if _, err := decodeManifest(text[:i]); err == nil && i > 0 {
			t.Errorf("cut to %d bytes, it is accepted", i)
		}
		flipped := bytes.Clone(text)
		flipped[i] ^= 1
		if _, err := decodeManifest(flipped); err == nil {
			t.Errorf("with byte %d changed, it is accepted", i)
		}
	}
}

// FuzzManifest checks that any text is refused or understood, and that what is
// understood cannot lead out of the folder.
func FuzzManifest(f *testing.F) {
	f.Add([]byte{})
	f.Add(sampleManifest(2).encode())
	for _, path := range []string{"../x", "/x", ManifestName} {
		f.Add(manifest{files: map[string]entry{path: {}}}.encode())
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		m, err := decodeManifest(text)
		if err != nil {
			return
		}
		for path := range m.files {
			if err := paths.Check(path); err != nil {
				t.Error(err)
			}
		}
		again, err := decodeManifest(m.encode())
		if err != nil || !maps.Equal(again.files, m.files) {
			t.Errorf("it does not survive: %v", err)
		}
	})
}

func BenchmarkManifest(b *testing.B) {
	m := sampleManifest(50_000)
	text := m.encode()
	b.Run("encode", func(b *testing.B) {
		for b.Loop() {
			m.encode()
		}
	})
	b.Run("decode", func(b *testing.B) {
		for b.Loop() {
			if _, err := decodeManifest(text); err != nil {
				b.Fatal(err)
			}
		}
	})
}
