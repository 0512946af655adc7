"""Theories, framework matrix and practice examples as JSON; every quote with passage, hash and offsets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from voices.model import Quote, Report
from voices.model.realist import TheoryFinding
from voices.quotes.suppression import SMALL_CELL


def quotes(report: Report) -> list[dict[str, Any]]:
    """Return every quote that people chose themselves, for `voices publish --verify`."""
    return [_quote(quote) for quote in chosen(report)]


def chosen(report: Report) -> Iterator[Quote]:
    """Yield the quotes of links, framework rows and practice examples."""
    for found in report.theories:
        for link in found.links:
            yield from (quote for _, quote in link.elements)
    for row in report.framework:
        for _, _, quoted in row.cells:
            yield from quoted
    for example in report.examples:
        yield from example.quotes


def theories(report: Report) -> list[dict[str, Any]]:
    """Return each theory with its counts and its links."""
    return [_theory(found) for found in report.theories]


def framework(report: Report) -> list[dict[str, Any]]:
    """Return the rows of the framework matrix, all of them groups."""
    return [
        {
            "group": row.group,
            "cells": [
                {"principle": id, "summary": summary, "quotes": [_quote(quote) for quote in quotes]}
                for id, summary, quotes in row.cells
            ],
        }
        for row in report.framework
    ]


def examples(report: Report) -> list[dict[str, Any]]:
    """Return the released practice examples."""
    return [
        {
            "id": one.id,
            "title": one.title,
            "principles": list(one.principles),
            "composite": one.composite,
            "narrative": one.narrative,
            "quotes": [_quote(quote) for quote in one.quotes],
        }
        for one in report.examples
    ]


def _theory(found: TheoryFinding) -> dict[str, Any]:
    theory = found.theory
    return {
        "id": theory.id,
        "name": theory.name,
        "if": theory.if_,
        "then": theory.then,
        "because": theory.because,
        "principles": list(theory.principles),
        "first_written": found.before or None,
        "checked": found.checked,
        "counts": {
            bearing.value: {
                "links": links,
                "people": None if 0 < people < SMALL_CELL else people,
                "sources": sources,
            }
            for bearing, links, people, sources in found.counts
        },
        "links": [
            {
                "id": link.id,
                "bearing": link.bearing.value,
                "note": link.note,
                "elements": [{"element": element.value, **_quote(quote)} for element, quote in link.elements],
                "not_printed": [{"element": element.value, "reason": why} for element, why in link.unprinted],
            }
            for link in found.links
        ],
    }


def _quote(quote: Quote) -> dict[str, Any]:
    return {
        "group": quote.group,
        "id": f"q{quote.passage[:8]}",
        "passage": quote.passage,
        "passage_hash": quote.passage_hash,
        "start": quote.start,
        "end": quote.end,
        "printed": quote.printed,
        "attribution": quote.attribution,
    }
