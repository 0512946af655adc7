"""Recorded realist links, from the words that carry them: where these stand is found and never counted by hand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from making.pieces import Clock, Sample

ELEMENTS = ("for whom", "context", "resource", "reasoning", "outcome")


def links(lines: Iterable[str], samples: Sequence[Sample]) -> list[dict[str, object]]:
    """Return a line a link: theory, bearing, coder, note, and each element's place in the raw words of its turn.

    Raises ValueError where words stand nowhere or in two places, or a line is not one of the form.
    """
    clocks = {"C1": Clock(24), "C2": Clock(25)}
    made: list[dict[str, object]] = []
    for line in lines:
        if not line.strip() or line.startswith("#"):
            continue
        if line.startswith("== "):
            theory, bearing, coder = line.removeprefix("== ").split()
            at = clocks[coder].tick(f"{theory}{len(made)}")
            made.append(
                {"theory": theory, "bearing": bearing, "coder": coder, "made_at": at, "note": "", "anchors": []}
            )
            continue
        head, words = line.split(": ", 1)
        element, _, part = head.partition(" @")
        anchors = made[-1]["anchors"]
        assert isinstance(anchors, list)
        if element == "note":
            made[-1]["note"] = words
        elif element in ELEMENTS:
            anchors.append({"element": element, **place(words, samples, part)})
        else:
            raise ValueError(f"no element: {head!r}")
    return sorted(made, key=lambda one: str(one["made_at"]))


def place(words: str, samples: Sequence[Sample], part: str = "") -> dict[str, object]:
    """Return the one place where these words stand, in files whose name holds `part`."""
    found: list[dict[str, object]] = [
        {"file": sample.file, "row": sample.row, "turn": turn, "start": start, "end": start + len(words)}
        for sample in samples
        if part in sample.file
        for turn, piece in enumerate(sample.pieces)
        if (start := piece.words.text.find(words)) >= 0
    ]
    if len(found) != 1:
        raise ValueError(f"found {len(found)} times: {words!r}")
    return found[0]
