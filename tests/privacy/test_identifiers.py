"""Of each kind of structured identifier 200 made ones are found, and as many near misses are left."""

from __future__ import annotations

import pytest

from benchmarks.identifiers import COUNT
from benchmarks.made_identifiers import KINDS, Kind, named, sentences
from voices.model import Action
from voices.privacy import Models
from voices.privacy.detecting import by_shape, settle


@pytest.mark.parametrize("kind", KINDS, ids=named)
def test_identifiers_are_found_and_near_misses_left(kind: Kind, models: Models) -> None:
    missed, false, found = [], [], 0
    for text, start, end, is_one in sentences(kind, COUNT, seed=7):
        mentions = [m for m in settle(text, by_shape(text, models), (), models) if m.label == kind.label]
        sure = [m for m in mentions if m.action is Action.MASK and m.start < end and start < m.end]
        if is_one:
            whole = any(m.start <= start and m.end >= end for m in sure)
            found += whole
            missed += [] if whole else [text]
        elif sure:
            false.append(text)
    assert found / COUNT >= 0.99, missed[:5]
    assert found / (found + len(false)) >= 0.98, false[:5]
