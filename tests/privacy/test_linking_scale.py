"""Linking grows with the number of people, not with its square: common first names and short family names included."""

from __future__ import annotations

import random
import time

import pytest

from voices.model import Action, Mention
from voices.privacy import Detected, Models, link

COMMON = 200
"""First names that seven in ten people share, as in any council."""


def study(models: Models, people: int, documents: int) -> list[Detected]:
    """Return documents in which each person stands by full name, first name and title."""
    dice = random.Random(0)
    firsts, lasts = sorted(models.lists.first), sorted(models.lists.last)
    dice.shuffle(firsts)
    named = [
        (
            dice.choice(firsts[:COMMON] if dice.random() < 0.7 else firsts).capitalize(),
            dice.choice(lasts).capitalize(),
        )
        for _ in range(people)
    ]
    made = []
    for number in range(documents):
        text, mentions = "", []
        for given, family in named[number::documents]:
            for form in (f"{given} {family}", given, f"Mrs {family}"):
                start = len(text) + len("Then ")
                text += f"Then {form} came. "
                mentions.append(Mention(start, start + len(form), "PERSON", 0.97, Action.MASK, ("test",)))
        made.append(Detected(f"d{number}", text, tuple(mentions)))
    return made


def seconds(models: Models, people: int, documents: int) -> float:
    """Return the processor time of linking; of the same process, so that a busy machine makes no difference."""
    made = study(models, people, documents)
    began = time.process_time()
    linked = link(made, b"k" * 32, lists=models.lists)
    spent = time.process_time() - began
    assert len(linked.entities) > people / 2
    return spent


def test_four_times_the_people_take_about_four_times_as_long(models: Models) -> None:
    seconds(models, 100, 20)  # what is remembered between names is filled once
    assert seconds(models, 2000, 400) < 4 * 2 * seconds(models, 500, 100)


@pytest.mark.soak
def test_ten_thousand_people_take_about_four_times_as_long_as_a_quarter_of_them(models: Models) -> None:
    seconds(models, 100, 20)
    assert seconds(models, 10_000, 2000) < 4 * 1.6 * seconds(models, 2500, 500)
