"""Complaints and compliments by year, each once."""

from __future__ import annotations

from voices.model import Document, Kind
from voices.reporting import complaints


def document(
    id: str, period: str, case: str = "", kind: Kind = Kind.COMPLAINT, outcome: str = "", days: str = ""
) -> Document:
    said = {"outcome": outcome, "days taken": days}
    attributes = tuple((name, value) for name, value in sorted(said.items()) if value)
    return Document(id, "register", kind, "", (), period=period, attributes=attributes, case=case)


def test_a_complaint_counts_once_however_many_letters_it_has_and_in_its_financial_year() -> None:
    found = complaints.by_year(
        [
            document("a", "2022-04", "one", outcome="upheld", days="20"),
            document("b", "2022-04", "one"),
            document("c", "2022-04", "one"),
            document("d", "2023-03", "two", outcome="not upheld", days="41"),
            document("e", "2023-03", outcome="ombudsman"),
            document("f", "2023-04", "three", outcome="partly upheld", days="10"),
            document("g", "2023-04", kind=Kind.COMPLIMENT),
            document("h", "2023-04", kind=Kind.LETTER),
        ]
    )
    assert [(one.year, one.kind, one.cases, one.days, one.timed) for one in found] == [
        ("2022-23", "complaint", 3, 30.5, 2),
        ("2023-24", "complaint", 1, 10.0, 1),
        ("2023-24", "compliment", 1, None, 0),
    ]
    assert found[0].by_outcome == (("upheld", 1), ("not upheld", 1), ("not stated", 1))
    assert found[2].by_outcome == ()


def test_the_row_that_states_an_outcome_speaks_for_its_letters_whatever_their_order() -> None:
    letters = [document(id, "2022-05", "one") for id in "ab"]
    row = document("z", "2022-05", "one", outcome="upheld", days="7")
    assert complaints.by_year([*letters, row]) == complaints.by_year([row, *reversed(letters)])
    assert complaints.by_year([*letters, row])[0].by_outcome == (("upheld", 1),)


def test_the_table_says_what_is_counted() -> None:
    (table,) = complaints.table(complaints.by_year([document("a", ""), document("b", "2022-05", days="9")]))
    assert table.rows == (
        ("no date", "Complaint", "1", "–", "–"),
        ("2022-23", "Complaint", "1", "–", "9"),
    )
    assert "counts once" in table.note
    assert list(complaints.table(())) == []
