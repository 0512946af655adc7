"""Phrases of themes: stretches of what people said that can stand alone, said by two, and never a name."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voices.embeddings import Embedder
from voices.model import Theme, name_of_theme
from voices.themes import naming
from voices.themes.phrasing import LONGEST, SHOWN, candidates, phrases

NONE = frozenset[str]()
WORDS = [
    "phone",
    "rang",
    "nobody",
    "again",
    "the",
    "my",
    "never",
    "worker",
    "message",
    "she",
    "back",
    "letter",
    "and",
    "of",
]


def found(text: str, dropped: frozenset[str] = NONE) -> set[str]:
    return {one.words for one in candidates([text], dropped)}


@pytest.mark.parametrize(
    ("text", "there", "not_there"),
    [
        ("Nobody rang me back.", {"nobody rang me back"}, {"rang me", "nobody rang"}),
        ("I had to tell my story again and again", {"tell my story again"}, {"tell my", "story again and"}),
        (
            "The mental health team never answers the phone",
            {"never answers the phone"},
            {"health team", "mental health"},
        ),
        ("She wrote a friendly and short letter", set(), {"wrote a friendly"}),
        ("They cancelled because the worker was ill", {"worker was ill"}, {"cancelled because the worker"}),
        ("They didn't once answer the phone", {"didn't once answer the phone"}, {"answer the phone"}),
        ("no comment", {"no comment"}, set()),
        ("We waited months for CAMHS.", {"waited months for CAMHS"}, {"waited months for camhs"}),
        ("The visit - it was late - helped", {"visit"}, {"visit it was late", "late helped"}),
        ("", set(), set()),
    ],
)
def test_a_phrase_is_cut_out_of_nothing(text: str, there: set[str], not_there: set[str]) -> None:
    made = found(text)
    assert {one for one in there if " " in one} <= made
    assert not not_there & made


def test_what_may_be_a_name_and_what_stands_for_one_end_a_clause() -> None:
    text = "Our worker [person 31] told us [laughs] and then Zebedee rang the school late."
    made = found(text, naming.suspects([text]))
    assert made == {"school late"}, "nothing reaches over a name, a placeholder or a remark"
    assert "rang the school late" in found(text.replace("Zebedee", "she"))


def theme_of(said: list[tuple[str, str]], embedder: Embedder) -> tuple[str, ...]:
    texts = [text for _, text in said]
    points = embedder.embed(texts).astype(np.float64)
    labels = np.zeros(len(texts), dtype=np.int64)
    return phrases(texts, [who for who, _ in said], points, labels, embedder).get(0, ())


def test_what_one_may_confirm_is_the_phrase_alone() -> None:
    said, words = ("nobody rang back",), ("phone", "message")
    machine = Theme("a", "all", name_of_theme(said, words), words, 3, 0.9, (), phrases=said)
    assert (machine.name, machine.plain_name) == ("Nobody rang back (phone, message)", "Nobody rang back")
    for name in ("Phones (and letters)", "Phone, message"):
        assert replace(machine, name=name).plain_name == name
    assert replace(machine, name="Phone, message", phrases=()).plain_name == "Phone, message"


def test_what_one_person_says_is_no_phrase_however_often(embedder: Embedder) -> None:
    said = [
        ("P1", "My brother lives by the lighthouse, nobody rang me back."),
        ("P1", "I told them, my brother lives by the lighthouse."),
        ("P2", "I left three messages. Nobody rang me back!"),
        ("P3", "in the end nobody rang me back"),
    ]
    made = theme_of(said, embedder)
    assert made[0] == "nobody rang me back"
    assert (
        name_of_theme(made, ("ring", "told", "back door", "rang twice", "phone", "months"))
        == "Nobody rang me back (ring, told)"
    )
    assert not any("lighthouse" in one or "brother" in one for one in made)


def test_words_of_one_clause_of_two_people_make_a_phrase_not_words_here_and_there(embedder: Embedder) -> None:
    said = [
        ("P1", "He told his mum the plan."),
        ("P2", "I told them about it, the plan was late, my mum left."),
        ("P3", "They told my mum the plan too late."),
    ]
    assert theme_of(said[:2], embedder) == ()
    assert any("told" in one and "mum" in one and "plan" in one for one in theme_of(said, embedder))


def test_a_key_word_is_said_by_two_people_of_its_theme(embedder: Embedder) -> None:
    texts = [
        "The guardianship order ran out.",
        "The guardianship order again",
        "Nobody phoned",
        "They never phoned back",
    ]
    labels = np.zeros(4, dtype=np.int64)
    assert naming.key_words(texts, ["P1", "P1", "P2", "P3"], labels, embedder)[0] == ("phoned",)
    several = naming.key_words(texts, ["P1", "P4", "P2", "P3"], labels, embedder)[0]
    assert {"phoned", "guardianship order"} <= set(several)
    assert "guardianship order" in naming.key_words(texts, ["P1"] * 4, labels, embedder)[0]


def test_where_all_is_one_persons_two_passages_will_do(embedder: Embedder) -> None:
    said = [("P1", "They cancelled the visit."), ("P1", "She cancelled the visit again."), ("P1", "So we waited.")]
    assert theme_of(said, embedder)[0].startswith("cancelled the visit")


def test_without_a_phrase_key_words_make_the_name(embedder: Embedder) -> None:
    assert theme_of([("P1", "[person 1]"), ("P2", "it was"), ("P3", "")], embedder) == ()
    assert name_of_theme((), ("calls", "ring", "answered", "phone")) == "Calls, ring, answered"
    assert name_of_theme((), ()) == name_of_theme((), ("tell",)) == "Unnamed theme"


@settings(max_examples=25, deadline=None)
@given(
    said=st.lists(
        st.tuples(st.sampled_from(["P1", "P2", "P3"]), st.lists(st.sampled_from(WORDS), max_size=9).map(" ".join)),
        min_size=1,
        max_size=8,
    )
)
def test_a_phrase_is_said_so_by_somebody_and_its_words_by_two(said: list[tuple[str, str]], embedder: Embedder) -> None:
    made = theme_of(said, embedder)
    several = len({who for who, _ in said}) > 1
    assert len(made) <= SHOWN
    for phrase in made:
        words = phrase.split()
        assert 2 <= len(words) <= LONGEST
        assert any(f" {phrase} " in f" {text} " for _, text in said)
        content = [
            word for word in words if word not in ("nobody", "again", "the", "my", "it", "never", "she", "back", "of")
        ]
        holding = [who for who, text in said if set(content) <= set(text.split())]
        assert len(set(holding) if several else holding) >= 2
