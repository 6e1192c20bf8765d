// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package gpucost

import (
	"math/big"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/pmetric"

	"github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/money"
	"github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/pricebook"
)

const (
	h100 = "NVIDIA H100 80GB HBM3"
	l40s = "NVIDIA L40S"
)

var gpu1 = Place{UUID: "GPU-1"}

var march = time.Date(2026, 3, 15, 10, 0, 0, 0, time.UTC)

func loadBook(t *testing.T) *pricebook.Book {
	t.Helper()
	book, err := pricebook.Load("../../testdata/prices.yaml")
	require.NoError(t, err)
	return book
}

func newTestMeter(t *testing.T, change func(*Settings)) *Meter {
	t.Helper()
	settings := Settings{
		MaxGap: 2 * time.Hour, Window: 2 * time.Hour, ShareInterval: time.Hour, Currency: "EUR", Limit: 100, Common: pcommon.NewMap(),
	}
	if change != nil {
		change(&settings)
	}
	return New(settings, loadBook(t), pcommon.NewTimestampFromTime(march))
}

// seen sights a GPU at some times after the start.
func (m *Meter) seen(uuid string, at ...time.Duration) {
	for _, after := range at {
		now := march.Add(after)
		m.Seen(pricebook.GPU{UUID: uuid, Model: h100, Node: "n1"}, "", "", now, now)
	}
}

// sums returns the exact sums of a metric by the values of an attribute.
func (m *Meter) sums(of metric, attribute string) map[string]string {
	sums := map[string]money.Amount{}
	for _, s := range m.series.ordered[of] {
		v, _ := s.attributes.Get(attribute)
		sums[v.Str()] = sums[v.Str()].Add(s.sum)
	}
	all := map[string]string{}
	for key, sum := range sums {
		all[key] = sum.String()
	}
	return all
}

func (m *Meter) export(after time.Duration) pmetric.Metrics {
	md := pmetric.NewMetrics()
	m.Export(md, pcommon.NewTimestampFromTime(march.Add(after)), true)
	return md
}

// gauges returns the points of a gauge by the values of attributes.
func gauges(md pmetric.Metrics, name string, keys ...string) map[string]float64 {
	all := map[string]float64{}
	for _, rm := range md.ResourceMetrics().All() {
		for _, m := range rm.ScopeMetrics().At(0).Metrics().All() {
			if m.Name() != name {
				continue
			}
			for _, dp := range m.Gauge().DataPoints().All() {
				var values []string
				for _, k := range keys {
					v, _ := dp.Attributes().Get(k)
					values = append(values, v.Str())
				}
				all[strings.Join(values, " ")] = dp.DoubleValue()
			}
		}
	}
	return all
}

func TestAnHourOverItsTokens(t *testing.T) {
	m := newTestMeter(t, nil)
	m.seen("GPU-1", 0, time.Hour)
	m.Tokens([]Place{gpu1}, "e", "llama-3.3-70b", 0, 1_750_000, march)
	md := m.export(time.Hour)
	require.Equal(t, map[string]string{"unknown": "3.5"}, m.sums(metricCost, "state"))
	require.Equal(t, map[string]string{"unknown": "3600"}, m.sums(metricTime, "state"))
	require.Equal(t, map[string]float64{"generation allocation": 0.000002, "blended allocation": 0.000002, "generation usage": 0.000002, "blended usage": 0.000002},
		gauges(md, "genai.effective.cost_per_token_eur", "phase", "basis"))
	require.Equal(t, map[string]float64{"GPU-1 " + h100 + " n1": 3.5}, gauges(md, "gpu_hourly_cost_eur", "gpu", "gpu_model", "node"))
}

func TestNoTokensHaveACostButNoPrice(t *testing.T) {
	m := newTestMeter(t, nil)
	m.seen("GPU-1", 0)
	m.Running(gpu1, "e", "llama-3.3-70b", 0, march)
	m.seen("GPU-1", time.Hour)
	md := m.export(time.Hour)
	require.Equal(t, map[string]string{"idle": "3.5"}, m.sums(metricCost, "state"))
	require.Empty(t, gauges(md, "genai.effective.cost_per_token_eur", "phase"))
	require.Equal(t, map[string]string{IdleTenant: "3.5"}, m.sums(metricTenantCost, "tenant"))
}

