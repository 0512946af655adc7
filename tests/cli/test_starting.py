"""What a newcomer types first: help, wrong words, and how long that takes."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest
import typer

from tests.typed import Said, here, surroundings, voices
from voices.cli import app

HEAVY = (
    *("spacy", "sklearn", "prefect", "pandas", "fastapi", "sqlalchemy", "numpy", "matplotlib", "bertopic", "docx"),
    *("openpyxl", "onnxruntime", "uvicorn", "starlette", "alembic", "cryptography", "flows"),
)


def verbs() -> list[tuple[str, ...]]:
    """Return every verb as it is typed."""
    found = []
    root = typer.main.get_command(app)
    for name, command in root.commands.items():  # type: ignore[attr-defined]
        children = getattr(command, "commands", None)
        found += [(name, child) for child in children] if children else [(name,)]
    return found


@pytest.mark.parametrize("verb", verbs(), ids=" ".join)
def test_every_verb_explains_itself(verb: tuple[str, ...]) -> None:
    said = here(*verb, "--help")
    assert (said.code, said.err) == (0, "")
    assert f"voices {' '.join(verb)}" in said.out or f"{verb[-1]} [OPTIONS]" in said.out
    assert len(said.out.splitlines()) > 4


def test_the_verbs_of_the_contract_are_there() -> None:
    wanted = """demo init check run status review publish withdraw backup restore detect pseudonymise suggest themes
    quotes scores indicators agreement doctor"""
    names = {" ".join(verb) for verb in verbs()}
    assert set(wanted.split()) <= names
    of_the_vault = "init roster desk lookup log verify rotate erase restore"
    assert {f"vault {verb}" for verb in of_the_vault.split()} <= names
    assert {f"codebook {v}" for v in ["check", "diff", "export", "import"]} <= names


def test_help_loads_nothing_heavy(tmp_path: Path) -> None:
    code = f"import sys, voices.cli; print([m for m in {HEAVY!r} if m in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code], env=surroundings(tmp_path), capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"


def test_help_is_quick(tmp_path: Path) -> None:
    fastest = float("inf")
    for _ in range(3):
        started = time.process_time()
        before = time.monotonic()
        assert voices("--help", home=tmp_path).returncode == 0
        fastest = min(fastest, time.monotonic() - before)
        assert time.process_time() - started < 5
    # A quarter of a second where nothing else runs; room for machines that do ten things at once.
    assert fastest < 3


@pytest.mark.parametrize(
    "words",
    [
        ("runn", "x"),
        ("run",),
        ("run", "a", "b"),
        ("status", "x", "--jsonn"),
        ("review", "x", "--port", "many"),
        ("vault",),
    ],
    ids=" ".join,
)
def test_wrong_usage_is_exit_two(words: tuple[str, ...], tmp_path: Path) -> None:
    said = here(*words)
    assert said.code == 2
    assert "Traceback" not in said.err


@pytest.mark.parametrize("verb", ["run", "status", "check", "publish", "review"])
def test_no_study_is_one_line_and_exit_two(verb: str, tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "nowhere"):
        one_line(here(verb, folder), 2, "no such folder" if folder.name == "nowhere" else "no study here")


def one_line(said: Said, code: int, words: str) -> None:
    assert (said.code, said.err.count("\n")) == (code, 1), said
    assert said.err.startswith("voices: ")
    assert words in said.err


def test_a_fault_of_our_own_shows_type_and_place_and_no_words(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from voices import study

    def broken(*_: object, **__: object) -> None:
        raise KeyError("Gavelmarsh Intrepidine")

    monkeypatch.setattr(study, "create", broken)
    said = here("init", tmp_path / "x")
    assert said.code == 2
    assert said.err.startswith("voices: stopped by a fault of its own (KeyError at test_starting.py:")
    assert "Gavelmarsh" not in said.err


def test_doctor_finds_models_with_hashes() -> None:
    said = here("doctor", "--json")
    found = json.loads(said.out)
    assert len(found["models"]) == 3
    assert all(len(model["sha256"]) == 64 for model in found["models"].values())
    assert said.code == (3 if found["problems"] else 0)
    assert [p for p in found["problems"] if "disk space" not in p] == []


def test_doctor_tells_of_a_key_that_is_not_there(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("VOICES_KEY_FILE", str(tmp_path / "gone.key"))
    said = here("doctor")
    assert said.code == 3
    assert "VOICES_KEY_FILE names a file that is not there" in said.out
