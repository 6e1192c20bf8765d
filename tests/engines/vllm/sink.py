# Copyright The otelcol-genai Authors
# SPDX-License-Identifier: Apache-2.0
"""Receives OTLP traces over HTTP (protobuf) on a free port of 127.0.0.1."""

import gzip
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import (
    ExportTraceServiceRequest,
    ExportTraceServiceResponse,
)

# One export of the recorded programs has a few dozen KiB.
MAX_EXPORT_BYTES = 16 << 20


class Sink:
    """Collects exports; use as a context manager."""

    def __init__(self):
        self._lock = threading.Lock()
        self._exports = []
        sink = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                length = int(self.headers["Content-Length"])
                if self.path != "/v1/traces" or length > MAX_EXPORT_BYTES:
                    self.send_error(400)
                    return
                body = self.rfile.read(length)
                if self.headers.get("Content-Encoding") == "gzip":
                    body = gzip.decompress(body)
                export = ExportTraceServiceRequest.FromString(body)
                with sink._lock:
                    sink._exports.append(export)
                response = ExportTraceServiceResponse().SerializeToString()
                self.send_response(200)
                self.send_header("Content-Type", "application/x-protobuf")
                self.send_header("Content-Length", str(len(response)))
                self.end_headers()
                self.wfile.write(response)

            def log_message(self, *args):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)

    @property
    def endpoint(self):
        return f"http://127.0.0.1:{self._server.server_address[1]}/v1/traces"

    def exports(self):
        with self._lock:
            return list(self._exports)

    def __enter__(self):
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *exception):
        self._server.shutdown()
        self._server.server_close()
