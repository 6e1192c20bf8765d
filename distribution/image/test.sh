#!/usr/bin/env bash
# Copyright The otelcol-genai Authors
# SPDX-License-Identifier: Apache-2.0

# Runs the images that build.sh made as an operator would: read-only, without
# capabilities, as an ordinary user. Each container has a network namespace of
# its own, which the test enters: no port of this machine is used.
#
# Usage: test.sh [VERSION]    (default: the images built last)
set -euo pipefail

version=${1:-latest}
testdata=$(cd "$(dirname "${BASH_SOURCE[0]}")/testdata" && pwd)
ports=(4317 4318 8888 9464 13133)
trace_id=5b8efff798038103d269b633813fc60c
work=$(mktemp -d)
containers=()
failures=0

# vfs, cgroupfs and runc work inside another container, too.
podman=(podman --storage-driver "${STORAGE_DRIVER:-vfs}" --events-backend file
	--cgroup-manager cgroupfs --runtime runc)
hardened=(--network none --read-only --cap-drop all --user 10001:10001
	--ulimit nofile=4096:4096 --ulimit nproc=4096:4096)

for tool in podman runc nsenter curl; do
	command -v $tool >/dev/null || {
		echo "test.sh: $tool not found: apt-get install podman runc util-linux curl" >&2
		exit 1
	}
done

cleanup() {
	local container
	for container in "${containers[@]}"; do
		"${podman[@]}" rm --force --volumes --time 0 "$container" >/dev/null 2>&1 || true
	done
	rm -rf "$work"
}
trap cleanup EXIT

# check EXPECTATION COMMAND...: prints PASS or FAIL for one.
check() {
	local expectation=$1
	shift
	if "$@" >"$work/output" 2>&1; then
		echo "PASS $image: $expectation"
	else
		echo "FAIL $image: $expectation"
		sed 's/^/    /' "$work/output"
		failures=$((failures + 1))
	fi
}

# start ARGUMENT...: starts a container; sets $container and $pid.
start() {
	container=$("${podman[@]}" create "${hardened[@]}" "$@")
	containers+=("$container")
	# A container that does not start is reported by the first check of it.
	"${podman[@]}" start "$container" >/dev/null || true
	pid=$("${podman[@]}" inspect --format '{{.State.Pid}}' "$container")
}

running() {
	[[ $("${podman[@]}" inspect --format '{{.State.Running}}' "$container") == true ]]
}

# request ARGUMENT...: curl inside the network namespace of the container.
request() {
	nsenter --target "$pid" --net curl --silent --show-error --max-time 5 "$@"
}

# within SECONDS COMMAND...: repeats the command until it succeeds.
within() {
	local deadline=$((SECONDS + $1))
	shift
	until "$@" >"$work/attempt" 2>&1; do
		if ((SECONDS >= deadline)) || ! running; then
			cat "$work/attempt"
			"${podman[@]}" logs --tail 20 "$container" 2>&1
			return 1
		fi
		sleep 0.2
	done
}

# healthy PATH: asks the health endpoint.
healthy() {
	request --fail --output /dev/null "http://127.0.0.1:13133$1"
}

