"""The arbiter's probabilities follow the evidence, and the tagger finds names no list holds."""

from __future__ import annotations

import pytest

from voices.model import Action
from voices.privacy import Models, detect
from voices.privacy.detectors import slips, tagger
from voices.privacy.detectors.hits import Hit
from voices.privacy.lists import misspelt
from voices.privacy.weighing import arbiter
from voices.privacy.weighing.arbiter import MASK_FROM, REVIEW_FROM, Weights, decide
from voices.privacy.weighing.evidence import family, strength


def test_thresholds_at_their_boundary() -> None:
    assert decide(MASK_FROM) is Action.MASK
    assert decide(MASK_FROM - 0.0001) is Action.REVIEW
    assert decide(REVIEW_FROM) is Action.REVIEW
    assert decide(REVIEW_FROM - 0.0001) is Action.KEEP


def test_a_probability_is_a_logistic_sum() -> None:
    weights = Weights({"a": 2.0, "b": -1.0})
    assert weights.probability({"a": 1.0, "b": 2.0, "unknown": 9.0}) == pytest.approx(0.5)
    assert weights.probability({"a": 1e9}) == pytest.approx(1.0)


def test_each_rule_counts_once() -> None:
    hits = [Hit(0, 4, "PERSON", 0.5, "x"), Hit(0, 4, "PERSON", 0.4, "x"), Hit(0, 4, "PERSON", 0.5, "y")]
    assert strength(hits) == pytest.approx(0.75)
    assert [family(r) for r in ("spaCy org", "tagger person", "salutation", "title")] == [
        "spaCy",
        "tagger",
        "layout",
        "cue",
    ]


def test_more_detectors_make_a_name_more_certain(models: Models) -> None:
    text = "I met Ludmila there."
    hit = Hit(6, 13, "PERSON", 0.64, "spaCy person")
    second = Hit(6, 13, "PERSON", 0.72, "Rampart given name")
    alone, both = (arbiter.weigh(text, row, (), models.lists)[0].score for row in ([hit], [hit, second]))
    assert both > alone


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("then zorvalina rang me back and sorted it", "zorvalina"),
        ("my worker brannick was lovely", "brannick"),
        ("Thank Quillonda for me.", "Quillonda"),
    ],
)
def test_the_tagger_finds_names_no_list_holds(text: str, name: str, models: Models) -> None:
    assert not models.lists.is_first(name)
    assert any(text[h.start : h.end] == name for h in tagger.find(text, models.lists))


@pytest.mark.parametrize("text", ["nobody told us anything for months", "It was cold and the bus was late.", ""])
def test_the_tagger_leaves_plain_speech(text: str, models: Models) -> None:
    assert list(tagger.find(text, models.lists)) == []


def test_a_slip_of_a_common_word_is_no_name(models: Models) -> None:
    assert misspelt("listend")
    assert not misspelt("kostadin")
    index = slips.gaps({"chidinma": 0.9, "kit": 0.9})
    assert slips.near("chidima", index, {"chidinma": 0.9}) == 0.9
    assert slips.near("kid", index, {"kit": 0.9}) == 0.0
    assert all(m.action is not Action.MASK for m in detect(["she listend to us all day"], models)[0])
