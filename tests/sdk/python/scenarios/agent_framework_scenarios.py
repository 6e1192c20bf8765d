# Copyright The otelcol-genai Authors
# SPDX-License-Identifier: Apache-2.0
"""Scenarios of Microsoft's Agent Framework on the OpenAI models. Each function is one recording."""

import asyncio
import os

from agent_framework import Agent, Message, tool
from agent_framework.observability import enable_sensitive_telemetry
from agent_framework_openai import OpenAIChatCompletionClient

from scenarios.questions import QUESTION, SYSTEM, WEATHER_DESCRIPTION

enable_sensitive_telemetry()


def client(model="gpt-4o-mini"):
    return OpenAIChatCompletionClient(model, base_url=os.environ["OPENAI_BASE_URL"])


@tool(description=WEATHER_DESCRIPTION)
def get_weather(city: str) -> str:
    return '{"temperature": 18}'


def chat():
    messages = [Message("system", [SYSTEM]), Message("user", [QUESTION])]
    asyncio.run(client().get_response(messages, options={"temperature": 0.2, "top_p": 0.9, "max_tokens": 64, "seed": 7, "stop": ["END"]}))


def chat_stream():
    async def read():
        async for _ in client().get_response([Message("user", [QUESTION])], stream=True):
            pass

    asyncio.run(read())


def agent():
    forecaster = Agent(client(), instructions=SYSTEM, name="forecaster", id="forecaster-1", tools=[get_weather])
    asyncio.run(forecaster.run("What is the weather in Paris?"))


def error_404():
    try:
        asyncio.run(client("no-such-model").get_response([Message("user", [QUESTION])]))
    except Exception:
        return
    raise AssertionError("the request did not fail")
