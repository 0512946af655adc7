"""Every access is logged with a reason, and the log shows when somebody touched it."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from voices.errors import VaultError
from voices.vault import Vault, open_vault
from voices.vault.journal import REASON_MAXIMUM, REASON_MINIMUM

from .people import KEY, REASON


def tamper(folder: Path, *statements: str) -> None:
    """Change the file as somebody with the disk but without the key would."""
    connection = sqlite3.connect(folder / "vault.db")
    for trigger in ("log_no_update", "log_no_delete"):
        connection.execute(f"DROP TRIGGER {trigger}")
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


def looked_up(vault: Vault) -> None:
    for pseudonym in ("person 214", "[person 530]", "organisation 31"):
        vault.lookup(pseudonym, "custodian", REASON)
    vault.close()


@pytest.mark.parametrize("reason", ["", "   ", "x" * (REASON_MINIMUM - 1), "x" * (REASON_MAXIMUM + 1)])
def test_no_access_without_a_reason(vault: Vault, reason: str) -> None:
    before = vault.log()
    for ask in (
        lambda: vault.lookup("person 214", "custodian", reason),
        lambda: vault.raw_text("d1", "custodian", reason),
        lambda: vault.find("Tobias", "custodian", reason),
        lambda: vault.erase("e-1001", "custodian", reason),
        lambda: vault.remove_documents(["d1"], "custodian", reason),
    ):
        with pytest.raises(VaultError, match="reason"):
            ask()
    assert vault.log() == before
    assert len(vault.done()) == 3


def test_reasons_at_the_boundary_are_taken(vault: Vault) -> None:
    vault.lookup("person 214", "custodian", "x" * REASON_MINIMUM)
    vault.lookup("person 214", "custodian", "x" * REASON_MAXIMUM)


def test_nobody_asks_without_a_name(vault: Vault) -> None:
    with pytest.raises(VaultError, match="who is asking"):
        vault.lookup("person 214", " ", REASON)


def test_a_reason_may_not_name_anybody(vault: Vault) -> None:
    for reason in ("request of Marguerite, 12 May", "for mrs. Tobias Quillfeather"):
        with pytest.raises(VaultError, match="names somebody") as caught:
            vault.lookup("person 214", "custodian", reason)
        assert "Marguerite" not in str(caught.value)
    assert "Marguerite" not in repr(vault.log())


def test_look_up_answers_and_leaves_a_line(vault: Vault) -> None:
    found = vault.lookup("[person 214]", "c. custodian", REASON)
    assert (found.entity, found.documents) == ("e-1001", ("d1", "d2"))
    assert "Marguerite Okonjo-Vale" in found.names
    entry = vault.log()[-1]
    assert (entry.actor, entry.action, entry.subject) == ("c. custodian", "looked up", ("person 214",))
    assert entry.at == "2025-03-01T09:00:00Z"


def test_unknown_pseudonyms_are_refused_without_a_line(vault: Vault) -> None:
    before = len(vault.log())
    for pseudonym in ("person 9", "P999", "Marguerite", ""):
        with pytest.raises(VaultError, match="no such"):
            vault.lookup(pseudonym, "custodian", REASON)
    assert len(vault.log()) == before


def test_search_by_name_finds_whatever_the_case_and_logs_ids_alone(vault: Vault) -> None:
    assert [e.id for e in vault.find("  MARGUERITE okonjo-vale", "custodian", REASON)] == ["e-1001"]
    assert vault.find("Margaret", "custodian", REASON) == ()
    assert vault.log()[-2].subject == ("e-1001",)


def test_an_untouched_log_is_intact(vault: Vault, folder: Path) -> None:
    looked_up(vault)
    with open_vault(folder, KEY) as again:
        state = again.verify()
        assert (state.intact, state.entries, state.problem) == (True, len(again.log()), "")
        assert [e.n for e in again.log()] == list(range(1, state.entries + 1))


@pytest.mark.parametrize("act", ["UPDATE log SET entry = '{}' WHERE n = 2", "DELETE FROM log WHERE n = 2"])
def test_the_database_itself_refuses_changes(vault: Vault, folder: Path, act: str) -> None:
    looked_up(vault)
    connection = sqlite3.connect(folder / "vault.db")
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        connection.execute(act)
    connection.close()


@pytest.mark.parametrize(
    ("statements", "problem"),
    [
        (["UPDATE log SET entry = replace(entry, 'custodian', 'somebody') WHERE n = 2"], "line 2"),
        (["DELETE FROM log WHERE n = 2"], "line 2"),
        (["DELETE FROM log WHERE n = 2", "UPDATE log SET n = n - 1 WHERE n > 2"], "line 2"),
        (["DELETE FROM log WHERE n = (SELECT max(n) FROM log)"], "had 4 lines and now has 3"),
        (["DELETE FROM log"], "had 4 lines and now has 0"),
        (["DELETE FROM log", "DELETE FROM vault_meta WHERE name = 'log head'"], "end of the log"),
        (["UPDATE vault_meta SET value = '01' || substr(value, 3, 40) WHERE name = 'log head'"], "end of the log"),
        (["INSERT INTO log SELECT n + 1, entry, hash FROM log WHERE n = 4"], "line 5"),
    ],
)
def test_tampering_shows(vault: Vault, folder: Path, statements: list[str], problem: str) -> None:
    looked_up(vault)
    tamper(folder, *statements)
    with open_vault(folder, KEY) as again:
        state = again.verify()
    assert not state.intact
    assert problem in state.problem


@pytest.mark.parametrize(
    "swap",
    [
        "UPDATE slot SET sealed = (SELECT sealed FROM slot WHERE document = 'd3' AND ordinal = 0) "
        "WHERE document = 'd1' AND ordinal = 1",
        "UPDATE slot SET label = 'LOCATION' WHERE document = 'd1' AND ordinal = 2",
        "UPDATE document SET sealed = (SELECT sealed FROM document WHERE id = 'd2') WHERE id = 'd1'",
        "UPDATE document SET sealed = (SELECT sealed FROM document WHERE id = 'd2'), "
        "wrapped = (SELECT wrapped FROM document WHERE id = 'd2') WHERE id = 'd1'",
        "UPDATE entity SET wrapped = (SELECT wrapped FROM entity WHERE id = 'e-1002') WHERE id = 'e-1001'",
        "UPDATE slot SET sealed = CAST(substr(sealed, 1, length(sealed) - 1) || x'00' AS BLOB) WHERE document = 'd1'",
    ],
)
def test_swapped_or_changed_rows_are_detected(vault: Vault, folder: Path, swap: str) -> None:
    vault.close()
    connection = sqlite3.connect(folder / "vault.db")
    connection.execute(swap)
    connection.commit()
    connection.close()
    with open_vault(folder, KEY) as again, pytest.raises(VaultError, match="seal is broken") as caught:
        again.masked("d1")
    assert not any(name in str(caught.value) for name in ("Marguerite", "Tobias", "07700"))


def test_swapped_names_are_detected(vault: Vault, folder: Path) -> None:
    vault.close()
    connection = sqlite3.connect(folder / "vault.db")
    connection.execute("UPDATE entity SET forms = (SELECT forms FROM entity WHERE id = 'e-1002') WHERE id = 'e-1001'")
    connection.commit()
    connection.close()
    with open_vault(folder, KEY) as again, pytest.raises(VaultError, match="seal is broken"):
        again.entities()
