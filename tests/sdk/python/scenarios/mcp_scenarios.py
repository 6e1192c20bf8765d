# Copyright The otelcol-genai Authors
# SPDX-License-Identifier: Apache-2.0
"""Scenarios of the Model Context Protocol. Each function is one recording."""

import asyncio
import os
import sys

from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client

SERVER = os.path.join(os.path.dirname(__file__), "mcp_server.py")


def call_tool():
    async def run():
        parameters = StdioServerParameters(command=sys.executable, args=[SERVER])
        async with stdio_client(parameters) as (read, write), ClientSession(read, write) as session:
            await session.initialize()
            await session.list_tools()
            await session.call_tool("get_weather", {"city": "Paris"})

    asyncio.run(run())
