package memfile_test

import (
	"io"
	"testing"

	"headsup/generator/disk/memfile"
)

func TestNew(t *testing.T) {
	f := memfile.New("folder/name.txt", []byte("words"))
	info, err := f.Stat()
	if err != nil || info.Name() != "name.txt" || info.Size() != 5 || !info.Mode().IsRegular() {
		t.Errorf("it is %v, %v", info, err)
	}
	if data, err := io.ReadAll(f); string(data) != "words" || err != nil {
		t.Errorf("it holds %q, %v", data, err)
	}
	if err := f.Close(); err != nil {
		t.Error(err)
	}
}
