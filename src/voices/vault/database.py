"""Opening the vault's database: permissions, pragmas, transactions, migrations.

A SQLite file is brought up to date in one transaction by itself. No copy is laid beside it, unlike the study's
database: a copy would outlive an erasure. A server is never changed by merely opening it.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import stat
import sys
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from voices import servers
from voices.errors import EnvironmentNotReady, MigrationNeeded, VaultError

HEAD = "0003"
"""The version of the tables this code works with; a test holds it equal to the newest migration."""

FILE = "vault.db"
ANCHOR = "log.head"
"""File beside the database that keeps the sealed end of the log, and the key under which a transaction hands it on."""

BUSY_SECONDS = 30
"""How long a writer waits for another before giving up."""

_LOCK = 0x766F6963
"""Number of the PostgreSQL advisory lock under which one writer at a time works."""

_MIGRATIONS = Path(__file__).parent / "migrations"
_LOOPBACK = ("", "localhost", "127.0.0.1", "::1")
T = TypeVar("T")


def is_url(where: Path | str) -> bool:
    """Tell whether the place is a database server's URL rather than a folder."""
    return isinstance(where, str) and "://" in where


def connect(where: Path | str, *, create: bool = False, migrate: bool = False) -> sa.Engine:
    """Return an engine on an up-to-date vault, given its folder or a PostgreSQL URL.

    Raises:
        VaultError: there is no vault, or (with `create`) there is one already.
        MigrationNeeded: a server's tables are of another version and `migrate` is not set.
        EnvironmentNotReady: others may read the folder, the driver is missing, or the connection is not verified.
    """
    engine = _server(str(where)) if is_url(where) else _file(Path(where), create)
    try:
        version = _version(engine)
    except DBAPIError as error:
        engine.dispose()
        raise EnvironmentNotReady(f"the vault cannot be opened ({type(error.orig).__name__})") from None
    if create and version is not None:
        engine.dispose()
        raise VaultError("there is a vault already; nothing was changed")
    if not create and version is None:
        engine.dispose()
        raise VaultError("there is no vault here; make one with `voices vault init`")
    if version != HEAD:
        _bring_up_to_date(engine, version, allowed=create or migrate or not is_url(where))
    return engine


@contextlib.contextmanager
def writing(engine: sa.Engine) -> Iterator[sa.Connection]:
    """Yield a connection in one writing transaction that waits for other writers; errors carry no values."""
    try:
        with engine.execution_options(write=True).begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(sa.text(f"SELECT pg_advisory_xact_lock({_LOCK})"))
            connection.info.pop(ANCHOR, None)
            yield connection
            head = connection.info.pop(ANCHOR, "")
    except DBAPIError as error:
        raise _plain(error) from None
    if head:
        _keep_end(engine, head)


def anchor_of(engine: sa.Engine) -> Path | None:
    """Return the file that keeps the end of the log; None on a server, where there is no place beside it."""
    return Path(str(engine.url.database)).with_name(ANCHOR) if engine.dialect.name == "sqlite" else None


def _keep_end(engine: sa.Engine, head: str) -> None:
    # After the commit: a kill in between leaves the file one line behind, which is no sign of a cut.
    path = anchor_of(engine)
    if path is None:
        return
    half = path.with_name(f"{ANCHOR}.{os.getpid()}-{threading.get_ident()}")
    with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as file:
        file.write(head)
    half.replace(path)


@contextlib.contextmanager
def reading(engine: sa.Engine) -> Iterator[sa.Connection]:
    """Yield a connection in one reading transaction."""
    try:
        with engine.begin() as connection:
            yield connection
    except DBAPIError as error:
        raise _plain(error) from None


