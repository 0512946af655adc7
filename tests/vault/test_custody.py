"""The custodian rules, and finished documents follow; the roster is read and kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from voices.errors import InputError, VaultError
from voices.model import Entity
from voices.vault import RosterPerson, Vault, read_roster

from .people import MARGUERITE, REASON, SCHOOL, TOBIAS, masked_of


def test_what_is_in_doubt_waits_with_its_context(vault: Vault) -> None:
    school, date = sorted(vault.pending(), key=lambda item: item.label, reverse=True)
    assert (school.id, school.entity, school.placeholder, school.slots) == (
        SCHOOL.id,
        SCHOOL.id,
        "[organisation 31]",
        1,
    )
    assert school.forms == ("Larkrise Primary",)
    assert school.contexts[0].after == " they met [person 214].\n"
    assert (date.entity, date.label, date.placeholder, date.forms) == ("", "DATE", "[date]", ("3 May 2019",))
    assert len(date.id) == 16


def test_a_ruling_takes_the_item_off_the_list_and_is_logged_without_words(vault: Vault) -> None:
    vault.rule("confirm", actor="custodian", entity=SCHOOL.id)
    vault.rule("release", actor="custodian", form="3 may 2019")
    assert vault.pending() == ()
    entry = vault.log()[-1]
    assert (entry.action, entry.subject) == ("ruled: release", ("ruling 2",))
    assert [(r.id, r.kind, r.form, r.applied) for r in vault.rulings()] == [
        (1, "confirm", "", False),
        (2, "release", "3 may 2019", False),
    ]


def test_rulings_reach_finished_documents(vault: Vault) -> None:
    vault.rule("confirm", actor="custodian", entity=SCHOOL.id)
    vault.rule("release", actor="custodian", form="3 May 2019")
    vault.rule("merge", actor="custodian", entity=TOBIAS.id, other=MARGUERITE.id)
    changed = {m.document.id: m for m in vault.apply_rulings("custodian")}
    assert set(changed) == {"d1", "d2", "d3"}
    assert changed["d3"].document.text == "Nobody named here 👩‍👧, only [person 214] and 3 May 2019."
    assert changed["d1"].document.text == "[person 214] rang [person 214] on [phone number]. Good."
    assert not changed["d2"].slots[0].doubtful
    assert vault.masked("d3") == changed["d3"]
    assert vault.raw_text("d1", "custodian", REASON) == "Marguerite rang Tobias Quillfeather on 07700 900123. Good."
    merged = {e.id: e for e in vault.entities()}
    assert merged[TOBIAS.id].forms == ()
    assert set(merged[MARGUERITE.id].forms) == {*MARGUERITE.forms, *TOBIAS.forms}
    assert all(r.applied for r in vault.rulings())
    assert vault.apply_rulings("custodian") == ()
    with pytest.raises(VaultError, match="merged"):
        vault.put_masked([(masked_of("d5", [(TOBIAS, "Tobias")]), "h")])


def test_relabelling_changes_the_placeholder_and_keeps_numbers_apart(vault: Vault) -> None:
    vault.rule("relabel", actor="custodian", entity=SCHOOL.id, label="LOCATION")
    (changed,) = vault.apply_rulings("custodian")
    assert changed.document.text.startswith("At [place 31] they met")
    assert changed.slots[0].label == "LOCATION"
    vault.rule("relabel", actor="custodian", form="3 May 2019", label="OTHER_ID")
    (changed,) = vault.apply_rulings("custodian")
    assert "[identifier]" in changed.document.text


def test_a_relabelled_entity_takes_another_number_where_its_own_is_taken(vault: Vault) -> None:
    vault.put_entities([Entity("e-9", "LOCATION", SCHOOL.number, ("Harrowmere",))])
    vault.rule("relabel", actor="custodian", entity=SCHOOL.id, label="LOCATION")
    (changed,) = vault.apply_rulings("custodian")
    numbers = {e.id: e.number for e in vault.entities() if e.label == "LOCATION"}
    assert numbers["e-9"] == SCHOOL.number != numbers[SCHOOL.id]
    assert f"[place {numbers[SCHOOL.id]}]" in changed.document.text


def test_a_ruling_is_taken_back_until_documents_show_it(vault: Vault) -> None:
    vault.rule("confirm", actor="custodian", entity=SCHOOL.id)
    vault.take_back(1, "custodian")
    assert len(vault.pending()) == 2
    with pytest.raises(VaultError, match="taken back already"):
        vault.take_back(1, "custodian")
    kept = vault.rule("confirm", actor="custodian", entity=SCHOOL.id)
    vault.apply_rulings("custodian")
    with pytest.raises(VaultError, match="follow it already"):
        vault.take_back(kept.id, "custodian")


def test_a_released_person_is_shown_everywhere(vault: Vault) -> None:
    vault.rule("release", actor="custodian", entity=TOBIAS.id)
    changed = vault.apply_rulings("custodian")
    assert [m.document.id for m in changed] == ["d1", "d3"]
    assert "Tobias Quillfeather" in changed[0].document.text
    assert "[person 214]" in changed[0].document.text


def test_never_shows_a_form_whoever_it_belongs_to(vault: Vault) -> None:
    vault.rule("never", actor="custodian", form="tobias")
    (changed,) = vault.apply_rulings("custodian")
    assert changed.document.id == "d3"
    assert "only Tobias and" in changed.document.text


def test_splits_and_always_wait_for_the_next_linking(vault: Vault) -> None:
    vault.rule("split", actor="custodian", entity=TOBIAS.id, form="Tobias")
    vault.rule("always", actor="custodian", form="Harrowmere", label="LOCATION")
    assert vault.apply_rulings("custodian") == ()
    assert not any(r.applied for r in vault.rulings())
    vault.mark_applied([1])
    assert [r.applied for r in vault.rulings()] == [True, False]


@pytest.mark.parametrize(
    "given",
    [
        {"kind": "burn", "entity": "e-1001"},
        {"kind": "confirm"},
        {"kind": "relabel", "entity": "e-1001"},
        {"kind": "relabel", "entity": "e-1001", "label": "GOBLIN"},
        {"kind": "merge", "entity": "e-1001"},
        {"kind": "merge", "entity": "e-1001", "other": "e-1001"},
        {"kind": "merge", "entity": "e-1001", "other": "e-none"},
        {"kind": "split", "entity": "e-1001"},
        {"kind": "always", "form": "x"},
        {"kind": "never", "entity": "e-1001"},
        {"kind": "release", "entity": "e-none"},
    ],
)
def test_half_a_ruling_is_refused(vault: Vault, given: dict[str, str]) -> None:
    with pytest.raises(VaultError):
        vault.rule(given.pop("kind"), actor="custodian", **given)
    assert vault.rulings() == ()


def test_roster_file(tmp_path: Path, vault: Vault) -> None:
    path = tmp_path / "roster.csv"
    path.write_text(
        "person,role,names,,\ns1,social worker,Ada Brightwater; Ada B.,Ms Brightwater\n\n"
        "s2,parent,Tobias Quillfeather\n",
        "utf-8-sig",
    )
    people = read_roster(path)
    assert people == (
        RosterPerson("s1", "social worker", ("Ada Brightwater", "Ada B.", "Ms Brightwater")),
        RosterPerson("s2", "parent", ("Tobias Quillfeather",)),
    )
    assert vault.add_roster(people) == 2
    assert vault.add_roster(people[:1]) == 1
    assert [p.person for p in vault.roster()] == ["s1", "s2"]
    assert vault.lookup("person 530", "custodian", REASON).roles == ("parent",)


@pytest.mark.parametrize(
    ("content", "where"),
    [
        ("name,role\n", "first line"),
        ("person,role,names\nx,y\n", "row 2"),
        ("person,role,names\na,b,C D\na,b,E F\n", "row 3"),
        ('person,role,names\n"a,b\n', "CSV"),
    ],
)
def test_roster_mistakes_name_the_row(tmp_path: Path, content: str, where: str) -> None:
    path = tmp_path / "roster.csv"
    path.write_text(content, "utf-8")
    with pytest.raises(InputError, match=where):
        read_roster(path)
