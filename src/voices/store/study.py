"""The store as one object: every part on one engine."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import Self

from voices.store.asking import Asking
from voices.store.assembling import Assembling
from voices.store.concerns import Concerns
from voices.store.decisions import Decisions
from voices.store.documents import Documents
from voices.store.engine import back_up, connect
from voices.store.exporting import Exporting
from voices.store.foretelling import Foretelling
from voices.store.holding import Holding
from voices.store.linking import Linking
from voices.store.listing import Listing
from voices.store.material import Material
from voices.store.paging import Paging
from voices.store.pairing import Pairing
from voices.store.proposing import Proposing
from voices.store.queue import Queue
from voices.store.quoting import Quoting
from voices.store.recalling import Recalling
from voices.store.search import Search
from voices.store.triangulating import Triangulating
from voices.store.withdrawal import Leaving


class Store(
    Documents,
    Material,
    Listing,
    Decisions,
    Queue,
    Search,
    Leaving,
    Asking,
    Proposing,
    Holding,
    Linking,
    Assembling,
    Foretelling,
    Concerns,
    Paging,
    Quoting,
    Recalling,
    Triangulating,
    Pairing,
    Exporting,
):
    """The study's database; safe to use from several threads, one transaction per call."""

    @property
    def where(self) -> str:
        """The file or address of the database, with which another process opens it; it may hold a password."""
        url = self._engine.url
        if url.get_backend_name() == "sqlite":
            return str(url.database)
        return url.render_as_string(hide_password=False)

    def back_up(self, to: Path) -> None:
        """Copy the database to a new file, between two transactions; for SQLite only."""
        back_up(self._engine, to)

    def close(self) -> None:
        """Give back all connections."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        """Use the store as a context that closes it."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Close the store."""
        self.close()


def open_store(where: Path | str, create: bool = False) -> Store:
    """Open the study database at a SQLite file or SQLAlchemy URL, bringing a SQLite file up to date.

    Raises StudyError where there is no such file (and `create` is off), MigrationNeeded for a server's older tables.
    """
    return Store(connect(where, create))
