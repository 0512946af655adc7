"""Scores spans against gold: entity recall, token precision and recall, must-not-mask hits, after Pilán et al. 2022.

The definitions are those of "The Text Anonymization Benchmark" (Computational Linguistics 48:4): an entity is
protected only where every mention of it in a document is masked whole, function words and titles aside; tokens are
counted without regard to labels. Offsets are half-open code points.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

QUASI = frozenset({"LOCATION", "ORGANISATION", "DATE", "AGE"})
"""Labels that single somebody out only together; every other label is a direct identifier."""
_WORD = re.compile(r"\w+(?:['’]\w+)*")
_PIECE = re.compile(r"[^\W_]+")
_MAY_STAND = frozenset(
    {"mr", "mrs", "ms", "miss", "dr", "no", "nr", "s", "the", "of", "a", "an", "and", "or", "in", "on", "at", "to"}
    | {"from", "by", "for", "until", "between", "since", "with", "into", "after", "before", "about", "that", "this"}
)
"""Words inside a span that tell nobody anything: titles and function words may stand unmasked."""


@dataclass(frozen=True)
class GoldSpan:
    """One stretch that has to be masked."""

    start: int
    end: int
    label: str
    entity: str
    """Who or what is meant, within the document; empty where the span stands for itself."""


@dataclass(frozen=True)
class GoldText:
    """One document of the gold."""

    id: str
    text: str
    spans: tuple[GoldSpan, ...]
    stays: tuple[tuple[int, int], ...]
    """Stretches that must not be masked."""


@dataclass(frozen=True)
class Share:
    """So many of so many, with the 95 per cent interval of Wilson (1927)."""

    k: int
    n: int

    @property
    def value(self) -> float:
        """Return the share, NaN where nothing was counted."""
        return self.k / self.n if self.n else math.nan

    @property
    def interval(self) -> tuple[float, float]:
        """Return the lower and upper bound."""
        if not self.n:
            return 0.0, 1.0
        z = 1.959964
        p, d = self.k / self.n, 1 + z * z / self.n
        centre = (p + z * z / (2 * self.n)) / d
        half = z * math.sqrt(p * (1 - p) / self.n + z * z / (4 * self.n**2)) / d
        return centre - half, centre + half

    def as_json(self) -> dict[str, float | int]:
        """Return the share for a results file."""
        low, high = self.interval
        return {"value": round(self.value, 4), "n": self.n, "low": round(low, 4), "high": round(high, 4)}

    def __str__(self) -> str:
        low, high = self.interval
        return f"{self.value:.3f} [{low:.3f}, {high:.3f}] n={self.n}"


@dataclass(frozen=True)
class Score:
    """How well one masker did."""

    direct: Share
    """Direct identifiers all of whose mentions are masked (ER_di)."""
    quasi: Share
    """Quasi-identifiers all of whose mentions are masked (ER_qi)."""
    precision: Share
    """Masked words that had to be."""
    recall: Share
    """Words that had to be masked and were."""
    stays_hit: Share
    """Stretches that must stay and were touched."""
    by_label: dict[str, Share]
    """Mentions masked whole, by the gold's label."""


def read(rows: Sequence[Mapping[str, object]]) -> list[GoldText]:
    """Return gold rows {id, text, spans, keep or negatives}."""
    found = []
    for row in rows:
        spans = [
            GoldSpan(int(s["start"]), int(s["end"]), str(s["label"]), str(s.get("entity") or ""))
            for s in row["spans"]  # type: ignore[attr-defined]
        ]
        stays = [(int(s["start"]), int(s["end"])) for s in (row.get("keep") or row.get("negatives") or ())]  # type: ignore[attr-defined]
        found.append(GoldText(str(row["id"]), str(row["text"]), tuple(spans), tuple(stays)))
    return found


def must_go(text: str, start: int, end: int) -> set[int]:
    """Return the code points of a span that have to be masked: letters and digits outside titles and function words."""
    letters = {i for i in range(start, end) if text[i].isalnum()}
    light = {
        i for m in _PIECE.finditer(text, start, end) if m[0].lower() in _MAY_STAND for i in range(m.start(), m.end())
    }
    return letters - light or letters or set(range(start, end))


def score(gold: Sequence[GoldText], masked: Mapping[str, Sequence[tuple[int, int]]]) -> Score:
    """Return the figures of one masker; `masked` holds, per id, stretches of the gold's text."""
    entities: dict[tuple[str, str, bool], bool] = {}
    by_label: dict[str, list[bool]] = defaultdict(list)
    both = wanted = taken = stays = touched = 0
    for one in gold:
        covered = _points(masked.get(one.id, ()))
        for place, span in enumerate(one.spans):
            gone = must_go(one.text, span.start, span.end) <= covered
            by_label[span.label].append(gone)
            key = (one.id, span.entity or f"#{place}", span.label in QUASI)
            entities[key] = entities.get(key, True) and gone
        due = _points([(s.start, s.end) for s in one.spans])
        for word in _WORD.finditer(one.text):
            is_due, is_masked = (_mostly(word, points) for points in (due, covered))
            wanted, taken, both = wanted + is_due, taken + is_masked, both + (is_due and is_masked)
        stays += len(one.stays)
        touched += sum(not covered.isdisjoint(range(a, b)) for a, b in one.stays)
    return Score(
        direct=_share([ok for (_, _, quasi), ok in entities.items() if not quasi]),
        quasi=_share([ok for (_, _, quasi), ok in entities.items() if quasi]),
        precision=Share(both, taken),
        recall=Share(both, wanted),
        stays_hit=Share(touched, stays),
        by_label={label: _share(row) for label, row in sorted(by_label.items(), key=lambda x: (-len(x[1]), x[0]))},
    )


def _share(row: Sequence[bool]) -> Share:
    return Share(sum(row), len(row))


def _points(spans: Sequence[tuple[int, int]]) -> set[int]:
    return {i for start, end in spans for i in range(start, end)}


def _mostly(word: re.Match[str], points: set[int]) -> bool:
    return 2 * sum(i in points for i in range(word.start(), word.end())) >= word.end() - word.start()
