// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package gpumap

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"

	"go.yaml.in/yaml/v3"
)

// maxFileSize keeps a wrong path from filling the memory.
const maxFileSize = 4 << 20

// staticFile is the content of the static file.
type staticFile struct {
	// devices say what stands behind a device id.
	devices map[DeviceID]GPU
	entries []staticEntry
}

// staticEntry gives devices to whoever matches.
type staticEntry struct {
	match Identity
	ids   []DeviceID
}

// Resolve implements Resolver.
func (f *staticFile) Resolve(id DeviceID) (GPU, bool) {
	gpu, ok := f.devices[id]
	if !ok && id.Node != "" {
		gpu, ok = f.devices[DeviceID{Node: id.Node}]
	}
	return gpu, ok
}

func readFile(path string) (content []byte, err error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	content, err = io.ReadAll(io.LimitReader(file, maxFileSize+1))
	if err == nil && len(content) > maxFileSize {
		return nil, fmt.Errorf("%s: is larger than %d bytes", path, maxFileSize)
	}
	return content, err
}

type yamlFile struct {
	Devices []yamlDevice `yaml:"devices"`
	Entries []yamlEntry  `yaml:"entries"`
}

type yamlDevice struct {
	ID            string `yaml:"id"`
	Pool          string `yaml:"pool"`
	Device        string `yaml:"device"`
	GPU           string `yaml:"gpu"`
	MIGUUID       string `yaml:"mig_uuid"`
	MIGInstanceID *int   `yaml:"mig_instance_id"`
	MIGProfile    string `yaml:"mig_profile"`
}

type yamlEntry struct {
	Match yamlMatch `yaml:"match"`
	GPUs  []string  `yaml:"gpus"`
}

type yamlMatch struct {
	Host          string `yaml:"host.name"`
	Namespace     string `yaml:"k8s.namespace.name"`
	PodName       string `yaml:"k8s.pod.name"`
	PodUID        string `yaml:"k8s.pod.uid"`
	ContainerName string `yaml:"k8s.container.name"`
	ContainerID   string `yaml:"container.id"`
	ServiceName   string `yaml:"service.name"`
	PID           int    `yaml:"process.pid"`
}

// parseFile reads the static file. Its errors name every wrong place.
func parseFile(content []byte) (*staticFile, error) {
	var doc yamlFile
	decoder := yaml.NewDecoder(bytes.NewReader(content))
	decoder.KnownFields(true)
	if err := decoder.Decode(&doc); err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	if err := decoder.Decode(&yaml.Node{}); !errors.Is(err, io.EOF) {
		return nil, errors.New("holds more than one document")
	}

	file := &staticFile{devices: map[DeviceID]GPU{}}
	var errs []error
	for i, device := range doc.Devices {
		if err := file.addDevice(device); err != nil {
			errs = append(errs, fmt.Errorf("devices[%d]: %w", i, err))
		}
	}
	seen := map[Identity]int{}
	for i, entry := range doc.Entries {
		if err := file.addEntry(entry); err != nil {
			errs = append(errs, fmt.Errorf("entries[%d]: %w", i, err))
			continue
		}
		match := Identity(entry.Match)
		if first, ok := seen[match]; ok {
			errs = append(errs, fmt.Errorf("entries[%d]: match is the same as that of entries[%d], list all GPUs in one", i, first))
			continue
		}
		seen[match] = i
	}
	if len(doc.Devices)+len(doc.Entries) == 0 {
		errs = append(errs, errors.New("is empty, add entries or devices"))
	}
	if len(errs) > 0 {
		return nil, errors.Join(errs...)
	}
	return file, nil
}

func (f *staticFile) addDevice(device yamlDevice) error {
	var errs []error
	id := DeviceID{Pool: device.Pool, Device: device.Device}
	if device.ID != "" {
		id = ParseDeviceID(device.ID)
	}
	switch {
	case device.ID != "" && device.Pool+device.Device != "":
		errs = append(errs, errors.New("set id, or pool and device, not both"))
	case device.ID == "" && (device.Pool == "" || device.Device == ""):
		errs = append(errs, errors.New("set id, or pool and device"))
	case id.GPU != "":
		errs = append(errs, fmt.Errorf("id: %q names its GPU already", device.ID))
	case id.Replica != "":
		errs = append(errs, fmt.Errorf("id: %q is a replica, leave out what follows the device", device.ID))
	}
	if !isUUID(device.GPU, "GPU-") {
		errs = append(errs, fmt.Errorf("gpu: %q is no GPU UUID, nvidia-smi -L lists them", device.GPU))
	}
	if device.MIGUUID != "" && !isUUID(device.MIGUUID, "MIG-") {
		errs = append(errs, fmt.Errorf("mig_uuid: %q is no MIG UUID, nvidia-smi -L lists them", device.MIGUUID))
	}
	mig := MIG{UUID: device.MIGUUID, Profile: device.MIGProfile}
	if device.MIGInstanceID != nil {
		if *device.MIGInstanceID < 0 {
			errs = append(errs, fmt.Errorf("mig_instance_id: is %d, must not be negative", *device.MIGInstanceID))
		}
		mig.InstanceID = strconv.Itoa(*device.MIGInstanceID)
	}
	if _, ok := f.devices[id]; ok && len(errs) == 0 {
		errs = append(errs, errors.New("the device is described already"))
	}
	f.devices[id] = GPU{UUID: device.GPU, MIG: mig}
	return errors.Join(errs...)
}

func (f *staticFile) addEntry(entry yamlEntry) error {
	var errs []error
	match := Identity(entry.Match)
	switch set := match.fields(); {
	case set == 0:
		errs = append(errs, errors.New("match: is empty, name at least one attribute"))
	case match.PID < 0:
		errs = append(errs, fmt.Errorf("match: process.pid is %d, must be above 0", match.PID))
	case set&fieldPID != 0 && set&fieldHost == 0:
		errs = append(errs, errors.New("match: process.pid means a process only together with host.name"))
	}
	if len(entry.GPUs) == 0 {
		errs = append(errs, errors.New("gpus: is empty, list at least one device id"))
	}
	ids := make([]DeviceID, 0, len(entry.GPUs))
	for i, s := range entry.GPUs {
		id := ParseDeviceID(s)
		base := id
		base.Replica = ""
		if _, described := f.devices[base]; id.Other != "" && !described {
			errs = append(errs, fmt.Errorf("gpus[%d]: %q is no device id, use GPU-<uuid>, MIG-<uuid> or describe it under devices", i, s))
		}
		ids = append(ids, id)
	}
	f.entries = append(f.entries, staticEntry{match: match, ids: ids})
	return errors.Join(errs...)
}
