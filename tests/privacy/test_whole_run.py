"""Names in every corner of the originals, and in what people type, reach no byte of the study but sealed ones."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from tests.conftest import decide_some
from tests.review.conftest import Coder
from tests.typed import Place
from voices import typed
from voices.codebook import find
from voices.review.pages import make_app
from voices.store import open_store

from .named_everywhere import NAMES, lay_out

pytestmark = pytest.mark.flow


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """Return the study after a run, decisions and `publish`."""
    made = lay_out(tmp_path_factory.mktemp("named"))
    for words in (("vault", "init", made.study), ("run", made.study)):
        done = made.type(*words)
        assert done.returncode == 0, done.stdout + done.stderr
        assert not shown(done.stdout + done.stderr)
    decide_some(made)
    done = made.type("publish", made.study)
    assert done.returncode == 0, done.stdout + done.stderr
    return made


def shown(text: str) -> set[str]:
    return {name for name in NAMES if name.casefold() in text.casefold()}


def contents(path: Path) -> Iterator[bytes]:
    """Yield the bytes of a file, and of each member where it is an archive, as workbooks and documents are."""
    data = path.read_bytes()
    yield data
    if data[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            yield from (archive.read(name) for name in archive.namelist())


def leaks(*folders: Path) -> set[tuple[str, str]]:
    """Return (file, name) of every name in a byte, in either of the two ways text is written, or in a file name."""
    found = set()
    for path in (p for folder in folders for p in folder.rglob("*") if p.is_file()):
        found |= {(path.name, name) for name in shown(path.name)}
        for data in contents(path):
            low = data.lower()
            found |= {
                (path.name, name)
                for name in NAMES
                if name.lower().encode() in low or name.lower().encode("utf-16-le") in low
            }
    return found


def test_no_byte_of_the_study_names_anybody(place: Place) -> None:
    assert len(list(place.out.iterdir())) > 5
    assert leaks(place.study, place.home) == set()
    assert {n for _, n in leaks(place.originals)} == set(NAMES), "else the search itself finds nothing"


def test_no_byte_of_the_vault_names_anybody(place: Place) -> None:
    assert leaks(place.vault) == set()


def test_ages_and_an_officers_number_are_masked(place: Place) -> None:
    with open_store(place.study / "study.db") as store:
        texts = [d.text for d in store.documents()]
    assert sum(text.count("[age]") for text in texts) == 5
    assert not any("4471" in text for text in texts)
    assert not any(re.search(r"(?m)^\|?\s*(?:7|8|14)\s*\|?$|\| 8 \|", text) for text in texts)


def test_what_is_typed_or_brought_back_with_a_name_is_not_kept(place: Place, tmp_path: Path) -> None:
    with open_store(place.study / "study.db") as store:
        app = make_app(
            store,
            [find("codebook", place.study)],
            scan=typed.scan,
            coders=("C1", "C2"),
            blind_share=0.0,
            study="s",
            token="t",
        )
        coder = Coder(app)
        passage = store.passages()[0].id
        coder.post("/code/propose", passage=passage, reading="0", name="The Quaynor way", definition="what she did")
        coder.post("/memo", 200, passage=passage, text="ask Kwabena Featherby about it")
        assert not store.memos()
        coder.post("/memo", passage=passage, text="ask nobody about it")
    file = tmp_path / "matrix.xlsx"
    done = place.type("framework", "export", place.study, file, "--rows", "people")
    assert done.returncode == 0, done.stderr
    book = openpyxl.load_workbook(file)
    matrix = book["Framework"]
    row = next(r for r in range(2, matrix.max_row + 1) if matrix.cell(r, 4).value)
    matrix.cell(row, 3).value = "As Bernadette Oyelaran told us."
    book.save(file)
    done = place.type("framework", "import", place.study, file, "--by", "C1")
    assert "may name somebody, so it was not stored" in done.stdout
    assert not shown(done.stdout + done.stderr)
    assert leaks(place.study, place.home) == set()
