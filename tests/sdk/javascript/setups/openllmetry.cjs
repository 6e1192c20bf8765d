// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

// OpenLLMetry through @traceloop/node-server-sdk: traces only.
'use strict';

const traceloop = require('@traceloop/node-server-sdk');
const { OTLPTraceExporter } = require('@opentelemetry/exporter-trace-otlp-proto');

exports.start = () => {
  traceloop.initialize({
    appName: process.env.OTEL_SERVICE_NAME,
    exporter: new OTLPTraceExporter(),
    silenceInitializationMessage: true,
    traceloopSyncEnabled: false,
  });
  return {
    traced(kind, name, fn) {
      const wrap = { workflow: traceloop.withWorkflow, agent: traceloop.withAgent, tool: traceloop.withTool }[kind];
      // Only newer versions have an id for the conversation, older ones ignore it.
      const config = kind === 'workflow' ? { name, conversationId: 'conversation-1' } : { name };
      return (...args) => wrap(config, fn, ...args);
    },
    run: (scenario, { sessionId, userId }) =>
      traceloop.withAssociationProperties({ session_id: sessionId, user_id: userId }, scenario),
    shutdown: () => traceloop.forceFlush(),
  };
};
