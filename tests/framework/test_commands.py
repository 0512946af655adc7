"""The matrix and the theories as people type them: out as a file, filled in, and back."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from tests.typed import Place, Said, copy_of, here
from voices import realist
from voices.store import open_store

THEORY = '[[theories]]\nid = "t"\nname = "One face"\nif = "one stays"\nthen = "they ask"\nbecause = "she knows"\n'


@pytest.fixture(scope="module")
def place(small: Place, tmp_path_factory: pytest.TempPathFactory) -> Place:
    return copy_of(small, tmp_path_factory.mktemp("matrix"))


def fill(file: Path, texts: list[str]) -> None:
    """Write into the first summaries of a workbook, one a row; the sign of the row's own quote stands for Q."""
    book = openpyxl.load_workbook(file)
    matrix = book["Framework"]
    rows = [r for r in range(2, matrix.max_row + 1) if matrix.cell(r, 4).value]
    for row, text in zip(rows, texts, strict=False):
        matrix.cell(row, 3).value = text.replace("Q", str(matrix.cell(row, 4).value).split(":")[0])
    book.save(file)


def test_the_matrix_goes_out_is_filled_in_and_comes_back(place: Place, tmp_path: Path) -> None:
    mine, yours, third = (tmp_path / f"{name}.xlsx" for name in ("mine", "yours", "third"))
    for file in (mine, yours):
        done = here("framework", "export", place.study, file, "--rows", "people")
        assert done.code == 0, done.err
        assert "rows of single people" in done.out
    fill(mine, ["It grew with one worker (Q).", "As Hannah Kowalczyk told us.", "See q00000000."])
    done = here("framework", "import", place.study, mine, "--by", "C1")
    assert (done.code, "1 cells stored, 2 to look at" in done.out) == (1, True), done.out + done.err
    assert "may name somebody, so it was not stored" in done.out
    assert "points at q00000000" in done.out
    assert "Kowalczyk" not in done.out + done.err
    with open_store(place.study / "study.db") as store:
        (cell,) = store.cells()
        (quote,) = cell.quotes
        assert store.passages([quote.passage])[0].participant == cell.case
    codes = {cell.case}
    everything = "".join(str(c.value) for s in openpyxl.load_workbook(mine) for row in s for c in row)
    assert not any(code in everything for code in codes)
    book = openpyxl.load_workbook(yours)
    matrix, hidden = book["Framework"], {r[1].value for r in book["voices"]}
    assert hidden
    for row in range(2, matrix.max_row + 1):
        matrix.cell(row, 3).value = "Somebody else’s view."
    book.save(yours)
    done = here("framework", "import", place.study, yours, "--by", "C2")
    assert done.code == 1
    assert done.out.count("Both versions are kept") == 1
    assert here("framework", "export", place.study, third, "--rows", "people").code == 0
    settle = openpyxl.load_workbook(third)["To settle"]
    assert [settle["C2"].value.startswith("It grew"), settle["E2"].value] == [True, "Somebody else’s view."]


def test_what_is_typed_wrongly_is_said_in_one_line(place: Place, tmp_path: Path) -> None:
    there = tmp_path / "there.xlsx"
    there.touch()
    for words, said in (
        (("export", place.study, there), "give a new file"),
        (("export", place.study, tmp_path / "x.xlsx", "--rows", "roles"), "write groups or people"),
        (("import", place.study, there, "--by", "C9"), "one of the study's coders: C1, C2"),
        (("import", place.study, there, "--by", "C1"), "cannot be read as a workbook"),
    ):
        done = here("framework", *words)
        assert (done.code, done.err.count("\n")) == (2, 1)
        assert said in done.err


def test_a_small_study_has_no_row_of_too_few_people(place: Place, tmp_path: Path) -> None:
    file = tmp_path / "groups.xlsx"
    assert here("framework", "export", place.study, file).code == 0
    rows = [row[1].value for row in openpyxl.load_workbook(file)["Framework"].iter_rows(min_row=2)]
    assert len(rows) <= 2, "twelve people were coded, so there are two groups of five at the most"


def test_theories_are_listed_and_written_as_people_left_them(place: Place, tmp_path: Path) -> None:
    (place.study / "theories.toml").write_text(THEORY, "utf-8")
    assert "One face" in here("theories", "list", place.study).out
    assert '"supports": 0' in here("theories", "list", place.study, "--json").out
    file = tmp_path / "out.toml"
    assert here("theories", "export", place.study, file).code == 0
    assert realist.load(file) == realist.find(place.study)
    assert here("theories", "export", place.study, file).code == 2
    (place.study / "theories.toml").write_text(THEORY.replace("because", "why"), "utf-8")
    done = here("theories", "list", place.study)
    assert (done.code, "theories.toml, theory 1: “why” is not known" in done.err) == (2, True)


@pytest.mark.flow
def test_verdicts_go_out_with_the_report_are_changed_in_its_workbook_and_come_back(
    small: Place, tmp_path: Path
) -> None:
    place = copy_of(small, tmp_path)
    file = tmp_path / "report.xlsx"

    def bring(*changes: tuple[int, str, str], by: str = "C1") -> Said:
        book = openpyxl.load_workbook(place.out / "report.xlsx")
        sheet = book["Triangulation"]
        head = {cell.value: cell.column for cell in sheet[1]}
        for row, column, text in changes:
            sheet.cell(row, head[column]).value = text
        book.save(file)
        return here("triangulation", "import", place.study, file, "--by", by)

    sheet = openpyxl.load_workbook(place.out / "report.xlsx")["Triangulation"]
    rows = [row for row in range(2, sheet.max_row + 1) if sheet.cell(row, 12).value]
    first, second = rows[:2]
    other = "Agree" if sheet.cell(first, 12).value == "Conflict" else "Conflict"
    for changes, said in (
        ([(first, "Verdict", "maybe")], f"report.xlsx, sheet “Triangulation”, row {first}: the verdict is none there"),
        ([(first, "Verdict", "")], "the verdict is none there is"),
        ([(first, "Verdict", other)], f"row {first}: the note is empty"),
        ([(first + 1, "Note", "Here.")], f"row {first + 1}: write the verdict and its note where the proposal stands"),
        ([(1, "Note", "Notes")], "the column “Note” is missing"),
    ):
        done = bring(*changes)
        assert (done.code, done.err.count("\n"), said in done.err) == (2, 1, True), done.err
        assert "maybe" not in done.err
    assert "0 verdicts stored, 0 to look at" in bring().out
    done = bring((first, "Verdict", "conflict"), (first, "Note", "Staff see it otherwise."),
                 (second, "Note", "As Hannah Kowalczyk told us."))  # fmt: skip
    assert (done.code, "1 verdicts stored, 1 to look at" in done.out) == (1, True), done.out
    assert "may name somebody" in done.out
    assert "Kowalczyk" not in done.out + done.err
    with open_store(place.study / "study.db") as store:
        assert [(r.verdict.value, r.note) for r in store.triangulated()] == [("conflict", "Staff see it otherwise.")]
    done = bring((first, "Verdict", "agree"), (first, "Note", "They agree."), by="C2")
    assert (done.code, "somebody settled it since this was published" in done.out) == (1, True), done.out
    assert bring((first, "Verdict", "conflict"), (first, "Note", "Staff see it otherwise.")).code == 0
