"""Roles, scales, dates, the question file, and which files a source has."""

from pathlib import Path

import pytest

from voices.errors import InputError
from voices.model import ClosedQuestion, Kind, SourceSpec
from voices.sources import iter_files, normalise_role, read_questions
from voices.sources.dates import period, period_of_cell
from voices.sources.roles import WAYS_OF_WRITING, role_in_label
from voices.sources.tables.closed import for_column, read_answer
from voices.sources.talk.speakers import asks, names_among


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("SW", "social worker"),
        ("s/w", "social worker"),
        ("Social Workers", "social worker"),
        ("S.W.", "social worker"),
        ("Pod Manager", "pod manager"),
        ("team manager", "manager"),
        ("Mum", "parent"),
        ("parent/carer", "parent"),
        ("young person", "young person"),
        ("YP", "young person"),
        ("Foster carer", "carer"),
        ("foster-carer", "carer"),
        ("IRO", "independent reviewing officer"),
        ("Business support officer", "business support"),
        ("Youth Mentor", "youth mentor"),
        ("Interviewer 2", "interviewer"),
        ("  ", ""),
    ],
)
def test_roles(text: str, role: str) -> None:
    assert normalise_role(text) == role


def test_every_role_is_its_own_normal_form_and_no_writing_has_two() -> None:
    assert all(normalise_role(role) == role for role in WAYS_OF_WRITING)
    writings = [writing for listed in WAYS_OF_WRITING.values() for writing in listed]
    assert len(writings) == len(set(writings))
    assert normalise_role("Pod wizard", {"pod wizard": "manager"}) == "manager"


def test_labels() -> None:
    assert [
        role_in_label(x) for x in ("Social worker 2", "Parent A", "Jo Bright (foster carer)", "Jo Bright", "P3")
    ] == [
        "social worker",
        "parent",
        "carer",
        "",
        "",
    ]
    assert all(asks(x) for x in ("I", "Int", "INT1", "Interviewer 2", "Facilitator", "Q", "Researcher", "Moderator:"))
    assert not any(asks(x) for x in ("R", "P1", "Ian", "Quinn", "Inta", "A"))
    assert names_among(["Okafor, Chidi (Team)", "P3", "Interviewer", "Mrs Brack", "SW2", ""]) == (
        "Brack",
        "Chidi Okafor",
    )


FIVE = ClosedQuestion("q", "", "Q")
THREE = ClosedQuestion("q", "", "Q", points=3)


@pytest.mark.parametrize(
    ("cell", "value", "points"),
    [
        ("Strongly disagree", 1, 5),
        ("disagree", 2, 5),
        ("Neither agree nor disagree", 3, 5),
        ("AGREE ", 4, 5),
        ("Strongly  agree", 5, 5),
        ("Never", 1, 5),
        ("rarely", 2, 5),
        ("Sometimes", 3, 5),
        ("often", 4, 5),
        ("Always", 5, 5),
        ("Very satisfied", 5, 5),
        ("very dissatisfied", 1, 5),
        ("4", 4, 5),
        ("4.0", 4, 5),
        ("4 - Agree", 4, 5),
        ("Agree (4)", 4, 5),
        ("5 = strongly agree", 5, 5),
        ("4/5", 4, 5),
        ("4 out of 5", 4, 5),
        ("yes", 3, 3),
        ("Partly", 2, 3),
        ("No", 1, 3),
    ],
)
def test_answers_on_five_points(cell: str, value: float, points: int) -> None:
    answer = read_answer(FIVE, cell)
    assert answer is not None
    assert (answer.value, answer.points) == (value, points)
    turned = read_answer(ClosedQuestion("q", "", "Q", reversed=True), cell)
    assert turned is not None
    assert turned.value == points + 1 - value


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("Happy", 3),
        ("OK", 2),
        ("sad", 1),
        ("\U0001f642", 3),
        ("\U0001f610", 2),
        ("\u2639\ufe0f", 1),
        ("Strongly agree", 3),
        ("2", 2),
    ],
)
def test_answers_on_three_points(cell: str, value: float) -> None:
    answer = read_answer(THREE, cell)
    assert answer is not None
    assert (answer.value, answer.points) == (value, 3)


@pytest.mark.parametrize(
    "cell", ["", " ", "N/A", "n.a.", "Don't know", "Don\u2019t know", "prefer not to say", "-", "Not applicable", "DK"]
)
def test_no_answer_is_no_answer(cell: str) -> None:
    assert read_answer(FIVE, cell) is None


