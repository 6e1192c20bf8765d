module github.com/otelcol-genai/otelcol-genai/internal/semconv

go 1.25.0
