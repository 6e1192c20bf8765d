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

// writeDriver writes the directory that the driver shows below /proc.
func writeDriver(t *testing.T, dir string, gpus map[string]string) {
	t.Helper()
	for address, information := range gpus {
		require.NoError(t, os.MkdirAll(filepath.Join(dir, address), 0o700))
		require.NoError(t, os.WriteFile(filepath.Join(dir, address, "information"), []byte(information), 0o600))
	}
}

func information(uuid, minor string) string {
	return "Model: \t\t NVIDIA A100-SXM4-40GB\nIRQ:   \t\t 255\nGPU UUID: \t " + uuid +
		"\nVideo BIOS: \t 92.00.19.00.01\nBus Type: \t PCIe\nBus Location: \t 0000:07:00.0\nDevice Minor: \t " + minor + "\nGPU Excluded:\t No\n"
}

func TestReadDriver(t *testing.T) {
	dir := t.TempDir()
	writeDriver(t, dir, map[string]string{
		"0000:17:00.0": information(gpuA, "1"),
		"0000:65:00.0": information(gpuB, "0"),
		"0000:66:00.0": information("GPU-????????-????-????-????-????????????", "2"),
		"0000:67:00.0": "",
	})
	nodes, err := readDriver(dir)
	require.NoError(t, err)
	assert.Equal(t, driverNodes{"nvidia1": gpuA, "nvidia0": gpuB}, nodes)
}

func TestReadDriverErrors(t *testing.T) {
	nodes, err := readDriver(filepath.Join(t.TempDir(), "missing"))
	require.NoError(t, err, "a node without the driver")
	assert.Empty(t, nodes)

	dir := t.TempDir()
	require.NoError(t, os.Mkdir(filepath.Join(dir, "0000:17:00.0"), 0o700))
	_, err = readDriver(dir)
	require.ErrorContains(t, err, "driver_dir: ")
	require.ErrorIs(t, err, os.ErrNotExist)

	_, err = readDriver(filepath.Join(dir, "\x00"))
	require.ErrorContains(t, err, "driver_dir: ")
}
