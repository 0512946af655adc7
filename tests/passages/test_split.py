"""Documents into passages: what is one unit, what its id depends on, and what it does not."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voices import placeholders
from voices.model import Document, Kind, Turn
from voices.passages import LONGEST, set_aside, split, text_hash

KEY = b"a key for tests"
WORDS = (
    *("we", "waited", "for", "[person 31]", "at", "the", "door", "and", "she", "came"),
    *("with", "a", "plan", "that", "[organisation 4]", "wrote"),
)


def document(*turns: tuple[str, str], **more: object) -> Document:
    text, built = "", []
    for role, words in turns:
        start = len(text)
        text += words + "\n"
        built.append(Turn(start, start + len(words), "" if role == "interviewer" else "P7", role, "How is it?"))
    known = Document("d1", "interviews", Kind.INTERVIEW, text[:-1], tuple(built), wave=2, period="2025-03")
    return replace(known, **more)  # type: ignore[arg-type]


def test_interviewers_give_no_passage_and_a_short_answer_gives_one() -> None:
    passages = split(document(("interviewer", "And who came to you?"), ("parent", "Nobody.")), KEY)
    assert [(p.text, p.turn, p.ordinal, p.participant, p.role, p.question) for p in passages] == [
        ("Nobody.", 1, 0, "P7", "parent", "How is it?")
    ]
    assert (passages[0].wave, passages[0].period, passages[0].source) == (2, "2025-03", "interviews")


def test_a_turn_of_the_longest_length_stays_whole_and_one_word_more_is_cut() -> None:
    sentence = "One two three four five six seven eight nine ten. "
    whole = (sentence * (LONGEST // 10)).strip()
    assert len(split(document(("parent", whole)), KEY)) == 1
    assert len(split(document(("parent", whole + " More.")), KEY)) == 2


def test_a_long_turn_is_cut_between_sentences_near_the_target() -> None:
    turn = " ".join(f"Sentence number {n} has eight words in it." for n in range(60))
    passages = split(document(("social worker", turn)), KEY)
    lengths = [len(p.text.split()) for p in passages]
    assert all(40 <= length <= 90 for length in lengths)
    assert all(p.text.startswith("Sentence") and p.text.endswith("it.") for p in passages)
    assert [p.ordinal for p in passages] == list(range(len(passages)))


def test_a_long_turn_is_cut_at_the_paragraph_where_it_can_be() -> None:
    first, second = "It was fine at home. " * 14, "School was another matter. " * 15
    passages = split(document(("parent", first.strip() + "\n\n" + second.strip())), KEY)
    assert [p.text[:6] for p in passages] == ["It was", "School"]


@given(st.lists(st.sampled_from([*WORDS, "so.", "however,", "\n\n"]), min_size=1, max_size=500))
def test_passages_are_exact_spans_that_lose_no_word_and_cut_no_placeholder(words: list[str]) -> None:
    doc = document(("parent", " ".join(words)))
    passages = split(doc, KEY)
    assert all(doc.text[p.start : p.end] == p.text for p in passages)
    assert "".join(p.text for p in passages).replace(" ", "").replace("\n", "") == "".join(doc.text.split())
    assert all(before.end <= after.start for before, after in itertools.pairwise(passages))
    assert sum(len(list(placeholders.find(p.text))) for p in passages) == len(list(placeholders.find(doc.text)))
    assert all(len(placeholders.PATTERN.sub("x", p.text).split()) <= LONGEST for p in passages)
    assert len({p.id for p in passages}) == len(passages)


def test_another_pseudonym_number_changes_neither_id_nor_cut() -> None:
    text = " ".join("We saw [person 5] on the Monday and she said little." for _ in range(30))
    one, other = (split(document(("parent", t)), KEY) for t in (text, text.replace("[person 5]", "[person 1234]")))
    assert [p.id for p in one] == [p.id for p in other]
    assert [p.hash for p in one] == [p.hash for p in other]
    assert one[0].text != other[0].text


def test_ids_are_keyed_and_tell_places_apart() -> None:
    doc = document(("parent", "Same words."), ("parent", "Same words."))
    first, second = split(doc, KEY)
    assert first.id != second.id
    assert first.hash == second.hash
    assert len(first.id) == 16
    assert len(first.hash) == 64
    assert split(doc, b"another key")[0].id != first.id


def test_hash_folds_white_space_only() -> None:
    assert text_hash("a  b\n c", KEY) == text_hash(" a b c ", KEY)
    assert text_hash("a b C", KEY) != text_hash("a b c", KEY)


@pytest.mark.parametrize(
    "text", ["No comment.", "n/a", "N/A!", "-", "", "Nothing", "don't know", "Don’t know", "[person 3]", "Mm-hm."]
)
def test_nothing_to_say_is_set_aside(text: str) -> None:
    assert set_aside(text)


@pytest.mark.parametrize(
    "text", ["Nothing changed.", "no one came", "n/a to me but my sister waited", "Good", "she left"]
)
def test_a_short_answer_that_says_something_is_not_set_aside(text: str) -> None:
    assert not set_aside(text)
