"""Rows and letters that may be the same complaint: what speaks for it, what against it, and that nothing is joined."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from voices.model import Document, Kind, RawDocument
from voices.model.pairs import LikelyPair
from voices.sources import as_said, join_letters
from voices.sources.pairing import BOTH_NAME, NEXT_MONTH, SAME_MONTH, SAME_PERSON, SAME_TEAM, likely, still_open

ROW = Document("r1", "register", Kind.COMPLAINT, "Calls of [person 7] not returned.", (), period="2023-05",
               attributes=(("team", "North"),), participant="P1")  # fmt: skip
LETTER = Document("l1", "letters", Kind.LETTER, "Nobody rang me back.", (), period="2023-05", participant="R2")


def at(cosine: float) -> np.ndarray:
    return np.array([[cosine, (1 - cosine**2) ** 0.5]], dtype=np.float32)


def found(row: Document, letter: Document, cosine: float, *others: Document) -> list[LikelyPair]:
    vectors = {row.id: at(1.0), letter.id: at(cosine), **{one.id: at(1.0) for one in others}}
    return likely([row, *others], [letter], vectors)


@pytest.mark.parametrize(("cosine", "offered"), [(0.39, False), (0.41, True)])
def test_words_have_to_be_near_enough(cosine: float, offered: bool) -> None:
    assert bool(found(ROW, LETTER, cosine)) is offered


@pytest.mark.parametrize(
    ("changes", "signs"),
    [
        ({}, (SAME_MONTH,)),
        ({"period": "2023-06"}, (NEXT_MONTH,)),
        ({"period": "2023-07"}, None),
        ({"period": "2023"}, None),
        ({"period": "", "participant": "P1"}, (SAME_PERSON,)),
        ({"attributes": (("team", "North"),)}, (SAME_MONTH, SAME_TEAM)),
        ({"attributes": (("team", "South"),)}, None),
        ({"text": "I am [person 7]."}, (BOTH_NAME, SAME_MONTH)),
        ({"text": "I am [person 8]."}, (SAME_MONTH,)),
    ],
)
def test_month_team_and_person_speak_for_a_pair_or_against_it(changes, signs) -> None:
    pairs = found(ROW, replace(LETTER, **changes), 0.6)
    assert [one.signs for one in pairs] == ([signs] if signs else [])


def test_a_shared_name_counts_only_where_few_complaints_name_it() -> None:
    letter = replace(LETTER, text="I am [person 7].")
    many = [replace(ROW, id=f"x{n}") for n in range(4)]
    assert found(ROW, letter, 0.3)
    assert found(ROW, letter, 0.3, *many) == []


def test_of_many_rows_the_two_nearest_are_offered_and_what_was_said_is_not_offered_again() -> None:
    rows = [replace(ROW, id=f"r{n}") for n in range(4)]
    vectors = {LETTER.id: at(1.0), **{row.id: at(0.5 + n / 10) for n, row in enumerate(rows)}}
    pairs = likely(rows, [LETTER], vectors)
    assert [one.row for one in pairs] == ["r3", "r2"]
    assert likely(rows[::-1], [LETTER], vectors) == pairs
    assert [one.row for one in still_open(pairs, [("r3", "l1", False)])] == ["r2"]
    assert still_open(pairs, [("r3", "l1", True)]) == []


@pytest.mark.parametrize("reference", ["HCS1", ""])
def test_what_people_said_gives_the_letter_the_reference_of_its_row(reference: str) -> None:
    row = RawDocument("register", "a.csv", 1, Kind.COMPLAINT, "Calls.", (), reference=reference, period="2023-05")
    letter = RawDocument("letters", "a.txt", None, Kind.LETTER, "Dear all.", ())
    documents, missing = as_said([row, letter], {0: "r", 1: "l"}, [("r", "l"), ("gone", "l")])
    assert missing == 1
    assert documents[0].reference == documents[1].reference == (reference or "ROWr")
    (_, joined), without = join_letters(documents)
    assert (joined.kind, joined.period, without) == (Kind.COMPLAINT, "2023-05", 0)
