"""The sample study is exactly what its sources and its builder make of it."""

from __future__ import annotations

import csv
import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import openpyxl
import pytest

SAMPLE = Path(__file__).resolve().parents[2] / "data" / "sample"


def builder() -> ModuleType:
    if "sample_build" not in sys.modules:
        spec = importlib.util.spec_from_file_location("sample_build", SAMPLE / "build.py")
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules["sample_build"] = module
        spec.loader.exec_module(module)
    return sys.modules["sample_build"]


def tree(folder: Path) -> dict[str, bytes]:
    parts = ("files", "gold", "decisions")
    found = (path for part in parts for path in (folder / part).rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sample")
    builder().build(folder)
    return folder


def test_files_gold_and_decisions_are_what_the_builder_makes(built: Path) -> None:
    kept, made = tree(SAMPLE), tree(built)
    assert sorted(kept) == sorted(made)
    assert [name for name in kept if kept[name] != made[name]] == []


def test_a_second_build_gives_the_same_bytes(built: Path, tmp_path: Path) -> None:
    builder().build(tmp_path)
    assert tree(tmp_path) == tree(built)


def test_no_mark_of_the_sources_is_left_in_a_file() -> None:
    for name, content in tree(SAMPLE / "").items():
        if name.startswith("files/") and Path(name).suffix in {".txt", ".csv"}:
            assert not set("{}⟦⟧") & set(content.decode("utf-8")), name


def rows(name: str) -> list[list[str]]:
    path = SAMPLE / "files" / name
    if path.suffix == ".xlsx":
        book = openpyxl.load_workbook(path)
        made = [["" if cell is None else str(cell) for cell in row] for row in book.active.iter_rows(values_only=True)]
        book.close()
        return made
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.reader(lines))


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("surveys/staff-wave1.csv", 60),
        ("surveys/staff-wave2.xlsx", 60),
        ("parents/parents-wave1.csv", 23),
        ("parents/parents-wave2.csv", 23),
        ("forms/young-people.xlsx", 12),
        ("complaints/register.csv", 30),
        ("surveys/questions.csv", 12),
        ("parents/parents-questions.csv", 10),
        ("forms/forms-questions.csv", 3),
    ],
)
def test_tables_have_their_rows_and_every_row_its_cells(name: str, count: int) -> None:
    head, *body = rows(name)
    assert len(body) == count
    assert {len(row) for row in body} == {len(head)}


def test_two_questions_a_principle_and_one_turned() -> None:
    _, *body = rows("surveys/questions.csv")
    principles = [row[1] for row in body]
    assert {principles.count(principle) for principle in principles} == {2}
    assert len(set(principles)) == 6
    assert [row[0] for row in body if row[5] == "yes"] == ["Q8"]


def test_wave_one_answers_in_words_wave_two_in_numbers_both_with_gaps() -> None:
    words = {cell for row in rows("surveys/staff-wave1.csv")[1:] for cell in row[4:16]}
    numbers = {cell for row in rows("surveys/staff-wave2.xlsx")[1:] for cell in row[4:16]}
    assert words == {"", "N/A", *sys.modules["sample_build"].tables.AGREEMENT}
    assert numbers == {"", "N/A", "1", "2", "3", "4", "5"}


def test_most_staff_write_a_sentence_some_nothing_some_no_comment() -> None:
    for name in ("surveys/staff-wave1.csv", "surveys/staff-wave2.xlsx"):
        said = [cell for row in rows(name)[1:] for cell in row[16:18]]
        assert 80 < sum(bool(cell) for cell in said) < 115
        assert said.count("no comment") >= 3
        told = [cell for cell in said if len(cell.split()) > 4]
        assert len(told) == len(set(told))


def test_summaries_are_of_a_length_and_complaints_fall() -> None:
    _, *body = rows("complaints/register.csv")
    assert all(30 <= len(row[-1].split()) <= 120 for row in body)
    complaints = [row[1] for row in body if row[3] == "complaint"]
    first = [received for received in complaints if "2022-04-01" <= received <= "2023-03-31"]
    second = [received for received in complaints if "2023-04-01" <= received <= "2024-03-31"]
    assert len(first) + len(second) == len(complaints)
    assert len(second) < len(first) / 2
    assert all(row[2] >= row[1] for row in body)


def test_indicators_agree_with_the_register() -> None:
    _, *figures = rows("indicators.csv")
    _, *body = rows("complaints/register.csv")
    for period, start, end in (("2022-23", "2022-04-01", "2023-03-31"), ("2023-24", "2023-04-01", "2024-03-31")):
        count = sum(row[3] == "complaint" and row[4] == "1" and start <= row[1] <= end for row in body)
        assert [row[2] for row in figures if row[:2] == ["Stage 1 complaints", period]] == [str(count)]
