# Copyright The otelcol-genai Authors
# SPDX-License-Identifier: Apache-2.0
"""OpenTelemetry's own instrumentations that stand on its GenAI utilities."""

import importlib
import os

os.environ["OTEL_SEMCONV_STABILITY_OPT_IN"] = "gen_ai_latest_experimental"
os.environ["OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT"] = "span_only"

from setups import otel_sdk

INSTRUMENTORS = {
    "openai": ("genai.openai", "OpenAIInstrumentor"),
    "anthropic": ("genai.anthropic", "AnthropicInstrumentor"),
    "openai_agents": ("genai.openai_agents", "OpenAIAgentsInstrumentor"),
    "langchain": ("genai.langchain", "LangChainInstrumentor"),
    "google_genai": ("google_genai", "GoogleGenAiSdkInstrumentor"),
}


class Setup(otel_sdk.Setup):
    def __init__(self, provider):
        super().__init__(provider)
        module, name = INSTRUMENTORS[provider]
        getattr(importlib.import_module(f"opentelemetry.instrumentation.{module}"), name)().instrument()

    def traced(self, kind, name):
        return self.tracer_provider.get_tracer("app").start_as_current_span(name)
