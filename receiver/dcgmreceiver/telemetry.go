// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package dcgmreceiver

import (
	"context"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/metric"

	"github.com/otelcol-genai/otelcol-genai/internal/semconv"
	"github.com/otelcol-genai/otelcol-genai/receiver/dcgmreceiver/internal/metadata"
	"github.com/otelcol-genai/otelcol-genai/receiver/dcgmreceiver/internal/mode"
	"github.com/otelcol-genai/otelcol-genai/receiver/dcgmreceiver/internal/points"
)

// telemetry records the self-metrics. It implements mode.Recorder.
type telemetry struct {
	*metadata.TelemetryBuilder

	success, failure metric.MeasurementOption
}

var _ mode.Recorder = (*telemetry)(nil)

func newTelemetry(b *metadata.TelemetryBuilder) *telemetry {
	return &telemetry{
		TelemetryBuilder: b,
		success:          attributes(attribute.String("outcome", "success")),
		failure:          attributes(attribute.String("outcome", "failure")),
	}
}

func attributes(kv ...attribute.KeyValue) metric.MeasurementOption {
	return metric.WithAttributeSet(attribute.NewSet(kv...))
}

func (t *telemetry) recordUp(ctx context.Context, up bool, gpus int) {
	n := int64(0)
	if up {
		n = 1
	}
	t.ReceiverDcgmEngineUp.Record(ctx, n)
	t.ReceiverDcgmGpus.Record(ctx, int64(gpus))
}

func (t *telemetry) recordRead(ctx context.Context, took time.Duration, err error) {
	outcome := t.success
	if err != nil {
		outcome = t.failure
	}
	t.ReceiverDcgmReads.Add(ctx, 1, outcome)
	t.ReceiverDcgmReadDuration.Record(ctx, took.Seconds())
}

func (t *telemetry) recordSamples(ctx context.Context, r *points.Reader) {
	if r.Emitted > 0 {
		t.ReceiverDcgmSamples.Add(ctx, r.Emitted)
	}
	if r.Missed > 0 {
		t.ReceiverDcgmSamplesMissed.Add(ctx, r.Missed)
	}
	for reason, n := range r.Dropped {
		t.ReceiverDcgmSamplesDropped.Add(ctx, n, attributes(attribute.String("reason", string(reason))))
	}
}

func (t *telemetry) recordMode(ctx context.Context, uuid string, m mode.Mode) {
	n := int64(0)
	if m == mode.Incident {
		n = 1
	}
	t.ReceiverDcgmMode.Record(ctx, n, attributes(attribute.String(semconv.GPUUUID, uuid)))
}

// RecordTransition implements mode.Recorder.
func (t *telemetry) RecordTransition(gpu string, to mode.Mode, reason string) {
	t.ReceiverDcgmModeTransitions.Add(context.Background(), 1, attributes(
		attribute.String(semconv.GPUUUID, gpu), attribute.String("mode", to.String()), attribute.String("reason", reason)))
}

// RecordAlert implements mode.Recorder.
func (t *telemetry) RecordAlert(source, outcome string, n int) {
	t.ReceiverDcgmAlerts.Add(context.Background(), int64(n),
		attributes(attribute.String("source", source), attribute.String("outcome", outcome)))
}

// RecordAlertEvicted implements mode.Recorder.
func (t *telemetry) RecordAlertEvicted(n int) {
	t.ReceiverDcgmAlertsEvicted.Add(context.Background(), int64(n))
}

// RecordActiveAlerts implements mode.Recorder.
func (t *telemetry) RecordActiveAlerts(n int) {
	t.ReceiverDcgmAlertsActive.Record(context.Background(), int64(n))
}

// RecordRequest implements mode.Recorder.
func (t *telemetry) RecordRequest(endpoint string, code int) {
	t.ReceiverDcgmHTTPRequests.Add(context.Background(), 1,
		attributes(attribute.String("endpoint", endpoint), attribute.Int("code", code)))
}

// RecordPoll implements mode.Recorder.
func (t *telemetry) RecordPoll(result string) {
	t.ReceiverDcgmAlertmanagerPolls.Add(context.Background(), 1, attributes(attribute.String("result", result)))
}
