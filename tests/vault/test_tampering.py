"""A flipped byte shows, wherever it is; so does a row put back, and a whole file put back."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest

from voices.errors import VaultError, VoicesError
from voices.vault import Vault, open_vault, seals
from voices.vault.seals import SEALED
from voices.vault.tables import metadata

from .people import KEY, MARGUERITE, REASON
from .rich import cells, enrich, everything_read, flip, shows

FEW = 1
"""Cells of each column that are flipped in the ordinary run; the long run flips all, at three places each."""


@pytest.fixture
def rich(vault: Vault, folder: Path) -> Path:
    enrich(vault)
    vault.tidy()
    vault.close()
    assert not shows(folder)
    return folder


def test_every_table_is_sealed_or_seals_itself() -> None:
    assert {table.name for table in SEALED} == set(metadata.tables) - {"vault_meta", "vault_key", "log"}


def test_every_table_has_a_row_to_damage(rich: Path) -> None:
    assert {table for table, _, _ in cells(rich)} == {*metadata.tables, "vault_version"}


@pytest.mark.parametrize("every", [False, pytest.param(True, marks=pytest.mark.soak)])
def test_a_flipped_byte_in_any_cell_shows(rich: Path, tmp_path: Path, every: bool) -> None:
    missed, seen = [], dict[tuple[str, str], int]()
    damaged = tmp_path / "damaged"
    for table, rowid, column in cells(rich):
        seen[table, column] = seen.get((table, column), 0) + 1
        if not every and seen[table, column] > FEW:
            continue
        for position in (0.0, 0.5, 1.0) if every else ((0.0, 0.5, 1.0)[seen[table, column] % 3],):
            shutil.copytree(rich, damaged)
            flip(damaged, table, rowid, column, position)
            if not shows(damaged):
                missed.append((table, column, position))
            shutil.rmtree(damaged)
    assert len(seen) > 50
    assert missed == []


@pytest.mark.parametrize("step", [5003, pytest.param(101, marks=pytest.mark.soak)])
def test_a_flipped_byte_of_the_file_shows_or_changes_nothing(rich: Path, tmp_path: Path, step: int) -> None:
    content, whole = (rich / "vault.db").read_bytes(), everything_read(rich)
    damaged = tmp_path / "damaged"
    shown = 0
    for at in range(0, len(content), step):
        shutil.copytree(rich, damaged)
        with (damaged / "vault.db").open("r+b") as file:
            file.seek(at)
            file.write(bytes([content[at] ^ 0x10]))
        if shows(damaged):
            shown += 1
        else:
            assert everything_read(damaged) == whole, at
        shutil.rmtree(damaged)
    assert shown


@pytest.mark.parametrize(
    "change",
    [
        "DELETE FROM tombstone WHERE rowid = (SELECT min(rowid) FROM tombstone)",
        "DELETE FROM ruling WHERE id = 2",
        "DELETE FROM entity_form",
        "INSERT INTO entity_form SELECT 'e-1002', mark, seal FROM entity_form LIMIT 1",
        "DROP TRIGGER log_no_update",
        "UPDATE slot SET doubtful = 0, reasons = '[]'",
        "UPDATE vault_meta SET value = (SELECT value FROM vault_meta WHERE name = 'rows slot') "
        "WHERE name = 'rows tombstone'",
        "DELETE FROM vault_meta WHERE name = 'rows tombstone'",
        "UPDATE vault_meta SET value = '00' || substr(value, 3) || '00' WHERE name = 'salt'",
        "DELETE FROM vault_meta WHERE name = 'schema' OR name LIKE 'rows %'",
    ],
)
def test_rows_taken_out_put_in_or_swapped_show(rich: Path, change: str) -> None:
    connection = sqlite3.connect(rich / "vault.db")
    connection.execute(change)
    connection.commit()
    connection.close()
    assert shows(rich)


def test_a_vault_whose_salt_was_not_noted_has_it_noted_when_opened(rich: Path) -> None:
    with open_vault(rich, KEY) as vault, vault._writing() as connection:
        seals._set(connection, vault._ring, "schema", seals._get(connection, vault._ring, "schema")[:2])
    assert not shows(rich)
    with open_vault(rich, KEY) as vault, vault._reading() as connection:
        assert len(seals._get(connection, vault._ring, "schema")) == 3


def test_an_older_state_of_a_row_shows_though_its_own_seal_holds(vault: Vault, folder: Path) -> None:
    vault.tidy()
    older = sqlite3.connect(folder / "vault.db").execute("SELECT * FROM entity WHERE id = 'e-1001'").fetchone()
    vault.erase(MARGUERITE.id, "custodian", REASON)
    vault.close()
    connection = sqlite3.connect(folder / "vault.db")
    connection.execute("DELETE FROM entity WHERE id = 'e-1001'")
    connection.execute(f"INSERT INTO entity VALUES ({', '.join('?' * len(older))})", older)
    connection.commit()
    connection.close()
    with open_vault(folder, KEY) as again:
        assert again.inspect() == ("table entity: a row was taken out, put in or put back (3 rows, now 3)",)


def test_an_older_file_in_the_vaults_place_shows(vault: Vault, folder: Path) -> None:
    vault.tidy()
    older = (folder / "vault.db").read_bytes()
    vault.lookup("person 214", "custodian", REASON)
    noted = vault.verify().head
    vault.close()
    for stray in ("vault.db-wal", "vault.db-shm"):
        (folder / stray).unlink(missing_ok=True)
    (folder / "vault.db").write_bytes(older)
    with open_vault(folder, KEY) as again:
        state = again.verify()
        assert (state.intact, state.problem) == (False, f"the log had {len(again.log()) + 1} lines and now has 1")
        # With the end of the log put back too, the seal that was noted elsewhere still tells.
        again.note("custodian", "test")
        assert again.verify().intact
        assert "not in the log" in again.verify(noted).problem
        assert again.verify(again.verify().head[:16]).intact


def test_a_lost_end_of_the_log_shows(vault: Vault, folder: Path) -> None:
    (folder / "log.head").unlink()
    assert "log.head" in vault.verify().problem
    (folder / "log.head").write_text("00ff")
    assert "end of the log" in vault.verify().problem


def test_what_was_changed_is_not_used_and_nothing_is_half_written(rich: Path) -> None:
    flip(rich, "slot", 1, "start", 0.0)
    with open_vault(rich, KEY) as again:
        before = again.log()
        for act in (
            lambda: again.masked("d1"),
            lambda: again.raw_text("d1", "custodian", REASON),
            lambda: again.erase(MARGUERITE.id, "custodian", REASON),
        ):
            with pytest.raises(VaultError, match=r"slot d1 0: the seal is broken"):
                act()
        assert again.log() == before
        assert again.lookup("person 214", "custodian", REASON).names == MARGUERITE.forms


def test_seals_that_were_taken_off_are_not_put_on_again(rich: Path) -> None:
    flip(rich, "ruling", 1, "label", 0.0)
    connection = sqlite3.connect(rich / "vault.db")
    connection.execute("DELETE FROM vault_meta WHERE name = 'schema'")
    connection.commit()
    connection.close()
    (rich / "log.head").unlink()
    with pytest.raises(VoicesError, match="taken off"):
        open_vault(rich, KEY)
