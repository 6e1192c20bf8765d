// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

// OpenLIT: traces, metrics and events as logs.
'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { metrics, trace } = require('@opentelemetry/api');
const { logs } = require('@opentelemetry/api-logs');
const openlit = require('openlit');

exports.start = () => {
  const Openlit = openlit.Openlit ?? openlit.default;
  Openlit.init({
    applicationName: process.env.OTEL_SERVICE_NAME,
    environment: 'test',
    otlpEndpoint: process.env.OTEL_EXPORTER_OTLP_ENDPOINT,
    // Unlike the Python package, this one wants the JSON itself or a URL.
    pricingJson: fs.readFileSync(path.join(__dirname, '..', '..', 'openlit-pricing.json'), 'utf8'),
  });
  return {
    // OpenLIT knows no kinds of spans, and older versions make none for an application.
    traced: (kind, name, fn) => (openlit.trace ? (...args) => openlit.trace(name, () => fn(...args)) : fn),
    async run(scenario, { sessionId, userId }) {
      // Older versions cannot set attributes on the spans of a block.
      if (!openlit.injectAdditionalAttributes) {
        return scenario();
      }
      return openlit.injectAdditionalAttributes(scenario, { 'session.id': sessionId, 'user.id': userId });
    },
    async shutdown() {
      const tracerProvider = trace.getTracerProvider();
      for (const provider of [tracerProvider.getDelegate(), metrics.getMeterProvider(), logs.getLoggerProvider()]) {
        await provider.shutdown?.();
      }
    },
  };
};
