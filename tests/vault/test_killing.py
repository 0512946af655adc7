"""A rotation or erasure killed at any of its steps leaves the vault before it or after it, never between."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from voices.errors import VaultError
from voices.vault import Key, Vault, open_vault
from voices.vault.erasure import REMOVED

from .killed import NEW, OLD
from .people import DOCUMENTS, MARGUERITE, everything_in

pytestmark = pytest.mark.skipif(os.name != "posix", reason="SIGKILL and fork are POSIX's")

COARSE, FINE = 5000, 20
"""Instructions of SQLite's machine between two steps; fine for the long run."""


def killed_everywhere(tmp_path: Path, folder: Path, act: str, every: int) -> list[Path]:
    """Return one folder for each step at which the act was killed, and last the one where it was not."""
    where = tmp_path / "killed"
    (where / "before").mkdir(parents=True)
    shutil.copytree(folder, where / "before" / "vault")
    stride = 4 if every == COARSE else 1  # the long run takes every step
    script = Path(__file__).with_name("killed.py")
    done = subprocess.run(
        [sys.executable, str(script), str(where), act, str(every), str(stride)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    steps = int(done.stdout)
    assert steps > 20
    return [*(where / str(n) for n in range(1, steps + 1, stride)), where / "whole"]


@pytest.mark.parametrize("every", [COARSE, pytest.param(FINE, marks=pytest.mark.soak)])
def test_a_killed_rotation_leaves_one_key_that_opens_all_of_it(
    vault: Vault, folder: Path, tmp_path: Path, every: int
) -> None:
    vault.close()
    opened_by: list[Key] = []
    for place in killed_everywhere(tmp_path, folder, "rotate", every):
        fits = [key for key in (OLD, NEW) if opens(place / "vault", key)]
        assert len(fits) == 1, place
        with open_vault(place / "vault", fits[0]) as again:
            assert [again.masked(m.document.id) for m in DOCUMENTS] == list(DOCUMENTS)
            assert again.verify().intact, (place, again.verify().problem)
            assert again.inspect() == ()
            if fits == [OLD]:
                again.rotate(NEW)
                assert again.masked("d1") == DOCUMENTS[0]
        opened_by += fits
    # Kills before and after the moment it counts were both among them, and the order is one change-over.
    assert (opened_by[0], opened_by[-1]) == (OLD, NEW)
    assert opened_by == sorted(opened_by, key=lambda key: key == NEW)


@pytest.mark.parametrize("every", [COARSE, pytest.param(FINE, marks=pytest.mark.soak)])
def test_a_killed_erasure_has_erased_everywhere_or_nowhere(
    vault: Vault, folder: Path, tmp_path: Path, every: int
) -> None:
    vault.close()
    outcomes = []
    for place in killed_everywhere(tmp_path, folder, "erase", every):
        with open_vault(place / "vault", OLD, ledger=place / "erasures.jsonl") as again:
            assert again.verify().intact, (place, again.verify().problem)
            assert again.inspect() == ()
            gone = {e.id: e for e in again.entities()}[MARGUERITE.id].forms == ()
            texts = [again.masked(m.document.id).document.text for m in DOCUMENTS]
            assert [REMOVED in text for text in texts] == [gone, gone, False], place
            assert (again._ledger is not None and again._ledger.exists()) == gone
            assert again.tidy()
            if not gone:
                again.erase(MARGUERITE.id, "custodian", "request 2025-114")
        assert b"Marguerite" not in everything_in(place)
        outcomes.append(gone)
    assert (outcomes[0], outcomes[-1]) == (False, True)
    assert outcomes == sorted(outcomes)


@pytest.mark.parametrize("step", [4999, pytest.param(97, marks=pytest.mark.soak)])
def test_a_write_torn_at_any_byte_leaves_the_vault_before_or_after(
    vault: Vault, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    from voices.vault import keeping

    vault.tidy()  # empties the write-ahead log into the file
    before, anchor = (folder / "vault.db").read_bytes(), (folder / "log.head").read_bytes()
    monkeypatch.setattr(keeping, "tidy", lambda _engine: True)  # leaves the log as the commit left it
    vault.rotate(NEW)
    written = (folder / "vault.db-wal").read_bytes()
    assert len(written) > 20_000
    torn = tmp_path / "torn"
    torn.mkdir(mode=0o700)
    seen = set()
    for length in [*range(0, len(written), step), len(written)]:
        for name, content in (("vault.db", before), ("vault.db-wal", written[:length]), ("log.head", anchor)):
            (torn / name).touch(mode=0o600)
            (torn / name).write_bytes(content)
        (torn / "vault.db-shm").unlink(missing_ok=True)
        fits = [key for key in (OLD, NEW) if opens(torn, key)]
        assert len(fits) == 1, length
        with open_vault(torn, fits[0]) as again:
            assert again.masked("d1") == DOCUMENTS[0]
            assert again.inspect() == ()
            assert again.verify().intact
        seen.add(fits[0].secret)
    assert seen == {OLD.secret, NEW.secret}


def opens(folder: Path, key: Key) -> bool:
    try:
        open_vault(folder, key).close()
    except VaultError:
        return False
    return True
