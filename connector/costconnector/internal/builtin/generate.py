#!/usr/bin/env python3
# Copyright The otelcol-genai Authors
# SPDX-License-Identifier: Apache-2.0
"""Writes prices.json, the built-in price book, from the Python package genai-prices.

    python3 -m venv .venv && .venv/bin/pip install genai-prices
    .venv/bin/python generate.py [YYYY-MM-DD]

The date is the day the package was looked at; it becomes part of the book's id.
What the book cannot express is left out and reported on standard error.
"""

import datetime
import json
import pathlib
import re
import sys
from collections import Counter
from importlib.metadata import version

from genai_prices.data import providers
from genai_prices.types import TieredPrices

TOKENS = {
    "input_mtok": "input",
    "cache_read_mtok": "cache_read",
    "cache_write_mtok": "cache_write",
    "cache_write_1h_mtok": "cache_write_1h",
    "input_audio_mtok": "input_audio",
    "input_image_mtok": "input_image",
    "output_mtok": "output",
    "output_reasoning_mtok": "reasoning",
    "output_audio_mtok": "output_audio",
    "output_image_mtok": "output_image",
}
CALLS = {"requests_kcount": "request", "web_searches_kcount": "web_search"}

# Values of gen_ai.provider.name, besides the id in the package, and what SDKs and
# gateways write instead where no processor has folded it.
NAMES = {
    "anthropic": ["anthropic.messages", "claude"],
    "aws": [
        "aws.bedrock", "bedrock", "aws_bedrock", "awsbedrock", "amazon_bedrock", "amazon-bedrock", "bedrock_converse", "bedrock-converse",
        "bedrock_mantle",
    ],
    "azure": [
        "azure.ai.openai", "azure.ai.inference", "az.ai.openai", "az.ai.inference", "azure_openai", "azure-openai", "azureopenai",
        "azure_ai", "azure.chat", "azure.responses", "azure-openai.chat", "azure-openai.responses",
    ],
    "cohere": ["cohere_chat", "cohere.chat"],
    "fireworks": ["fireworks_ai", "fireworks-ai"],
    "google": [
        "gcp.gemini", "gcp.vertex_ai", "gcp.gen_ai", "gemini", "vertex_ai", "vertexai", "google_genai", "google_vertexai",
        "google-vertex", "google-gla", "google_ai_studio", "google.generative-ai", "google.vertex", "google.vertex.chat",
    ],
    "groq": ["groq.chat"],
    "mistral": ["mistral_ai", "mistralai", "mistral.chat"],
    "moonshotai": ["moonshot_ai", "moonshot"],
    "openai": ["openai.chat", "openai.responses", "openai.completion", "openai.embedding"],
    "together": ["together_ai", "together-ai", "togetherai"],
    "voyageai": ["voyage"],
    "x-ai": ["x_ai", "xai", "xai.chat"],
}

# Values of the service tier that stand for the standard one, besides default and
# standard: what the providers' APIs answer or take where nothing else was asked for.
STANDARD_TIERS = {
    "anthropic": ["auto", "standard_only"],
    "groq": ["auto", "on_demand"],
    "openai": ["auto"],
}

# Those who make the models on Amazon Bedrock. OpenLLMetry leaves them out of the name.
BEDROCK_VENDORS = re.compile(r"^(ai21|amazon|anthropic|cohere|deepseek|google|meta|mistral|moonshotai|nvidia|openai|qwen|writer|zai)\.")

EPOCH = datetime.date(1970, 1, 1)
left_out = Counter()


def decimal(value):
    text = format(value.normalize(), "f")
    whole, _, fraction = text.partition(".")
    if len(fraction) > 18:
        raise ValueError(f"{text} has more than 18 decimals")
    return text


def rule(clause):
    """The matching clause as a rule of the book: each has one key."""
    kind = type(clause).__name__.removeprefix("Clause")
    if kind == "Or":
        return {"any": [rule(c) for c in clause.or_]}
    if kind == "And":
        return {"all": [rule(c) for c in clause.and_]}
    key = {"StartsWith": "starts_with", "EndsWith": "ends_with", "Contains": "contains", "Regex": "regex", "Equals": "equals"}[kind]
    value = getattr(clause, key)
    if kind == "Regex":
        # RE2 has no lookahead. The package has one shape of it: not this pattern.
        if value.startswith("^(?!") and value.endswith(")"):
            return {"not": {"regex": "^" + value[4:-1]}}
        if "(?!" in value or "(?=" in value or "(?<" in value:
            raise ValueError(f"has the lookaround {value}")
    return {key: value if key == "regex" else value.lower()}


def prices_of(model_price):
    return {k: v for k, v in vars(model_price).items() if v is not None and not k.startswith("_")}


