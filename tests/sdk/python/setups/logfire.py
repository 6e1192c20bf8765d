# Copyright The otelcol-genai Authors
# SPDX-License-Identifier: Apache-2.0
"""Logfire's instrumentation of the OpenAI and Anthropic SDKs, without its service."""

import logfire


class Setup:
    def __init__(self, provider):
        logfire.configure(send_to_logfire=False, console=False, metrics=False)
        {"openai": logfire.instrument_openai, "anthropic": logfire.instrument_anthropic}[provider]()

    def traced(self, kind, name):
        # Else it writes the arguments under names of their own, which only the program knows.
        return logfire.instrument(name, extract_args=False)

    def run(self, scenario, session_id, user_id):
        scenario()

    def shutdown(self):
        logfire.shutdown()
