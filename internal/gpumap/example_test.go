// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package gpumap_test

import (
	"context"
	"fmt"
	"path/filepath"
	"time"

	"github.com/otelcol-genai/otelcol-genai/internal/gpumap"
)

func Example() {
	cfg := gpumap.Config{File: filepath.Join("testdata", "file", "static.yaml"), Interval: 10 * time.Second}
	m := gpumap.New(cfg, gpumap.Settings{})
	if err := m.Start(context.Background()); err != nil {
		fmt.Println(err)
		return
	}
	defer func() { _ = m.Shutdown(context.Background()) }()

	r := m.Lookup(gpumap.Identity{Host: "gpu-1", ServiceName: "vllm-llama"})
	switch {
	case r.Status != gpumap.StatusFound:
		fmt.Println("stamp nothing:", r.Status)
	case len(r.UUIDs) == 1:
		fmt.Println("gpu_uuid:", r.UUIDs[0])
	default:
		fmt.Println("gpu_uuids:", r.UUIDs, "gpu.count:", len(r.UUIDs))
	}
	for _, owner := range m.Owners(gpumap.GPU{UUID: "GPU-5f587dd4-6505-0873-c6db-8324dbfe5ba9"}) {
		fmt.Printf("owner: host %q, service %q\n", owner.Host, owner.ServiceName)
	}
	// Output:
	// gpu_uuid: GPU-5f587dd4-6505-0873-c6db-8324dbfe5ba9
	// owner: host "gpu-1", service ""
	// owner: host "gpu-1", service "vllm-llama"
}