// half runs a GPU for an hour, of which half was busy, for three tenants.
func half(m *Meter) {
	m.seen("GPU-1", 0)
	m.Running(gpu1, "e", "llama-3.3-70b", 3, march)
	m.seen("GPU-1", 30*time.Minute)
	m.Running(gpu1, "e", "llama-3.3-70b", 0, march.Add(30*time.Minute))
	m.seen("GPU-1", time.Hour)
	m.TenantTokens("a", "llama-3.3-70b", 0, 100)
	m.TenantTokens("b", "llama-3.3-70b", 0, 100)
	m.TenantTokens("c", "llama-3.3-70b", 0, 200)
	m.export(time.Hour)
}

func TestIdlePolicies(t *testing.T) {
	for _, tt := range []struct {
		name string
		set  func(*Settings)
		want map[string]string
	}{
		{"proportional", nil, map[string]string{"a": "0.875", "b": "0.875", "c": "1.75"}},
		{"separate", func(s *Settings) { s.Idle = Separate }, map[string]string{"a": "0.4375", "b": "0.4375", "c": "0.875", IdleTenant: "1.75"}},
		{
			"reserved",
			func(s *Settings) { s.Idle, s.ReservedParts = Reserved, map[string]uint64{"a": 500_000, "b": 250_000} },
			map[string]string{"a": "1.3125", "b": "0.875", "c": "0.875", IdleTenant: "0.4375"},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			m := newTestMeter(t, tt.set)
			half(m)
			require.Equal(t, map[string]string{"busy": "1.75", "idle": "1.75"}, m.sums(metricCost, "state"))
			require.Equal(t, tt.want, m.sums(metricTenantCost, "tenant"))
		})
	}
}

func TestTenantsPayByWeightedTokens(t *testing.T) {
	m := newTestMeter(t, nil)
	m.seen("GPU-1", 0)
	m.Running(gpu1, "e", "llama-3.3-70b", 1, march)
	m.seen("GPU-1", time.Hour)
	m.TenantTokens("a", "llama-3.3-70b", 100_000, 50_000)
	m.TenantTokens("b", "llama-3.3-70b-instruct", 300_000, 0)
	m.TenantTokens("c", "llama-3.3-70b", 0, 150_000)
	m.export(time.Hour)
	require.Equal(t, map[string]string{"a": "0.875", "b": "0.875", "c": "1.75"}, m.sums(metricTenantCost, "tenant"))
}

func TestPricesOfGPUs(t *testing.T) {
	for _, tt := range []struct {
		name  string
		gpu   pricebook.GPU
		begin string
		want  string
	}{
		{"by model", pricebook.GPU{UUID: "GPU-1", Model: h100}, "2026-03-15T10:00:00Z", "3.5"},
		{"the node beats the model", pricebook.GPU{UUID: "GPU-9", Model: l40s, Node: "dgx-a"}, "2026-03-15T10:00:00Z", "3.5"},
		{"the UUID beats the node", pricebook.GPU{UUID: "GPU-special", Node: "dgx-a"}, "2026-07-01T00:00:00Z", "5"},
		{"unless its price is not in force yet", pricebook.GPU{UUID: "GPU-special", Node: "dgx-a"}, "2026-05-31T23:30:00Z", "4.25"},
		{"split at a change of the price", pricebook.GPU{UUID: "GPU-L", Model: l40s}, "2026-08-31T23:30:00Z", "1.8"},
		{"split at a change of the exchange rate", pricebook.GPU{UUID: "GPU-A", Model: "NVIDIA A100"}, "2026-06-30T23:30:00Z", "1.82"},
		{"split at the first price", pricebook.GPU{UUID: "GPU-A", Model: "NVIDIA A100"}, "2026-02-28T23:30:00Z", "0.92"},
		{"none", pricebook.GPU{UUID: "GPU-x", Model: "Tesla K80"}, "2026-03-15T10:00:00Z", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			begin, err := time.Parse(time.RFC3339, tt.begin)
			require.NoError(t, err)
			m := newTestMeter(t, nil)
			for _, at := range []time.Time{begin, begin.Add(7 * time.Minute), begin.Add(time.Hour)} {
				m.Seen(tt.gpu, "", "", at, at)
			}
			m.flush()
			require.Equal(t, tt.want, m.sums(metricCost, "state")["unknown"])
			require.Equal(t, map[string]string{"unknown": "3600"}, m.sums(metricTime, "state"))
		})
	}
}

