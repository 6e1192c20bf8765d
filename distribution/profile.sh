#!/usr/bin/env bash
# Copyright The otelcol-genai Authors
# SPDX-License-Identifier: Apache-2.0
#
# Writes default.pgo, by which go build optimizes the distribution: where its own
# components spend their time, as their benchmarks show it. An old profile does
# no harm, it only helps less.
set -euo pipefail
cd "$(dirname "$0")/.."
export GOWORK=off GOTOOLCHAIN=local GOFLAGS=-buildvcs=false
root=$PWD
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

profile() { # MODULE BENCHMARKS BENCHTIME
	local out
	out=$tmp/$(basename "$1").pprof
	go -C "$1" test -pgo=off -run '^$' -bench "$2" -benchtime "$3" -cpu 1 -cpuprofile "$out" -o "$tmp/test" . >&2
}
profile connector/costconnector 'ConsumeTraces' 6s
profile processor/genaiprocessor 'Traces|Messages' 0.1s
profile processor/piiredactionprocessor 'Traces' 1s
go tool pprof -proto -output "$root/distribution/default.pgo" "$tmp"/*.pprof
