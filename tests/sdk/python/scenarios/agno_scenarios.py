# Copyright The otelcol-genai Authors
# SPDX-License-Identifier: Apache-2.0
"""Scenarios of Agno. Each function is one recording."""

from agno.agent import Agent
from agno.models.openai import OpenAIChat

from scenarios.questions import QUESTION, SYSTEM, weather


def get_weather(city: str) -> str:
    """Current weather of a city."""
    return weather(city)


def model():
    return OpenAIChat(id="gpt-4o-mini", temperature=0.2, max_tokens=64)


def chat():
    Agent(name="assistant", model=model(), instructions=SYSTEM, telemetry=False).run(QUESTION)


def chat_stream():
    for _ in Agent(name="assistant", model=model(), telemetry=False).run(QUESTION, stream=True):
        pass


def agent():
    Agent(name="forecaster", model=model(), tools=[get_weather], telemetry=False).run("What is the weather in Paris?")