func TestTwoModelsOnAGPU(t *testing.T) {
	m := newTestMeter(t, nil)
	m.seen("GPU-1", 0, time.Hour)
	m.Tokens([]Place{gpu1}, "e1", "llama-3.3-70b", 0, 300_000, march)
	m.Tokens([]Place{gpu1}, "e2", "other", 0, 100_000, march)
	m.export(time.Hour)
	require.Equal(t, map[string]string{"llama-3.3-70b": "2.625", "other": "0.875"}, m.sums(metricCost, "model"))
}

func TestModelOnTwoGPUs(t *testing.T) {
	m := newTestMeter(t, nil)
	m.seen("GPU-1", 0, time.Hour)
	m.seen("GPU-2", 0, time.Hour)
	m.Tokens([]Place{gpu1, {UUID: "GPU-2"}}, "e", "llama-3.3-70b", 0, 1_000_000, march)
	md := m.export(time.Hour)
	require.Equal(t, map[string]string{"llama-3.3-70b": "7"}, m.sums(metricCost, "model"))
	require.InDelta(t, 7e-6, gauges(md, "genai.effective.cost_per_token_eur", "phase", "basis")["generation allocation"], 1e-18)
}

func TestGapsAndLateData(t *testing.T) {
	m := newTestMeter(t, func(s *Settings) { s.MaxGap = time.Minute })
	m.seen("GPU-1", 0, 30*time.Second, 20*time.Second, 30*time.Second, 60*time.Second)
	m.seen("GPU-1", time.Hour, time.Hour+30*time.Second)
	m.flush()
	require.Equal(t, map[string]string{"unknown": "90"}, m.sums(metricTime, "state"))
	require.Equal(t, int64(1), m.found.Gaps)

	far := march.Add(24 * time.Hour)
	m.Seen(pricebook.GPU{UUID: "GPU-1"}, "", "", far, march.Add(time.Hour))
	require.Equal(t, int64(1), m.found.InFuture)
	m.seen("GPU-1", time.Hour+time.Minute)
	m.flush()
	require.Equal(t, map[string]string{"unknown": "120"}, m.sums(metricTime, "state"), "a clock that is wrong stops nothing")
}

func TestAnOldWordOfAnEngineIsNoWord(t *testing.T) {
	m := newTestMeter(t, func(s *Settings) { s.MaxGap = time.Minute })
	m.seen("GPU-1", 0)
	m.Running(gpu1, "e", "m", 1, march)
	m.seen("GPU-1", 60*time.Second, 120*time.Second, 180*time.Second)
	m.flush()
	require.Equal(t, map[string]string{"busy": "120", "unknown": "60"}, m.sums(metricTime, "state"))
}

func TestTheLastWordOfAnEngineCounts(t *testing.T) {
	m := newTestMeter(t, nil)
	m.seen("GPU-1", 0)
	m.Running(gpu1, "e", "m", 0, march)
	m.Running(gpu1, "e", "m", 1, march) // of the same instant
	m.Running(gpu1, "e", "m", 0, march.Add(-time.Second))
	m.seen("GPU-1", 60*time.Second)
	m.flush()
	require.Equal(t, map[string]string{"busy": "60"}, m.sums(metricTime, "state"))
}

