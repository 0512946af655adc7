"""The marks of the sources come off and say exactly where they were."""

from __future__ import annotations

import importlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from .test_built import builder

builder()  # puts the builder's folder on the path
markup = importlib.import_module("making.markup")


def test_identities_nest_in_codes() -> None:
    marked = markup.parse("Well <cont+,cult- q m(why)|I know {P:g|Grace} by {K|grace}> now")
    assert marked.text == "Well I know Grace by grace now"
    person, stays = marked.identities
    assert marked.text[person.start : person.end] == "Grace"
    assert (person.label, person.entity, stays.label) == ("PERSON", "g", "KEEP")
    (point,) = marked.points
    assert marked.text[point.start : point.end] == "I know Grace by grace"
    assert point.codes == (("continuity", "positive"), ("culture", "negative"))
    assert (point.quotable, point.memo, point.blind) == (True, "why", False)


def test_a_mark_before_an_answer_covers_all_of_it() -> None:
    (point,) = markup.parse("dly,sng b:sng> It came late.").points
    assert (point.start, point.end) == (0, len("It came late."))
    assert point.codes == (("delay", None), ("support_not_given", None))
    assert (point.blind, point.rival) == (True, (("support_not_given", None),))


@pytest.mark.parametrize("broken", ["{P|Grace", "<cont+|never closed", "closed} too early", "a {Q|thing}", "<nope|x>"])
def test_a_broken_mark_is_refused(broken: str) -> None:
    with pytest.raises((ValueError, KeyError)):
        markup.parse(broken)


words = st.text(alphabet="abcdé ünñ.", min_size=1, max_size=12).map(lambda text: f"x{text}x")


@given(st.lists(st.tuples(words, st.sampled_from(["", "P", "L", "K"])), min_size=1, max_size=8))
def test_marks_come_off_and_offsets_hold(pieces: list[tuple[str, str]]) -> None:
    source = "".join(f"{{{label}|{text}}}" if label else text for text, label in pieces)
    marked = markup.parse(source)
    assert marked.text == "".join(text for text, _ in pieces)
    assert [marked.text[item.start : item.end] for item in marked.identities] == [t for t, label in pieces if label]
