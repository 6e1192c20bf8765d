# Copyright The otelcol-genai Authors
# SPDX-License-Identifier: Apache-2.0
"""Scenarios of LiteLLM on the OpenAI models. Each function is one recording."""

import litellm

MESSAGES = [
    {"role": "system", "content": "You are a terse assistant."},
    {"role": "user", "content": "What is the capital of France?"},
]
WEATHER_TOOL = {
    "type": "function",
    "function": {
        "name": "get_weather",
        "description": "Current weather of a city.",
        "parameters": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]},
    },
}


def chat():
    litellm.completion(model="openai/gpt-4o-mini", messages=MESSAGES, temperature=0.2, max_tokens=64)


def chat_stream():
    for _ in litellm.completion(
        model="openai/gpt-4o-mini", messages=MESSAGES, stream=True, stream_options={"include_usage": True}
    ):
        pass


def tools():
    litellm.completion(
        model="openai/gpt-4o-mini",
        messages=[{"role": "user", "content": "What is the weather in Paris?"}],
        tools=[WEATHER_TOOL],
    )


def embeddings():
    litellm.embedding(model="openai/text-embedding-3-small", input=["A trace is a tree of spans."], dimensions=8)


def error_404():
    try:
        litellm.completion(model="openai/gpt-unknown", messages=MESSAGES, max_retries=0)
    except litellm.NotFoundError:
        return
    raise AssertionError("the request did not fail")
