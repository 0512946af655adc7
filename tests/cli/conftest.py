"""What interrupted verbs are tried on, made once: a study, its backup, one with old tables, and forks of the verbs."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.interrupted import SEED
from tests.interrupting import Forking
from tests.store.conftest import fill
from tests.store.test_study import at_first
from tests.typed import HEAD, TAIL, codebook_into
from voices.store import open_store


@pytest.fixture(scope="session")
def forking(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Forking]:
    with Forking(tmp_path_factory.mktemp("home")) as opened:
        yield opened


@pytest.fixture(scope="session")
def other(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Forking]:
    """Return a second one, for what happens at once."""
    with Forking(tmp_path_factory.mktemp("other")) as opened:
        yield opened


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a study that takes a while to copy; copy it before changing it."""
    study = tmp_path_factory.mktemp("made") / "study"
    (study / "out").mkdir(parents=True)
    (study / "study.toml").write_text(HEAD + TAIL, "utf-8")
    (study / "erasures.jsonl").write_text("", "utf-8")
    (study / "out" / "report.html").write_bytes(random.Random(SEED).randbytes(100_000))
    codebook_into(study)
    with open_store(study / "study.db", create=True) as store:
        fill(store, documents=300)
        for passage in store.passages()[:40]:
            store.add_memo(passage.id, "C1", "compare with wave 2", cleared=True)
    return study


@pytest.fixture
def study(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "study"))


@pytest.fixture(scope="session")
def backup(made: Path, forking: Forking, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a whole backup of the study."""
    base = tmp_path_factory.mktemp("backup")
    own = Path(shutil.copytree(made, base / "study"))
    assert forking.type("backup", own, base / "study.zip").code == 0
    return base / "study.zip"


@pytest.fixture(scope="session")
def old(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a study whose database has the tables of the first version and takes a while to bring up to date."""
    folder = tmp_path_factory.mktemp("old") / "study"
    shutil.copytree(made, folder, ignore=shutil.ignore_patterns("study.db*"))
    at_first(folder / "study.db")
    drawn = random.Random(SEED)
    with closing(sqlite3.connect(folder / "study.db")) as raw, raw:
        people = ((f"P{number}", "parent", "survey", 2, "[]", 1) for number in range(8_000))
        raw.executemany("INSERT INTO participant VALUES (?, ?, ?, ?, ?, ?)", people)
        vectors = ((f"v{number}", drawn.randbytes(500)) for number in range(6_000))
        raw.executemany("INSERT INTO vector VALUES (?, ?)", vectors)
    return folder
