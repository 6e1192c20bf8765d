#!/usr/bin/env bash
# Copyright The otelcol-genai Authors
# SPDX-License-Identifier: Apache-2.0
#
# Builds both binaries once more, from a fresh clone at another path, and
# compares them with bin/. The GPU flavour, which contains all that the static
# one does and cgo besides, is compiled anew with an empty build cache; the
# static one is linked from the shared cache, which spares minutes.
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD
if [[ -n $(git status --porcelain) ]]; then
	echo "reproducible.sh: the work tree has changes that a clone does not see, commit them first" >&2
	exit 1
fi
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
clone="$tmp/another place"
git clone --quiet --no-hardlinks . "$clone"
"$clone/distribution/build.sh" bin/otelcol-genai
GOCACHE=$tmp/cache "$clone/distribution/build.sh" bin/otelcol-genai-gpu
status=0
for name in otelcol-genai otelcol-genai-gpu; do
	here=$(sha256sum <"$root/bin/$name")
	there=$(sha256sum <"$clone/bin/$name")
	if [[ $here == "$there" ]]; then
		echo "$name: sha256 ${here%% *} in both clones"
	else
		echo "$name: ${here%% *} here, ${there%% *} in the clone" >&2
		status=1
	fi
done
exit $status
