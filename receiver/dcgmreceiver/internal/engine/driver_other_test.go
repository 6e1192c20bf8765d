// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

//go:build !cgo || !linux

package engine

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestBuildWithoutDCGMExplainsItself(t *testing.T) {
	_, err := Open(t.Context(), Options{}, nil, Parts{})
	require.ErrorIs(t, err, ErrNotBuilt)
	require.ErrorContains(t, err, "use the binary otelcol-genai-gpu")
}
