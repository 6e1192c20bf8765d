// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

// Package fakedcgm builds and controls a stand-in for libdcgm.so.4, for tests of
// everything above it on machines without a GPU. Its C code and the language of
// its scenarios are in testdata/fakedcgm. Only tests use it.
package fakedcgm
