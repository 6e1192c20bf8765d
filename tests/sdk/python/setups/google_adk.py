# Copyright The otelcol-genai Authors
# SPDX-License-Identifier: Apache-2.0
"""Google's Agent Development Kit, which is instrumented itself: spans, and messages as log records."""

import os

os.environ["OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT"] = "true"

from opentelemetry._logs import set_logger_provider
from opentelemetry.exporter.otlp.proto.http._log_exporter import OTLPLogExporter
from opentelemetry.sdk._logs import LoggerProvider
from opentelemetry.sdk._logs.export import BatchLogRecordProcessor

from setups import otel_sdk


class Setup(otel_sdk.Setup):
    def __init__(self, provider):
        super().__init__(provider)
        self.logger_provider = LoggerProvider()
        self.logger_provider.add_log_record_processor(BatchLogRecordProcessor(OTLPLogExporter()))
        set_logger_provider(self.logger_provider)

    def shutdown(self):
        super().shutdown()
        self.logger_provider.shutdown()
