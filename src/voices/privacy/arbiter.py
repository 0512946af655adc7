"""Weighs what the detectors say and decides: mask, review (masked until released) or keep."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from voices.model import Action, Mention, Span
from voices.privacy.hits import NAMES, STRUCTURED, Hit, outside, trim
from voices.privacy.lists import words

MASK_FROM = 0.75
"""From here a span is masked without asking; one false mask in four is the most a reader puts up with."""
REVIEW_FROM = 0.45
"""From here a span is masked until the custodian releases it: below even odds, as a leak costs more than a mask."""
_STRONG = 0.85
"""A name this sure stands even where a protected term covers it ("Mrs Nurse", a speaker called May)."""
_TAKES_A_PERSON = frozenset({"month that is somebody", "called", "kin or role before", "nickname"})
"""Rules that see a person in a word of the calendar."""


def decide(score: float) -> Action:
    """Return what is done with a span of this score."""
    if score >= MASK_FROM:
        return Action.MASK
    return Action.REVIEW if score >= REVIEW_FROM else Action.KEEP


def weigh(text: str, hits: Iterable[Hit], protected: Sequence[Span]) -> tuple[Mention, ...]:
    """Return the mentions of one text, sorted and without overlap.

    Agreeing detectors raise the score (noisy-or over rules that differ). Where spans of different labels overlap the
    rule is "strongest first, remainders kept": shapes stand before names, then the higher score, then the longer
    span; what the weaker one covers beyond that is still masked under its own label.
    """
    groups = _agreeing([h for h in (_trimmed(text, hit) for hit in hits) if h is not None])
    standing = [m for m in groups if m.score >= 0.3]
    order = sorted(standing, key=lambda m: (m.label not in STRUCTURED, -m.score, -(m.end - m.start), m.start, m.label))
    taken: list[tuple[int, int]] = []
    mentions: list[Mention] = []
    for mention in order:
        blocked = list(taken)
        if mention.label in NAMES and mention.score < _STRONG:
            blocked += [(p.start, p.end) for p in protected if not _somebody(text, mention, p)]
        elif mention.label in {"PHONE", "OTHER_ID", "CASE_REF", "AGE", "HANDLE", "LOCATION", "ORGANISATION", "PERSON"}:
            blocked += [
                (p.start, p.end)
                for p in protected
                if p.start <= mention.start and p.end >= mention.end and not _somebody(text, mention, p)
            ]
        for first, last in list(outside(mention.start, mention.end, blocked)):
            whole = mention.label not in NAMES and (first, last) == (mention.start, mention.end)
            start, end = (first, last) if whole else trim(text, first, last)
            if start < end and (_tells(text[start:end]) or (start, end) == (mention.start, mention.end)):
                mentions.append(
                    Mention(start, end, mention.label, mention.score, decide(mention.score), mention.reasons)
                )
                taken.append((start, end))
    kept = sorted((m for m in mentions if m.action is not Action.KEEP), key=lambda m: (m.start, m.end))
    return wrapped(text, kept)


def _somebody(text: str, mention: Mention, stays: Span) -> bool:
    """Say whether a month or season ("April") stands where only a person can."""
    return not _TAKES_A_PERSON.isdisjoint(mention.reasons) and text[stays.start : stays.end].lower() in words(
        "calendar"
    )


def _tells(piece: str) -> bool:
    """Say whether what is left of a span after cutting could still tell somebody anything."""
    return sum(c.isalnum() for c in piece) >= 2 and not piece.islower() and piece.casefold() not in words("form_words")


def _trimmed(text: str, hit: Hit) -> Hit | None:
    if hit.label not in NAMES:
        return hit if hit.start < hit.end else None
    start, end = trim(text, hit.start, hit.end)
    return Hit(start, end, hit.label, hit.score, hit.rule) if start < end else None


def _agreeing(hits: Sequence[Hit]) -> list[Mention]:
    """Join overlapping hits of one label to their union; each rule counts once."""
    joined: list[Mention] = []
    for label in sorted({h.label for h in hits}):
        row = sorted((h for h in hits if h.label == label), key=lambda h: (h.start, h.end, h.rule))
        group: list[Hit] = []
        reach = -1
        for hit in row:
            if group and hit.start >= reach:
                joined.append(_union(group))
                group = []
            group.append(hit)
            reach = max(reach, hit.end) if len(group) > 1 else hit.end
        if group:
            joined.append(_union(group))
    return joined


def _union(group: Sequence[Hit]) -> Mention:
    best: dict[str, float] = {}
    for hit in group:
        best[hit.rule] = max(best.get(hit.rule, 0.0), hit.score)
    doubt = 1.0
    for score in best.values():
        doubt *= 1.0 - score
    score = round(1.0 - doubt, 4)
    start, end = min(h.start for h in group), max(h.end for h in group)
    return Mention(start, end, group[0].label, score, decide(score), tuple(sorted(best)))


def wrapped(text: str, mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    r"""Join the two halves of a name that a wrapped line parts ("Nasima\\n> Choudhury")."""
    joined: list[Mention] = []
    for m in mentions:
        last = joined[-1] if joined else None
        if last and last.label == m.label == "PERSON" and _is_wrap(text, last, m):
            score = max(last.score, m.score)
            reasons = tuple(sorted({*last.reasons, *m.reasons, "wrapped line"}))
            joined[-1] = Mention(last.start, m.end, "PERSON", score, decide(score), reasons)
        else:
            joined.append(m)
    return tuple(joined)


def _is_wrap(text: str, first: Mention, second: Mention) -> bool:
    gap = text[first.end : second.start]
    line = text.rfind("\n", 0, first.start) + 1
    one_word = (
        " " not in text[first.start : first.end].strip()
        or text[first.start : first.end].split(maxsplit=1)[0].rstrip(".") in _TITLES
    )
    return bool(re.fullmatch(r"[ \t]*\n(?:>[ ]?)*[ \t]*", gap)) and first.start - line > _WRAP_FROM and one_word


_TITLES = frozenset({"Mr", "Mrs", "Ms", "Miss", "Dr"})
_WRAP_FROM = 12
"""A name that begins further right than this on its line may run over to the next; in a list it stands at the left."""
