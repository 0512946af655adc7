"""Tables over what people decided: which codes stand together, and who says what; pure counts of passages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from voices.model import CodedPassage


@dataclass(frozen=True)
class Crossed:
    """A table of counts of passages."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[int, ...], ...]
    """By row, then by column."""
    totals: tuple[int, ...]
    """Passages of each row, each counted once."""


def together(coded: Iterable[CodedPassage], codes: Sequence[str], top: Callable[[str], str]) -> Crossed:
    """Return how many passages carry two codes at once; on the diagonal those that carry the one.

    `top` says which code of `codes` a child counts for.
    """
    pairs: Counter[tuple[str, str]] = Counter()
    for item in coded:
        own = sorted({top(one.code) for one in item.decision.codes})
        pairs.update((a, b) for a in own for b in own)
    used = tuple(code for code in codes if pairs[code, code])
    cells = tuple(tuple(pairs[a, b] for b in used) for a in used)
    return Crossed(used, used, cells, tuple(pairs[code, code] for code in used))


def by_attribute(
    coded: Iterable[CodedPassage], codes: Sequence[str], top: Callable[[str], str], value: Callable[[CodedPassage], str]
) -> Crossed:
    """Return how many passages with each value carry each code; what has no value is counted as "not stated"."""
    counts: Counter[tuple[str, str]] = Counter()
    values: Counter[str] = Counter()
    for item in coded:
        column = value(item) or "not stated"
        values[column] += 1
        counts.update((code, column) for code in {top(one.code) for one in item.decision.codes})
    columns = tuple(sorted(values, key=lambda one: (one == "not stated", one)))
    used = tuple(code for code in codes if any(counts[code, column] for column in columns))
    cells = tuple(tuple(counts[code, column] for column in columns) for code in used)
    return Crossed(used, columns, cells, tuple(map(sum, cells)))
