"""A small tagger of our own: each word from its looks, its lists and its neighbours; made for speech without capitals.

Its weights are learnt by `training/tagger.py` and shipped as `weights/tagger.json`; nothing but additions runs here.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources

from voices.privacy.detectors.capitals import Style, style
from voices.privacy.detectors.cues import FORMAL
from voices.privacy.detectors.hits import Hit
from voices.privacy.lists import Lists, fold, frequency, misspelt, words

CLASSES: tuple[str, ...] = ("O", "PERSON", "LOCATION", "ORGANISATION")
"""Classes of a word; the first is no name."""
FLOOR = 0.12
"""Probability from which a word is put forward; the arbiter weighs what comes of it."""
_TOKEN = re.compile(r"[^\W\d_](?:[\w'’]|-(?=\w))*|\d+|[^\w\s]")
_NEIGHBOUR_KNOWN = 4.0
"""Zipf frequency from which a neighbour counts as itself; a rarer one counts by its kind, so no name is learnt."""
_UNKNOWN = 2.2
"""Zipf frequency under which a word may be a slip of the pen."""
_SELF_KNOWN = 4.6
_LONGEST = 5
"""Words of one hit at most."""


@dataclass(frozen=True)
class Tagger:
    """Weights by feature, one number per class."""

    weights: Mapping[str, Sequence[float]] = field(repr=False)

    def probabilities(self, names: Sequence[str]) -> list[float]:
        """Return the probability of each class for a word with these features."""
        rows = [row for name in names if (row := self.weights.get(name)) is not None]
        totals = [sum(column) for column in zip(*rows, strict=True)] or [0.0] * len(CLASSES)
        top = max(totals)
        raised = [math.exp(t - top) for t in totals]
        whole = sum(raised)
        return [r / whole for r in raised]


@lru_cache(maxsize=1)
def load_tagger() -> Tagger:
    """Return the shipped weights, `weights/tagger.json`."""
    stored = resources.files("voices.privacy").joinpath("weights", "tagger.json").read_text(encoding="utf-8")
    return Tagger({str(k): tuple(v) for k, v in json.loads(stored)["weights"].items()})


def tokens(text: str) -> list[re.Match[str]]:
    """Return words, numbers and marks of a text."""
    return list(_TOKEN.finditer(text))


def _bin(zipf: float) -> str:
    return str(int(zipf * 2)) if zipf < _SELF_KNOWN else "9+"


@lru_cache(maxsize=65536)
def _kind(word: str, lists: Lists) -> tuple[str, str, str]:
    """Return a word's own name, how it is listed, and its name as a neighbour."""
    folded = fold(re.sub(r"['’]s?\Z", "", word))
    if not word[0].isalpha():
        sign = "number" if word[0].isdigit() else word
        return sign, sign, sign
    zipf = frequency(folded)
    listed = (
        ("F" if lists.is_first(folded) else "")
        + ("W" if lists.is_word_name(folded) else "")
        + ("L" if lists.is_last(folded) else "")
        + ("v" if folded in lists.lively else "n" if folded in lists.words else "")
        + ("T" if folded in FORMAL else "")
        + ("m" if zipf < _UNKNOWN and misspelt(folded) else "")
    )
    own = folded if zipf >= _SELF_KNOWN else f"z{_bin(zipf)}"
    near = folded if zipf >= _NEIGHBOUR_KNOWN and "F" not in listed else f"<{listed}{int(zipf)}>"
    return own, f"{listed}|{_bin(zipf)}", near


def _shape(word: str) -> str:
    if not word[0].isalpha():
        return "."
    if word.isupper():
        return "X" if len(word) == 1 else "XX"
    return "Xx" if word[0].isupper() else "x"


