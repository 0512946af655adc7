"""Invented passages on three plain subjects, and on none."""

from __future__ import annotations

import random

import pytest

from voices.embeddings import Embedder, load_embedder
from voices.model import Kind, Passage

SUBJECTS = {
    "bus": (
        ["The bus", "Our bus", "The late bus", "The number nine bus", "The school bus"],
        ["never stops at", "was an hour late at", "drove straight past", "broke down near"],
        ["the bus stop by the station", "the bus depot", "our bus shelter", "the stop on the hill"],
    ),
    "soup": (
        ["The soup", "Her vegetable soup", "The canteen soup", "Hot soup", "That tomato soup"],
        ["tasted of", "needed more", "was full of", "had too much"],
        ["salt and pepper", "carrots and leeks", "garlic and herbs", "noodles and dumplings"],
    ),
    "dog": (
        ["My dog", "The old dog", "Their puppy dog", "A stray dog", "The neighbour's dog"],
        ["barks at", "chased", "ran away from", "sleeps beside"],
        ["the postman and his van", "every cat in the garden", "its lead and collar", "the kennel door"],
    ),
}


def passage(id_: str, text: str, participant: str = "", period: str = "") -> Passage:
    return Passage(id_, id_, 0, 0, 0, len(text), text, "", participant, "parent", "survey", Kind.SURVEY, period=period)


def corpus(each: int = 20) -> tuple[list[Passage], list[str]]:
    """Return passages with ids in no order of subject, and the subject of each."""
    draw = random.Random(5)
    drawn = []
    for subject, (starts, verbs, ends) in SUBJECTS.items():
        sentences = [f"{a} {b} {c}, [person {len(a)}] said to Zebedee." for a in starts for b in verbs for c in ends]
        drawn += [(text, subject) for text in draw.sample(sentences, each)]
    draw.shuffle(drawn)
    passages = [passage(f"id{i:03d}", text, f"P{i % 9}") for i, (text, _) in enumerate(drawn)]
    return passages, [subject for _, subject in drawn]


@pytest.fixture(scope="session")
def embedder() -> Embedder:
    return load_embedder()
