# Copyright The otelcol-genai Authors
# SPDX-License-Identifier: Apache-2.0
"""Scenarios of Google's Agent Development Kit on Gemini. Each function is one recording."""

import asyncio
import os

os.environ["GOOGLE_API_KEY"] = "stand-in"
os.environ["GOOGLE_GEMINI_BASE_URL"] = os.environ["OPENAI_BASE_URL"].removesuffix("/v1")

from google.adk.agents import Agent
from google.adk.runners import InMemoryRunner
from google.genai import types

from scenarios.questions import QUESTION, SYSTEM, weather


def get_weather(city: str) -> str:
    """Current weather of a city."""
    return weather(city)


async def ask(question, agent):
    runner = InMemoryRunner(agent=agent, app_name="assistant")
    await runner.session_service.create_session(app_name="assistant", user_id="user-1", session_id="session-1")
    message = types.Content(role="user", parts=[types.Part.from_text(text=question)])
    async for _ in runner.run_async(user_id="user-1", session_id="session-1", new_message=message):
        pass


def new_agent(**options):
    return Agent(
        name="assistant",
        description="Answers",
        model="gemini-flash-latest",
        instruction=SYSTEM,
        generate_content_config=types.GenerateContentConfig(temperature=0.2, max_output_tokens=64),
        **options,
    )


def chat():
    asyncio.run(ask(QUESTION, new_agent()))


def agent():
    asyncio.run(ask("What is the weather in Paris?", new_agent(tools=[get_weather])))
