# Copyright The otelcol-genai Authors
# SPDX-License-Identifier: Apache-2.0
"""Scenarios of Semantic Kernel on the OpenAI models. Each function is one recording."""

import asyncio

from semantic_kernel import Kernel
from semantic_kernel.connectors.ai import FunctionChoiceBehavior
from semantic_kernel.connectors.ai.open_ai import OpenAIChatCompletion, OpenAIChatPromptExecutionSettings
from semantic_kernel.contents import ChatHistory
from semantic_kernel.functions import kernel_function


class Weather:
    @kernel_function(description="Current weather of a city.")
    def get_weather(self, city: str) -> str:
        return '{"temperature": 18}'


def ask(question, *plugins):
    kernel = Kernel()
    service = OpenAIChatCompletion(ai_model_id="gpt-4o-mini")
    kernel.add_service(service)
    for plugin in plugins:
        kernel.add_plugin(plugin, plugin_name="weather")
    history = ChatHistory(system_message="You are a terse assistant.")
    history.add_user_message(question)
    settings = OpenAIChatPromptExecutionSettings(temperature=0.2, max_tokens=64)
    if plugins:
        settings.function_choice_behavior = FunctionChoiceBehavior.Auto()
    asyncio.run(service.get_chat_message_contents(history, settings, kernel=kernel))


def chat():
    ask("What is the capital of France?")


def agent():
    ask("What is the weather in Paris?", Weather())
