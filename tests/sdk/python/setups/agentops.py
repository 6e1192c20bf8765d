# Copyright The otelcol-genai Authors
# SPDX-License-Identifier: Apache-2.0
"""AgentOps, without its service."""

import os

os.environ["AGENTOPS_LOGGING_TO_FILE"] = "false"

import agentops
from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.trace.export import BatchSpanProcessor

NOWHERE = "http://127.0.0.1:9"


class Setup:
    def __init__(self, provider):
        agentops.init(
            api_key="00000000-0000-4000-8000-000000000000",
            endpoint=NOWHERE,
            exporter_endpoint=NOWHERE,
            auto_start_session=False,
            fail_safe=True,
        )
        trace.get_tracer_provider().add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))

    def traced(self, kind, name):
        return trace.get_tracer("app").start_as_current_span(name)

    def run(self, scenario, session_id, user_id):
        scenario()

    def shutdown(self):
        trace.get_tracer_provider().force_flush()
