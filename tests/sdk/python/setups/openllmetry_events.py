# Copyright The otelcol-genai Authors
# SPDX-License-Identifier: Apache-2.0
"""OpenLLMetry that writes messages as log events, not as span attributes."""

from opentelemetry._logs import set_logger_provider
from opentelemetry.exporter.otlp.proto.http._log_exporter import OTLPLogExporter
from opentelemetry.sdk._logs import LoggerProvider
from opentelemetry.sdk._logs.export import BatchLogRecordProcessor

from setups import openllmetry


class Setup(openllmetry.Setup):
    options = {"use_attributes": False}

    def __init__(self, provider):
        # The provider of traceloop-sdk is not the global one, to which events go.
        logger_provider = LoggerProvider()
        logger_provider.add_log_record_processor(BatchLogRecordProcessor(OTLPLogExporter()))
        set_logger_provider(logger_provider)
        super().__init__(provider)
