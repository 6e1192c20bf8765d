# Copyright The otelcol-genai Authors
# SPDX-License-Identifier: Apache-2.0
"""Scenarios of the Anthropic SDK. Each function is one recording."""

import inspect

import anthropic

from scenarios import questions
from scenarios.questions import PIXEL, RULES, SYSTEM, WEATHER_DESCRIPTION, WEATHER_SCHEMA, weather

client = anthropic.Anthropic(max_retries=0)

MODEL = "claude-sonnet-4-5"
QUESTION = {"role": "user", "content": questions.QUESTION}
WEATHER_QUESTION = {"role": "user", "content": questions.WEATHER_QUESTION}
WEATHER_TOOL = {"name": "get_weather", "description": WEATHER_DESCRIPTION, "input_schema": WEATHER_SCHEMA}

# The SDK dropped the sampling parameters in version 2.
SAMPLING = {"temperature": 0.2, "top_k": 40, "top_p": 0.9}
if "temperature" not in inspect.signature(client.messages.create).parameters:
    SAMPLING = {}


def chat():
    client.messages.create(
        model=MODEL, max_tokens=64, system=SYSTEM, messages=[QUESTION], stop_sequences=["END"], **SAMPLING
    )


def chat_stream():
    for _ in client.messages.create(model=MODEL, max_tokens=64, system=SYSTEM, messages=[QUESTION], stream=True):
        pass


def chat_stream_helper():
    with client.messages.stream(model=MODEL, max_tokens=64, messages=[QUESTION]) as stream:
        for _ in stream.text_stream:
            pass
        stream.get_final_message()


def chat_length():
    client.messages.create(model="claude-haiku-4-5", max_tokens=4, messages=[QUESTION])


def chat_image():
    client.messages.create(
        model=MODEL,
        max_tokens=64,
        messages=[
            {
                "role": "user",
                "content": [
                    {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": PIXEL}},
                    {"type": "text", "text": "What does the image show?"},
                ],
            }
        ],
    )


def cached_chat(ttl):
    """The first turn writes the cache, the second one reads it."""
    cache_control = {"type": "ephemeral", "ttl": ttl} if ttl else {"type": "ephemeral"}
    system = [{"type": "text", "text": RULES, "cache_control": cache_control}]
    answer = client.messages.create(model=MODEL, max_tokens=64, system=system, messages=[QUESTION])
    client.messages.create(
        model=MODEL,
        max_tokens=64,
        system=system,
        messages=[
            QUESTION,
            {"role": "assistant", "content": answer.content[0].text},
            {"role": "user", "content": "Hello again."},
        ],
    )


def chat_cached():
    cached_chat(None)


def chat_cached_1h():
    cached_chat("1h")


def chat_thinking():
    client.messages.create(
        model="claude-opus-4-1",
        max_tokens=2048,
        thinking={"type": "enabled", "budget_tokens": 1024},
        messages=[{"role": "user", "content": "What is 17 times 23?"}],
    )


def tools():
    messages = [WEATHER_QUESTION]
    answer = client.messages.create(
        model=MODEL, max_tokens=256, system=SYSTEM, tools=[WEATHER_TOOL], messages=messages
    )
    calls = [block for block in answer.content if block.type == "tool_use"]
    messages.append({"role": "assistant", "content": [call.model_dump(exclude_none=True) for call in calls]})
    messages.append(
        {
            "role": "user",
            "content": [
                {"type": "tool_result", "tool_use_id": call.id, "content": weather(**call.input)} for call in calls
            ],
        }
    )
    client.messages.create(model=MODEL, max_tokens=256, system=SYSTEM, tools=[WEATHER_TOOL], messages=messages)


def tools_stream():
    for _ in client.messages.create(
        model=MODEL, max_tokens=256, tools=[WEATHER_TOOL], messages=[WEATHER_QUESTION], stream=True
    ):
        pass


def error_404():
    try:
        client.messages.create(model="claude-unknown", max_tokens=64, messages=[QUESTION])
    except anthropic.NotFoundError:
        return
    raise AssertionError("the request did not fail")


def error_529():
    try:
        client.messages.create(
            model=MODEL, max_tokens=64, messages=[QUESTION], extra_headers={"X-Simulate-Status": "529"}
        )
    except anthropic.APIStatusError as error:
        if error.status_code == 529:
            return
        raise
    raise AssertionError("the request did not fail")


def error_429():
    try:
        client.messages.create(
            model=MODEL, max_tokens=64, messages=[QUESTION], extra_headers={"X-Simulate-Status": "429"}
        )
    except anthropic.RateLimitError:
        return
    raise AssertionError("the request did not fail")
