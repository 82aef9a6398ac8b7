package process

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"

	"github.com/rogpeppe/go-internal/lockedfile"
)

// Headsup returns the path of the program of this module, which it compiles. What was
// compiled before from the same sources is there already: Go links it once, whatever
// measures or tests with it. What the compiler says goes to a writer.
func Headsup(ctx context.Context, said io.Writer) (program string, err error) {
	module, err := exec.CommandContext(ctx, "go", "env", "GOMOD").Output()
	if err != nil {
		return "", fmt.Errorf("find headsup: %w", err)
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", fmt.Errorf("find a folder for headsup: %w", err)
	}
	sum := sha256.Sum256(bytes.TrimSpace(module)) // each clone has its own
	dir := filepath.Join(cache, "headsup", "program", hex.EncodeToString(sum[:8]))
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", fmt.Errorf("make a folder for headsup: %w", err)
	}
	unlock, err := lockedfile.MutexAt(dir + ".lock").Lock()
	if err != nil {
		return "", fmt.Errorf("wait for others who compile headsup: %w", err)
	}
	defer unlock()
	program = filepath.Join(dir, "headsup")
	if runtime.GOOS == "windows" {
		program += ".exe"
	}
	cmd := exec.CommandContext(ctx, "go", "build", "-ldflags=-w", "-o", program, "headsup/cmd/headsup")
	cmd.Stderr = said
	if err := cmd.Run(); err != nil {
		return "", fmt.Errorf("compile headsup: %w", err)
	}
	return program, nil
}
