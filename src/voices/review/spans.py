"""Words of a passage that somebody marked; pure, offsets are half-open code points."""

from __future__ import annotations

import re

from voices.errors import InputError


def marked(text: str, words: str, at: int | None = None) -> tuple[int, int]:
    """Return where marked words stand in a passage: at `at` if they stand there, else where they stand first.

    Blanks and line ends may differ, since a browser shows them otherwise than they are stored.

    Raises InputError where the words do not stand in the passage.
    """
    parts = words.split()
    if not parts:
        raise InputError("mark or copy the words first")
    pattern = re.compile(r"\s+".join(map(re.escape, parts)))
    places = [found.span() for found in pattern.finditer(text)]
    if not places:
        raise InputError("these words do not stand in the passage like this: copy them from it")
    return next((place for place in places if place[0] == at), places[0])
