#!/usr/bin/env bash
# Copyright The otelcol-genai Authors
# SPDX-License-Identifier: Apache-2.0
#
# Starts the collector with the standalone preset, replays recorded telemetry of
# real LLM SDKs into it and shows what came out. Ctrl-C stops it.
# DEMO=0 starts the collector alone, with its log on the terminal.
set -euo pipefail
cd "$(dirname "$0")/../.."
umask 077
export DATA_DIR=${DATA_DIR:-data} CONFIG_DIR=${CONFIG_DIR:-distribution/config}
config=$CONFIG_DIR/standalone.yaml

if [[ ${DEMO:-1} == 0 ]]; then
	exec bin/otelcol-genai --config "$config"
fi

listens() { (exec 3<>"/dev/tcp/localhost/$1") 2>/dev/null; }
for port in 4317 4318 8888 9464 13133; do
	if listens "$port"; then
		echo "Port $port is taken: is another collector running?" >&2
		exit 1
	fi
done

mkdir -p "$DATA_DIR"
log=$DATA_DIR/collector.log
bin/otelcol-genai --config "$config" >"$log" 2>&1 &
collector=$!
stop() {
	trap - INT TERM
	kill -TERM "$collector" 2>/dev/null || true
	wait "$collector" && status=0 || status=$?
	echo "Collector stopped (exit code $status)."
	exit "$status"
}
trap stop INT TERM

for _ in {1..100}; do
	listens 13133 && break
	kill -0 "$collector" 2>/dev/null || break
	sleep 0.1
done
if ! listens 13133; then
	echo "The collector did not start. The end of $log:" >&2
	tail -n 5 "$log" >&2
	kill "$collector" 2>/dev/null || true
	exit 1
fi

bin/replay || { status=$?; kill -TERM "$collector"; wait "$collector" || true; exit "$status"; }
cat <<END

  metrics   http://localhost:9464/metrics      genai_cost_*, traces_span_metrics_*
  traces    $DATA_DIR/traces.jsonl             normalized, prompts removed
  logs      $DATA_DIR/logs.jsonl               redacted, prompts removed
  log       $log
  send your own: OTEL_EXPORTER_OTLP_ENDPOINT=http://localhost:4318
  prices: $CONFIG_DIR/prices.yaml              replace the example EUR rate in it

Ctrl-C stops the collector.
END
wait "$collector" && status=0 || status=$?
echo "The collector ended by itself (exit code $status), see $log." >&2
exit "$status"
