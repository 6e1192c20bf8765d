// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package gpumap

import "slices"

// Status says what a lookup came to.
type Status uint8

const (
	// StatusNotFound is an identity without a GPU, or one that nobody knows.
	StatusNotFound Status = iota
	// StatusFound is an identity whose GPUs are all known.
	StatusFound
	// StatusAmbiguous is an identity that fits pods, or sources, which disagree
	// about the GPUs.
	StatusAmbiguous
	// StatusUnresolved is an identity that has a GPU whose UUID is not known.
	StatusUnresolved
)

// String returns found, not_found, ambiguous or unresolved.
func (s Status) String() string {
	switch s {
	case StatusNotFound:
		return "not_found"
	case StatusFound:
		return "found"
	case StatusAmbiguous:
		return "ambiguous"
	case StatusUnresolved:
		return "unresolved"
	default:
		return "unknown"
	}
}

// Result is the answer to a lookup. The slices belong to the map: do not change
// them. They are nil unless Status is StatusFound.
type Result struct {
	Status Status
	// GPUs are the devices, sorted by UUID and MIG instance, without repetition.
	GPUs []GPU
	// UUIDs are the physical GPUs behind them, sorted, without repetition.
	UUIDs []string
}

func found(gpus []GPU) Result {
	if len(gpus) == 0 {
		return Result{Status: StatusNotFound}
	}
	r := Result{Status: StatusFound, GPUs: sortGPUs(gpus)}
	for _, gpu := range r.GPUs {
		r.UUIDs = append(r.UUIDs, gpu.UUID)
	}
	r.UUIDs = slices.Compact(r.UUIDs)
	return r
}

// agreeing returns the answer of two candidates for the same question.
func agreeing(a, b Result) Result {
	same := a.Status == b.Status && slices.EqualFunc(a.GPUs, b.GPUs, func(a, b GPU) bool {
		return a.device() == b.device()
	})
	if same {
		return a
	}
	return Result{Status: StatusAmbiguous}
}
