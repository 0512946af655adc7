"""Backups by the pages: made, carried away, brought, put back after a clear question; and files that are none."""

from __future__ import annotations

import io
import sqlite3
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.office.conftest import Evaluator
from tests.office.test_further import STUDY, done, exported, fetched, listed, sent
from tests.review.conftest import OURS
from tests.typed import Place, copy_of
from voices import study as studies
from voices.store import open_store

pytestmark = pytest.mark.flow


@pytest.fixture(scope="module")
def place(small: Place, tmp_path_factory: pytest.TempPathFactory) -> Place:
    """Return a finished study that the pages may change."""
    return copy_of(small, tmp_path_factory.mktemp("backups"))


@pytest.fixture(scope="module")
def desk(place: Place) -> Iterator[Evaluator]:
    """Return somebody signed in over the folder in which that study lies."""
    signed_in = Evaluator(place.base)
    yield signed_in
    signed_in.app.state.office.children.end()


@pytest.fixture(scope="module")
def backup(desk: Evaluator) -> tuple[str, bytes]:
    """Return a backup made by the page: its name, and what it holds."""
    desk.post(f"{STUDY}/backups")
    (file,) = listed(done(desk, "backups", "backups"), "backups")
    return file, fetched(desk, f"backups/{file}")


def changed(content: bytes, member: str, change: object) -> bytes:
    """Return a backup with one of its files changed by a function of bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            body = before.read(name)
            after.writestr(name, change(body) if name == member else body)  # type: ignore[operator]
    return out.getvalue()


def of_a_newer_version(database: bytes, folder: Path) -> bytes:
    """Return a study database with a revision that this version does not know."""
    path = folder / "newer.db"
    path.write_bytes(database)
    connection = sqlite3.connect(path)
    with connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    return path.read_bytes()


def test_a_backup_is_made_listed_and_carried_away(desk: Evaluator, place: Place, backup: tuple[str, bytes]) -> None:
    file, content = backup
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert {"study.toml", "study.db"} <= set(archive.namelist())
    acts = exported(place)
    assert ("downloaded", file) in acts
    assert any(act == "backed up" for act, _ in acts)
    folder = place.base / "study-backups"
    assert folder.stat().st_mode & 0o077 == (folder / file).stat().st_mode & 0o077 == 0
    assert desk.client.get(f"{STUDY}/backups/..%2fstudy%2fstudy.toml").status_code == 404


def test_a_backup_is_put_back_after_a_clear_question(desk: Evaluator, place: Place, backup: tuple[str, bytes]) -> None:
    file, _ = backup
    about = {"council": "", "keep_until": "", "coders": "C1, C2"}
    desk.post(f"{STUDY}/about", title="Changed since", **about)
    asked = desk.get(f"{STUDY}/backups/{file}/put-back")
    for words in ("What will be replaced", "Changed since", "A small study", "12 passages decided", "It is not lost"):
        assert words in asked
    desk.post(f"{STUDY}/backups/{file}/put-back")
    assert "Nothing was changed: tick that you want it first" in desk.get(f"{STUDY}/backups")
    assert studies.load(place.study).title == "Changed since"

    with open_store(place.study / "study.db") as store:
        store.passages()
        desk.post(f"{STUDY}/backups/{file}/put-back", sure="yes")
        assert "close them everywhere" in done(desk, "backups", "backups"), "the coders' pages have it open"
    assert studies.load(place.study).title == "Changed since"

    (place.study / "audit").mkdir(exist_ok=True)
    (place.study / "audit" / "sample.xlsx").write_bytes(b"marks")
    desk.post(f"{STUDY}/backups/{file}/put-back", sure="yes")
    page = done(desk, "backups", "backups")
    assert "Done." in page
    assert "Then run it, so that whoever left after this backup leaves again." in page
    assert "It is as of " in page, "the notice stands on every page with figures"
    assert "This study was put back from a backup." in desk.get(STUDY)
    desk.post(f"{STUDY}/backups/close-notice")
    assert "put back from a backup" not in desk.get(STUDY)
    assert studies.load(place.study).title == "A small study"
    assert (place.study / "audit" / "sample.xlsx").read_bytes() == b"marks", "what people filled in stays"
    spare = next(one for one in listed(page, "backups") if "before-putting-back" in one)
    assert "Changed since" in desk.get(f"{STUDY}/backups/{spare}/put-back")
    desk.post(f"{STUDY}/backups/remove", file=spare)
    assert listed(desk.get(f"{STUDY}/backups"), "backups") == [file], "what was refused left no copy behind"
    assert {path.name for path in place.base.iterdir() if path.name.startswith("study.")} == set()


def test_a_damaged_newer_or_foreign_backup_changes_nothing(
    desk: Evaluator, place: Place, backup: tuple[str, bytes], tmp_path: Path
) -> None:
    _, content = backup
    before = (place.study / "study.toml").read_bytes()
    cut = content[: len(content) // 2]
    for name, body, said in (
        ("b.zip", cut, "cut short, damaged or no backup"),
        ("b.zip", b"My daughter is called Hannah", "cut short, damaged or no backup"),
        ("b.zip", changed(content, "study.toml", lambda _: b"[study"), "study.toml cannot be read"),
        ("b.docx", content, "should end in .zip"),
    ):
        sent(desk, "/backups/bring", (name, body))
        page = desk.get(f"{STUDY}/backups")
        assert said in page
        assert "Hannah" not in page
    newer = changed(content, "study.db", lambda body: of_a_newer_version(body, tmp_path))
    sent(desk, "/backups/bring", ("newer.zip", newer))
    file = next(one for one in listed(desk.get(f"{STUDY}/backups"), "backups") if "brought" in one)
    desk.post(f"{STUDY}/backups/{file}/put-back", sure="yes")
    assert "newer version of voices" in done(desk, "backups", "backups")
    desk.post(f"{STUDY}/backups/remove", file=file)

    foreign = changed(content, "study.toml", lambda body: body.replace(b"0123456789abcdef", b"fedcba9876543210"))
    sent(desk, "/backups/bring", ("foreign.zip", foreign))
    file = next(one for one in listed(desk.get(f"{STUDY}/backups"), "backups") if "brought" in one)
    assert "backup of another study" in desk.get(f"{STUDY}/backups/{file}/put-back")
    desk.post(f"{STUDY}/backups/remove", file=file)
    assert (place.study / "study.toml").read_bytes() == before
    assert not list(place.base.glob(".brought-*")) + list(place.study.glob(".brought-*"))


def test_a_study_comes_back_from_a_backup_as_one_of_its_own(
    desk: Evaluator, place: Place, backup: tuple[str, bytes]
) -> None:
    def bring(content: bytes) -> str:
        files = {"file": ("The Hannah study.zip", content)}
        answer = desk.client.post("/restored", data={"csrf": desk.csrf}, files=files, headers=OURS)
        assert answer.status_code == 303
        return answer.headers["location"]

    assert bring(backup[1]) == "/studies/a-small-study"
    page = desk.get("/studies/a-small-study")
    assert "The study is back, in the folder a-small-study" in page
    assert "12 passages decided" in page
    assert "This study was put back from a backup. It is as of " in page
    assert bring(b"PK") == "/"
    assert "damaged or no backup" in desk.get("/")
    assert studies.load(place.study).title == "A small study"
