// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package gpumap

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// driverNodes maps device nodes ("nvidia0") to GPU UUIDs.
type driverNodes map[string]string

// readDriver reads the information file that the NVIDIA driver keeps per GPU. A
// missing directory means no driver here, which is no error.
func readDriver(dir string) (driverNodes, error) {
	gpus, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("driver_dir: %w", err)
	}
	nodes := driverNodes{}
	var errs []error
	for _, gpu := range gpus {
		content, err := os.ReadFile(filepath.Join(dir, gpu.Name(), "information"))
		if err != nil {
			errs = append(errs, fmt.Errorf("driver_dir: %w", err))
			continue
		}
		var uuid, minor string
		for lines := bufio.NewScanner(bytes.NewReader(content)); lines.Scan(); {
			key, value, _ := strings.Cut(lines.Text(), ":")
			switch strings.TrimSpace(key) {
			case "GPU UUID":
				uuid = strings.TrimSpace(value)
			case "Device Minor":
				minor = strings.TrimSpace(value)
			}
		}
		// The driver prints question marks until a GPU is initialised.
		if isUUID(uuid, "GPU-") && isNumber(minor) {
			nodes["nvidia"+minor] = uuid
		}
	}
	return nodes, errors.Join(errs...)
}

// Resolve implements Resolver.
func (n driverNodes) Resolve(id DeviceID) (GPU, bool) {
	uuid, ok := n[id.Node]
	return GPU{UUID: uuid}, ok
}
