# Copyright The otelcol-genai Authors
# SPDX-License-Identifier: Apache-2.0
"""Scenarios of the Cohere SDK. Each function is one recording."""

import cohere


def rerank():
    cohere.ClientV2().rerank(
        model="rerank-v3.5",
        query="What is the capital of France?",
        documents=["The capital of Italy is Rome.", "The capital of France is Paris.", "Bread is baked."],
        top_n=2,
    )
