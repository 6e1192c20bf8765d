#!/usr/bin/env bash
# Copyright The otelcol-genai Authors
# SPDX-License-Identifier: Apache-2.0
#
# Runs the tests of the given modules and writes one stream of test events, so
# that gotestsum closes many modules with one summary.
set -uo pipefail
status=0
for module in "$@"; do
	(cd "$module" && go test -json -race -count=1 ./...) || status=1
done
exit $status
