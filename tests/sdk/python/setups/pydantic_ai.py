# Copyright The otelcol-genai Authors
# SPDX-License-Identifier: Apache-2.0
"""Pydantic AI, which is instrumented itself, in the version of its data that it writes by default."""

from pydantic_ai import Agent
from pydantic_ai.models.instrumented import InstrumentationSettings

from setups import otel_sdk


class Setup(otel_sdk.Setup):
    options = {}

    def __init__(self, provider):
        super().__init__(provider)
        Agent.instrument_all(InstrumentationSettings(**self.options))
