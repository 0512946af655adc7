"""The order of review."""

from __future__ import annotations

import random

from voices.coding import order
from voices.coding.queue import RANDOM_EVERY
from voices.model import Suggestion

from .conftest import passage

PASSAGES = [passage(f"p{i:02d}", f"Text number {i}.", document=f"d{i}") for i in range(40)]


def sure(id_: str, confidence: float, code: str = "a") -> tuple[Suggestion, ...]:
    return (Suggestion(id_, code, confidence, None, 0, 1, confidence > 0.5, "m"),)


SUGGESTED = {one.id: sure(one.id, 0.5 if i < 8 else 0.97) for i, one in enumerate(PASSAGES)}


def test_doubtful_passages_come_first_but_every_fifth_is_drawn() -> None:
    found = order(PASSAGES, SUGGESTED, (), seed=3).ids
    assert sorted(found) == [one.id for one in PASSAGES]
    wanted = [id_ for place, id_ in enumerate(found) if place % RANDOM_EVERY != RANDOM_EVERY - 1]
    assert set(wanted[:6]) <= {f"p{i:02d}" for i in range(8)}
    other = order(PASSAGES, SUGGESTED, (), seed=4).ids
    assert found != other
    assert found == order(random.Random(1).sample(PASSAGES, 40), SUGGESTED, (), seed=3).ids


def test_decided_passages_are_left_out_and_silence_comes_last() -> None:
    silent = passage("a-first-by-name", "n/a")
    found = order([*PASSAGES, silent], SUGGESTED, {"p00", "p01"}, seed=0).ids
    assert found[-1] == "a-first-by-name"
    assert not {"p00", "p01"} & set(found)


def test_a_rare_code_comes_before_a_common_one_at_equal_doubt() -> None:
    suggested = {one.id: sure(one.id, 0.5, "rare" if i == 20 else "common") for i, one in enumerate(PASSAGES)}
    assert order(PASSAGES, suggested, (), seed=0).ids[0] == "p20"


def test_a_batch_holds_different_documents() -> None:
    same = [passage(f"s{i}", f"Text {i}.", document="one") for i in range(6)]
    others = [passage(f"t{i}", f"Text {i}.", document=f"o{i}") for i in range(6)]
    suggested = {one.id: sure(one.id, 0.5 + (0.01 if one.id[0] == "t" else 0.0)) for one in [*same, *others]}
    first = order([*same, *others], suggested, (), seed=0).ids[:4]
    assert sum(id_.startswith("s") for id_ in first) <= 1


def test_without_suggestions_there_is_still_an_order() -> None:
    assert sorted(order(PASSAGES, {}, (), seed=0).ids) == [one.id for one in PASSAGES]


def test_the_lot_does_not_depend_on_what_the_machine_thinks_and_goes_on_after_decisions() -> None:
    found = order(PASSAGES, SUGGESTED, (), seed=3)
    at_random = [id_ for place, id_ in enumerate(found.ids) if place % RANDOM_EVERY == RANDOM_EVERY - 1]
    assert found.drawn == set(at_random)
    turned = {one.id: sure(one.id, 0.97 if i < 8 else 0.5) for i, one in enumerate(PASSAGES)}
    first = [id_ for id_ in order(PASSAGES, turned, (), seed=3).ids if id_ in order(PASSAGES, turned, (), seed=3).drawn]
    drawing = sorted(at_random[:3] + first[:3])
    assert len(set(drawing)) <= 4, "the same drawing, whatever is thought of the passages"
    again = order(PASSAGES, SUGGESTED, found.ids[:5], seed=3)
    assert at_random[1] in again.drawn
    assert at_random[0] not in again.ids


def test_what_says_nothing_is_not_drawn() -> None:
    silent = [passage(f"n{i}", "n/a") for i in range(20)]
    assert order([*PASSAGES[:5], *silent], {}, (), seed=0).drawn <= {one.id for one in PASSAGES}
