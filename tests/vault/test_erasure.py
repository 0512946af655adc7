"""One person leaves: their key, names and placeholders go, everybody else stays, and they are not let in again."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from voices.errors import VaultError
from voices.model import Entity
from voices.vault import RosterPerson, SourceEntry, Vault, open_vault
from voices.vault.encoding import dump

from .people import DOCUMENTS, ENTITIES, KEY, MARGUERITE, REASON, SCHOOL, TOBIAS, everything_in, masked_of


def sealed_of(folder: Path, entity: str) -> list[bytes]:
    """Return every sealed value of a person, read past the code under test."""
    connection = sqlite3.connect(folder / "vault.db")
    found = connection.execute("SELECT wrapped, forms FROM entity WHERE id = ?", (entity,)).fetchone()
    slots = connection.execute("SELECT sealed FROM slot WHERE entity = ?", (entity,)).fetchall()
    connection.close()
    return [*found, *(sealed for (sealed,) in slots)]


def test_documents_say_removed_and_nobody_else_changes(vault: Vault) -> None:
    done = vault.erase(MARGUERITE.id, "custodian", REASON)
    assert done.ids == ("d1", "d2")
    assert [d.text for d in done.documents] == [
        "[removed] rang [person 530] on [phone number]. Good.",
        "At [organisation 31] they met [removed].\n",
    ]
    assert done.documents[1].turns[0].question == "What did [removed] do?"
    assert all(d.turns[0].end == len(d.text) for d in done.documents)
    assert vault.raw_text("d1", "custodian", REASON) == "[removed] rang Tobias Quillfeather on 07700 900123. Good."
    assert vault.masked("d3") == DOCUMENTS[2]
    assert vault.masked("d2").slots[0] == DOCUMENTS[1].slots[0]
    assert vault.log()[-2].subject == ("d1", "d2", MARGUERITE.id)


def test_nothing_of_the_person_lingers_in_any_file(vault: Vault, folder: Path) -> None:
    sealed = sealed_of(folder, MARGUERITE.id)
    assert len(sealed) == 4
    content = everything_in(folder)
    assert all(value in content for value in sealed)
    done = vault.erase(MARGUERITE.id, "custodian", REASON)
    assert done.clean
    content = everything_in(folder)
    assert not any(value in content for value in sealed)
    assert not any(name in content for name in (b"Marguerite", b"Okonjo"))
    kept = sealed_of(folder, TOBIAS.id)
    assert kept[0] in content
    assert (folder / "vault.db-wal").stat().st_size == 0


def test_a_second_reader_is_reported_and_tidied_later(vault: Vault, folder: Path) -> None:
    sealed = sealed_of(folder, MARGUERITE.id)
    reader = sqlite3.connect(folder / "vault.db", isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM slot").fetchone()
    vault._engine.dispose()  # new connections, which wait only as long as the next line says
    import voices.vault.database as database

    database.BUSY_SECONDS, before = 0, database.BUSY_SECONDS
    try:
        assert not vault.erase(MARGUERITE.id, "custodian", REASON).clean
    finally:
        database.BUSY_SECONDS = before
    reader.execute("COMMIT")
    reader.close()
    assert vault.tidy()
    assert not any(value in everything_in(folder) for value in sealed)


def test_the_originals_that_still_hold_the_name_are_listed(vault: Vault) -> None:
    done = vault.erase(MARGUERITE.id, "custodian", REASON)
    assert [(e.document, e.file) for e in done.originals] == [
        ("d1", "letters/Marguerite Okonjo-Vale.docx"),
        ("d2", "survey.csv"),
    ]
    assert vault.sources()[0].file == "letters/[removed].docx"


def test_roster_rulings_and_participant_forget_the_name(vault: Vault) -> None:
    vault.add_roster(
        [
            RosterPerson("s1", "parent", ("Marguerite Okonjo-Vale", "Maggie")),
            RosterPerson("s2", "social worker", ("Marguerite Smith",)),
        ]
    )
    vault.rule("always", actor="custodian", form="Marguerite", label="PERSON")
    code = vault.participant_codes([("P", "i1.docx|Marguerite"), ("P", "i1.docx|Tobias")])
    vault.erase(MARGUERITE.id, "custodian", REASON)
    assert [p.person for p in vault.roster()] == ["s2"]
    assert [r.form for r in vault.rulings()] == [""]
    assert vault.lookup(code["P", "i1.docx|Marguerite"], "custodian", REASON).names == ()
    assert vault.lookup(code["P", "i1.docx|Tobias"], "custodian", REASON).names == ("i1.docx|Tobias",)
    assert vault.participant_codes([("P", "i1.docx|Marguerite")]) == {
        ("P", "i1.docx|Marguerite"): code["P", "i1.docx|Marguerite"]
    }
    assert vault.add_roster([RosterPerson("s1", "parent", ("Marguerite Okonjo-Vale", "Maggie"))]) == 0


def test_an_address_made_of_the_name_goes_too(vault: Vault) -> None:
    vault.put_masked(
        [
            (
                masked_of(
                    "d4",
                    [
                        "Write to ",
                        ("EMAIL", "marguerite.okonjo-vale@example.org"),
                        " or ",
                        ("EMAIL", "office@example.org"),
                    ],
                ),
                "h",
            )
        ]
    )
    vault.erase(MARGUERITE.id, "custodian", REASON)
    assert vault.raw_text("d4", "custodian", REASON) == "Write to [removed] or office@example.org"


def test_a_second_import_masks_the_name_without_knowing_it(vault: Vault, folder: Path) -> None:
    vault.erase(MARGUERITE.id, "custodian", REASON)
    vault.put_entities(ENTITIES)
    known = {e.id: e for e in vault.entities()}
    assert known[MARGUERITE.id].forms == ()
    assert known[MARGUERITE.id].number == 214
    stored = vault.put_masked([(DOCUMENTS[0], "again")])
    assert stored[0].document.text.startswith("[removed] rang")
    assert vault.masked("d1") == stored[0]
    # The same under another id, as after a change of the linking code.
    anew = Entity("e-2001", "PERSON", 615, ("Marguerite Okonjo-Vale",))
    vault.put_entities([anew])
    stored = vault.put_masked([(masked_of("d7", ["It was ", (anew, "Marguerite Okonjo-Vale"), "."]), "h")])
    assert stored[0].document.text == "It was [removed]."
    vault.put_sources([SourceEntry("d7", "letters", "new/okonjo_vale-letters/marguerite_okonjo-vale.txt", None, "c")])
    assert "marguerite" not in {e.document: e.file for e in vault.sources()}["d7"]
    assert b"Okonjo" not in everything_in(folder)


def test_somebody_who_shares_the_first_name_stays(vault: Vault) -> None:
    vault.erase(MARGUERITE.id, "custodian", REASON)
    other = Entity("e-3001", "PERSON", 777, ("Marguerite", "Marguerite Smith"))
    place = Entity("e-3002", "LOCATION", 778, ("Marguerite",))
    vault.put_entities([other, place])
    assert {e.id: e.forms for e in vault.entities()}["e-3001"] == other.forms
    stored = vault.put_masked([(masked_of("d7", [(other, "Marguerite"), " in ", (place, "Marguerite")]), "h")])
    assert stored[0].document.text == "[person 777] in [place 778]"


def test_erased_names_are_found_in_new_texts(vault: Vault) -> None:
    text = "Then Marguerite  Okonjo-Vale came; marguerite daisies. MARGUERITE!"
    assert vault.erased_mentions([text]) == [()]
    vault.erase(MARGUERITE.id, "custodian", REASON)
    found = vault.erased_mentions([text, "Tobias"])
    assert [text[m.start : m.end] for m in found[0]] == ["Marguerite  Okonjo-Vale", "MARGUERITE"]
    assert {m.entity for m in found[0]} == {MARGUERITE.id}
    assert found[1] == ()


def test_erased_once_only_and_known_only(vault: Vault) -> None:
    vault.erase(SCHOOL.id, "custodian", REASON)
    with pytest.raises(VaultError, match="erased already"):
        vault.erase(SCHOOL.id, "custodian", REASON)
    with pytest.raises(VaultError, match="not in the vault"):
        vault.erase("e-9", "custodian", REASON)


def test_rotation_after_erasure_does_not_bring_anybody_back(vault: Vault, folder: Path) -> None:
    from voices.vault import Key
    from voices.vault.crypto import new_key

    vault.erase(MARGUERITE.id, "custodian", REASON)
    other = Key(secret=new_key())
    vault.rotate(other)
    vault.close()
    with open_vault(folder, other) as again:
        assert again.raw_text("d1", "custodian", REASON).startswith("[removed]")
        assert again.lookup("person 214", "custodian", REASON).names == ()
    assert dump(MARGUERITE.forms) not in everything_in(folder)
    assert KEY.secret not in everything_in(folder)
