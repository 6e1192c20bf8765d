// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

// Command replay sends the recorded SDK telemetry of this repository to a
// running collector, as if it happened now, and prints what the collector made
// of it.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"time"

	"github.com/otelcol-genai/otelcol-genai/tests/sdk"
)

func main() {
	var (
		otlp    = flag.String("otlp", "http://localhost:4318", "OTLP/HTTP endpoint of the collector")
		metrics = flag.String("metrics", "http://localhost:9464/metrics", "Prometheus endpoint of the collector")
		timeout = flag.Duration("timeout", time.Minute, "how long to wait for the collector")
	)
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	ctx, cancel := context.WithTimeout(ctx, *timeout)
	err := run(ctx, *otlp, *metrics)
	cancel()
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "replay:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, otlp, metrics string) error {
	recordings, err := sdk.Load()
	if err != nil {
		return err
	}
	td, sets, err := sdk.Fresh(recordings, time.Now())
	if err != nil {
		return err
	}
	if td.SpanCount() == 0 {
		return errors.New("the recordings hold no spans")
	}
	fmt.Printf("Sending %d recorded spans of %d instrumentations ...\n", td.SpanCount(), sets)
	before, err := scrape(ctx, metrics)
	if err != nil {
		return err
	}
	if err := send(ctx, otlp, td); err != nil {
		return err
	}
	after, err := await(ctx, metrics, before.requests())
	if err != nil {
		return err
	}
	return after.print(os.Stdout)
}
