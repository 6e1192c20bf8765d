# Copyright The otelcol-genai Authors
# SPDX-License-Identifier: Apache-2.0
"""Langfuse: its wrapper of the OpenAI SDK takes the place of that SDK."""


from langfuse import Langfuse, observe, propagate_attributes
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter


class Setup:
    def __init__(self, provider):
        self.client = Langfuse(public_key="pk-stand-in", secret_key="sk-stand-in", span_exporter=OTLPSpanExporter())
        import openai

        from langfuse import openai as wrapped

        for name in ("OpenAI", "NotFoundError", "RateLimitError"):
            setattr(openai, name, getattr(wrapped, name, getattr(openai, name)))

    def traced(self, kind, name):
        return observe(name=name, as_type={"workflow": "chain"}.get(kind, kind))

    def run(self, scenario, session_id, user_id):
        with propagate_attributes(session_id=session_id, user_id=user_id):
            scenario()

    def shutdown(self):
        self.client.shutdown()
