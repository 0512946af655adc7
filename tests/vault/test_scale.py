"""Ten thousand people, many at once, and no name in any byte."""

from __future__ import annotations

import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path

import pytest

from voices.errors import VaultError
from voices.model import Entity
from voices.vault import Key, Vault, create_vault, open_vault
from voices.vault.crypto import new_key

from .people import DOCUMENTS, KEY, MARGUERITE, REASON, STUDY, everything_in, masked_of
from .rich import NAMES, enrich

TEN_THOUSAND = 10_000


def people(number: int) -> list[Entity]:
    return [Entity(f"e-{n}", "PERSON", 100 + n, (f"Ottoline{n}", f"Ottoline{n} Farthingale")) for n in range(number)]


@pytest.mark.parametrize("number", [1000, pytest.param(TEN_THOUSAND, marks=pytest.mark.soak)])
def test_many_people_are_stored_looked_up_rotated_and_erased(tmp_path: Path, number: int) -> None:
    crowd = people(number)
    documents = [
        (masked_of(f"d{n}", [(crowd[n], f"Ottoline{n}"), " saw ", (crowd[(n * 7 + 1) % number], "her"), "."]), "h")
        for n in range(number)
    ]
    seconds: dict[str, float] = {}

    def timed(what: str, act: object) -> None:
        started = time.perf_counter()
        act()  # type: ignore[operator]
        seconds[what] = time.perf_counter() - started

    with create_vault(tmp_path / "v", KEY, STUDY) as vault:
        timed("store people", lambda: vault.put_entities(crowd))
        timed("store documents", lambda: vault.put_masked(documents))
        timed("look up", lambda: vault.lookup(f"person {100 + number // 2}", "custodian", REASON))
        timed("search", lambda: vault.find(f"Ottoline{number // 2}", "custodian", REASON))
        timed("rotate", lambda: vault.rotate(Key(secret=new_key())))
        timed("erase", lambda: vault.erase("e-7", "custodian", REASON))
        timed("check", lambda: seconds.update(problems=len(vault.inspect())))
        assert seconds["problems"] == 0
        assert vault.verify().intact
        assert "Ottoline7 " not in str(vault.find("Ottoline7 Farthingale", "custodian", REASON))
    size = (tmp_path / "v" / "vault.db").stat().st_size / 1e6
    resource = pytest.importorskip("resource")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"\n{number} people: {size:.0f} MB file, {memory:.0f} MB memory at most, seconds:")
    print(", ".join(f"{what} {taken:.2f}" for what, taken in seconds.items() if what != "problems"))
    assert seconds["look up"] < 2
    assert b"Ottoline" not in everything_in(tmp_path / "v")


def test_threads_look_up_at_once_and_the_log_has_every_line(vault: Vault) -> None:
    before, wrong = len(vault.log()), []

    def ask(who: str) -> None:
        for _ in range(10):
            if vault.lookup("person 214", who, REASON).names != MARGUERITE.forms:
                wrong.append(who)

    threads = [threading.Thread(target=ask, args=(f"custodian {n}",)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    state = vault.verify()
    assert (state.intact, state.entries) == (True, before + 60)
    assert sorted({e.actor for e in vault.log()[before:]}) == [f"custodian {n}" for n in range(6)]


def test_processes_look_up_at_once(vault: Vault, folder: Path, tmp_path: Path) -> None:
    script = tmp_path / "asker.py"
    script.write_text(
        textwrap.dedent(f"""
            import sys
            from pathlib import Path
            from voices.vault import Key, open_vault
            with open_vault(Path({str(folder)!r}), Key(secret=bytes(range(32)))) as vault:
                for n in range(15):
                    assert vault.lookup("person 214", sys.argv[1], {REASON!r}).names
        """),
        "utf-8",
    )
    before = len(vault.log())
    asking = [subprocess.Popen([sys.executable, str(script), name]) for name in ("a", "b")]
    assert [process.wait(60) for process in asking] == [0, 0]
    state = vault.verify()
    assert (state.intact, state.entries) == (True, before + 30)


def test_who_has_the_vault_open_when_it_gets_another_key_writes_nothing_under_the_old_one(
    vault: Vault, folder: Path
) -> None:
    other = Key(secret=new_key())
    with open_vault(folder, KEY) as elsewhere:
        elsewhere.rotate(other)
    for act in (
        lambda: vault.put_entities(people(1)),
        lambda: vault.put_masked([(DOCUMENTS[0], "h")]),
        lambda: vault.lookup("person 214", "custodian", REASON),
        lambda: vault.masked("d1"),
    ):
        with pytest.raises(VaultError, match="another key since"):
            act()
    with open_vault(folder, other) as again:
        assert again.masked("d1") == DOCUMENTS[0]
        assert len(again.entities()) == 3


def test_no_name_stands_in_any_byte_while_open_or_after(vault: Vault, folder: Path, tmp_path: Path) -> None:
    enrich(vault)
    backup = tmp_path / "backup"
    backup.mkdir()
    vault.back_up(backup / "vault.zip", "custodian")
    for place in (folder, backup):  # with the write-ahead log, as other processes see it now
        bytes_ = everything_in(place)
        assert [name for name in NAMES if name.encode() in bytes_ or name.lower().encode() in bytes_] == []
        assert [name for name in NAMES if name.encode("utf-16-le") in bytes_] == []
    assert (folder / "vault.db-wal").is_file()
    assert sorted(path.name for path in folder.iterdir()) == ["log.head", "vault.db", "vault.db-shm", "vault.db-wal"]
    vault.close()
    with open_vault(folder, KEY) as again:
        assert again.inspect() == ()
