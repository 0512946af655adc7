"""The vault's log: append-only, each line sealed to the one before, its head kept apart so that a cut shows.

hash_n = HMAC-SHA256(audit key, hash_{n-1} || canonical JSON of line n). Lines hold ids, actor and reason in the clear,
so that they can be read without the key; checking them needs it.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Iterable

import sqlalchemy as sa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from voices.errors import VaultError
from voices.vault import tables
from voices.vault.crypto import seal, unseal
from voices.vault.encoding import dump, load
from voices.vault.nouns import LogEntry, LogState
from voices.vault.ring import Ring

REASON_MINIMUM = 5
"""Code points: long enough for a case number, too long for a mere full stop."""
REASON_MAXIMUM = 500

_HEAD = "log head"
_WORD = re.compile(r"[^\W\d_][\w'\u2019-]*")


def append(
    connection: sa.Connection, ring: Ring, *, at: str, actor: str, action: str, subject: Iterable[str], reason: str
) -> None:
    """Add one line in the caller's transaction."""
    last = connection.execute(sa.select(tables.log.c.n, tables.log.c.hash).order_by(tables.log.c.n.desc()).limit(1))
    row = last.one_or_none()
    n, before = (row[0] + 1, row[1]) if row else (1, b"")
    entry = dump({"n": n, "at": at, "actor": actor, "action": action, "subject": sorted(subject), "reason": reason})
    value = hmac.digest(ring.names["audit"], before + entry, "sha256")
    connection.execute(tables.log.insert(), {"n": n, "entry": entry.decode(), "hash": value})
    head = seal(AESGCM(ring.names["audit"]), dump([n, value.hex()]), ring.context(_HEAD)).hex()
    connection.execute(tables.meta.delete().where(tables.meta.c.name == _HEAD))
    connection.execute(tables.meta.insert(), {"name": _HEAD, "value": head})


def entries(connection: sa.Connection) -> tuple[LogEntry, ...]:
    """Return the lines from first to last."""
    rows = connection.execute(sa.select(tables.log.c.entry).order_by(tables.log.c.n)).scalars()
    found = (load(entry.encode()) for entry in rows)
    return tuple(LogEntry(e["n"], e["at"], e["actor"], e["action"], tuple(e["subject"]), e["reason"]) for e in found)


def verify(connection: sa.Connection, ring: Ring) -> LogState:
    """Check every line against its seal, the numbers for gaps, and the end against the head kept apart."""
    before, count = b"", 0
    for n, entry, value in connection.execute(sa.select(tables.log).order_by(tables.log.c.n)):
        count += 1
        expected = hmac.digest(ring.names["audit"], before + entry.encode(), "sha256")
        if n != count or not hmac.compare_digest(expected, value):
            return LogState(count, False, before.hex(), f"line {count} was changed, taken out or put in")
        before = value
    head = connection.execute(sa.select(tables.meta.c.value).where(tables.meta.c.name == _HEAD)).scalar_one_or_none()
    try:
        sealed = bytes.fromhex(head or "")
        last, digest = load(unseal(AESGCM(ring.names["audit"]), sealed, ring.context(_HEAD), _HEAD))
    except (VaultError, ValueError):
        return LogState(count, False, before.hex(), "the seal on the end of the log is broken")
    if (last, digest) != (count, before.hex()):
        return LogState(count, False, before.hex(), f"the log had {last} lines and now has {count}")
    return LogState(count, True, before.hex())


def checked(connection: sa.Connection, ring: Ring, actor: str, reason: str) -> tuple[str, str]:
    """Return actor and reason, tidied.

    Raises:
        VaultError: one is missing or too short, or the reason names somebody the vault knows.
    """
    actor, reason = " ".join(actor.split()), " ".join(reason.split())
    if not actor:
        raise VaultError("say who is asking: every look-up is logged with a name or staff number")
    if len(reason) < REASON_MINIMUM:
        raise VaultError("give a reason, for example the number of the request: every look-up is logged with one")
    if len(reason) > REASON_MAXIMUM:
        raise VaultError(f"the reason is longer than {REASON_MAXIMUM} characters; the number of the request is enough")
    if _names_somebody(connection, ring, reason):
        raise VaultError("the reason names somebody of this study; write the number of the request instead")
    return actor, reason


def _names_somebody(connection: sa.Connection, ring: Ring, reason: str) -> bool:
    # Only capitalised words: the index is case-blind, and "will" in a reason is not somebody called Will.
    words = [word[0] for word in _WORD.finditer(reason)]
    runs = {
        ring.mark(" ".join(words[i : i + length]))
        for length in (1, 2, 3)
        for i in range(len(words) - length + 1)
        if words[i][0].isupper()
    }
    forms, people = tables.form, tables.entity
    query = (
        sa.select(forms.c.mark)
        .join(people, people.c.id == forms.c.entity)
        .where(people.c.label == "PERSON", forms.c.mark.in_(sorted(runs)))
    )
    return bool(runs) and connection.execute(query.limit(1)).first() is not None
