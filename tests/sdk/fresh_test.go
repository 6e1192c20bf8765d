// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package sdk

import (
	"testing"
	"time"

	"go.opentelemetry.io/collector/pdata/pcommon"
)

func TestFresh(t *testing.T) {
	recordings, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	now := time.Now()
	all, sets, err := Fresh(recordings, now)
	if err != nil {
		t.Fatal(err)
	}
	if sets < 6 {
		t.Errorf("%d sets, want at least 6", sets)
	}
	traces := 0
	for _, r := range recordings {
		if r.Signal == SignalTraces {
			td, err := r.Traces()
			if err != nil {
				t.Fatal(err)
			}
			traces += td.SpanCount()
		}
	}
	if all.SpanCount() != traces {
		t.Errorf("%d spans, recorded are %d", all.SpanCount(), traces)
	}
	ids := map[string]int{}
	for span := range spans(all) {
		if end := span.EndTimestamp().AsTime(); end.After(now) || now.Sub(end) > time.Hour {
			t.Fatalf("span ends %v, now is %v", end, now)
		}
		if span.TraceID() == (pcommon.TraceID{}) {
			t.Fatal("span without a trace id")
		}
		if id, ok := span.Attributes().Get("gen_ai.response.id"); ok {
			ids[id.Str()]++
		}
	}
	for id, n := range ids {
		if n > 2 { // a library's span and that of the SDK below it
			t.Errorf("%d spans have the response %s", n, id)
		}
	}
}
