// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

// Genkit, which writes spans itself and starts the OpenTelemetry SDK that it brings.
'use strict';

const { OTLPTraceExporter } = require('@opentelemetry/exporter-trace-otlp-proto');
const { SimpleSpanProcessor } = require('@opentelemetry/sdk-trace-base');
require('genkit'); // makes the provider that the next one talks to
const { enableTelemetry, flushTracing } = require('genkit/tracing');

exports.start = () => {
  const exporter = new OTLPTraceExporter();
  const started = enableTelemetry({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
  return {
    async run(scenario) {
      await started;
      return scenario();
    },
    async shutdown() {
      await flushTracing();
      await exporter.shutdown();
    },
  };
};
