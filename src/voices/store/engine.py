"""Opening a database: pragmas, transactions, and bringing the tables up to date.

A SQLite file belongs to one study on one machine and is brought up to date by itself, after a copy was laid beside
it. A database server is shared, so that nobody changes it by merely opening it: `MigrationNeeded` says what to run.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from voices import servers
from voices.disk import DAMAGED, unusable
from voices.errors import MigrationNeeded, StudyError

HEAD = "0006"
"""The revision this version of the code works with; a test holds it equal to the newest migration."""

BUSY_SECONDS = 30
"""How long a writer waits for another before giving up: longer than any batch of the flow takes to write."""

_MIGRATIONS = Path(__file__).parent / "migrations"


def connect(where: Path | str, create: bool = False) -> sa.Engine:
    """Return an engine on an up-to-date study database, given a SQLite file or a SQLAlchemy URL.

    Raises StudyError where there is no such file, MigrationNeeded where a server's tables are of another version or a
    file's of a newer one, EnvironmentNotReady where a file is damaged, cannot be written to, or is being updated.
    """
    url = sa.make_url(where) if isinstance(where, str) and "://" in where else None
    if url is not None and url.get_backend_name() != "sqlite":
        engine = servers.engine(url)
        _refuse_other_version(engine)
        return engine
    path = Path(url.database or "") if url is not None else Path(where)
    _require_file(path, create)
    engine = _sqlite(path)
    try:
        with plainly(path):
            if _revision(engine) != HEAD:
                _bring_up_to_date(engine, path)
    except BaseException:
        engine.dispose()
        raise
    return engine


def migrate(where: Path | str) -> None:
    """Bring the tables of a database, also of a server's, up to this version."""
    if isinstance(where, str) and "://" in where and sa.make_url(where).get_backend_name() != "sqlite":
        engine = servers.engine(where)
        _upgrade(engine)
        engine.dispose()
    else:
        connect(where).dispose()


def back_up(engine: sa.Engine, to: Path) -> None:
    """Copy a SQLite database, as it stands between two transactions, to a new file only the owner may read."""
    to.touch(mode=0o600, exist_ok=False)
    with closing(sqlite3.connect(to)) as target, engine.connect() as connection:
        source = connection.connection.driver_connection
        if not isinstance(source, sqlite3.Connection):
            raise StudyError("a database server is backed up with its own tools, not from here")
        source.backup(target)


def require_whole(path: Path) -> None:
    """Read through all of a SQLite file; raises StudyError where it is damaged or no study's."""
    with plainly(path), closing(sqlite3.connect(path)) as connection:
        (first,) = connection.execute("PRAGMA quick_check(1)").fetchone()
        ours = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone()
    if first != "ok" or ours is None:
        raise StudyError(f"{path.name}: {DAMAGED if ours else 'no database of a study'}")


@contextmanager
def plainly(path: Path) -> Iterator[None]:
    """Say in one line what is wrong with a database file that cannot be used, whichever layer met it first."""
    try:
        yield
    except (sa.exc.DBAPIError, sqlite3.Error) as error:
        told = unusable(error, path.name)
        if told is None:
            raise
        raise told from error


def upsert(connection: sa.Connection, table: sa.Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows, or update those whose primary key is there already."""
    if not rows:
        return
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    statement = dialect.insert(table)
    keys = [column.name for column in table.primary_key]
    changed = {c.name: statement.excluded[c.name] for c in table.columns if c.name in rows[0] and c.name not in keys}
    connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=changed), rows)


def chunks(ids: Iterable[str], size: int = 500) -> Iterable[list[str]]:
    """Return ids in lists small enough for one IN clause."""
    listed = list(ids)
    return (listed[i : i + size] for i in range(0, len(listed), size))


def among(connection: sa.Connection, ids: Iterable[str]) -> sa.Select[tuple[str]]:
    """Return ids as a query, for an IN clause: one that lists them by itself holds only some thousands."""
    listed = sa.literal(json.dumps(sorted(set(ids))), sa.Text)
    if connection.dialect.name == "postgresql":
        rows = sa.func.json_array_elements_text(sa.cast(listed, postgresql.JSON))
    else:
        rows = sa.func.json_each(listed)
    return sa.select(rows.table_valued(sa.column("value", sa.Text)).c.value)


def _require_file(path: Path, create: bool) -> None:
    if path.exists():
        return
    if not create:
        raise StudyError(f"there is no study database at {path}: run `voices run` on this study first")
    path.parent.mkdir(parents=True, exist_ok=True)
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))


def _sqlite(path: Path) -> sa.Engine:
    engine = sa.create_engine(
        sa.URL.create("sqlite", database=str(path)), connect_args={"timeout": BUSY_SECONDS}, pool_size=10
    )

    def prepare(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None  # the driver must not open transactions of its own
        for pragma in (
            "journal_mode=WAL",
            f"busy_timeout={BUSY_SECONDS * 1000}",
            "foreign_keys=ON",
            "secure_delete=ON",  # erased words are overwritten in the file
            "synchronous=NORMAL",
        ):
            connection.execute(f"PRAGMA {pragma}")

    def begin(connection: sa.Connection) -> None:
        # A writer takes its lock at once: two that both read first could otherwise neither go on.
        write = connection.get_execution_options().get("write", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")

    sa.event.listen(engine, "connect", prepare)
    sa.event.listen(engine, "begin", begin)
    return engine


def _revision(engine: sa.Engine) -> str | None:
    with engine.connect() as connection:
        return _revision_in(connection)


def _revision_in(connection: sa.Connection) -> str | None:
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar_one_or_none()


def _bring_up_to_date(engine: sa.Engine, path: Path) -> None:
    """Copy an older file, then change its tables, in one transaction: of two that open it at once the second waits.

    A connection of its own reads what is copied: it sees the file as it was before this transaction.
    """
    with engine.execution_options(write=True).begin() as connection:
        revision = _revision_in(connection)
        if revision is not None and revision not in _known_revisions():
            raise MigrationNeeded(f"{path.name} was made by a newer version of voices: install that version")
        if revision is not None and revision != HEAD:
            _copy_whole(engine, path.with_name(f"{path.name}.before-{HEAD}"))
        _upgrade_in(connection)


def _copy_whole(engine: sa.Engine, to: Path) -> None:
    """Copy a database to a file that is there whole or not at all, whatever stops us on the way.

    A copy that lies there already is of an earlier time: this database was put back since, and is copied anew.
    """
    half = to.with_name(f"{to.name}.part")
    half.unlink(missing_ok=True)  # of a copy that was killed
    try:
        back_up(engine, half)
        half.replace(to)
    finally:
        half.unlink(missing_ok=True)


def _refuse_other_version(engine: sa.Engine) -> None:
    revision = _revision(engine)
    if revision != HEAD:
        engine.dispose()
        raise MigrationNeeded(
            f"the database server's tables are at version {revision or 'none'}, this version needs {HEAD}: "
            "make a backup, then run `voices migrate DIR`"
        )


def _known_revisions() -> set[str]:
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    return {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}


def _upgrade(engine: sa.Engine) -> None:
    with engine.execution_options(write=True).begin() as connection:
        _upgrade_in(connection)


def _upgrade_in(connection: sa.Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
