"""Places in a text that stay the same when its placeholders are written otherwise.

A passage keeps its id while its text with every placeholder collapsed to its kind stays the same; a merge of two
pseudonyms or a study that comes to want roles changes the length of placeholders all the same. So anchors are stored as
places in the collapsed text. Offsets are half-open code points.
"""

from __future__ import annotations

from collections.abc import Iterator

from voices import placeholders


def to_steady(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a span of a text as a span of the collapsed text; one that cuts a placeholder is grown to hold it."""
    return _move(start, _pairs(text), later=False), _move(end, _pairs(text), later=True)


def from_steady(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a span of the collapsed text as a span of the text."""
    turned = [((c, d), (a, b)) for (a, b), (c, d) in _pairs(text)]
    return _move(start, turned, later=False), _move(end, turned, later=True)


def _move(offset: int, pairs: Iterator[_Pair] | list[_Pair], *, later: bool) -> int:
    """Return an offset on the other side; inside a placeholder it becomes one of its edges."""
    shift = 0
    for (start, end), (other_start, other_end) in pairs:
        if offset <= start:
            break
        if offset < end:
            return other_end if later else other_start
        shift = other_end - end
    return offset + shift


_Pair = tuple[tuple[int, int], tuple[int, int]]


def _pairs(text: str) -> Iterator[_Pair]:
    """Yield each placeholder's span in the text and in the collapsed text."""
    shift = 0
    for found in placeholders.find(text):
        length = len(placeholders.collapse(text[found.start : found.end]))
        start = found.start + shift
        yield (found.start, found.end), (start, start + length)
        shift = start + length - found.end
