"""Registers, letters joined to their rows, the list of participants, and consent."""

from dataclasses import replace
from pathlib import Path

import pytest

from sources.made_files import reading, workbook
from voices.cli.counting import people_in
from voices.errors import InputError
from voices.model import ClosedQuestion, Kind, Purpose, SourceSpec
from voices.sources import join_letters, read_people, refuses_analysis, with_people
from voices.sources.tables.forms_template import forms_template
from voices.sources.tables.register import normalise_outcome, normalise_stage

REGISTER = (
    "Reference,Received,Closed,Type,Stage,Outcome,Team,Complainant type,Summary\n"
    "CMP/2017/0042,01/03/2017,11/03/2017,Complaint,1,Partially upheld,Heron,mum,Nobody rang us back for weeks on end\n"
    "CMP/2017/0043,31/03/2017,,Complaint,Stage two,,Heron,grandparent,They lost the letter we had sent them twice\n"
    "CMP/2017/0044,02/05/2017,,Compliment,,,Plover,mum,She came back when she said that she would\n"
)
LETTER = (
    "Subject: your ref CMP-2017-0042\n\nDear Sir or Madam,\n\nI rang eleven times and nobody ever came to the phone "
    "for us.\n\nYours sincerely,\nDana Whit\n"
)


@pytest.mark.parametrize(
    ("cell", "outcome"),
    [
        ("Upheld", "upheld"),
        ("Upheld - apology sent", "upheld"),
        ("Part upheld", "partly upheld"),
        ("upheld in part", "partly upheld"),
        ("NOT UPHELD", "not upheld"),
        ("Unsubstantiated", "not upheld"),
        ("Withdrawn by complainant", "withdrawn"),
        ("not yet concluded", "open"),
        ("in progress", "open"),
        ("", ""),
        ("Ombudsman", "ombudsman"),
    ],
)
def test_outcomes_have_one_wording(cell: str, outcome: str) -> None:
    assert normalise_outcome(cell) == outcome


@pytest.mark.parametrize(("cell", "stage"), [("1", "stage 1"), ("Stage Two", "stage 2"), ("informal", "informal")])
def test_stages_have_one_wording(cell: str, stage: str) -> None:
    assert normalise_stage(cell) == stage


def test_a_letter_is_the_complaint_of_its_row(tmp_path: Path) -> None:
    (tmp_path / "register.csv").write_text(REGISTER, "utf-8")
    (tmp_path / "letter.txt").write_text(LETTER, "utf-8")
    rows = reading(tmp_path / "register.csv", Kind.COMPLAINT).documents
    assert dict(rows[0].attributes) == {
        "days taken": "10",
        "outcome": "partly upheld",
        "role": "parent",
        "stage": "stage 1",
        "team": "Heron",
    }
    assert dict(rows[1].attributes)["outcome"] == "open"
    assert "outcome" not in dict(rows[2].attributes)
    letter = reading(tmp_path / "letter.txt", Kind.LETTER, role="carer").documents[0]
    elsewhere = replace(letter, reference="X9999")
    (*_, joined, other), without = join_letters((*rows, letter, elsewhere))
    assert without == 1
    assert other == elsewhere
    assert (joined.kind, joined.participant, joined.period) == (Kind.COMPLAINT, rows[0].participant, "2017-03")
    assert joined.attributes == rows[0].attributes
    assert {turn.role for turn in joined.turns} == {"parent"}
    assert joined.text == letter.text
    assert not joined.quoting
    assert "Dana Whit" in joined.known_names


TALK = "Interviewer: How was it?\nP1: They came back when they said.\nP2: We had to wait for weeks.\nP3: Same for us.\n"
PEOPLE = (
    "Participant,Family,Source,Speaker,Role,Name,Use in analysis,Quoting,Role attribution,Consent date,Agreed by,Site\n"
    "A7,Fam1,source,P1,mum,Dana Whit,yes,yes,no,01/05/2024,parent,north\n"
    "A8,Fam1,source,P2,dad,,yes,,yes,,,north\n"
    "A9,,source,P3,sw,,withdrawn,no,no,,,south\n"
)


