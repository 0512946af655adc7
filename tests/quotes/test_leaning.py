from __future__ import annotations

import pytest
from test_bank import MIX, NEG, NEU, POS, item

from voices.model import Coded, Kind
from voices.model.triangulation import Convergence, Lean
from voices.quotes.leaning import independent, leans, proposed, ways_by_source
from voices.quotes.suppression import SUPPRESSED


def said(*parts):
    """(source, valence, people) into passages, a person each."""
    found = []
    for source, valence, people in parts:
        for n in range(people):
            one = item(len(found), [Coded("c", valence)], f"{source}{valence}{n}", source=source)
            found.append((one.passage, valence))
    return found


@pytest.mark.parametrize(
    ("positive", "negative", "direction"), [(3, 1, "for"), (5, 2, "mixed"), (1, 3, "against"), (0, 0, "")]
)
def test_three_quarters_of_those_who_take_a_side_give_the_direction(positive, negative, direction):
    words = said(("s", POS, positive), ("s", NEG, negative))
    assert leans(words, ("s",))[0].direction == direction
    assert leans([*words, *said(("s", NEU, 9))], ("s",))[0].direction == (direction or "neither way")


def test_somebody_who_speaks_both_ways_takes_no_side():
    words = said(("s", MIX, 2), ("s", POS, 2))
    assert leans(words, ("s",))[0].direction == "mixed"


def test_a_source_that_was_asked_and_says_nothing_is_silent_and_evidence_is_secondary():
    review = item(90, [Coded("c", NEG)], "", role="", source="peer review", kind=Kind.LETTER)
    found = leans([*said(("s", POS, 6)), (review.passage, NEG)], ("s", "t"))
    assert found == (Lean("s", "for"), Lean("t", ""), Lean("peer review", "against", secondary=True))
    assert proposed(found) is Convergence.SILENT


@pytest.mark.parametrize(
    ("sides", "verdict"),
    [
        (("for", "for"), Convergence.AGREE),
        (("against", "against", ""), Convergence.AGREE),
        (("for", "mixed"), Convergence.PARTIAL),
        (("mixed", "mixed"), Convergence.PARTIAL),
        (("for", "against", "mixed"), Convergence.CONFLICT),
        (("for", "neither way"), Convergence.SILENT),
    ],
)
def test_the_rule_behind_a_verdict(sides, verdict):
    assert proposed(Lean(str(n), side) for n, side in enumerate(sides)) is verdict


def test_ways_of_a_source_are_hidden_until_none_can_be_worked_out():
    """Source b alone would be the chapter's total less the others, so another goes with it."""
    words = said(("a", POS, 9), ("a", NEG, 5), ("b", POS, 8), ("b", NEG, 1), ("c", POS, 20), ("c", NEG, 20))
    shown = {source: dict(ways) for source, ways in ways_by_source(words)}
    assert set(shown["b"].values()) == set(shown["a"].values()) == {SUPPRESSED}
    assert shown["c"]["for"] == 20


def test_sources_that_share_somebody_are_one():
    same = [(item(n, [Coded("c", POS)], "P1", source=s).passage, POS) for n, s in enumerate(("one", "two"))]
    assert independent(same) == 1
    assert independent([*same, *said(("three", POS, 2))]) == 2
