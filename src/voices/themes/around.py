"""What stands in a letter around its issues: who writes, what happened before, praise, wishes, a farewell.

Greetings and thanks are more alike than any two issues are, so that a search for themes finds them first. A logistic
regression tells them apart by what the tuned sentence model says of a passage and by where in its letter it stands.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from voices.model import Kind, Passage
from voices.themes.clustering import Floats

WEIGHTS = Path(__file__).parent / "weights" / "letters.json"
FEWEST = 3
"""Passages from which on a text can have something around its issues."""
LETTERS = 0.3
"""Share of the texts with so many passages that greet or take leave; from here on they are letters. In other long
texts, as news, nothing stands around the matter."""
KINDS = (Kind.COMPLAINT, Kind.LETTER)
"""What can be a letter. Compliments are about praise, and talk that ends with thanks is still talk."""
PLACES = 4
"""Numbers that say where a passage stands and how long it is."""

_GREETS = re.compile(
    r"\s*(?:dear\b|to whom|to the |hi\b|hiya|hello|hey\b|good (?:morning|afternoon|evening|day)|fao\b|re:|subject:|"
    r"(?:this is |i (?:am|would like|want|wish|write)|i'm writing|formal).{0,40}\bcompla)",
    re.IGNORECASE,
)
_LEAVES = re.compile(
    r"(?:\byours\b|\bsincerely\b|\bfaithfully\b|\bregards\b|\b(?:best|kind|warm) wishes\b|\bthank(?:s| you)\b|"
    r"\bcheers\b|\[person \d+\][^a-z]*$|\bsigned\b)",
    re.IGNORECASE,
)
_NEAR = 80
"""Characters at the end of a text in which it takes leave."""


def around(passages: Sequence[Passage], tuned: Floats | None) -> NDArray[np.bool_]:
    """Tell which passages stand around the issues of a letter, shape (n,).

    `tuned` (n, d) is what the tuned sentence model says of them, None where there is none: then nothing does. A letter
    always keeps its passage that is most of an issue.
    """
    found = np.zeros(len(passages), dtype=np.bool_)
    texts = [rows for rows in _texts(passages) if len(rows) >= FEWEST]
    if tuned is None or not texts or sum(_is_letter(passages, rows) for rows in texts) < LETTERS * len(texts):
        return found
    weights, start, floor = _learnt()
    for rows in texts:
        shown = np.hstack([tuned[rows], standing([passages[row].text for row in rows])])
        issue = shown @ weights + start
        found[rows] = (issue < floor) & (issue < issue.max())
    return found


def standing(texts: Sequence[str]) -> Floats:
    """Return where each passage of one letter, in order, stands and how long it is: shape (n, 4)."""
    place = np.linspace(0.0, 1.0, len(texts)) if len(texts) > 1 else np.array([0.5])
    length = np.log([max(1, len(text.split())) for text in texts])
    return np.column_stack([place == 0.0, place == 1.0, (2.0 * place - 1.0) ** 2, length]).astype(np.float64)


def _texts(passages: Sequence[Passage]) -> list[NDArray[np.int64]]:
    """Return the rows of each document's passages, in the order they stand in, of what can be a letter."""
    rows: dict[str, list[int]] = {}
    for row in sorted(range(len(passages)), key=lambda i: (passages[i].turn, passages[i].ordinal, passages[i].start)):
        if passages[row].kind in KINDS:
            rows.setdefault(passages[row].document, []).append(row)
    return [np.array(one, dtype=np.int64) for one in rows.values()]


def _is_letter(passages: Sequence[Passage], rows: NDArray[np.int64]) -> bool:
    first, last = passages[rows[0]].text, passages[rows[-1]].text
    return _GREETS.match(first) is not None or _LEAVES.search(last[-_NEAR:]) is not None


@lru_cache(maxsize=1)
def _learnt() -> tuple[Floats, float, float]:
    """Return the weights, the start and the log odds of an issue below which a passage stands around one."""
    kept = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    return np.array([*kept["vector"], *kept["standing"]]), float(kept["intercept"]), float(kept["floor"])
