// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package engines

import (
	"slices"

	"github.com/otelcol-genai/otelcol-genai/internal/semconv"
)

// Engine is an inference engine, or a server that contains one.
type Engine uint8

// The engines, in the order of [Tables].
const (
	VLLM Engine = iota
	SGLang
	TGI
	TensorRTLLM
	Triton
	LlamaCPP
	Dynamo
	// NumEngines is their number.
	NumEngines
)

var engineNames = [NumEngines]string{"vllm", "sglang", "tgi", "tensorrt_llm", "triton", "llama_cpp", "dynamo"}

// String returns the value of the attribute inference.engine.name.
func (e Engine) String() string { return engineNames[e] }

// Table is how one engine names its metrics.
type Table struct {
	Engine Engine
	// Prefixes are those of metric names by which the engine is recognised.
	Prefixes []string
	// Labels are renamed on every mapped metric, beside [CommonLabels].
	Labels   []Label
	Mappings []Mapping
	Ratios   []Ratio
}

// Label renames a label. A data point that already has To keeps both.
type Label struct {
	From, To string
}

// CommonLabels are renamed on the mapped metrics of every engine. The model is
// the requested one: it is the name under which the engine serves, which is
// what a client asks for, and not the snapshot that a provider answers with.
var CommonLabels = []Label{
	{From: "model_name", To: attrRequestModel},
	{From: "model", To: attrRequestModel},
	{From: "finished_reason", To: AttrFinishReason},
	{From: "finish_reason", To: AttrFinishReason},
}

// Mapping is one row of a table.
type Mapping struct {
	To *Target
	// From are the names that one signal has or had, best first. Of those in one
	// scrape only the first that is there is mapped; the others stay as they are.
	// Several mappings to one target are not alternatives: their series join.
	From []Source
	// Divide is the number of source units in a unit of the target; 0 means 1.
	Divide float64
	// Yields leaves the source as it is if another engine in the same scrape has
	// the target: servers that contain engines count the same work again.
	Yields bool
	// Failures marks a source that counts failures. Its data points that name no
	// error get one, as they would else be taken for successes of the same labels.
	Failures bool
	// Note says what a reader of the result must know.
	Note string
}

// Source is a metric without its engine's prefix. Counters match with and
// without _total.
type Source struct {
	Name string
	// Label and Value, if set, select data points; the label is then dropped,
	// as the target's name says it.
	Label, Value string
	// Unless is a word in the description by which a release is told that gave
	// the name another meaning.
	Unless string
}

// Ratio derives a gauge from two others, which stay as they are.
type Ratio struct {
	To *Target
	// Numerator and Denominator are gauges without the engine's prefix; data
	// points are paired by their labels.
	Numerator, Denominator string
	Note                   string
}

// Tables returns the tables of all engines.
func Tables() []Table { return slices.Clone(tables) }

var tables = []Table{vllm, sglang, tgi, tensorRTLLM, triton, llamaCPP, dynamo}

func names(names ...string) []Source {
	sources := make([]Source, len(names))
	for i, n := range names {
		sources[i] = Source{Name: n}
	}
	return sources
}

const (
	attrRequestModel = semconv.RequestModel
	// AttrFinishReason is singular: the conventions have a list for spans, where
	// one request may have several answers, but a counter has one per series.
	AttrFinishReason = "gen_ai.response.finish_reason"
	attrErrorType    = "error.type"
	// errorOther is the conventions' value for an error that has no name.
	errorOther = "_OTHER"
	// AttrEngineName is the attribute that holds [Engine.String].
	AttrEngineName = "inference.engine.name"
)
