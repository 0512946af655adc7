"""What detection was done with is known by a fingerprint that changes with rules, weights, lists and packages."""

from __future__ import annotations

import shutil
from importlib import resources
from pathlib import Path

import pytest

from voices.privacy import models as room


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    copy = tmp_path / "privacy"
    shutil.copytree(Path(str(resources.files("voices.privacy"))), copy, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(room.resources, "files", lambda _: copy)
    return copy


@pytest.mark.parametrize("changed", ["detectors/dates.py", "models.py", "weights/arbiter.json", "words/roles.txt"])
def test_a_change_of_any_part_is_another_fingerprint(copied: Path, changed: str) -> None:
    before = room._own_digest()
    assert room._own_digest() == before
    with (copied / changed).open("a", encoding="utf-8") as file:
        file.write("\n")
    assert room._own_digest() != before


def test_another_version_of_a_package_is_another_fingerprint(monkeypatch: pytest.MonkeyPatch) -> None:
    before = room._own_digest()
    monkeypatch.setattr(room.metadata, "version", lambda package: "0" if package == "wordfreq" else "1")
    assert room._own_digest() != before


def test_line_ends_of_a_checkout_make_no_difference(copied: Path) -> None:
    before = room._own_digest()
    rules = copied / "detectors" / "dates.py"
    rules.write_bytes(rules.read_bytes().replace(b"\n", b"\r\n"))
    assert room._own_digest() == before
