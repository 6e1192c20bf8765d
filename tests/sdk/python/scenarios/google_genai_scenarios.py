# Copyright The otelcol-genai Authors
# SPDX-License-Identifier: Apache-2.0
"""Scenarios of Google's Gen AI SDK. Each function is one recording."""

import base64
import json
import os

from google import genai
from google.genai import errors, types

from scenarios.questions import PIXEL, QUESTION, SYSTEM, WEATHER_DESCRIPTION, WEATHER_QUESTION, WEATHER_SCHEMA, weather

client = genai.Client(
    api_key="stand-in", http_options=types.HttpOptions(base_url=os.environ["OPENAI_BASE_URL"].removesuffix("/v1"))
)

MODEL = "gemini-flash-latest"
TOOLS = [
    types.Tool(
        function_declarations=[
            types.FunctionDeclaration(
                name="get_weather", description=WEATHER_DESCRIPTION, parameters_json_schema=WEATHER_SCHEMA
            )
        ]
    )
]


def chat():
    client.models.generate_content(
        model=MODEL,
        contents=QUESTION,
        config=types.GenerateContentConfig(
            system_instruction=SYSTEM, temperature=0.2, top_p=0.9, top_k=40, max_output_tokens=64, seed=7
        ),
    )


def chat_stream():
    for _ in client.models.generate_content_stream(model=MODEL, contents=QUESTION):
        pass


def chat_thinking():
    client.models.generate_content(
        model=MODEL,
        contents=QUESTION,
        config=types.GenerateContentConfig(thinking_config=types.ThinkingConfig(include_thoughts=True)),
    )


def chat_image():
    client.models.generate_content(
        model=MODEL,
        contents=[
            types.Content(
                role="user",
                parts=[
                    types.Part.from_text(text="What does the image show?"),
                    types.Part.from_bytes(data=base64.b64decode(PIXEL), mime_type="image/png"),
                ],
            )
        ],
    )


def chat_json():
    client.models.generate_content(
        model=MODEL, contents=QUESTION, config=types.GenerateContentConfig(response_mime_type="application/json")
    )


def tools():
    config = types.GenerateContentConfig(tools=TOOLS)
    contents = [types.Content(role="user", parts=[types.Part.from_text(text=WEATHER_QUESTION)])]
    response = client.models.generate_content(model=MODEL, contents=contents, config=config)
    contents.append(response.candidates[0].content)
    contents.append(
        types.Content(
            role="user",
            parts=[
                types.Part.from_function_response(name=call.name, response=json.loads(weather(**call.args)))
                for call in response.function_calls
            ],
        )
    )
    client.models.generate_content(model=MODEL, contents=contents, config=config)


def embeddings():
    client.models.embed_content(
        model="gemini-embedding-001", contents=QUESTION, config=types.EmbedContentConfig(output_dimensionality=8)
    )


def error_404():
    try:
        client.models.generate_content(model="gemini-0", contents=QUESTION)
    except errors.ClientError:
        return
    raise AssertionError("the request did not fail")
