# Copyright The otelcol-genai Authors
# SPDX-License-Identifier: Apache-2.0
"""Scenarios of Haystack. Each function is one recording."""

from haystack import Document, Pipeline
from haystack.components.builders import ChatPromptBuilder
from haystack.components.generators.chat import OpenAIChatGenerator
from haystack.components.retrievers import InMemoryBM25Retriever
from haystack.dataclasses import ChatMessage
from haystack.document_stores.in_memory import InMemoryDocumentStore

from scenarios.questions import QUESTION, SYSTEM


def generator():
    return OpenAIChatGenerator(model="gpt-4o-mini", generation_kwargs={"temperature": 0.2, "max_tokens": 64})


def chat():
    pipeline = Pipeline()
    pipeline.add_component("llm", generator())
    pipeline.run({"llm": {"messages": [ChatMessage.from_system(SYSTEM), ChatMessage.from_user(QUESTION)]}})


def retrieval():
    store = InMemoryDocumentStore()
    store.write_documents(
        [
            Document(id="doc-1", content="The capital of France is Paris."),
            Document(id="doc-2", content="The capital of Italy is Rome."),
        ]
    )
    pipeline = Pipeline()
    pipeline.add_component("retriever", InMemoryBM25Retriever(store, top_k=2))
    pipeline.add_component(
        "prompt",
        ChatPromptBuilder(
            template=[
                ChatMessage.from_user(
                    "{% for d in documents %}{{ d.content }}\n{% endfor %}{{ question }}"
                )
            ],
            required_variables="*",
        ),
    )
    pipeline.add_component("llm", generator())
    pipeline.connect("retriever", "prompt.documents")
    pipeline.connect("prompt", "llm")
    pipeline.run({"retriever": {"query": QUESTION}, "prompt": {"question": QUESTION}})
