# Copyright The otelcol-genai Authors
# SPDX-License-Identifier: Apache-2.0
"""What the scenarios of several SDKs ask."""

import json

SYSTEM = "You are a terse assistant."
QUESTION = "What is the capital of France?"
WEATHER_QUESTION = "What is the weather in Paris and in Rome?"
WEATHER_DESCRIPTION = "Current weather of a city."
WEATHER_SCHEMA = {
    "type": "object",
    "properties": {
        "city": {"type": "string"},
        "unit": {"type": "string", "enum": ["celsius", "fahrenheit"]},
    },
    "required": ["city"],
}
WEATHER_TOOL = {
    "type": "function",
    "function": {"name": "get_weather", "description": WEATHER_DESCRIPTION, "parameters": WEATHER_SCHEMA},
}
# One red pixel.
PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="
# Long enough for the stand-in's 128 token caching step.
RULES = " ".join(f"Rule {i}: answer in one short sentence." for i in range(1, 17))


def weather(city, unit="celsius"):
    return json.dumps({"city": city, "unit": unit, "temperature": 18})
