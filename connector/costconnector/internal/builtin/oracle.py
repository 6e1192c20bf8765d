#!/usr/bin/env python3
# Copyright The otelcol-genai Authors
# SPDX-License-Identifier: Apache-2.0
"""Writes testdata/oracle.csv: what the package genai-prices itself says requests cost.

Run it with the package that prices.json was generated from. A test prices the
same requests with the built-in book. Every model of the package is in it, by a
name that its rules match; those with tiers, dates, times of day, service tiers
or prices of rare classes are in it several times, at the edges of those.
"""

import csv
import datetime
import pathlib
import random

from genai_prices import Usage
from genai_prices.data import providers
from genai_prices.data_snapshot import get_snapshot
from genai_prices.types import (
    ClauseAnd, ClauseContains, ClauseEndsWith, ClauseEquals, ClauseOr, ClauseStartsWith, ModelPrice, StartDateConstraint,
    TieredPrices, TimeOfDateConstraint,
)

CLASSES = {
    "input_mtok": "input_tokens", "output_mtok": "output_tokens",
    "cache_read_mtok": "cache_read_tokens", "cache_write_mtok": "cache_write_tokens", "cache_write_1h_mtok": "cache_write_1h_tokens",
    "input_audio_mtok": "input_audio_tokens", "input_image_mtok": "input_image_tokens",
    "output_reasoning_mtok": "output_reasoning_tokens", "output_audio_mtok": "output_audio_tokens", "output_image_mtok": "output_image_tokens",
    "web_searches_kcount": "web_searches",
}
# Prices that the book leaves out. They do not change the result of requests that
# do not have what they are for.
NOT_USED = {
    "storage_searches_kcount", "requests_kcount", "cache_audio_read_mtok", "cache_image_read_mtok", "input_video_mtok", "output_video_mtok",
    "output_citation_mtok", "input_document_kpages", "input_annotated_document_kpages",
}
COLUMNS = list(CLASSES.values())
UTC = datetime.UTC
NOW = datetime.datetime(2026, 11, 20, 10, tzinfo=UTC)
chooser = random.Random(1)


def names(clause):
    """Names that the clause matches."""
    if isinstance(clause, ClauseEquals):
        yield clause.equals
    elif isinstance(clause, ClauseStartsWith):
        yield clause.starts_with + chooser.choice(["", "-20260101", "-preview"])
    elif isinstance(clause, ClauseEndsWith):
        yield "x-" + clause.ends_with
    elif isinstance(clause, ClauseContains):
        yield chooser.choice(["", "x-"]) + clause.contains + chooser.choice(["", "-y"])
    elif isinstance(clause, ClauseOr):
        for c in clause.or_:
            yield from names(c)
    elif isinstance(clause, ClauseAnd):
        parts = [n for c in clause.and_ for n in names(c)]
        yield "-".join(parts)


