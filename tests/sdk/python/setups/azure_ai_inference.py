# Copyright The otelcol-genai Authors
# SPDX-License-Identifier: Apache-2.0
"""Azure's AI Inference SDK, which is instrumented itself."""

import os

os.environ["AZURE_TRACING_GEN_AI_CONTENT_RECORDING_ENABLED"] = "true"

from azure.ai.inference.tracing import AIInferenceInstrumentor
from azure.core.settings import settings

from setups import otel_sdk


class Setup(otel_sdk.Setup):
    def __init__(self, provider):
        super().__init__(provider)
        settings.tracing_implementation = "opentelemetry"
        AIInferenceInstrumentor().instrument()
