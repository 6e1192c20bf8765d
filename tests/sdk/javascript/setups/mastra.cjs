// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

// Mastra's own observability, by its exporter for OpenTelemetry.
'use strict';

const { Observability } = require('@mastra/observability');
const { OtelExporter } = require('@mastra/otel-exporter');

exports.start = () => {
  const exporter = new OtelExporter({
    provider: { custom: { endpoint: `${process.env.OTEL_EXPORTER_OTLP_ENDPOINT}/v1/traces`, protocol: 'http/protobuf' } },
    resourceAttributes: Object.fromEntries(process.env.OTEL_RESOURCE_ATTRIBUTES.split(',').map((pair) => pair.split('='))),
  });
  const observability = new Observability({
    configs: { otel: { serviceName: process.env.OTEL_SERVICE_NAME, exporters: [exporter] } },
  });
  let identity;
  return {
    observability,
    identity: () => identity,
    run(scenario, { sessionId, userId }) {
      identity = { sessionId, userId };
      return scenario();
    },
    shutdown: () => observability.shutdown(),
  };
};
