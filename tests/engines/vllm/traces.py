# Copyright The otelcol-genai Authors
# SPDX-License-Identifier: Apache-2.0
"""Makes one OTLP/JSON export of many, without what describes the machine."""

import base64
import json
import re

from google.protobuf.json_format import MessageToDict

# Start of the resource attributes that describe the machine.
MACHINE = ("host.", "os.", "process.")
SITE_PACKAGES = re.compile(r"/[\w./-]*/site-packages/")


def merge(exports, replacements, server_port):
    """Returns one export request as a dict of OTLP/JSON.

    replacements are pairs of text to find and what to write in its place, in
    every string of the result. Attributes server.port become server_port.
    Durations, times and ids stay as recorded.
    """
    scopes = {}
    for export in exports:
        for rs in MessageToDict(export, use_integers_for_enums=True)["resourceSpans"]:
            resource = _resource(rs["resource"])
            for ss in rs["scopeSpans"]:
                group = scopes.setdefault(json.dumps(resource), (resource, {}))[1]
                scope = ss.get("scope", {})
                spans = group.setdefault(json.dumps(scope), (scope, []))[1]
                spans.extend(_span(s, server_port) for s in ss["spans"])
    merged = {
        "resourceSpans": [
            {
                "resource": resource,
                "scopeSpans": [
                    {"scope": scope, "spans": sorted(spans, key=lambda s: s["startTimeUnixNano"])}
                    for scope, spans in group.values()
                ],
            }
            for resource, group in scopes.values()
        ]
    }
    merged["resourceSpans"].sort(key=lambda rs: min(s["startTimeUnixNano"] for s in spans_of([rs])))
    return _texts(merged, replacements)


def text(export):
    """The export as JSON with one span per line."""
    blocks = []
    for rs in export["resourceSpans"]:
        scopes = []
        for ss in rs["scopeSpans"]:
            spans = ",\n".join(json.dumps(s) for s in ss["spans"])
            scopes.append(f'{{"scope": {json.dumps(ss["scope"])}, "spans": [\n{spans}\n]}}')
        blocks.append(f'{{"resource": {json.dumps(rs["resource"])}, "scopeSpans": [{", ".join(scopes)}]}}')
    return '{"resourceSpans": [\n' + ",\n".join(blocks) + "\n]}\n"


def spans_of(resource_spans):
    return [s for rs in resource_spans for ss in rs["scopeSpans"] for s in ss["spans"]]


def _resource(resource):
    kept = [a for a in resource.get("attributes", []) if not a["key"].startswith(MACHINE)]
    for a in kept:
        if a["key"] == "vllm.process_id":
            a["value"] = {"stringValue": "1"}
    return {"attributes": kept}


def _span(span, server_port):
    for a in span.get("attributes", []):
        if a["key"] == "server.port":
            a["value"] = {"intValue": str(server_port)}
    for holder in (span, *span.get("links", [])):
        for key in ("traceId", "spanId", "parentSpanId"):
            if key in holder:
                holder[key] = base64.b64decode(holder[key]).hex()
    return span


def _texts(value, replacements):
    if isinstance(value, dict):
        return {k: _texts(v, replacements) for k, v in value.items()}
    if isinstance(value, list):
        return [_texts(v, replacements) for v in value]
    if isinstance(value, str):
        for old, new in replacements:
            value = value.replace(old, new)
        return SITE_PACKAGES.sub("/usr/lib/python3/site-packages/", value)
    return value
