"""The database under the vault: versions, other writers, places that are refused."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from voices.errors import EnvironmentNotReady, MigrationNeeded, VaultError
from voices.vault import Vault, create_vault, database, open_vault, tables

from .people import KEY, STUDY


def test_head_is_the_newest_migration() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(database.__file__).parent / "migrations"))
    assert ScriptDirectory.from_config(config).get_heads() == [database.HEAD]


def test_migrations_make_the_tables_the_code_expects(vault: Vault) -> None:
    with vault._engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"version_table": "vault_version"})
        assert compare_metadata(context, tables.metadata) == []


def test_a_newer_vault_is_not_touched(vault: Vault, folder: Path) -> None:
    vault.close()
    with sqlite3.connect(folder / "vault.db") as connection:
        connection.execute("UPDATE vault_version SET version_num = '9999'")
    connection.close()
    with pytest.raises(MigrationNeeded, match="newer version"):
        open_vault(folder, KEY)


def test_a_file_that_is_no_database_is_refused_in_one_line(tmp_path: Path) -> None:
    folder = tmp_path / "v"
    folder.mkdir(mode=0o700)
    (folder / "vault.db").touch(mode=0o600)
    (folder / "vault.db").write_bytes(b"this is no database, it is a letter" * 200)
    with pytest.raises(EnvironmentNotReady, match="cannot be opened"):
        open_vault(folder, KEY)


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://vault@db.harrowmere.example/vault",
        "postgresql://vault@db.harrowmere.example/vault?sslmode=require",
        "mysql://localhost/vault",
        "sqlite:////tmp/elsewhere.db",
    ],
)
def test_a_server_has_to_prove_who_it_is(url: str) -> None:
    with pytest.raises(EnvironmentNotReady):
        create_vault(url, KEY, STUDY)


def test_a_writer_waits_and_then_says_who_is_in_the_way(
    vault: Vault, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0)
    other = sqlite3.connect(folder / "vault.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with open_vault(folder, KEY) as again:
        assert len(again.done()) == 3
        with pytest.raises(EnvironmentNotReady, match="another process"):
            again.note("custodian", "test")
        other.execute("ROLLBACK")
        again.note("custodian", "test")
    other.close()


def test_two_processes_write_one_unbroken_log(vault: Vault, folder: Path, tmp_path: Path) -> None:
    script = tmp_path / "writer.py"
    script.write_text(
        textwrap.dedent(f"""
            import sys
            from pathlib import Path
            from voices.vault import Key, open_vault
            with open_vault(Path({str(folder)!r}), Key(secret=bytes(range(32)))) as vault:
                for n in range(15):
                    vault.note(sys.argv[1], f"note {{n}}")
                    vault.participant_codes([("P", f"{{sys.argv[1]}} {{n}}")])
        """),
        "utf-8",
    )
    before = len(vault.log())
    running = [subprocess.Popen([sys.executable, str(script), name]) for name in ("a", "b")]
    assert [process.wait(60) for process in running] == [0, 0]
    state = vault.verify()
    assert state.intact, state.problem
    assert state.entries == before + 30
    codes = vault.participant_codes([("P", f"{name} {n}") for name in "ab" for n in range(15)])
    assert len(set(codes.values())) == 30


def test_a_kill_in_the_middle_of_making_leaves_something_that_says_so(tmp_path: Path) -> None:
    folder = tmp_path / "v"
    database.connect(folder, create=True).dispose()
    with pytest.raises(VaultError, match="never finished"):
        open_vault(folder, KEY)


def test_errors_carry_no_values(vault: Vault) -> None:
    from voices.model import Entity

    with pytest.raises(VaultError) as caught:
        vault.put_entities([Entity("e-9", "PERSON", None, ("Hidden Name",))])  # type: ignore[arg-type]
    assert "Hidden" not in str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__
