# Copyright The otelcol-genai Authors
# SPDX-License-Identifier: Apache-2.0
"""OpenInference that writes the keys of the OpenTelemetry conventions beside its own."""

from openinference.instrumentation import TraceConfig

from setups import openinference


class Setup(openinference.Setup):
    config = TraceConfig(enable_genai_semconv=True)
