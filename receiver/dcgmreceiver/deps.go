//go:build deps

// Package dcgmreceiver: keeps requirements while the packages that use them are written. Goes away.
package dcgmreceiver

import (
	_ "github.com/NVIDIA/go-dcgm/pkg/dcgm"
	_ "github.com/open-telemetry/opentelemetry-collector-contrib/pkg/golden"
	_ "github.com/open-telemetry/opentelemetry-collector-contrib/pkg/pdatatest/pmetrictest"
	_ "github.com/prometheus/otlptranslator"
	_ "github.com/stretchr/testify/require"
	_ "go.opentelemetry.io/collector/component/componentstatus"
	_ "go.opentelemetry.io/collector/component/componenttest"
	_ "go.opentelemetry.io/collector/config/configauth"
	_ "go.opentelemetry.io/collector/config/confighttp"
	_ "go.opentelemetry.io/collector/config/confignet"
	_ "go.opentelemetry.io/collector/config/configopaque"
	_ "go.opentelemetry.io/collector/config/configoptional"
	_ "go.opentelemetry.io/collector/config/configtls"
	_ "go.opentelemetry.io/collector/confmap/confmaptest"
	_ "go.opentelemetry.io/collector/consumer/consumertest"
	_ "go.opentelemetry.io/collector/extension/extensionauth"
	_ "go.opentelemetry.io/collector/extension/extensiontest"
	_ "go.opentelemetry.io/collector/filter"
	_ "go.opentelemetry.io/collector/receiver/receiverhelper"
	_ "go.opentelemetry.io/collector/receiver/receivertest"
	_ "go.opentelemetry.io/otel/sdk/metric/metricdata/metricdatatest"
	_ "go.uber.org/goleak"
	_ "go.yaml.in/yaml/v3"

	_ "github.com/otelcol-genai/otelcol-genai/internal/gpumap"
	_ "github.com/otelcol-genai/otelcol-genai/internal/semconv"
)
