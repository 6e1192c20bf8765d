// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package costconnector

import (
	"testing"

	"github.com/stretchr/testify/require"
)

var gpt4o = map[string]any{"input": 1000, "output": 100}

// Spans of one call: an LLM framework's, two of something between, the SDK's.
var (
	frameworkSpan = spanCase{Trace: 1, ID: 1, Kind: "internal", Provider: "openai", Model: "gpt-4o", Tokens: gpt4o}
	chainSpan     = spanCase{Trace: 1, ID: 2, Parent: 1, Kind: "internal", Operation: "invoke_workflow"}
	taskSpan      = spanCase{Trace: 1, ID: 3, Parent: 2, Kind: "internal", Operation: "task"}
	sdkSpan       = spanCase{Trace: 1, ID: 4, Parent: 3, Provider: "openai", Model: "gpt-4o", Tokens: gpt4o}
)

func TestCallsAreNestedAcrossBatches(t *testing.T) {
	embeddings, outerEmbeddings := sdkSpan, frameworkSpan
	embeddings.Operation, embeddings.Model = "embeddings", "embed-small"
	outerEmbeddings.Operation, outerEmbeddings.Model = "embeddings", "embed-small"
	tool := chainSpan
	tool.Operation = "execute_tool"
	for _, tt := range []struct {
		name     string
		batches  [][]spanCase
		requests float64
	}{
		{"one batch", [][]spanCase{{frameworkSpan, chainSpan, taskSpan, sdkSpan}}, 1},
		{"each on its own, as they end", [][]spanCase{{sdkSpan}, {taskSpan}, {chainSpan}, {frameworkSpan}}, 1},
		{"the last two together, outside in", [][]spanCase{{sdkSpan}, {taskSpan}, {frameworkSpan, chainSpan}}, 1},
		{"those between out of order", [][]spanCase{{sdkSpan}, {frameworkSpan, chainSpan, taskSpan}}, 1},
		{"the outermost first", [][]spanCase{{frameworkSpan}, {chainSpan, taskSpan, sdkSpan}}, 1},
		{"again", [][]spanCase{{sdkSpan, taskSpan}, {sdkSpan, taskSpan}, {chainSpan}, {chainSpan, frameworkSpan}}, 1},
		{"through a tool", [][]spanCase{{frameworkSpan, tool, taskSpan, sdkSpan}}, 2},
		{"through a tool, each on its own", [][]spanCase{{sdkSpan}, {taskSpan}, {tool}, {frameworkSpan}}, 2},
		{"embeddings inside of a generation", [][]spanCase{{frameworkSpan, chainSpan, taskSpan, embeddings}}, 2},
		{"embeddings inside of a generation, each on its own", [][]spanCase{{embeddings}, {taskSpan}, {chainSpan}, {frameworkSpan}}, 2},
		{"embeddings inside of embeddings", [][]spanCase{{embeddings}, {taskSpan}, {chainSpan}, {outerEmbeddings}}, 1},
		// The limit that the README names: who stands between comes too late to tell.
		{"the outermost first, the innermost before those between", [][]spanCase{{frameworkSpan}, {sdkSpan}, {taskSpan, chainSpan}}, 2},
	} {
		t.Run(tt.name, func(t *testing.T) {
			m := newTestMeter(t, nil)
			for _, batch := range tt.batches {
				m.count(tracesOf(t, batch...))
			}
			exactly(t, tt.requests, total(m.export(), "genai.cost.requests"))
		})
	}
}

// A chain longer than the bound is looked at up to the bound, and never for ever.
func TestAncestorsAreBounded(t *testing.T) {
	chain := func(between int, circle bool) []spanCase {
		outer := frameworkSpan
		if circle {
			outer.Parent = byte(between + 2)
		}
		all := []spanCase{outer}
		for i := range between {
			all = append(all, spanCase{Trace: 1, ID: byte(i + 2), Parent: byte(i + 1), Kind: "internal", Operation: "task"})
		}
		inner := sdkSpan
		inner.ID, inner.Parent = byte(between+2), byte(between+1)
		return append(all, inner)
	}
	for between, requests := range map[int]float64{maxAncestors - 1: 1, maxAncestors: 2} {
		m := newTestMeter(t, nil)
		m.count(tracesOf(t, chain(between, false)...))
		exactly(t, requests, total(m.export(), "genai.cost.requests"))
	}
	m := newTestMeter(t, nil)
	m.count(tracesOf(t, chain(3, true)...))
	require.LessOrEqual(t, total(m.export(), "genai.cost.requests"), 1.0)
}

// The tenant of a resource is nearer than that of a span around the call.
func TestTenantOfTheResourceComesBeforeThatOfSpansAround(t *testing.T) {
	outer := frameworkSpan
	outer.Operation, outer.Attributes = "invoke_agent", map[string]any{"tenant": "outer"}
	inner := sdkSpan
	inner.Parent = 1
	m := newTestMeter(t, nil)
	td := tracesOf(t, outer, inner)
	td.ResourceSpans().At(0).Resource().Attributes().PutStr("tenant", "resource")
	m.count(td)
	require.Equal(t, "resource", label(pointsOf(m.export(), "genai.cost.eur")[0], "tenant"))

	// A span in a batch of its own keeps the default: nothing waits.
	m = newTestMeter(t, nil)
	m.count(tracesOf(t, inner))
	m.count(tracesOf(t, outer))
	require.Equal(t, "unknown", label(pointsOf(m.export(), "genai.cost.eur")[0], "tenant"))
}
