"""The rules of the queue, without a page: blind share, words for figures, context, letters, differences, exemplars."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.store.study import document, passages
from voices.codebook import Code, Exemplar, find
from voices.errors import InputError
from voices.model import Coded, Decision, Suggestion, Valence, Verdict, stability_word
from voices.review import (
    Choice,
    accepted,
    context,
    differences,
    is_blind,
    letters,
    nearest,
    pieces,
    ready,
    second_readings,
    surety_words,
    wave_word,
)
from voices.review.context import first_words, last_words


def test_the_blind_share_is_as_large_as_asked_and_always_the_same() -> None:
    ids = [f"{n:016x}" for n in range(5000)]
    for share in (0.1, 0.5):
        assert share - 0.03 < sum(is_blind(id, share) for id in ids) / len(ids) < share + 0.03
    assert not any(is_blind(id, 0.0) for id in ids)
    assert all(is_blind(id, 1.0) for id in ids)
    assert [is_blind(id, 0.1) for id in ids] == [is_blind(id, 0.1) for id in ids]
    assert all(is_blind(id, 0.2) for id in ids if is_blind(id, 0.1)), "a larger share keeps the smaller one"
    assert second_readings(ids, 0.1, 1) == ()
    assert second_readings(reversed(ids), 0.1, 2) == tuple(id for id in ids if is_blind(id, 0.1))


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (0.9, "at least 9 in 10 such are right"),
        (0.7, "at least 7 in 10 such are right"),
        (None, "score 86 of 100, which promises nothing"),
    ],
)
def test_a_figure_beside_a_suggestion_is_a_promise_or_says_that_it_is_none(share: float | None, words: str) -> None:
    assert surety_words(0.8571, share) == words


@pytest.mark.parametrize(
    ("figure", "word"), [(0.75, "stable"), (0.74, "fairly stable"), (0.5, "fairly stable"), (0.49, "unstable")]
)
def test_stability_in_words(figure: float, word: str) -> None:
    assert stability_word(figure) == word


@pytest.mark.parametrize(("wave", "word"), [(None, ""), (1, "first wave"), (2, "second wave"), (11, "wave 11")])
def test_waves_in_words(wave: int | None, word: str) -> None:
    assert wave_word(wave) == word


@given(st.text(max_size=40), st.lists(st.tuples(st.integers(-5, 45), st.integers(-5, 45)), max_size=5))
def test_highlighting_changes_no_letter_and_marks_just_the_spans(text: str, spans: list[tuple[int, int]]) -> None:
    cut = pieces(text, spans)
    assert "".join(piece.text for piece in cut) == text
    flags = [piece.marked for piece in cut for _ in piece.text]
    assert flags == [any(start <= at < end for start, end in spans) for at in range(len(text))]
    assert all(a.marked != b.marked for a, b in itertools.pairwise(cut))


def test_a_passage_stands_among_the_turns_around_it() -> None:
    made = document(0, people=2)
    passage = passages(made)[2]
    lines = context(made, passage, [(0, 9)])
    around = made.turns[passage.turn - 2 : passage.turn + 3]
    words = {"": "interviewer", passage.participant: "parent"}
    assert [line.speaker for line in lines] == [words.get(turn.participant, "another parent") for turn in around]
    here = [line for line in lines if line.passage]
    assert len(here) == 1
    assert "".join(piece.text for piece in here[0].passage) == passage.text
    assert here[0].passage[0].text == passage.text[:9]
    assert not any(turn.participant in line.speaker for turn in made.turns if turn.participant for line in lines)


def test_the_first_passage_has_nothing_before_it() -> None:
    made = document(0)
    assert [line.asks for line in context(made, passages(made)[0])] == [True, False, True, False]


def test_long_neighbours_are_cut_on_the_far_side() -> None:
    words = " ".join(map(str, range(100)))
    assert last_words(words, 3) == "… 97 98 99"
    assert first_words(words, 3) == "0 1 2 …"
    assert last_words("a  b", 2) == "a  b"


def test_two_letters_for_every_code_of_the_shipped_codebooks() -> None:
    codes = [code for name in ("six_principles", "complaints") for code in find(name, None).codes]
    found = letters(codes)
    assert set(found) == {code.id for code in codes}
    assert len(set(found.values())) == len(found)
    assert all(len(pair) == 2 and pair.isascii() and pair.islower() for pair in found.values())


@given(
    st.lists(st.text(alphabet="abcé_", min_size=1, max_size=6), unique=True, max_size=60), st.text("abc", min_size=1)
)
def test_a_new_child_never_moves_a_principle(names: list[str], child: str) -> None:
    codes = [Code(id=name, name=name, colour="#000000", definition="d") for name in names]
    before = letters(codes)
    after = letters([Code(id=f"a/{child}", name=child, colour="#000000", definition="d", parent="a"), *codes])
    assert {id: after[id] for id in before} == before
    assert len(set(after.values())) == len(after)


SUGGESTED = (
    Suggestion("p", "continuity", 0.9, Valence.POSITIVE, 0, 9, True, "m"),
    Suggestion("p", "culture", 0.2, Valence.NEGATIVE, 3, 5, False, "m"),
)


def test_accepting_takes_just_what_was_put_forward() -> None:
    assert accepted(SUGGESTED) == (Coded("continuity", Valence.POSITIVE, 0, 9),)


def test_a_choice_keeps_the_evidence_of_a_suggestion_and_invents_none() -> None:
    choice = Choice(("culture", "continuity", "culture"), {"culture": "mixed", "continuity": ""})
    assert choice.coded(["continuity", "culture"], SUGGESTED) == (
        Coded("culture", Valence.MIXED),
        Coded("continuity", None, 0, 9),
    )


@pytest.mark.parametrize("choice", [Choice(("nonsense",), {}), Choice(("culture",), {"culture": "splendid"})])
def test_a_choice_of_something_else_is_refused(choice: Choice) -> None:
    with pytest.raises(InputError):
        choice.coded(["culture"])


def _read(id: int, coder: str, *codes: str, passage: str = "p") -> Decision:
    return Decision(id, passage, coder, Verdict.CODED, tuple(Coded(c) for c in codes), "2026", suggestion_shown=False)


def test_only_two_people_with_different_codes_differ() -> None:
    one, two = _read(1, "C1", "culture"), _read(2, "C2", "culture", "learning")
    assert [d.readings for d in differences([two, one], {"p": one})] == [(one, two)]
    assert not differences([two, one], {"p": one})[0].settled
    assert differences([one, two], {"p": _read(3, "C1", "learning")})[0].settled
    assert differences([one, _read(2, "C2", "culture")], {}) == ()
    assert differences([one, _read(2, "C1", "learning")], {}) == ()


def test_the_nearest_exemplars_share_the_passages_words() -> None:
    exemplars = [
        Exemplar("The same worker came every week.", (("continuity", None),)),
        Exemplar("Different again, a stranger at the door.", (("continuity", None),)),
        Exemplar("The duty worker knew us.", (("consistency", None),), near_miss_of="continuity", reason="today"),
        Exemplar("Training was cancelled.", (("learning", None),)),
    ]
    found = nearest(ready(exemplars), "continuity", "We kept the same worker, every week", k=1)
    assert found == (exemplars[0], exemplars[2])
    assert nearest(ready(exemplars), "culture", "anything") == ()
