#!/usr/bin/env bash
# Copyright The otelcol-genai Authors
# SPDX-License-Identifier: Apache-2.0

# Installs the pinned SDKs below .work/ and records their telemetry. Arguments
# go to the recorder: ./record.sh -only 'python/openlit/'
set -euo pipefail
cd "$(dirname "$0")"

for tool in go python3 node npm java mvn; do
  if ! command -v "$tool" >/dev/null; then
    echo "record.sh: $tool is missing, install it (Go 1.25, Python 3.11, Node 20, Java 17 or newer, Maven)" >&2
    exit 1
  fi
done
if ! python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
  echo "record.sh: $(python3 --version) is too old, the pinned packages need Python 3.11" >&2
  exit 1
fi
if ! python3 -c 'import venv, ensurepip' 2>/dev/null; then
  echo "record.sh: python3 has no venv module, install it (Debian: python3-venv)" >&2
  exit 1
fi

# install FOLDER LOCKFILE COMMAND...: runs the command if the lock file changed
# since it last succeeded.
install() {
  local folder=$1 lock=$2
  shift 2
  if ! cmp -s "$lock" "$folder/installed.lock"; then
    echo "installing $folder"
    rm -rf "$folder"
    mkdir -p "$folder"
    "$@"
    cp "$lock" "$folder/installed.lock"
  fi
}

install_python() {
  python3 -m venv "$1"
  "$1/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes --requirement "$2"
}

install_javascript() {
  cp "$2/package.json" "$2/package-lock.json" "$1/"
  npm ci --prefix "$1" --ignore-scripts --no-audit --no-fund --loglevel=error
}

install_java() {
  mvn --batch-mode --quiet --file "$2/pom.xml" dependency:build-classpath -Dmdep.outputFile="$PWD/$1/classpath"
}

for set in python/sets/*/; do
  folder=.work/python-$(basename "$set")
  install "$folder" "$set/requirements.txt" install_python "$folder" "$set/requirements.txt"
done
for set in javascript/sets/*/; do
  folder=.work/javascript-$(basename "$set")
  install "$folder" "$set/package-lock.json" install_javascript "$folder" "$set"
done

for set in java/sets/*/; do
  folder=.work/java-$(basename "$set")
  install "$folder" "$set/pom.xml" install_java "$folder" "$set"
done

mkdir -p .work/home
cd ..
GOWORK=off go run ./sdk/record -root sdk "$@"
