"""Placing and restoring are each other's inverse, and turns point at the same words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voices import placeholders
from voices.model import Action, Entity, Mention
from voices.privacy import place, restore

LABELS = ["PERSON", "LOCATION", "DATE", "PHONE"]
ENTITIES = {"e1": Entity("e1", "PERSON", 214, ("Ann",)), "e2": Entity("e2", "LOCATION", 731, ("Harrowmere",))}


@st.composite
def marked(draw: st.DrawFn) -> tuple[str, list[Mention]]:
    text = draw(st.text(min_size=1, max_size=80))
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=12)))
    mentions = []
    for start, end in zip(cuts[::2], cuts[1::2], strict=False):
        label = draw(st.sampled_from(LABELS))
        entity = {"PERSON": "e1", "LOCATION": "e2"}.get(label, "")
        action = draw(st.sampled_from(list(Action)))
        mentions.append(Mention(start, end, label, 0.9, action, (), entity))
    return text, mentions


@given(marked())
def test_restoring_gives_back_the_raw_text(case: tuple[str, list[Mention]]) -> None:
    text, mentions = case
    placed = place(text, mentions, ENTITIES)
    assert restore(placed.text, placed.slots) == text
    assert len(placed.slots) == sum(m.action is not Action.KEEP for m in mentions)
    for slot in placed.slots:
        assert placeholders.PATTERN.fullmatch(placed.text[slot.start : slot.end])


@given(marked(), st.data())
def test_offsets_outside_names_point_at_the_same_character(
    case: tuple[str, list[Mention]], data: st.DataObject
) -> None:
    text, mentions = case
    placed = place(text, mentions, ENTITIES)
    offset = data.draw(st.integers(0, len(text)))
    inside = any(m.start < offset < m.end for m in mentions if m.action is not Action.KEEP)
    if not inside:
        assert (
            restore(placed.text[: placed.forward(offset)], [s for s in placed.slots if s.end <= placed.forward(offset)])
            == text[:offset]
        )


@given(marked(), marked())
def test_two_placings_restore_as_one(first: tuple[str, list[Mention]], second: tuple[str, list[Mention]]) -> None:
    one = place(*first, ENTITIES)
    taken = [(s.start, s.end) for s in one.slots]
    later = [
        m
        for m in second[1]
        if m.end <= len(one.text) and not any(m.start < end and start < m.end for start, end in taken)
    ]
    two = place(one.text, later, ENTITIES)
    assert restore(two.text, one.then(two)) == first[0]


def test_overlapping_mentions_are_refused_without_their_words() -> None:
    mentions = [Mention(0, 5, "PERSON", 1, Action.MASK), Mention(3, 8, "PERSON", 1, Action.MASK)]
    with pytest.raises(ValueError, match="3-8") as caught:
        place("Kieran Doyle", mentions, {})
    assert "Kieran" not in str(caught.value)


def test_the_possessive_stays_outside() -> None:
    mention = Mention(0, 3, "PERSON", 1, Action.MASK, (), "e1")
    assert place("Ann's worker", [mention], ENTITIES).text == "[person 214]'s worker"
