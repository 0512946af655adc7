"""The gold and the recorded decisions, computed from the marks: exact because nobody counted by hand."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from making.markup import Identity, Marked, Point

ANCHOR_WORDS = 5
"""Long enough to be found once in a turn, short enough to lie inside one sentence."""
GAP = 5
"""Characters kept between an anchor and an identity, whose mask may take in an article."""
_RISKY = {
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen"),
    *("fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"),
    *("duty", "people", "lady", "fella", "may", "will", "hope"),
}
"""Words that are sometimes taken for an age or a name, so that an anchor had better not hold them."""


@dataclass(frozen=True)
class Piece:
    """One turn, answer, summary or letter."""

    words: Marked
    speaker: str = ""
    question: str = ""
    """Column header of a table answer."""


@dataclass(frozen=True)
class Sample:
    """One document as readers will see it: a whole file or one row."""

    file: str
    """Path below `files/`."""
    row: int | None
    pieces: tuple[Piece, ...]
    coder: str = "C1"
    """Who decides here unless a mark says "2"."""

    @property
    def id(self) -> str:
        """File, and row where a row is the document."""
        return self.file if self.row is None else f"{self.file}#{self.row}"


def spans(samples: Iterable[Sample]) -> Iterator[dict[str, object]]:
    """One line a document: words, identities and must-stay words, in document and in turn offsets."""
    for sample in samples:
        found: dict[str, list[dict[str, object]]] = {"spans": [], "keep": []}
        base = 0
        for turn, piece in enumerate(sample.pieces):
            for item in piece.words.identities:
                entry: dict[str, object] = {"start": base + item.start, "end": base + item.end}
                if item.label != "KEEP":
                    entry |= {"label": item.label, "entity": item.entity or None}
                entry |= {"turn": turn, "turn_start": item.start, "turn_end": item.end}
                found["keep" if item.label == "KEEP" else "spans"].append(entry)
            base += len(piece.words.text) + 1
        text = "\n".join(piece.words.text for piece in sample.pieces)
        yield {"id": sample.id, "file": sample.file, "row": sample.row, "text": text, **found}


Children = Mapping[str, str]
"""Opening words of a coded point to the child code its coder added."""


def child(children: Children, text: str, point: Point) -> str:
    """Return the child code of a point, or an empty string; of two openings that fit, the longer."""
    words = text[point.start : point.end]
    fitting = [opening for opening in children if words.startswith(opening)]
    return children[max(fitting, key=len)] if fitting else ""


def read_children(lines: Iterable[str]) -> dict[str, str]:
    """Read the list of child codes, `opening ;; code` on a line; lines from `#` are comments."""
    pairs = [line.split(" ;; ") for line in lines if line.strip() and not line.startswith("#")]
    return {opening.strip(): code.strip() for opening, code in pairs}


def codes(samples: Iterable[Sample]) -> Iterator[dict[str, object]]:
    """One line a coded point: its words and its codes, primary first; an empty list means read, none."""
    for sample in samples:
        for turn, piece in enumerate(sample.pieces):
            for point in piece.words.points:
                if point.verdict in {"coded", "no code"}:
                    yield {
                        "id": f"{sample.id}@{turn}.{point.start}",
                        "file": sample.file,
                        "row": sample.row,
                        "turn": turn,
                        "start": point.start,
                        "end": point.end,
                        "text": piece.words.text[point.start : point.end],
                        "codes": [{"code": code, "valence": valence} for code, valence in point.codes],
                    }


def anchor(words: Marked, point: Point) -> str:
    """Words of the point found once in its turn, inside one sentence, clear of every identity.

    Taken near the middle, where software that splits a long turn is surest to put the point. Raises
    ValueError where there are none.
    """
    text = words.text
    tokens = [match.span() for match in re.finditer(r"\S+", text) if point.start <= match.start() < point.end]
    middle = (point.start + point.end) / 2
    for size in (*range(ANCHOR_WORDS, 0, -1), *range(ANCHOR_WORDS + 1, 9)):
        windows = [(tokens[i][0], tokens[i + size - 1][1]) for i in range(len(tokens) - size + 1)]
        windows = [window for window in windows if _clear(text, window, words.identities)]
        if windows:
            start, end = min(windows, key=lambda window: (abs(sum(window) / 2 - middle), window))
            return text[start:end].rstrip(".,;:!?")
    raise ValueError(f"no anchor in: {text[point.start : point.end][:60]!r}")


def _clear(text: str, window: tuple[int, int], identities: Sequence[Identity]) -> bool:
    start, end = window
    words = text[start:end]
    if re.search(r"[.!?;:,'\"]\s|[\"“”()\d]|\s['‘]", words) or text.count(words.rstrip(".,;:!?")) != 1:
        return False
    if any(item.start < end + GAP and start - GAP < item.end for item in identities if item.label != "KEEP"):
        return False
    if _RISKY & set(re.findall(r"\w+", words.casefold())) and len(text.split()) > 2 * ANCHOR_WORDS:
        return False
    return all(word[0].islower() for word in words.split()) or len(text.split()) < ANCHOR_WORDS


def with_child(chosen: Sequence[tuple[str, str | None]], below: str) -> list[tuple[str, str | None]]:
    """Return the codes with the child put after its parent, under the parent's valence."""
    out: list[tuple[str, str | None]] = []
    for code, valence in chosen:
        out.append((code, valence))
        if below.startswith(f"{code}/"):
            out.append((below, valence))
    return out


