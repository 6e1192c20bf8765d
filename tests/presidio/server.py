# Copyright The otelcol-genai Authors
# SPDX-License-Identifier: Apache-2.0
"""Presidio's analyzer behind the /analyze API: pattern recognisers only."""

import http.server
import json

import spacy
import tldextract

tldextract.extract = tldextract.TLDExtract(suffix_list_urls=())  # the list in the package

from presidio_analyzer import AnalyzerEngine, AnalyzerRequest, BatchAnalyzerEngine
from presidio_analyzer.nlp_engine import SpacyNlpEngine


class BlankEngine(SpacyNlpEngine):
    """Tokens without a model."""

    def __init__(self):
        super().__init__()
        self.nlp = {"en": spacy.blank("en")}

    def load(self):
        pass


engine = AnalyzerEngine(nlp_engine=BlankEngine(), supported_languages=["en"])
batch_engine = BatchAnalyzerEngine(engine)


def analyze(body):
    request = AnalyzerRequest(body)
    if not request.text or not request.language:
        raise ValueError("text and language are needed")
    many = isinstance(request.text, list)
    texts = request.text if many else [request.text]
    results = [
        [r.to_dict() for r in found]
        for found in batch_engine.analyze_iterator(
            texts=texts,
            batch_size=len(texts),
            language=request.language,
            score_threshold=request.score_threshold,
            entities=request.entities,
        )
    ]
    for found in results:
        for r in found:
            r.pop("recognition_metadata", None)
    return results if many else results[0]


class Handler(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        try:
            status, answer = 200, analyze(body)
        except Exception as e:  # as Presidio's own application does
            status, answer = 500, {"error": str(e)}
        data = json.dumps(answer, default=str).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *args):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
print(f"http://127.0.0.1:{server.server_port}", flush=True)
server.serve_forever()
