// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package costconnector

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/consumer/consumertest"
)

const dollars = `
version: 1
id: dollars
currency: USD
fx:
  - {from: EUR, rate: "1.25", effective_from: 2026-01-01}
providers:
  - id: openai
    names: [openai]
    currency: USD
    models:
      - {id: gpt-4o, match: [gpt-4o], prices: [{effective_from: 2026-01-01, per_mtok: {input: "2.5", output: "10"}}]}
  - id: mistral
    names: [mistral_ai]
    currency: EUR
    models:
      - {id: mistral-large, match: [mistral-large], prices: [{effective_from: 2026-01-01, per_mtok: {input: "2", output: "6"}}]}
self_hosted:
  gpus:
    - {match: {model: NVIDIA H100 80GB HBM3}, per_hour: "4", currency: USD, effective_from: 2026-01-01}
`

// Another currency changes the names and units of metrics, and what is converted.
func TestAnotherCurrency(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(march))
		file := filepath.Join(t.TempDir(), "prices.yaml")
		require.NoError(t, os.WriteFile(file, []byte(dollars), 0o600))
		cfg := gpuConfig()
		cfg.PriceBook.File, cfg.Currency, cfg.ReferencePrices = file, "USD", true
		sink, factory, set := new(consumertest.MetricsSink), NewFactory(), nop()
		traces, err := factory.CreateTracesToMetrics(t.Context(), set, cfg, sink)
		require.NoError(t, err)
		metrics, err := factory.CreateMetricsToMetrics(t.Context(), set, cfg, sink)
		require.NoError(t, err)
		require.NoError(t, traces.Start(t.Context(), componenttest.NewNopHost()))
		require.NoError(t, metrics.Start(t.Context(), componenttest.NewNopHost()))
		hour(t, metrics)
		require.NoError(t, traces.ConsumeTraces(t.Context(), tracesOf(t,
			spanCase{Provider: "openai", Model: "gpt-4o", Tokens: gpt4o},
			spanCase{Provider: "mistral_ai", Model: "mistral-large", Tokens: gpt4o},
		)))
		require.NoError(t, traces.Shutdown(t.Context()))
		require.NoError(t, metrics.Shutdown(t.Context()))

		md := sink.AllMetrics()[0]
		// 1000*2.5/1e6 + 100*10/1e6 = 0.0035; (1000*2/1e6 + 100*6/1e6) * 1.25 = 0.00325
		require.InDelta(t, 0.00675, total(md, "genai.cost.usd"), 1e-18)
		require.InDelta(t, 4, total(md, "genai.gpu.cost.usd"), 1e-12)
		require.InDelta(t, 4, total(md, "genai.tenant.gpu.cost.usd"), 1e-12)
		for name, unit := range map[string]string{
			"genai.cost.usd": "{USD}", "genai.cost.request.usd": "{USD}", "cost_per_prompt_token_usd": "{USD}/{token}",
			"genai.gpu.cost.usd": "{USD}", "gpu_hourly_cost_usd": "{USD}/{hour}", "genai.effective.cost_per_token_usd": "{USD}/{token}",
		} {
			require.Len(t, metricsOf(md, name), 1, name)
			require.Equal(t, unit, metricsOf(md, name)[0].Unit())
		}
		for _, rm := range md.ResourceMetrics().All() {
			for _, m := range rm.ScopeMetrics().At(0).Metrics().All() {
				require.NotContains(t, m.Name(), "eur")
				require.NotContains(t, m.Name(), "CUR")
				require.NotContains(t, m.Unit(), "EUR")
			}
		}
	})
}

func TestBookInAnotherCurrencyIsRefused(t *testing.T) {
	file := filepath.Join(t.TempDir(), "prices.yaml")
	require.NoError(t, os.WriteFile(file, []byte(dollars), 0o600))
	cfg := createDefaultConfig().(*Config)
	cfg.PriceBook.File = file
	_, err := NewFactory().CreateTracesToMetrics(t.Context(), nop(), cfg, consumertest.NewNop())
	require.ErrorContains(t, err, "currency is USD, but the connector's is EUR: set currency to the same in both")

	cfg.Currency = strings.ToLower("USD")
	require.ErrorContains(t, cfg.Validate(), `currency must be a code of three capital letters such as EUR (got "usd")`)
}
