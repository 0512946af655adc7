"""A backup of a vault, stopped at any moment or with nowhere to write: whole, or none; what was there stays."""

from __future__ import annotations

import dataclasses
import random
import shutil
import zipfile
from pathlib import Path

import pytest

from tests.interrupted import POSIX_ONLY, SEED, disk_of, left, many, one_line, read_only, times
from tests.interrupting import Ended, Forking
from tests.typed import HEAD, TAIL, codebook_into
from tests.vault.people import DOCUMENTS, ENTITIES, REASON
from voices.vault import create_key, create_vault, open_vault, read_key, recover_vault

pytestmark = POSIX_ONLY


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a study, its key and a vault that takes a while to copy; copy it before changing it."""
    base = tmp_path_factory.mktemp("filled")
    (base / "study").mkdir()
    (base / "study" / "study.toml").write_text(HEAD + TAIL, "utf-8")
    codebook_into(base / "study")
    drawn = random.Random(SEED)
    with create_vault(base / "study-vault", create_key(base / "vault.key"), "0123456789abcdef") as vault:
        vault.put_entities(ENTITIES)
        first = DOCUMENTS[0]
        texts = (first.document.text + drawn.randbytes(1500).hex() for _ in range(400))
        documents = [dataclasses.replace(first.document, id=f"n{n}", text=text) for n, text in enumerate(texts)]
        vault.put_masked([(dataclasses.replace(first, document=one), "h") for one in documents])
    return base


@pytest.fixture
def place(filled: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(filled, tmp_path / "place"))


def whole(file: Path, place: Path, into: Path) -> bool:
    """Tell whether a file brings the vault back with everything in it."""
    key = read_key(place / "vault.key")
    recover_vault(file, into, key, ledger=place / "none", actor="custodian")
    with open_vault(into, key) as back:
        found = len(back.done()), back.verify().intact, back.inspect()
    shutil.rmtree(into)
    return found == (400, True, ())


def words(place: Path, file: Path) -> tuple[object, ...]:
    return ("vault", "backup", place / "study", file, "--key-file", place / "vault.key")


@times(6)
def test_a_killed_backup_of_a_vault_is_none(forking: Forking, place: Path, tmp_path: Path, times: int) -> None:
    kept = tmp_path / "kept"
    kept.mkdir()
    took = forking.type(*words(place, kept / "first.zip")).seconds
    first, file = (kept / "first.zip").read_bytes(), kept / "vault.zip"

    def kill(after: float) -> Ended:
        ended = forking.type(*words(place, file), after=after)
        if file.exists():
            assert whole(file, place, tmp_path / "back")
            file.unlink()
        elif (half := file.with_name("vault.zip.part")).exists():
            assert half.stat().st_mode & 0o077 == 0
        assert left(kept) <= {"first.zip", "vault.zip.part"}
        assert left(place / "study-vault") >= {"vault.db", "log.head"}
        return ended

    assert many(kill, took, times) == times
    assert forking.type(*words(place, file)).code == 0
    assert whole(file, place, tmp_path / "back")
    assert left(kept) == {"first.zip", "vault.zip"}
    assert not (place / "study-vault" / "backup").exists(), "no copy of the vault is left in it"
    one_line(forking.type(*words(place, kept / "first.zip")), "first.zip: there already; nothing was written")
    assert (kept / "first.zip").read_bytes() == first, "what was there before stays"
    with open_vault(place / "study-vault", read_key(place / "vault.key")) as vault:
        assert (vault.verify().intact, vault.inspect()) == (True, ())


def test_an_erasure_takes_away_the_copy_a_killed_backup_left(place: Path) -> None:
    folder = place / "study-vault"
    (folder / "backup").mkdir()
    shutil.copy(folder / "vault.db", folder / "backup" / "vault.db")
    with open_vault(folder, read_key(place / "vault.key")) as vault:
        vault.erase(ENTITIES[0].id, "custodian", REASON)
    assert not (folder / "backup").exists()


def test_with_nowhere_to_write_there_is_no_backup_of_a_vault(forking: Forking, place: Path, tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    size = (place / "study-vault" / "vault.db").stat().st_size
    for share in (0.02, 0.3):
        one_line(
            forking.type(*words(place, tmp_path / "kept" / "v.zip"), largest=int(size * share)), "the disk is full"
        )
    with read_only(tmp_path / "kept"):
        one_line(forking.type(*words(place, tmp_path / "kept" / "v.zip")), "v.zip cannot be written there")
    one_line(forking.type(*words(place, tmp_path / "nowhere" / "v.zip")), "v.zip cannot be written there")
    assert left(tmp_path / "kept") == set()
    assert not (place / "study-vault" / "backup").exists()
    with open_vault(place / "study-vault", read_key(place / "vault.key")) as vault:
        assert "backed up" not in {entry.action for entry in vault.log()}, "the log tells of no backup that is none"


def test_on_a_full_disk_there_is_no_backup_of_a_vault(forking: Forking, place: Path, tmp_path: Path) -> None:
    assert forking.type(*words(place, tmp_path / "whole.zip")).code == 0
    with disk_of(tmp_path / "disk", (tmp_path / "whole.zip").stat().st_size // 2048) as disk:
        one_line(forking.type(*words(place, disk / "v.zip")), "the disk is full")
        assert left(disk) == set()


def test_a_backup_holds_no_more_than_two_files_without_times(forking: Forking, place: Path, tmp_path: Path) -> None:
    assert forking.type(*words(place, tmp_path / "v.zip")).code == 0
    with zipfile.ZipFile(tmp_path / "v.zip") as archive:
        assert sorted(archive.namelist()) == ["log.head", "vault.db"]
        assert {one.date_time for one in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert (tmp_path / "v.zip").stat().st_mode & 0o077 == 0
