# Copyright The otelcol-genai Authors
# SPDX-License-Identifier: Apache-2.0
"""OpenLIT: traces, metrics and, where the version has them, events as logs."""

import os

from opentelemetry import metrics, trace
from opentelemetry._logs import get_logger_provider

import openlit

PRICING = os.path.join(os.path.dirname(__file__), "..", "..", "openlit-pricing.json")


class Setup:
    def __init__(self, provider):
        openlit.init(
            application_name=os.environ["OTEL_SERVICE_NAME"],
            environment="test",
            otlp_endpoint=os.environ["OTEL_EXPORTER_OTLP_ENDPOINT"],
            pricing_json=PRICING,
        )

    def traced(self, kind, name):
        """OpenLIT names the span after the function and knows no kinds."""
        return openlit.trace

    def run(self, scenario, session_id, user_id):
        # Older versions cannot set attributes on the spans of a block.
        if not hasattr(openlit, "inject_additional_attributes"):
            scenario()
            return
        openlit.inject_additional_attributes(scenario, {"session.id": session_id, "user.id": user_id})

    def shutdown(self):
        for provider in (trace.get_tracer_provider(), metrics.get_meter_provider(), get_logger_provider()):
            if hasattr(provider, "shutdown"):
                provider.shutdown()
