#!/usr/bin/env bash
# Copyright The otelcol-genai Authors
# SPDX-License-Identifier: Apache-2.0
#
# build.sh OUTPUT: builds the distribution into OUTPUT, which is taken relative
# to the root of the repository. The name says the flavour: one that ends in
# -gpu is built with cgo for DCGM, any other is static.
#
# The same source gives the same bytes in any clone: paths are trimmed, nothing
# of the clone's version control or of the build's time goes in.
set -euo pipefail
cd "$(dirname "$0")/.."
export GOWORK=off GOTOOLCHAIN=local

out=${1:?usage: build.sh OUTPUT}
[[ $out = /* ]] || out=$PWD/$out
ldflags='-s -w -buildid='
cgo=0
if [[ $out == *-gpu ]]; then
	cgo=1
	# Symbols of libdcgm are missing until it is loaded: bound at start they
	# would stop the process, also under toolchains that default to -z now.
	ldflags+=' "-extldflags=-Wl,-z,lazy"'
	command -v "${CC:-gcc}" >/dev/null || { echo "build.sh: ${out##*/} needs a C compiler (apt-get install gcc libc6-dev)" >&2; exit 1; }
fi
# Service discovery of the prometheus receiver: Kubernetes and DNS (static,
# file and http are always in). The clouds' SDKs would add a fifth in size.
tags=remove_all_sd,enable_kubernetes_sd,enable_dns_sd

name=${out##*/}
mkdir -p "$(dirname "$out")"
cd distribution
start=$SECONDS
echo "$name: fetching modules (about 2 GB the first time) ..." >&2
go mod download
total=$(CGO_ENABLED=$cgo go list -deps -tags "$tags" . | wc -l)
echo "$name: compiling, up to $total packages that are not in the build cache (minutes the first time, seconds later) ..." >&2

progress() { # counts the package names that go build -v prints
	local n=0 line step=1
	[[ -t 2 ]] || step=200
	while read -r line; do
		if [[ $line == *' '* ]]; then
			echo "$line" >&2
			continue
		fi
		n=$((n + 1))
		if ((n % step == 0)); then
			if [[ -t 2 ]]; then
				printf '\r%s: %4d of at most %d packages, %d s \033[K' "$name" "$n" "$total" $((SECONDS - start)) >&2
			else
				echo "$name: $n of at most $total packages, $((SECONDS - start)) s" >&2
			fi
		fi
	done
	[[ ! -t 2 ]] || printf '\r\033[K' >&2
}

CGO_ENABLED=$cgo go build -v -trimpath -buildvcs=false -tags "$tags" -ldflags "$ldflags" -o "$out" . 2>&1 | progress
echo "$name: $(($(stat -c %s "$out") / 1000000)) MB in $((SECONDS - start)) s" >&2
