"""What a sample proves, who can be singled out, and that both are said plainly."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voices.privacy.risk import Sentence, bound, draw, flagged, length, rare, reading


@pytest.mark.parametrize(
    ("leaks", "read", "upper"),
    [(0, 300, 0.009936), (0, 59, 0.0495), (1, 300, 0.015719), (5, 300, 0.034711), (3, 3, 1.0)],
)
def test_the_bound_is_clopper_and_pearsons(leaks: int, read: int, upper: float) -> None:
    assert bound(leaks, read).upper == pytest.approx(upper, abs=5e-5)


@given(st.integers(1, 400), st.data())
@settings(max_examples=40)
def test_the_bound_is_the_share_at_which_so_few_leaks_become_unlikely(read: int, data: st.DataObject) -> None:
    from scipy.stats import binom

    leaks = data.draw(st.integers(0, read - 1))
    found = bound(leaks, read)
    assert leaks / read < found.upper
    assert binom.cdf(leaks, read, found.upper) == pytest.approx(0.05, abs=1e-6)


def test_it_is_said_in_plain_words_and_never_rounded_down() -> None:
    assert bound(0, 300).words.startswith(
        "Of 300 sentences that a person read, none leaked: with 95 % confidence at most 1.0 %"
    )
    assert "at most 1.6 %" in bound(1, 300).words
    assert "1 leaked" in bound(1, 300).words


@pytest.mark.parametrize(("leaks", "read"), [(0, 0), (2, 1), (-1, 3)])
def test_no_bound_on_nothing(leaks: int, read: int) -> None:
    with pytest.raises(ValueError, match="at least one"):
        bound(leaks, read)


def crowd() -> list[Sentence]:
    texts = ("Yes.", "It was good and she came back when she said she would do it.", "word " * 40)
    return [
        Sentence(f"{source}:{n}", texts[n % 3], source, kind)
        for source, kind, many in (("survey", "survey", 600), ("letters", "letter", 60), ("interview", "interview", 3))
        for n in range(many)
    ]


def test_the_sample_is_spread_in_proportion_and_can_be_drawn_again() -> None:
    everything = crowd()
    drawn = draw(everything, 100, 7)
    assert (len(drawn), len({one.id for one in drawn})) == (100, 100)
    assert draw(reversed(everything), 100, 7) == drawn
    assert draw(everything, 100, 8) != drawn
    share = Counter(one.source for one in drawn)
    assert 89 <= share["survey"] <= 92
    assert 8 <= share["letters"] <= 10
    assert {length(one.text) for one in drawn} == {"short", "middling", "long"}
    assert len(draw(everything[:4], 300)) == 4


def test_small_strata_are_drawn_as_often_as_their_share() -> None:
    hits = sum(any(one.source == "interview" for one in draw(crowd(), 100, seed)) for seed in range(200))
    assert 40 <= hits <= 160  # three sentences of 663: about 0.45 expected in a hundred


def people(*rows: tuple[str, str, str, int]) -> list[dict[str, str]]:
    return [{"role": role, "wave": wave, "team": team} for role, wave, team, many in rows for _ in range(many)]


@pytest.mark.parametrize(("many", "found"), [(4, True), (5, False)])
def test_fewer_than_five_is_the_limit(many: int, found: bool) -> None:
    listed = rare(people(("pod manager", "1", "", many), ("parent", "1", "", 20)))
    assert (listed[:1] and listed[0].values == (("role", "pod manager"),)) == found or (not listed and not found)


def test_only_the_smallest_combination_is_listed_and_the_population_counts() -> None:
    group = people(("parent", "1", "North", 6), ("parent", "2", "North", 2), ("parent", "2", "South", 9))
    listed = {one.values: (one.people, one.of) for one in rare(group)}
    assert listed == {(("team", "North"), ("wave", "2")): (2, "participants")}
    group += people(("pod manager", "1", "North", 2))
    assert (("role", "pod manager"),) in {one.values for one in rare(group)}
    declared = {one.values: one for one in rare(group, {"Pod manager": 40, "parent": 3})}
    assert (("role", "pod manager"),) not in declared
    assert (declared[("role", "parent"),].people, declared[("role", "parent"),].of) == (3, "population")


def test_marks_are_read() -> None:
    assert reading(["no", "Yes ", "", "x", "N"]) == (2, 4)
    with pytest.raises(ValueError, match="mark 2"):
        reading(["no", "perhaps"])


def test_passages_are_counted_by_source_and_kind() -> None:
    found = flagged([("letters", "Her depression got worse"), ("letters", "It was fine"), ("survey", "He has asthma")])
    assert ("letters", "health", 1) in found


def test_an_attribute_of_many_rare_values_stands_there_once() -> None:
    people = [{"role": "parent", "days taken": str(n)} for n in range(20, 32)]
    found = rare(people)
    assert [(one.values, one.people) for one in found] == [((("days taken", "any of 12 values"),), 1)]