@pytest.mark.parametrize("cell", ["0", "6", "purple", "4/10", "44", "-3", "see below", "1e9", "\u0664"])
def test_unreadable_answers_raise_without_their_words(cell: str) -> None:
    with pytest.raises(ValueError, match="not on the scale"):
        read_answer(FIVE, cell)


def test_a_column_of_yes_and_no_is_on_three_points() -> None:
    assert for_column(FIVE, ["Y", "N", ""]).points == 3
    assert for_column(FIVE, ["happy", "ok", "sad"]).points == 3
    assert for_column(FIVE, ["SA", "A", "N", "D"]).points == 5
    assert for_column(FIVE, ["agree", "disagree"]).points == 5


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("14/03/2016", "2016-03"),
        ("3.4.17", "2017-04"),
        ("2016-03-14T10:00", "2016-03"),
        ("14th of March 2016", "2016-03"),
        ("Tuesday 2 February 2021, 10am", "2021-02"),
        ("March 2016", "2016-03"),
        ("Mar-16", "2016-03"),
        ("March 14, 2016", "2016-03"),
        ("03/14/2016", ""),
        ("2016", ""),
        ("31/02/2016", ""),
        ("at 10:30", ""),
        ("may we come", ""),
        ("20170105_100312", ""),
        ("", ""),
    ],
)
def test_dates(text: str, wanted: str) -> None:
    assert period(text) == wanted


def test_day_numbers_of_a_sheet() -> None:
    assert period_of_cell("42443") == "2016-03"
    assert period_of_cell("42443.5") == "2016-03"
    assert period_of_cell("12345") == ""
    assert period_of_cell("29220") == ""
    assert period_of_cell("29221") == "1980-01"


def test_question_file(tmp_path: Path) -> None:
    path = tmp_path / "q.csv"
    path.write_text(
        "question,principle,statement,type,scale,reversed,asked_in\n"
        "a,culture,A?,likert,1-7,yes,one; 2\nb,,B?,,no/partly/yes,,\nc,,C?,text,,,\n"
    )
    assert read_questions(path) == (
        ClosedQuestion("a", "culture", "A?", 7, True, ("one", "2")),
        ClosedQuestion("b", "", "B?", 3),
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("question,statement\na,b\n", "row 1"),
        ("question,principle,statement\na,,\n", "row 2"),
        ("question,principle,statement\na,,A\nA,,B\n", "row 3"),
        ("question,principle,statement,scale\na,,A,blue\n", "scale"),
        ("question,principle,statement,scale\na,,A,1-12\n", "scale"),
        ("question,principle,statement,reversed\na,,A,perhaps\n", "reversed"),
        ("question,principle,statement,type\na,,A,odd\n", "type"),
        ("", "empty"),
    ],
)
def test_question_file_refused(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "q.csv").write_text(text)
    with pytest.raises(InputError, match=said) as caught:
        read_questions(tmp_path / "q.csv")
    assert "q.csv" in str(caught.value)


def spec(*files: str) -> SourceSpec:
    return SourceSpec("staff survey", files, Kind.SURVEY)


def test_files_sorted_once_each_and_the_missing_kept(tmp_path: Path) -> None:
    for name in ("b/2.txt", "b/1.txt", "a.csv", "b/~$1.docx", ".hidden/x.txt", "Thumbs.db"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    found = iter_files(spec("b/*", "a.csv", "**/*.txt", "gone/*.docx", "missing.csv"), tmp_path)
    assert [relative for _, relative in found] == ["a.csv", "b/1.txt", "b/2.txt", "gone/*.docx", "missing.csv"]
    assert all(path.is_absolute() for path, _ in found)


@pytest.mark.parametrize("pattern", ["../x.txt", "a/../../x.txt", "/etc/hosts", "C:\\x.txt", "..\\x.txt", ""])
def test_paths_out_of_the_root_are_refused(tmp_path: Path, pattern: str) -> None:
    with pytest.raises(InputError, match="outside the folder of originals"):
        iter_files(spec(pattern), tmp_path)


def test_links_out_of_the_root_are_refused(tmp_path: Path) -> None:
    root = tmp_path / "root"
    root.mkdir()
    (tmp_path / "out.txt").write_text("x")
    (root / "in.txt").symlink_to(tmp_path / "out.txt")
    with pytest.raises(InputError, match="entry 1"):
        iter_files(spec("*.txt"), root)
