"""A study put back from a backup, stopped at any moment, or from a damaged one: as before, or as in the backup."""

from __future__ import annotations

import random
import shutil
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from tests.interrupted import POSIX_ONLY, SEED, asked, contents, left, many, times
from tests.interrupting import Ended, Forking
from tests.typed import bytes_of, here
from voices.store import open_store
from voices.vault import create_key, create_vault

pytestmark = POSIX_ONLY


@times(6)
def test_a_killed_restore_makes_no_study(
    forking: Forking, made: Path, backup: Path, tmp_path: Path, times: int
) -> None:
    before, folder = contents(made / "study.db"), tmp_path / "here" / "back"
    folder.parent.mkdir()
    whole = forking.type("restore", backup, tmp_path / "first").seconds

    def kill(after: float) -> Ended:
        ended = forking.type("restore", backup, folder, after=after)
        if folder.exists():
            assert contents(folder / "study.db") == before
            assert asked(folder / "study.db", "SELECT value FROM meta WHERE key = 'restored'") == "yes"
            shutil.rmtree(folder)
        return ended

    assert many(kill, whole, times) == times
    assert forking.type("restore", backup, folder).code == 0
    assert left(folder.parent) == {"back"}


@times(4)
def test_a_killed_replacement_leaves_the_old_study_or_the_new(
    forking: Forking, study: Path, backup: Path, tmp_path: Path, times: int
) -> None:
    with open_store(study / "study.db") as store:
        store.add_memo(store.passages()[0].id, "C1", "written since the backup", cleared=True)
    (study / "audit").mkdir()
    (study / "audit" / "sheet.csv").write_text("read", "utf-8")
    keeping = Path(shutil.copytree(study, tmp_path / "keeping"))
    old, new = contents(study / "study.db"), len(contents(study / "study.db")["memo"]) - 1
    whole = forking.type("restore", backup, study, "--replace", tmp_path / "spare.zip").seconds
    spare = tmp_path / "spare.zip"

    def kill(after: float) -> Ended:
        shutil.rmtree(study)
        shutil.copytree(keeping, study)
        spare.unlink(missing_ok=True)
        ended = forking.type("restore", backup, study, "--replace", spare, after=after)
        assert forking.type("backup", study, tmp_path / "after.zip").code == 0, "what is typed next finds a study"
        (tmp_path / "after.zip").unlink()
        assert len(contents(study / "study.db")["memo"]) == new or contents(study / "study.db") == old
        assert (study / "audit" / "sheet.csv").read_text("utf-8") == "read", "what no backup holds stays"
        return ended

    assert many(kill, whole, times) == times
    spare.unlink(missing_ok=True)
    done = forking.type("restore", backup, study, "--replace", spare)
    assert done.code == 0, done.err
    assert not {"study.restoring", "study.replaced", "spare.zip.part"} & left(tmp_path)


def test_a_backup_cut_short_or_changed_is_refused(backup: Path, made: Path, tmp_path: Path) -> None:
    before, whole, drawn = contents(made / "study.db"), backup.read_bytes(), random.Random(SEED)
    damaged, folder = tmp_path / "study.zip", tmp_path / "here" / "back"
    folder.parent.mkdir()
    for length in (0, 1, 30, *(drawn.randrange(len(whole)) for _ in range(6)), len(whole) - 1):
        damaged.write_bytes(whole[:length])
        said = here("restore", damaged, folder)
        assert (said.code, said.err.count("\n")) == (2, 1), (length, said)
        assert "study.zip: cut short, damaged or no backup" in said.err
        assert left(folder.parent) == set()
    names = whole.index(b"PK\x01\x02")  # the list of contents: every byte of it matters in another way
    places = [drawn.randrange(names) for _ in range(8)] + [drawn.randrange(names, len(whole)) for _ in range(24)]
    for place in places:
        damaged.write_bytes(whole[:place] + bytes([whole[place] ^ drawn.choice((1, 4, 16, 128))]) + whole[place + 1 :])
        said = here("restore", damaged, folder)
        if said.code:
            assert (said.code, said.err.count("\n")) == (2, 1), (place, said)
            assert "study.zip" in said.err
            assert left(folder.parent) == set()
        else:  # a time or a mode that nothing depends on
            assert contents(folder / "study.db") == before
            shutil.rmtree(folder)


def changed(backup: Path, to: Path, change: Callable[[Path], None]) -> Path:
    """Return a backup whose database was changed before it was packed."""
    with zipfile.ZipFile(backup) as archive:
        archive.extractall(to)
    change(to / "study.db")
    with zipfile.ZipFile(to.with_suffix(".zip"), "w") as archive:
        for path in sorted(path for path in to.rglob("*") if path.is_file()):
            archive.write(path, path.relative_to(to).as_posix())
    return to.with_suffix(".zip")


def test_a_backup_of_a_newer_version_is_refused_and_names_it(backup: Path, tmp_path: Path) -> None:
    def newer(database: Path) -> None:
        with closing(sqlite3.connect(database)) as raw, raw:
            raw.execute("UPDATE alembic_version SET version_num = '9999'")

    said = here("restore", changed(backup, tmp_path / "newer", newer), tmp_path / "back")
    assert (said.code, said.err.count("\n")) == (3, 1)
    assert "newer.zip was not restored" in said.err
    assert "newer version of voices: install that version" in said.err
    assert not list(tmp_path.glob("back*"))


def test_a_backup_whose_database_is_damaged_is_refused(backup: Path, tmp_path: Path) -> None:
    def scribbled(database: Path) -> None:
        held = bytearray(database.read_bytes())
        held[len(held) // 2 : len(held) // 2 + 9000] = b"\xff" * 9000
        database.write_bytes(held)

    for change in (scribbled, lambda database: database.write_bytes(b""), lambda one: one.write_bytes(b"no database")):
        said = here("restore", changed(backup, tmp_path / "other", change), tmp_path / "back")
        assert (said.code in (2, 3), said.err.count("\n")) == (True, 1), said
        assert "other.zip was not restored: study.db:" in said.err
        assert not list(tmp_path.glob("back*"))
        shutil.rmtree(tmp_path / "other")


def test_a_study_beside_another_studys_vault_touches_neither(study: Path, backup: Path, tmp_path: Path) -> None:
    key = tmp_path / "vault.key"
    create_vault(tmp_path / "back-vault", create_key(key), "fedcba9876543210").close()
    assert here("restore", backup, tmp_path / "back").code == 0
    before = bytes_of(tmp_path / "back-vault"), contents(tmp_path / "back" / "study.db")
    for words in (("vault", "log", tmp_path / "back"), ("withdraw", tmp_path / "back", "P1")):
        said = here(*words, "--key-file", key)
        assert (said.code, said.err.count("\n")) == (2, 1), said
        assert "the vault that lies here is another study's" in said.err
    assert (bytes_of(tmp_path / "back-vault"), contents(tmp_path / "back" / "study.db")) == before
    assert (tmp_path / "back" / "erasures.jsonl").read_bytes() == b""


def test_a_study_is_not_put_into_a_git_checkout(backup: Path, tmp_path: Path) -> None:
    (tmp_path / "checkout" / ".git").mkdir(parents=True)
    for folder in (tmp_path / "checkout", tmp_path / "checkout" / "below" / "back"):
        said = here("restore", backup, folder)
        assert (said.code, said.err.count("\n")) == (2, 1), said
        assert "git checkout" in said.err
    assert left(tmp_path / "checkout") == {".git"}
