# Copyright The otelcol-genai Authors
# SPDX-License-Identifier: Apache-2.0
"""Scenarios of Pydantic AI on the OpenAI models. Each function is one recording."""

from pydantic_ai import Agent

try:
    from pydantic_ai.models.openai import OpenAIChatModel
except ImportError:  # older versions
    from pydantic_ai.models.openai import OpenAIModel as OpenAIChatModel


def model():
    return OpenAIChatModel("gpt-4o-mini", settings={"temperature": 0.2, "max_tokens": 64})


def chat():
    Agent(model(), name="assistant", instructions="You are a terse assistant.").run_sync("What is the capital of France?")


def agent():
    weather_agent = Agent(model(), name="weather_agent", system_prompt="You are a terse assistant.")

    @weather_agent.tool_plain
    def get_weather(city: str) -> dict:
        """Current weather of a city."""
        return {"city": city, "temperature": 18}

    weather_agent.run_sync("What is the weather in Paris?")


def error_404():
    try:
        Agent(OpenAIChatModel("gpt-unknown"), name="assistant").run_sync("What is the capital of France?")
    except Exception as error:
        if "does not exist" in str(error):
            return
        raise
    raise AssertionError("the request did not fail")
