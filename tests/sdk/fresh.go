// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package sdk

import (
	"crypto/rand"
	"encoding/hex"
	"regexp"
	"time"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"
)

// Fresh joins the traces of all recordings in one batch, so that the collector
// counts all of it or nothing. Each recording gets new trace ids and new ids of
// responses, and is moved in time so that it ends now. sets is the number of (library, language,
// version) sets that are in it.
func Fresh(recordings []Recording, now time.Time) (all ptrace.Traces, sets int, err error) {
	all = ptrace.NewTraces()
	seen := map[[3]string]bool{}
	for _, r := range recordings {
		if r.Signal != SignalTraces {
			continue
		}
		r.JSON = responseID.ReplaceAll(r.JSON, []byte("${0}"+randomHex()))
		td, err := r.Traces()
		if err != nil {
			return all, 0, err
		}
		renew(td, now)
		td.ResourceSpans().MoveAndAppendTo(all.ResourceSpans())
		seen[[3]string{r.Library, r.Language, r.Version}] = true
	}
	return all, len(seen), nil
}

// responseID matches the ids that the stand-in for the providers derives from
// requests: libraries that sent the same one got the same answer. Those of Gemini and
// Cohere are told by their place only.
var responseID = regexp.MustCompile(`\b(?:chatcmpl-|cmpl-|msg_|resp_)[0-9a-f]{12,}|"gen_ai\.response[._]id","value":\{"stringValue":"[0-9a-f]{12,}`)

func randomHex() string {
	var b [4]byte
	_, _ = rand.Read(b[:]) // never fails, by its documentation
	return hex.EncodeToString(b[:])
}

func renew(td ptrace.Traces, now time.Time) {
	var end pcommon.Timestamp
	for span := range spans(td) {
		end = max(end, span.EndTimestamp())
	}
	shift := pcommon.NewTimestampFromTime(now) - end
	ids := map[pcommon.TraceID]pcommon.TraceID{}
	newID := func(old pcommon.TraceID) pcommon.TraceID {
		id, ok := ids[old]
		if !ok {
			_, _ = rand.Read(id[:]) // never fails, by its documentation
			ids[old] = id
		}
		return id
	}
	for span := range spans(td) {
		span.SetTraceID(newID(span.TraceID()))
		span.SetStartTimestamp(span.StartTimestamp() + shift)
		span.SetEndTimestamp(span.EndTimestamp() + shift)
		for _, event := range span.Events().All() {
			event.SetTimestamp(event.Timestamp() + shift)
		}
		for _, link := range span.Links().All() {
			link.SetTraceID(newID(link.TraceID()))
		}
	}
}

func spans(td ptrace.Traces) func(func(ptrace.Span) bool) {
	return func(yield func(ptrace.Span) bool) {
		for _, rs := range td.ResourceSpans().All() {
			for _, ss := range rs.ScopeSpans().All() {
				for _, span := range ss.Spans().All() {
					if !yield(span) {
						return
					}
				}
			}
		}
	}
}
