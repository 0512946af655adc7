"""The audit, the worksheet, the impact assessment and the evaluation, as people type them."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

from tests.typed import Place, copy_of, here


@pytest.fixture
def place(small: Place, tmp_path: Path) -> Place:
    return copy_of(small, tmp_path / "place")


def marked(sheet: Path, leaks: int) -> None:
    """Mark every sentence as a reader would."""
    book = openpyxl.load_workbook(sheet)
    rows = list(book["Sample"].iter_rows(min_row=2))
    for number, row in enumerate(rows):
        row[4].value = "yes" if number < leaks else "no"
        row[5].value = "person" if number < leaks else None
    book.save(sheet)


def words_of(path: Path) -> str:
    import docx

    document = docx.Document(str(path))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(p.text for p in document.paragraphs), *cells])


def test_an_audit_from_the_draw_to_the_impact_assessment(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VOICES_KEY_FILE", str(place.key))
    done = here("audit", "sample", place.study, "--number", 60, "--seed", 3)
    assert done.code == 0, done.err
    sheet = place.study / "audit" / "sample.xlsx"
    rows = list(openpyxl.load_workbook(sheet)["Sample"].iter_rows(min_row=2, values_only=True))
    assert len(rows) == 60
    assert len({row[1] for row in rows}) > 1
    assert here("audit", "sample", place.study).code == 2  # marks are not overwritten
    again = place.base / "again.xlsx"
    assert here("audit", "sample", place.study, "--number", 60, "--seed", 3, "--out", again).code == 0
    assert list(openpyxl.load_workbook(again)["Sample"].iter_rows(min_row=2, values_only=True)) == rows
    before = here("audit", "record", place.study, sheet)
    assert before.code == 2  # nothing is marked yet
    marked(sheet, 0)
    done = here("audit", "record", place.study, sheet)
    assert "Of 60 sentences that a person read, none leaked" in done.out
    assert "at most 4.9 %" in done.out
    marked(sheet, 2)
    found = json.loads(here("audit", "record", place.study, sheet, "--json").out)
    assert (found["leaks"], found["read"], found["kinds"]) == (2, 60, {"person": 2})
    assert found["upper"] == pytest.approx(0.1013, abs=5e-4)
    done = here("dpia", place.study)
    assert done.code == 0, done.err
    text = words_of(place.study / "audit" / "dpia.docx")
    for said in ("Of 60 sentences", "Lawful basis (Article 6)", "Article 9", "[to fill in]", "2020-01-31", "in doubt"):
        assert said in text
    assert "anonym" not in text.replace("pseudonym", "").casefold()
    assert here("dpia", place.study).code == 2  # what was filled in is not overwritten


def test_the_impact_assessment_does_without_the_vault_and_says_so(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("VOICES_KEY_FILE", raising=False)
    done = here("dpia", place.study, "--key-file", place.base / "none", "--out", place.base / "d.docx")
    assert (done.code, "Without the vault" in done.err) == (0, True)
    text = words_of(place.base / "d.docx")
    assert "The vault was not opened" in text
    assert "Nobody has read a sample yet" in text


def test_another_sheet_is_refused(place: Place) -> None:
    assert here("audit", "sample", place.study, "--number", 10).code == 0
    (place.base / "other.csv").write_text("a,b\n1,2\n", "utf-8")
    said = here("audit", "record", place.study, place.base / "other.csv")
    assert (said.code, "not a sample" in said.err) == (2, True)


def test_combinations_and_flags(place: Place) -> None:
    found = json.loads(here("audit", "risk", place.study, "--json").out)
    assert set(found) == {"combinations", "flags"}
    assert all(one["people"] < 5 for one in found["combinations"])
    assert here("audit", "risk", place.study).code == 0


def test_the_worksheet_asks_colleagues_and_family(place: Place) -> None:
    done = here("audit", "intruder", place.study, "--number", 3)
    assert done.code == 0, done.err
    text = words_of(place.study / "audit" / "intruder.docx")
    assert "a colleague of a worker quoted" in text
    assert "a relative of a family quoted" in text
    assert text.count("How sure are you") == 3


def test_evaluating_on_own_gold(tmp_path: Path) -> None:
    text = "My social worker Helen Marsh rang on 07700 900123."
    start = text.index("Helen")
    gold = tmp_path / "gold.jsonl"
    one = {
        "id": "1",
        "text": text,
        "spans": [{"start": start, "end": start + 11, "label": "PERSON", "entity": "h"}],
        "keep": [{"start": 3, "end": 16}],
    }
    gold.write_text(json.dumps(one) + "\n", "utf-8")
    found = json.loads(here("evaluate", "pseudonyms", gold, "--json").out)
    assert found["doubts masked"]["direct"]["value"] == 1.0
    assert found["doubts masked"]["stays_hit"]["value"] == 0.0
    assert "people and other direct identifiers" in here("evaluate", "pseudonyms", gold).out
    gold.write_text(json.dumps({**one, "spans": [{"start": 5, "end": 500, "label": "PERSON"}]}) + "\n", "utf-8")
    said = here("evaluate", "pseudonyms", gold)
    assert (said.code, "text 1" in said.err) == (2, True)
