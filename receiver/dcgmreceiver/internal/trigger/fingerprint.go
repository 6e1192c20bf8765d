// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package trigger

import (
	"fmt"
	"hash/fnv"
	"maps"
	"slices"
)

// FingerprintOf identifies an alert by its labels, for senders that give no
// fingerprint.
func FingerprintOf(labels map[string]string) string {
	h := fnv.New64a()
	for _, name := range slices.Sorted(maps.Keys(labels)) {
		// 0xff is in no UTF-8 text, so that two label sets cannot read the same.
		_, _ = fmt.Fprintf(h, "%s\xff%s\xff", name, labels[name])
	}
	return fmt.Sprintf("labels:%016x", h.Sum64())
}
