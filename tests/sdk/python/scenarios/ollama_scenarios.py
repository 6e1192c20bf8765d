# Copyright The otelcol-genai Authors
# SPDX-License-Identifier: Apache-2.0
"""Scenarios of Ollama's SDK. Each function is one recording."""

import ollama

from scenarios.questions import QUESTION, SYSTEM, WEATHER_QUESTION, WEATHER_TOOL, weather

client = ollama.Client()

MODEL = "llama3.2"


def chat():
    client.chat(
        model=MODEL,
        messages=[{"role": "system", "content": SYSTEM}, {"role": "user", "content": QUESTION}],
        options={"temperature": 0.2, "top_p": 0.9, "top_k": 40, "num_predict": 64, "seed": 7, "stop": ["END"]},
    )


def chat_stream():
    for _ in client.chat(model=MODEL, messages=[{"role": "user", "content": QUESTION}], stream=True):
        pass


def tools():
    messages = [{"role": "user", "content": WEATHER_QUESTION}]
    message = client.chat(model=MODEL, messages=messages, tools=[WEATHER_TOOL]).message
    messages.append(message.model_dump())
    for call in message.tool_calls:
        messages.append({"role": "tool", "tool_name": call.function.name, "content": weather(**call.function.arguments)})
    client.chat(model=MODEL, messages=messages, tools=[WEATHER_TOOL])


def embeddings():
    client.embed(model="nomic-embed-text", input=[QUESTION, SYSTEM])


def error_404():
    try:
        client.chat(model="llama0", messages=[{"role": "user", "content": QUESTION}])
    except ollama.ResponseError:
        return
    raise AssertionError("the request did not fail")
