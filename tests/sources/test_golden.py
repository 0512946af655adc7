"""Files as they come, read and compared field by field with what a person wrote down beside them."""

import json
from pathlib import Path
from typing import Any

import pytest

from voices.model import Kind, SourceSpec
from voices.sources import read, read_questions

DATA = Path(__file__).parent / "data"
QUESTIONS = read_questions(DATA / "synthetic" / "questions.csv")


def cases(folder: str) -> list[Path]:
    return sorted(path for path in (DATA / folder).iterdir() if path.suffix != ".json")


def as_read(path: Path, wanted: dict[str, Any]) -> dict[str, Any]:
    kind = Kind(wanted["kind"])
    name = "forms" if kind is Kind.FORM else "case"
    reading = read(path, path.name, SourceSpec(name, (path.name,), kind, wave=1), QUESTIONS)
    return {
        "kind": kind.value,
        "shape": reading.description.shape,
        "skipped": [skipped.what for skipped in reading.skipped],
        "documents": [
            {
                "row": document.row,
                "kind": document.kind.value,
                "period": document.period,
                "participant": document.participant,
                "quoting": document.quoting,
                "known_names": list(document.known_names),
                "attributes": [list(pair) for pair in document.attributes],
                "answers": [[a.question, a.value, a.points] for a in document.answers],
                "turns": [
                    [turn.speaker, turn.role, turn.time, turn.question, document.text[turn.start : turn.end]]
                    for turn in document.turns
                ],
                **({"reference": document.reference} if document.reference else {}),
            }
            for document in reading.documents
        ],
    }


def compare(path: Path) -> None:
    wanted = json.loads(path.with_name(path.name + ".json").read_text(encoding="utf-8"))
    assert as_read(path, wanted) == wanted


@pytest.mark.parametrize("path", cases("wild"), ids=lambda path: path.name)
def test_wild(path: Path) -> None:
    compare(path)


@pytest.mark.parametrize("path", cases("negative"), ids=lambda path: path.name)
def test_negative_nothing_is_taken_for_a_speaker(path: Path) -> None:
    compare(path)


@pytest.mark.xfail(strict=True, reason="cannot be told from speech without asking")
@pytest.mark.parametrize("path", cases("known_failures"), ids=lambda path: path.name)
def test_known_failures(path: Path) -> None:
    compare(path)
