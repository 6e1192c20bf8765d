# Copyright The otelcol-genai Authors
# SPDX-License-Identifier: Apache-2.0
"""OpenTelemetry's own instrumentation of the OpenAI SDK, with the conventions of today."""

import os

os.environ["OTEL_SEMCONV_STABILITY_OPT_IN"] = "gen_ai_latest_experimental"
os.environ["OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT"] = "span_and_event"
os.environ["OTEL_INSTRUMENTATION_GENAI_EMIT_EVENT"] = "true"

from setups import otel_contrib


class Setup(otel_contrib.Setup):
    pass
