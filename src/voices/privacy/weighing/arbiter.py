"""Weighs what the detectors say and decides: mask, review (masked until released) or keep."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib import resources

from voices.model import Action, Mention, Span
from voices.privacy.detectors.capitals import style
from voices.privacy.detectors.hits import NAMES, STRUCTURED, Hit, outside, trim
from voices.privacy.lists import Lists, words
from voices.privacy.weighing.evidence import features, strength

MASK_FROM = 0.5
"""From here a span is masked without asking: it is more likely than not that it has to be."""
REVIEW_FROM = 0.12
"""From here a span is masked until the custodian releases it: one in eight is somebody, as a leak costs more."""
_STRONG = 0.85
"""A name this sure stands even where a protected term covers it ("Mrs Nurse", a speaker called May)."""
_MAY_STAY = frozenset({"PHONE", "OTHER_ID", "CASE_REF", "AGE", "HANDLE", "LOCATION", "ORGANISATION", "PERSON"})
"""Labels whose whole stretch may be a time, a score or a body that stays."""
_TAKES_A_PERSON = frozenset({"month that is somebody", "called", "kin or role before", "nickname"})
"""Rules that see a person in a word of the calendar."""


def decide(score: float) -> Action:
    """Return what is done with a span of this score."""
    if score >= MASK_FROM:
        return Action.MASK
    return Action.REVIEW if score >= REVIEW_FROM else Action.KEEP


@dataclass(frozen=True)
class Weights:
    """A logistic model over the features of `evidence`, learnt by `training/arbiter.py`."""

    weight: Mapping[str, float]
    """Weight by feature; what is not named counts for nothing."""

    def probability(self, features: Mapping[str, float]) -> float:
        """Return the probability that a stretch with these features has to be masked."""
        total = sum(self.weight.get(name, 0.0) * value for name, value in features.items())
        return 1.0 / (1.0 + math.exp(-max(-_LIMIT, min(_LIMIT, total))))


_LIMIT = 30.0


@lru_cache(maxsize=1)
def load_weights() -> Weights:
    """Return the weights shipped with the room, `weights/arbiter.json`."""
    stored = resources.files("voices.privacy").joinpath("weights", "arbiter.json").read_text(encoding="utf-8")
    return Weights({str(k): float(v) for k, v in json.loads(stored)["weights"].items()})


@dataclass(frozen=True)
class Candidate:
    """Agreeing hits of one label, what is left of them beside what stays, and what is known about them."""

    start: int
    end: int
    label: str
    strength: float
    """Noisy-or of the rules' own scores: orders overlapping candidates and outweighs what stays."""
    features: Mapping[str, float]
    reasons: tuple[str, ...]
    stays: tuple[tuple[int, int], ...]
    """Stretches inside or across that must stay."""


def candidates(text: str, hits: Iterable[Hit], protected: Sequence[Span], lists: Lists) -> list[Candidate]:
    """Return the groups of agreeing hits of one text, strongest first; shapes stand before names."""
    trimmed = [h for h in (_trimmed(text, hit) for hit in hits) if h is not None]
    manner = style(text)
    found = []
    for group in _agreeing(trimmed):
        start, end, label = min(h.start for h in group), max(h.end for h in group), group[0].label
        others = [h for h in trimmed if h.label != label and h.start < end and start < h.end]
        strong, reasons = strength(group), tuple(sorted({h.rule for h in group}))
        found.append(
            Candidate(
                start,
                end,
                label,
                strong,
                features(text, group, others, lists, manner),
                reasons,
                _staying(text, start, end, label, strong, reasons, protected),
            )
        )
    return sorted(found, key=lambda c: (c.label not in STRUCTURED, -c.strength, c.start - c.end, c.start, c.label))


def _staying(
    text: str, start: int, end: int, label: str, strong: float, reasons: Sequence[str], protected: Sequence[Span]
) -> tuple[tuple[int, int], ...]:
    """Return what of a candidate must stay: all of it for weak names, whole candidates only for most shapes."""
    near = [p for p in protected if p.start < end and start < p.end and not _somebody(text, reasons, p)]
    if label in NAMES and strong < _STRONG:
        return tuple((p.start, p.end) for p in near)
    if label in _MAY_STAY:
        return tuple((p.start, p.end) for p in near if p.start <= start and p.end >= end)
    return ()


