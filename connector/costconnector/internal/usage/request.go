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
	Generates bool
	// Failed says that the span names an error.
	Failed bool
	// Reported is the cost that the span itself reports, if it does.
	Reported Reported
	// Convention of the input count.
	Convention Convention
	// Anomalies found so far.
	Anomalies AnomalySet

	names     [lastName + 1]string // by field
	finish    pcommon.Value        // only valid if hasFinish
	hasFinish bool
	reported  [pricebook.NumClasses]uint64
	has       pricebook.ClassSet
}

// Reset forgets everything.
func (r *Request) Reset() { *r = Request{} }

// Set takes the value of a field.
func (r *Request) Set(f Field, value pcommon.Value) {
	switch {
	case f >= fieldCounts:
		r.setCount(pricebook.Class(f-fieldCounts), value)
	case f <= lastName:
		r.names[f] = value.Str()
	default:
		r.setOther(f, value)
	}
}

func (r *Request) setOther(f Field, value pcommon.Value) {
	switch f {
	case fieldOperation:
		r.Operation, r.Generates = inferenceOperation(value.Str())
	case fieldFinishReasons:
		r.finish, r.hasFinish = value, true
	case fieldError:
		r.Failed = value.Type() != pcommon.ValueTypeEmpty
	default:
		r.setCost(f, value)
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
	n := value.Int()
	if value.Type() != pcommon.ValueTypeInt {
		n = wholeDouble(value)
	}
	if n < 0 || n > maxTokens {
		r.Anomalies |= InvalidCount
		return
	}
	r.reported[class] = uint64(n)
	r.has = r.has.With(class)
}

// wholeDouble returns the number that a double holds, -1 if it holds none: some
// exporters send every number as a double.
func wholeDouble(value pcommon.Value) int64 {
	if d := value.Double(); value.Type() == pcommon.ValueTypeDouble && d >= 0 && d <= maxTokens && d == float64(int64(d)) {
		return int64(d)
	}
	return -1
}

// Provider returns the name of the provider, as reported.
func (r *Request) Provider() string { return r.names[fieldProvider] }

// RequestModel returns the model that was asked for, as reported.
func (r *Request) RequestModel() string { return r.names[fieldRequestModel] }

// ResponseModel returns the model that answered, as reported.
func (r *Request) ResponseModel() string { return r.names[fieldResponseModel] }

// ResponseID returns the id of the answer.
func (r *Request) ResponseID() string { return r.names[fieldResponseID] }

// Tier returns the service tier as reported, the response's before the
// request's, empty if there is none.
func (r *Request) Tier() string {
	if tier := r.names[fieldResponseTier]; tier != "" {
		return tier
	}
	return r.names[fieldRequestTier]
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
