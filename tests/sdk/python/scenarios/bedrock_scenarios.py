# Copyright The otelcol-genai Authors
# SPDX-License-Identifier: Apache-2.0
"""Scenarios of Amazon Bedrock through boto3. Each function is one recording."""

import json

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

from scenarios.questions import QUESTION, RULES, SYSTEM, WEATHER_DESCRIPTION, WEATHER_QUESTION, WEATHER_SCHEMA, weather

client = boto3.client("bedrock-runtime", region_name="us-east-1", config=Config(retries={"max_attempts": 1}))

CLAUDE = "us.anthropic.claude-haiku-4-5-20251001-v1:0"
NOVA = "amazon.nova-lite-v1:0"
TOOLS = {
    "tools": [
        {"toolSpec": {"name": "get_weather", "description": WEATHER_DESCRIPTION, "inputSchema": {"json": WEATHER_SCHEMA}}}
    ]
}


def user(text):
    return {"role": "user", "content": [{"text": text}]}


def converse():
    client.converse(
        modelId=NOVA,
        system=[{"text": SYSTEM}],
        messages=[user(QUESTION)],
        inferenceConfig={"maxTokens": 64, "temperature": 0.2, "topP": 0.9, "stopSequences": ["END"]},
    )


def converse_stream():
    response = client.converse_stream(modelId=CLAUDE, messages=[user(QUESTION)])
    for _ in response["stream"]:
        pass


def converse_cached():
    system = [{"text": RULES}, {"cachePoint": {"type": "default"}}]
    messages = [user(QUESTION)]
    answer = client.converse(modelId=CLAUDE, system=system, messages=messages)
    messages += [answer["output"]["message"], user("What is 17 times 23?")]
    client.converse(modelId=CLAUDE, system=system, messages=messages)


def converse_tools():
    messages = [user(WEATHER_QUESTION)]
    message = client.converse(modelId=CLAUDE, messages=messages, toolConfig=TOOLS)["output"]["message"]
    results = [
        {
            "toolResult": {
                "toolUseId": block["toolUse"]["toolUseId"],
                "content": [{"json": json.loads(weather(**block["toolUse"]["input"]))}],
            }
        }
        for block in message["content"]
    ]
    messages += [message, {"role": "user", "content": results}]
    client.converse(modelId=CLAUDE, messages=messages, toolConfig=TOOLS)


def invoke():
    body = {
        "anthropic_version": "bedrock-2023-05-31",
        "max_tokens": 64,
        "temperature": 0.2,
        "system": SYSTEM,
        "messages": [{"role": "user", "content": QUESTION}],
    }
    client.invoke_model(modelId=CLAUDE, body=json.dumps(body))["body"].read()


def embeddings():
    body = {"inputText": QUESTION, "dimensions": 8, "normalize": True}
    client.invoke_model(modelId="amazon.titan-embed-text-v2:0", body=json.dumps(body))["body"].read()


def error_404():
    try:
        client.converse(modelId="amazon.nova-0", messages=[user(QUESTION)])
    except ClientError:
        return
    raise AssertionError("the request did not fail")
