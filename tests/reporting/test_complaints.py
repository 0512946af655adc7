"""Complaints and compliments by year, each once."""

from __future__ import annotations

from voices.model import Document, Kind
from voices.quotes.suppression import SUPPRESSED
from voices.reporting import complaints
from voices.reporting.blocks import Table


def document(
    id: str, period: str, case: str = "", kind: Kind = Kind.COMPLAINT, outcome: str = "", days: str = ""
) -> Document:
    said = {"outcome": outcome, "days taken": days}
    attributes = tuple((name, value) for name, value in sorted(said.items()) if value)
    return Document(id, "register", kind, "", (), period=period, attributes=attributes, case=case)


def many(year: str, outcome: str, number: int, days: str = "20", kind: Kind = Kind.COMPLAINT) -> list[Document]:
    """Return complaints of one month, each a case of its own."""
    name = f"{year}{outcome}{kind}"
    return [document(f"{name}{n}", year, f"{name}{n}", kind, outcome, days) for n in range(number)]


def test_a_complaint_counts_once_however_many_letters_it_has_and_in_its_financial_year() -> None:
    found = complaints.by_year(
        [
            *many("2022-04", "upheld", 7, days="20"),
            *(document(f"letter{n}", "2022-04", "2022-04upheldcomplaint0") for n in range(3)),
            *many("2023-03", "not upheld", 6, days="41"),
            *many("2023-03", "ombudsman", 5, days=""),
            *many("2023-04", "partly upheld", 8, days="10"),
            *many("2023-04", "", 9, days="", kind=Kind.COMPLIMENT),
            document("h", "2023-04", kind=Kind.LETTER),
        ]
    )
    assert [(one.year, one.kind, one.cases, one.days, one.timed) for one in found] == [
        ("2022-23", "complaint", 18, 20.0, 13),
        ("2023-24", "complaint", 8, 10.0, 8),
        ("2023-24", "compliment", 9, None, 0),
    ]
    assert found[0].by_outcome == (("upheld", 7), ("not upheld", 6), ("not stated", 5))
    assert found[2].by_outcome == ()


def test_small_counts_are_hidden_and_cannot_be_worked_out() -> None:
    found = complaints.by_year(
        [
            *many("2021-05", "upheld", 2),
            *many("2022-05", "upheld", 10),
            *many("2022-05", "partly upheld", 5),
            *many("2022-05", "not upheld", 2),
            *many("2023-05", "upheld", 6),
            *many("2024-05", "upheld", 5, days=""),
            *many("2024-05", "upheld", 4, kind=Kind.COMPLIMENT),
        ]
    )
    shown = {(one.year, one.kind): one for one in found}
    hidden = shown["2021-22", "complaint"]
    assert (hidden.cases, hidden.by_outcome, hidden.days, hidden.timed) == (SUPPRESSED, (), None, 0)
    assert shown["2024-25", "compliment"].cases == SUPPRESSED
    assert shown["2022-23", "complaint"].by_outcome == (
        ("upheld", 10),
        ("partly upheld", SUPPRESSED),
        ("not upheld", SUPPRESSED),
    )
    (table,) = complaints.table(found)
    assert ("2021-22", "Complaint", "not shown", "–", "–") in table.rows
    assert not any(f"({number})" in cell for row in table.rows for cell in row for number in range(1, 5))


def test_the_only_row_is_hidden_where_it_is_small() -> None:
    assert complaints.by_year(many("2022-05", "upheld", 4))[0].cases == SUPPRESSED
    assert complaints.by_year(many("2022-05", "upheld", 5))[0].cases == 5


def test_the_row_that_states_an_outcome_speaks_for_its_letters_whatever_their_order() -> None:
    letters = [document(id, "2022-05", "2022-05upheldcomplaint0") for id in "ab"]
    rows = many("2022-05", "upheld", 5, days="7")
    assert complaints.by_year([*letters, *rows]) == complaints.by_year([*rows, *reversed(letters)])
    assert complaints.by_year([*letters, *rows])[0].by_outcome == (("upheld", 5),)


def test_the_table_says_what_is_counted() -> None:
    found = complaints.by_year([*many("", "", 6, days=""), *many("2022-05", "", 5, days="9")])
    (table,) = complaints.table(found)
    assert table.rows == (
        ("no date", "Complaint", "6", "–", "–"),
        ("2022-23", "Complaint", "5", "–", "9"),
    )
    assert "counts once" in table.note
    assert list(complaints.table(())) == []


def test_the_base_of_rates_is_children_open_before_any_denominator() -> None:
    denominator = ("Stage 1 complaints", "2022-23", "16", "4000", "complaints", "register", "")
    families = ("Families open in March", "2022-23", "900", "", "families", "returns", "")
    children = ("Children open in March", "2022-23", "1500", "", "children", "returns", "")
    other = ("Children in care", "2022-23", "400", "", "children", "returns", "")
    month = ("Children open in March", "2022-03", "1400", "", "children", "returns", "")
    assert complaints.open_by_year([other, month]) == {}
    assert complaints.open_by_year([denominator, other]) == {"2022-23": 4000.0}
    assert complaints.open_by_year([denominator, families]) == {"2022-23": 900.0}
    assert complaints.open_by_year([families, children, denominator]) == {"2022-23": 1500.0}


def test_a_year_stands_beside_the_one_before_with_rates_and_an_exact_interval() -> None:
    two = [*many("2022-05", "upheld", 10), *many("2023-05", "upheld", 20)]
    years = complaints.by_year([*two, *many("2025-05", "", 9), *many("2024-05", "", 2)])
    (table,) = complaints.changes(years, {"2022-23": 1000.0, "2023-24": 2000.0})
    assert isinstance(table, Table)
    # Twice as many of twice as many children: Clopper and Pearson for 20 of 30 as odds, halved.
    assert table.rows == (("Complaint", "2022-23 to 2023-24", "10.0", "10.0", "1.00 (0.45 to 2.39)"),)
    assert "per 1,000 children" in table.note
    (without,) = complaints.changes(years, {})
    assert isinstance(without, Table)
    assert without.rows == (("Complaint", "2022-23 to 2023-24", "–", "–", "2.00 (0.89 to 4.78)"),)
    assert list(complaints.changes(years[:1], {})) == []
