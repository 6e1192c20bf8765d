// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package gpumap

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestParseDeviceID(t *testing.T) {
	for _, tc := range []struct {
		name, id string
		want     DeviceID
	}{
		{"whole GPU", gpuA, DeviceID{GPU: gpuA}},
		{"replica of a GPU", gpuA + "::3", DeviceID{GPU: gpuA, Replica: "3"}},
		{"replica zero", gpuA + "::0", DeviceID{GPU: gpuA, Replica: "0"}},
		{"MIG", mig7, DeviceID{MIG: mig7}},
		{"replica of a MIG device", mig7 + "::12", DeviceID{MIG: mig7, Replica: "12"}},
		{"MIG of old drivers", "MIG-" + gpuA + "/7/0", DeviceID{GPU: gpuA, Instance: "7"}},
		{"replica of MIG of old drivers", "MIG-" + gpuA + "/0/0::1", DeviceID{GPU: gpuA, Instance: "0", Replica: "1"}},
		{"GKE GPU", "nvidia0", DeviceID{Node: "nvidia0"}},
		{"GKE shared GPU", "nvidia15/vgpu0", DeviceID{Node: "nvidia15", Replica: "0"}},
		{"GKE MIG", "nvidia0/gi1", DeviceID{Node: "nvidia0", Instance: "1"}},
		{"GKE shared MIG", "nvidia0/gi13/vgpu2", DeviceID{Node: "nvidia0", Instance: "13", Replica: "2"}},

		{"empty", "", DeviceID{}},
		{"UUID with a suffix of another plugin", gpuA + "-0", DeviceID{Other: gpuA + "-0"}},
		{"upper case", strings.ToUpper(gpuA), DeviceID{Other: strings.ToUpper(gpuA)}},
		{"cut short", gpuA[:39], DeviceID{Other: gpuA[:39]}},
		{"no prefix", gpuA[4:], DeviceID{Other: gpuA[4:]}},
		{"replica is no number", gpuA + "::x", DeviceID{Other: gpuA + "::x"}},
		{"replica is empty", gpuA + "::", DeviceID{Other: gpuA + "::"}},
		{"two replicas", gpuA + "::1::2", DeviceID{Other: gpuA + "::1::2"}},
		{"old MIG without compute instance", "MIG-" + gpuA + "/7", DeviceID{Other: "MIG-" + gpuA + "/7"}},
		{"old MIG with more", "MIG-" + gpuA + "/7/0/1", DeviceID{Other: "MIG-" + gpuA + "/7/0/1"}},
		{"node without number", "nvidia", DeviceID{Other: "nvidia"}},
		{"node that is no GPU", "nvidiactl", DeviceID{Other: "nvidiactl"}},
		{"node with a slash only", "nvidia0/", DeviceID{Other: "nvidia0/"}},
		{"node and unknown part", "nvidia0/ci1", DeviceID{Other: "nvidia0/ci1"}},
		{"node and MIG without number", "nvidia0/gi", DeviceID{Other: "nvidia0/gi"}},
		{"node, MIG and a slash", "nvidia0/gi1/", DeviceID{Other: "nvidia0/gi1/"}},
		{"node with leading zero", "nvidia00", DeviceID{Other: "nvidia00"}},
		{"node with the replica of the other plugin", "nvidia0::1", DeviceID{Other: "nvidia0::1"}},
		{"passthrough by PCI address", "0000:3b:00.0", DeviceID{Other: "0000:3b:00.0"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			assert.Equal(t, tc.want, ParseDeviceID(tc.id))
		})
	}
}

// FuzzParseDeviceID proves that nothing is dropped or invented: what was taken
// apart can be put together again.
func FuzzParseDeviceID(f *testing.F) {
	for _, seed := range []string{
		gpuA, gpuA + "::0", mig7, mig7 + "::7", "MIG-" + gpuA + "/7/0", "nvidia0", "nvidia0/gi1", "nvidia0/gi1/vgpu2",
		"nvidia3/vgpu1", "::", "MIG-GPU-", "nvidia/", gpuA + "-1", "",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		id := ParseDeviceID(s)
		var again []string
		switch {
		case id.Node != "":
			again = []string{id.Node}
			if id.Instance != "" {
				again[0] += "/gi" + id.Instance
			}
			if id.Replica != "" {
				again[0] += "/vgpu" + id.Replica
			}
		case id.Other != "" || s == "":
			assert.Equal(t, DeviceID{Other: s}, id)
			return
		case id.Instance != "":
			prefix, replica := "MIG-"+id.GPU+"/"+id.Instance+"/", ""
			if id.Replica != "" {
				replica = "::" + id.Replica
			}
			compute, ok := strings.CutPrefix(strings.TrimSuffix(s, replica), prefix)
			assert.True(t, ok && isNumber(compute), s)
			return
		default:
			again = []string{id.GPU + id.MIG}
			if id.Replica != "" {
				again[0] += "::" + id.Replica
			}
		}
		assert.Equal(t, []string{s}, again)
		assert.True(t, id.GPU == "" || isUUID(id.GPU, "GPU-"))
		assert.True(t, id.MIG == "" || isUUID(id.MIG, "MIG-"))
	})
}
