# Copyright The otelcol-genai Authors
# SPDX-License-Identifier: Apache-2.0
"""Scenarios of LangChain and LangGraph on the OpenAI models. Each function is one recording."""

import json

from langchain.agents import create_agent
from langchain_core.output_parsers import StrOutputParser
from langchain_core.prompts import ChatPromptTemplate
from langchain_core.runnables import RunnablePassthrough
from langchain_core.tools import tool
from langchain_core.vectorstores import InMemoryVectorStore
from langchain_openai import ChatOpenAI, OpenAIEmbeddings

MODEL = "gpt-4o-mini"
TEXTS = ["The capital of France is Paris.", "The capital of Italy is Rome."]


def model(**options):
    return ChatOpenAI(model=MODEL, temperature=0.2, max_retries=0, **options)


def prompt():
    return ChatPromptTemplate.from_messages([("system", "You are a terse assistant."), ("user", "{question}")])


@tool
def get_weather(city: str) -> str:
    """Current weather of a city."""
    return json.dumps({"city": city, "temperature": 18})


def chain():
    (prompt() | model() | StrOutputParser()).invoke({"question": "What is the capital of France?"})


def chain_stream():
    runnable = prompt() | model(stream_usage=True) | StrOutputParser()
    for _ in runnable.stream({"question": "What is the capital of France?"}):
        pass


def agent():
    graph = create_agent(model(), tools=[get_weather], system_prompt="You are a terse assistant.", name="weather_agent")
    graph.invoke(
        {"messages": [{"role": "user", "content": "What is the weather in Paris?"}]},
        {"configurable": {"thread_id": "thread-1"}},
    )


def retrieval():
    # The embeddings model takes tokens unless told not to, which needs a download.
    embeddings = OpenAIEmbeddings(
        model="text-embedding-3-small", dimensions=8, check_embedding_ctx_length=False, max_retries=0
    )
    store = InMemoryVectorStore.from_texts(TEXTS, embeddings, ids=["doc-0", "doc-1"])
    retriever = store.as_retriever(search_kwargs={"k": 1})
    template = ChatPromptTemplate.from_template("Context: {context}\nQuestion: {question}")
    runnable = {"context": retriever, "question": RunnablePassthrough()} | template | model() | StrOutputParser()
    runnable.invoke("What is the capital of France?")


def error_404():
    try:
        ChatOpenAI(model="gpt-unknown", max_retries=0).invoke("What is the capital of France?")
    except Exception as error:
        if "does not exist" in str(error):
            return
        raise
    raise AssertionError("the request did not fail")
