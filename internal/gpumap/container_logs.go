// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package gpumap

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// podKey names a pod on this node.
type podKey struct{ namespace, name string }

// containerLinks is what the log links of the kubelet tell about the containers
// of this node.
type containerLinks struct {
	pods map[podKey]linkedPod
	// uids are all pod UIDs that have a link.
	uids map[string]bool
}

// linkedPod is the pod that owns the newest link of a name.
type linkedPod struct {
	uid    string
	linked time.Time
	// containers maps container ids to container names.
	containers map[string]string
}

// readContainerLinks reads the links <pod>_<namespace>_<container>-<id>.log ->
// /var/log/pods/<namespace>_<pod>_<uid>/<container>/<n>.log. A missing directory
// means no links, which is no error: the node may not be one of Kubernetes.
func readContainerLinks(dir string) (containerLinks, error) {
	links := containerLinks{pods: map[podKey]linkedPod{}, uids: map[string]bool{}}
	entries, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return links, fmt.Errorf("pod_resources::container_logs: %w", err)
	}
	for _, entry := range entries {
		// A link may vanish while the directory is read.
		target, err := os.Readlink(filepath.Join(dir, entry.Name()))
		if err != nil {
			continue
		}
		info, err := entry.Info()
		if err != nil {
			continue
		}
		links.add(entry.Name(), target, info.ModTime())
	}
	return links, nil
}

func (l *containerLinks) add(name, target string, linked time.Time) {
	containerDir := filepath.Dir(target)
	pod := strings.Split(filepath.Base(filepath.Dir(containerDir)), "_")
	if len(pod) != 3 || pod[0] == "" || pod[1] == "" || pod[2] == "" {
		return
	}
	key, uid := podKey{namespace: pod[0], name: pod[1]}, pod[2]
	l.uids[uid] = true

	known, ok := l.pods[key]
	if !ok || known.uid != uid {
		// A name is used again: the pod that started a container last is the one
		// that lives. Without an order there is no telling.
		if ok && known.linked.After(linked) {
			return
		}
		if ok && known.linked.Equal(linked) {
			uid = ""
		}
		known = linkedPod{uid: uid, containers: map[string]string{}}
	}
	if linked.After(known.linked) {
		known.linked = linked
	}
	// The kubelet cuts names that are too long for a file, which hits the id.
	if id, ok := containerID(strings.TrimSuffix(name, ".log")); ok && known.uid != "" {
		known.containers[id] = filepath.Base(containerDir)
	}
	l.pods[key] = known
}
