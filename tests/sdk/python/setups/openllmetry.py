# Copyright The otelcol-genai Authors
# SPDX-License-Identifier: Apache-2.0
"""OpenLLMetry through traceloop-sdk: traces, metrics and logs."""

import os

from opentelemetry import metrics, trace
from opentelemetry._logs import get_logger_provider
from traceloop.sdk import Traceloop, decorators


class Setup:
    options = {}

    def __init__(self, provider):
        Traceloop.init(
            app_name=os.environ["OTEL_SERVICE_NAME"],
            api_endpoint=os.environ["OTEL_EXPORTER_OTLP_ENDPOINT"],
            resource_attributes=resource_attributes(),
            telemetry_enabled=False,
            **self.options,
        )

    def traced(self, kind, name):
        decorate = getattr(decorators, kind)(name=name)
        if kind != "workflow" or not hasattr(decorators, "conversation"):
            return decorate
        # Only newer versions have an id for the conversation.
        return lambda function: decorators.conversation("conversation-1")(decorate(function))

    def run(self, scenario, session_id, user_id):
        Traceloop.set_association_properties({"session_id": session_id, "user_id": user_id})
        scenario()

    def shutdown(self):
        for provider in (trace.get_tracer_provider(), metrics.get_meter_provider(), get_logger_provider()):
            if hasattr(provider, "shutdown"):
                provider.shutdown()


def resource_attributes():
    """traceloop-sdk ignores OTEL_RESOURCE_ATTRIBUTES, it takes them as an argument."""
    pairs = os.environ["OTEL_RESOURCE_ATTRIBUTES"].split(",")
    return dict(pair.split("=", 1) for pair in pairs)
