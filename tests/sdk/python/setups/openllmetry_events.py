# Copyright The otelcol-genai Authors
# SPDX-License-Identifier: Apache-2.0
"""OpenLLMetry that writes messages as log events, not as span attributes."""

from setups import openllmetry


class Setup(openllmetry.Setup):
    options = {"use_attributes": False}
