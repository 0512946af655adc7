"""Clauses hold every word; proposals are modest, and each says one element."""

from __future__ import annotations

import re
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.store.study import document, passages
from voices import placeholders, realist
from voices.model.realist import Element, Theory
from voices.realist import proposing

THEORY = Theory(
    "one_face", "One face", "a family keeps the same social worker", "they ask for help early",
    "they trust her and need not tell their story again", ("continuity",),
)  # fmt: skip
SAID = (
    "We had the same social worker for three years, and she gave us her number. "
    "I trusted her because I didn't have to tell the story again, so I rang before it went wrong."
)


def test_the_clauses_of_a_passage() -> None:
    found = [SAID[part.start : part.end] for part in realist.clauses(SAID)]
    assert found == [
        "We had the same social worker for three years,",
        "and she gave us her number.",
        "I trusted her",
        "because I didn't have to tell the story again,",
        "so I rang",
        "before it went wrong.",
    ]


@settings(max_examples=80, deadline=None)
@given(st.lists(st.sampled_from(["she rang", "[person 214]", ", ", ". ", "because", " so I ", "x", "\n", "…", " – "]), max_size=25))  # fmt: skip  # noqa: E501
def test_clauses_hold_every_word_in_order_and_cut_no_placeholder(parts: list[str]) -> None:
    text = " ".join(parts)
    found = realist.clauses(text)
    assert all(a.end <= b.start for a, b in pairwise(found))
    kept = "".join(text[part.start : part.end] for part in found)
    assert re.sub(r"\W", "", kept) == re.sub(r"\W", "", text)
    edges = {edge for part in found for edge in (part.start, part.end)}
    assert not any(p.start < edge < p.end for p in placeholders.find(text) for edge in edges)


def test_each_element_is_proposed_once_and_no_clause_twice() -> None:
    found = realist.propose(SAID, THEORY)
    assert [one.element for one in found] == [e for e in Element if e in {one.element for one in found}]
    assert len({one.start for one in found}) == len(found)
    said = {one.element: SAID[one.start : one.end] for one in found}
    assert said[Element.RESOURCE] == "and she gave us her number."
    assert said[Element.REASONING].startswith(("because", "I trusted"))
    assert realist.propose("", THEORY) == ()


def test_nearest_passages_share_words_with_the_theory() -> None:
    found = realist.nearest(THEORY, passages(document(0)), 2)
    assert found[0].text.startswith("We had the same social worker")
    assert realist.nearest(Theory("x", "x", "zebra", "zebra", "zebra"), passages(document(0))) == ()


def test_how_sure_a_proposal_is_is_said_as_it_was_measured() -> None:
    right, made = proposing.RIGHT
    assert 0.25 < right / made < 0.45
    assert "one time in three" in realist.SURENESS
