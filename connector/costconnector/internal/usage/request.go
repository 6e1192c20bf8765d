// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package usage

import (
	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/pricebook"
)

// Request is one inference request as a span reports it. Reset it, Set every
// attribute, then call Counts.
type Request struct {
	// Operation is empty unless the span is an inference operation. Agent,
	// workflow and tool spans repeat the usage of their children and are none.
	Operation string
	// Generates is false for embeddings and reranking, which have no finish reason.
	Generates     bool
	Provider      string
	RequestModel  string
	ResponseModel string
	ResponseID    string
	// Failed says that the span names an error.
	Failed bool
	// Reported is the cost that the span itself reports, if it does.
	Reported Reported
	// Convention of the input count.
	Convention Convention
	// Anomalies found so far.
	Anomalies AnomalySet

	finish       pcommon.Value // only valid if hasFinish
	hasFinish    bool
	requestTier  string
	responseTier string
	reported     [pricebook.NumClasses]uint64
	has          pricebook.ClassSet
}

// Reset forgets everything.
func (r *Request) Reset() { *r = Request{} }

// Set takes the value of a field.
func (r *Request) Set(f Field, value pcommon.Value) {
	switch f {
	case fieldOperation:
		r.Operation, r.Generates = inferenceOperation(value.Str())
	case fieldProvider:
		r.Provider = value.Str()
	case fieldRequestModel:
		r.RequestModel = value.Str()
	case fieldResponseModel:
		r.ResponseModel = value.Str()
	case fieldResponseID:
		r.ResponseID = value.Str()
	case fieldRequestTier:
		r.requestTier = value.Str()
	case fieldResponseTier:
		r.responseTier = value.Str()
	case fieldFinishReasons:
		r.finish, r.hasFinish = value, true
	case fieldError:
		r.Failed = value.Type() != pcommon.ValueTypeEmpty
	case fieldCost, fieldCostAmount, fieldCostTotal, fieldCostCurrency:
		r.setCost(f, value)
	default:
		r.setCount(pricebook.Class(f-fieldCounts), value)
	}
}

// inferenceOperation returns its argument as a constant, so that nothing of
// the span is kept, or "" for an operation that is not billed, and whether it
// generates something.
func inferenceOperation(name string) (operation string, generates bool) {
	switch name {
	case "chat":
		return "chat", true
	case "text_completion":
		return "text_completion", true
	case "generate_content":
		return "generate_content", true
	case "embeddings":
		return "embeddings", false
	case "rerank":
		return "rerank", false
	default:
		return "", false
	}
}

// maxTokens of one class in one request. Anything above is a broken counter,
// and the bound keeps sums far from overflow.
const maxTokens = 1 << 40

func (r *Request) setCount(class pricebook.Class, value pcommon.Value) {
	var n int64
	switch value.Type() {
	case pcommon.ValueTypeInt:
		n = value.Int()
	case pcommon.ValueTypeDouble:
		// Some exporters send every number as a double.
		if d := value.Double(); d >= 0 && d <= maxTokens && d == float64(int64(d)) {
			n = int64(d)
		} else {
			n = -1
		}
	default:
		n = -1
	}
	if n < 0 || n > maxTokens {
		r.Anomalies |= InvalidCount
		return
	}
	r.reported[class] = uint64(n)
	r.has = r.has.With(class)
}

// Tier returns the service tier as reported, the response's before the
// request's, empty if there is none.
func (r *Request) Tier() string {
	if r.responseTier != "" {
		return r.responseTier
	}
	return r.requestTier
}

// HasUsage reports whether the span has any count.
func (r *Request) HasUsage() bool { return r.has != 0 }

// Ended reports whether the request came to one of the given ends, with all of
// its choices. Operations that have no finish reason did if they did not fail.
func (r *Request) Ended(useful FinishReasons) bool {
	switch {
	case r.Failed:
		return false
	case !r.hasFinish:
		return !r.Generates
	case r.finish.Type() == pcommon.ValueTypeSlice:
		reasons := r.finish.Slice()
		for i := range reasons.Len() {
			if !useful.has(reasons.At(i).Str()) {
				return false
			}
		}
		return reasons.Len() > 0
	default:
		return useful.has(r.finish.Str())
	}
}
