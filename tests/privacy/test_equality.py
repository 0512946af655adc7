"""Names of every origin are found alike, in every case."""

from __future__ import annotations

import pytest

from benchmarks import equality
from voices.privacy import Models

AT_MOST = 0.03
"""How far the worst origin may lie under the mean, on as many sentences as tell three points apart."""
LEAST = 0.94
"""What every origin reaches on a few sentences, where one name more or less is three points."""


def test_every_origin_is_found_on_a_few_sentences(models: Models) -> None:
    shares = equality.recall(12, models)
    assert all(s["all"].value >= LEAST for s in shares.values()), {o: str(s["all"]) for o, s in shares.items()}


@pytest.mark.soak
def test_no_origin_lies_three_points_under_the_mean(models: Models) -> None:
    shares = equality.recall(48, models)
    assert equality.worst_gap(shares) <= AT_MOST, {o: str(s["all"]) for o, s in shares.items()}


def test_the_names_are_not_all_from_the_programs_lists(models: Models) -> None:
    assert all(share.value < 0.95 for share in equality.listed(models).values())
