from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voices.codebook import Code, Codebook, CodeKind
from voices.model import (
    Coded,
    CodedPassage,
    Decision,
    Kind,
    Participant,
    Passage,
    Theme,
    ThemeAssignment,
    Themes,
    Valence,
    Verdict,
)  # fmt: skip
from voices.quotes import build_bank, verify
from voices.quotes.counting import person
from voices.quotes.filling import most_of_bank
from voices.quotes.suppression import SUPPRESSED

BOOK = Codebook("b", "Book", "1", (
    Code("c", "Cee", "#112233", "About c.", kind=CodeKind.PRINCIPLE),
    Code("c/x", "Ex", "#112233", "Part x.", parent="c", kind=CodeKind.PRINCIPLE),
    Code("d", "Dee", "#112233", "About d.", kind=CodeKind.PRINCIPLE),
))  # fmt: skip
SUBJECTS = Codebook("complaints", "Complaints", "1", (Code("delay", "Delay", "#112233", "Late."),))


def item(
    n,
    codes,
    who="P1",
    role="parent",
    verdict=Verdict.CODED,
    quoting=True,
    source="s",
    wave=1,
    text=None,
    kind=Kind.INTERVIEW,
    quotable=False,
):
    words = text or f"Sentence number {n} was said by somebody about [person {n + 1}] and it is long enough to print."
    p = Passage(
        f"p{n:03d}",
        f"d{n}",
        0,
        0,
        0,
        len(words),
        words,
        f"h{n}",
        who,
        role,
        source,
        kind,
        wave,
        "2024-05",
        "",
        (),
        quoting,
    )
    return CodedPassage(p, Decision(n, p.id, "C1", verdict, tuple(codes), "2026-01-01T00:00:00Z", quotable=quotable))


def vectors(items):
    rng = np.random.default_rng(1)
    found = {}
    for i in sorted(items, key=lambda i: i.passage.id):
        row = rng.normal(size=8).astype(np.float32)
        found[i.passage.id] = row / np.linalg.norm(row)
    return found


def bank(items, **more):
    people = more.pop(
        "people",
        [
            Participant(i.passage.participant, i.passage.role, i.passage.source, i.passage.wave, quoting=True)
            for i in items
        ],
    )
    return build_bank(items, more.pop("books", (BOOK,)), people, vectors(items), **more)


def group(found, code):
    return next(g for g in found.groups if g.id == code)


POS, NEG, MIX, NEU = Valence.POSITIVE, Valence.NEGATIVE, Valence.MIXED, Valence.NEUTRAL


def test_valence_decides_the_side():
    items = [item(n, [Coded("c", v)], f"P{n}") for n, v in enumerate((POS, NEU, None, NEG, MIX))]
    found = group(bank(items), "c")
    assert {q.passage for q in found.dissenting} == {"p003", "p004"}
    assert {q.passage for q in found.supporting} == {"p000", "p001", "p002"}
    assert next(q for q in found.dissenting if q.passage == "p004").valence is MIX
    assert dict(found.by_direction) == dict.fromkeys(("for", "against", "both ways", "neither way"), SUPPRESSED)


def test_none_found_says_how_many_were_checked():
    found = bank([item(n, [Coded("c", POS)], f"P{n}") for n in range(3)])
    assert group(found, "c").dissent_note == "None found, 3 checked"
    barred = bank([item(0, [Coded("c", POS)]), item(1, [Coded("c", NEG)], "P2", quoting=False)])
    assert group(barred, "c").dissent_note == "Found, and none of it may be quoted or was wanted; 2 checked"


def test_a_subject_that_names_a_problem_is_supported_by_those_who_report_it():
    items = [item(n, [Coded("delay", NEG)], f"P{n}") for n in range(3)] + [item(9, [Coded("delay", POS)], "P9")]
    found = group(bank(items, books=(SUBJECTS,)), "delay")
    assert [q.passage for q in found.dissenting] == ["p009"]
    assert len(found.supporting) == 3


