# Copyright The otelcol-genai Authors
# SPDX-License-Identifier: Apache-2.0
"""Sends chat and completion requests through the OpenAI SDK, instrumented by OpenLLMetry.

Usage: client.py {scenarios,load} BASE_URL MODEL OTLP_TRACES_ENDPOINT
"""

import sys
from concurrent.futures import ThreadPoolExecutor

import openai
from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.instrumentation.openai import OpenAIInstrumentor
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor

# Two blocks of the prefix cache or more, so that the second request hits it.
SYSTEM = "You are a helpful assistant. The user asks a question and you answer it. " * 6
QUESTION = "What is the capital of France?"

# The weights are random: of 512 tokens 64 end the answer, after 8 on average.
# logit_bias would be exact, but vLLM refuses it with speculative decoding.
SHORT = {
    "max_tokens": 64,
    "extra_body": {"stop_token_ids": list(range(0, 512, 8))},
}


class Scenarios:
    def __init__(self, client, model):
        self._client = client
        self._model = model

    def _chat(self, content=QUESTION, **parameters):
        messages = [{"role": "system", "content": SYSTEM}, {"role": "user", "content": content}]
        return self._client.chat.completions.create(model=self._model, messages=messages, **parameters)

    def chat(self):
        reply = self._chat(temperature=0.7, top_p=0.9, seed=1, **SHORT)
        expect(reply.choices[0].finish_reason == "stop", reply)

    def chat_again(self):
        """Hits the prefix cache, which chat has filled."""
        reply = self._chat("What is the capital of Italy?", temperature=0, **SHORT)
        expect(reply.usage.prompt_tokens_details.cached_tokens > 0, reply)

    def chat_stream(self):
        chunks = list(self._chat(stream=True, stream_options={"include_usage": True}, seed=2, **SHORT))
        expect(chunks[-1].usage.completion_tokens > 0, chunks[-1])

    def chat_length(self):
        reply = self._chat(max_tokens=5, extra_body={"ignore_eos": True})
        expect(reply.choices[0].finish_reason == "length", reply)

    def chat_no_limit(self):
        """Without max_tokens the engine takes what is left of the context."""
        parameters = {k: v for k, v in SHORT.items() if k != "max_tokens"}
        reply = self._chat(seed=6, **parameters)
        expect(reply.choices[0].finish_reason == "stop", reply)

    def chat_multi_choice(self):
        reply = self._chat(n=2, seed=3, **SHORT)
        expect(len(reply.choices) == 2, reply)

    def chat_request_id(self):
        reply = self._chat(seed=4, extra_headers={"X-Request-Id": "order-4711"}, **SHORT)
        expect(reply.id == "chatcmpl-order-4711", reply)

    def chat_abort(self):
        stream = self._chat(stream=True, max_tokens=300, extra_body={"ignore_eos": True})
        next(iter(stream))
        stream.close()

    def completion(self):
        reply = self._client.completions.create(
            model=self._model, prompt="The capital of France is", seed=5, **SHORT
        )
        expect(reply.choices[0].finish_reason == "stop", reply)

    def completion_two_prompts(self):
        reply = self._client.completions.create(
            model=self._model, prompt=["The capital of France is", "Count from one"], max_tokens=4
        )
        expect(len(reply.choices) == 2, reply)

    def completion_request_id(self):
        """The number at the end is the caller's; vLLM appends that of the prompt."""
        reply = self._client.completions.create(
            model=self._model, prompt="Count from one", max_tokens=4, extra_headers={"X-Request-Id": "order-47"}
        )
        expect(reply.id == "cmpl-order-47", reply)

    def responses(self):
        reply = self._client.responses.create(model=self._model, input=QUESTION, max_output_tokens=8)
        expect(reply.usage.output_tokens > 0, reply)

    def error_400(self):
        self._fails(openai.BadRequestError, max_tokens=100_000)

    def error_404(self):
        try:
            self._client.chat.completions.create(model="absent", messages=[{"role": "user", "content": QUESTION}])
        except openai.NotFoundError:
            return
        raise SystemExit("client: the server knows the model absent")

    def _fails(self, error, **parameters):
        try:
            self._chat(**parameters)
        except error:
            return
        raise SystemExit(f"client: no {error.__name__}")

    def run_all(self):
        for scenario in (
            self.chat, self.chat_again, self.chat_stream, self.chat_length, self.chat_no_limit,
            self.chat_multi_choice, self.chat_request_id, self.chat_abort, self.completion, self.completion_two_prompts,
            self.completion_request_id, self.responses, self.error_400, self.error_404,
        ):  # fmt: skip
            scenario()

    def load(self):
        """More requests than fit the engine: some run, some wait, some are preempted."""
        def one(seed):
            self._chat(seed=seed, max_tokens=300, extra_body={"ignore_eos": True})

        with ThreadPoolExecutor(6) as pool:
            for result in [pool.submit(one, seed) for seed in range(6)]:
                result.result()


def expect(ok, reply):
    if not ok:
        raise SystemExit(f"client: unexpected reply {reply}")


def main(what, base_url, model, traces_endpoint):
    provider = TracerProvider(resource=Resource.create({"service.name": "assistant-api"}))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(endpoint=traces_endpoint)))
    trace.set_tracer_provider(provider)
    # The instrumentation sends traceparent, which joins the span of the engine.
    OpenAIInstrumentor(enable_trace_context_propagation=True).instrument()

    client = openai.OpenAI(base_url=base_url, api_key="none", max_retries=0, timeout=120)
    scenarios = Scenarios(client, model)
    {"scenarios": scenarios.run_all, "load": scenarios.load}[what]()
    provider.shutdown()


if __name__ == "__main__":
    main(*sys.argv[1:])