def test_a_list_says_who_is_behind_a_label_and_what_they_agreed_to(tmp_path: Path) -> None:
    (tmp_path / "talk.txt").write_text(TALK, "utf-8")
    (tmp_path / "people.csv").write_text(PEOPLE, "utf-8")
    people = read_people(tmp_path / "people.csv")
    spec = SourceSpec("source", ("talk.txt",), Kind.FOCUS_GROUP)
    raw = with_people(reading(tmp_path / "talk.txt", Kind.FOCUS_GROUP).documents[0], people, spec)
    said = [(t.participant, t.role, t.quoting) for t in raw.turns if t.role != "interviewer"]
    assert said == [("A7", "parent", True), ("A8", "parent", False), ("A9", "social worker", False)]
    assert raw.known_names == ("Dana Whit",)
    first, second, third = raw.people
    assert (first.family, second.family, third.family) == ("Fam1", "Fam1", "")
    assert first.attributes == (("site", "north"),)
    quoting = next(one for one in first.consents if one.purpose is Purpose.QUOTING)
    assert (quoting.given, quoting.date, quoting.by) == (True, "2024-05-01", "parent")
    assert [refuses_analysis(person) for person in raw.people] == [False, False, True]


def test_of_whom_the_list_does_not_name_nothing_is_known(tmp_path: Path) -> None:
    (tmp_path / "talk.txt").write_text(TALK, "utf-8")
    (tmp_path / "people.csv").write_text("\n".join(PEOPLE.split("\n")[:2]), "utf-8")
    people = read_people(tmp_path / "people.csv")
    raw = reading(tmp_path / "talk.txt", Kind.FOCUS_GROUP).documents[0]
    for quoting, wanted in ((None, [True, False, False]), (True, [True, True, True]), (False, [False] * 3)):
        spec = SourceSpec("source", ("talk.txt",), Kind.FOCUS_GROUP, quoting=quoting)
        found = with_people(replace(raw, quoting=quoting is not False), people, spec)
        assert [t.quoting for t in found.turns if t.role != "interviewer"] == wanted


def test_a_list_without_codes_is_refused_by_row(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("Speaker,Role\nP1,mum\n", "utf-8")
    with pytest.raises(InputError, match=r"a\.csv: no column called “participant”"):
        read_people(tmp_path / "a.csv")
    (tmp_path / "b.csv").write_text("Participant,Role\nA1,mum\n,dad\n", "utf-8")
    with pytest.raises(InputError, match=r"b\.csv, row 2: the participant's code is missing"):
        read_people(tmp_path / "b.csv")


def test_the_template_is_read_without_a_mapping(tmp_path: Path) -> None:
    import io

    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(forms_template()))
    assert len(book["forms"].data_validations.dataValidation) == 5
    book["forms"].append((1, "8 to 11", "🙂", "☹", "She comes when she says she will", None, "yes", "parent"))
    book["forms"].append((2, "8 to 11", "😐", "🙂", None, "More time for us to play", None, None))
    book.save(tmp_path / "forms.xlsx")
    questions = tuple(ClosedQuestion(id, "continuity", f"Statement {id}") for id in ("F1", "F2"))
    found = reading(tmp_path / "forms.xlsx", Kind.FORM, questions)
    assert [d.quoting for d in found.documents] == [True, False]
    assert [[(a.value, a.points) for a in d.answers] for d in found.documents] == [[(3, 3), (1, 3)], [(2, 3), (3, 3)]]
    assert [d.participant for d in found.documents] == ["1", "2"]
    assert "1 sheet of instructions not read." in found.description.warnings


@pytest.mark.parametrize(
    "words", [("happy", "ok", "sad"), ("yes", "sometimes", "no"), ("😀", "😐", "☹️"), ("3", "2", "1"), ("🙂", "😐", "☹")]
)
def test_three_steps_however_they_are_written(tmp_path: Path, words: tuple[str, str, str]) -> None:
    path = workbook(tmp_path / "a.xlsx", [["Form number", "F1"], *([n, word] for n, word in enumerate(words))])
    question = ClosedQuestion("F1", "", "It is good", 3 if words[0] == "3" else 5)
    answers = [a for d in reading(path, Kind.FORM, (question,)).documents for a in d.answers]
    assert [(a.value, a.points) for a in answers] == [(3, 3), (2, 3), (1, 3)]


def test_a_letter_that_nobody_signed_is_a_respondent_and_one_conversation_a_group(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text(LETTER.replace("\nDana Whit\n", "\n"), "utf-8")
    (tmp_path / "talk.txt").write_text("Interviewer: How was it?\nSeveral voices: They came back.\n", "utf-8")
    letter = reading(tmp_path / "letter.txt", Kind.LETTER).documents[0]
    talk = reading(tmp_path / "talk.txt", Kind.FOCUS_GROUP).documents[0]
    assert [numbers for _, numbers in people_in([letter])] == [(0, 1, 0)]
    assert [numbers for _, numbers in people_in([talk])] == [(0, 0, 1)]
    # Two letters without a signature about one complaint are one correspondent.
    assert [numbers for _, numbers in people_in([letter, replace(letter, file="second.txt")])] == [(0, 1, 0)]