def features(row: Sequence[re.Match[str]], i: int, text: str, lists: Lists, manner: Style) -> list[str]:
    """Return the names of the features of one word."""
    word = row[i][0]
    own, listed, _ = _kind(word, lists)
    shape = _shape(word)
    begins = i == 0 or "\n" in text[row[i - 1].end() : row[i].start()] or row[i - 1][0] in '.!?:"“”‘>'
    way = "q" if manner.no_capitals else "s" if manner.shouting else "c"
    look = f"{shape}{'^' if begins else ''}{way}"
    near = [_kind(row[j][0], lists)[2] if 0 <= j < len(row) else "#" for j in (i - 2, i - 1, i + 1, i + 2)]
    shapes = [_shape(row[j][0]) if 0 <= j < len(row) else "#" for j in (i - 1, i + 1)]
    flat = listed.partition("|")[0]
    owns = "s" if _OWNS.search(word) else ""
    return [
        "bias",
        f"o={own}",
        f"k={listed}",
        f"l={look}",
        f"kl={listed} {look}",
        f"fl={flat} {shape}{way}",
        f"a={near[1]}",
        f"b={near[2]}",
        f"c={near[0]} {near[1]}",
        f"d={near[2]} {near[3]}",
        f"e={near[1]} {flat}",
        f"f={near[2]} {flat}",
        f"g={near[1]} {look}",
        f"h={near[2]} {look}",
        f"i={near[1]} _ {near[2]}",
        f"j={near[0]}",
        f"m={near[3]}",
        f"n={shapes[0]} {shape} {shapes[1]} {way}",
        f"p={owns}{flat}{shape}",
        f"u={min(len(word), 6)}{flat}",
    ]


def find(text: str, lists: Lists, tagger: Tagger | None = None, floor: float = FLOOR) -> Iterator[Hit]:
    """Yield runs of words that are probably a name, with the lowest probability among them as score."""
    tagger = tagger or load_tagger()
    row, manner = tokens(text), style(text)
    found: list[list[tuple[int, int, float, int]]] = []
    run: list[tuple[int, int, float, int]] = []
    for i, token in enumerate(row):
        if not token[0][0].isalpha():
            if run and not (token[0] == "." and run[-1][1] == token.start()):
                found.append(run)
                run = []
            continue
        odds = tagger.probabilities(features(row, i, text, lists, manner))
        name = 1.0 - odds[0]
        best = max(range(1, len(CLASSES)), key=lambda c: odds[c])
        joined = bool(run) and text[run[-1][1] : token.start()] in {" ", ". ", "."} and run[-1][3] == best
        if run and (name < FLOOR or not joined or len(run) >= _LONGEST or abs(run[-1][2] - name) > 0.5):
            found.append(run)
            run = []
        if name >= FLOOR:
            owns = _OWNS.search(token[0])
            run.append((token.start(), token.end() - len(owns[0]) if owns else token.end(), name, best))
    found.append(run)
    for run in found:
        if _tells(run, text, lists) and (hit := _hit(run)).score >= floor:
            yield hit


def _tells(run: Sequence[tuple[int, int, float, int]], text: str, lists: Lists) -> bool:
    """Say whether a run holds more than words of form, lone letters and the commonest words of English."""
    return any(_may_name(text[start:end], lists, score) for start, end, score, _ in run)


def _may_name(word: str, lists: Lists, score: float) -> bool:
    folded = fold(word)
    if len(word) == 1 or folded in _NEVER or folded.rstrip("s") in _NEVER:
        return False
    known = lists.is_first(folded) or lists.is_word_name(folded) or lists.is_last(folded)
    return known or not lists.is_plain(folded) or (score >= _SURE and frequency(folded) < _ORDINARY)


_SURE = 0.5
"""Probability from which a plain word that no list holds is believed to be a name."""
_ORDINARY = 4.3
"""Zipf frequency from which a plain word that no list holds is no name."""
_ENDINGS = frozenset(w.casefold() for w in words("body_endings") | words("place_endings"))
_NEVER = _ENDINGS | words("function_words") | words("form_words") | words("titles") | words("roles") | words("kin")
_OWNS = re.compile(r"['’]s\Z")


def _hit(run: Sequence[tuple[int, int, float, int]]) -> Hit:
    score = max(r[2] for r in run)
    label = CLASSES[run[0][3]]
    return Hit(run[0][0], run[-1][1], label, round(score, 4), f"tagger {label.lower()}")
