"""A letter without its register's reference: offered as perhaps the same complaint, joined where a person says so."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.typed import HEAD, SAMPLE, SOURCES, TAIL, Place, codebook_into, copy_of, here, with_new_vault
from voices.model import Verdict
from voices.store import open_store

pytestmark = pytest.mark.flow

SOURCE = '\n[[sources]]\nname = "letters"\nfiles = ["letters/*.txt"]\nkind = "letter"\nrole = "parent"\n'
LETTER = SAMPLE / "letters" / "02-conference.txt"


def listed(place: Place, *more: str) -> list[dict[str, object]]:
    done = here("complaint", "list", place.study, "--json", *more)
    assert done.code == 0, done.err
    return list(json.loads(done.out)["pairs"])


def of_letter(place: Place) -> tuple[set[str], set[str], int]:
    """Return cases and people of the letter and of its row, and how many decisions stand."""
    with open_store(place.study / "study.db") as store:
        letter = {(p.case, p.participant) for p in store.passages() if p.source == "letters"}
        row = {(p.case, p.participant) for p in store.passages() if p.source == "register" and "conference" in p.text}
        return {"/".join(one) for one in letter}, {"/".join(one) for one in row}, len(store.standing())


@pytest.fixture
def place(small: Place, prefect_home: Path, tmp_path: Path) -> Place:
    """Return a study of the first rows of the register and one letter, before its run."""
    made = copy_of(small, tmp_path / "copy")
    shutil.rmtree(made.study)
    shutil.rmtree(made.vault)
    (made.originals / "letters").mkdir()
    shutil.copy(LETTER, made.originals / "letters" / "conference.txt")
    register = made.originals / "complaints" / "register.csv"
    register.write_text("\n".join(register.read_text("utf-8-sig").split("\n")[:13]) + "\n", "utf-8")
    made.study.mkdir()
    codebook_into(made.study)
    (made.study / "study.toml").write_text(HEAD + SOURCES[-1] + SOURCE + TAIL, "utf-8")
    return with_new_vault(made, prefect_home)


def test_a_letter_is_offered_joined_by_a_person_and_parted_again(place: Place) -> None:
    done = place.type("run", place.study)
    assert done.returncode == 0, done.stdout + done.stderr
    letter, row, _ = of_letter(place)
    assert not letter & row
    pairs = listed(place)
    best = max(pairs, key=lambda one: float(str(one["nearness"])))
    assert 1 <= len(pairs) <= 2
    assert best["signs"] == ["the same month"]
    with open_store(place.study / "study.db") as store:
        passage = next(p for p in store.passages() if p.source == "letters")
        store.decide(passage.id, "C1", Verdict.NO_CODE)

    # Nobody's words stand in what is said, but for the verb that shows them.
    told = here("complaint", "list", place.study).out + here("status", place.study).out
    assert "1 letter may be a complaint of the register too" in told
    assert "conference" not in told
    shown = here("complaint", "show", place.study, best["id"], "--by", "C1").out
    assert "Father not told about the child protection conference" in shown
    assert "I found out about the conference" in shown
    assert here("complaint", "same", place.study, best["id"], "--by", "C9").code == 2

    said = here("complaint", "same", place.study, best["id"], "--by", "C1")
    assert said.out == f"{best['id']}: same, says C1; counted so after the next run.\n"
    assert listed(place) == []
    assert "what you said of 1 letter" in here("status", place.study).out
    done = place.type("run", place.study)
    assert done.returncode == 0, done.stdout + done.stderr
    letter, row, decisions = of_letter(place)
    assert letter == row
    assert len(letter) == 1
    assert decisions == 1
    (one,) = listed(place, "--all")
    assert one["state"] == "same, says C1"

    assert here("complaint", "undo", place.study, best["id"], "--by", "C2").code == 2
    undone = here("complaint", "undo", place.study, best["id"], "--by", "C1")
    assert undone.out == f"{best['id']}: taken back; counted so after the next run.\n"
    history = here("complaint", "show", place.study, best["id"], "--by", "C2").out
    assert "C1: same" in history
    assert "C1: undone" in history
