# Copyright The otelcol-genai Authors
# SPDX-License-Identifier: Apache-2.0
"""MLflow's tracing of the OpenAI SDK, exported as spans."""

import os

os.environ["OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"] = os.environ["OTEL_EXPORTER_OTLP_ENDPOINT"] + "/v1/traces"
os.environ["MLFLOW_DISABLE_TELEMETRY"] = "true"

import mlflow


class Setup:
    def __init__(self, provider):
        mlflow.openai.autolog()

    def traced(self, kind, name):
        return mlflow.trace(name=name, span_type={"workflow": "CHAIN", "agent": "AGENT", "tool": "TOOL"}[kind])

    def run(self, scenario, session_id, user_id):
        scenario()

    def shutdown(self):
        mlflow.flush_trace_async_logging(terminate=True)
