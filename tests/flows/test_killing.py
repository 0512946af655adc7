"""Runs that are killed at any moment: nothing lost, nothing left running, and the same bytes in the end."""

from __future__ import annotations

import os
import random
import shutil
import sys
import time
from pathlib import Path

import pytest

from tests.conftest import Demo, decide_some
from tests.typed import Place, bytes_of, lay_out, start, voices, with_new_vault

pytestmark = pytest.mark.flow


def servers_of(home: Path) -> list[int]:
    """Return the flow servers whose Prefect home this is; only Linux tells a process's environment."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            command = (process / "cmdline").read_bytes()
            environment = (process / "environ").read_bytes()
        except OSError:
            continue
        if b"flows.server" in command and f"PREFECT_HOME={home}".encode() in environment.split(b"\0"):
            found.append(int(process.name))
    return found


def wait_until_gone(home: Path, seconds: float = 20) -> None:
    if sys.platform != "linux":
        return
    deadline = time.monotonic() + seconds
    while servers_of(home):
        assert time.monotonic() < deadline, "the flow server outlived the run that started it"
        time.sleep(0.2)


def kill_after(seconds: float, place: Place, *words: object, server: Path) -> bool:
    """Start a verb and kill it; tell whether it was still running."""
    process = start(*words, place=place)
    time.sleep(seconds)
    alive = process.poll() is None
    process.kill()
    process.wait()
    wait_until_gone(server)
    return alive


def test_two_kills_at_random_moments_change_nothing(small: Place, prefect_home: Path, tmp_path: Path) -> None:
    place = with_new_vault(lay_out(tmp_path / "killed"), prefect_home, key=small.key)
    usual = float((small.base / "seconds").read_text())
    seed = int(os.environ.get("VOICES_TEST_SEED") or random.randrange(10**6))
    print(f"VOICES_TEST_SEED={seed}")
    moments = random.Random(seed)
    for share in (moments.uniform(0.1, 0.5), moments.uniform(0.3, 0.9)):
        kill_after(share * usual, place, "run", place.study, server=place.study / "work" / "prefect")
    done = place.type("run", place.study)
    assert done.returncode == 0, done.stdout + done.stderr
    wait_until_gone(place.study / "work" / "prefect")
    decide_some(place)
    assert place.type("publish", place.study).returncode == 0
    first, second = bytes_of(small.out), bytes_of(place.out)
    assert set(first) == set(second)
    assert [name for name in first if first[name] != second[name]] == [], f"seed {seed}"


@pytest.mark.soak
@pytest.mark.timeout(3600)
def test_ten_kills_of_the_demonstration_change_nothing(demo: Demo, tmp_path: Path) -> None:
    place = Place(tmp_path / "killed")
    folder = place.base / "demo"
    folder.mkdir(parents=True)
    shutil.copy2(demo.place.base / "demo" / "demo.key", folder / "demo.key")
    seed = int(os.environ.get("VOICES_TEST_SEED") or random.randrange(10**6))
    print(f"VOICES_TEST_SEED={seed}")
    moments = random.Random(seed)
    for _ in range(10):
        seconds = moments.uniform(1, demo.seconds)
        alive = kill_after(seconds, place, "demo", "--dir", folder, server=folder / "harrowmere" / "work" / "prefect")
        print(f"killed after {seconds:.1f} seconds" if alive else f"done before {seconds:.1f} seconds")
    done = voices("demo", "--dir", folder, home=place.home)
    assert done.returncode == 0, done.stdout + done.stderr
    first, second = bytes_of(demo.study / "out"), bytes_of(folder / "harrowmere" / "out")
    assert set(first) == set(second)
    assert [name for name in first if first[name] != second[name]] == [], f"seed {seed}"
