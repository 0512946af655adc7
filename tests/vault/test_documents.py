"""What goes into the vault comes out again, exactly; and nothing of it lies readable in its files."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from voices.errors import VaultError
from voices.model import Action, Entity, Mention
from voices.vault import RosterPerson, SourceEntry, Vault, create_vault, open_vault
from voices.vault.editing import Edit, edit, restore

from .people import DOCUMENTS, ENTITIES, KEY, REASON, STUDY, TOBIAS, everything_in, masked_of, raw_of

NAMES = ("Marguerite", "Okonjo", "Quillfeather", "Larkrise", "900123", "3 May 2019")


def test_documents_come_back_whole_after_reopening(vault: Vault, folder: Path) -> None:
    vault.close()
    with open_vault(folder, KEY) as again:
        assert [again.masked(m.document.id) for m in DOCUMENTS] == list(DOCUMENTS)
        assert again.entities() == tuple(sorted(ENTITIES, key=lambda e: e.id))
        assert again.done() == {"d1": "hash-d1", "d2": "hash-d2", "d3": "hash-d3"}
        assert [e.row for e in again.sources()] == [None, 4, 5]


def test_raw_text_is_exact_and_logged(vault: Vault) -> None:
    for masked in DOCUMENTS:
        assert vault.raw_text(masked.document.id, "custodian", REASON) == raw_of(masked)
    entry = vault.log()[-1]
    assert (entry.action, entry.subject, entry.reason) == ("restored", ("d3",), REASON)


def test_no_name_lies_readable_in_the_files(vault: Vault, folder: Path) -> None:
    vault.add_roster([RosterPerson("staff 9", "social worker", ("Tobias Quillfeather",))])
    vault.participant_codes([("P", "letters/Marguerite Okonjo-Vale.docx|Marguerite")])
    vault.rule("always", actor="custodian", form="Larkrise", label="LOCATION")
    content = everything_in(folder)
    assert b"e-1001" in content  # the search itself works
    for name in NAMES:
        assert name.encode() not in content
        assert name.casefold().encode() not in content


def test_nothing_shows_in_repr(vault: Vault) -> None:
    shown = repr((vault, vault.entities(), vault.masked("d1"), vault.pending(), vault.sources()))
    shown += repr((vault.lookup("person 214", "c", REASON), vault.roster(), vault.rulings()))
    assert not any(name in shown for name in NAMES)


@pytest.mark.skipif(os.name != "posix", reason="file modes are POSIX's")
def test_folder_and_files_are_their_owners_alone(vault: Vault, folder: Path) -> None:
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    for path in folder.iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path.name
    vault.close()
    (folder / "vault.db").chmod(0o644)
    with pytest.raises(Exception, match="chmod 600"):
        open_vault(folder, KEY)


def test_detections_belong_to_one_version(vault: Vault) -> None:
    mentions = (
        Mention(0, 10, "PERSON", 0.97, Action.MASK, ("given name",), "e-1001"),
        Mention(12, 14, "AGE", 0.4, Action.REVIEW),
    )
    vault.put_detections([("d1", "in-1", mentions), ("d2", "in-2", ())], "v1")
    assert vault.detections("v1") == {"d1": ("in-1", mentions), "d2": ("in-2", ())}
    vault.put_detections([("d1", "in-1", ())], "v2")
    assert vault.detections("v1") == {"d2": ("in-2", ())}
    assert vault.detections("v2") == {"d1": ("in-1", ())}


def test_a_document_put_again_replaces_the_first(vault: Vault) -> None:
    shorter = masked_of("d1", ["Only ", (TOBIAS, "Tobias"), "."])
    vault.put_masked([(shorter, "new")])
    assert vault.masked("d1") == shorter
    assert vault.done()["d1"] == "new"


def test_an_unknown_entity_is_refused_and_nothing_is_stored(vault: Vault) -> None:
    stranger = Entity("e-stranger", "PERSON", 999, ("Zed",))
    with pytest.raises(VaultError, match="e-stranger") as caught:
        vault.put_masked([(masked_of("d8", ["fine"]), "h"), (masked_of("d9", [(stranger, "Zed")]), "h")])
    assert "Zed" not in str(caught.value)
    assert set(vault.done()) == {"d1", "d2", "d3"}


def test_two_people_never_share_a_pseudonym(vault: Vault) -> None:
    with pytest.raises(VaultError, match="person 214"):
        vault.put_entities([Entity("e-other", "PERSON", 214, ("Somebody",))])
    assert "e-other" not in {e.id for e in vault.entities()}


def test_removed_documents_are_gone(vault: Vault) -> None:
    assert vault.remove_documents(["d1"], "custodian", "withdrawal of P107", ["P107"])
    with pytest.raises(VaultError, match="d1"):
        vault.masked("d1")
    assert {e.document for e in vault.sources()} == {"d2", "d3"}


def test_a_vault_is_made_once(vault: Vault, folder: Path) -> None:
    vault.close()
    with pytest.raises(VaultError, match="already"):
        create_vault(folder, KEY, STUDY)


def test_there_has_to_be_a_vault(tmp_path: Path) -> None:
    with pytest.raises(VaultError, match="no vault"):
        open_vault(tmp_path / "nowhere", KEY)
    assert not (tmp_path / "nowhere").exists()


_words = st.text(alphabet=st.characters(codec="utf-8", exclude_characters="[]"), max_size=12)
_parts = st.lists(
    st.one_of(
        _words,
        st.tuples(st.sampled_from([*ENTITIES, "PHONE", "DATE"]), _words.filter(bool), st.booleans()),
    ),
    max_size=12,
)


@given(_parts, st.sets(st.integers(0, 11)))
def test_editing_keeps_every_other_slot_and_turn_true(parts: list[object], chosen: set[int]) -> None:
    masked = masked_of("d", parts)
    edits = {
        i: Edit("[removed]" if i % 2 else "", s if i % 2 else None) for i, s in enumerate(masked.slots) if i in chosen
    }
    edited = edit(masked, edits)
    kept = [(i, s) for i, s in enumerate(masked.slots) if i not in edits or edits[i].slot is not None]
    for (index, before), after in zip(kept, edited.slots, strict=True):
        expected = "[removed]" if index in edits else masked.document.text[before.start : before.end]
        assert edited.document.text[after.start : after.end] == expected
    assert edited.document.turns[0].start == 0
    assert edited.document.turns[0].end == len(edited.document.text)
    assert restore(masked) == raw_of(masked)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(_parts, min_size=1, max_size=4))
def test_any_document_round_trips(empty: Vault, documents: list[list[object]]) -> None:
    empty.put_entities(ENTITIES)
    built = [masked_of(f"h{n}", parts) for n, parts in enumerate(documents)]
    assert empty.put_masked([(m, "h") for m in built]) == tuple(built)
    for masked in built:
        assert empty.masked(masked.document.id) == masked
        assert empty.raw_text(masked.document.id, "custodian", REASON) == raw_of(masked)


def test_sources_come_back(vault: Vault) -> None:
    entry = SourceEntry("d2", "survey", "survey.csv", 7, "c9", "2027-01-01")
    vault.put_sources([entry])
    assert vault.sources()[1] == entry
