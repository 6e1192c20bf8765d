# Copyright The otelcol-genai Authors
# SPDX-License-Identifier: Apache-2.0
"""Scenarios of CrewAI. Each function is one recording."""

from typing import Literal

from crewai import LLM, Agent, Crew, Task
from crewai.tools import tool

from scenarios.questions import weather


@tool("get_weather")
def get_weather(city: Literal["Paris", "Rome"]) -> str:
    """Current weather of a city."""
    return weather(city)


def agent():
    forecaster = Agent(
        role="Forecaster",
        goal="Say what the weather is.",
        backstory="Reads the sky.",
        llm=LLM(model="openai/gpt-4o-mini", temperature=0.2),
        tools=[get_weather],
    )
    task = Task(description="What is the weather in Paris?", expected_output="One sentence.", agent=forecaster)
    Crew(name="weather_crew", agents=[forecaster], tasks=[task]).kickoff()
