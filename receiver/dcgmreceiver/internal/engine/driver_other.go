// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

//go:build !cgo || !linux

package engine

func newDriver() (driver, error) { return nil, ErrNotBuilt }
