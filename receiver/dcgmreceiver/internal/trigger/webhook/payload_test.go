// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package webhook

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otelcol-genai/otelcol-genai/receiver/dcgmreceiver/internal/trigger"
)

func read(tb testing.TB, name string) []byte {
	tb.Helper()
	body, err := os.ReadFile(filepath.Join("testdata", name))
	require.NoError(tb, err)
	return body
}

// TestDecodePayloads reads what Alertmanager 0.25 sent (firing and resolved were
// captured) and what the documentation of Grafana shows.
func TestDecodePayloads(t *testing.T) {
	captured := trigger.Alert{
		Fingerprint: "72bb1cbc4926ed9c", Firing: true,
		StartsAt: time.Date(2026, 11, 23, 10, 5, 40, 353207582, time.UTC),
		Labels: map[string]string{
			"alertname": "VLLMCacheThrash", "dcgm_mode": "incident", "instance": "gpu-node-1:8000",
			"model": "m1", "severity": "ticket",
		},
	}
	resolved := captured
	resolved.Firing = false
	for _, tt := range []struct {
		file      string
		want      []trigger.Alert
		truncated int
	}{
		{file: "alertmanager_firing.json", want: []trigger.Alert{captured}},
		{file: "alertmanager_resolved.json", want: []trigger.Alert{resolved}},
		{
			file: "alertmanager_mixed.json", truncated: 3,
			want: []trigger.Alert{
				{
					Fingerprint: "0f0e0d0c0b0a0908", Firing: true, StartsAt: time.Date(2026, 11, 23, 10, 6, 10, 1e8, time.UTC),
					Labels: map[string]string{"alertname": "GPUThrottled", "UUID": "GPU-473571f2-fb37-ef7e-50fe-9885b74a23cd"},
				},
				{
					Fingerprint: "1f1e1d1c1b1a1918", StartsAt: time.Date(2026, 11, 23, 10, 1, 10, 1e8, time.UTC),
					Labels: map[string]string{"alertname": "GPUThrottled", "UUID": "GPU-7a2e92f2-be71-d37e-a744-541600ffc722"},
				},
			},
		},
		{
			file: "grafana_firing.json",
			want: []trigger.Alert{{
				Fingerprint: "c6eadffa33fcdf37", Firing: true, StartsAt: time.Date(2026, 11, 23, 10, 5, 40, 0, time.UTC),
				Labels: map[string]string{"alertname": "TTFT high", "grafana_folder": "inference", "node": "gpu-node-1"},
			}},
		},
	} {
		t.Run(tt.file, func(t *testing.T) {
			got, truncated, err := decode(read(t, tt.file))
			require.NoError(t, err)
			for i := range got {
				got[i].StartsAt = got[i].StartsAt.UTC()
			}
			assert.Equal(t, tt.want, got)
			assert.Equal(t, tt.truncated, truncated)
		})
	}
}

func TestDecodeWithoutFingerprint(t *testing.T) {
	decodeLabels := func(labels string) string {
		alerts, _, err := decode([]byte(`{"alerts":[{"status":"firing","labels":` + labels + `}]}`))
		require.NoError(t, err)
		return alerts[0].Fingerprint
	}
	a := decodeLabels(`{"alertname":"a","node":"n"}`)
	assert.Regexp(t, "^labels:[0-9a-f]{16}$", a)
	assert.Equal(t, a, decodeLabels(`{"node":"n","alertname":"a"}`))
	assert.NotEqual(t, a, decodeLabels(`{"alertname":"an","node":""}`))
	assert.NotEqual(t, decodeLabels(`{"a":"bc"}`), decodeLabels(`{"ab":"c"}`))
}

func TestDecodeErrors(t *testing.T) {
	for _, tt := range []struct {
		name, body, want string
	}{
		{"empty", "", "not valid JSON"},
		{"not JSON", "status=firing", "not valid JSON at byte 1"},
		{"cut off", `{"alerts":[{"status":"fi`, "not valid JSON at byte"},
		{"more after it", `{"alerts":[]}{}`, "not valid JSON at byte 14"},
		{"a list", `[]`, "the body must be a JSON object, not a JSON array"},
		{"null", `null`, "alerts: is missing"},
		{"no alerts", `{"version":"4"}`, "alerts: is missing; it must be a list"},
		{"alerts is no list", `{"alerts":{}}`, "alerts: must not be a JSON object"},
		{"unknown version", `{"version":"5","alerts":[]}`, `version: "5" is not known`},
		{"version is a number", `{"version":4,"alerts":[]}`, "version: must not be a JSON number"},
		{"no status", `{"alerts":[{"fingerprint":"a"}]}`, `alerts[0].status: "" must be firing or resolved`},
		{"unknown status", `{"alerts":[{"status":"firing","fingerprint":"a"},{"status":"pending","fingerprint":"a"}]}`, `alerts[1].status: "pending"`},
		{"label is a number", `{"alerts":[{"status":"firing","labels":{"gpu":0}}]}`, "must not be a JSON number"},
		{"bad time", `{"alerts":[{"status":"firing","startsAt":"now","fingerprint":"a"}]}`, `alerts[0].startsAt: "now" must be a time`},
		{"nothing identifies it", `{"alerts":[{"status":"firing"}]}`, "alerts[0].labels: is empty"},
		{"huge fingerprint", `{"alerts":[{"status":"firing","fingerprint":"` + strings.Repeat("f", 129) + `"}]}`, "alerts[0].fingerprint: is longer than 128 bytes"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, _, err := decode([]byte(tt.body))
			assert.ErrorContains(t, err, tt.want)
		})
	}
}

// FuzzDecode: whatever comes, the answer is an error or alerts that can be tracked.
func FuzzDecode(f *testing.F) {
	for _, name := range []string{
		"alertmanager_firing.json", "alertmanager_resolved.json", "alertmanager_mixed.json", "grafana_firing.json",
	} {
		f.Add(read(f, name))
	}
	f.Add([]byte(`{"alerts":[{"status":"firing","labels":{"a":"b"}}]}`))
	f.Add([]byte(`{"alerts":null}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		alerts, _, err := decode(body)
		if err != nil {
			require.Empty(t, alerts)
			return
		}
		for _, a := range alerts {
			require.NotEmpty(t, a.Fingerprint)
			require.LessOrEqual(t, len(a.Fingerprint), trigger.MaxFingerprintBytes)
		}
	})
}

func BenchmarkDecode(b *testing.B) {
	one := read(b, "alertmanager_firing.json")
	alert := string(one[strings.Index(string(one), `{"status"`):strings.Index(string(one), `],"groupLabels"`)])
	for _, n := range []int{1, 100} {
		body := []byte(`{"version":"4","alerts":[` + strings.TrimSuffix(strings.Repeat(alert+",", n), ",") + `]}`)
		b.Run(fmt.Sprintf("alerts=%d", n), func(b *testing.B) {
			b.SetBytes(int64(len(body)))
			b.ReportAllocs()
			for b.Loop() {
				if _, _, err := decode(body); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
