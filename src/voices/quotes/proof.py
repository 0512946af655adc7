"""Proof that a published bank is verbatim: every printed quote is an exact span of a passage still held."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from voices.errors import NotVerbatim
from voices.model import Passage, Span
from voices.quotes import spans


def verify(bank: Mapping[str, Any], passages: Iterable[Passage]) -> tuple[str, ...]:
    """Return what is wrong with a published bank (the object in `quote_bank.json`), nothing where all is verbatim.

    A printed quote is the stored span with placeholder numbers taken out and `[…]` where the passage goes on; any
    other difference is a problem, as are a passage that has changed, has gone or may no longer be quoted.
    """
    known = {passage.id: passage for passage in passages}
    quotes = bank.get("quotes")
    if not isinstance(quotes, list):
        return ("The file holds no list of quotes: give the quote_bank.json that `voices publish` wrote.",)
    problems = []
    # Banks of before realist links hold no chosen quotes.
    chosen = bank.get("chosen", [])
    if not isinstance(chosen, list):
        return ("“chosen” should be a list of quotes: give the quote_bank.json that `voices publish` wrote.",)
    for name, listed in (("Quote", quotes), ("Chosen quote", chosen)):
        for number, quote in enumerate(listed, 1):
            problem = _problem(quote, known)
            if problem:
                problems.append(f"{name} {number}: {problem}")
    return tuple(problems)


def _problem(quote: Any, known: Mapping[str, Passage]) -> str:
    if not isinstance(quote, Mapping) or not all(
        isinstance(quote.get(name), kind)
        for name, kind in (("passage", str), ("start", int), ("end", int), ("passage_hash", str), ("printed", str))
    ):
        return "it lacks passage, start, end, passage_hash or printed."
    passage = known.get(quote["passage"])
    if passage is None:
        return f"passage {quote['passage']} is no longer in the study."
    return _released(quote, passage) or _verbatim(quote, passage)


def _released(quote: Mapping[str, Any], passage: Passage) -> str:
    if passage.hash != quote["passage_hash"]:
        return f"passage {passage.id} has changed since; publish again."
    return "" if passage.quoting else f"passage {passage.id} may no longer be quoted; publish again."


def _verbatim(quote: Mapping[str, Any], passage: Passage) -> str:
    span = Span(quote["start"], quote["end"])
    try:
        spans.exact(passage, span)
    except NotVerbatim as broken:
        return f"{broken}."
    if spans.in_print(passage.text, span) != quote["printed"]:
        return f"what is printed differs from passage {passage.id} at {span.start}-{span.end}."
    return ""
