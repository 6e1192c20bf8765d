// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

// The OpenTelemetry SDK alone: for frameworks that write spans themselves.
'use strict';

const { OTLPTraceExporter } = require('@opentelemetry/exporter-trace-otlp-proto');
const { defaultResource, detectResources, envDetector } = require('@opentelemetry/resources');
const { BatchSpanProcessor, NodeTracerProvider } = require('@opentelemetry/sdk-trace-node');

exports.start = () => {
  const tracerProvider = new NodeTracerProvider({
    resource: defaultResource().merge(detectResources({ detectors: [envDetector] })),
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())],
  });
  tracerProvider.register();
  let identity;
  return {
    // Frameworks take the session and the user with each call.
    identity: () => identity,
    run(scenario, { sessionId, userId }) {
      identity = { sessionId, userId };
      return scenario();
    },
    shutdown: () => tracerProvider.shutdown(),
  };
};
