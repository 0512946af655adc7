"""How far people agree so far, said in one line; from passages two people read blind alone."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from voices.coding import agreement
from voices.model import Decision

RESAMPLES = 300
"""Bootstrap samples behind the interval on the page; the report takes more."""
Unit = tuple[str, str, frozenset[str]]


def agreement_words(blind: Iterable[Decision]) -> str:
    """Return Krippendorff's alpha of double readings with its interval; empty where no passage was read twice."""
    units = tuple((one.passage, one.coder, frozenset(c.code.split("/", 1)[0] for c in one.codes)) for one in blind)
    coders: dict[str, set[str]] = {}
    for passage, coder, _ in units:
        coders.setdefault(passage, set()).add(coder)
    return _words(tuple(unit for unit in units if len(coders[unit[0]]) > 1))


@lru_cache(maxsize=4)
def _words(units: tuple[Unit, ...]) -> str:
    found = agreement(units, resamples=RESAMPLES) if units else None
    if found is None or found.alpha is None:
        return ""
    between = f", between {found.low:.2f} and {found.high:.2f}" if found.low is not None else ""
    return f"alpha {found.alpha:.2f}{between}, on {found.units} passages that two people read blind."
