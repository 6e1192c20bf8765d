# Copyright The otelcol-genai Authors
# SPDX-License-Identifier: Apache-2.0
"""LangSmith's export of LangChain's runs as spans."""

import os

os.environ["LANGSMITH_TRACING"] = "true"
os.environ["LANGSMITH_OTEL_ENABLED"] = "true"
os.environ["LANGSMITH_OTEL_ONLY"] = "true"
os.environ["LANGSMITH_API_KEY"] = "stand-in"

from langsmith.run_helpers import tracing_context

from setups import otel_sdk


class Setup(otel_sdk.Setup):
    def run(self, scenario, session_id, user_id):
        with tracing_context(metadata={"session_id": session_id, "user_id": user_id}):
            scenario()

    def shutdown(self):
        from langsmith.run_trees import get_cached_client

        get_cached_client().flush()
        super().shutdown()
