"""Shipped files, in a checkout and in a wheel."""

from __future__ import annotations

from pathlib import Path

import pytest

from voices import resources
from voices.errors import EnvironmentNotReady

PARTS = {"vendor": "minilm/tokenizer.json", "codebooks": "six_principles/codebook.toml", "sample": "study.toml"}


@pytest.mark.parametrize("name", PARTS)
def test_a_checkout_has_them(name: str) -> None:
    assert (resources.folder(name) / PARTS[name]).is_file()


def test_a_wheel_has_them_inside_the_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shipped = tmp_path / "site-packages" / "voices" / "_shipped" / "codebooks"
    shipped.mkdir(parents=True)
    monkeypatch.setattr(resources, "_PACKAGE", tmp_path / "site-packages" / "voices")
    assert resources.folder("codebooks") == shipped
    with pytest.raises(EnvironmentNotReady, match="“sample” is missing: install voices again"):
        resources.folder("sample")
