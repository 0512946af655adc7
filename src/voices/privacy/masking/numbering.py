"""Opaque ids and placeholder numbers: keyed, stable in a study, no order of appearance, unlinkable across studies."""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Mapping
from hashlib import sha256

_CROWDED = 0.6
"""Share of a range in use from which new numbers take one digit more; the placeholder's grammar allows six."""


def keyed(key: bytes, *parts: str) -> bytes:
    """Return HMAC-SHA256 over the parts, each with its length before it, so that no two lists of parts agree."""
    message = b"".join(len(p.encode()).to_bytes(4, "big") + p.encode() for p in parts)
    return hmac.new(key, message, sha256).digest()


def entity_id(key: bytes, label: str, form: str) -> str:
    """Return the opaque id (16 hex characters) of whoever is defined by a folded form."""
    return keyed(key, "entity", label, form).hex()[:16]


def numbers(key: bytes, label: str, ids: Iterable[str], taken: Mapping[str, int]) -> dict[str, int]:
    """Return a number per id, unique within its label.

    Those in `taken` keep theirs. The others draw from three digits (more when these are crowded) by a keyed
    hash of their own id, in the order of that hash, so that neither appearance nor alphabet shows.
    """
    ids = sorted(set(ids))
    used = set(taken.values())
    result = {i: taken[i] for i in ids if i in taken}
    new = sorted((i for i in ids if i not in taken), key=lambda i: keyed(key, "order", label, i))
    for identity in new:
        low, high = _range(len(used) + 1)
        attempt = 0
        while True:
            drawn = low + int.from_bytes(keyed(key, "number", label, identity, str(attempt))[:8], "big") % (high - low)
            if drawn not in used:
                break
            attempt += 1
        used.add(drawn)
        result[identity] = drawn
    return result


def _range(count: int) -> tuple[int, int]:
    digits = 3
    while digits < 6 and count > _CROWDED * 9 * 10 ** (digits - 1):
        digits += 1
    return 10 ** (digits - 1), 10**digits
