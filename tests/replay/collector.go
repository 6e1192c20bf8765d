// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"time"

	dto "github.com/prometheus/client_model/go"
	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/pdata/ptrace/ptraceotlp"
)

func send(ctx context.Context, otlp string, td ptrace.Traces) error {
	body, err := ptraceotlp.NewExportRequestFromTraces(td).MarshalProto()
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, otlp+"/v1/traces", bytes.NewReader(body))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/x-protobuf")
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		text, _ := io.ReadAll(io.LimitReader(res.Body, 1024))
		return fmt.Errorf("%s answered %s: %s", otlp, res.Status, text)
	}
	return nil
}

// families are the metrics of one scrape, by name.
type families map[string]*dto.MetricFamily

func scrape(ctx context.Context, endpoint string) (families, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, endpoint, http.NoBody)
	if err != nil {
		return nil, err
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s answered %s", endpoint, res.Status)
	}
	parser := expfmt.NewTextParser(model.UTF8Validation)
	return parser.TextToMetricFamilies(res.Body)
}

// await polls until more requests are counted than before.
func await(ctx context.Context, endpoint string, before float64) (families, error) {
	for {
		f, err := scrape(ctx, endpoint)
		if err != nil {
			return nil, err
		}
		if f.requests() > before {
			return f, nil
		}
		select {
		case <-ctx.Done():
			return nil, fmt.Errorf("%s shows no new %s: %w", endpoint, requestsMetric, ctx.Err())
		case <-time.After(250 * time.Millisecond):
		}
	}
}

func (f families) requests() (n float64) {
	for _, m := range f[requestsMetric].GetMetric() {
		n += m.GetCounter().GetValue()
	}
	return n
}
