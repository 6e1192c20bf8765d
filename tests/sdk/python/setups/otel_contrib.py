# Copyright The otelcol-genai Authors
# SPDX-License-Identifier: Apache-2.0
"""OpenTelemetry's own instrumentation of the OpenAI SDK, with messages as log events."""

from opentelemetry import metrics
from opentelemetry._logs import set_logger_provider
from opentelemetry.exporter.otlp.proto.http._log_exporter import OTLPLogExporter
from opentelemetry.exporter.otlp.proto.http.metric_exporter import OTLPMetricExporter
from opentelemetry.instrumentation.openai_v2 import OpenAIInstrumentor
from opentelemetry.sdk._logs import LoggerProvider
from opentelemetry.sdk._logs.export import BatchLogRecordProcessor
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import PeriodicExportingMetricReader

from setups import otel_sdk


class Setup(otel_sdk.Setup):
    def __init__(self, provider):
        super().__init__(provider)
        self.logger_provider = LoggerProvider()
        self.logger_provider.add_log_record_processor(BatchLogRecordProcessor(OTLPLogExporter()))
        set_logger_provider(self.logger_provider)
        self.meter_provider = MeterProvider([PeriodicExportingMetricReader(OTLPMetricExporter())])
        metrics.set_meter_provider(self.meter_provider)
        OpenAIInstrumentor().instrument(
            tracer_provider=self.tracer_provider, logger_provider=self.logger_provider, meter_provider=self.meter_provider
        )

    def shutdown(self):
        super().shutdown()
        self.logger_provider.shutdown()
        self.meter_provider.shutdown()
