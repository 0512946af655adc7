"""Backup, restore and the update of a study's tables, stopped at any moment: as before or as it should be after."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.interrupting import Ended, Forking
from tests.store.conftest import fill
from tests.store.test_study import at_first
from tests.typed import HEAD, TAIL, bytes_of, codebook_into, here
from voices.store import open_store
from voices.store.engine import HEAD as NEWEST
from voices.vault import create_key, create_vault

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="NOT ON WINDOWS: kills and limits of POSIX")

OF_TABLES = ("passage", "document", "decision", "memo", "participant", "item", "suggestion")
SEED = 20261122


def contents(database: Path) -> dict[str, list[tuple[object, ...]]]:
    """Return what is in the tables that people's work lies in."""
    with closing(sqlite3.connect(database)) as raw:
        assert raw.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return {name: raw.execute(f"SELECT * FROM {name} ORDER BY 1, 2").fetchall() for name in OF_TABLES}


def asked(database: Path, question: str) -> object:
    with closing(sqlite3.connect(database)) as raw:
        return raw.execute(question).fetchone()[0]


def left(folder: Path) -> set[str]:
    """Return what lies in a folder but the locks."""
    return {path.name for path in folder.iterdir() if not path.name.endswith(".lock")}


@pytest.fixture(scope="module")
def forking(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Forking]:
    with Forking(tmp_path_factory.mktemp("home")) as opened:
        yield opened


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Forking]:
    """Return a second one, for what happens at once."""
    with Forking(tmp_path_factory.mktemp("other")) as opened:
        yield opened


@pytest.fixture(scope="module")
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


