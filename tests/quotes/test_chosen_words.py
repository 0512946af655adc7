"""Words people choose themselves (links, cells, examples) go by the rules of every quote."""

from __future__ import annotations

from dataclasses import replace

import pytest
from test_bank import item, vectors

from voices.codebook import Code, Codebook, CodeKind
from voices.errors import NotVerbatim
from voices.model import Coded, Kind, Participant, Verdict
from voices.model.assembled import Cited, PracticeExample
from voices.model.realist import Anchor, Bearing, Element, Link, Theory
from voices.quotes import build_bank, check, desk, findings, published, verify
from voices.quotes.telling import KINDS, telling

BOOK = Codebook("b", "Book", "1", (Code("c", "Cee", "#112233", "About c.", kind=CodeKind.PRINCIPLE),))
THEORY = Theory("t", "Tea", "there is tea", "people talk", "it is warm", ("c",))
CODES = (Coded("c"),)
ITEMS = [
    item(1, CODES, "P1"),
    item(2, CODES, "P2", role="pod manager", source="other"),
    item(3, CODES, "P3", quoting=False),
    item(4, CODES, "P4", verdict=Verdict.HELD),
    item(5, (), "P5", verdict=Verdict.NO_CODE),
    item(6, CODES, "P1"),
    item(7, CODES, "P1"),
    item(8, CODES, "", role="", source="peer review", kind=Kind.LETTER),
]
PEOPLE = [
    Participant(i.passage.participant, i.passage.role, i.passage.source, 1, quoting=True)
    for i in ITEMS
    if i.passage.participant
]
POPULATION = {"parent": 300, "pod manager": 3}


def release(people: list[Participant] = PEOPLE):
    standing = {i.passage.id: i.decision for i in ITEMS}
    return desk([i.passage for i in ITEMS], standing, people, POPULATION)


def link(number: int, *passages: int, bearing: Bearing = Bearing.SUPPORTS, lost: int = 0) -> Link:
    elements = (Element.CONTEXT, Element.OUTCOME, Element.REASONING)
    anchors = tuple(Anchor(e, f"p{n:03d}", 0, 8) for e, n in zip(elements, passages, strict=False))
    return Link(f"l{number}", number, "t", bearing, anchors, "note", "C1", f"2026-01-0{number}", lost)


def found(*links: Link, **more):
    (finding,) = findings([THEORY], more.get("first", {"t": THEORY}), links, ITEMS, more.get("desk", release()))
    return finding


def test_a_theory_nobody_refutes_says_how_many_passages_were_checked() -> None:
    finding = found(link(1, 1, 2))
    assert finding.counts == ((Bearing.SUPPORTS, 1, 2, 2), (Bearing.REFINES, 0, 0, 0), (Bearing.REFUTES, 0, 0, 0))
    assert finding.checked == 6, "read and coded to its principle; held and uncoded ones are not"
    assert found(first={"t": THEORY}).checked == 6
    (every,) = findings([replace(THEORY, principles=())], {}, (), ITEMS, release())
    assert every.checked == 7


def test_words_are_printed_by_consent_and_attributed_so_that_enough_people_share_it() -> None:
    (printed,) = found(link(1, 1, 2, 3)).links
    assert [(e, q.printed, q.attribution) for e, q in printed.elements] == [
        (Element.CONTEXT, "Sentence […]", "parent, first wave"),
        (Element.OUTCOME, "Sentence […]", "participant, first wave"),
    ]
    assert printed.unprinted == ((Element.REASONING, "no agreement to be quoted is recorded"),)
    no = [replace(p, quoting=p.code != "P1") for p in PEOPLE]
    (printed,) = found(link(1, 1), desk=release(no)).links
    assert printed.elements == ()


def test_a_link_on_a_held_or_changed_passage_waits() -> None:
    finding = found(link(1, 1, 4), link(2, 2, lost=1), link(3, 2))
    assert [one.id for one in finding.links] == ["l3"]
    assert (finding.open, finding.counts[0]) == (2, (Bearing.SUPPORTS, 1, 1, 1))


def test_nobody_is_printed_more_than_twice_on_one_side_and_all_are_counted() -> None:
    finding = found(link(1, 1), link(2, 6), link(3, 7, 2), link(4, 1, bearing=Bearing.REFUTES))
    assert [one.id for one in finding.links] == ["l3", "l1", "l4"], "the fullest first"
    assert (finding.unshown, finding.counts[0][1:3]) == (1, (3, 2))


def test_published_evidence_is_cited_and_counted_as_nobody() -> None:
    finding = found(link(1, 8))
    assert finding.counts[0] == (Bearing.SUPPORTS, 1, 0, 1)
    assert finding.links[0].elements[0][1].attribution == "peer review, 2024"


