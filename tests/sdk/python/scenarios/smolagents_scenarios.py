# Copyright The otelcol-genai Authors
# SPDX-License-Identifier: Apache-2.0
"""Scenarios of smolagents. Each function is one recording."""

from smolagents import OpenAIServerModel, ToolCallingAgent, tool

from scenarios.questions import weather


@tool
def get_weather(city: str) -> str:
    """Current weather of a city.

    Args:
        city: the city
    """
    return weather(city)


def agent():
    model = OpenAIServerModel(model_id="gpt-4o-mini", temperature=0.2)
    ToolCallingAgent(tools=[get_weather], model=model, max_steps=2, name="forecaster", description="Says the weather").run(
        "What is the weather in Paris?"
    )
