"""A vault comes back from a backup without those who were erased since."""

from __future__ import annotations

import json
import shutil
import sqlite3
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from voices.errors import VaultError
from voices.vault import Key, Vault, create_vault, open_vault, recover_vault
from voices.vault.crypto import new_key

from .people import DOCUMENTS, ENTITIES, KEY, MARGUERITE, REASON, STUDY, TOBIAS, everything_in


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    (tmp_path / "study").mkdir()
    return tmp_path / "study" / "erasures.jsonl"


@pytest.fixture
def kept(tmp_path: Path, ledger: Path) -> Iterator[Vault]:
    with create_vault(tmp_path / "study-vault", KEY, STUDY, ledger=ledger) as vault:
        vault.put_entities(ENTITIES)
        vault.put_masked([(masked, "h") for masked in DOCUMENTS])
        vault.participant_codes([("P", "i1.docx|Cressida")])
        yield vault


def recovered(tmp_path: Path, ledger: Path, key: Key = KEY) -> Vault:
    recover_vault(tmp_path / "b.zip", tmp_path / "back", key, ledger=ledger, actor="custodian")
    return open_vault(tmp_path / "back", key)


def test_whoever_was_erased_since_is_erased_again(kept: Vault, tmp_path: Path, ledger: Path) -> None:
    kept.back_up(tmp_path / "b.zip", "custodian")
    kept.erase(MARGUERITE.id, "custodian", REASON)
    code = kept.participant_codes([("P", "i1.docx|Cressida")])["P", "i1.docx|Cressida"]
    kept.remove_documents(["d3"], "custodian", REASON, [code])
    kept.rotate(Key(secret=new_key()))
    kept.close()
    shutil.rmtree(tmp_path / "study-vault")
    assert b"Marguerite" not in ledger.read_bytes()
    with recovered(tmp_path, ledger) as back:
        assert {e.id: e.forms for e in back.entities()} == {
            **{e.id: e.forms for e in ENTITIES},
            MARGUERITE.id: (),
        }
        assert back.masked("d1").document.text.startswith("[removed] rang")
        assert sorted(back.done()) == ["d1", "d2"]
        assert back.lookup(code, "custodian", REASON).names == ()
        assert back.raw_text("d1", "custodian", REASON).startswith("[removed] rang Tobias")
        assert len(back.erased_mentions(["Marguerite Okonjo-Vale"])[0]) == 1
        assert (back.verify().intact, back.inspect()) == (True, ())
        assert [e.action for e in back.log()][-3:-2] == ["erased again"]
    assert b"Okonjo" not in everything_in(tmp_path / "back")


def test_a_list_that_was_changed_is_refused_and_nothing_is_left(kept: Vault, tmp_path: Path, ledger: Path) -> None:
    kept.back_up(tmp_path / "b.zip", "custodian")
    kept.erase(MARGUERITE.id, "custodian", REASON)
    line = json.loads(ledger.read_text())
    ledger.write_text(json.dumps(line | {"erased": TOBIAS.id}) + "\n")
    with pytest.raises(VaultError, match="line 1"):
        recovered(tmp_path, ledger)
    assert not list(tmp_path.glob("back*"))


def test_without_a_list_it_says_so(kept: Vault, tmp_path: Path) -> None:
    kept.back_up(tmp_path / "b.zip", "custodian")
    assert recover_vault(tmp_path / "b.zip", tmp_path / "back", KEY, ledger=tmp_path / "none", actor="c") is None


