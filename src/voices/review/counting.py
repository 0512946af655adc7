"""Tables over what people decided: which codes stand together, and who says what; pure counts of passages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import product

from voices.store import Given

NOT_STATED = "not stated"


@dataclass(frozen=True)
class Crossed:
    """A table of counts of passages."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[int, ...], ...]
    """By row, then by column."""
    totals: tuple[int, ...]
    """Passages of each row, each counted once."""


def together(given: Iterable[Given], codes: Sequence[str], top: Callable[[str], str]) -> Crossed:
    """Return how many passages carry two codes at once; on the diagonal those that carry the one.

    `top` says which code of `codes` a child counts for.
    """
    pairs: Counter[tuple[str, str]] = Counter()
    for one in given:
        own = sorted({top(code) for code in one.codes})
        for pair in product(own, own):
            pairs[pair] += one.passages
    used = tuple(code for code in codes if pairs[code, code])
    cells = tuple(tuple(pairs[a, b] for b in used) for a in used)
    return Crossed(used, used, cells, tuple(pairs[code, code] for code in used))


def by_attribute(
    given: Iterable[Given], codes: Sequence[str], top: Callable[[str], str], word: Callable[[str], str] = str
) -> Crossed:
    """Return how many passages with each value carry each code; what has no value is counted as "not stated".

    `word` says how a value is called.
    """
    counts: Counter[tuple[str, str]] = Counter()
    values: set[str] = set()
    for one in given:
        column = word(one.value) or NOT_STATED
        values.add(column)
        for code in {top(code) for code in one.codes}:
            counts[code, column] += one.passages
    columns = tuple(sorted(values, key=lambda one: (one == NOT_STATED, one)))
    used = tuple(code for code in codes if any(counts[code, column] for column in columns))
    cells = tuple(tuple(counts[code, column] for column in columns) for code in used)
    return Crossed(used, columns, cells, tuple(map(sum, cells)))
