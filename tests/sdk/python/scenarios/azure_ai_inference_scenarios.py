# Copyright The otelcol-genai Authors
# SPDX-License-Identifier: Apache-2.0
"""Scenarios of Azure's AI Inference SDK. Each function is one recording."""

import json
import os

from azure.ai.inference import ChatCompletionsClient
from azure.ai.inference.models import (
    AssistantMessage,
    ChatCompletionsToolDefinition,
    FunctionDefinition,
    SystemMessage,
    ToolMessage,
    UserMessage,
)
from azure.core.credentials import AzureKeyCredential
from azure.core.exceptions import HttpResponseError

from scenarios.questions import QUESTION, SYSTEM, WEATHER_DESCRIPTION, WEATHER_QUESTION, WEATHER_SCHEMA, weather

client = ChatCompletionsClient(os.environ["OPENAI_BASE_URL"], AzureKeyCredential("stand-in"), retry_total=0)
MODEL = "gpt-4o-mini"


def chat():
    client.complete(
        model=MODEL,
        messages=[SystemMessage(SYSTEM), UserMessage(QUESTION)],
        temperature=0.2,
        top_p=0.9,
        max_tokens=64,
        stop=["END"],
    )


def chat_stream():
    for _ in client.complete(model=MODEL, messages=[UserMessage(QUESTION)], stream=True, model_extras={"stream_options": {"include_usage": True}}):
        pass


def tools():
    definition = ChatCompletionsToolDefinition(
        function=FunctionDefinition(name="get_weather", description=WEATHER_DESCRIPTION, parameters=WEATHER_SCHEMA)
    )
    messages = [UserMessage(WEATHER_QUESTION)]
    calls = client.complete(model=MODEL, messages=messages, tools=[definition]).choices[0].message.tool_calls
    messages.append(AssistantMessage(tool_calls=calls))
    for call in calls:
        messages.append(ToolMessage(weather(**json.loads(call.function.arguments)), tool_call_id=call.id))
    client.complete(model=MODEL, messages=messages, tools=[definition])


def error_404():
    try:
        client.complete(model="no-such-model", messages=[UserMessage(QUESTION)])
    except HttpResponseError:
        return
    raise AssertionError("the request did not fail")
