"""The verbs of the vault as a custodian types them."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from voices.cli.vault import app
from voices.errors import InputError, KeyMissing, VaultError
from voices.vault import open_vault, read_key

from .people import DOCUMENTS, ENTITIES, MARGUERITE, REASON

MANIFEST = """
[study]
id = "5f0c2a9b41d7e638"
title = "Harrowmere"
originals = "../originals"
"""


@pytest.fixture
def study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    monkeypatch.delenv("VOICES_KEY_FILE", raising=False)
    monkeypatch.delenv("VOICES_VAULT", raising=False)
    folder = tmp_path / "study"
    folder.mkdir()
    (folder / "study.toml").write_text(MANIFEST, "utf-8")
    return folder


@pytest.fixture
def key_file(study: Path) -> Path:
    path = study.parent / "vault.key"
    assert run("init", str(study), "--key-file", str(path)).exit_code == 0
    with open_vault(study.parent / "study-vault", read_key(path)) as vault:
        vault.put_entities(ENTITIES)
        vault.put_masked([(masked, "h") for masked in DOCUMENTS])
    return path


def run(*arguments: str, typed: str = "") -> Result:
    return CliRunner().invoke(app, list(arguments), input=typed)


def test_init_makes_vault_and_key_where_they_are_looked_for(study: Path) -> None:
    made = run("init", str(study))
    assert made.exit_code == 0, made.output
    assert "New key" in made.output
    assert (study.parent / "study-vault" / "vault.db").is_file()
    again = run("init", str(study))
    assert isinstance(again.exception, VaultError)
    assert run("verify", str(study)).exit_code == 0


def test_no_key_is_exit_three(study: Path, key_file: Path) -> None:
    found = run("log", str(study))
    assert isinstance(found.exception, KeyMissing)
    assert found.exception.exit_code == 3


def test_lookup_prints_and_logs(study: Path, key_file: Path) -> None:
    key = ("--key-file", str(key_file))
    assert isinstance(run("lookup", str(study), "person 214", *key).exception, VaultError)
    found = run("lookup", str(study), "person 214", "--reason", REASON, "--by", "D. Custodian", *key, "--json")
    assert json.loads(found.stdout)["names"] == list(MARGUERITE.forms)
    found = run("lookup", str(study), "tobias", "--name", "--reason", REASON, *key)
    assert found.stdout.startswith("person 530: Tobias")
    entries = json.loads(run("log", str(study), *key, "--json").stdout)["entries"]
    assert [(e["actor"], e["action"]) for e in entries][1] == ("D. Custodian", "looked up")
    assert len(entries) == 3
    assert "looked up" in run("log", str(study), *key).stdout
    state = json.loads(run("verify", str(study), *key, "--json").stdout)
    assert (state["intact"], state["entries"], state["clean"]) == (True, 3, True)


def test_roster(study: Path, key_file: Path) -> None:
    path = study.parent / "roster.csv"
    path.write_text("person,role,names\ns1,social worker,Ada Brightwater\n", "utf-8")
    done = run("roster", str(study), str(path), "--key-file", str(key_file))
    assert done.stdout == "1 people on the roster.\n"
    with open_vault(study.parent / "study-vault", read_key(key_file)) as vault:
        assert vault.roster()[0].names == ("Ada Brightwater",)


def test_rotate(study: Path, key_file: Path) -> None:
    other = study.parent / "other.key"
    assert run("rotate", str(study), "--new-key-file", str(other), "--key-file", str(key_file)).exit_code == 0
    assert isinstance(run("log", str(study), "--key-file", str(key_file)).exception, VaultError)
    assert "rotated" in run("log", str(study), "--key-file", str(other)).stdout


def test_restore_writes_a_private_file_outside_the_study(study: Path, key_file: Path) -> None:
    rest = ("--reason", REASON, "--key-file", str(key_file))
    inside = run("restore", str(study), "d1", "--out", str(study / "raw.txt"), *rest)
    assert isinstance(inside.exception, InputError)
    out = study.parent / "raw.txt"
    assert run("restore", str(study), "d1", "--out", str(out), *rest).exit_code == 0
    assert out.read_text("utf-8") == "Marguerite rang Tobias Quillfeather on 07700 900123. Good."
    if os.name == "posix":
        assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert isinstance(run("restore", str(study), "d1", "--out", str(out), *rest).exception, InputError)


def test_erase_asks_first_and_changes_the_study_too(study: Path, key_file: Path) -> None:
    import flows

    flows.prepare(study.parent / "prefect")
    from flows.code import PSEUDONYMISE_VERSION
    from voices.store import open_store

    with open_store(study / "study.db", create=True) as store:
        store.put_documents([(m.document, "h") for m in DOCUMENTS], (), PSEUDONYMISE_VERSION)
    rest = ("--reason", REASON, "--key-file", str(key_file))
    assert run("erase", str(study), "person 214", *rest, typed="n\n").exit_code == 2
    done = run("erase", str(study), "person 214", *rest, typed="y\n")
    assert done.exit_code == 0, done.output
    assert "Erased from 2 documents" in done.output
    assert "Marguerite" not in done.output
    with open_store(study / "study.db") as store:
        assert [d.text[:9] for d in store.documents()] == ["[removed]", "At [organ", "Nobody na"]
        done_now = store.done("pseudonymise", PSEUDONYMISE_VERSION)
        # What changed is looked at again by the next run; what did not is left alone.
        assert done_now["d3"] == "h"
        assert "h" not in (done_now["d1"], done_now["d2"])
    again = run("erase", str(study), "person 214", *rest, "--yes")
    assert isinstance(again.exception, VaultError)


def test_a_passphrase_needs_a_terminal(study: Path) -> None:
    assert isinstance(run("init", str(study), "--passphrase").exception, InputError)