def test_what_is_no_whole_backup_is_refused(kept: Vault, tmp_path: Path, ledger: Path) -> None:
    kept.back_up(tmp_path / "b.zip", "custodian")
    with pytest.raises(VaultError, match="there already"):
        kept.back_up(tmp_path / "b.zip", "custodian")
    with pytest.raises(VaultError, match="does not open"):
        recovered(tmp_path, ledger, Key(secret=new_key()))
    whole = (tmp_path / "b.zip").read_bytes()
    (tmp_path / "b.zip").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(VaultError, match=r"b\.zip"):
        recovered(tmp_path, ledger)
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as archive:
        archive.writestr("../vault.db", b"x")
    with pytest.raises(VaultError, match="not a backup"):
        recovered(tmp_path, ledger)
    (tmp_path / "b.zip").write_bytes(whole)
    with pytest.raises(VaultError, match="there is a vault here"):
        recover_vault(tmp_path / "b.zip", tmp_path / "study-vault", KEY, ledger=ledger, actor="c")
    assert not list(tmp_path.glob("back*"))


def test_a_changed_backup_is_refused(kept: Vault, tmp_path: Path, ledger: Path) -> None:
    kept.back_up(tmp_path / "b.zip", "custodian")
    with zipfile.ZipFile(tmp_path / "b.zip") as archive:
        head, database = archive.read("log.head"), archive.read("vault.db")
    (tmp_path / "changed.db").write_bytes(database)
    connection = sqlite3.connect(tmp_path / "changed.db")
    connection.execute("DELETE FROM slot WHERE document = 'd1'")
    connection.commit()
    connection.execute("PRAGMA journal_mode=DELETE")
    connection.close()
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as archive:
        archive.writestr("vault.db", (tmp_path / "changed.db").read_bytes())
        archive.writestr("log.head", head)
    with pytest.raises(VaultError, match="damaged or changed"):
        recovered(tmp_path, ledger)


def test_a_list_that_lost_a_line_is_made_whole_at_the_next_opening(kept: Vault, tmp_path: Path, ledger: Path) -> None:
    kept.erase(MARGUERITE.id, "custodian", REASON)
    kept.close()
    ledger.unlink()
    open_vault(tmp_path / "study-vault", KEY, ledger=ledger).close()
    assert json.loads(ledger.read_text())["erased"] == MARGUERITE.id


def test_a_refusal_is_recorded_with_its_ground(kept: Vault) -> None:
    kept.refuse("[person 214]", "17(3)(d)", "D. Custodian", "request 2025-114, decided by the DPO")
    line = kept.log()[-1]
    assert (line.action, line.subject) == ("refused to erase", ("Article 17(3)(d)", "person 214"))
    assert {e.id: e.forms for e in kept.entities()}[MARGUERITE.id] == MARGUERITE.forms
    before = kept.log()
    for asked, ground, reason in (
        ("person 214", "because", REASON),
        ("person 999", "17(3)(d)", REASON),
        ("person 214", "17(3)(d)", ""),
    ):
        with pytest.raises(VaultError):
            kept.refuse(asked, ground, "D. Custodian", reason)
    assert kept.log() == before


def test_a_vault_of_the_first_version_is_sealed_once(kept: Vault, tmp_path: Path) -> None:
    kept.close()
    folder = tmp_path / "study-vault"
    connection = sqlite3.connect(folder / "vault.db")
    tables = [t for (t,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    for table in tables:
        if "seal" in [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]:
            connection.execute(f"ALTER TABLE {table} DROP COLUMN seal")
    connection.execute("ALTER TABLE ruling DROP COLUMN document")
    connection.execute("DELETE FROM vault_meta WHERE name = 'schema' OR name LIKE 'rows %'")
    connection.execute("UPDATE vault_version SET version_num = '0001'")
    for trigger in ("log_no_update", "log_no_delete"):
        connection.execute(f"DROP TRIGGER {trigger}")
    connection.execute("DELETE FROM log")
    connection.execute("DELETE FROM vault_meta WHERE name = 'log head'")
    connection.commit()
    connection.close()
    (folder / "log.head").unlink()
    for _ in range(2):
        with open_vault(folder, KEY) as again:
            assert [again.masked(m.document.id) for m in DOCUMENTS] == list(DOCUMENTS)
            assert (again.inspect(), again.verify().entries) == ((), 1)
            assert [e.action for e in again.log()] == ["rows sealed"]
