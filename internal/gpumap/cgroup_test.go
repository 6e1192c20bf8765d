// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package gpumap

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const (
	uid1 = "6f1e2a3b-0c4d-4e5f-8a9b-112233445566"
	uid2 = "70a1b2c3-0c4d-4e5f-8a9b-112233445566"
	cid1 = "d3b07384d113edec49eaa6238ad5ff00d3b07384d113edec49eaa6238ad5ff00"
	cid2 = "e4b07384d113edec49eaa6238ad5ff00d3b07384d113edec49eaa6238ad5ff00"
)

func TestParseCgroup(t *testing.T) {
	const uidSystemd = "6f1e2a3b_0c4d_4e5f_8a9b_112233445566"
	for _, tc := range []struct {
		name, content string
		want          Identity
	}{
		{"v2, systemd, containerd", "0::/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod" + uidSystemd + ".slice/cri-containerd-" + cid1 + ".scope\n", Identity{PodUID: uid1, ContainerID: cid1}},
		{"v2, systemd, guaranteed, CRI-O", "0::/kubepods.slice/kubepods-pod" + uidSystemd + ".slice/crio-" + cid1 + ".scope/container\n", Identity{PodUID: uid1, ContainerID: cid1}},
		{"v2, kind", "0::/kubelet.slice/kubelet-kubepods.slice/kubelet-kubepods-besteffort.slice/kubelet-kubepods-besteffort-pod" + uidSystemd + ".slice/cri-containerd-" + cid1 + ".scope", Identity{PodUID: uid1, ContainerID: cid1}},
		{"v2, cgroupfs", "0::/kubepods/burstable/pod" + uid1 + "/" + cid1 + "\n", Identity{PodUID: uid1, ContainerID: cid1}},
		{"v1", "12:cpuset:/kubepods/besteffort/pod" + uid1 + "/" + cid1 + "\n11:memory:/kubepods/besteffort/pod" + uid1 + "/" + cid1 + "\n1:name=systemd:/\n", Identity{PodUID: uid1, ContainerID: cid1}},
		{"static pod", "0::/kubepods/burstable/pod0123456789abcdef0123456789abcdef/" + cid1, Identity{PodUID: "0123456789abcdef0123456789abcdef", ContainerID: cid1}},
		{"seen from another cgroup namespace", "0::/../../pod" + uid1 + "/" + cid1, Identity{PodUID: uid1, ContainerID: cid1}},
		{"Docker without Kubernetes", "0::/system.slice/docker-" + cid1 + ".scope", Identity{ContainerID: cid1}},
		{"Podman", "0::/user.slice/user-1000.slice/user@1000.service/user.slice/libpod-" + cid1 + ".scope", Identity{ContainerID: cid1}},
		{"own namespace", "0::/\n", Identity{}},
		{"host process", "0::/system.slice/podman-auto-update.service\n", Identity{}},
		{"nothing", "", Identity{}},
		{"garbage", "\x00:\n::\npod" + uid1 + "\n", Identity{}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			assert.Equal(t, tc.want, parseCgroup(tc.content))
		})
	}
}

func TestProcessIdentity(t *testing.T) {
	proc := t.TempDir()
	require.NoError(t, os.Mkdir(filepath.Join(proc, "77"), 0o700))
	require.NoError(t, os.WriteFile(filepath.Join(proc, "77", "cgroup"), []byte("0::/kubepods/pod"+uid1+"/"+cid1+"\n"), 0o600))

	id, err := ProcessIdentity(proc, 77)
	require.NoError(t, err)
	assert.Equal(t, Identity{PodUID: uid1, ContainerID: cid1, PID: 77}, id)

	_, err = ProcessIdentity(proc, 78)
	require.ErrorIs(t, err, os.ErrNotExist)
	require.ErrorContains(t, err, "cgroup of process 78")

	id, err = ProcessIdentity("/proc", os.Getpid())
	require.NoError(t, err)
	assert.Equal(t, os.Getpid(), id.PID)
}

func FuzzParseCgroup(f *testing.F) {
	f.Add("0::/kubepods/burstable/pod" + uid1 + "/" + cid1)
	f.Add("::/-pod")
	f.Fuzz(func(t *testing.T, content string) {
		id := parseCgroup(content)
		assert.True(t, id.PodUID == "" || isUUID(id.PodUID, "") || isHex(id.PodUID, 32))
		assert.True(t, id.ContainerID == "" || isHex(id.ContainerID, 64))
	})
}
