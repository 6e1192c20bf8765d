// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package gpumap

import (
	"cmp"
	"slices"
)

// GPU is a physical GPU, or one MIG device of it.
type GPU struct {
	// UUID of the physical GPU: "GPU-" and 36 characters.
	UUID string
	// MIG is the slice; zero for a whole GPU.
	MIG MIG
	// Shared says that the device is handed out several times (time slicing, MPS,
	// a DRA share): others may run on it too.
	Shared bool
}

// MIG is a slice of a GPU. A field is empty when nobody knows it.
type MIG struct {
	// UUID is "MIG-" and 36 characters.
	UUID string
	// InstanceID is the GPU instance id, a decimal number: the label GPU_I_ID of
	// dcgm-exporter.
	InstanceID string
	// Profile is the size, such as 1g.5gb.
	Profile string
}

// Resolver knows what stands behind a device id that names no physical GPU: a
// MIG UUID, a device node, a DRA device. A component that talks to DCGM or NVML
// supplies it.
type Resolver interface {
	// Resolve returns the GPU of an id; Replica is always empty. It is called from
	// the refresh goroutine, once per such device and refresh.
	Resolve(id DeviceID) (GPU, bool)
}

// resolve asks the resolvers in turn until one of them names a valid GPU.
func resolve(id DeviceID, resolvers []Resolver) (GPU, bool) {
	shared := id.Replica != ""
	id.Replica = ""
	gpu, ok := GPU{UUID: id.GPU}, id.GPU != ""
	for i := 0; !ok && i < len(resolvers); i++ {
		gpu, ok = resolvers[i].Resolve(id)
		ok = ok && isUUID(gpu.UUID, "GPU-")
	}
	gpu.Shared = gpu.Shared || shared
	// What the id says itself stands above what others say of it.
	if id.MIG != "" {
		gpu.MIG.UUID = id.MIG
	}
	if id.Instance != "" {
		gpu.MIG.InstanceID = id.Instance
	}
	return gpu, ok
}

// device is a resolved GPU without what does not identify it.
func (g GPU) device() GPU {
	g.Shared = false
	g.MIG.Profile = ""
	return g
}

// sortGPUs sorts and drops repetitions: two replicas of one GPU are one GPU.
func sortGPUs(gpus []GPU) []GPU {
	slices.SortFunc(gpus, func(a, b GPU) int {
		return cmp.Or(
			cmp.Compare(a.UUID, b.UUID),
			cmp.Compare(len(a.MIG.InstanceID), len(b.MIG.InstanceID)), // decimal order
			cmp.Compare(a.MIG.InstanceID, b.MIG.InstanceID),
			cmp.Compare(a.MIG.UUID, b.MIG.UUID),
			cmp.Compare(a.MIG.Profile, b.MIG.Profile),
		)
	})
	kept := gpus[:0]
	for _, gpu := range gpus {
		if n := len(kept); n > 0 && kept[n-1].device() == gpu.device() {
			kept[n-1].Shared = kept[n-1].Shared || gpu.Shared
			continue
		}
		kept = append(kept, gpu)
	}
	return kept
}
