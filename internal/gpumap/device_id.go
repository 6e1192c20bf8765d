// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package gpumap

import "strings"

// DeviceID is a device id as a device plugin or a DRA driver hands it to the
// kubelet, taken apart. Which fields are set depends on the form.
type DeviceID struct {
	// GPU is the UUID of the physical GPU, "GPU-" and 36 characters.
	GPU string
	// MIG is the UUID of a MIG device, "MIG-" and 36 characters.
	MIG string
	// Node is the device node below /dev, "nvidia0". The number is the minor
	// number, not the index of nvidia-smi.
	Node string
	// Instance is the GPU instance of a MIG device, a decimal number.
	Instance string
	// Pool and Device name a DRA device.
	Pool, Device string
	// Replica is set when the device is handed out several times (time slicing,
	// MPS, a DRA share).
	Replica string
	// Other is an id of no known form, whole.
	Other string
}

// ParseDeviceID takes apart a device id of a device plugin: GPU-uuid, MIG-uuid
// (both also with ::replica), MIG-GPU-uuid/gi/ci, nvidia0, nvidia0/gi7 (both
// also with /vgpu3). Anything else becomes Other.
func ParseDeviceID(s string) DeviceID {
	base, replica, shared := strings.Cut(s, "::")
	if shared && !isNumber(replica) {
		return DeviceID{Other: s}
	}
	switch {
	case isUUID(base, "GPU-"):
		return DeviceID{GPU: base, Replica: replica}
	case isUUID(base, "MIG-"):
		return DeviceID{MIG: base, Replica: replica}
	case strings.HasPrefix(base, "MIG-GPU-"):
		// The form of drivers before R470, which names the parent.
		gpu, instances, _ := strings.Cut(strings.TrimPrefix(base, "MIG-"), "/")
		gi, ci, _ := strings.Cut(instances, "/")
		if isUUID(gpu, "GPU-") && isNumber(gi) && isNumber(ci) {
			return DeviceID{GPU: gpu, Instance: gi, Replica: replica}
		}
	case strings.HasPrefix(base, "nvidia") && !shared:
		if id, ok := parseNode(base); ok {
			return id
		}
	}
	return DeviceID{Other: s}
}

func parseNode(s string) (DeviceID, bool) {
	node, rest, more := strings.Cut(s, "/")
	if !isNumber(strings.TrimPrefix(node, "nvidia")) {
		return DeviceID{}, false
	}
	id := DeviceID{Node: node}
	if gi, ok := strings.CutPrefix(rest, "gi"); ok {
		id.Instance, rest, more = strings.Cut(gi, "/")
		if !isNumber(id.Instance) {
			return DeviceID{}, false
		}
	}
	if !more {
		return id, true
	}
	vgpu, ok := strings.CutPrefix(rest, "vgpu")
	id.Replica = vgpu
	return id, ok && isNumber(vgpu)
}

// isUUID is strict: plugins exist that append to a UUID and then mean another
// GPU than the one the id starts with.
func isUUID(s, prefix string) bool {
	hex, ok := strings.CutPrefix(s, prefix)
	if !ok || len(hex) != 36 {
		return false
	}
	for i, c := range []byte(hex) {
		switch i {
		case 8, 13, 18, 23:
			if c != '-' {
				return false
			}
		default:
			if !isLowerHex(c) {
				return false
			}
		}
	}
	return true
}

func isLowerHex(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'f'
}

// isNumber accepts the decimal numbers that the drivers print: no sign, no
// leading zero.
func isNumber(s string) bool {
	if s == "" || len(s) > 9 || len(s) > 1 && s[0] == '0' {
		return false
	}
	for _, c := range []byte(s) {
		if c < '0' || c > '9' {
			return false
		}
	}
	return true
}
