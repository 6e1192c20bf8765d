// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

//go:build cgo && linux

package dcgmreceiver

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const podFile = `
entries:
  - match: {k8s.namespace.name: llm, k8s.pod.name: vllm-0, k8s.pod.uid: 0b7e9c1e-1f0a-4e0e-9c3c-5b1f0f1d2a3b, k8s.container.name: vllm}
    gpus: [GPU-00000000-0000-0000-0000-000000000000]
  - match: {k8s.namespace.name: llm, k8s.pod.name: shared-a, k8s.container.name: x}
    gpus: [GPU-00000000-0000-0000-0000-000000000001]
  - match: {k8s.namespace.name: llm, k8s.pod.name: shared-b, k8s.container.name: x}
    gpus: [GPU-00000000-0000-0000-0000-000000000001]
  - match: {k8s.namespace.name: dev, k8s.pod.name: notebook, k8s.container.name: nb}
    gpus: [MIG-e55c0d9e-3c2a-5d5a-9c4b-5f4ef3b6a7d1]
`

// TestPods takes the pods from a static file; the kubelet as a source is tested in
// package gpumap.
func TestPods(t *testing.T) {
	file := filepath.Join(t.TempDir(), "pods.yaml")
	require.NoError(t, os.WriteFile(file, []byte(podFile), 0o600))
	scenario := gpus(2) + `gpu 2 mig=1
gi 0 gpu=2 nvml=7 slices=1 fb=4864 uuid=MIG-e55c0d9e-3c2a-5d5a-9c4b-5f4ef3b6a7d1
gi 1 gpu=2 nvml=8 slices=1 fb=4864
`
	simulate(t, scenario, func(t *simulation) {
		b := start(t, map[string]any{"naming": "both", "pods": map[string]any{
			"file": file, "driver_dir": "", "interval": "1s", "pod_resources": map[string]any{"socket": ""},
		}})
		time.Sleep(16 * time.Second)
		assert.Less(t, b.counter("receiver_dcgm_gpu_map_age"), 2.0)
		b.stop()

		last := func(metric string, gpu int, instance string) point {
			var found point
			for _, p := range of(b.points(metric), gpu) {
				if p.label("gpu.mig.instance.id")+p.label("GPU_I_ID") == instance {
					found = p
				}
			}
			require.NotEmpty(t, found.metric)
			return found
		}
		for _, metric := range []string{"hw.power", "DCGM_FI_DEV_POWER_USAGE"} {
			p := last(metric, 0, "")
			assert.Equal(t, "llm", p.label("k8s.namespace.name"))
			assert.Equal(t, "vllm-0", p.label("k8s.pod.name"))
			assert.Equal(t, "0b7e9c1e-1f0a-4e0e-9c3c-5b1f0f1d2a3b", p.label("k8s.pod.uid"))
			assert.Equal(t, "vllm", p.label("k8s.container.name"))
			assert.Empty(t, last(metric, 1, "").label("k8s.pod.name"), "shared by two pods")
			assert.Empty(t, last(metric, 2, "").label("k8s.pod.name"), "a slice is not the GPU")
		}
		dcgm := last("DCGM_FI_DEV_POWER_USAGE", 0, "")
		assert.Equal(t, []string{"vllm-0", "llm", "vllm"}, []string{dcgm.label("pod"), dcgm.label("namespace"), dcgm.label("container")})
		assert.Equal(t, "notebook", last("hw.gpu.memory.usage", 2, "7").label("k8s.pod.name"), "the UUID of the slice comes from DCGM")
		assert.Equal(t, "notebook", last("DCGM_FI_DEV_FB_USED", 2, "7").label("pod"))
		assert.Empty(t, last("hw.gpu.memory.usage", 2, "8").label("k8s.pod.name"))
	})
}
