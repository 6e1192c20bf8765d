# Copyright The otelcol-genai Authors
# SPDX-License-Identifier: Apache-2.0
"""Scenarios of LlamaIndex on Cohere's reranker. Each function is one recording."""

import os

from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode
from llama_index.postprocessor.cohere_rerank import CohereRerank


def rerank():
    texts = ["The capital of Italy is Rome.", "The capital of France is Paris.", "Bread is baked."]
    nodes = [NodeWithScore(node=TextNode(id_=f"doc-{n}", text=text), score=0.5) for n, text in enumerate(texts)]
    reranker = CohereRerank(model="rerank-v3.5", top_n=2, base_url=os.environ["CO_API_URL"])
    reranker.postprocess_nodes(nodes, QueryBundle("What is the capital of France?"))
