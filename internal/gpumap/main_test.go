// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package gpumap

import (
	"testing"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// The UUIDs of the recorded lists in testdata.
const (
	gpuA = "GPU-7a2e92f2-be71-d37e-a744-541600ffc722"
	gpuB = "GPU-5f587dd4-6505-0873-c6db-8324dbfe5ba9"
	gpuC = "GPU-473571f2-fb37-ef7e-50fe-9885b74a23cd"
	gpuD = "GPU-7099682b-a20d-2bcc-74ab-b9060454d81e"

	mig7 = "MIG-e55c0d9e-3c2a-5d5a-9c4b-5f4ef3b6a7d1"
	mig9 = "MIG-0a1b2c3d-3c2a-5d5a-9c4b-5f4ef3b6a7d2"
	mig5 = "MIG-1a1b2c3d-3c2a-5d5a-9c4b-5f4ef3b6a7d3"
)

type resolverFunc func(DeviceID) (GPU, bool)

func (f resolverFunc) Resolve(id DeviceID) (GPU, bool) { return f(id) }
