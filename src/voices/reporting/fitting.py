"""How wide the columns of a table must be on paper, so that no word breaks and the rest goes where the text is."""

from __future__ import annotations

from voices.reporting.blocks import Table

CENTIMETRES = 2.54 / 72
"""A point, in centimetres."""
SIDES = 0.3
"""Centimetres of room beside the text of a cell."""
LONGEST = 26
"""Letters of a word that is kept whole; longer ones, such as fingerprints, may break."""
_NARROW, _WIDE = frozenset("fijlrtI.,:;'’“”!|()[]-/ \u00a0"), frozenset("mwMW%—@")


def measure(text: str, size: float, *, bold: bool = False) -> float:
    """Return about how wide a text is in Arial, in centimetres, rather too wide than too narrow."""
    ems = sum(0.36 if c in _NARROW else 0.9 if c in _WIDE else 0.72 if c.isupper() else 0.57 for c in text)
    return ems * size * CENTIMETRES * (1.06 if bold else 1.0)


def widths(block: Table, room: float, size: float) -> list[float]:
    """Return the width of each column in centimetres, together `room` (times the share of the table).

    Every column first gets its longest word; what is left is shared out by the relative widths asked for. Columns
    of figures take no more than they need. Where not even the words fit, all shrink alike.
    """
    total = room * block.share
    asked = block.widths or (1.0,) * len(block.header)
    least = [_least(block, place, size) for place in range(len(block.header))]
    if sum(least) > total:
        return [width * total / sum(least) for width in least]
    wanted = [max(low, total * part / sum(asked)) for low, part in zip(least, asked, strict=True)]
    over = sum(wanted) - total
    slack = [width - low for width, low in zip(wanted, least, strict=True)]
    if over <= 0:
        return wanted
    return [width - over * free / sum(slack) for width, free in zip(wanted, slack, strict=True)]


def _least(block: Table, place: int, size: float) -> float:
    words = [(word, True) for word in block.header[place].split(" ")]
    words += [(word, False) for row in block.rows for word in row[place].split(" ")]
    kept = [measure(word, size, bold=bold) for word, bold in words if len(word) <= LONGEST]
    return max(kept, default=0.0) + SIDES
