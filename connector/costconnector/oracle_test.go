// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package costconnector

import (
	"encoding/csv"
	"math/big"
	"os"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/pricebook"
)

// tokensByColumn of internal/builtin/testdata/oracle.csv.
var tokensByColumn = map[string]string{
	"input_tokens": "input", "output_tokens": "output", "cache_read_tokens": "cache_read", "cache_write_tokens": "cache_write",
	"cache_write_1h_tokens": "cache_write_1h", "input_audio_tokens": "input_audio", "input_image_tokens": "input_image",
	"output_reasoning_tokens": "reasoning", "output_audio_tokens": "output_audio", "output_image_tokens": "output_image",
	"web_searches": "web_search",
}

// Spans cost what the package that the built-in book was made from says that their
// requests do, to the last digit. Prices that are no whole number of atto-USD for a
// token, which are quotients in the package, too, may be off by half of one.
func TestBuiltinPricesAgreeWithTheirSource(t *testing.T) {
	file, err := os.Open("internal/builtin/testdata/oracle.csv")
	require.NoError(t, err)
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	require.NoError(t, err)
	require.Greater(t, len(rows), 3000)
	book, err := pricebook.Parse([]byte("version: 1\nid: b\ncurrency: USD\nextends: builtin\nproviders: []\n"))
	require.NoError(t, err)
	cfg := createDefaultConfig().(*Config)
	cfg.AggregationCardinalityLimit = len(rows)
	m := newMeter(cfg, pcommon.NewMap(), book, march)
	header, rounded := rows[0], 0
	for i, row := range rows[1:] {
		at, err := time.Parse(time.RFC3339Nano, row[2])
		require.NoError(t, err)
		s := spanCase{Provider: row[0], Model: row[1], At: at.Format(time.RFC3339Nano), Tier: row[3], Tokens: map[string]any{}}
		var units int64
		for column, text := range row {
			if class := tokensByColumn[header[column]]; class != "" && text != "" {
				n, err := strconv.Atoi(text)
				require.NoError(t, err)
				s.Tokens[class] = n
				units += int64(n)
			}
		}
		// A tenant of its own gives each request an account of its own.
		s.Attributes = map[string]any{"tenant": strconv.Itoa(i)}
		require.Empty(t, m.count(s.traces(t)).anomalies, "%v", row)
		if usd := row[len(row)-1]; usd == "unknown" {
			require.Equal(t, pricebook.UnknownModel, m.call.match.Reason, "%v", row)
		} else {
			want, ok := new(big.Rat).SetString(usd)
			require.True(t, ok)
			got, _ := new(big.Rat).SetString(m.call.account.Total().String())
			if difference := want.Sub(want, got); difference.Sign() != 0 {
				rounded++
				require.LessOrEqual(t, difference.Abs(difference).Cmp(big.NewRat(units, 2e18)), 0, "%v costs %s", row, got.FloatString(18))
			}
		}
	}
	require.Less(t, rounded, 30, "few prices have more than 12 decimals")
}
