"""Every coefficient against the libraries that have it, on made-up codings with gaps; to four decimals and better."""

from __future__ import annotations

import socket
from collections.abc import Hashable

import numpy as np
import pytest
from nltk.metrics.agreement import AnnotationTask
from nltk.metrics.distance import binary_distance, masi_distance
from sklearn.metrics import cohen_kappa_score
from statsmodels.stats.inter_rater import aggregate_raters, cohens_kappa, fleiss_kappa

from voices.coding import agreement, by_code, by_pair, krippendorff, masi
from voices.coding.coefficients import ac1, percent

CODES = "abcd"

Coding = list[tuple[str, str, frozenset[str]]]


def made_up(seed: int, units: int = 60, coders: int = 3, missing: float = 0.2) -> Coding:
    """Return (coder, unit, codes) of coders who mostly agree and leave some units out."""
    random = np.random.default_rng(seed)
    found: Coding = []
    for unit in range(units):
        truth = [code for code in CODES if random.random() < 0.3]
        for coder in range(coders):
            given = frozenset(c for c in CODES if (c in truth) != (random.random() < 0.15))
            if random.random() >= missing:
                found.append((f"c{coder}", f"u{unit:02d}", given))
    return found


def by_unit(coded: Coding) -> list[list[frozenset[str]]]:
    units: dict[str, list[frozenset[str]]] = {}
    for _, unit, given in coded:
        units.setdefault(unit, []).append(given)
    return list(units.values())


def masi_or_both_empty(a: frozenset[str], b: frozenset[str]) -> float:
    """Return NLTK's distance; of two empty sets, which it cannot divide, 0: both read it and none applies."""
    return float(masi_distance(a, b)) if a | b else 0.0


def nltk_alpha(coded: list[tuple[str, str, Hashable]], distance: object) -> float:
    """Return NLTK's alpha; it cannot take units that one coder coded alone, so those are left out first."""
    counts: dict[str, int] = {}
    for _, unit, _ in coded:
        counts[unit] = counts.get(unit, 0) + 1
    return float(AnnotationTask([one for one in coded if counts[one[1]] > 1], distance=distance).alpha())


@pytest.mark.parametrize("seed", range(6))
def test_alpha_over_sets_with_gaps_is_nltks(seed: int) -> None:
    coded = made_up(seed)
    assert agreement([(u, c, g) for c, u, g in coded], resamples=0).alpha == pytest.approx(
        nltk_alpha([(c, u, g) for c, u, g in coded], masi_or_both_empty), abs=5e-5
    )


@pytest.mark.parametrize("seed", range(6))
def test_alpha_of_one_code_with_gaps_is_nltks(seed: int) -> None:
    coded = made_up(seed, missing=0.3)
    for one in by_code([(u, c, g) for c, u, g in coded], resamples=0):
        theirs = nltk_alpha([(c, u, one.code in g) for c, u, g in coded], binary_distance)
        assert one.alpha == pytest.approx(theirs, abs=5e-5)


def test_masi_is_nltks() -> None:
    random = np.random.default_rng(4)
    for _ in range(50):
        a, b = (frozenset(c for c in CODES if random.random() < 0.5) for _ in range(2))
        if a | b:  # two empty sets are equal to us; NLTK divides by nothing
            assert masi(a, b) == pytest.approx(masi_distance(a, b), abs=1e-9)


@pytest.mark.parametrize("seed", range(4))
def test_kappa_of_pairs_is_that_of_scikit_learn_and_statsmodels(seed: int) -> None:
    coded = made_up(seed, coders=2, missing=0.1)
    given = {(c, u): g for c, u, g in coded}
    both = [u for u in sorted({u for _, u, _ in coded}) if ("c0", u) in given and ("c1", u) in given]
    for pair in by_pair([(u, c, g) for c, u, g in coded]):
        one, other = ([pair.code in given[c, u] for u in both] for c in ("c0", "c1"))
        table = np.zeros((2, 2))
        for a, b in zip(one, other, strict=True):
            table[int(a), int(b)] += 1
        assert pair.units == len(both)
        assert pair.kappa == pytest.approx(cohen_kappa_score(one, other), abs=1e-9)
        assert pair.kappa == pytest.approx(cohens_kappa(table).kappa, abs=1e-9)
        assert pair.percent == pytest.approx(np.trace(table) / table.sum(), abs=1e-12)
        assert len(pair.differing) == table[0, 1] + table[1, 0]


def test_percent_of_many_coders_is_what_fleiss_starts_from() -> None:
    random = np.random.default_rng(2)
    values = random.integers(0, 3, (40, 5))
    units = [[int(v) for v in row] for row in values]
    counts, _ = aggregate_raters(values)
    observed = percent(units)
    shares = counts.sum(axis=0) / counts.sum()
    assert observed is not None
    chance = float((shares**2).sum())
    assert (observed - chance) / (1 - chance) == pytest.approx(fleiss_kappa(counts), abs=1e-9)
    # Alpha of complete codings is Fleiss' kappa with a correction for small samples.
    n = values.size
    assert krippendorff(units) == pytest.approx(1 - (1 - fleiss_kappa(counts)) * (n - 1) / n, abs=1e-9)


@pytest.mark.parametrize(
    ("ratings", "gwet", "alpha", "observed"),
    [
        (["123321412...", "1233224125.3", ".3332342251.", "12332441251."], 0.77544, 0.74342, 0.81818),
    ],
)
def test_published_values_with_gaps(ratings: list[str], gwet: float, alpha: float, observed: float) -> None:
    units = [[coder[i] for coder in ratings if coder[i] != "."] for i in range(12)]
    assert ac1(units) == pytest.approx(gwet, abs=5e-5)
    assert krippendorff(units) == pytest.approx(alpha, abs=5e-5)
    assert percent(units) == pytest.approx(observed, abs=5e-5)


def test_the_interval_holds_the_truth_about_as_often_as_it_says() -> None:
    truth = agreement([(u, c, g) for c, u, g in made_up(1, units=3000)], resamples=0).alpha
    assert truth is not None
    held = 0
    for seed in range(40):
        found = agreement([(u, c, g) for c, u, g in made_up(100 + seed, units=50)], resamples=200)
        held += (found.low or 1) <= truth <= (found.high or 0)
    assert held >= 34


def test_uncoded_and_unread_are_not_the_same() -> None:
    empty, none = frozenset[str](), frozenset("x")
    read = [("u1", "A", none), ("u1", "B", empty), ("u2", "A", none), ("u2", "B", none), ("u3", "A", empty)]
    assert agreement(read, resamples=0).units == 2, "a unit only one coder read says nothing of agreement"
    with_none = agreement([*read, ("u3", "B", empty)], resamples=0)
    assert with_none.units == 3, "read and none applies is an answer"


def test_nothing_here_opens_a_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    nltk_alpha([(c, u, g) for c, u, g in made_up(0)], masi_or_both_empty)