def tidy(engine: sa.Engine) -> bool:
    """Write what was deleted out of a SQLite file and its write-ahead log; tell whether nothing is left over.

    A second process with the vault open keeps old pages of the write-ahead log alive: then the answer is False. On a
    server nothing is done, its administrator decides when space is reused.
    """
    if engine.dialect.name != "sqlite":
        return True
    raw = engine.raw_connection()
    try:
        cursor = raw.cursor()
        busy = 0
        for statement in ("PRAGMA wal_checkpoint(TRUNCATE)", "VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"):
            row = cursor.execute(statement).fetchone()
            busy |= int(row[0]) if row else 0
    except sqlite3.OperationalError:
        return False
    else:
        return not busy
    finally:
        raw.close()


def chunks(items: Iterable[T], size: int = 500) -> Iterator[list[T]]:
    """Yield lists small enough for one IN clause."""
    listed = list(items)
    for start in range(0, len(listed), size):
        yield listed[start : start + size]


def _plain(error: DBAPIError) -> Exception:
    kind = type(error.orig).__name__
    if "locked" in str(error.orig):
        return EnvironmentNotReady("another process is writing to the vault; try again when it is done")
    return VaultError(f"the vault's database refused ({kind})")


def _server(url: str) -> sa.Engine:
    parsed = sa.make_url(url)
    if parsed.get_backend_name() != "postgresql":
        raise EnvironmentNotReady("a vault lies in a folder or on PostgreSQL; other databases are not supported")
    host = parsed.host or str(parsed.query.get("host", ""))
    local = host in _LOOPBACK or host.startswith("/")
    if not local and parsed.query.get("sslmode") != "verify-full":
        raise EnvironmentNotReady("the vault's server has to prove who it is: add ?sslmode=verify-full to its URL")
    return servers.engine(parsed)


def _file(folder: Path, create: bool) -> sa.Engine:
    path = folder / FILE
    if create:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if sys.platform != "win32":
            folder.chmod(0o700)
        with contextlib.suppress(FileExistsError):
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    elif not path.is_file():
        raise VaultError(f"there is no vault in {folder.name}; make one with `voices vault init`")
    _refuse_open_to_others(folder, path)
    engine = sa.create_engine(
        sa.URL.create("sqlite", database=str(path)), connect_args={"timeout": BUSY_SECONDS}, hide_parameters=True
    )
    sa.event.listen(engine, "connect", _prepare)
    sa.event.listen(engine, "begin", _begin)
    return engine


def _refuse_open_to_others(folder: Path, path: Path) -> None:
    if sys.platform == "win32":
        return  # a folder below the user's profile is the account's own; what is inside is sealed in any case
    for place, mode in ((folder, "700"), (path, "600")):
        if place.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            raise EnvironmentNotReady(
                f"{place.name}: others on this machine may open it; run `chmod {mode}` on it first"
            )


def _prepare(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # the driver must not open transactions of its own
    for pragma in (
        "journal_mode=WAL",
        f"busy_timeout={BUSY_SECONDS * 1000}",
        "secure_delete=ON",  # deleted keys are overwritten in the file
        "synchronous=FULL",  # an erasure that was reported must survive a power cut
        "temp_store=MEMORY",  # VACUUM leaves no copy in the folder for temporary files
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: sa.Connection) -> None:
    # A writer takes its lock at once: two that both read first could otherwise neither go on.
    connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get("write") else "BEGIN")


def _version(engine: sa.Engine) -> str | None:
    if not sa.inspect(engine).has_table("vault_version"):
        return None
    with engine.connect() as connection:
        version: str | None = connection.execute(sa.text("SELECT version_num FROM vault_version")).scalar_one_or_none()
        return version


def _bring_up_to_date(engine: sa.Engine, version: str | None, allowed: bool) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if version is not None and version not in known:
        engine.dispose()
        raise MigrationNeeded("the vault was made by a newer version of voices: install that version")
    if not allowed:
        engine.dispose()
        raise MigrationNeeded(
            f"the vault's tables are at version {version}, this version needs {HEAD}: run `voices vault init --migrate`"
        )
    with writing(engine) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
