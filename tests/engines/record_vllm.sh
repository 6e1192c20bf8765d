#!/usr/bin/env bash
# Copyright The otelcol-genai Authors
# SPDX-License-Identifier: Apache-2.0

# Runs vLLM on the CPU and records its telemetry. Arguments are versions, each
# a folder of vllm/engine/; without any, all are recorded. A version takes 8 GB
# of disk below .work/.
set -euo pipefail
cd "$(dirname "$0")"
root=$PWD

python=${PYTHON:-python3}
if ! "$python" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null; then
  echo "record_vllm.sh: $python must be Python 3.11 with venv, name another in PYTHON" >&2
  exit 1
fi

# install FOLDER LOCKFILE: a virtual environment, made again if the lock file
# changed since it was.
install() {
  if ! cmp -s "$2" "$1/installed.lock"; then
    echo "installing $1"
    rm -rf "$1"
    "$python" -m venv "$1"
    "$1/bin/python" -m pip install --quiet --disable-pip-version-check --no-cache-dir \
      --require-hashes --no-deps --requirement "$2"
    cp "$2" "$1/installed.lock"
  fi
}

if [ $# -eq 0 ]; then
  set -- $(ls vllm/engine)
fi
install .work/client vllm/client/requirements.txt
for version in "$@"; do
  set_folder=vllm/engine/$version
  if [ ! -d "$set_folder" ]; then
    echo "record_vllm.sh: there is no $set_folder, have $(ls vllm/engine | tr '\n' ' ')" >&2
    exit 1
  fi
  venv=$root/.work/vllm-$version
  install "$venv" "$set_folder/requirements.txt"

  model=$root/.work/model-$version
  rm -rf "$model"
  "$venv/bin/python" vllm/model.py "$model" 2>"$root/.work/model-$version.log"

  record() {
    "$venv/bin/python" vllm/record.py --client-python "$root/.work/client/bin/python" \
      --model "$model" --work "$root/.work/run-$version" "$@"
  }
  mapfile -t flags <"$set_folder/all_features.txt"
  record --output "$root/recordings/vllm/$version"
  record --output "$root/recordings/vllm/$version/all_features" --metrics-only -- "${flags[@]}"
done
