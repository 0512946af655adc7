"""What may need the safeguarding lead; how much is missed is measured by `benchmarks.safeguarding`."""

from __future__ import annotations

import inspect

import pytest

from training import safeguarding as training
from voices.coding.safeguarding import Watch, parts, watch
from voices.embeddings import load_embedder

NEEDED = (
    "He hit me again last night and said he would kill me if I told anybody.",
    "I want to kill myself, I have saved up the tablets.",
    "The support worker slapped my son and locked him in his room.",
)
ORDINARY = (
    "We had group supervision on Thursday and thought about the family together.",
    "She never rings back when she says she will.",
    "The letters come a week late and use words nobody knows.",
)
AROUND = "We met at the family centre and had tea. The room was warm. {} Then we filled in the form for the club."


@pytest.fixture(scope="module")
def model() -> Watch:
    return watch()


def test_plain_cases_are_told_apart_whatever_the_number_of_a_pseudonym(model: Watch) -> None:
    texts = [*NEEDED, *ORDINARY, "[person 4] hit me last night.", "[person 99] hit me last night."]
    assert model.marks(texts, load_embedder())[:6] == (True, True, True, False, False, False)
    scores = model.scores(texts, load_embedder())
    assert scores[6] == scores[7]
    assert model.marks([], load_embedder()) == ()


def test_what_is_said_in_passing_is_found(model: Watch) -> None:
    assert all(model.marks([AROUND.format(one) for one in NEEDED], load_embedder()))
    owners, inner = parts([AROUND.format(NEEDED[0]), NEEDED[0]])
    assert set(owners) == {0}
    assert any(NEEDED[0] in one for one in inner)


def test_nothing_but_the_words_is_looked_at() -> None:
    assert list(inspect.signature(Watch.marks).parameters) == ["self", "texts", "embedder", "keys"]


def test_the_shipped_weights_are_those_of_the_written_passages() -> None:
    texts, truth, _, _ = training.known()
    assert watch().version == training.version(texts, truth), "run python -m training.safeguarding --save"


def test_what_is_held_is_learnt_from_nowhere() -> None:
    held, development, exemplars = (training.read(name) for name in ("held", "development", "exemplars"))
    seen = {one["text"] for one in (*development, *exemplars)}
    assert not seen & {one["text"] for one in held}
    assert len(held) + len(development) >= 200
    for some in (held, development):
        assert 0.45 < sum(bool(one["needs_lead"]) for one in some) / len(some) < 0.55
