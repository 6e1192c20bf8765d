# Copyright The otelcol-genai Authors
# SPDX-License-Identifier: Apache-2.0
"""Scenarios of AutoGen on the OpenAI models. Each function is one recording."""

import asyncio

from autogen_agentchat.agents import AssistantAgent
from autogen_ext.models.openai import OpenAIChatCompletionClient

from scenarios.questions import QUESTION, SYSTEM, weather


async def get_weather(city: str) -> str:
    """Current weather of a city."""
    return weather(city)


def new_agent(**options):
    model = OpenAIChatCompletionClient(model="gpt-4o-mini", temperature=0.2, max_tokens=64)
    return AssistantAgent("assistant", model_client=model, description="Answers", system_message=SYSTEM, **options)


def chat():
    asyncio.run(new_agent().run(task=QUESTION))


def agent():
    asyncio.run(new_agent(tools=[get_weather]).run(task="What is the weather in Paris?"))