@pytest.fixture(scope="module")
def backup(made: Path, forking: Forking, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a whole backup of the study."""
    base = tmp_path_factory.mktemp("backup")
    own = Path(shutil.copytree(made, base / "study"))
    assert forking.type("backup", own, base / "study.zip").code == 0
    return base / "study.zip"


def many(kill: Callable[[float], Ended], whole: float, times: int) -> int:
    """Kill at moments drawn over the whole time a verb takes; return how many kills met it at work."""
    drawn = random.Random(SEED)
    return sum(kill(drawn.uniform(0, whole)).code == -9 for _ in range(times))


def times(few: int) -> object:
    """Try some moments in every run of the tests, many in the long one."""
    return pytest.mark.parametrize("times", [few, pytest.param(150, marks=pytest.mark.soak)])


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

    assert many(kill, whole, times) > times // 4
    assert forking.type("backup", study, file).code == 0
    assert left(file.parent) == {"study.zip"}
    assert left(study / "work") == set(), "no copy of people's words is left"


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

    assert many(kill, whole, times) > times // 4
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

    assert many(kill, whole, times) > times // 4
    spare.unlink(missing_ok=True)
    done = forking.type("restore", backup, study, "--replace", spare)
    assert done.code == 0, done.err
    assert not {"study.restoring", "study.replaced", "spare.zip.part"} & left(tmp_path)


@pytest.fixture(scope="module")
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


@times(4)
def test_a_killed_update_leaves_the_old_tables_or_the_new(
    forking: Forking, old: Path, tmp_path: Path, times: int
) -> None:
    study = tmp_path / "study"
    database, copy = study / "study.db", study / f"study.db.before-{NEWEST}"
    shutil.copytree(old, study)
    whole = forking.type("status", study).seconds

    def kill(after: float) -> Ended:
        shutil.rmtree(study)
        shutil.copytree(old, study)
        ended = forking.type("status", study, after=after)
        version = asked(database, "SELECT version_num FROM alembic_version")
        columns = asked(database, "SELECT count(*) FROM pragma_table_info('participant')")
        assert (version, columns) in {("0001", 6), (NEWEST, 9)}
        assert asked(database, "SELECT count(*) FROM participant") == 8_000
        assert asked(database, "PRAGMA integrity_check") == "ok"
        if copy.exists():
            assert asked(copy, "SELECT version_num FROM alembic_version") == "0001"
            assert asked(copy, "SELECT count(*) FROM participant") == 8_000
            assert asked(copy, "PRAGMA integrity_check") == "ok"
        assert copy.exists() or version == "0001", "the copy is there before the tables change"
        return ended

    assert many(kill, whole, times) > times // 4
    assert forking.type("status", study).code == 0
    assert asked(database, "SELECT version_num FROM alembic_version") == NEWEST
    assert not copy.with_name(f"{copy.name}.part").exists()


@contextmanager
def disk_of(folder: Path, kilobytes: int) -> Iterator[Path]:
    """Give a file system of its own that holds little, where this account may mount one."""
    folder.mkdir()
    size = f"size={kilobytes}k"
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", size, "tmpfs", str(folder)], check=False, capture_output=True
    )
    if mounted.returncode:
        pytest.skip("NO SMALL DISK: this account may not mount one; only the limit on files was tried")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def one_line(ended: Ended, *words: str) -> None:
    """Hold what was said to one plain line with these words."""
    assert ended.code in (2, 3), ended
    assert ended.err.startswith("voices: "), ended
    assert ended.err.count("\n") == 1, ended
    assert "fault of its own" not in ended.err, ended
    for word in words:
        assert word in ended.err, ended


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


def test_on_a_full_disk_the_old_tables_stay(forking: Forking, old: Path, tmp_path: Path) -> None:
    whole = (old / "study.db").stat().st_size // 1024
    for number, share in enumerate((1.1, 1.5, 1.95, 2.05)):
        with disk_of(tmp_path / f"disk{number}", int(whole * share) + 300) as disk:
            study = Path(shutil.copytree(old, disk / "study"))
            ended = forking.type("status", study)
            version = asked(study / "study.db", "SELECT version_num FROM alembic_version")
            if ended.code == 0:
                assert version == NEWEST
                continue
            one_line(ended, "the disk is full")
            assert version == "0001"
            assert asked(study / "study.db", "SELECT count(*) FROM participant") == 8_000
            assert not list(study.glob("*.part"))


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


def test_a_damaged_study_is_not_backed_up(study: Path, tmp_path: Path) -> None:
    held = bytearray((study / "study.db").read_bytes())
    held[len(held) // 2 : len(held) // 2 + 9000] = b"\xff" * 9000
    (study / "study.db").write_bytes(held)
    said = here("backup", study, tmp_path / "a.zip")
    assert (said.code, said.err.count("\n")) == (2, 1), said
    assert "study.db: damaged; bring back the last good backup" in said.err
    assert not list(tmp_path.glob("a.zip*"))


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Let nobody write into a folder; the superuser is kept out by the file system."""
    if os.geteuid():
        modes = {path: path.stat().st_mode for path in (folder, *folder.rglob("*"))}
        for path, mode in modes.items():
            path.chmod(mode & ~0o222)
        yield
        for path, mode in modes.items():
            path.chmod(mode)
        return
    bound = subprocess.run(["mount", "--bind", str(folder), str(folder)], check=False, capture_output=True)
    closed = subprocess.run(["mount", "-o", "remount,ro,bind", str(folder)], check=False, capture_output=True)
    if bound.returncode or closed.returncode:
        pytest.skip("NO READ-ONLY FOLDER: the superuser writes everywhere, and nothing can be mounted here")
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


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


def test_of_two_that_open_an_old_study_at_once_both_find_it_up_to_date(
    forking: Forking, other: Forking, old: Path, tmp_path: Path
) -> None:
    study = Path(shutil.copytree(old, tmp_path / "study"))
    with ThreadPoolExecutor() as both:
        ends = list(both.map(lambda each: each.type("status", study), (forking, other)))
    assert [ended.code for ended in ends] == [0, 0], ends
    copy = study / f"study.db.before-{NEWEST}"
    assert asked(copy, "SELECT version_num FROM alembic_version") == "0001"
    assert asked(copy, "SELECT count(*) FROM participant") == 8_000
    assert not list(study.glob("*.part"))


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
