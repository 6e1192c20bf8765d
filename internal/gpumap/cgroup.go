// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package gpumap

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// ProcessIdentity tells the pod and the container of a process from its cgroup.
// The pid is one of the PID namespace of procDir (normally /proc, or the mount of
// the host's); it becomes Identity.PID. PodUID and ContainerID stay empty for a
// process outside of pods and containers.
func ProcessIdentity(procDir string, pid int) (Identity, error) {
	content, err := os.ReadFile(filepath.Join(procDir, strconv.Itoa(pid), "cgroup"))
	if err != nil {
		return Identity{}, fmt.Errorf("cgroup of process %d: %w", pid, err)
	}
	id := parseCgroup(string(content))
	id.PID = pid
	return id, nil
}

// parseCgroup reads lines of the form hierarchy:controllers:path. The paths are
// written by the kubelet with the systemd or the cgroupfs driver and by
// containerd, CRI-O or Docker.
func parseCgroup(content string) Identity {
	var id Identity
	for line := range strings.Lines(content) {
		parts := strings.SplitN(strings.TrimSpace(line), ":", 3)
		if len(parts) != 3 {
			continue
		}
		for segment := range strings.SplitSeq(parts[2], "/") {
			segment = strings.TrimSuffix(strings.TrimSuffix(segment, ".slice"), ".scope")
			if uid, ok := podUID(segment); ok && id.PodUID == "" {
				id.PodUID = uid
			}
			if cid, ok := containerID(segment); ok && id.ContainerID == "" {
				id.ContainerID = cid
			}
		}
	}
	return id
}

// podUID finds the UID in pod<uid> and kubepods-burstable-pod<uid>. In slice
// names systemd wants underscores for dashes. A static pod has 32 digits and no
// dashes.
func podUID(segment string) (string, bool) {
	if i := strings.LastIndex(segment, "-pod"); i >= 0 {
		segment = segment[i+1:]
	}
	uid, ok := strings.CutPrefix(segment, "pod")
	if !ok {
		return "", false
	}
	uid = strings.ReplaceAll(uid, "_", "-")
	return uid, isUUID(uid, "") || isHex(uid, 32)
}

// containerID finds the id in <id> and <runtime>-<id>.
func containerID(segment string) (string, bool) {
	id := segment[strings.LastIndexByte(segment, '-')+1:]
	return id, isHex(id, 64)
}

func isHex(s string, length int) bool {
	if len(s) != length {
		return false
	}
	for _, c := range []byte(s) {
		if !isLowerHex(c) {
			return false
		}
	}
	return true
}
