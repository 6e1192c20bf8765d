#!/usr/bin/env python3
# Copyright The otelcol-genai Authors
# SPDX-License-Identifier: Apache-2.0
"""Writes testdata/oracle.json: what the package genai-prices itself says some requests cost.

Run it with the package that prices.json was generated from. A test compares the
built-in price book with it.
"""

import datetime
import json
import pathlib
import random

from genai_prices import Usage
from genai_prices.data import providers
from genai_prices.types import ClauseEquals, ClauseStartsWith

SUPPORTED = {
    "input_mtok", "cache_read_mtok", "cache_write_mtok", "cache_write_1h_mtok", "output_mtok", "output_reasoning_mtok",
    # Not in the requests below, so that they do not change the result:
    "web_searches_kcount", "storage_searches_kcount",
}
DAYS = ["2026-03-15T10:00:00Z", "2026-11-20T03:30:00Z", "2026-11-20T18:00:00Z"]


def names(clause):
    if isinstance(clause, ClauseEquals):
        yield clause.equals
    elif isinstance(clause, ClauseStartsWith):
        yield clause.starts_with
        yield clause.starts_with + "-20260101"
    for c in getattr(clause, "or_", []):
        yield from names(c)


def main():
    chooser = random.Random(1)
    lines = []
    for provider in providers:
        candidates = [(name, m) for m in provider.models for name in names(m.match)]
        for name, _ in chooser.sample(candidates, min(len(candidates), 12)):
            day = chooser.choice(DAYS)
            at = datetime.datetime.fromisoformat(day)
            model = provider.find_model(name.lower())
            context = {}
            variants = [v.when for v in model.price_variants or [] if set(v.when) in ({"processing"}, {"service_tier"})]
            if variants:
                context = chooser.choice([{}, chooser.choice(variants)])
            starts = [getattr(v.constraint, "start_date", datetime.date.min) for v in model.price_variants or [] if v.when == context]
            if starts and min(starts) > at.date():
                continue  # the package falls back to the standard price, the book has none
            used = {
                "input_tokens": chooser.choice([1000, 199_999, 200_000, 200_001, 300_000]),
                "output_tokens": chooser.choice([0, 500]),
                "cache_read_tokens": chooser.choice([0, 400]),
                "cache_write_tokens": chooser.choice([0, 300]),
            }
            prices = model.get_prices(at, context)
            keys = {k for k, v in vars(prices).items() if v is not None and not k.startswith("_")}
            if not keys or not keys <= SUPPORTED or "input_mtok" not in keys or "output_mtok" not in keys:
                continue
            first = model.prices[0].constraint if isinstance(model.prices, list) else None
            if getattr(first, "start_date", datetime.date.min) > at.date():
                continue  # the package takes the first price for what was before it
            total = prices.calc_price(Usage(**used))["total_price"]
            lines.append(json.dumps({
                "provider": provider.id, "model": name, "at": day, "tier": next(iter(context.values()), ""),
                **used, "usd": format(total.normalize(), "f"),
            }))
    path = pathlib.Path(__file__).parent / "testdata" / "oracle.json"
    path.parent.mkdir(exist_ok=True)
    path.write_text("[\n" + ",\n".join(lines) + "\n]\n")


main()