def test_people_are_counted_never_passages_and_only_where_it_could_have_come_up():
    items = [item(n, [Coded("c/x", POS)], "P1") for n in range(4)] + [item(5, [], "P2", verdict=Verdict.NO_CODE)]
    items.append(item(6, [Coded("delay", NEG)], "P3", source="complaints", kind=Kind.COMPLAINT))
    people = [
        Participant(c, "parent", s, 1, quoting=True)
        for c, s in (("P1", "s"), ("P2", "s"), ("P4", "s"), ("P3", "complaints"))
    ]
    people.append(Participant("I1", "interviewer", "s"))
    found = bank(items, books=(BOOK, SUBJECTS), people=people)
    parent = group(found, "c")
    assert (parent.participants, parent.of_participants, parent.passages, parent.few_people) == (1, 3, 4, True)
    assert parent.counts == "participants"
    assert group(found, "delay").of_participants == 4  # read for in "s" too, where a passage was found to have no code
    only = bank(items, books=(BOOK, SUBJECTS), people=people, kinds={"complaints": [Kind.COMPLAINT]})
    assert group(only, "delay").of_participants == 1


@pytest.mark.parametrize(("people", "flag"), [(2, True), (3, False)])
def test_boundary_of_few_people(people, flag):
    assert group(bank([item(n, [Coded("c", POS)], f"P{n}") for n in range(people)]), "c").few_people is flag


def test_held_and_refused_passages_are_withheld_with_a_reason_and_never_printed():
    items = [
        item(0, [Coded("c", POS)], "P0"),
        item(1, [], "P1", verdict=Verdict.HELD),
        item(2, [Coded("c", POS)], "P2", quoting=False),
        item(3, [Coded("c", POS)], "P3"),
    ]
    people = [Participant(f"P{n}", "parent", "s", 1, quoting=n != 3) for n in range(4)]
    found = bank(items, people=people)
    assert {(w.passage, w.reason.split()[0]) for w in found.withheld} == {
        ("p001", "held"),
        ("p002", "this"),
        ("p003", "this"),
    }
    assert {q.passage for g in found.groups for q in (*g.supporting, *g.dissenting)} == {"p000"}
    assert group(found, "c").participants == 3


def test_marked_quotes_come_first():
    items = [item(n, [Coded("c", POS)], f"P{n}", quotable=n == 17) for n in range(20)]
    first = group(bank(items), "c").supporting[0]
    assert first.passage == "p017"
    assert first.why.startswith("A coder marked it")


def test_confirmed_themes_alone_have_chapters_of_read_passages():
    items = [item(n, [Coded("c", POS)], f"P{n}") for n in range(3)] + [item(7, [], "P7", verdict=Verdict.SKIPPED)]
    themes = Themes("all", (
        Theme("t1", "all", "Waiting", ("wait",), 4, 0.9, (), confirmed=True), Theme("t2", "all", "No", (), 1, 0.1, ()),
    ), tuple(ThemeAssignment(i.passage.id, "t1", 0.9) for i in items))  # fmt: skip
    found = bank(items, themes=(themes,))
    assert group(found, "t1").passages == 3
    assert all(g.id != "t2" for g in found.groups)


def test_cited_documents_are_quoted_with_their_source_and_are_nobody():
    items = [
        item(0, [Coded("c", POS)], "P0"),
        item(1, [Coded("c", POS)], "", "", kind=Kind.LETTER, source="peer review", wave=None),
    ]
    found = group(bank(items, people=[Participant("P0", "parent", "s", 1, quoting=True)]), "c")
    assert {q.attribution for q in found.supporting} == {"participant", "peer review, 2024"}
    assert (found.participants, found.of_participants) == (1, 1)


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 12), st.integers(1, 60), st.integers(0, 10**6))
def test_nobody_carries_the_bank_and_every_quote_is_verbatim(people, passages, seed):
    rng = random.Random(seed)
    items = []
    for n in range(passages):
        code = rng.choice(["c", "c/x", "d"])
        who = f"P{min(rng.randrange(people), rng.randrange(people))}"
        items.append(item(n, [Coded(code, rng.choice([POS, NEG, MIX, NEU, None]))], who, quoting=rng.random() < 0.9))
    found = bank(items)
    speakers = {i.passage.id: person(i.passage) for i in items}
    quotes = [q for g in found.groups for q in (*g.supporting, *g.dissenting)]
    share = Counter(speakers[q.passage] for q in quotes)
    if quotes:
        assert max(share.values()) <= max(len(quotes) * 0.1, 2 * len(quotes) / len(share))
    for g in found.groups:
        both = [*g.supporting, *g.dissenting]
        assert len({q.passage for q in both}) == len(both)
        assert max(Counter(speakers[q.passage] for q in both).values(), default=0) <= 2
        assert g.dissenting or g.dissent_note
    record = as_bank(quotes)
    assert verify(record, [i.passage for i in items]) == ()
    shuffled = items[:]
    rng.shuffle(shuffled)
    assert bank(shuffled) == found


