# Copyright The otelcol-genai Authors
# SPDX-License-Identifier: Apache-2.0
"""Scenarios of the OpenAI SDK. Each function is one recording."""

import json

import openai

from scenarios import questions
from scenarios.questions import RULES, WEATHER_DESCRIPTION, weather

client = openai.OpenAI(max_retries=0)

MODEL = "gpt-4o-mini"
SYSTEM = {"role": "system", "content": questions.SYSTEM}
QUESTION = {"role": "user", "content": questions.QUESTION}
WEATHER_QUESTION = {"role": "user", "content": questions.WEATHER_QUESTION}
WEATHER_SCHEMA = {**questions.WEATHER_SCHEMA, "additionalProperties": False}
WEATHER_TOOL = {
    "type": "function",
    "function": {"name": "get_weather", "description": WEATHER_DESCRIPTION, "parameters": WEATHER_SCHEMA},
}
PIXEL = f"data:image/png;base64,{questions.PIXEL}"


def chat():
    client.chat.completions.create(
        model=MODEL, messages=[SYSTEM, QUESTION], temperature=0.2, top_p=0.9, max_tokens=64, seed=7
    )


def chat_stream():
    for _ in client.chat.completions.create(
        model=MODEL, messages=[SYSTEM, QUESTION], stream=True, stream_options={"include_usage": True}
    ):
        pass


def chat_stream_no_usage():
    for _ in client.chat.completions.create(model=MODEL, messages=[SYSTEM, QUESTION], stream=True):
        pass


def chat_multi_choice():
    client.chat.completions.create(
        model=MODEL,
        messages=[{"role": "user", "content": "Write a haiku about traces."}],
        n=2,
        stop=["END"],
        presence_penalty=0.1,
        frequency_penalty=0.2,
    )


def chat_json():
    client.chat.completions.create(
        model="gpt-4.1-mini",
        messages=[{"role": "user", "content": "What is the capital of France? Answer in JSON."}],
        response_format={"type": "json_object"},
    )


def chat_image():
    client.chat.completions.create(
        model="gpt-4o",
        messages=[
            {
                "role": "user",
                "content": [
                    {"type": "text", "text": "What does the image show?"},
                    {"type": "image_url", "image_url": {"url": PIXEL}},
                ],
            }
        ],
    )


def chat_length():
    client.chat.completions.create(model=MODEL, messages=[QUESTION], max_tokens=4)


def chat_cached():
    client.chat.completions.create(
        model="gpt-4.1",
        messages=[{"role": "system", "content": RULES}, QUESTION],
        extra_body={"prompt_cache_key": "rules-v1"},
    )


def chat_reasoning():
    client.chat.completions.create(
        model="o4-mini",
        messages=[{"role": "user", "content": "What is 17 times 23?"}],
        reasoning_effort="high",
        max_completion_tokens=2048,
    )


def tools():
    messages = [SYSTEM, WEATHER_QUESTION]
    message = client.chat.completions.create(model=MODEL, messages=messages, tools=[WEATHER_TOOL]).choices[0].message
    messages.append(message.model_dump(exclude_none=True))
    for call in message.tool_calls:
        result = weather(**json.loads(call.function.arguments))
        messages.append({"role": "tool", "tool_call_id": call.id, "content": result})
    client.chat.completions.create(model=MODEL, messages=messages, tools=[WEATHER_TOOL])


def tools_stream():
    for _ in client.chat.completions.create(
        model=MODEL,
        messages=[WEATHER_QUESTION],
        tools=[WEATHER_TOOL],
        stream=True,
        stream_options={"include_usage": True},
    ):
        pass


def agent_manual(setup):
    """An agent without a framework: its steps are spans of the application."""

    @setup.traced("tool", "get_weather")
    def get_weather(city, unit="celsius"):
        return weather(city, unit)

    @setup.traced("agent", "weather_agent")
    def weather_agent(question):
        messages = [SYSTEM, {"role": "user", "content": question}]
        while True:
            answer = client.chat.completions.create(model=MODEL, messages=messages, tools=[WEATHER_TOOL])
            message = answer.choices[0].message
            if not message.tool_calls:
                return message.content
            messages.append(message.model_dump(exclude_none=True))
            for call in message.tool_calls:
                result = get_weather(**json.loads(call.function.arguments))
                messages.append({"role": "tool", "tool_call_id": call.id, "content": result})

    @setup.traced("workflow", "weather_workflow")
    def weather_workflow(question):
        return weather_agent(question)

    weather_workflow("What is the weather in Paris?")


def embeddings():
    client.embeddings.create(
        model="text-embedding-3-small",
        input=["A trace is a tree of spans.", "A metric is a number."],
        dimensions=8,
    )


def completion():
    client.completions.create(
        model="gpt-3.5-turbo-instruct", prompt="The capital of France is", max_tokens=32, temperature=0
    )


def responses():
    first = client.responses.create(
        model="gpt-4.1-mini",
        instructions="You are a terse assistant.",
        input="What is the capital of France?",
        max_output_tokens=64,
    )
    client.responses.create(
        model="gpt-4.1-mini",
        input=[{"role": "user", "content": "Hello again."}],
        previous_response_id=first.id,
    )


def responses_stream():
    for _ in client.responses.create(model="gpt-4.1-mini", input="What is the capital of France?", stream=True):
        pass


def responses_reasoning():
    client.responses.create(model="gpt-5-mini", input="What is 17 times 23?", reasoning={"effort": "low"})


def responses_tools():
    tool = {"type": "function", **WEATHER_TOOL["function"], "strict": False}
    items = [WEATHER_QUESTION]
    response = client.responses.create(model="gpt-4.1-mini", input=items, tools=[tool])
    for call in response.output:
        items.append(call.model_dump(exclude_none=True))
    for call in response.output:
        result = weather(**json.loads(call.arguments))
        items.append({"type": "function_call_output", "call_id": call.call_id, "output": result})
    client.responses.create(model="gpt-4.1-mini", input=items, tools=[tool])


def error_404():
    try:
        client.chat.completions.create(model="gpt-unknown", messages=[QUESTION])
    except openai.NotFoundError:
        return
    raise AssertionError("the request did not fail")


def error_429():
    try:
        client.chat.completions.create(
            model=MODEL, messages=[QUESTION], extra_headers={"X-Simulate-Status": "429"}
        )
    except openai.RateLimitError:
        return
    raise AssertionError("the request did not fail")