def test_a_reworded_theory_says_what_it_was_first() -> None:
    assert found().before == ""
    before = found(first={"t": replace(THEORY, then="people leave")}).before
    assert before == "If there is tea, then people leave, because it is warm."


def test_a_stretch_that_cuts_a_placeholder_is_never_printed_and_a_full_stop_is_taken_along() -> None:
    text = ITEMS[0].passage.text
    cut = text.index("[person") + 3
    with pytest.raises(NotVerbatim):
        release().quote("g", "p001", 0, cut, "")
    whole = release().quote("g", "p001", 0, len(text) - 1, "")
    assert (whole.end, whole.printed.endswith("print.")) == (len(text), True)
    record = {"passage": "p001", "start": 0, "end": whole.end, "passage_hash": "h1", "printed": whole.printed}
    assert verify({"quotes": [], "chosen": [record]}, [ITEMS[0].passage]) == ()
    assert verify({"quotes": [], "chosen": [{**record, "end": 5}]}, [ITEMS[0].passage]) != ()
    assert verify({"quotes": [], "chosen": {}}, [ITEMS[0].passage]) != ()


def example(**more) -> PracticeExample:
    made = PracticeExample(
        "e", 1, "Tea", "They met.\n\n[1]\n\nThey talked.\n\n[2]", ("c",), True, "signed forms",
        (Cited("p001", 0, 8), Cited("p002", 0, 8)), "C2", "", released_by="C1",
    )  # fmt: skip
    return replace(made, **more)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"quotes": (Cited("p001", 0, 8), Cited("p006", 0, 8))}, "fewer than 2 people"),
        ({"quotes": (Cited("p001", 0, 8), Cited("p003", 0, 8))}, "Quote 2 may not be printed: no agreement"),
        ({"quotes": (Cited("p001", 0, 8), Cited("p004", 0, 8))}, "held for the safeguarding lead"),
        ({"consent": ""}, "how the agreement of its people is recorded"),
        ({"principles": ()}, "names no principle"),
        ({"narrative": ""}, "no narrative"),
        ({"narrative": "x [3]"}, "points at quote 3"),
        ({"lost": 1}, "cut otherwise"),
    ],
)
def test_what_stands_in_the_way_of_a_release(changed: dict, said: str) -> None:
    assert [one for one in check(example(), release(), ()) if one.blocks] == []
    blocks = [one.text for one in check(example(**changed), release(), ()) if one.blocks]
    assert any(said in one for one in blocks), blocks


def test_words_that_stand_elsewhere_would_let_somebody_be_followed() -> None:
    (finding,) = check(example(), release(), {"p002"})
    assert finding.blocks
    assert "quote 2 also stands under a theory or in the matrix" in finding.text


def test_what_a_lead_has_to_weigh() -> None:
    one_case = check(example(composite=False), release(), ())
    assert ["hears 2 sides" in one.text for one in one_case] == [True]
    told = example(narrative="A mother of twins, after the inquest. [1] [2]")
    assert [one.text.partition(":")[0] for one in check(told, release(), (), lambda _text: ("health",))] == [
        "It tells how many children or siblings",
        "It tells a rare event",
        "It speaks of health, which the law protects more.",
    ]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("She has three boys and a dog.", ["how many children or siblings"]),
        ("It took fourteen months and six placements.", ["an exact time span or number"]),
        ("He's a roofer, his dad was in prison.", ["a rare event", "a line of work or a place to live"]),
        ("She is in Year 6.", ["a year group or stage of school"]),
        ("They rang, and somebody who knew us came.", []),
    ],
)
def test_particulars_that_point_at_one_case(text: str, kinds: list[str]) -> None:
    assert set(telling(text)) >= set(kinds)
    assert bool(telling(text)) == bool(kinds)
    assert set(kinds) <= set(KINDS)


def test_a_released_example_is_printed_whole_or_not_at_all_and_its_words_stand_nowhere_else() -> None:
    (printed,) = published([example(), example(released_by=""), example(quotes=(Cited("p003", 0, 8),))], release())
    assert [q.attribution for q in printed.quotes] == ["parent, first wave", "participant, first wave"]
    bank = build_bank(ITEMS, (BOOK,), PEOPLE, vectors(ITEMS), elsewhere={"p001"})
    quoted = {q.passage for g in bank.groups for q in (*g.supporting, *g.dissenting)}
    assert "p001" not in quoted
    assert ("c", "p001", "printed in a practice example") in {(w.group, w.passage, w.reason) for w in bank.withheld}
