// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

// OpenInference: one instrumentation per SDK, traces only.
'use strict';

const { context } = require('@opentelemetry/api');
const { OTLPTraceExporter } = require('@opentelemetry/exporter-trace-otlp-proto');
const { defaultResource, detectResources, envDetector } = require('@opentelemetry/resources');
const { BatchSpanProcessor, NodeTracerProvider } = require('@opentelemetry/sdk-trace-node');
const { setSession, setUser, traceAgent, traceChain, traceTool } = require('@arizeai/openinference-core');

const instrumentations = {
  openai: () => new (require('@arizeai/openinference-instrumentation-openai').OpenAIInstrumentation)(),
  anthropic: () => new (require('@arizeai/openinference-instrumentation-anthropic').AnthropicInstrumentation)(),
  langchain: () => new (require('@arizeai/openinference-instrumentation-langchain').LangChainInstrumentation)(),
};

exports.start = (provider) => {
  const tracerProvider = new NodeTracerProvider({
    resource: defaultResource().merge(detectResources({ detectors: [envDetector] })),
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())],
  });
  tracerProvider.register();
  const instrumentation = instrumentations[provider]();
  instrumentation.setTracerProvider(tracerProvider);
  if (provider === 'langchain') {
    // It hangs on the module of the callbacks, which nothing loads by itself.
    instrumentation.manuallyInstrument(require('@langchain/core/callbacks/manager'));
  }
  return {
    traced: (kind, name, fn) => ({ workflow: traceChain, agent: traceAgent, tool: traceTool })[kind](fn, { name }),
    run: (scenario, { sessionId, userId }) =>
      context.with(setUser(setSession(context.active(), { sessionId }), { userId }), scenario),
    shutdown: () => tracerProvider.shutdown(),
  };
};
