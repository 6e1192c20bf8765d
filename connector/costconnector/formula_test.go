// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package costconnector

import (
	"encoding/json"
	"fmt"
	"math/big"
	"math/rand/v2"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/pricebook"
)

// wholeOf says what the tokens of a class are part of.
var wholeOf = map[string]string{
	"cache_read": "input", "cache_write": "input", "cache_write_1h": "cache_write", "input_audio": "input", "input_image": "input",
	"reasoning": "output", "output_audio": "output", "output_image": "output",
}

type formulaPrices map[string]string

type formulaRow struct {
	from  time.Time
	all   formulaPrices
	over  formulaPrices // above overTokens, if it is not nil
	night formulaPrices // from 22:00 to 06:30, if it is not nil
	calls formulaPrices
}

const overTokens = 10_000

// formulaBook is one model of a provider with all that changes prices.
type formulaBook struct {
	discount, batch, rate, laterRate string
	rows                             []formulaRow
}

var formulaStart = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

// laterRateFrom is in the middle of a day.
var laterRateFrom = time.Date(2026, 2, 10, 7, 0, 0, 0, time.UTC)

func randomFormulaBook(random *rand.Rand) formulaBook {
	pick := func(from ...string) string { return from[random.IntN(len(from))] }
	prices := func(classes ...string) formulaPrices {
		p := formulaPrices{}
		for _, class := range classes {
			p[class] = pick("0", "0.05", "0.3", "2.5", "3.75", "15", "22.5")
		}
		return p
	}
	b := formulaBook{discount: pick("1", "0.85", "1.1"), batch: pick("0.5", "0.25"), rate: pick("0.92", "0.0061"), laterRate: "0.875"}
	for i := range 1 + random.IntN(3) {
		classes := []string{pick("input", "output")}
		for _, class := range []string{"input", "output", "cache_read", "cache_write", "cache_write_1h", "input_audio", "input_image", "reasoning", "output_audio", "output_image"} {
			if random.IntN(2) == 0 && class != classes[0] {
				classes = append(classes, class)
			}
		}
		r := formulaRow{from: formulaStart.AddDate(0, 0, 20*i), all: prices(classes...)}
		switch random.IntN(3) {
		case 0:
			r.over = prices(classes...)
		case 1:
			r.night = prices(classes...)
		}
		if random.IntN(3) == 0 {
			r.calls = formulaPrices{"request": "0.005", "web_search": "0.01"}
		}
		b.rows = append(b.rows, r)
	}
	return b
}

// text is the book as JSON, which is YAML.
func (b formulaBook) text(tb testing.TB) []byte {
	tb.Helper()
	var rows []map[string]any
	for _, r := range b.rows {
		row := map[string]any{"effective_from": r.from.Format(time.DateOnly), "per_mtok": r.all}
		if r.over != nil {
			row["input_over"] = []any{map[string]any{"tokens": overTokens, "per_mtok": r.over}}
		}
		if r.night != nil {
			row["daily"] = []any{map[string]any{"from": "22:00", "to": "06:30", "per_mtok": r.night}}
		}
		if r.calls != nil {
			row["per_call"] = r.calls
		}
		rows = append(rows, row)
	}
	text, err := json.Marshal(map[string]any{
		"version": 1, "id": "formula", "currency": "EUR",
		"fx": []any{
			map[string]any{"from": "USD", "rate": b.rate, "effective_from": formulaStart.Format(time.RFC3339)},
			map[string]any{"from": "USD", "rate": b.laterRate, "effective_from": laterRateFrom.Format(time.RFC3339)},
		},
		"providers": []any{map[string]any{
			"id": "p", "names": []string{"p"}, "currency": "USD", "discount": b.discount,
			"service_tiers": map[string]any{"batch": map[string]any{"multiplier": b.batch}},
			"models":        []any{map[string]any{"id": "m", "match": []string{"m"}, "prices": rows}},
		}},
	})
	require.NoError(tb, err)
	return text
}

