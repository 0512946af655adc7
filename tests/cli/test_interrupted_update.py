"""The update of a study's tables, stopped at any moment: the old ones or the new."""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.interrupted import POSIX_ONLY, asked, disk_of, many, one_line, times
from tests.interrupting import Ended, Forking
from voices.store.engine import HEAD as NEWEST

pytestmark = POSIX_ONLY


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

    assert many(kill, whole, times) == times
    assert forking.type("status", study).code == 0
    assert asked(database, "SELECT version_num FROM alembic_version") == NEWEST
    assert not copy.with_name(f"{copy.name}.part").exists()


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
