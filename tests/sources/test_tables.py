"""Surveys, forms, telephone interviews and registers."""

from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from sources.made_files import reading, word, workbook
from voices.model import ClosedQuestion, ColumnMap, Kind
from voices.sources.formats.delimited import read_delimited, sniff
from voices.sources.tables.headings import HEADINGS, Use
from voices.sources.words import fold

S1 = ClosedQuestion("s1", "continuity", "Families keep the same social worker")
S2 = ClosedQuestion("s2", "culture", "I feel blamed", reversed=True)
COMMENT = "She came back when she said she would"


def csv(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


def register(path: Path) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["Complaints register"],
        ["Ref", "Complainant", "Date received", "Type", "Stage", "Nature of complaint", "Response", "Outcome"],
        [
            "C1",
            "Dana Whit",
            datetime(2016, 4, 3),
            "Complaint",
            "Stage 1",
            "Nobody rang me back for weeks",
            "We said sorry and rang",
            "Upheld",
        ],
        [
            "C2",
            "Lee Marsh",
            42470,
            "Compliment",
            None,
            "The worker came and listened to us",
            "Passed on with our thanks",
            None,
        ],
        ["C3", "Pat Oram", "5th May 2016", "Complaint", "Stage 1", "=cmd|' /C calc'!A0", "none", "Upheld"],
    ):
        sheet.append(row)
    sheet.merge_cells("A1:H1")
    sheet.row_dimensions[4].hidden = True
    later = book.create_sheet("later")
    later.append(["Ref", "Date received", "Details"])
    later.append(["C9", "01/02/2017", "They lost my letter twice over"])
    hidden = book.create_sheet("lists")
    hidden.append(["a", "b"])
    hidden.append(["x", "Zebedee said what he thought of it"])
    hidden.sheet_state = "hidden"
    book.save(path)
    return path


def test_a_register_of_two_sheets(tmp_path: Path) -> None:
    found = reading(register(tmp_path / "a.xlsx"), Kind.COMPLAINT)
    got = [(d.row, d.kind, d.period, d.participant, d.known_names, d.text) for d in found.documents]
    assert got == [
        (1, Kind.COMPLAINT, "2016-04", "C1", ("Dana Whit",), "Nobody rang me back for weeks"),
        (2, Kind.COMPLIMENT, "2016-04", "C2", ("Lee Marsh",), "The worker came and listened to us"),
        (3, Kind.COMPLAINT, "2016-05", "C3", ("Pat Oram",), "=cmd|' /C calc'!A0"),
        (4, Kind.COMPLAINT, "2017-02", "C9", (), "They lost my letter twice over"),
    ]
    assert found.documents[0].attributes == (("outcome", "upheld"), ("stage", "stage 1"))
    assert [d.reference for d in found.documents] == ["C1", "C2", "C3", "C9"]
    assert not any(document.quoting for document in found.documents)
    said = " ".join(found.description.warnings)
    for part in ("1 hidden row", "1 hidden sheet", "1 formula cell", "1 row above", "the council's words"):
        assert part in said, part
    assert "Zebedee" not in said
    assert dict(found.description.columns)["Nature of complaint"] == "words"


def test_merged_group_headings(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["About you", None, "Your worker", None, None],
        ["I am a", "Age", "s1", "s2", "Comment"],
        ["Foster carer", "30-39", 4, 5, COMMENT],
    ):
        sheet.append(row)
    sheet.merge_cells("A1:B1")
    sheet.merge_cells("C1:E1")
    book.save(tmp_path / "a.xlsx")
    found = reading(tmp_path / "a.xlsx", Kind.FORM, (S1, S2))
    document = found.documents[0]
    assert [(a.question, a.value) for a in document.answers] == [("s1", 4.0), ("s2", 1.0)]
    assert (document.attributes, document.text) == ((("role", "carer"),), COMMENT)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252", "mac_roman"])
def test_delimiters_and_encodings(tmp_path: Path, delimiter: str, encoding: str) -> None:
    rows = [["id", "Comment"], *([str(n), f"“It’s calmer”; they said, “try again” – {n}\nand again"] for n in range(5))]
    text = "\r\n".join(delimiter.join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows)
    found = reading(csv(tmp_path / "a.csv", text, encoding), Kind.SURVEY)
    assert [document.text for document in found.documents] == [row[1] for row in rows[1:]]


CELL = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Co"), exclude_characters='"'), max_size=12
)


