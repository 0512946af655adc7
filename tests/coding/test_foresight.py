"""What the record of foretold and given codes says of further reading."""

from __future__ import annotations

import numpy as np

from voices.coding.foresight import foresee
from voices.coding.standards import Learnt, Standard
from voices.model import Foretold

from .conftest import passage

KNOWN = Learnt("m", 0, {code: Standard(0.5, (), "h", False, 0) for code in "ab"})


def record(count: int, drawn_every: int, right: float) -> tuple[list[Foretold], dict[str, frozenset[str]]]:
    """Return a record in which the machine is right on a share of the passages."""
    random = np.random.default_rng(5)
    told, given = [], {}
    for n in range(count):
        truth = "ab"[n % 2]
        said = truth if random.random() < right else "ba"[n % 2]
        codes = tuple((code, 0.8 if code == said else 0.1, code == said) for code in "ab")
        told.append(Foretold(n, f"p{n}", n % drawn_every == 0, codes, "m"))
        given[f"p{n}"] = frozenset(truth)
    return told, given


def outlook_of(count: int, drawn_every: int, right: float, left: int = 400):
    told, given = record(count, drawn_every, right)
    passages = {
        f"p{n}": passage(f"p{n}", f"{'dog' if n % 2 else 'soup'} number {n}", document=f"d{n}") for n in range(count)
    }
    vectors = {id_: np.eye(4, dtype=np.float32)[int(id_[1:]) % 2] for id_ in passages}
    return foresee(told, given, passages, vectors, KNOWN, left)


def test_only_what_came_by_lot_is_counted() -> None:
    found = outlook_of(300, 5, 1.0)
    assert (found.read, found.drawn, found.left) == (300, 60, 400)
    assert found.agreement == 1.0
    assert found.together == 1.0
    assert "F1 by less than 1 point; agreement about 1.00" in found.sentence()
    told, given = record(300, 5, 1.0)
    wrong_elsewhere = [
        t if t.drawn else Foretold(t.decision, t.passage, False, (("a", 0.9, True), ("b", 0.9, True)), "m")
        for t in told
    ]
    assert foresee(wrong_elsewhere, given, {}, {}, KNOWN, 400).agreement == 1.0


def test_the_more_is_left_the_more_the_machine_counts() -> None:
    near, far = outlook_of(300, 5, 0.6, left=10), outlook_of(300, 5, 0.6, left=5000)
    assert near.together is not None
    assert far.together is not None
    assert near.together > 0.95 > far.together
    assert far.together_low is not None
    assert far.together_low < far.together < (far.together_high or 0)
    assert "the other 5,000" in far.if_stopped()
    assert outlook_of(300, 5, 0.6, left=0).if_stopped() == ""


def test_a_machine_that_knows_has_nothing_to_gain() -> None:
    found = outlook_of(120, 2, 1.0)
    assert found.gain is not None
    assert abs(found.gain) < 0.001
    assert found.enough


def test_too_early_is_said() -> None:
    assert outlook_of(60, 5, 1.0).sentence() == "Too early to say: an estimate needs 8 more passages drawn at random."
    assert outlook_of(60, 2, 1.0).sentence().endswith("what more decisions would change cannot be told yet.")