def weigh(text: str, hits: Iterable[Hit], protected: Sequence[Span], lists: Lists) -> tuple[Mention, ...]:
    """Return the mentions of one text, sorted and without overlap, each with the probability that it has to be masked.

    Where spans of different labels overlap the rule is "strongest first, remainders kept": shapes stand before names,
    then the stronger evidence, then the longer span; what the weaker one covers beyond that is still masked under its
    own label.
    """
    weights = load_weights()
    taken: list[tuple[int, int]] = []
    mentions: list[Mention] = []
    for c in candidates(text, hits, protected, lists):
        probability = round(weights.probability(c.features), 4)
        if probability < REVIEW_FROM:
            continue
        for first, last in list(outside(c.start, c.end, [*taken, *c.stays])):
            whole = c.label not in NAMES and (first, last) == (c.start, c.end)
            start, end = (first, last) if whole else trim(text, first, last)
            if start < end and (_tells(text[start:end]) or (start, end) == (c.start, c.end)):
                mentions.append(Mention(start, end, c.label, probability, decide(probability), c.reasons))
                taken.append((start, end))
    return wrapped(text, parted_words(text, sorted(mentions, key=lambda m: (m.start, m.end))))


_REST_OF_WORD = re.compile(r"[-‐][ \t]*\n[ \t]*[a-zà-öø-ÿ]{1,12}(?!\w)")


def parted_words(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    r"""Return the mentions with the rest of a name that the end of a line parts ("Marian-\\nna")."""
    found = []
    for i, m in enumerate(mentions):
        rest = _REST_OF_WORD.match(text, m.end) if m.label in NAMES else None
        free = rest and (i + 1 == len(mentions) or mentions[i + 1].start >= rest.end())
        found.append(replace(m, end=rest.end()) if rest and free else m)
    return found


def doubts(text: str, hits: Iterable[Hit], protected: Sequence[Span], lists: Lists) -> list[Span]:
    """Return the stretches on which a second opinion is worth its time: neither certain nor out of the question."""
    weights = load_weights()
    return [
        Span(c.start, c.end)
        for c in candidates(text, hits, protected, lists)
        if c.label in NAMES and _UNLIKELY < weights.probability(c.features) < _CERTAIN
    ]


_UNLIKELY, _CERTAIN = 0.05, 0.8
"""Between these the second opinion is asked; where capitals tell nothing it is asked everywhere."""


def _somebody(text: str, reasons: Sequence[str], stays: Span) -> bool:
    """Say whether a month or season ("April") stands where only a person can."""
    return not _TAKES_A_PERSON.isdisjoint(reasons) and text[stays.start : stays.end].lower() in words("calendar")


def _tells(piece: str) -> bool:
    """Say whether what is left of a span after cutting could still tell somebody anything."""
    return sum(c.isalnum() for c in piece) >= 2 and not piece.islower() and piece.casefold() not in words("form_words")


def _trimmed(text: str, hit: Hit) -> Hit | None:
    if hit.label not in NAMES:
        return hit if hit.start < hit.end else None
    start, end = trim(text, hit.start, hit.end)
    return Hit(start, end, hit.label, hit.score, hit.rule) if start < end else None


def _agreeing(hits: Sequence[Hit]) -> list[list[Hit]]:
    """Return overlapping hits of one label together."""
    joined: list[list[Hit]] = []
    for label in sorted({h.label for h in hits}):
        row = sorted((h for h in hits if h.label == label), key=lambda h: (h.start, h.end, h.rule))
        group: list[Hit] = []
        reach = -1
        for hit in row:
            if group and hit.start >= reach:
                joined.append(group)
                group = []
            group.append(hit)
            reach = max(reach, hit.end) if len(group) > 1 else hit.end
        if group:
            joined.append(group)
    return joined


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