sends_span() {
	[[ $(request --output /dev/null --write-out '%{http_code}' \
		--header 'Content-Type: application/json' --data "@$testdata/span.json" \
		http://127.0.0.1:4318/v1/traces) == 200 ]]
}

# answers_beyond_localhost PORT: 127.0.0.2 is an address of the container that
# a listener on localhost does not cover.
answers_beyond_localhost() {
	nsenter --target "$pid" --net bash -c "exec 3<>/dev/tcp/127.0.0.2/$1"
}

listens_on_all_addresses() {
	local port
	for port in "${ports[@]}"; do
		answers_beyond_localhost "$port" || return 1
	done
}

listens_on_localhost_only() {
	local port
	healthy / || return 1
	for port in "${ports[@]}"; do
		! answers_beyond_localhost "$port" 2>/dev/null || { echo "port $port is open"; return 1; }
	done
}

has_span_on_disk() {
	local directory
	directory=$("${podman[@]}" inspect --format '{{range .Mounts}}{{.Source}}{{end}}' "$container")
	grep --recursive --quiet "$trace_id" "$directory"
}

publishes_prices() {
	request --fail http://127.0.0.1:9464/metrics | grep '^cost_per_prompt_token_eur{.*model="gpt-4o"'
}

stops_cleanly() {
	local code
	"${podman[@]}" kill --signal TERM "$container" >/dev/null
	code=$(timeout 30 "${podman[@]}" wait "$container") || { echo "still running after 30 s"; return 1; }
	[[ $code == 0 ]] || { echo "exit code $code"; return 1; }
}

label() {
	"${podman[@]}" inspect --type image --format "{{index .Config.Labels \"org.opencontainers.image.$1\"}}" "$image"
}

has_metadata() {
	local got
	got=$("${podman[@]}" inspect --type image \
		--format '{{.Config.User}} {{.Config.Entrypoint}} {{.Config.Cmd}}' "$image")
	[[ $got == '10001:10001 [/otelcol-genai] [--config /etc/otelcol-genai/config.yaml]' ]] ||
		{ echo "$got"; return 1; }
	[[ $(label title) == "$name" && $(label licenses) == Apache-2.0 && -n $(label version) ]] ||
		{ echo "labels"; return 1; }
}

runs_defaults() {
	start "$image"
	check "is healthy with a read-only root, no volume and no capability" within 30 healthy /
	check "listens on all addresses of its namespace" listens_on_all_addresses
	check "accepts a span over OTLP/HTTP" sends_span
	check "writes the span to its data directory" within 30 has_span_on_disk
	check "publishes the prices of its price book" within 60 publishes_prices
	check "exits with 0 on SIGTERM" stops_cleanly

	start --env LISTEN_ADDRESS=localhost "$image"
	check "starts with LISTEN_ADDRESS=localhost" within 30 healthy /
	check "listens on localhost only with LISTEN_ADDRESS=localhost" listens_on_localhost_only
}

replaces_contrib() {
	mkdir "$work/contrib"
	install -m 644 "$testdata/contrib.yaml" "$work/contrib/config.yaml"
	chmod 755 "$work" "$work/contrib"

	local at
	for at in /etc/otelcol-contrib /etc/otelcol-genai; do
		start --volume "$work/contrib/config.yaml:$at/config.yaml:ro" "$image"
		check "reads a file mounted at $at/config.yaml" within 30 healthy /contrib
		start --volume "$work/contrib:$at:ro" "$image"
		check "reads a directory mounted at $at" within 30 healthy /contrib
	done
	start --volume "$work/contrib/config.yaml:/etc/otelcol-contrib/config.yaml:ro" \
		--entrypoint /otelcol-contrib "$image" --config=/etc/otelcol-contrib/config.yaml
	check "runs a command line of otelcol-contrib" within 30 healthy /contrib
	rm -r "$work/contrib"
}

finds_dcgm() {
	local library=/usr/lib/x86_64-linux-gnu/libdcgm.so.4
	cc -o "$work/probe" "$testdata/dlopen.c"
	cc -shared -fPIC -Wl,-soname,libdcgm.so.4 -o "$work/libdcgm.so.4" "$testdata/dlopen.c"
	chmod 755 "$work"
	local run=("${podman[@]}" run --rm "${hardened[@]}" --entrypoint /probe --volume "$work/probe:/probe:ro")
	# The collector does not depend on the library: only the loader is asked.
	if "${run[@]}" "$image" >/dev/null; then
		echo "found a library that was not mounted"
		return 1
	fi
	"${run[@]}" --volume "$work/libdcgm.so.4:$library:ro" "$image"
}

for name in otelcol-genai otelcol-genai-gpu; do
	image=localhost/$name:$version
	check "has the user, command and labels of the README" has_metadata
	runs_defaults
	replaces_contrib
	if [[ $name == otelcol-genai-gpu ]]; then
		check "finds a libdcgm.so.4 that is mounted" finds_dcgm
	fi
done

((failures == 0)) || { echo "$failures failed" >&2; exit 1; }
