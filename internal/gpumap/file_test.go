// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package gpumap

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestFileLookup(t *testing.T) {
	m := New(Config{File: filepath.Join("testdata", "file", "static.yaml")}, Settings{})
	require.NoError(t, m.refresh(t.Context()))
	assert.Equal(t, 6, m.Stats().FileEntries)
	one := func(uuid string) Result {
		return Result{Status: StatusFound, GPUs: []GPU{{UUID: uuid}}, UUIDs: []string{uuid}}
	}
	for _, tc := range []struct {
		name string
		id   Identity
		want Result
	}{
		{"host", Identity{Host: "gpu-1"}, Result{Status: StatusFound, GPUs: []GPU{{UUID: gpuB}, {UUID: gpuA}}, UUIDs: []string{gpuB, gpuA}}},
		{"more fields win", Identity{Host: "gpu-1", ServiceName: "vllm-llama"}, one(gpuB)},
		{"process", Identity{Host: "gpu-1", PID: 4242}, one(gpuA)},
		{"equally good entries disagree", Identity{Host: "gpu-1", PID: 4242, ServiceName: "vllm-llama"}, Result{Status: StatusAmbiguous}},
		{"same process on another host", Identity{Host: "gpu-2", PID: 4242}, Result{}},
		{"host entry is not for pods", Identity{Host: "gpu-1", PodName: "app"}, Result{}},
		{"host entry is not for pods by UID", Identity{Host: "gpu-1", PodUID: uid1}, Result{}},
		{"MIG replica", Identity{ServiceName: "embedder"}, Result{
			Status: StatusFound,
			GPUs:   []GPU{{UUID: gpuC, MIG: MIG{UUID: mig7, InstanceID: "7", Profile: "1g.5gb"}, Shared: true}},
			UUIDs:  []string{gpuC},
		}},
		{"device node", Identity{Namespace: "llm", PodName: "privileged-0", ContainerName: "any"}, one(gpuA)},
		{"nobody knows the MIG device", Identity{Namespace: "llm", PodName: "lost-0"}, Result{Status: StatusUnresolved}},
		{"namespace is missing", Identity{PodName: "privileged-0"}, Result{}},
		{"nothing known", Identity{}, Result{}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			assert.Equal(t, tc.want, m.Lookup(tc.id))
		})
	}
	assert.Equal(t, []Owner{{Identity: Identity{ServiceName: "embedder"}, Shared: true}}, m.Owners(GPU{MIG: MIG{UUID: mig7}}))
	assert.Equal(t, []Owner{{Identity: Identity{ServiceName: "embedder"}, Shared: true}}, m.Owners(GPU{UUID: gpuC, MIG: MIG{InstanceID: "7"}}))
	assert.Empty(t, m.Owners(GPU{UUID: gpuC}), "a slice does not own the whole")
}

func TestParseFileErrors(t *testing.T) {
	for _, tc := range []struct{ name, content, want string }{
		{"empty", "", "is empty"},
		{"comment only", "# nothing\n", "is empty"},
		{"no map", "- a\n", "cannot unmarshal"},
		{"unknown key", "entrys: []\n", "field entrys not found"},
		{"unknown match key", "entries: [{match: {pod: a}, gpus: [" + gpuA + "]}]", "field pod not found"},
		{"two documents", "entries: []\n---\nentries: []\n", "more than one document"},
		{"garbage after the document", "devices: []\n---\n\t", "yaml: line 3"},
		{"no match", "entries: [{gpus: [" + gpuA + "]}]", "entries[0]: match: is empty"},
		{"no GPUs", "entries: [{match: {host.name: a}}]", "entries[0]: gpus: is empty"},
		{"bad GPU", "entries: [{match: {host.name: a}, gpus: [GPU-1, 0]}]", `entries[0]: gpus[0]: "GPU-1" is no device id`},
		{"second bad GPU too", "entries: [{match: {host.name: a}, gpus: [GPU-1, 0]}]", `gpus[1]: "0" is no device id`},
		{"PID without host", "entries: [{match: {process.pid: 1}, gpus: [" + gpuA + "]}]", "only together with host.name"},
		{"negative PID", "entries: [{match: {host.name: a, process.pid: -1}, gpus: [" + gpuA + "]}]", "process.pid is -1"},
		{"PID is text", "entries: [{match: {host.name: a, process.pid: x}, gpus: [" + gpuA + "]}]", "cannot unmarshal"},
		{"same match twice", "entries: [{match: {host.name: a}, gpus: [" + gpuA + "]}, {match: {host.name: a}, gpus: [" + gpuB + "]}]", "entries[1]: match is the same as that of entries[0]"},
		{"device without id", "devices: [{gpu: " + gpuA + "}]", "devices[0]: set id, or pool and device"},
		{"device without pool", "devices: [{device: gpu-0, gpu: " + gpuA + "}]", "devices[0]: set id, or pool and device"},
		{"device with both", "devices: [{id: nvidia0, pool: a, device: b, gpu: " + gpuA + "}]", "not both"},
		{"device that is a GPU", "devices: [{id: " + gpuA + ", gpu: " + gpuA + "}]", "names its GPU already"},
		{"device that is a replica", "devices: [{id: '" + mig7 + "::1', gpu: " + gpuA + "}]", "is a replica"},
		{"device without GPU", "devices: [{id: nvidia0}]", `devices[0]: gpu: "" is no GPU UUID`},
		{"device with bad MIG", "devices: [{id: nvidia0, gpu: " + gpuA + ", mig_uuid: x}]", `mig_uuid: "x" is no MIG UUID`},
		{"device with negative instance", "devices: [{id: nvidia0, gpu: " + gpuA + ", mig_instance_id: -1}]", "mig_instance_id: is -1"},
		{"device twice", "devices: [{id: nvidia0, gpu: " + gpuA + "}, {id: nvidia0, gpu: " + gpuB + "}]", "devices[1]: the device is described already"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, err := parseFile([]byte(tc.content))
			require.ErrorContains(t, err, tc.want)
		})
	}
}