func TestMIG(t *testing.T) {
	m := newTestMeter(t, nil)
	sight := func(after time.Duration) {
		at := march.Add(after)
		// Of the first nobody knows how large it is: it is part of the rest.
		for _, mig := range [][2]string{{"0", "9g.90gb"}, {"1", "3g.40gb"}, {"2", "1g.10gb"}} {
			m.Seen(pricebook.GPU{UUID: "GPU-1", Model: h100}, mig[0], mig[1], at, at)
		}
	}
	sight(0)
	m.Running(Place{"GPU-1", "1"}, "e", "llama-3.3-70b", 1, march)
	m.Running(Place{"GPU-1", "2"}, "f", "llama-3.3-70b", 0, march)
	sight(time.Hour)
	m.flush()
	require.Equal(t, map[string]string{"1": "1.5", "2": "0.5", "": "1.5"}, m.sums(metricCost, "gpu.mig.instance.id"))
	require.Equal(t, map[string]string{"busy": "1.5", "idle": "2"}, m.sums(metricCost, "state"))
}

// Who says that it is on an instance need not know how large that is.
func TestMIGProfileIsKept(t *testing.T) {
	m := newTestMeter(t, nil)
	sight := func(after time.Duration, profile string) {
		at := march.Add(after)
		m.Seen(pricebook.GPU{UUID: "GPU-1", Model: h100}, "1", profile, at, at)
	}
	sight(0, "3g.40gb")
	sight(0, "")
	sight(time.Hour, "")
	m.flush()
	require.Equal(t, map[string]string{"1": "1.5", "": "2"}, m.sums(metricCost, "gpu.mig.instance.id"))
}

// A GPU that is divided anew is paid for by those who are on it.
func TestMIGInstancesThatAreGone(t *testing.T) {
	m := newTestMeter(t, func(s *Settings) { s.MaxGap = time.Hour })
	sight := func(hour int, instance, profile string) {
		at := march.Add(time.Duration(hour) * time.Hour)
		m.Seen(pricebook.GPU{UUID: "GPU-1", Model: h100}, instance, profile, at, at)
	}
	sight(0, "1", "3g.40gb")
	sight(1, "2", "7g.80gb") // of the hour until then it had nothing
	sight(2, "2", "7g.80gb") // the first one may still be there, but not on what the second one has
	sight(3, "2", "7g.80gb")
	sight(4, "", "")
	sight(5, "", "") // the second one was not seen for longer than the gap
	sight(6, "", "")
	m.flush()
	require.Equal(t, map[string]string{"1": "1.5", "2": "14", "": "5.5"}, m.sums(metricCost, "gpu.mig.instance.id"))
	require.Equal(t, map[string]string{"unknown": "19", "idle": "2"}, m.sums(metricCost, "state"), "what is not divided is idle only beside instances")
}

// A pod that took the place of another pays alone, from the first export after it.
func TestEnginesThatAreGone(t *testing.T) {
	m := newTestMeter(t, func(s *Settings) { s.MaxGap = time.Minute })
	tell := func(minute int, engine, model string) {
		m.seen("GPU-1", time.Duration(minute)*time.Minute)
		if engine != "" {
			m.Running(gpu1, engine, model, 0, march.Add(time.Duration(minute)*time.Minute))
		}
	}
	for minute := range 11 {
		tell(minute, "e1", "llama-3.3-70b")
	}
	m.export(10 * time.Minute)
	for minute := 11; minute < 31; minute++ {
		tell(minute, "e2", "other")
	}
	m.export(30 * time.Minute)
	// One that is silent alone is taken to be there still.
	for minute := 31; minute < 61; minute++ {
		tell(minute, "", "")
	}
	m.export(time.Hour)
	require.Equal(t, map[string]string{"llama-3.3-70b": "600", "other": "3000"}, m.sums(metricTime, "model"))

	// What one processed before it went counts.
	m.Tokens([]Place{gpu1}, "e1", "llama-3.3-70b", 0, 300, march.Add(30*time.Minute))
	tell(61, "e2", "other")
	m.export(61 * time.Minute)
	require.Equal(t, map[string]string{"llama-3.3-70b": "660", "other": "3000"}, m.sums(metricTime, "model"))
}