def row(prices, start, model):
    """One entry of the book's prices."""
    tokens = {TOKENS[k]: v for k, v in prices.items() if k in TOKENS}
    calls = {CALLS[k]: v for k, v in prices.items() if k in CALLS}
    for key in prices.keys() - TOKENS.keys() - CALLS.keys():
        left_out[f"price {key}"] += 1
    if not prices and model.id.endswith(":free"):
        tokens = {"input": 0, "output": 0}
    elif not prices:
        left_out["models with an empty price, which stay unpriced"] += 1

    def at(over):
        """Prices beyond a number of input tokens."""
        def price(v):
            if not isinstance(v, TieredPrices):
                return v
            return max((t for t in v.tiers if t.start <= over), key=lambda t: t.start, default=None)
        table = {}
        for name, value in tokens.items():
            p = price(value)
            if p is None:
                p = value.base
            table[name] = decimal(getattr(p, "price", p)) if p else "0"
        return table

    entry = {"effective_from": start.isoformat(), "per_mtok": at(-1)}
    thresholds = sorted({t.start for v in tokens.values() if isinstance(v, TieredPrices) for t in v.tiers})
    if thresholds:
        entry["input_over"] = [{"tokens": n, "per_mtok": at(n)} for n in thresholds]
    if calls:
        entry["per_call"] = {k: decimal(v / 1000) for k, v in calls.items() if not isinstance(v, TieredPrices)}
    return entry


def history(conditional, model, overlay=None):
    """The rows of a list of conditional prices; overlay(prices, day) may change them."""
    def start_of(c):
        return getattr(c.constraint, "start_date", EPOCH)
    overlay = overlay or (lambda prices, day: prices)
    dated = [c for c in conditional if not hasattr(c.constraint, "start_time")]
    timed = [c for c in conditional if hasattr(c.constraint, "start_time")]
    if not dated:
        raise ValueError("has prices by time of day only")
    rows = []
    days = sorted({start_of(c) for c in dated} | set(getattr(overlay, "days", [])))
    for day in days:
        active = [c for c in dated if start_of(c) <= day]
        if not active:
            continue
        # The last one in force wins.
        base = overlay(prices_of(active[-1].prices), day)
        if base is None:
            continue
        entry = row(base, day, model)
        for c in timed:
            window = row(overlay({**base, **prices_of(c.prices)}, day), day, model)
            if "input_over" in entry:
                raise ValueError("has prices by input and by time of day")
            entry.setdefault("daily", []).append({
                "from": c.constraint.start_time.strftime("%H:%M"),
                "to": c.constraint.end_time.strftime("%H:%M"),
                "per_mtok": window["per_mtok"],
            })
        rows.append(entry)
    return rows


def tiers_of(conditional, model):
    """Service tiers, from the variants that depend on nothing but the tier."""
    by_name = {}
    for variant in model.price_variants or []:
        if set(variant.when) not in ({"processing"}, {"service_tier"}) or hasattr(variant.constraint, "start_time"):
            left_out["price variants by " + ", ".join(sorted(variant.when))] += 1
            continue
        by_name.setdefault(*variant.when.values(), []).append(variant)
    tiers = {}
    for name, variants in by_name.items():
        if name in ("default", "standard"):
            # The book's standard tier has the model's own prices.
            left_out[f"service tier {name}, taken as the standard tier"] += 1
            continue
        def overlay(prices, day, variants=variants):
            # The first variant in force that has a key wins, key by key.
            changed, active = dict(prices), False
            for variant in reversed(variants):
                if getattr(variant.constraint, "start_date", EPOCH) <= day:
                    changed.update(prices_of(variant.prices))
                    active = True
            return changed if active else None
        overlay.days = [getattr(v.constraint, "start_date", EPOCH) for v in variants]
        tiers[name] = {"prices": history(conditional, model, overlay)}
    return tiers


def convert(provider, model):
    conditional = model.prices
    if not isinstance(conditional, list):
        conditional = [type("Always", (), {"constraint": None, "prices": model.prices})]
    rules = [rule(model.match)]
    if provider == "aws" and (bare := BEDROCK_VENDORS.sub("", model.id)) != model.id:
        rules.append({"equals": bare.lower()})
    converted = {"id": model.id, "rules": rules, "prices": history(conditional, model)}
    if tiers := tiers_of(conditional, model):
        converted["service_tiers"] = tiers
    return converted


def main():
    day = sys.argv[1] if len(sys.argv) > 1 else datetime.date.today().isoformat()
    out = []
    for p in providers:
        models = []
        for m in p.models:
            try:
                models.append(convert(p.id, m))
            except ValueError as problem:
                left_out[f"model that {problem}"] += 1
                print(f"{p.id} {m.id}: {problem}", file=sys.stderr)
        provider = {"id": p.id, "names": [p.id.lower(), *NAMES.get(p.id, [])], "currency": "USD"}
        if p.id in STANDARD_TIERS:
            provider["standard_tiers"] = STANDARD_TIERS[p.id]
        if p.fallback_model_providers:
            provider["inherit_models_from"] = p.fallback_model_providers
        out.append((provider, models))

    # One model per line, so that a new version of the package can be reviewed.
    def compact(value):
        return json.dumps(value, separators=(",", ":"), ensure_ascii=True)
    lines = [
        "{",
        f'"version":1,"id":"genai-prices-{version("genai-prices")}-{day}","currency":"EUR",',
        '"providers":[',
    ]
    for i, (provider, models) in enumerate(out):
        lines.append(compact(provider)[:-1] + ',"models":[')
        lines.extend(compact(m) + ("," if j < len(models) - 1 else "") for j, m in enumerate(models))
        lines.append("]}" + ("," if i < len(out) - 1 else ""))
    lines.append("]}")
    pathlib.Path(__file__).with_name("prices.json").write_text("\n".join(lines) + "\n")

    print(f"{len(out)} providers, {sum(len(m) for _, m in out)} models", file=sys.stderr)
    for what, n in sorted(left_out.items()):
        print(f"left out: {n} x {what}", file=sys.stderr)


main()
