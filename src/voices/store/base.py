"""What every part of the store has: an engine, one transaction per call, and stage rows written with their output."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

import sqlalchemy as sa

from voices.store import tables as t
from voices.store.engine import chunks, upsert

_SNAPSHOT: ContextVar[tuple[sa.Engine, sa.Connection, dict[str, str]] | None] = ContextVar("snapshot", default=None)
"""The connection of a snapshot, and the values kept under a key that were read in it."""


class Part:
    """A part of the store; the parts share one engine and never call each other across a transaction."""

    def __init__(self, engine: sa.Engine) -> None:
        """Keep the engine of an up-to-date database."""
        self._engine = engine
        self._writing = engine.execution_options(write=True)

    @contextmanager
    def _write(self) -> Iterator[sa.Connection]:
        with self._writing.begin() as connection:
            yield connection

    @contextmanager
    def _read(self) -> Iterator[sa.Connection]:
        kept = _SNAPSHOT.get()
        if kept is not None and kept[0] is self._engine:
            yield kept[1]
            return
        with self._engine.begin() as connection:
            yield connection

    def _values(self) -> dict[str, str]:
        """Return where to look first for values kept under a key: what this snapshot read; elsewhere nothing."""
        kept = _SNAPSHOT.get()
        return kept[2] if kept is not None and kept[0] is self._engine else {}

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Let every read of this block see the same moment, through one transaction: half the time of many.

        What is written meanwhile, also in the block, is not seen in it.
        """
        with self._engine.begin() as connection:
            token = _SNAPSHOT.set((self._engine, connection, {}))
            try:
                yield
            finally:
                _SNAPSHOT.reset(token)


def mark_done(connection: sa.Connection, stage: str, items: Iterable[tuple[str, str]], version: str) -> None:
    """Write what a stage has done, (item id, input hash), in the transaction of its output."""
    upsert(
        connection,
        t.stage,
        [{"stage": stage, "item": item, "input_hash": hashed, "version": version} for item, hashed in items],
    )


def forget_done(connection: sa.Connection, items: Iterable[str], stage: str | None = None) -> None:
    """Take back what stages did with these items, so that a next run does it again."""
    for some in chunks(items):
        statement = sa.delete(t.stage).where(t.stage.c.item.in_(some))
        connection.execute(statement if stage is None else statement.where(t.stage.c.stage == stage))