// TestFileDescribesForeignDevices shows that the file can name the GPU of an id of
// no known form.
func TestFileDescribesForeignDevices(t *testing.T) {
	file, err := parseFile([]byte("devices: [{id: tegra, gpu: " + gpuA + "}]\nentries: [{match: {host.name: jetson}, gpus: [tegra]}]"))
	require.NoError(t, err)
	index := newFileIndex(file, []Resolver{file})
	assert.Equal(t, []string{gpuA}, index.lookup(&Identity{Host: "jetson"}).UUIDs)
}

func TestFileReload(t *testing.T) {
	path := filepath.Join(t.TempDir(), "gpus.yaml")
	write := func(content string) {
		require.NoError(t, os.WriteFile(path, []byte(content), 0o600))
	}
	lookup := func(m *Map) []string { return m.Lookup(Identity{Host: "a"}).UUIDs }
	m := New(Config{File: path}, Settings{})

	write("entries: [{match: {host.name: a}, gpus: [" + gpuA + "]}]")
	require.NoError(t, m.refresh(t.Context()))
	assert.Equal(t, []string{gpuA}, lookup(m))

	write("entries: [{match: {host.name: a}, gpus: [" + gpuB + "]}]")
	require.NoError(t, m.refresh(t.Context()))
	assert.Equal(t, []string{gpuB}, lookup(m), "a change counts at once")

	write("entries: [{")
	err := m.refresh(t.Context())
	require.ErrorContains(t, err, "file "+path+": yaml: ")
	assert.Equal(t, []string{gpuB}, lookup(m), "the last good content stays")
	require.Error(t, m.refresh(t.Context()), "the error stays too")

	require.NoError(t, os.Remove(path))
	require.ErrorIs(t, m.refresh(t.Context()), os.ErrNotExist)
	assert.Equal(t, []string{gpuB}, lookup(m))

	write("entries: [{match: {host.name: a}, gpus: [" + gpuA + "]}]")
	require.NoError(t, m.refresh(t.Context()))
	assert.Equal(t, []string{gpuA}, lookup(m))
}

func TestFileIsRequiredAtStart(t *testing.T) {
	path := filepath.Join(t.TempDir(), "gpus.yaml")
	m := New(Config{File: path}, Settings{})
	require.ErrorContains(t, m.Start(context.Background()), "file: open "+path)

	require.NoError(t, os.WriteFile(path, []byte("x: 1"), 0o600))
	require.ErrorContains(t, m.Start(context.Background()), "file "+path+": ")

	require.NoError(t, os.WriteFile(path, bytes.Repeat([]byte("#"), maxFileSize+1), 0o600))
	require.ErrorContains(t, m.Start(context.Background()), path+": is larger than 4194304 bytes")
	require.NoError(t, m.Shutdown(context.Background()))
}

// FuzzParseFile proves that a file is refused or fully usable.
func FuzzParseFile(f *testing.F) {
	static, err := os.ReadFile(filepath.Join("testdata", "file", "static.yaml"))
	require.NoError(f, err)
	f.Add(static)
	f.Add([]byte("devices: [{id: nvidia0, gpu: " + gpuA + "}]"))
	f.Add([]byte("entries: [{match: {host.name: a, process.pid: 1}, gpus: ['" + gpuA + "::1']}]"))
	f.Add([]byte("a: &a [*a]"))
	f.Fuzz(func(t *testing.T, content []byte) {
		file, err := parseFile(content)
		if err != nil {
			return
		}
		index := newFileIndex(file, []Resolver{file})
		for _, entry := range file.entries {
			// No entry names more than its own fields, so it answers itself.
			result := index.lookup(&entry.match)
			assert.NotEqual(t, StatusNotFound, result.Status)
			assert.NotEqual(t, StatusAmbiguous, result.Status)
			for _, uuid := range result.UUIDs {
				assert.True(t, isUUID(uuid, "GPU-"), uuid)
			}
		}
	})
}
