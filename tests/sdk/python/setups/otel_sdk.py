# Copyright The otelcol-genai Authors
# SPDX-License-Identifier: Apache-2.0
"""The OpenTelemetry SDK alone: for frameworks that write spans themselves."""

from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor


class Setup:
    def __init__(self, provider):
        self.tracer_provider = TracerProvider()
        self.tracer_provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
        trace.set_tracer_provider(self.tracer_provider)

    def run(self, scenario, session_id, user_id):
        scenario()

    def shutdown(self):
        self.tracer_provider.shutdown()
