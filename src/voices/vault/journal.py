"""The vault's log: append-only, each line sealed to the one before, its end kept apart so that a cut shows.

hash_n = HMAC-SHA256(audit key, hash_{n-1} || canonical JSON of line n). Lines hold ids, actor and reason in the clear,
so that they can be read without the key; checking them needs it. The end (number and hash of the last line, sealed)
stands in another table and in a file beside the database (`database.ANCHOR`): somebody who puts an older copy of the
database in its place has to have an older copy of that file as well.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Iterable, Sequence

import sqlalchemy as sa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from voices.errors import VaultError
from voices.vault import tables
from voices.vault.crypto import seal, unseal
from voices.vault.database import ANCHOR, anchor_of
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
    connection.info[ANCHOR] = head


def entries(connection: sa.Connection) -> tuple[LogEntry, ...]:
    """Return the lines from first to last."""
    rows = connection.execute(sa.select(tables.log.c.entry).order_by(tables.log.c.n)).scalars()
    found = (load(entry.encode()) for entry in rows)
    return tuple(LogEntry(e["n"], e["at"], e["actor"], e["action"], tuple(e["subject"]), e["reason"]) for e in found)


def verify(connection: sa.Connection, ring: Ring, noted: str = "") -> LogState:
    """Check every line against its seal, the numbers for gaps, and the end against what is kept of it elsewhere.

    `noted` is a seal somebody wrote down earlier, or its first 16 signs: the log has to contain it still.
    """
    before, count = b"", 0
    hashes: list[str] = []
    for n, entry, value in connection.execute(sa.select(tables.log).order_by(tables.log.c.n)):
        count += 1
        expected = hmac.digest(ring.names["audit"], before + entry.encode(), "sha256")
        if n != count or not isinstance(value, bytes) or not hmac.compare_digest(expected, value):
            return LogState(count, False, before.hex(), f"line {count} was changed, taken out or put in")
        before = value
        hashes.append(value.hex())
    head = connection.execute(sa.select(tables.meta.c.value).where(tables.meta.c.name == _HEAD)).scalar_one_or_none()
    problem = _problem(ring, hashes, head or "", exact=True) or _anchored(connection, ring, hashes)
    if not problem and noted and not any(one.startswith(noted.casefold()) for one in hashes):
        problem = "the seal you noted is not in the log: it was cut off there, or is another vault's"
    return LogState(count, not problem, before.hex(), problem)


def _anchored(connection: sa.Connection, ring: Ring, hashes: Sequence[str]) -> str:
    path = anchor_of(connection.engine)
    if path is None:
        return ""
    try:
        return _problem(ring, hashes, path.read_text(encoding="ascii").strip(), exact=False)
    except (OSError, UnicodeDecodeError):
        return f"the file {ANCHOR} beside the vault, which keeps the end of the log, is gone or damaged"


def _problem(ring: Ring, hashes: Sequence[str], head: str, *, exact: bool) -> str:
    """Compare the lines with a kept end; a file may lag behind by what a kill left unwritten, a table may not."""
    try:
        last, digest = load(unseal(AESGCM(ring.names["audit"]), bytes.fromhex(head), ring.context(_HEAD), _HEAD))
    except (VaultError, ValueError):
        return "the seal on the end of the log is broken"
    if last > len(hashes) or (exact and last != len(hashes)) or hashes[last - 1] != digest:
        return f"the log had {last} lines and now has {len(hashes)}"
    return ""


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
