"""What people chose about quotes is in every bank made later, whatever came to the study since."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_bank import NEG, POS, bank, group, item

from voices.model import Coded, Consent, Participant, Purpose
from voices.model.choices import Place, QuoteChoice, QuoteChoices, QuoteOrder, Withholding
from voices.quotes.bank import CROWDED, DROPPED, KEPT_BACK
from voices.quotes.filling import most_of_bank
from voices.quotes.selection import PER_PERSON


def items(seed, people, first=0):
    rng = random.Random(seed)
    return [
        item(n, [Coded(code, rng.choice((POS, POS, NEG))) for code in ("c", "d") if rng.random() < 0.7], f"P{n % 40}")
        for n in range(first, first + people)
    ]


def printed(found, code):
    chapter = group(found, code)
    return [q.passage for q in (*chapter.supporting, *chapter.dissenting)]


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 10**6), st.integers(12, 40), st.integers(0, 30))
def test_choices_survive_new_data_and_caps_are_kept(seed, people, added):
    rng = random.Random(seed)
    first = items(seed, people)
    within = [i.passage.id for i in first if any(c.code == "c" for c in i.decision.codes)]
    rng.shuffle(within)
    pins, drops, noted = within[:3], within[3:6], within[6:7]
    choices = QuoteChoices(
        (
            *(QuoteChoice("c", id, Place.PINNED, span=(0, 24), note="It shows this.") for id in pins),
            *(QuoteChoice("c", id, Place.DROPPED) for id in drops),
            *(QuoteChoice("c", id, note="If it is taken.") for id in noted),
        )
    )
    for now in (first, [*first, *items(seed + 1, added, 100)]):
        found = bank(now, choices=choices)
        chapter = group(found, "c")
        quotes = {q.passage: q for q in (*chapter.supporting, *chapter.dissenting)}
        heard = Counter(i.passage.participant for i in now if i.passage.id in quotes)
        assert not set(drops) & quotes.keys()
        assert max(heard.values(), default=0) <= PER_PERSON
        by_person = Counter(
            next(i.passage.participant for i in now if i.passage.id == q.passage)
            for g in found.groups
            for q in (*g.supporting, *g.dissenting)
        )
        assert max(by_person.values(), default=0) <= most_of_bank(by_person.total(), len(by_person))
        crowded = {w.passage for w in found.withheld if w.reason == CROWDED}
        assert set(pins) <= quotes.keys() | crowded
        for id in set(pins) & quotes.keys():
            assert (quotes[id].start, quotes[id].end, quotes[id].note) == (0, 24, "It shows this.")
            assert quotes[id].why.startswith("Somebody pinned it")
        assert all(quotes[id].note for id in noted if id in quotes)


def test_an_order_somebody_gave_stands_and_others_follow():
    first = [item(n, [Coded("c", POS)], f"P{n}") for n in range(9)]
    wanted = ("p007", "p002", "p005")
    pins = tuple(QuoteChoice("c", id, Place.PINNED) for id in wanted)
    choices = QuoteChoices(pins, (QuoteOrder("c", False, wanted),))
    assert printed(bank(first, choices=choices), "c")[:3] == list(wanted)
    assert printed(bank([*first, item(50, [Coded("c", POS)], "P50")], choices=choices), "c")[:3] == list(wanted)


def test_a_pin_can_stand_on_the_side_somebody_put_it():
    first = [item(n, [Coded("c", POS)], f"P{n}") for n in range(4)]
    choices = QuoteChoices((QuoteChoice("c", "p001", Place.PINNED, dissenting=True),))
    assert [q.passage for q in group(bank(first, choices=choices), "c").dissenting] == ["p001"]


def test_consent_and_a_lead_come_before_a_pin():
    first = [item(0, [Coded("c", POS)], "P0", quoting=False), *(item(n, [Coded("c", POS)], f"P{n}") for n in (1, 2, 3))]
    pins = tuple(QuoteChoice("c", f"p00{n}", Place.PINNED) for n in (0, 1))
    withheld = (Withholding("p001", "why", "C1", "2026-01-01", 1),)
    found = bank(first, choices=QuoteChoices((*pins, QuoteChoice("c", "p002", Place.DROPPED)), withholdings=withheld))
    assert printed(found, "c") == ["p003"]
    reasons = {w.passage: w.reason for w in found.withheld}
    assert reasons["p001"] == KEPT_BACK
    assert reasons["p002"] == DROPPED
    assert "agreed" in reasons["p000"]


def test_only_released_quotes_where_the_study_says_so():
    first = [item(n, [Coded("c", POS)], f"P{n}") for n in range(4)]
    choices = QuoteChoices((QuoteChoice("c", "p002", released_by="C1"),), only_released=True)
    assert printed(bank(first, choices=choices), "c") == ["p002"]


@pytest.mark.parametrize(
    ("agreed", "signed", "said"),
    [(True, True, "head of pods"), (True, False, "practitioner"), (False, True, "practitioner")],
)
def test_a_role_few_hold_needs_its_holders_agreement_and_the_leads_sign_off(agreed, signed, said):
    first = [item(n, [Coded("c", POS)], f"P{n}", "social worker", wave=None) for n in range(9)]
    rare = item(20, [Coded("c", POS)], "P20", "head of pods", wave=None)
    consent = (Consent(Purpose.ATTRIBUTION, given=True),) if agreed else ()
    people = [Participant(i.passage.participant, i.passage.role, "s", quoting=True) for i in first]
    people.append(Participant("P20", "head of pods", "s", quoting=True, consents=consent))
    choice = QuoteChoice("c", "p020", Place.PINNED, released_by="C1" if signed else "", role_shown=True)
    found = bank([*first, rare], people=people, choices=QuoteChoices((choice,)))
    assert next(q for q in group(found, "c").supporting if q.passage == "p020").attribution == said


def test_what_could_point_at_one_case_is_told_and_not_printed():
    told = item(1, [Coded("c", POS)], text="She came to the inquest with us and sat there all of the four days.")
    (quote,) = group(bank([told]), "c").supporting
    assert quote.tells
    assert replace(quote, tells=()).printed == quote.printed
