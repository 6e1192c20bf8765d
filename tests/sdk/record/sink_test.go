// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"compress/gzip"
	"net/http"
	"testing"

	"go.opentelemetry.io/collector/pdata/plog/plogotlp"
	"go.opentelemetry.io/collector/pdata/pmetric"
	"go.opentelemetry.io/collector/pdata/pmetric/pmetricotlp"
	"go.opentelemetry.io/collector/pdata/ptrace/ptraceotlp"
)

func zip(t *testing.T, data []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestSink(t *testing.T) {
	s, err := startSink()
	if err != nil {
		t.Fatal(err)
	}
	defer s.close()
	send := func(run, signal, contentType, encoding string, body []byte) int {
		t.Helper()
		request, err := http.NewRequest(http.MethodPost, s.endpoint(run)+"/v1/"+signal, bytes.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("Content-Type", contentType)
		request.Header.Set("Content-Encoding", encoding)
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		defer response.Body.Close()
		return response.StatusCode
	}

	traces := ptraceotlp.NewExportRequestFromTraces(spans(spanSpec{id: 1, end: 1}))
	proto, err := traces.MarshalProto()
	if err != nil {
		t.Fatal(err)
	}
	asJSON, err := traces.MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	logs := plogotlp.NewExportRequest()
	logs.Logs().ResourceLogs().AppendEmpty().ScopeLogs().AppendEmpty().LogRecords().AppendEmpty()
	logsProto, err := logs.MarshalProto()
	if err != nil {
		t.Fatal(err)
	}
	metrics := pmetric.NewMetrics()
	metrics.ResourceMetrics().AppendEmpty().ScopeMetrics().AppendEmpty().Metrics().AppendEmpty()
	metricsProto, err := pmetricotlp.NewExportRequestFromMetrics(metrics).MarshalProto()
	if err != nil {
		t.Fatal(err)
	}

	for _, status := range []int{
		send("a", "traces", "application/x-protobuf", "", proto),
		send("a", "traces", "application/x-protobuf", "gzip", zip(t, proto)),
		send("a", "traces", "application/json; charset=utf-8", "", asJSON),
		send("a", "logs", "application/x-protobuf", "", logsProto),
		send("b", "metrics", "application/x-protobuf", "", metricsProto),
	} {
		if status != http.StatusOK {
			t.Errorf("status %d, want 200", status)
		}
	}
	if status := send("c", "traces", "application/x-protobuf", "", []byte("no protobuf")); status != http.StatusBadRequest {
		t.Errorf("broken export: status %d, want 400", status)
	}

	got, err := s.take("a")
	if err != nil {
		t.Error(err)
	}
	if got.traces.SpanCount() != 3 || got.logs.LogRecordCount() != 1 || got.metrics.MetricCount() != 0 {
		t.Errorf("run a has %d spans, %d logs, %d metrics", got.traces.SpanCount(), got.logs.LogRecordCount(), got.metrics.MetricCount())
	}
	if got, err = s.take("b"); err != nil || got.metrics.MetricCount() != 1 || got.traces.SpanCount() != 0 {
		t.Errorf("run b has %d metrics and %d spans: %v", got.metrics.MetricCount(), got.traces.SpanCount(), err)
	}
	if _, err = s.take("c"); err == nil {
		t.Error("run c had a broken export, want an error")
	}
	if got, err = s.take("never"); err != nil || got.traces.SpanCount() != 0 {
		t.Errorf("a run that exported nothing: %v", err)
	}
}
