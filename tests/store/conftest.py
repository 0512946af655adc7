"""A store with one invented interview in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.store.study import document, participants, passages, suggestions
from voices.store import Store, open_store


def fill(store: Store, documents: int = 1, people: int = 1) -> None:
    """Put documents, passages and suggestions into a store."""
    made = [document(number, people=people) for number in range(documents)]
    store.put_documents(
        [(one, f"in-{one.id}") for one in made], [who for one in made for who in participants(one)], "v1"
    )
    cut = {one.id: passages(one) for one in made}
    store.put_passages([(id, f"in-{id}", some) for id, some in cut.items()], "v1")
    store.put_suggestions([(p.id, p.hash, suggestions(p)) for some in cut.values() for p in some], "v1")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Return a store with one interview of six passages."""
    with open_store(tmp_path / "study.db", create=True) as opened:
        fill(opened)
        yield opened
