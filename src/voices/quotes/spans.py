"""Which stretch of a passage to print: whole sentences, twelve to sixty words, exactly as stored."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from voices import passages, placeholders
from voices.errors import NotVerbatim
from voices.model import Passage, Span

SHORTEST = 12
"""Words; a shorter quote seldom carries a point alone. Rationale: the lower end of published practice."""
LONGEST = 60
"""Words; a longer quote makes more than one point and is skimmed."""
COMFORTABLE = 40
"""Words from which a quote is no longer grown."""
CUT = "[…]"
"""Marks where the passage goes on before or after the quote."""

Scorer = Callable[[Sequence[str]], Sequence[float]]
"""How well each sentence carries the group's point; higher is better."""

_WORD = re.compile(r"\S*\w\S*")


def words(text: str) -> int:
    """Return the number of words of a text."""
    return len(_WORD.findall(text))


def choose(text: str, scorer: Scorer, evidence: Span | None = None) -> Span:
    """Return the stretch of a text to quote, in code points of that text.

    A person's evidence span of a fitting length stands as it is. A shorter one is grown to whole sentences, a
    longer one cut to its best sentences. A text within the limits is quoted whole.
    """
    whole = _trim(text, Span(0, len(text)))
    marked = _snap(text, evidence) if evidence is not None and evidence.end > evidence.start else None
    if marked is not None and SHORTEST <= words(text[marked.start : marked.end]) <= LONGEST:
        return marked
    if marked is None and words(text) <= LONGEST:
        return whole
    parts = [part for part in passages.sentences(text) if text[part.start : part.end].strip()]
    if not parts:
        return whole
    return _trim(text, _run(text, parts, scorer, marked))


def exact(passage: Passage, span: Span) -> str:
    """Return the words of a passage's span.

    Raises NotVerbatim where the span is empty, lies outside the passage or cuts a placeholder.
    """
    if not 0 <= span.start < span.end <= len(passage.text):
        raise NotVerbatim(f"passage {passage.id}: the quote {span.start}-{span.end} lies outside it; choose it again")
    if any(p.start < edge < p.end for p in placeholders.find(passage.text) for edge in (span.start, span.end)):
        raise NotVerbatim(
            f"passage {passage.id}: the quote {span.start}-{span.end} cuts a placeholder; choose it again"
        )
    return passage.text[span.start : span.end]


def in_print(text: str, span: Span) -> str:
    """Return a span as it is printed: placeholders without numbers, and a mark where the text goes on."""
    before = f"{CUT} " if text[: span.start].strip() else ""
    after = f" {CUT}" if text[span.end :].strip() else ""
    return before + placeholders.in_print(text[span.start : span.end]) + after


def _run(text: str, parts: Sequence[Span], scorer: Scorer, marked: Span | None) -> Span:
    lengths = [words(text[part.start : part.end]) for part in parts]
    scores = list(scorer([text[part.start : part.end] for part in parts]))
    inside = range(len(parts))
    if marked is not None:
        touched = [i for i, part in enumerate(parts) if part.start < marked.end and part.end > marked.start]
        if touched and sum(lengths[i] for i in touched) <= LONGEST:
            first, last = touched[0], touched[-1]
            return _grow(parts, lengths, scores, first, last, SHORTEST)
        inside = range(touched[0], touched[-1] + 1) if touched else inside
    best = max(inside, key=lambda i: (SHORTEST <= lengths[i] <= LONGEST, scores[i], -i))
    if lengths[best] < SHORTEST or lengths[best] > LONGEST:
        best = max(inside, key=lambda i: (lengths[i] <= LONGEST, scores[i], -i))
    return _grow(parts, lengths, scores, best, best, COMFORTABLE)


def _grow(
    parts: Sequence[Span], lengths: Sequence[int], scores: Sequence[float], first: int, last: int, enough: int
) -> Span:
    """Add the better neighbouring sentence until there are enough words, never beyond the longest."""
    total = sum(lengths[first : last + 1])
    while total < enough:
        neighbours = [i for i in (first - 1, last + 1) if 0 <= i < len(parts) and total + lengths[i] <= LONGEST]
        if not neighbours:
            break
        chosen = max(neighbours, key=lambda i: (scores[i], i))
        first, last = min(first, chosen), max(last, chosen)
        total += lengths[chosen]
    return Span(parts[first].start, parts[last].end)


def _snap(text: str, span: Span) -> Span:
    """Grow a person's span so that it cuts neither a word nor a placeholder."""
    start, end = max(0, span.start), min(len(text), span.end)
    for placeholder in placeholders.find(text):
        if placeholder.start < start < placeholder.end:
            start = placeholder.start
        if placeholder.start < end < placeholder.end:
            end = placeholder.end
    while 0 < start < len(text) and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while 0 < end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
        end += 1
    return _trim(text, Span(start, end))


def _trim(text: str, span: Span) -> Span:
    piece = text[span.start : span.end]
    if not piece.strip():
        return span
    return Span(span.start + len(piece) - len(piece.lstrip()), span.end - len(piece) + len(piece.rstrip()))
