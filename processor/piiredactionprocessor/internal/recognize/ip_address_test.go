// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/scan"
)

func TestIPAddress(t *testing.T) {
	run(t, entity.IPAddress, []example{
		{"v4", "from 203.0.113.77.", one("203.0.113.77")},
		{"v4 with port", "203.0.113.77:4317", one("203.0.113.77")},
		{"v4 in a URL", "http://203.0.113.77/x", one("203.0.113.77")},
		{"v6", "[2001:db8:85a3::8a2e:370:7334]:80", one("2001:db8:85a3::8a2e:370:7334")},
		{"v6 full", "2001:0db8:0000:0000:0000:ff00:0042:8329", one("2001:0db8:0000:0000:0000:ff00:0042:8329")},
		{"v4 in v6", "::ffff:203.0.113.7", one("::ffff:203.0.113.7")},
		{"v4 at the end of v6", "64:ff9b::203.0.113.7", one("64:ff9b::203.0.113.7")},
		{"private", "10.42.3.17 192.168.1.254 172.16.0.1 127.0.0.1 ::1 fe80::1 fd00::1", nil},
		{"network", "2001:db8::/32 and 203.0.113.0/24", nil},
		{"version", "version 4.2.1.3 and v1.2.3.4", nil},
		{"OID", "1.3.6.1.4.1.9 and OID 1.3.6.1", nil},
		{"browser", "Chrome/120.1.2.3", nil},
		{"out of range", "10.0.19045.3803 and 256.1.1.1", nil},
		{"time", "12:34:56 and 1:2:3", nil},
		{"C++", "std::vector::iterator and a::b", nil},
		{"unspecified", "0.0.0.0 and ::", nil},
	})
}

func TestPrivateIPs(t *testing.T) {
	s, err := scan.New(scan.Options{Types: []entity.Type{entity.IPAddress}, PrivateIPs: true})
	require.NoError(t, err)
	text := "10.42.3.17 ::1 fe80::1%eth0 127.0.0.1"
	var got []string
	for _, f := range s.Scan(nil, scan.Input{Text: text}) {
		got = append(got, text[f.Start:f.End])
	}
	assert.Equal(t, []string{"10.42.3.17", "fe80::1%eth0", "127.0.0.1"}, got)
}
