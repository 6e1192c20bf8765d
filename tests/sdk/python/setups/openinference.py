# Copyright The otelcol-genai Authors
# SPDX-License-Identifier: Apache-2.0
"""OpenInference: one instrumentor per SDK, traces only."""

import importlib

from openinference.instrumentation import OITracer, TraceConfig, using_attributes
from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor

INSTRUMENTORS = {
    "openai": ("openinference.instrumentation.openai", "OpenAIInstrumentor"),
    "anthropic": ("openinference.instrumentation.anthropic", "AnthropicInstrumentor"),
    "langchain": ("openinference.instrumentation.langchain", "LangChainInstrumentor"),
    "llamaindex": ("openinference.instrumentation.llama_index", "LlamaIndexInstrumentor"),
    "llamaindex_cohere": ("openinference.instrumentation.llama_index", "LlamaIndexInstrumentor"),
    "groq": ("openinference.instrumentation.groq", "GroqInstrumentor"),
    "mistral": ("openinference.instrumentation.mistralai", "MistralAIInstrumentor"),
    "google_genai": ("openinference.instrumentation.google_genai", "GoogleGenAIInstrumentor"),
    "bedrock": ("openinference.instrumentation.bedrock", "BedrockInstrumentor"),
    "crewai": ("openinference.instrumentation.crewai", "CrewAIInstrumentor"),
    "haystack": ("openinference.instrumentation.haystack", "HaystackInstrumentor"),
    "dspy": ("openinference.instrumentation.dspy", "DSPyInstrumentor"),
    "smolagents": ("openinference.instrumentation.smolagents", "SmolagentsInstrumentor"),
    "agno": ("openinference.instrumentation.agno", "AgnoInstrumentor"),
    "autogen": ("openinference.instrumentation.autogen_agentchat", "AutogenAgentChatInstrumentor"),
    "litellm": ("openinference.instrumentation.litellm", "LiteLLMInstrumentor"),
    "openai_agents": ("openinference.instrumentation.openai_agents", "OpenAIAgentsInstrumentor"),
}


class Setup:
    config = TraceConfig()

    def __init__(self, provider):
        self.tracer_provider = TracerProvider()
        # The Anthropic SDK has spans of its own and sends them to the global provider.
        trace.set_tracer_provider(self.tracer_provider)
        self.tracer_provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
        path, name = INSTRUMENTORS[provider]
        getattr(importlib.import_module(path), name)().instrument(tracer_provider=self.tracer_provider, config=self.config)

    def traced(self, kind, name):
        tracer = OITracer(self.tracer_provider.get_tracer("weather-app"), config=self.config)
        kind = {"workflow": "chain"}.get(kind, kind)
        return getattr(tracer, kind)(name=name)

    def run(self, scenario, session_id, user_id):
        with using_attributes(session_id=session_id, user_id=user_id):
            scenario()

    def shutdown(self):
        self.tracer_provider.shutdown()
