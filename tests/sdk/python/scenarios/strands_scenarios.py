# Copyright The otelcol-genai Authors
# SPDX-License-Identifier: Apache-2.0
"""Scenarios of Strands Agents on the OpenAI models. Each function is one recording."""

from strands import Agent, tool
from strands.models.openai import OpenAIModel


@tool
def get_weather(city: str) -> dict:
    """Current weather of a city."""
    return {"status": "success", "content": [{"json": {"city": city, "temperature": 18}}]}


def model():
    return OpenAIModel(model_id="gpt-4o-mini", params={"temperature": 0.2, "max_tokens": 64})


def attributes():
    return {"session.id": "session-1", "user.id": "user-1"}


def chat():
    Agent(name="assistant", model=model(), system_prompt="You are a terse assistant.", callback_handler=None,
          trace_attributes=attributes())("What is the capital of France?")


def agent():
    Agent(name="weather_agent", model=model(), tools=[get_weather], system_prompt="You are a terse assistant.",
          callback_handler=None, trace_attributes=attributes())("What is the weather in Paris?")
