"""Cut the lines of a letter or text into paragraphs and points."""

from __future__ import annotations

from collections.abc import Sequence

from voices.sources.letters.marks import LIST_ITEM
from voices.sources.words import clean, count


def paragraphs(lines: Sequence[str], wrapped: bool) -> tuple[str, ...]:
    """Return paragraphs: an empty line parts them; without wrapping every line is one."""
    return tuple(words for words, _ in paragraph_starts(lines, wrapped))


def paragraph_starts(lines: Sequence[str], wrapped: bool) -> tuple[tuple[str, int], ...]:
    """Return (paragraph, index of its first line); a point of a list that is more than a word or two is one."""
    if not wrapped:
        return tuple((words, n) for n, line in enumerate(lines) if (words := clean(line)))
    found: list[tuple[str, int]] = []
    current, start = "", 0
    width = _wrapped_at(lines)
    for n, line in enumerate((*lines, "")):
        plain = clean(line)
        if plain and LIST_ITEM.match(plain) and count(current.rsplit("\n", 1)[-1]) >= POINT_WORDS:
            found.append((current, start))
            current = ""
        if plain:
            start = n if not current else start
            # a short line was ended on purpose (a list, an address), a long one by the width of the page
            current += (
                "" if not current else " " if _runs_on(current, width) and not LIST_ITEM.match(plain) else "\n"
            ) + plain
        elif current:
            found.append((current, start))
            current = ""
    return tuple(found)


POINT_WORDS = 12
"""Rationale: a numbered point of so many words makes a complaint of its own; shorter ones list things."""


def _wrapped_at(lines: Sequence[str]) -> int:
    """Return how long a line has to be to run on into the next: less where the page is a narrow column."""
    lengths = sorted(len(line.strip()) for line in lines if line.strip())
    if len(lengths) < _COLUMN_LINES:
        return _RUNS_ON
    return min(_RUNS_ON, int(0.7 * lengths[len(lengths) * 9 // 10]))


_RUNS_ON = 45
"""Rationale: characters; a line of a page or mail that is as long was ended by its width, a shorter one on purpose."""
_COLUMN_LINES = 30
"""Rationale: fewer lines do not show how wide a column is."""


def _runs_on(text: str, width: int) -> bool:
    return len(text.rsplit("\n", 1)[-1]) >= width