def as_bank(quotes):
    return {
        "quotes": [
            {"passage": q.passage, "start": q.start, "end": q.end, "passage_hash": q.passage_hash, "printed": q.printed}
            for q in quotes
        ]
    }


def test_limit_for_one_person_at_its_boundary():
    assert [most_of_bank(q, p) for q, p in ((100, 50), (100, 4), (10, 10), (0, 0))] == [10, 50, 2, 0]


def test_verify_finds_what_is_not_verbatim():
    items = [item(0, [Coded("c", POS)])]
    good = as_bank(group(bank(items), "c").supporting)
    passage = items[0].passage
    assert verify(good, [passage]) == ()
    quote = good["quotes"][0]
    broken = [
        ({**quote, "printed": quote["printed"].replace("said", "told")}, passage),
        ({**quote, "printed": quote["printed"].replace("[person]", "[person 1]")}, passage),
        ({**quote, "end": quote["end"] - 3}, passage),
        ({**quote, "end": 9999}, passage),
        ({**quote, "passage": "gone"}, passage),
        (quote, replace(passage, hash="other")),
        (quote, replace(passage, quoting=False)),
        ({"passage": "p000"}, passage),
    ]
    for changed, held in broken:
        problems = verify({"quotes": [changed]}, [held])
        assert len(problems) == 1
        assert problems[0].startswith("Quote 1: ")
        assert "somebody about" not in problems[0]
    assert verify({}, [passage])


def test_a_coarsened_role_shows_nowhere_in_a_quote():
    items = [item(n, [Coded("c", POS)], f"P{n}", "director" if n == 3 else "social worker") for n in range(9)]
    quotes = group(bank(items), "c").supporting
    assert len(quotes) == 6
    assert "p003" in {q.passage for q in quotes}
    assert all("director" not in f"{q.attribution}{q.why}{q.printed}" for q in quotes)


def test_those_of_no_wave_are_not_the_total_less_the_waves():
    items = [item(n, [Coded("c", POS)], f"P{n}", wave=1 + n % 2, source=f"s{n % 2}") for n in range(20)]
    items += [item(n, [Coded("c", POS)], f"R{n}", wave=None, source="complaints") for n in range(30, 33)]
    assert {n for _, n in group(bank(items), "c").by_wave} == {SUPPRESSED}
    enough = [item(n, [Coded("c", POS)], f"R{n}", wave=None, source="complaints") for n in range(33, 36)]
    assert dict(group(bank(items + enough), "c").by_wave) == {"first wave": 10, "second wave": 10, "no wave": 6}


def test_complaints_are_counted_by_financial_year_and_other_dates_are_not_counted():
    late = item(1, [Coded("delay", NEG)], "R1", source="register", wave=None, kind=Kind.COMPLAINT)
    periods = ("2023-03-31", *["2023-04-01"] * 5, *["2024-05"] * 6, "2016", "")
    items = [
        replace(late, passage=replace(late.passage, id=f"p{n}", document=f"d{n}", period=period))
        for n, period in enumerate(periods)
    ]
    found = group(bank(items, books=(SUBJECTS,)), "delay")
    assert found.by_year == (("2016", SUPPRESSED), ("2022-23", SUPPRESSED), ("2023-24", SUPPRESSED), ("2024-25", 6))
    mixed = [*items, item(9, [Coded("delay", NEG)], "P9")]
    assert group(bank(mixed, books=(SUBJECTS,)), "delay").by_year == ()


def test_no_supporting_quote_says_which_of_two_cases_it_is():
    barred = bank([item(n, [Coded("c", POS)], f"P{n}", quoting=False) for n in range(3)])
    assert group(barred, "c").support_note == "Found, and none of it may be quoted or was wanted; 3 checked"
    against = bank([item(n, [Coded("c", NEG)], f"P{n}") for n in range(3)])
    assert group(against, "c").support_note == "None found, 3 checked"
    assert group(bank([item(0, [Coded("c", POS)])]), "c").support_note == ""


def test_what_is_counted_follows_from_who_could_have_said_it_and_not_from_who_did():
    items = [item(1, [Coded("c", POS)], "P1"), item(2, [], "R2", verdict=Verdict.NO_CODE)]
    people = [Participant(code, "parent", "s", 1, quoting=True) for code in ("P1", "R2", "G3")]
    found = bank(items, people=people)
    assert {one.counts for one in found.groups} == {"participants, respondents and groups"}
