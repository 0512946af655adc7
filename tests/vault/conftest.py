"""A vault with an invented council's people in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from voices.vault import SourceEntry, Vault, create_vault

from .people import DOCUMENTS, ENTITIES, KEY, STUDY


@pytest.fixture(scope="session")
def clock() -> Callable[[], str]:
    return lambda: "2025-03-01T09:00:00Z"


@pytest.fixture
def empty(tmp_path: Path, clock: Callable[[], str]) -> Iterator[Vault]:
    with create_vault(tmp_path / "study-vault", KEY, STUDY, clock=clock) as vault:
        yield vault


@pytest.fixture
def vault(empty: Vault) -> Vault:
    empty.put_entities(ENTITIES)
    empty.put_masked([(masked, f"hash-{masked.document.id}") for masked in DOCUMENTS])
    empty.put_sources(
        [
            SourceEntry("d1", "letters", "letters/Marguerite Okonjo-Vale.docx", None, "c1", "2026-01-31"),
            SourceEntry("d2", "survey", "survey.csv", 4, "c2"),
            SourceEntry("d3", "survey", "survey.csv", 5, "c3"),
        ]
    )
    return empty


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "study-vault"
