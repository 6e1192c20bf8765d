// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package usage

import (
	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/pricebook"
)

// Request is one inference request as a span reports it. Reset it, Set every
// attribute, then Read them.
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
	// Tier is the service tier, the response's before the request's.
	Tier string
	// Failed says that the span names an error.
	Failed bool
	// Reported is the cost that the span itself reports, if it does.
	Reported Reported
	// Convention of the input count.
	Convention Convention
	// Anomalies found so far.
	Anomalies AnomalySet

	reported [pricebook.NumClasses]uint64
	has      pricebook.ClassSet

	values [numFields]pcommon.Value
	set    fieldSet
}

// Reset forgets what was set.
func (r *Request) Reset() { r.set = 0 }

// Set takes the value of a field, which must stay until the request was read.
func (r *Request) Set(f Field, value pcommon.Value) {
	r.values[f] = value
	r.set |= 1 << f
}

// Forget lets go of all values.
func (r *Request) Forget() { clear(r.values[:]) }

// Read evaluates what was set and reports whether it is an inference operation. If
// it is none, nothing but the operation is read.
func (r *Request) Read(convention Convention) bool {
	r.Operation, r.Generates = inferenceOperation(r.text(fieldOperation))
	if r.Operation == "" {
		return false
	}
	r.Provider = r.text(fieldProvider)
	r.RequestModel = r.text(fieldRequestModel)
	r.ResponseModel = r.text(fieldResponseModel)
	r.ResponseID = r.text(fieldResponseID)
	if r.Tier = r.text(fieldResponseTier); r.Tier == "" {
		r.Tier = r.text(fieldRequestTier)
	}
	r.Convention = convention
	r.Anomalies = 0
	r.Failed = r.set.has(fieldError) && r.values[fieldError].Type() != pcommon.ValueTypeEmpty
	r.readCounts()
	r.readCost()
	return true
}

// text returns the string of a field, which is empty if there is none.
func (r *Request) text(f Field) string {
	if !r.set.has(f) {
		return ""
	}
	return r.values[f].Str()
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

func (r *Request) readCounts() {
	r.reported, r.has = [pricebook.NumClasses]uint64{}, 0
	for rest := pricebook.ClassSet(r.set >> fieldCounts); rest != 0; rest = rest.Rest() { //nolint:gosec // the last fields are the classes
		class := rest.First()
		r.readCount(class, r.values[countOf(class)])
	}
	if r.set.has(fieldCacheCreation) && !r.has.Has(pricebook.CacheWrite) {
		r.readCount(pricebook.CacheWrite, r.values[fieldCacheCreation])
	}
}

func (r *Request) readCount(class pricebook.Class, value pcommon.Value) {
	n := value.Int()
	if n == 0 && value.Type() != pcommon.ValueTypeInt {
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

// HasUsage reports whether the span has any count.
func (r *Request) HasUsage() bool { return r.has != 0 }

// HasTokens reports whether any count is above 0: a span of zeros, as some write of a
// stream, is a request but tells nothing that another span could repeat.
func (r *Request) HasTokens() bool {
	if r.reported[pricebook.Input] != 0 {
		return true
	}
	return r.reported != [pricebook.NumClasses]uint64{}
}

// Ended reports whether the request came to one of the given ends, with all of
// its choices. Operations that have no finish reason did if they did not fail.
func (r *Request) Ended(useful FinishReasons) bool {
	switch {
	case r.Failed:
		return false
	case !r.set.has(fieldFinishReasons):
		return !r.Generates
	}
	finish := r.values[fieldFinishReasons]
	if finish.Type() != pcommon.ValueTypeSlice {
		return useful.has(finish.Str())
	}
	reasons := finish.Slice()
	for i := range reasons.Len() {
		if !useful.has(reasons.At(i).Str()) {
			return false
		}
	}
	return reasons.Len() > 0
}
