"""Proof that what is printed is verbatim: every quote is an exact span of a passage still held, and may be printed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from voices import placeholders
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
    return proven(quote["printed"], (passage,), quote["start"], quote["end"], quote["passage_hash"])


def proven(
    printed: str, found: Iterable[Passage], start: int | None = None, end: int | None = None, digest: str = ""
) -> str:
    """Return what is wrong with one printed quote, nothing where it is verbatim.

    `found` are the passages it may come from: one, or those whose ids begin alike. `start` and `end` are half-open code
    points, `digest` the passage's hash, where the file holds them. A printed quote is the stored span with placeholder
    numbers taken out and `[…]` where the passage goes on; any other difference is a problem, as are a passage that has
    changed, has gone or may no longer be quoted.
    """
    problem = "its passage is no longer in the study."
    for passage in found:
        problem = _released(passage, digest) or _verbatim(printed, passage, start, end)
        if not problem:
            return ""
    return problem


def by_sign(passages: Iterable[Passage]) -> Mapping[str, tuple[Passage, ...]]:
    """Return the passages by the id their quotes have in print: “q” and the first eight signs of their own."""
    found: dict[str, tuple[Passage, ...]] = {}
    for passage in passages:
        sign = f"q{passage.id[:8]}"
        found[sign] = (*found.get(sign, ()), passage)
    return found


def _released(passage: Passage, digest: str) -> str:
    if digest and passage.hash != digest:
        return f"passage {passage.id} has changed since; publish again."
    return "" if passage.quoting else f"passage {passage.id} may no longer be quoted; publish again."


def _verbatim(printed: str, passage: Passage, start: int | None, end: int | None) -> str:
    if start is None or end is None:
        return "" if _somewhere(printed, passage) else f"what is printed stands nowhere in passage {passage.id}."
    span = Span(start, end)
    try:
        spans.exact(passage, span)
    except NotVerbatim as broken:
        return f"{broken}."
    if _even(spans.in_print(passage.text, span)) != _even(printed):
        return f"what is printed differs from passage {passage.id} at {span.start}-{span.end}."
    return ""


def _somewhere(printed: str, passage: Passage) -> bool:
    """Return whether words without offsets are a stretch of the passage, cut where they say so and nowhere else."""
    whole = _unlettered(placeholders.in_print(passage.text))
    before, after = f"{spans.CUT} ", f" {spans.CUT}"
    words = _unlettered(printed).removeprefix(before).removesuffix(after)
    place = whole.find(words)
    while words and place >= 0:
        cut = (bool(whole[:place].strip()), bool(whole[place + len(words) :].strip()))
        if cut == (_even(printed).startswith(before), _even(printed).endswith(after)):
            return True
        place = whole.find(words, place + 1)
    return False


def _unlettered(text: str) -> str:
    """Return an even text without the letters that tell people of one kind apart: they count anew in every quote."""
    return re.sub(r"(\[[^\[\]]+) [A-Z]\]", r"\1]", _even(text))


def _even(text: str) -> str:
    """Return a text with every run of white space as one space: Word and web pages keep no others."""
    return " ".join(text.split())
