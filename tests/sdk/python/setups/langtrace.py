# Copyright The otelcol-genai Authors
# SPDX-License-Identifier: Apache-2.0
"""Langtrace, without its service."""

import os

os.environ["LANGTRACE_ERROR_REPORTING"] = "False"

from langtrace_python_sdk import langtrace
from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter


class Setup:
    def __init__(self, provider):
        langtrace.init(custom_remote_exporter=OTLPSpanExporter(), batch=True)

    def traced(self, kind, name):
        return trace.get_tracer("app").start_as_current_span(name)

    def run(self, scenario, session_id, user_id):
        scenario()

    def shutdown(self):
        trace.get_tracer_provider().shutdown()
