"""Who took part, against counts made by hand from the files: the role columns tallied, the speakers of a talk told."""

import csv
from pathlib import Path

import pytest

from flows.identify import identified, voice_keys
from voices import sources, study
from voices.cli.counting import people_in
from voices.model import Purpose, RawDocument
from voices.study import Study

SAMPLE = Path(__file__).resolve().parents[2] / "data" / "sample"
BY_HAND = Path(__file__).parent / "data" / "counts.csv"


@pytest.fixture(scope="module")
def loaded() -> Study:
    return study.load(SAMPLE)


@pytest.fixture(scope="module")
def documents(loaded: Study) -> list[RawDocument]:
    people = sources.read_people(loaded.originals / loaded.participants, loaded.writings)
    found = []
    for spec in loaded.sources:
        questions = sources.read_questions(loaded.originals / spec.questions) if spec.questions else ()
        for path, name in sources.iter_files(spec, loaded.originals):
            read = sources.read(path, name, spec, questions).documents
            found += [sources.with_people(document, people, spec) for document in read]
    return sources.join_letters(found)[0]


def test_heads_by_source_wave_and_role_are_those_counted_by_hand(documents: list[RawDocument]) -> None:
    with BY_HAND.open(encoding="utf-8", newline="") as file:
        wanted = {
            (row["source"], int(row["wave"] or 0), row["role"]): int(row["heads"]) for row in csv.DictReader(file)
        }
    found: dict[tuple[str, int, str], set[tuple[str, str]]] = {}
    for read in identified(documents, b"any key"):
        turns, single = voice_keys(read)
        role = dict(read.raw.attributes).get("role", "")
        heard = {(key, turn.role) for key, turn in zip(turns, read.raw.turns, strict=True) if key[1]}
        for key, said in heard or ({(single, role)} if single[1] else set()):
            found.setdefault((read.raw.source, read.raw.wave or 0, said), set()).add(key)
    assert {key: len(heads) for key, heads in found.items()} == wanted


def test_letters_count_as_those_who_signed_and_one_respondent_for_each_that_nobody_signed(
    documents: list[RawDocument],
) -> None:
    # Signed: 01 (by its row of the register), 02, 03, 06, 07, 08. Without a name: 04 and 05.
    assert people_in(d for d in documents if d.source == "letters") == (("parent", (6, 2, 0)),)


def test_families_and_refusals_are_those_of_the_list(documents: list[RawDocument]) -> None:
    listed = {person.participant: person for document in documents for person in document.people if person.listed}
    families: dict[str, set[str]] = {}
    for person in listed.values():
        families.setdefault(person.family, set()).add(person.participant)
    assert len(listed) == 28
    assert {family: len(members) for family, members in families.items() if family} == {
        "FAM-01": 2,
        "FAM-02": 2,
        "FAM-03": 3,
    }
    no = {
        purpose: {id for id, one in listed.items() for c in one.consents if c.purpose is purpose and c.given is False}
        for purpose in Purpose
    }
    assert no == {
        Purpose.ANALYSIS: set(),
        Purpose.QUOTING: {"HW-07"},
        Purpose.ATTRIBUTION: {"HW-07", "HW-09"},
    }
    parents = {id for id, one in listed.items() if {c.by for c in one.consents} == {"parent"}}
    assert parents == {"YP-03", "YP-07", "YP-10"}
