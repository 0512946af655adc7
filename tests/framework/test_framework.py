"""The framework matrix: who has a row, and the workbook's way out and back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voices import framework
from voices.errors import InputError
from voices.framework import GROUP
from voices.model import Coded, CodedPassage, Decision, Kind, Participant, Passage, Verdict
from voices.model.assembled import Cell
from voices.quotes import Desk, desk
from voices.quotes.counting import person

PRINCIPLES = (("continuity", "Continuity"), ("culture", "Culture"))
IDS = [id for id, _ in PRINCIPLES]


def item(n: int, who: str, role: str = "parent", wave: int = 1, code: str = "continuity", quoting: bool = True):
    text = f"What number {n} said about [person {n + 1}] was long enough to be quoted here."
    made = Passage(f"{n:08x}aaaa", f"d{n}", 0, 0, 0, len(text), text, f"h{n}", who, role, "s", Kind.INTERVIEW, wave,
                   quoting=quoting)  # fmt: skip
    return CodedPassage(made, Decision(n, made.id, "C1", Verdict.CODED, (Coded(code),), "2026-01-01T00:00:00Z"))


def release(items: list[CodedPassage], k: int = 5) -> Desk:
    people = {
        (i.passage.participant, i.passage.role, i.passage.wave): Participant(
            i.passage.participant, i.passage.role, "s", i.passage.wave, quoting=True
        )
        for i in items
    }
    population = {"parent": 300, "social worker": 100, "pod manager": 40, "lead practitioner": 6}
    standing = {i.passage.id: i.decision for i in items}
    return desk([i.passage for i in items], standing, list(people.values()), population, k)


def enough() -> list[CodedPassage]:
    found = [item(n, f"P{n}") for n in range(6)]
    found += [item(10 + n, f"M{n}", "pod manager") for n in range(3)]
    found += [item(20 + n, f"L{n}", "lead practitioner", 2) for n in range(2)]
    return [*found, item(30, "X", "foster carer")]


def test_a_row_stands_for_enough_people_who_spoke_and_others_go_into_the_next_coarser_one() -> None:
    rows = framework.groups(enough(), IDS, release(enough()))
    assert [case.label for case in rows] == ["parent, first wave", "practitioner"]
    assert [case.key for case in rows] == [f"{GROUP}parent, first wave", f"{GROUP}practitioner"]
    voices = {q.passage for case in rows for q in case.quotes["continuity"]}
    assert not any(p.startswith("0000001e") for p in voices), "one foster carer alone has no row"


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(0, 12), st.sampled_from(["parent", "social worker", "pod manager", "lead practitioner", ""]),
            st.integers(1, 2), st.sampled_from(["continuity", "culture/blame", "other"]), st.booleans(),
        ),
        max_size=60,
    )
)  # fmt: skip
def test_no_row_of_a_published_matrix_stands_for_fewer_people(
    said: list[tuple[int, str, int, str, bool]],
) -> None:
    items = [
        item(n, f"{role or 'Z'}{who}", role, wave, code, quoting)
        for n, (who, role, wave, code, quoting) in enumerate(said)
    ]
    rows = framework.groups(items, IDS, release(items))
    seen: set[str] = set()
    for case in rows:
        assert case.people >= 5
        quoted = {q.passage for quotes in case.quotes.values() for q in quotes}
        assert not quoted & seen, "no words stand in two rows"
        seen |= quoted
        own = [i for i in items if i.passage.id in quoted]
        assert all(i.passage.quoting for i in own)
        assert len({person(i.passage) for i in own}) <= case.people
    everybody = {person(i.passage) for i in items if i.decision.codes[0].code != "other"}
    assert sum(case.people for case in rows) >= 5 * len(rows)
    assert not rows or len(everybody) >= 5


def test_people_have_a_row_each_and_none_shows_a_code() -> None:
    rows = framework.people(enough(), IDS, release(enough()))
    assert len(rows) == 12
    assert {case.label for case in rows} >= {"parent, first wave", "pod manager, first wave"}


def sheet(items: list[CodedPassage], secret: bytes = b"a" * 16, cells=None, **more) -> framework.Sheet:
    known = release(items)
    cases = framework.groups(items, IDS, known)
    cells = cells or {}
    tips = {key: cell.version for key, cell in cells.items()}
    made = framework.Sheet("e1", secret, PRINCIPLES, cases, cells, tips, known.passages)
    return replace(made, **more)


def test_a_workbook_goes_out_and_comes_back(tmp_path: Path) -> None:
    file = tmp_path / "matrix.xlsx"
    key = f"{GROUP}parent, first wave"
    cell = Cell(key, "continuity", "It grew.", (), "C1", "", 7, ((8, "C2", "It did not."),))
    out = sheet(enough(), cells={(key, "continuity"): cell})
    framework.write(out, file)
    id, brought = framework.read(file)
    assert id == "e1"
    assert [(b.code, b.text, b.version, b.changed) for b in brought if b.text] == [("continuity", "It grew.", 7, False)]
    assert len(brought) == 4
    book = openpyxl.load_workbook(file)
    assert book["voices"].sheet_state == "hidden"
    settle = [[c.value for c in row] for row in book["To settle"]]
    assert settle[1][1:6] == ["Continuity", "It grew.", "C1", "It did not.", "C2"]
    everything = " ".join(str(c.value) for name in book.sheetnames for row in book[name] for c in row)
    assert not any(f" {i.passage.participant} " in f" {everything} " for i in enough())
    assert "[person " not in everything, "placeholders lose their numbers"


def test_what_a_writer_changed_is_told_from_what_they_left(tmp_path: Path) -> None:
    file = tmp_path / "matrix.xlsx"
    key = f"{GROUP}parent, first wave"
    cell = Cell(key, "continuity", "It grew.", (), "C1", "", 7, ((8, "C2", "It did not."),))
    framework.write(sheet(enough(), cells={(key, "continuity"): cell}), file)
    book = openpyxl.load_workbook(file)
    matrix = book["Framework"]
    row = next(r for r in range(2, 4) if matrix.cell(r, 2).value == "practitioner")
    matrix.cell(row, 5).value = "They do not speak of it (q0000000a)."
    # Somebody sorts the rows, as people do.
    rows = [[c.value for c in r] for r in matrix.iter_rows(min_row=2)]
    for number, values in enumerate(reversed(rows), 2):
        for place, value in enumerate(values, 1):
            matrix.cell(number, place).value = value
    book["To settle"]["G2"] = "Yes"
    book.save(file)
    changed = [b for b in framework.read(file)[1] if b.changed]
    assert {(b.code, b.text, b.version) for b in changed} == {
        ("culture", "They do not speak of it (q0000000a).", None),
        ("continuity", "It grew.", 7),
    }
    case = next(c for c in framework.groups(enough(), IDS, release(enough())) if c.label == "practitioner")
    quotes, unknown = framework.pointed("So (q0000000a) and q00000000.", case, "continuity")
    assert ([q.passage for q in quotes], unknown) == (["0000000aaaaa"], ("q00000000",))
    assert framework.bare("They grew (q0000000a). And q0000000b, too.") == "They grew. And, too."


def test_rows_cannot_be_followed_from_one_export_to_the_next(tmp_path: Path) -> None:
    keys = []
    for secret in (b"a" * 16, b"b" * 16):
        file = tmp_path / f"{secret[:1].decode()}.xlsx"
        framework.write(sheet(enough(), secret), file)
        keys.append({b.row for b in framework.read(file)[1]})
    assert not keys[0] & keys[1]


def test_another_file_is_refused_in_one_line(tmp_path: Path) -> None:
    other = tmp_path / "other.xlsx"
    openpyxl.Workbook().save(other)
    with pytest.raises(InputError, match="not a framework matrix"):
        framework.read(other)
    other.write_text("x")
    with pytest.raises(InputError, match="cannot be read as a workbook"):
        framework.read(other)
    file = tmp_path / "matrix.xlsx"
    framework.write(sheet(enough()), file)
    book = openpyxl.load_workbook(file)
    book["Framework"]["C1"] = "Something else"
    book.save(file)
    with pytest.raises(InputError, match="the column “Continuity” is missing"):
        framework.read(file)
