"""Refusing, backing up, recovering and rotating again, as a custodian types them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from voices.errors import InputError, VaultError

from .people import MARGUERITE, REASON
from .test_commands import key_file, run, study

__all__ = ["key_file", "study"]


def test_a_refusal(study: Path, key_file: Path) -> None:
    key = ("--key-file", str(key_file))
    done = run("refuse", str(study), "person 214", "--ground", "Art. 17(3)(d)", "--reason", REASON, *key)
    assert "Recorded: not erased, Article 17(3)(d)" in done.stdout
    assert "Article 17(3)(d)" in run("log", str(study), *key).stdout
    wrong = run("refuse", str(study), "person 214", "--ground", "9", "--reason", REASON, *key)
    assert isinstance(wrong.exception, VaultError)


def test_back_up_and_recover(study: Path, key_file: Path) -> None:
    key = ("--key-file", str(key_file))
    copy = study.parent / "v.zip"
    assert isinstance(run("backup", str(study), str(study / "v.zip"), *key).exception, InputError)
    assert run("backup", str(study), str(copy), *key).exit_code == 0
    erased = run("erase", str(study), "person 214", "--reason", REASON, "--yes", *key)
    assert erased.exit_code == 0, erased.output
    assert isinstance(run("recover", str(study), str(copy), *key).exception, VaultError)
    shutil.rmtree(study.parent / "study-vault")
    done = run("recover", str(study), str(copy), *key)
    assert "Erased again: 1 people" in done.output
    found = json.loads(run("lookup", str(study), "person 214", "--reason", REASON, *key, "--json").stdout)
    assert found["names"] == []
    assert MARGUERITE.forms[0] not in done.output
    state = json.loads(run("verify", str(study), *key, "--json").stdout)
    assert (state["intact"], state["problems"]) == (True, [])
    assert "Erased again: 0 people" in run("replay", str(study), *key).output
    (study / "erasures.jsonl").unlink()
    shutil.rmtree(study.parent / "study-vault")
    assert run("recover", str(study), str(copy), *key).exit_code == 1


def test_a_rotation_that_was_done_before_says_so(study: Path, key_file: Path) -> None:
    other = study.parent / "other.key"
    assert isinstance(run("rotate", str(study), "--key-file", str(key_file)).exception, InputError)
    for said in ("keys wrapped anew", "This was done before"):
        done = run("rotate", str(study), "--new-key-file", str(other), "--key-file", str(key_file))
        assert (done.exit_code, said in done.stdout) == (0, True)


def test_a_noted_seal_is_looked_for(study: Path, key_file: Path) -> None:
    key = ("--key-file", str(key_file))
    head = json.loads(run("verify", str(study), *key, "--json").stdout)["head"]
    run("lookup", str(study), "person 214", "--reason", REASON, *key)
    assert run("verify", str(study), "--noted", head[:16], *key).exit_code == 0
    assert run("verify", str(study), "--noted", "0" * 16, *key).exit_code == 1
