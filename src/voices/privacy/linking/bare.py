"""First names that stand alone in a study: which of them are forms of one name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from voices.privacy.linking.alike import by_ear, neighbourhood, slipped
from voices.privacy.lists import Lists, nicknames


class Partners:
    """The bare names of a study, by what they may be other forms of."""

    def __init__(self, bares: Iterable[str], lists: Lists) -> None:
        """Take folded names."""
        self._lists = lists
        self._bares = frozenset(bares)
        self._index: dict[str, set[str]] = defaultdict(set)
        for bare in self._bares:
            for short in neighbourhood(bare):
                self._index[short].add(bare)

    def of(self, bare: str) -> set[str]:
        """Return the other names of the study that may be this one: short forms, slips, spellings by ear."""
        near = {other for short in neighbourhood(bare) for other in self._index.get(short, ())}
        alike = {b for b in near if by_ear(b, bare) or (slipped(b, bare) and not self._both_listed(b, bare))}
        return (alike | (self._bares & nicknames(bare))) - {bare}

    def _both_listed(self, a: str, b: str) -> bool:
        return self._lists.is_first(a) and self._lists.is_first(b)
