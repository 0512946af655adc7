"""The grammar of placeholders, over any text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voices import placeholders

LABELS = st.sampled_from(sorted(placeholders.KIND_OF_LABEL))
NUMBERS = st.none() | st.integers(1, 999_999)
WORDS = st.text(st.characters(exclude_characters="[]", exclude_categories=("Cs",)), max_size=12)
PIECES = st.lists(st.tuples(WORDS, LABELS, NUMBERS), max_size=6)


def built(pieces: list[tuple[str, str, int | None]], end: str) -> str:
    return "".join(words + placeholders.write(label, number) for words, label, number in pieces) + end


@given(LABELS, NUMBERS)
def test_what_is_written_is_found(label: str, number: int | None) -> None:
    text = placeholders.write(label, number)
    (found,) = placeholders.find(text)
    assert (found.start, found.end) == (0, len(text))
    assert placeholders.LABEL_OF_KIND[found.kind] == label
    assert found.number == (number if label in placeholders.NUMBERED_KINDS else None)


@given(PIECES, WORDS)
def test_all_are_found_where_they_stand(pieces: list[tuple[str, str, int | None]], end: str) -> None:
    text = built(pieces, end)
    found = list(placeholders.find(text))
    assert len(found) == len(pieces)
    at = 0
    for (words, label, number), one in zip(pieces, found, strict=True):
        assert one.start == at + len(words)
        assert text[one.start : one.end] == placeholders.write(label, number)
        at = one.end


@given(PIECES, WORDS)
def test_collapsing_forgets_numbers_alone(pieces: list[tuple[str, str, int | None]], end: str) -> None:
    text = built(pieces, end)
    collapsed = placeholders.collapse(text)
    assert collapsed == built([(words, label, None) for words, label, _ in pieces], end)
    assert placeholders.collapse(collapsed) == collapsed
    other = built([(words, label, number and number % 7 + 1) for words, label, number in pieces], end)
    assert placeholders.collapse(other) == collapsed


@given(PIECES, WORDS)
def test_print_shows_no_number_and_tells_people_apart(pieces: list[tuple[str, str, int | None]], end: str) -> None:
    printed = placeholders.in_print(built(pieces, end))
    assert all(found.number is None for found in placeholders.find(printed))
    people = {number for _, label, number in pieces if label == "PERSON" and number}
    for letter in "ABCDEF"[: len(people)] if len(people) > 1 else "":
        assert f"[person {letter}]" in printed
    if len(people) < 2:
        assert "[person A]" not in printed


@pytest.mark.parametrize(
    "text", ["[laughs]", "[inaudible 3]", "[person 0]", "[Person 2]", "[person 1234567]", "[person  2]"]
)
def test_what_transcribers_write_is_none(text: str) -> None:
    assert list(placeholders.find(text)) == []
    assert placeholders.collapse(text) == text == placeholders.in_print(text)


def test_two_people_in_one_quote() -> None:
    text = "[person 9] rang [person 41] and [person 9] came with [school] to [place 3]"
    assert placeholders.in_print(text) == "[person A] rang [person B] and [person A] came with [school] to [place]"


def test_the_twenty_seventh_person_gets_two_letters() -> None:
    text = " ".join(f"[person {n}]" for n in range(1, 29))
    assert placeholders.in_print(text).split("] [")[25:] == ["person Z", "person AA", "person AB]"]
