# Copyright The otelcol-genai Authors
# SPDX-License-Identifier: Apache-2.0
"""Scenarios of LlamaIndex on the OpenAI models. Each function is one recording."""

import asyncio
import json

from llama_index.core import Document, Settings, VectorStoreIndex
from llama_index.core.agent.workflow import FunctionAgent
from llama_index.core.llms import ChatMessage
from llama_index.core.node_parser import SentenceSplitter
from llama_index.embeddings.openai import OpenAIEmbedding
from llama_index.llms.openai import OpenAI

TEXTS = ["The capital of France is Paris.", "The capital of Italy is Rome."]

# Counting tokens would download an encoding.
Settings.tokenizer = str.split
Settings.node_parser = SentenceSplitter(tokenizer=str.split)


def model():
    return OpenAI(model="gpt-4o-mini", temperature=0.2, max_retries=0)


def get_weather(city: str) -> str:
    """Current weather of a city."""
    return json.dumps({"city": city, "temperature": 18})


def chat():
    model().chat([
        ChatMessage(role="system", content="You are a terse assistant."),
        ChatMessage(role="user", content="What is the capital of France?"),
    ])


def chat_stream():
    for _ in model().stream_chat([ChatMessage(role="user", content="What is the capital of France?")]):
        pass


def agent():
    async def run():
        weather_agent = FunctionAgent(
            name="weather_agent",
            llm=model(),
            tools=[get_weather],
            system_prompt="You are a terse assistant.",
            streaming=False,
        )
        await weather_agent.run("What is the weather in Paris?")

    asyncio.run(run())


def retrieval():
    embedding = OpenAIEmbedding(model="text-embedding-3-small", dimensions=8, max_retries=0)
    documents = [Document(text=text, id_=f"doc-{number}") for number, text in enumerate(TEXTS)]
    index = VectorStoreIndex.from_documents(documents, embed_model=embedding)
    index.as_query_engine(llm=model(), similarity_top_k=1).query("What is the capital of France?")