@given(st.lists(st.lists(CELL, min_size=3, max_size=3), min_size=2, max_size=6), st.sampled_from(",;\t|"))
def test_quoted_cells_read_back(rows: list[list[str]], delimiter: str) -> None:
    import unicodedata

    from voices.sources.words import line_ends

    text = "\n".join(delimiter.join(f'"{cell}"' for cell in ["k", *row]) for row in rows)
    assert sniff(text) == delimiter
    got = read_delimited(text).rows
    assert got == tuple(tuple(line_ends(unicodedata.normalize("NFC", cell)) for cell in ["k", *row]) for row in rows)


def test_unreadable_answers_are_named_never_shown(tmp_path: Path) -> None:
    found = reading(csv(tmp_path / "a.csv", "id,s1,s2\n1,Zebedee,Agree\n2,6,N/A\n3,,5\n"), Kind.SURVEY, (S1, S2))
    assert [(s.what, "Zebedee" in s.reason) for s in found.skipped] == [
        ("source, row 1, question s1", False),
        ("source, row 2, question s1", False),
    ]
    assert [(d.row, [a.value for a in d.answers]) for d in found.documents] == [(1, [2.0]), (3, [1.0])]


def test_questions_asked_elsewhere_are_no_questions_here(tmp_path: Path) -> None:
    other = ClosedQuestion("s1", "", "x", asked_in=("parents", "2"))
    path = csv(tmp_path / "a.csv", "id,s1,Comment\n1,4,Yes they did come back again\n")
    assert reading(path, Kind.SURVEY, (other,), wave=1).documents[0].answers == ()
    assert len(reading(path, Kind.SURVEY, (other,), wave=2).documents[0].answers) == 1


def test_quoting_default_study_and_column(tmp_path: Path) -> None:
    text = f"id,May we quote you?,Comment\n1,Yes,{COMMENT}\n2,no,{COMMENT} too\n3,,{COMMENT} as well\n"
    path = csv(tmp_path / "a.csv", text)
    assert [d.quoting for d in reading(path, Kind.SURVEY).documents] == [True, False, False]
    assert [d.quoting for d in reading(path, Kind.SURVEY, quoting=False).documents] == [False] * 3
    plain = csv(tmp_path / "b.csv", f"id,Comment\n1,{COMMENT}\n")
    # Nobody said whether they may be quoted; what is published is cited without asking.
    assert {kind for kind in Kind if reading(plain, kind).documents[0].quoting} <= {Kind.EVIDENCE}
    assert all(reading(plain, kind, quoting=True).documents[0].quoting for kind in Kind if kind is not Kind.EVIDENCE)


def test_columns_named_by_the_study_win_and_the_rest_is_warned_of(tmp_path: Path) -> None:
    path = csv(
        tmp_path / "a.csv",
        "Key,Anything,Allocated,Notes,Best friend\n"
        + "\n".join(
            f"{n},{COMMENT} {n},x,They never told me why it took so long {n},Jo Bright{n * 'a'}" for n in range(1, 5)
        ),
    )
    columns = ColumnMap(participant="Key", text=("Anything",), team="Nowhere")
    found = reading(path, Kind.SURVEY, columns=columns)
    assert [(d.participant, len(d.turns)) for d in found.documents] == [(str(n), 1) for n in range(1, 5)]
    said = " ".join(found.description.warnings)
    assert "Column 4 looks like free text" in said
    assert "Column 5 looks like people's names" in said
    assert "has not" in said
    assert "Jo Bright" not in said


def test_personal_columns_are_not_read_and_long_values_are_no_attributes(tmp_path: Path) -> None:
    rows = "\n".join(
        f"r{n}@post.example,07700 90000{n},Team of {n} people who all sat together,{COMMENT} {n}" for n in range(4)
    )
    found = reading(csv(tmp_path / "a.csv", "Email,Phone,Team,Comment\n" + rows), Kind.SURVEY)
    assert all(document.attributes == () for document in found.documents)
    assert "personal details, not read" in dict(found.description.columns).values()
    assert not any("07700" in document.text for document in found.documents)


def test_a_role_met_once_and_not_on_the_list_is_other(tmp_path: Path) -> None:
    text = "id,Role,Comment\n" + "\n".join(
        f"{n},{role},{COMMENT} {n}" for n, role in enumerate(["SW", "Zebedee Smith", "youth mentor", "Youth Mentor"])
    )
    found = reading(csv(tmp_path / "a.csv", text), Kind.SURVEY)
    assert [document.turns[0].role for document in found.documents] == [
        "social worker",
        "other",
        "youth mentor",
        "youth mentor",
    ]


