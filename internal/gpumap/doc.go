// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

// Package gpumap knows which pod, container or process runs on which GPU.
//
// A Map asks the kubelet (PodResources v1) and reads a static file in the
// background. Lookup goes from the identity on telemetry to GPUs, Owners from a
// GPU to pods. Both read an immutable snapshot: they never block and, on a hit,
// never allocate.
//
// The rule behind every decision: no GPU is better than a wrong GPU. Candidates
// that disagree give StatusAmbiguous, a GPU whose UUID is not known gives
// StatusUnresolved, and callers stamp nothing in both cases.
package gpumap
