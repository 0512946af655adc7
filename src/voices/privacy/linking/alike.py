"""Whether two written names can be one person's: short forms, slips of one letter, abbreviations, spellings by ear."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from voices.privacy.lists import Lists, nicknames, words

SLIP_FROM = 5
"""Letters from which a name may be another with one letter wrong; in shorter ones a letter makes another name."""
CUT = 3
"""Letters a name cut short has at least, and a family name cut short at most."""
_DOUBLED = re.compile(r"(.)\1+")


def same_given(a: str, b: str, lists: Lists | None = None) -> bool:
    """Say whether two folded first names can be one person's: equal, short for each other, initial, misspelt.

    Two names that are both listed (Daniel, Daniela) are no misspelling of each other.
    """
    if not a or not b:
        return False
    if a == b or b in nicknames(a) or (len(a) == 1 and b.startswith(a)) or (len(b) == 1 and a.startswith(b)):
        return True
    if by_ear(a, b) or (nicknames(a) & nicknames(b) and a[:2] == b[:2]):
        return True
    return slipped(a, b) and not (lists is not None and lists.is_first(a) and lists.is_first(b))


def same_family(a: str, b: str, lists: Lists | None = None) -> bool:
    """Say whether two folded family names can be one person's: equal, cut short ("McG", "P L", "al M"), misspelt."""
    if not a or not b:
        return False
    one, other = a.replace(" ", ""), b.replace(" ", "")
    if one == other or _abbreviates(a, b) or _abbreviates(b, a) or squeezed(one) == squeezed(other):
        return True
    return slipped(one, other) and not (lists is not None and a in lists.last and b in lists.last)


def by_ear(a: str, b: str) -> bool:
    """Say whether two first names sound alike: a doubled letter, or a pair that transcribers write ("Rosheen")."""
    return squeezed(a) == squeezed(b) or frozenset((a, b)) in _heard()


def slipped(a: str, b: str) -> bool:
    """Say whether one letter was left out, added, changed or swapped with its neighbour; the first one stays."""
    if min(len(a), len(b)) < SLIP_FROM or abs(len(a) - len(b)) > 1 or a[0] != b[0]:
        return False
    at = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    rest, other = a[at:], b[at:]
    swapped = rest[:2] == other[:2][::-1] and rest[2:] == other[2:]
    return rest[1:] == other[1:] or rest == other[1:] or rest[1:] == other or swapped


def is_cut(short: str, name: str, lists: Lists) -> bool:
    """Say whether a first name is another cut short ("Nas" of Nasreen); Ann and Anna are two names."""
    if len(short) < CUT or len(short) >= len(name) or not name.startswith(short):
        return False
    return len(name) - len(short) > 1 or not (lists.is_first(short) and lists.is_first(name))


def neighbourhood(name: str) -> Iterator[str]:
    """Yield the name and, where it is long enough, the name with each letter left out: slips share one of these."""
    yield name
    if len(name) >= SLIP_FROM:
        yield from {name[:i] + name[i + 1 :] for i in range(1, len(name))}


@lru_cache(maxsize=1)
def _heard() -> frozenset[frozenset[str]]:
    return frozenset(frozenset(line.split()) for line in words("heard_alike"))


def heard(name: str) -> frozenset[str]:
    """Return the names that are written for this one by ear."""
    return frozenset(other for pair in _heard() if name in pair for other in pair if other != name)


@lru_cache(maxsize=65536)
def squeezed(name: str) -> str:
    """Return a name with doubled letters written once."""
    return _DOUBLED.sub(r"\1", name)


def _abbreviates(short: str, long: str) -> bool:
    """Say whether one family name is the other cut short, its last word to three letters."""
    ours, theirs = short.split(), long.split()
    return (
        len(ours) == len(theirs)
        and len(ours[-1]) <= CUT
        and all(b.startswith(a) for a, b in zip(ours, theirs, strict=True))
    )