class Clock:
    """Working hours of one coder, invented: a decision every minute or two."""

    def __init__(self, day: int) -> None:
        self.now = datetime(2025, 3, day, 9, 5, tzinfo=UTC)

    def tick(self, key: str) -> str:
        self.now += timedelta(seconds=35 + hashlib.sha256(key.encode()).digest()[0])
        if self.now.hour >= 16:
            self.now = (self.now + timedelta(days=3 if self.now.weekday() == 4 else 1)).replace(hour=9, minute=10)
        return self.now.strftime("%Y-%m-%dT%H:%M:%SZ")


def decisions(samples: Iterable[Sample], children: Children) -> list[dict[str, object]]:
    """Recorded decisions of coders C1 and C2, oldest first.

    A blind point is decided by both; where they differ, C1 decides it again in the open once they have talked.
    """
    clocks = {"C1": Clock(3), "C2": Clock(4), "talk": Clock(20)}
    lines: list[dict[str, object]] = []

    def add(place: dict[str, object], point: Point, below: str, coder: str, **changed: object) -> None:
        clock = clocks["talk" if changed.pop("talk", False) else coder]
        line: dict[str, object] = {
            **place,
            "coder": coder,
            "verdict": point.verdict,
            "codes": point.codes,
            "quotable": point.quotable,
            "memo": point.memo,
            "blind": point.blind,
        } | changed
        chosen = line["codes"]
        assert isinstance(chosen, tuple)
        line["codes"] = [{"code": code, "valence": valence} for code, valence in with_child(chosen, below)]
        line["made_at"] = clock.tick(f"{place}{coder}")
        lines.append(line)

    for sample in samples:
        other = {"C1": "C2", "C2": "C1"}[sample.coder]
        for turn, piece in enumerate(sample.pieces):
            for point in piece.words.points:
                if point.gold_only:
                    continue
                place: dict[str, object] = {
                    "file": sample.file,
                    "row": sample.row,
                    "turn": turn,
                    "question": piece.question,
                    "start": point.start,
                    "end": point.end,
                    "anchor": anchor(piece.words, point),
                }
                first, second = (other, sample.coder) if point.other_coder else (sample.coder, other)
                below = child(children, piece.words.text, point)
                add(place, point, below, first)
                if point.blind:
                    add(place, point, below, second, codes=point.rival or point.codes, memo="")
                if point.rival:
                    add(
                        place, point, below, "C1", talk=True, blind=False, memo="Settled after we had read it together."
                    )
    return sorted(lines, key=lambda line: (str(line["made_at"]), str(line["file"]), str(line["coder"])))