def test_huge_fields_ragged_rows_and_open_quotes(tmp_path: Path) -> None:
    huge = "they came " * 50_000
    found = reading(csv(tmp_path / "a.csv", f"id,Comment\n1,{huge}\n2,one, two, and three too\n"), Kind.SURVEY)
    assert [len(found.documents[0].text), found.documents[1].text] == [len(huge) - 1, "one, two, and three too"]
    broken = 'id,Comment\n1,"never closed\n' + "".join(f"{n},they came back to us\n" for n in range(2, 8))
    found = reading(csv(tmp_path / "b.csv", broken), Kind.SURVEY)
    assert "quotation mark seems not to be closed" in " ".join(found.description.warnings)
    (tmp_path / "c.csv").write_text("id,Comment\n1," + "x" * 1_000_001, encoding="utf-8")
    assert "longer than any answer" in reading(tmp_path / "c.csv", Kind.SURVEY).skipped[0].reason


def test_impossible_dates_are_left_out_not_guessed(tmp_path: Path) -> None:
    text = f"id,Date,Comment\n1,03/14/2016,{COMMENT}\n2,14/03/2016,{COMMENT} 2\n3,15/03/2016,{COMMENT} 3\n"
    found = reading(csv(tmp_path / "a.csv", text), Kind.SURVEY, date="2015-01-09")
    assert [document.period for document in found.documents] == ["2015-01", "2016-03", "2016-03"]
    assert any("British order" in warning for warning in found.description.warnings)


def test_word_forms(tmp_path: Path) -> None:
    table = [
        ("Ref", "Role", "What helped?"),
        ("1", "YP", "She listened to me the whole time"),
        ("2", "YP", "nothing much"),
    ]
    found = reading(word(tmp_path / "a.docx", [], table), Kind.FORM)
    assert [(d.row, d.turns[0].role, d.text) for d in found.documents] == [
        (1, "young person", table[1][2]),
        (2, "young person", "nothing much"),
    ]
    answers = word(
        tmp_path / "b.docx", ["Our form"], [("What helped?", "She listened."), ("What did not?", "The waiting.")]
    )
    found = reading(answers, Kind.FORM)
    assert [(t.question, found.documents[0].text[t.start : t.end]) for t in found.documents[0].turns][-2:] == [
        ("What helped?", "She listened."),
        ("What did not?", "The waiting."),
    ]


def test_a_transcript_in_a_table_file(tmp_path: Path) -> None:
    rows = [
        ["Speaker", "Time", "Text"],
        ["Interviewer", "0:01", "How was it?"],
        ["Parent A", "0:05", "Hard."],
        ["Parent A", "0:09", "Very."],
    ]
    found = reading(workbook(tmp_path / "a.xlsx", rows))
    assert [(t.role, t.question) for t in found.documents[0].turns] == [("interviewer", ""), ("parent", "How was it?")]


@pytest.mark.parametrize(
    ("heading", "use"),
    [
        ("Relationship to child", Use.ROLE),
        ("What is your relationship to the child?", Use.ROLE),
        ("Child", Use.NAMES),
        ("Child's name", Use.NAMES),
        ("Which pod are you in?", Use.TEAM),
        ("Which team do you work in?", Use.TEAM),
        ("Which service helped you most and why?", None),
        ("resp_id", Use.PARTICIPANT),
        ("respondent_id", Use.PARTICIPANT),
        ("id", Use.PARTICIPANT),
    ],
)
def test_headings_are_taken_for_what_they_ask(heading: str, use: Use | None) -> None:
    assert next((found for found, pattern in HEADINGS if pattern.fullmatch(fold(heading))), None) is use


def test_rows_above_the_headings_of_a_csv_are_left_out(tmp_path: Path) -> None:
    above = "Staff survey 2024,,\nExported on 03/06/2024,,\n,,\n"
    text = f"{above}id,Team,Comment\n1,Heron,{COMMENT}\n2,Heron,{COMMENT} too\n"
    found = reading(csv(tmp_path / "a.csv", text), Kind.SURVEY)
    assert [d.text for d in found.documents] == [COMMENT, f"{COMMENT} too"]
    assert any("above" in warning for warning in found.description.warnings)
