# Copyright The otelcol-genai Authors
# SPDX-License-Identifier: Apache-2.0
"""Scenarios of the OpenAI Agents SDK. Each function is one recording."""

import json

from agents import Agent, Runner, function_tool


@function_tool
def get_weather(city: str) -> str:
    """Current weather of a city."""
    return json.dumps({"city": city, "temperature": 18})


def agent():
    weather_agent = Agent(
        name="weather_agent",
        model="gpt-4.1-mini",
        instructions="You are a terse assistant.",
        tools=[get_weather],
    )
    Runner.run_sync(weather_agent, "What is the weather in Paris?")


def chat():
    Runner.run_sync(Agent(name="assistant", model="gpt-4.1-mini"), "What is the capital of France?")
