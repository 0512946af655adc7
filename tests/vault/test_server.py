"""Vault and study on a PostgreSQL server that the environment names; without one these tests say so and are skipped.

VOICES_TEST_POSTGRESQL is the URL of a server's maintenance database, driver included, for example
postgresql+pg8000://postgres@127.0.0.1:5432/postgres. Each test makes a database of its own and drops it.
"""

from __future__ import annotations

import os
import secrets
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from voices.errors import MigrationNeeded, VaultError
from voices.model import Kind, Passage, Verdict
from voices.store import migrate, open_store
from voices.vault import Key, create_vault, open_vault
from voices.vault.crypto import new_key

from .people import DOCUMENTS, ENTITIES, KEY, MARGUERITE, REASON, SCHOOL, STUDY
from .rich import NAMES, enrich

SERVER = os.environ.get("VOICES_TEST_POSTGRESQL", "")

pytestmark = pytest.mark.skipif(not SERVER, reason="no PostgreSQL server named in VOICES_TEST_POSTGRESQL")


@pytest.fixture
def url() -> Iterator[str]:
    """Yield the URL of a new, empty database."""
    name = f"voices_{secrets.token_hex(4)}"
    engine = sa.create_engine(SERVER, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    yield sa.make_url(SERVER).set(database=name).render_as_string(hide_password=False)
    with engine.connect() as connection:
        connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
    engine.dispose()


def test_a_vault_on_a_server_does_what_one_in_a_folder_does(url: str, tmp_path: Path) -> None:
    listed = tmp_path / "erasures.jsonl"
    with create_vault(url, KEY, STUDY, ledger=listed) as vault:
        vault.put_entities(ENTITIES)
        vault.put_masked([(masked, "h") for masked in DOCUMENTS])
        with pytest.raises(VaultError, match="already"):
            create_vault(url, KEY, STUDY)
        assert [vault.masked(m.document.id) for m in DOCUMENTS] == list(DOCUMENTS)
        assert vault.lookup("person 214", "custodian", REASON).names == MARGUERITE.forms
        vault.rule("release", actor="custodian", entity=SCHOOL.id)
        vault.apply_rulings("custodian")
        assert "At Larkrise Primary they met" in vault.masked("d2").document.text
        enrich(vault)
        assert (vault.inspect(), vault.verify().intact) == ((), True)
        with pytest.raises(VaultError, match="server's own tools"):
            vault.back_up(tmp_path / "vault.zip", "custodian")
        other = Key(secret=new_key())
        vault.rotate(other)
    with pytest.raises(VaultError):
        open_vault(url, KEY)
    with open_vault(url, other, ledger=listed) as again:
        assert (again.inspect(), again.verify().intact) == ((), True)
        assert "Larkrise" not in str(again.entities())
        again.erase(MARGUERITE.id, "custodian", REASON)
        assert MARGUERITE.id in listed.read_text("utf-8")
    assert [name for name in NAMES if name in everything_on(url)] == []


def test_a_changed_row_on_a_server_shows(url: str) -> None:
    with create_vault(url, KEY, STUDY) as vault:
        vault.put_entities(ENTITIES)
        vault.put_masked([(DOCUMENTS[0], "h")])
        engine = sa.create_engine(url)
        with engine.begin() as connection:
            connection.exec_driver_sql("UPDATE slot SET label = 'LOCATION' WHERE ordinal = 0")
        engine.dispose()
        assert vault.inspect() != ()


def test_writers_on_a_server_wait_for_each_other(url: str) -> None:
    with create_vault(url, KEY, STUDY) as vault:
        vault.put_entities(ENTITIES)

    def ask(who: str) -> None:
        with open_vault(url, KEY) as own:
            for _ in range(5):
                own.lookup("person 214", who, REASON)

    threads = [threading.Thread(target=ask, args=(f"custodian {n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with open_vault(url, KEY) as vault:
        assert vault.verify().intact
        assert sum(entry.action == "looked up" for entry in vault.log()) == 20


def test_a_study_on_a_server_is_migrated_by_hand_and_then_kept(url: str) -> None:
    with pytest.raises(MigrationNeeded, match="voices migrate"):
        open_store(url)
    migrate(url)
    text = DOCUMENTS[0].document.text
    passage = Passage("p1", "d1", 0, 0, 0, len(text), text, "hash", "P107", "parent", "survey", Kind.SURVEY)
    with open_store(url) as store:
        store.put_documents([(m.document, "h") for m in DOCUMENTS], (), "v")
        store.put_passages([("d1", "h", (passage,))], "v")
        store.decide("p1", "C1", Verdict.HELD)
        ask = store.ask("p1", "C1", "referral 7781")
        assert [one.id for one in store.asks()] == [ask.id]
    with open_store(url) as again:
        assert [p.text for p in again.passages()] == [text]
        assert again.standing()["p1"].verdict is Verdict.HELD
        with pytest.raises(sa.exc.DBAPIError), again._write() as connection:
            connection.exec_driver_sql("UPDATE decision SET coder = 'C9'")
        again.withdraw("P107")
        assert again.asks() == ()
        assert again.passages() == ()


def everything_on(url: str) -> str:
    engine = sa.create_engine(url)
    found = []
    with engine.connect() as connection:
        for table in sa.inspect(engine).get_table_names():
            for row in connection.exec_driver_sql(f'SELECT * FROM "{table}"'):
                found += [c.decode("latin-1") if isinstance(c, bytes) else str(c) for c in row]
    engine.dispose()
    return "\n".join(found)
