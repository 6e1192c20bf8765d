# Copyright The otelcol-genai Authors
# SPDX-License-Identifier: Apache-2.0
"""Scenarios of the Cohere SDK beside reranking. Each function is one recording."""

import json

import cohere

from scenarios.questions import QUESTION, SYSTEM, WEATHER_QUESTION, WEATHER_TOOL, weather

client = cohere.ClientV2()

MODEL = "command-a-03-2025"


def chat():
    client.chat(
        model=MODEL,
        messages=[{"role": "system", "content": SYSTEM}, {"role": "user", "content": QUESTION}],
        temperature=0.2,
        p=0.9,
        k=40,
        max_tokens=64,
        seed=7,
        stop_sequences=["END"],
        frequency_penalty=0.1,
    )


def chat_stream():
    for _ in client.chat_stream(model=MODEL, messages=[{"role": "user", "content": QUESTION}]):
        pass


def tools():
    messages = [{"role": "user", "content": WEATHER_QUESTION}]
    message = client.chat(model=MODEL, messages=messages, tools=[WEATHER_TOOL]).message
    messages.append({"role": "assistant", "tool_plan": message.tool_plan, "tool_calls": [call.model_dump() for call in message.tool_calls]})
    for call in message.tool_calls:
        messages.append({"role": "tool", "tool_call_id": call.id, "content": weather(**json.loads(call.function.arguments))})
    client.chat(model=MODEL, messages=messages, tools=[WEATHER_TOOL])


def embeddings():
    client.embed(model="embed-v4.0", texts=[QUESTION, SYSTEM], input_type="search_query", embedding_types=["float"])


def error_404():
    try:
        client.chat(model="command-0", messages=[{"role": "user", "content": QUESTION}])
    except cohere.NotFoundError:
        return
    raise AssertionError("the request did not fail")
