"""What filling a bank leaves for the next filling: each part, with everything it was worked out from.

A part is used again only where all of that is the same, so a bank filled with what is kept is the bank filled anew.
Unequal things are found quickly, because what did not change is the very same object.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

T = TypeVar("T")


class Kept:
    """Parts of one study's bank; vectors and the way of embedding have to be of one model throughout."""

    def __init__(self) -> None:
        """Begin with nothing kept."""
        self._known: dict[Hashable, tuple[Any, Any]] = {}
        self._asked: set[Hashable] = set()

    def of(self, name: Hashable, inputs: object, make: Callable[[], T]) -> T:
        """Return a part by its name: as it is kept where it was made from equal inputs, else made now."""
        self._asked.add(name)
        before = self._known.get(name)
        if before is None or before[0] != inputs:
            before = self._known[name] = (inputs, make())
        made: T = before[1]
        return made

    def same(self, name: Hashable, value: T) -> T:
        """Return the equal object that was handed in before, so that comparing it takes no time; else this one."""
        return self.of(name, value, lambda: value)

    def forget_the_rest(self) -> None:
        """Forget the parts that nobody has asked for since this was called last."""
        self._known = {name: kept for name, kept in self._known.items() if name in self._asked}
        self._asked = set()
