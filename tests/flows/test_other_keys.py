"""The same files and decisions in a study with another key: ids differ, themes and suggestions do not."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Demo
from tests.typed import voices
from voices.embeddings import neutral
from voices.store import open_store

pytestmark = pytest.mark.flow

Shown = tuple[set[tuple[str, str, frozenset[str]]], dict[tuple[str, str], float]]


def shown(study: Path) -> Shown:
    """Return themes by their members' texts, and confidences by text and code."""
    with open_store(study / "study.db") as store:
        texts = {one.id: neutral(one.text) for one in store.passages()}
        themes = {
            (some.scope, one.name, frozenset(texts[a.passage] for a in some.assignments if a.theme == one.id))
            for some in store.themes()
            for one in some.themes
        }
        told = store.suggestions()
        return themes, {(texts[id], one.code): one.confidence for id in texts for one in told.get(id, ())}


@pytest.mark.soak
def test_another_key_changes_no_theme_and_no_suggestion(demo: Demo, tmp_path: Path) -> None:
    said = voices("demo", "--dir", tmp_path / "again", home=tmp_path)
    assert said.returncode == 0, said.stderr
    other = tmp_path / "again" / demo.study.name
    with open_store(demo.study / "study.db") as one, open_store(other / "study.db") as two:
        assert not {p.id for p in one.passages()} & {p.id for p in two.passages()}
    (themes, told), (themes_again, told_again) = shown(demo.study), shown(other)
    assert themes_again == themes
    assert told_again.keys() == told.keys()
    assert max(abs(told[one] - told_again[one]) for one in told) < 1e-4
