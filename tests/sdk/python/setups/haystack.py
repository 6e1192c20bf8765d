# Copyright The otelcol-genai Authors
# SPDX-License-Identifier: Apache-2.0
"""Haystack's own tracing, with the content of its components."""

import os

os.environ["HAYSTACK_CONTENT_TRACING_ENABLED"] = "true"

from haystack import tracing
from haystack.tracing.opentelemetry import OpenTelemetryTracer

from setups import otel_sdk


class Setup(otel_sdk.Setup):
    def __init__(self, provider):
        super().__init__(provider)
        tracing.enable_tracing(OpenTelemetryTracer(self.tracer_provider.get_tracer("haystack")))
