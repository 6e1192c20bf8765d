# Copyright The otelcol-genai Authors
# SPDX-License-Identifier: Apache-2.0
"""The server that the scenarios of the Model Context Protocol talk to, over its standard input and output."""

import json

from mcp.server.mcpserver import MCPServer

server = MCPServer("weather")


@server.tool()
def get_weather(city: str) -> str:
    """Current weather of a city."""
    return json.dumps({"city": city, "temperature": 18})


server.run()