def usages(prices, many):
    """Requests that use what the prices are for, at the edges of tiers."""
    starts = sorted({t.start for p in prices.values() if isinstance(p, TieredPrices) for t in p.tiers})
    sizes = [n + d for n in starts for d in (0, 1)] if many else []
    for total in [chooser.choice([1000, 50_000]), *sizes]:
        used = {"input_tokens": total, "output_tokens": chooser.choice([0, 7, 500])}
        room = total
        for key in ("cache_read_mtok", "cache_write_mtok", "input_audio_mtok", "input_image_mtok"):
            if chooser.random() < 0.5:
                n = chooser.randrange(0, room // 4 + 1)
                used[CLASSES[key]] = n
                room -= n
        if used.get("cache_write_tokens") and chooser.random() < 0.5:
            used["cache_write_1h_tokens"] = used["cache_write_tokens"] // 3
        room = used["output_tokens"]
        for key in ("output_reasoning_mtok", "output_audio_mtok", "output_image_mtok"):
            if room and chooser.random() < 0.3:
                used[CLASSES[key]] = room // 4
        if "web_searches_kcount" in prices and chooser.random() < 0.5:
            used["web_searches"] = 2
        # Of classes that two of a request are in, the package wants the count of both.
        if used.get("cache_read_tokens") and (used.get("input_audio_tokens") or used.get("input_image_tokens")):
            used.pop("input_audio_tokens", None)
            used.pop("input_image_tokens", None)
        yield used


def moments(model):
    """Times at the edges of the model's dates and times of day."""
    yield NOW
    day = datetime.timedelta(days=1)
    constraints = [c.constraint for c in model.prices] if isinstance(model.prices, list) else []
    constraints += [v.constraint for v in model.price_variants or []]
    for c in constraints:
        if isinstance(c, StartDateConstraint):
            start = datetime.datetime.combine(c.start_date, datetime.time(), UTC)
            yield start
            yield start - datetime.timedelta(microseconds=1)
        elif isinstance(c, TimeOfDateConstraint):
            for edge in (c.start_time, c.end_time):
                at = datetime.datetime.combine(NOW.date(), edge.replace(tzinfo=None), UTC)
                yield at
                yield at - datetime.timedelta(microseconds=1)
                yield at - day


def first_day(conditions):
    """The first day on which one of the prices is in force."""
    return min((getattr(c.constraint, "start_date", datetime.date.min) for c in conditions), default=datetime.date.min)


def contexts(model):
    yield {}
    seen = []
    for v in model.price_variants or []:
        if set(v.when) in ({"processing"}, {"service_tier"}) and v.when not in seen:
            seen.append(v.when)
            yield v.when


def main():
    rows, differences = [], {}

    def differs(why):
        differences[why] = differences.get(why, 0) + 1

    def ask(provider, name, at, context, used):
        try:
            found, model = get_snapshot().find_provider_model(name, None, provider, None)
        except LookupError:
            rows.append([provider, name, at.isoformat().replace("+00:00", "Z"), "", *[""] * len(COLUMNS), "unknown"])
            return
        prices = model.get_prices(at, context)
        keys = {k for k, v in vars(prices).items() if v is not None and not k.startswith("_")}
        if not keys:
            return differs("empty price")
        if not keys <= set(CLASSES) | NOT_USED:
            return differs("price of something no span reports")
        if isinstance(model.prices, list) and first_day(model.prices) > at.date():
            return differs("before the first price")
        variants = [v for v in model.price_variants or [] if v.when == context]
        if context and first_day(variants) > at.date():
            return differs("before the first price of the tier")
        used = dict(used)
        if "output_mtok" not in keys:
            used = {k: v for k, v in used.items() if not k.startswith("output")}
        try:
            total = prices.calc_price(Usage(**used))["total_price"]
        except ValueError:
            return differs("usage that contradicts itself")
        rows.append([
            provider, name, at.isoformat().replace("+00:00", "Z"), next(iter(context.values()), ""),
            *[used.get(c, "") for c in COLUMNS], format(total.normalize(), "f"),
        ])

    for provider in providers:
        for model in provider.models:
            candidates = list(dict.fromkeys(names(model.match))) or [model.id]
            special = isinstance(model.prices, list) or model.price_variants or any(
                isinstance(v, TieredPrices) for v in vars(model.prices).values())
            rare = isinstance(model.prices, ModelPrice) and set(vars(model.prices)) - {"input_mtok", "output_mtok", "cache_read_mtok", "cache_write_mtok"}
            every = [(at, c) for at in moments(model) for c in contexts(model)]
            picked = chooser.sample(every, min(len(every), 5 if special else 2 if rare else 1))
            for at, context in picked:
                prices = {k: v for k, v in vars(model.get_prices(at, context)).items() if v is not None}
                for used in usages(prices, many=special):
                    ask(provider.id, chooser.choice(candidates), at, context, used)
        ask(provider.id, "nobody-knows-this-model-1", NOW, {}, {})
    for gateway in ("openai/gpt-4o", "anthropic/claude-sonnet-4-5", "mistral/mistral-large-latest", "nobody/gpt-4o"):
        if not gateway.startswith("nobody"):
            ask("litellm", gateway, NOW, {}, {"input_tokens": 1000, "output_tokens": 10})

    path = pathlib.Path(__file__).parent / "testdata" / "oracle.csv"
    path.parent.mkdir(exist_ok=True)
    with path.open("w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["provider", "model", "at", "tier", *COLUMNS, "usd"])
        writer.writerows(rows)
    print(f"{len(rows)} requests")
    for why, n in sorted(differences.items()):
        print(f"left out: {n} x {why}")


main()
