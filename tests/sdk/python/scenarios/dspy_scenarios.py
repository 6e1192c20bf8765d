# Copyright The otelcol-genai Authors
# SPDX-License-Identifier: Apache-2.0
"""Scenarios of DSPy. Each function is one recording."""

import dspy

from scenarios.questions import QUESTION

dspy.configure(lm=dspy.LM("openai/gpt-4o-mini", cache=False, temperature=0.2, max_tokens=64, num_retries=0))


def chat():
    # The stand-in answers in no form that DSPy's first adapter reads, so that it tries the next.
    dspy.Predict("question -> answer")(question=QUESTION)
