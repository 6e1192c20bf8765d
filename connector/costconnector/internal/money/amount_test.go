// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package money

import (
	"math"
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestAmountString(t *testing.T) {
	for want, amount := range map[string]Amount{
		"0":                    {},
		"0.000000000000000001": Rate(1).Times(1),
		"1":                    Rate(1e18).Times(1),
		"0.1288":               Rate(18_400_000_000).Times(7_000_000),
		"340282366920938463463.374607431768211455": maxAmount,
	} {
		t.Run(want, func(t *testing.T) { require.Equal(t, want, amount.String()) })
	}
}

func TestSumsStopAtTheLargestAmount(t *testing.T) {
	require.Equal(t, maxAmount, maxAmount.Add(Rate(1).Times(1)))
	require.Equal(t, maxAmount, maxAmount.Add(maxAmount))
}

func TestCmp(t *testing.T) {
	ordered := []Amount{{}, {0, 1}, {0, math.MaxUint64}, {1, 0}, {1, 5}, {2, 0}, maxAmount}
	for i, a := range ordered {
		for j, b := range ordered {
			require.Equal(t, new(big.Int).Sub(a.Atto(), b.Atto()).Sign(), a.Cmp(b), "%d %d", i, j)
		}
	}
}

// A total must not depend on the order of the requests or on how they were
// batched, and must equal the sum that math/big finds.
func TestSumIsExactInAnyOrderAndBatch(t *testing.T) {
	for seed := range uint64(50) {
		random := rand.New(rand.NewPCG(seed, 1))
		costs := make([]Amount, 200)
		want := new(big.Int)
		for i := range costs {
			rate, count := Rate(random.Uint64()>>random.IntN(64)), random.Uint64N(1<<40)
			costs[i] = rate.Times(count)
			want.Add(want, new(big.Int).Mul(new(big.Int).SetUint64(uint64(rate)), new(big.Int).SetUint64(count)))
		}
		for range 5 {
			random.Shuffle(len(costs), func(i, j int) { costs[i], costs[j] = costs[j], costs[i] })
			var total, batch Amount
			for _, cost := range costs {
				batch = batch.Add(cost)
				if random.IntN(10) == 0 {
					total, batch = total.Add(batch), Amount{}
				}
			}
			total = total.Add(batch)
			require.Zero(t, want.Cmp(total.Atto()), "seed %d", seed)
		}
	}
}

func nearestFloat(a Amount) float64 {
	f, _ := new(big.Rat).SetFrac(a.Atto(), attoPerEUR).Float64()
	return f
}

func TestEURIsTheNearestFloat(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	amounts := []Amount{{}, {0, 1}, {0, math.MaxUint64}, {1, 0}, {1 << 63, 0}, {1 << 63, 1}, maxAmount, Rate(1e18).Times(1)}
	for range 200_000 {
		amounts = append(amounts, Amount{random.Uint64() >> random.IntN(65), random.Uint64() >> random.IntN(65)})
	}
	for _, a := range amounts {
		require.Equal(t, math.Float64bits(nearestFloat(a)), math.Float64bits(a.EUR()), "%s", a)
	}
}

func FuzzAmountEUR(f *testing.F) {
	f.Add(uint64(0), uint64(1))
	f.Add(uint64(math.MaxUint64), uint64(math.MaxUint64))
	f.Fuzz(func(t *testing.T, hi, lo uint64) {
		a := Amount{hi, lo}
		require.Equal(t, math.Float64bits(nearestFloat(a)), math.Float64bits(a.EUR()), "%s", a)
	})
}

func BenchmarkCharge(b *testing.B) {
	b.ReportAllocs()
	prompt, generation := Rate(2_300_000_000_000), Rate(9_200_000_000_000)
	var total Amount
	count := uint64(0)
	for b.Loop() {
		count++
		total = total.Add(prompt.Times(count)).Add(generation.Times(count & 1023))
	}
	_ = total.String()
}

func BenchmarkEUR(b *testing.B) {
	b.ReportAllocs()
	a := Amount{12345, 678901234567890}
	for b.Loop() {
		_ = a.EUR()
	}
}

func TestSub(t *testing.T) {
	a, b := Amount{2, 1}, Amount{1, 5}
	require.Equal(t, Amount{0, math.MaxUint64 - 3}, a.Sub(b))
	require.Equal(t, b, a.Sub(a.Sub(b)))
	require.Equal(t, Amount{}, b.Sub(a))
}

func FuzzMulFixed(f *testing.F) {
	f.Add(uint64(0), uint64(1), uint64(1)<<31)
	f.Add(uint64(math.MaxUint64), uint64(math.MaxUint64), uint64(1)<<32)
	f.Add(uint64(1)<<40, uint64(3), uint64(10)<<32/3)
	f.Fuzz(func(t *testing.T, hi, lo, factor uint64) {
		a := Amount{hi, lo}
		want := new(big.Int).Mul(a.Atto(), new(big.Int).SetUint64(factor))
		want.Add(want, big.NewInt(1<<31)).Rsh(want, 32)
		if want.BitLen() > 128 {
			want = maxAmount.Atto()
		}
		require.Equal(t, want, a.MulFixed(factor).Atto())
	})
}

func TestSplit(t *testing.T) {
	euro := Rate(1e18).Amount()
	parts := euro.Split([]uint64{1, 1, 1})
	require.Equal(t, "0.333333333333333334", parts[0].String(), "ties go to the first")
	require.Equal(t, "0.333333333333333333", parts[1].String())
	require.Equal(t, "0.333333333333333333", parts[2].String())
	require.Equal(t, []Amount{{}, {}}, euro.Split([]uint64{0, 0}))
	require.Equal(t, []Amount{maxAmount}, maxAmount.Split([]uint64{math.MaxUint64}))
	require.Empty(t, euro.Split(nil))
}

func FuzzSplit(f *testing.F) {
	f.Add(uint64(1), uint64(2), uint64(3), uint64(4), uint64(5))
	f.Add(uint64(math.MaxUint64), uint64(math.MaxUint64), uint64(math.MaxUint64), uint64(math.MaxUint64), uint64(1))
	f.Fuzz(func(t *testing.T, hi, lo, a, b, c uint64) {
		if a == 0 && b == 0 && c == 0 {
			return
		}
		total, sum := Amount{hi, lo}, Amount{}
		for _, part := range total.Split([]uint64{a, b, c}) {
			sum = sum.Add(part)
		}
		require.Equal(t, total, sum)
	})
}

// However a quantity is cut up, a meter counts the same, to one unit below the
// exact sum.
func FuzzMeter(f *testing.F) {
	f.Add(uint64(3600e9), uint64(3.5e15), uint64(3.6e9), uint64(7))
	f.Fuzz(func(t *testing.T, quantity, rate, divisor, cut uint64) {
		divisor = max(divisor, 1)
		cut = max(min(cut, quantity), quantity/50, 1)
		var m Meter
		var sum Amount
		for rest := quantity; rest > 0; rest -= min(cut, rest) {
			sum = sum.Add(m.Add(min(cut, rest), rate, divisor))
		}
		want := new(big.Int).Mul(new(big.Int).SetUint64(quantity), new(big.Int).SetUint64(rate))
		require.Equal(t, want.Quo(want, new(big.Int).SetUint64(divisor)).String(), sum.Atto().String())
	})
}