// cost computes by the formulas of the README what each class of a request costs, and
// the tokens that have no price.
func (b formulaBook) cost(at time.Time, tier string, reported map[string]int64) (cost map[string]*big.Rat, unpriced map[string]int64) {
	row := b.rows[0]
	for _, r := range b.rows {
		if !r.from.After(at) {
			row = r
		}
	}
	prices, minute := row.all, at.Hour()*60+at.Minute()
	switch {
	case row.over != nil && reported["input"] > overTokens:
		prices = row.over
	case row.night != nil && (minute >= 22*60 || minute < 6*60+30):
		prices = row.night
	}
	factor := decimals(b.discount, b.rate)
	if !at.Before(laterRateFrom) {
		factor = decimals(b.discount, b.laterRate)
	}
	n := map[string]int64{}
	for class, tokens := range reported {
		n[class] += tokens
		if whole, ok := wholeOf[class]; ok {
			n[whole] -= tokens
		}
	}
	cost, unpriced = map[string]*big.Rat{}, map[string]int64{}
	for class, tokens := range n {
		if class == "web_search" {
			continue
		}
		for prices[class] == "" && wholeOf[class] != "" {
			class = wholeOf[class]
		}
		if prices[class] == "" {
			unpriced[class] += tokens
			continue
		}
		c := decimals(prices[class], strconv.FormatInt(tokens, 10)+"/1000000")
		if tier != "" {
			c.Mul(c, decimals(b.batch))
		}
		c.Mul(c, factor)
		if cost[class] != nil {
			c.Add(c, cost[class])
		}
		cost[class] = c
	}
	if row.calls != nil {
		cost["request"] = new(big.Rat).Mul(factor, decimals(row.calls["request"]))
		cost["web_search"] = new(big.Rat).Mul(factor, decimals(row.calls["web_search"], strconv.FormatInt(reported["web_search"], 10)))
	}
	return cost, unpriced
}

// decimals multiplies numbers.
func decimals(numbers ...string) *big.Rat {
	product := big.NewRat(1, 1)
	for _, number := range numbers {
		r, _ := new(big.Rat).SetString(number)
		product.Mul(product, r)
	}
	return product
}

// randomCounts do not contradict each other.
func randomCounts(random *rand.Rand) map[string]int64 {
	n := map[string]int64{}
	split := func(whole string, total int64, parts ...string) {
		n[whole] = total
		for _, part := range parts {
			if random.IntN(2) == 0 {
				n[part] = random.Int64N(total/2 + 1)
				total -= n[part]
			}
		}
	}
	split("input", []int64{3, 1000, overTokens, overTokens + 1}[random.IntN(4)], "cache_read", "cache_write", "input_audio", "input_image")
	split("output", random.Int64N(1000), "reasoning", "output_audio", "output_image")
	if n["cache_write"] > 0 && random.IntN(2) == 0 {
		n["cache_write_1h"] = random.Int64N(n["cache_write"] + 1)
	}
	if random.IntN(4) == 0 {
		n["web_search"] = random.Int64N(3)
	}
	return n
}

// Whatever a book has prices for, requests cost what the formulas say, to the
// atto-euro.
func TestCostsFollowTheFormulas(t *testing.T) {
	for seed := range uint64(150) {
		random := rand.New(rand.NewPCG(seed, 11))
		b := randomFormulaBook(random)
		book, err := pricebook.Parse(b.text(t))
		require.NoError(t, err)
		m := newMeter(createDefaultConfig().(*Config), pcommon.NewMap(), book, march)
		for i := range 30 {
			at := formulaStart.Add(time.Duration(random.IntN(60*24*60)) * time.Minute)
			tier := []string{"", "batch"}[random.IntN(2)]
			reported := randomCounts(random)
			s := spanCase{Provider: "p", Model: "m", Tier: tier, At: at.Format(time.RFC3339), Tokens: map[string]any{}, Attributes: map[string]any{"tenant": strconv.Itoa(i)}}
			for class, n := range reported {
				s.Tokens[class] = n
			}
			found := m.count(s.traces(t))
			what := fmt.Sprintf("seed %d, request %d at %s %q: %v at %s", seed, i, s.At, tier, reported, b.text(t))
			require.Empty(t, found.anomalies, what)

			cost, unpriced := b.cost(at, tier, reported)
			for class := range pricebook.NumClasses {
				want := new(big.Rat)
				if c := cost[class.String()]; c != nil {
					want = c
				}
				got, _ := m.call.account.Cost(class)
				require.Equal(t, want.FloatString(18), decimals(got.String()).FloatString(18), "%v, %s", class, what)
			}
			var missing int64
			for _, n := range unpriced {
				missing += n
			}
			require.Equal(t, missing, found.unpricedTokens[pricebook.MissingRate], what)
		}
	}
}
