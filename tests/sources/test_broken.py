"""A hundred broken files: each gets one clear line, nothing stops, memory stays bounded."""

import json
import tracemalloc
from pathlib import Path

import pytest

from sources import broken
from sources.made_files import reading
from voices.model import Kind, Reading, SourceSpec
from voices.sources import iter_files, numbered, read

MESSAGES = Path(__file__).parent / "data" / "broken" / "messages.json"
"""File to [documents, reasons], written down once and read by a person."""
TABLES = (".csv", ".tsv", ".xlsx", ".xls")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("broken")
    assert len(broken.make(made)) >= 100
    return made


def kind_of(path: Path) -> Kind:
    return Kind.SURVEY if path.suffix in TABLES else Kind.INTERVIEW


def one_line_each(found: Reading) -> None:
    for skipped in found.skipped:
        assert broken.SECRET not in skipped.reason
        assert skipped.reason.isprintable()
        assert skipped.reason[0].isupper()
        assert skipped.reason.endswith(".")
        assert ";" in skipped.reason, "says what to do"
        assert "does not know" not in skipped.reason
        assert skipped.what.isprintable()


def test_every_broken_file_gets_the_message_written_down_for_it(folder: Path) -> None:
    said = {}
    for path in sorted(folder.iterdir()):
        found = reading(path, kind_of(path))
        one_line_each(found)
        assert found.documents or found.skipped, path.name
        said[path.name] = [len(found.documents), [one.reason for one in found.skipped]]
    assert said == json.loads(MESSAGES.read_text(encoding="utf-8"))


def test_nothing_else_stops_and_stored_lines_hold_no_file_name(folder: Path, tmp_path: Path) -> None:
    good = folder / "the honest one.txt"
    good.write_text("I: How was it?\nP1: Better than before.\n", encoding="utf-8")
    try:
        spec = SourceSpec("talks", ("*",), Kind.INTERVIEW)
        files = iter_files(spec, folder)
        stored, words = [], []
        for number, (path, relative) in enumerate(files, 1):
            found = read(path, relative, spec)
            words += [document.text for document in found.documents]
            stored += [(one.what, one.file) for one in numbered(found, number)]
    finally:
        good.unlink()
    assert "How was it?\nBetter than before." in words
    assert all(what.startswith("talks, file ") for what, _ in stored)
    names = {Path(relative).stem for _, relative in files if len(Path(relative).stem) > 6}
    assert not any(name in what for what, _ in stored for name in names)
    assert {what.split(",")[1] for what, _ in stored if "part" in what}
    assert all(file for _, file in stored)


@pytest.mark.parametrize("name", ["two gigabytes.docx", "bomb.zip", "zip bomb.docx", "endless header.eml", "noise.txt"])
def test_memory_stays_bounded(folder: Path, name: str) -> None:
    tracemalloc.start()
    try:
        reading(folder / name)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 60 * 2**20
