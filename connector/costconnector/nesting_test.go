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

// Two instrumentations may tell of one call by spans beside each other, of which only one
// knows the id of the response.
func TestCallsAreToldBesideEachOther(t *testing.T) {
	sdk := spanCase{
		Trace: 1, ID: 4, Parent: 1, Scope: "sdk", Provider: "openai", Model: "gpt-4o-2024-08-06", RequestModel: "gpt-4o", Tokens: gpt4o,
		Attributes: map[string]any{"gen_ai.response.id": "chatcmpl-1"},
	}
	framework := spanCase{Trace: 1, ID: 5, Parent: 1, Scope: "framework", Kind: "internal", Provider: "openai", Model: "gpt-4o", RequestModel: "gpt-4o", Tokens: gpt4o}
	with := func(c spanCase, change func(*spanCase)) spanCase {
		change(&c)
		return c
	}
	again := func(c spanCase) spanCase {
		return with(c, func(c *spanCase) {
			c.ID += 10
			if c.Attributes != nil {
				c.Attributes = map[string]any{"gen_ai.response.id": "chatcmpl-2"}
			}
		})
	}
	for _, tt := range []struct {
		name     string
		batches  [][]spanCase
		requests float64
	}{
		{"the SDK first", [][]spanCase{{sdk, framework}}, 1},
		{"the framework first", [][]spanCase{{framework, sdk}}, 1},
		{"two equal calls", [][]spanCase{{sdk, again(sdk), framework, again(framework)}}, 2},
		{"neither knows the id", [][]spanCase{{framework, with(framework, func(c *spanCase) { c.ID, c.Scope = 6, "other" })}}, 1},
		{"calls of one scope", [][]spanCase{{framework, again(framework), with(sdk, func(c *spanCase) { c.Tokens = map[string]any{"input": 1, "output": 1} })}}, 3},
		{"the ids differ", [][]spanCase{{sdk, with(again(sdk), func(c *spanCase) { c.Scope = "other" })}}, 2},
		{"the tokens differ", [][]spanCase{{sdk, with(framework, func(c *spanCase) { c.Tokens = map[string]any{"input": 1000, "output": 101} })}}, 2},
		{"the models differ", [][]spanCase{{sdk, with(framework, func(c *spanCase) { c.RequestModel = "gpt-4o-mini" })}}, 2},
		{"the parents differ", [][]spanCase{{sdk, with(framework, func(c *spanCase) { c.Parent = 2 })}}, 2},
		{"the traces differ", [][]spanCase{{sdk, with(framework, func(c *spanCase) { c.Trace = 2 })}}, 2},
		{"no parent", [][]spanCase{{with(sdk, func(c *spanCase) { c.Parent = 0 }), with(framework, func(c *spanCase) { c.Parent = 0 })}}, 2},
		{"embeddings", [][]spanCase{{
			with(sdk, func(c *spanCase) { c.Operation, c.Tokens = "embeddings", map[string]any{"input": 10} }),
			with(framework, func(c *spanCase) { c.Operation, c.Tokens = "embeddings", map[string]any{"input": 10} }),
		}}, 2},
		// The limit that the README names: a batch of one scope is not compared.
		{"in batches of their own", [][]spanCase{{sdk}, {framework}}, 2},
	} {
		t.Run(tt.name, func(t *testing.T) {
			m := newTestMeter(t, nil)
			var retold int64
			var spans int
			for _, batch := range tt.batches {
				spans += len(batch)
				found := m.count(tracesOf(t, batch...))
				retold += found.retoldSpans
			}
			exactly(t, tt.requests, total(m.export(), "genai.cost.requests"))
			require.Equal(t, int64(spans)-int64(tt.requests), retold)
		})
	}
}

// A span of zeros tells nothing that the one around it repeats.
func TestZerosHideNoUsage(t *testing.T) {
	zeros := sdkSpan
	zeros.Parent, zeros.Tokens = 1, map[string]any{"input": 0, "output": 0}
	for name, batches := range map[string][][]spanCase{
		"in one batch":        {{zeros, frameworkSpan}},
		"each on its own":     {{zeros}, {frameworkSpan}},
		"the outer one first": {{frameworkSpan}, {zeros}},
	} {
		t.Run(name, func(t *testing.T) {
			m := newTestMeter(t, nil)
			for _, batch := range batches {
				m.count(tracesOf(t, batch...))
			}
			md := m.export()
			exactly(t, 1100, total(md, "genai.cost.tokens"))
			exactly(t, 2, total(md, "genai.cost.requests"))
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
