// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package costconnector

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/consumer/consumertest"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"
	"go.opentelemetry.io/otel/sdk/metric/metricdata/metricdatatest"

	"github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/metadatatest"
)

// bookInDir is a price book that a test may rewrite.
type bookInDir struct {
	t    *testing.T
	path string
	text string
}

func newBookInDir(t *testing.T) *bookInDir {
	t.Helper()
	text, err := os.ReadFile(testPrices)
	require.NoError(t, err)
	b := &bookInDir{t, filepath.Join(t.TempDir(), "prices.yaml"), string(text)}
	b.write(b.text)
	return b
}

func (b *bookInDir) write(text string) {
	b.t.Helper()
	require.NoError(b.t, os.WriteFile(b.path+".new", []byte(text), 0o600))
	require.NoError(b.t, os.Rename(b.path+".new", b.path))
}

// dearer returns the book with gpt-4o's input at 5 USD instead of 2.5 USD.
func (b *bookInDir) dearer() string {
	return strings.Replace(b.text, `input: "2.5"`, `input: "5"`, 1)
}

func TestReloadChangesNothingCounted(t *testing.T) {
	book := newBookInDir(t)
	synctest.Test(t, func(t *testing.T) {
		sink := new(consumertest.MetricsSink)
		c := newTestConnector(t, nop(), sink, func(cfg *Config) { cfg.PriceBook.File = book.path })
		require.NoError(t, c.Start(t.Context(), componenttest.NewNopHost()))
		require.NoError(t, c.ConsumeTraces(t.Context(), request.traces(t)))
		book.write(book.dearer())
		require.NoError(t, c.ConsumeTraces(t.Context(), request.traces(t)))
		time.Sleep(11 * time.Second)
		synctest.Wait()
		require.NoError(t, c.ConsumeTraces(t.Context(), request.traces(t)))
		require.NoError(t, c.Shutdown(t.Context()))
		// 2 * 0.00322 + 0.0046 + 0.00092
		exactly(t, nearestFloat(t, "0.01196"), histogramOf(sink.AllMetrics()[0])[1].Sum())
	})
}

func TestReloadTelemetry(t *testing.T) {
	tt := componenttest.NewTelemetry()
	t.Cleanup(func() { require.NoError(t, tt.Shutdown(context.WithoutCancel(t.Context()))) })
	book := newBookInDir(t)
	synctest.Test(t, func(t *testing.T) {
		sink := new(consumertest.MetricsSink)
		c := newTestConnector(t, metadatatest.NewSettings(tt), sink, func(cfg *Config) { cfg.PriceBook.File = book.path })
		require.NoError(t, c.Start(t.Context(), componenttest.NewNopHost()))
		reloads := func(success, failure int64) {
			t.Helper()
			time.Sleep(10 * time.Second)
			synctest.Wait()
			var want []metricdata.DataPoint[int64]
			for outcome, n := range map[string]int64{"success": success, "failure": failure} {
				if n > 0 {
					want = append(want, metricdata.DataPoint[int64]{Value: n, Attributes: attribute.NewSet(attribute.String("outcome", outcome))})
				}
			}
			metadatatest.AssertEqualConnectorCostPriceBookReloads(t, tt, want, metricdatatest.IgnoreTimestamp())
		}
		book.write(book.dearer() + "\nsurprise: 1\n")
		reloads(0, 1)
		reloads(0, 1)
		require.NoError(t, os.Remove(book.path))
		reloads(0, 2)
		reloads(0, 2)
		book.write(book.text)
		reloads(0, 2)
		book.write(book.dearer())
		reloads(1, 2)

		info, err := tt.GetMetric("otelcol_connector_cost_price_book_info")
		require.NoError(t, err)
		inUse := map[int64]int{}
		for _, dp := range info.Data.(metricdata.Gauge[int64]).DataPoints {
			inUse[dp.Value]++
		}
		require.Equal(t, map[int64]int{0: 1, 1: 1}, inUse)

		require.NoError(t, c.ConsumeTraces(t.Context(), request.traces(t)))
		require.NoError(t, c.Shutdown(t.Context()))
		exactly(t, nearestFloat(t, "0.00552"), histogramOf(sink.AllMetrics()[len(sink.AllMetrics())-1])[1].Sum())
	})
}

func TestReloadCanBeTurnedOff(t *testing.T) {
	book := newBookInDir(t)
	synctest.Test(t, func(t *testing.T) {
		sink := new(consumertest.MetricsSink)
		c := newTestConnector(t, nop(), sink, func(cfg *Config) {
			cfg.PriceBook.File = book.path
			cfg.PriceBook.ReloadInterval = 0
		})
		require.NoError(t, c.Start(t.Context(), componenttest.NewNopHost()))
		book.write(book.dearer())
		time.Sleep(time.Hour)
		synctest.Wait()
		require.NoError(t, c.ConsumeTraces(t.Context(), request.traces(t)))
		require.NoError(t, c.Shutdown(t.Context()))
		exactly(t, nearestFloat(t, "0.00322"), histogramOf(sink.AllMetrics()[0])[1].Sum())
	})
}

func TestFileIsReadWhenItHasSettled(t *testing.T) {
	path := filepath.Join(t.TempDir(), "prices.yaml")
	write := func(text string, modified time.Time) {
		t.Helper()
		require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
		require.NoError(t, os.Chtimes(path, modified, modified))
	}
	now, hourAgo := time.Now(), time.Now().Add(-time.Hour)
	write("one", hourAgo)
	f := bookFile{path: path}
	_, err := f.read("EUR")
	require.Error(t, err)
	require.False(t, f.changed())

	write("half", now)
	require.False(t, f.changed(), "it is still being written")
	write("half of it", now.Add(-2*time.Second))
	require.True(t, f.changed())
	require.False(t, f.changed())

	// A file that takes its place with the same size and time.
	require.NoError(t, os.WriteFile(path+".new", []byte("all of it."), 0o600))
	require.NoError(t, os.Chtimes(path+".new", now.Add(-2*time.Second), now.Add(-2*time.Second)))
	require.NoError(t, os.Rename(path+".new", path))
	require.True(t, f.changed())

	require.NoError(t, os.Remove(path))
	require.True(t, f.changed(), "once, so that the error is told")
	require.False(t, f.changed())
	write("half", now)
	require.False(t, f.changed(), "it is back and still being written")
	write("whole", hourAgo)
	require.True(t, f.changed())
	// A clock that is behind keeps nothing from being read.
	write("future", now.Add(time.Hour))
	require.True(t, f.changed())
}
