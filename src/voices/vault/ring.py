"""The vault's keyring: which keys there are, how they are wrapped, and how entity and document keys are made.

key file or passphrase -> wrapping key (HKDF, study id) -> wraps every other key below, bound to its name
ids, passages, pseudonyms, participants, index, audit: derived from the first key and the study id, then kept
records: random; seals detections, sources, roster, rulings
one random key for each person, place or body, and for each document: destroying it is the erasure
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import sqlalchemy as sa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from voices.errors import VaultError
from voices.vault import tables
from voices.vault.crypto import blind_index, bound, derive, new_key, seal, unseal

DERIVED = ("ids", "passages", "pseudonyms", "participants", "index", "audit")
"""Derived at creation, so that the same key and study id give the same ids; kept through every rotation."""

RANDOM = ("records",)


@dataclass(frozen=True)
class Ring:
    """The opened keys of one vault."""

    study: str
    wrapping: AESGCM = field(repr=False)
    names: Mapping[str, bytes] = field(repr=False)
    """Key by name, 32 bytes each."""
    records: AESGCM = field(repr=False)
    rows_key: bytes = field(repr=False)
    """Key of the seals on rows; derived from the audit key, which stays through every rotation."""
    wrapped_audit: bytes = field(repr=False)
    """How the audit key was wrapped when the vault was opened: another key of the vault's wraps it otherwise."""

    def context(self, *parts: str | int) -> bytes:
        """Return what a value of this vault is bound to."""
        return bound(self.study, *parts)

    def mark(self, name: str) -> bytes:
        """Return the blind index of a name."""
        return blind_index(self.names["index"], name)

    def seal(self, plain: bytes, *place: str | int) -> bytes:
        """Seal a record for one table and row."""
        return seal(self.records, plain, self.context(*place))

    def unseal(self, sealed: bytes, *place: str | int) -> bytes:
        """Open a record of one table and row; raises VaultError where the seal is broken."""
        return unseal(self.records, sealed, self.context(*place), " ".join(map(str, place)))

    def new_data_key(self, *place: str | int) -> tuple[AESGCM, bytes]:
        """Return a random key for one row, and the same wrapped."""
        key = new_key()
        return AESGCM(key), seal(self.wrapping, key, self.context("key", *place))

    def data_key(self, wrapped: bytes, *place: str | int) -> AESGCM:
        """Return the key of one row; raises VaultError where the seal is broken."""
        return AESGCM(unseal(self.wrapping, wrapped, self.context("key", *place), " ".join(map(str, place))))


def wrapping_key(master: bytes, study: str) -> AESGCM:
    """Return the key that wraps all others."""
    return AESGCM(derive(master, study, "wrapping"))


def make(connection: sa.Connection, master: bytes, study: str) -> None:
    """Write the keyring of a new vault."""
    wrapping = wrapping_key(master, study)
    keys = {name: derive(master, study, name) for name in DERIVED} | {name: new_key() for name in RANDOM}
    rows = [
        {"name": name, "wrapped": seal(wrapping, key, bound(study, "key", "keyring", name))}
        for name, key in keys.items()
    ]
    connection.execute(tables.keyring.insert(), rows)


def open_ring(connection: sa.Connection, master: bytes, study: str) -> Ring:
    """Return the opened keyring.

    Raises:
        VaultError: this key does not open the vault.
    """
    wrapping = wrapping_key(master, study)
    names, wrapped_audit = {}, b""
    for name, wrapped in connection.execute(sa.select(tables.keyring.c.name, tables.keyring.c.wrapped)):
        wrapped_audit = wrapped if name == "audit" else wrapped_audit
        try:
            names[name] = unseal(wrapping, wrapped, bound(study, "key", "keyring", name), f"key {name}")
        except VaultError:
            raise VaultError("this key does not open the vault: it is another study's, or was rotated since") from None
    if set(names) != {*DERIVED, *RANDOM}:
        raise VaultError("the vault's keyring is incomplete; fetch a backup")
    return Ring(study, wrapping, names, AESGCM(names["records"]), derive(names["audit"], study, "rows"), wrapped_audit)


def check(connection: sa.Connection, ring: Ring) -> None:
    """Refuse to go on with keys that another process has wrapped anew since: what they seal would open nowhere.

    Raises:
        VaultError: the vault was given another key since it was opened.
    """
    wrapped = connection.execute(sa.select(tables.keyring.c.wrapped).where(tables.keyring.c.name == "audit")).scalar()
    if wrapped != ring.wrapped_audit:
        raise VaultError("the vault was given another key since it was opened; open it again with that one")


def rewrapped(ring: Ring, wrapping: AESGCM, wrapped: bytes, place: str, name: str) -> bytes:
    """Return one wrapped key, wrapped anew under another key; raises VaultError where its seal is broken."""
    context = ring.context("key", place, name)
    return seal(wrapping, unseal(ring.wrapping, wrapped, context, f"{place} {name}"), context)
