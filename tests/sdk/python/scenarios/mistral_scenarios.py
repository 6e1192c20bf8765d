# Copyright The otelcol-genai Authors
# SPDX-License-Identifier: Apache-2.0
"""Scenarios of the Mistral SDK. Each function is one recording."""

import json
import os

try:
    from mistralai.client import Mistral
    from mistralai.client.errors import SDKError
except ImportError:  # older versions
    from mistralai import Mistral
    from mistralai.models import SDKError

from scenarios.questions import QUESTION, SYSTEM, WEATHER_QUESTION, WEATHER_TOOL, weather

client = Mistral(api_key="stand-in", server_url=os.environ["OPENAI_BASE_URL"].removesuffix("/v1"))

MODEL = "mistral-small-latest"


def chat():
    client.chat.complete(
        model=MODEL,
        messages=[{"role": "system", "content": SYSTEM}, {"role": "user", "content": QUESTION}],
        temperature=0.2,
        top_p=0.9,
        max_tokens=64,
        random_seed=7,
    )


def chat_stream():
    for _ in client.chat.stream(model=MODEL, messages=[{"role": "user", "content": QUESTION}]):
        pass


def tools():
    messages = [{"role": "user", "content": WEATHER_QUESTION}]
    message = client.chat.complete(model=MODEL, messages=messages, tools=[WEATHER_TOOL]).choices[0].message
    messages.append(message)
    for call in message.tool_calls:
        arguments = call.function.arguments
        result = weather(**(json.loads(arguments) if isinstance(arguments, str) else arguments))
        messages.append({"role": "tool", "name": call.function.name, "tool_call_id": call.id, "content": result})
    client.chat.complete(model=MODEL, messages=messages, tools=[WEATHER_TOOL])


def embeddings():
    client.embeddings.create(model="mistral-embed", inputs=["What is the capital of France?"])


def error_404():
    try:
        client.chat.complete(model="mistral-0", messages=[{"role": "user", "content": QUESTION}])
    except SDKError:
        return
    raise AssertionError("the request did not fail")
