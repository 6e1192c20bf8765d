# Copyright The otelcol-genai Authors
# SPDX-License-Identifier: Apache-2.0
"""LiteLLM's own callback."""

import time

import litellm
from litellm.integrations.opentelemetry import OpenTelemetry

from setups import otel_sdk


class Setup(otel_sdk.Setup):
    def __init__(self, provider):
        super().__init__(provider)
        litellm.callbacks = [OpenTelemetry(tracer_provider=self.tracer_provider)]

    def run(self, scenario, session_id, user_id):
        scenario()
        time.sleep(1)  # callbacks run in a thread of their own
