# Copyright The otelcol-genai Authors
# SPDX-License-Identifier: Apache-2.0
"""Scenarios of the Groq SDK. Each function is one recording."""

import json

import groq

from scenarios.questions import QUESTION, SYSTEM, WEATHER_QUESTION, WEATHER_TOOL, weather

client = groq.Groq(max_retries=0)

MODEL = "llama-3.3-70b-versatile"


def chat():
    client.chat.completions.create(
        model=MODEL,
        messages=[{"role": "system", "content": SYSTEM}, {"role": "user", "content": QUESTION}],
        temperature=0.2,
        top_p=0.9,
        max_tokens=64,
        seed=7,
    )


def chat_stream():
    for _ in client.chat.completions.create(model=MODEL, messages=[{"role": "user", "content": QUESTION}], stream=True):
        pass


def tools():
    messages = [{"role": "user", "content": WEATHER_QUESTION}]
    message = client.chat.completions.create(model=MODEL, messages=messages, tools=[WEATHER_TOOL]).choices[0].message
    messages.append({"role": "assistant", "tool_calls": [call.model_dump() for call in message.tool_calls]})
    for call in message.tool_calls:
        result = weather(**json.loads(call.function.arguments))
        messages.append({"role": "tool", "tool_call_id": call.id, "content": result})
    client.chat.completions.create(model=MODEL, messages=messages, tools=[WEATHER_TOOL])


def error_404():
    try:
        client.chat.completions.create(model="llama-0", messages=[{"role": "user", "content": QUESTION}])
    except groq.NotFoundError:
        return
    raise AssertionError("the request did not fail")
