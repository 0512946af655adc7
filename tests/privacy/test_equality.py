"""Names of every origin are found alike, in every case."""

from __future__ import annotations

import pytest

from benchmarks import equality
from voices.privacy import Models

AT_MOST = 0.03
"""How far the worst origin may lie under the mean, on as many sentences as tell three points apart."""
Shares = dict[str, dict[str, equality.Share]]
NOT_YET = pytest.mark.xfail(reason="a name that is also a rare noun of English is missed in lower case", strict=True)
LEAST = 0.94
"""What every origin reaches on a few sentences, where one name more or less is three points."""


def test_every_origin_is_found_on_a_few_sentences(models: Models) -> None:
    shares = equality.recall(12, models)
    assert all(s["all"].value >= LEAST for s in shares.values()), {o: str(s["all"]) for o, s in shares.items()}


@pytest.fixture(scope="module")
def shares(models: Models) -> Shares:
    return equality.recall(96, models)


@pytest.mark.soak
@pytest.mark.parametrize("case", ["all", "title", "upper", pytest.param("lower", marks=NOT_YET)])
def test_no_origin_lies_three_points_under_the_mean(shares: Shares, case: str) -> None:
    gap = equality.worst_gap(shares, case)
    print(f"\n{case}: worst origin {100 * gap:.1f} points under the mean")
    assert gap <= AT_MOST, {o: str(s[case]) for o, s in shares.items()}


@pytest.mark.soak
def test_every_case_is_within_three_points_of_the_mean(shares: Shares) -> None:
    every = [shares["all"][case].value for case in equality.CASES]
    assert sum(every) / len(every) - min(every) <= AT_MOST, every


def test_the_names_are_not_all_from_the_programs_lists(models: Models) -> None:
    assert all(share.value < 0.95 for share in equality.listed(models).values())
