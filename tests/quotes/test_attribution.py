from __future__ import annotations

import pytest

from voices.model import Kind, Participant, Passage
from voices.quotes import attribute, crowd
from voices.quotes.attribution import citation, is_citation, role_group, wave_words


def people(role: str, wave: int | None, count: int, start: int = 0) -> list[Participant]:
    return [Participant(f"{role}{n}", role, "s", wave) for n in range(start, start + count)]


@pytest.mark.parametrize(("count", "printed"), [(5, "parent, second wave"), (4, "parent")])
def test_boundary_of_five_people(count, printed):
    everybody = crowd([*people("parent", 2, count), *people("parent", 1, 30, 50), *people("social worker", 2, 9)])
    assert attribute("parent", 2, everybody) == printed


def test_the_rarest_part_goes_first_and_a_rare_role_becomes_its_group():
    everybody = crowd([*people("pod manager", 2, 2), *people("social worker", 2, 30), *people("parent", 2, 20)])
    assert attribute("pod manager", 2, everybody) == "practitioner, second wave"
    lonely = crowd([*people("grandparent", 1, 1), *people("social worker", 1, 30)])
    assert attribute("grandparent", 1, lonely) == "participant, first wave"


def test_a_rare_wave_goes_before_a_common_role():
    assert attribute("parent", 3, crowd([*people("parent", 1, 30), *people("parent", 3, 2, 90)])) == "parent"


def test_a_declared_population_wins_over_those_who_took_part():
    few = people("social worker", 1, 2)
    assert attribute("social worker", 1, crowd(few, {"Social Worker": 120})) == "social worker, first wave"
    many = people("director", 1, 8)
    assert attribute("director", 1, crowd(many, {"director": 2})) == "participant"


def test_participant_alone_always_stands():
    assert attribute("parent", 1, crowd(people("parent", 1, 1))) == "participant"
    assert attribute("", None, crowd([])) == "participant"


def test_groups_and_words():
    groups = [role_group(r) for r in ("pod manager", "young person", "foster carer", "elf")]
    assert groups == ["practitioner", "family member", "participant", "participant"]
    assert [wave_words(1), wave_words(2), wave_words(12)] == ["first wave", "second wave", "wave 12"]


def test_a_letter_without_a_role_is_cited():
    letter = Passage("p", "d", 0, 0, 0, 1, "x", "h", "", "", "peer review", Kind.LETTER, period="2016-05")
    assert is_citation(letter)
    assert citation(letter) == "peer review, 2016"


@pytest.mark.parametrize(
    ("role", "cited", "printed"),
    [
        ("senior manager", "Tolley 2017:28", "senior manager, Tolley 2017:28"),
        ("", "Tolley 2017:28", "Tolley 2017:28"),
        ("parent", "", "parent, published evaluation, 2017"),
    ],
)
def test_published_evidence_is_cited_with_the_role_of_whoever_it_quotes(role, cited, printed):
    passage = Passage("p", "d", 0, 0, 0, 1, "x", "h", "", role, "published evaluation", Kind.EVIDENCE, period="2017")
    assert is_citation(passage)
    assert citation(passage, cited) == printed
