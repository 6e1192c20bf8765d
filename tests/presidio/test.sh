#!/usr/bin/env bash
# Copyright The otelcol-genai Authors
# SPDX-License-Identifier: Apache-2.0
#
# Runs the analyzer client of the pii_redaction processor against the real
# Presidio. PRESIDIO_VENV names the virtual environment to make or to use.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
venv=${PRESIDIO_VENV:-$here/.work/venv}

[ -x "$venv/bin/python" ] || python3 -m venv "$venv"
"$venv/bin/pip" install -q -r "$here/requirements.txt"

url=$(mktemp)
"$venv/bin/python" "$here/server.py" >"$url" &
server=$!
trap 'kill $server; rm -f "$url"' EXIT
for _ in $(seq 120); do
	[ -s "$url" ] && break
	kill -0 $server
	sleep 0.5
done

cd "$here/../../processor/piiredactionprocessor"
GOWORK=off PRESIDIO_URL=$(cat "$url") go test -count=1 -tags presidio -run Presidio -v ./internal/analyzer .
