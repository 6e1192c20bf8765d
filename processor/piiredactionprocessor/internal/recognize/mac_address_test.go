// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize_test

import (
	"testing"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

func TestMACAddress(t *testing.T) {
	run(t, entity.MACAddress, []example{
		{"colons", "MAC 3C:22:FB:9A:10:7E is", one("3C:22:FB:9A:10:7E")},
		{"hyphens", "3c-22-fb-9a-10-7e", one("3c-22-fb-9a-10-7e")},
		{"dots", "3c22.fb9a.107e", one("3c22.fb9a.107e")},
		{"letters first", "dev FA:BC:DE:AD:BE:E1", one("FA:BC:DE:AD:BE:E1")},
		{"letters only", "FA:BC:DE:AD:BE:EF", one("FA:BC:DE:AD:BE:EF")},
		{"together with its word", "mac address 3c22fb9a107e", one("3c22fb9a107e")},
		{"together without", "rev 3c22fb9a107e", nil},
		{"unset", "00:00:00:00:00:00 ff:ff:ff:ff:ff:ff", nil},
		{"too long", "3C:22:FB:9A:10:7E:11", nil},
		{"uuid", "550e8400-e29b-41d4-a716-446655440000", nil},
		{"time", "12:34:56", nil},
	})
}
