# Copyright The otelcol-genai Authors
# SPDX-License-Identifier: Apache-2.0
"""Pydantic AI in the second version of its data: messages as attributes, tools under names of their own."""

from setups import pydantic_ai


class Setup(pydantic_ai.Setup):
    options = {"version": 2, "use_aggregated_usage_attribute_names": False}
