# Copyright The otelcol-genai Authors
# SPDX-License-Identifier: Apache-2.0
"""Runs one scenario under one instrumentation: run.py SETUP PROVIDER SCENARIO."""

import functools
import importlib
import inspect
import sys


def main() -> None:
    setup_name, provider, scenario = sys.argv[1:]
    # The instrumentation patches the SDK, so it starts before the scenario imports it.
    setup = importlib.import_module(f"setups.{setup_name}").Setup(provider)
    module = importlib.import_module(f"scenarios.{provider}_scenarios")
    try:
        function = getattr(module, scenario)
        # Scenarios with spans of their own need the library for it.
        if inspect.signature(function).parameters:
            function = functools.partial(function, setup)
        setup.run(function, session_id="session-1", user_id="user-1")
    finally:
        setup.shutdown()


if __name__ == "__main__":
    main()
