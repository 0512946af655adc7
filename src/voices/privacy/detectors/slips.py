"""Words one slip of the pen away from a name that is known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from voices.privacy.lists import Lists, frequency, misspelt

ONE_SLIP_FROM = 5
"""Letters from which a word that is one slip from a known name is taken for it; a shorter one is near too much."""
_RARE = 2.4
"""Zipf frequency under which a word is unknown enough to be somebody's name misspelt."""


def gaps(words: Mapping[str, float]) -> dict[str, list[str]]:
    """Return the longer known words, under themselves and under what is left when one letter goes."""
    index: dict[str, list[str]] = {}
    for word in words:
        if len(word) >= ONE_SLIP_FROM and word.isalpha():
            for form in {word, *(word[:i] + word[i + 1 :] for i in range(len(word)))}:
                index.setdefault(form, []).append(word)
    return index


def near(folded: str, index: Mapping[str, Sequence[str]], words: Mapping[str, float]) -> float:
    """Return how sure the surest known word one slip away is, 0 where there is none."""
    forms = (folded, *(folded[:i] + folded[i + 1 :] for i in range(len(folded))))
    return max((words[w] for form in forms for w in index.get(form, ())), default=0.0)


def is_rare(folded: str, lists: Lists) -> bool:
    """Say whether a word may be a misspelt name: long, unknown to English, and no slip from a word of it."""
    rare = len(folded) >= ONE_SLIP_FROM and frequency(folded) < _RARE and not lists.is_plain(folded)
    return rare and not lists.is_first(folded) and not misspelt(folded)