func TestEnergy(t *testing.T) {
	m := newTestMeter(t, nil)
	m.seen("GPU-1", 0)
	for range 7 {
		m.Energy("GPU-1", 180_000_000, march)
	}
	require.Equal(t, map[string]string{"GPU-1": "1260000"}, m.sums(metricEnergy, "gpu"))
	require.Equal(t, map[string]string{"GPU-1": "0.105"}, m.sums(metricEnergyCost, "gpu"))
	require.Equal(t, map[string]string{"GPU-1": "23.52"}, m.sums(metricEmissions, "gpu"))

	included, err := pricebook.Parse([]byte("version: 1\nid: x\ncurrency: EUR\nproviders: []\nenergy: {currency: EUR, per_kwh: \"0.25\", pue: \"1.2\", gco2_per_kwh: \"56\", included_in_gpu_hour: true}\n"))
	require.NoError(t, err)
	m = newTestMeter(t, nil)
	m.Use(included)
	m.seen("GPU-1", 0)
	m.Energy("GPU-1", 1_260_000_000, march)
	require.Empty(t, m.sums(metricEnergyCost, "gpu"))
	require.Equal(t, map[string]string{"GPU-1": "23.52"}, m.sums(metricEmissions, "gpu"))
}

// Whatever happens on the GPUs, the states, the models and the tenants each add
// up to the bill, and the bill does not depend on how often they are looked at.
func TestPartsAddUpToTheBill(t *testing.T) {
	total := func(m *Meter, of metric) *big.Int {
		sum := new(big.Int)
		for _, s := range m.series.ordered[of] {
			sum.Add(sum, s.sum.Atto())
		}
		return sum
	}
	for seed := range uint64(60) {
		random := rand.New(rand.NewPCG(seed, 5))
		policy := func(s *Settings) {
			s.MaxGap = time.Hour
			s.Idle = IdlePolicy(seed % 3)
			s.ReservedParts = map[string]uint64{"a": 333_333, "z": 100_000}
		}
		m := newTestMeter(t, policy)
		gpus := []pricebook.GPU{{UUID: "GPU-1", Model: h100}, {UUID: "GPU-2", Model: l40s}, {UUID: "GPU-3", Model: "NVIDIA A100"}, {UUID: "GPU-4"}}
		begin, at := march, march
		sightAll := func() {
			for i, g := range gpus {
				instance, profile := "", ""
				if i == 1 && random.IntN(2) == 0 {
					instance, profile = "3", "1g.10gb"
				}
				m.Seen(g, instance, profile, at, at)
			}
		}
		sightAll()
		for range 200 {
			at = at.Add(time.Duration(random.Int64N(int64(20 * time.Minute))))
			g := gpus[random.IntN(len(gpus))]
			switch random.IntN(5) {
			case 0:
				m.Running(Place{UUID: g.UUID}, "e", "llama-3.3-70b", float64(random.IntN(3)), at)
			case 1:
				m.Tokens([]Place{{UUID: g.UUID}}, "f", "other", random.Uint64N(1000), random.Uint64N(1000), at)
			case 2:
				m.TenantTokens(string(rune('a'+random.IntN(5))), "llama-3.3-70b", random.Uint64N(1000), random.Uint64N(1000))
			case 3:
				m.Export(pmetric.NewMetrics(), pcommon.NewTimestampFromTime(at), false)
			}
			sightAll()
		}
		m.export(at.Sub(march))

		bill := new(big.Int)
		once := newTestMeter(t, func(s *Settings) { s.MaxGap = 10_000 * time.Hour })
		for _, g := range gpus {
			once.Seen(g, "", "", begin, begin)
			once.Seen(g, "", "", at, at)
		}
		once.flush()
		bill.Set(total(once, metricCost))
		require.Equal(t, bill.String(), total(m, metricCost).String(), "seed %d: states and models", seed)
		require.Equal(t, bill.String(), total(m, metricTenantCost).String(), "seed %d: tenants", seed)
		seconds := new(big.Int).Mul(big.NewInt(int64(at.Sub(begin))*int64(len(gpus))), big.NewInt(1e9))
		require.Equal(t, seconds.String(), total(m, metricTime).String(), "seed %d: time", seed)
	}
}
