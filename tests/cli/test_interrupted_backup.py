"""A backup of a study, stopped at any moment or with nowhere to write: whole, or none."""

from __future__ import annotations

import shutil
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.interrupted import POSIX_ONLY, contents, disk_of, left, many, one_line, read_only, times
from tests.interrupting import Ended, Forking
from tests.typed import here

pytestmark = POSIX_ONLY


@times(6)
def test_a_killed_backup_is_no_backup(forking: Forking, study: Path, tmp_path: Path, times: int) -> None:
    before, file = contents(study / "study.db"), tmp_path / "kept" / "study.zip"
    file.parent.mkdir()
    whole = forking.type("backup", study, tmp_path / "first.zip").seconds

    def kill(after: float) -> Ended:
        ended = forking.type("backup", study, file, after=after)
        if file.exists():
            with zipfile.ZipFile(file) as archive:
                assert archive.testzip() is None
            file.unlink()
        elif (half := file.with_name("study.zip.part")).exists():
            assert half.stat().st_mode & 0o077 == 0
            refused = forking.type("restore", half, tmp_path / "back")
            assert refused.code == 2 or contents(tmp_path / "back" / "study.db") == before
            shutil.rmtree(tmp_path / "back", ignore_errors=True)
        assert contents(study / "study.db") == before
        return ended

    assert many(kill, whole, times) == times
    assert forking.type("backup", study, file).code == 0
    assert left(file.parent) == {"study.zip"}
    assert left(study / "work") == set(), "no copy of people's words is left"


@pytest.mark.parametrize("share", [0.02, 0.3, 0.9])
def test_where_files_may_not_grow_there_is_no_backup_and_no_study(
    forking: Forking, study: Path, backup: Path, tmp_path: Path, share: float
) -> None:
    before = contents(study / "study.db")
    size = int((study / "study.db").stat().st_size * share)
    (tmp_path / "kept").mkdir()
    one_line(forking.type("backup", study, tmp_path / "kept" / "study.zip", largest=size), "the disk is full")
    one_line(forking.type("restore", backup, tmp_path / "kept" / "back", largest=size), "the disk is full")
    assert left(tmp_path / "kept") == set()
    assert contents(study / "study.db") == before
    assert left(study / "work") == set()


def test_on_a_full_disk_there_is_no_backup_and_no_study(
    forking: Forking, study: Path, backup: Path, tmp_path: Path
) -> None:
    before = contents(study / "study.db")
    packed, whole = backup.stat().st_size // 1024, (study / "study.db").stat().st_size // 1024
    for number, (kilobytes, words) in enumerate(
        [(packed // 2, ("backup", study)), (packed, ("restore", backup)), (whole + 110, ("restore", backup))]
    ):
        with disk_of(tmp_path / f"disk{number}", kilobytes) as disk:
            one_line(forking.type(*words, disk / ("a.zip" if words[0] == "backup" else "back")), "the disk is full")
            assert left(disk) == set()
    assert contents(study / "study.db") == before
    with disk_of(tmp_path / "own", whole * 3 // 2) as disk:
        shutil.copytree(study, disk / "study", ignore=shutil.ignore_patterns("work"))
        one_line(forking.type("backup", disk / "study", tmp_path / "a.zip"), "the disk is full")
        assert contents(disk / "study" / "study.db") == before
        assert left(disk / "study" / "work") == set()
        assert not list(tmp_path.glob("a.zip*"))


def test_a_damaged_study_is_not_backed_up(study: Path, tmp_path: Path) -> None:
    held = bytearray((study / "study.db").read_bytes())
    held[len(held) // 2 : len(held) // 2 + 9000] = b"\xff" * 9000
    (study / "study.db").write_bytes(held)
    said = here("backup", study, tmp_path / "a.zip")
    assert (said.code, said.err.count("\n")) == (2, 1), said
    assert "study.db: damaged; bring back the last good backup" in said.err
    assert not list(tmp_path.glob("a.zip*"))


def test_a_folder_nobody_may_write_to_is_named(
    forking: Forking, study: Path, old: Path, backup: Path, tmp_path: Path
) -> None:
    shut = tmp_path / "shut"
    shut.mkdir()
    older = Path(shutil.copytree(old, tmp_path / "older"))
    with read_only(shut):
        one_line(forking.type("backup", study, shut / "a.zip"), f"{shut}: a.zip cannot be written there")
        one_line(forking.type("restore", backup, shut / "back"), "cannot be written there")
    assert left(study / "work") == set()
    with read_only(study):
        one_line(forking.type("backup", study, tmp_path / "a.zip"), "cannot be written")
    with read_only(older):
        one_line(forking.type("status", older), "study.db: cannot be")
    assert not list(tmp_path.glob("a.zip*"))
    assert forking.type("backup", tmp_path / "study", tmp_path / "nowhere" / "a.zip").err.count("\n") == 1


def test_of_two_backups_at_once_both_are_whole_or_one_is_told_to_wait(
    forking: Forking, other: Forking, study: Path, tmp_path: Path
) -> None:
    before = contents(study / "study.db")
    with ThreadPoolExecutor() as both:
        for names in (["a.zip", "b.zip"], ["same.zip", "same.zip"]):
            asked = zip((forking, other), names, strict=True)
            ends = list(both.map(lambda of: of[0].type("backup", study, tmp_path / of[1]), asked))
            assert 0 in {ended.code for ended in ends}
            for ended in ends:
                if ended.code:
                    one_line(ended)
                    assert "another backup of it is being written" in ended.err or "exists already" in ended.err
            for path in tmp_path.glob("*.zip"):
                with zipfile.ZipFile(path) as archive:
                    assert archive.testzip() is None
                path.unlink()
    assert not list(tmp_path.glob("*.part"))
    assert contents(study / "study.db") == before
