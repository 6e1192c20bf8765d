// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package gpumap

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

// linkContainer makes the link that the kubelet makes when it starts a container
// of the pod llm/vllm-0.
// As on a node that mounts only this directory, the target does not exist.
func linkContainer(t *testing.T, dir, uid, container, id string, started time.Time) {
	t.Helper()
	link := filepath.Join(dir, "vllm-0_llm_"+container+"-"+id+".log")
	require.NoError(t, os.Symlink("/var/log/pods/llm_vllm-0_"+uid+"/"+container+"/0.log", link))
	setLinkTime(t, link, started)
}

func setLinkTime(t *testing.T, link string, at time.Time) {
	t.Helper()
	ts := []unix.Timespec{unix.NsecToTimespec(at.UnixNano()), unix.NsecToTimespec(at.UnixNano())}
	require.NoError(t, unix.UtimesNanoAt(unix.AT_FDCWD, link, ts, unix.AT_SYMLINK_NOFOLLOW))
}

func TestReadContainerLinks(t *testing.T) {
	now := time.Now()
	dir := t.TempDir()
	linkContainer(t, dir, uid1, "vllm", cid1, now)
	linkContainer(t, dir, uid1, "log-shipper", cid2, now.Add(time.Second))
	// Not from the kubelet.
	require.NoError(t, os.WriteFile(filepath.Join(dir, "a_b_c-d.log"), nil, 0o600))
	require.NoError(t, os.Symlink("0.log", filepath.Join(dir, "short.log")))
	require.NoError(t, os.Symlink("/var/log/pods/a_b/c/0.log", filepath.Join(dir, "two.log")))
	// Longer than a file name can be: the kubelet cuts the id.
	pod := strings.Repeat("p", 150)
	require.NoError(t, os.Symlink("/var/log/pods/llm_"+pod+"_"+uid2+"/vllm/0.log", filepath.Join(dir, pod+"_llm_vllm-"+cid1[:40]+".log")))

	links, err := readContainerLinks(dir)
	require.NoError(t, err)
	require.Len(t, links.pods, 2)
	vllm := links.pods[podKey{"llm", "vllm-0"}]
	assert.Equal(t, uid1, vllm.uid)
	assert.Equal(t, map[string]string{cid1: "vllm", cid2: "log-shipper"}, vllm.containers)
	long := links.pods[podKey{"llm", pod}]
	assert.Equal(t, uid2, long.uid)
	assert.Empty(t, long.containers)
	assert.Equal(t, map[string]bool{uid1: true, uid2: true}, links.uids)
}

func TestReadContainerLinksOfAReusedName(t *testing.T) {
	now := time.Now()
	for _, tc := range []struct {
		name           string
		first, second  time.Time
		wantUID        string
		wantContainers map[string]string
	}{
		{"second is newer", now, now.Add(time.Second), uid2, map[string]string{cid2: "vllm"}},
		{"first is newer", now.Add(time.Second), now, uid1, map[string]string{cid1: "vllm"}},
		{"no telling", now, now, "", map[string]string{}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			dir := t.TempDir()
			linkContainer(t, dir, uid1, "vllm", cid1, tc.first)
			linkContainer(t, dir, uid2, "vllm", cid2, tc.second)
			links, err := readContainerLinks(dir)
			require.NoError(t, err)
			pod := links.pods[podKey{"llm", "vllm-0"}]
			assert.Equal(t, tc.wantUID, pod.uid)
			assert.Equal(t, tc.wantContainers, pod.containers)
		})
	}
}

func TestReadContainerLinksWithoutDirectory(t *testing.T) {
	links, err := readContainerLinks(filepath.Join(t.TempDir(), "missing"))
	require.NoError(t, err)
	assert.Empty(t, links.pods)

	file := filepath.Join(t.TempDir(), "file")
	require.NoError(t, os.WriteFile(file, nil, 0o600))
	_, err = readContainerLinks(file)
	require.ErrorContains(t, err, "pod_resources::container_logs: ")
	require.ErrorContains(t, err, file)
}
