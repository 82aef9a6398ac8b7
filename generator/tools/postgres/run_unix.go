//go:build unix

package postgres

import (
	"os"
	"os/exec"
	"syscall"
)

// runAs lets a program run as another user, when this one is root.
func runAs(cmd *exec.Cmd, uid, gid int) {
	if uid != os.Geteuid() {
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}}
	}
}
