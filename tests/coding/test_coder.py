"""The coder: what it suggests, what it learns from, and what must never change a suggestion."""

from __future__ import annotations

from dataclasses import replace

import pytest

from voices.codebook import Code, Codebook
from voices.coding import Coder, fit
from voices.coding.examples import Labelled, Origin, from_codebook, from_decided
from voices.embeddings import Embedder
from voices.model import Coded, Kind, Valence, Verdict

from .conftest import BARE, BOOK, MEALS, NONE, PETS, ROADS, decided, passage

LONG = "It was a Tuesday and the sun was out. My old dog barked at every other dog by the canal. Then we went in."
TEXTS = (PETS[6], MEALS[6], ROADS[6], "No comment.", LONG, PETS[7], MEALS[7])
NEW = tuple(passage(f"n{i}", text) for i, text in enumerate(TEXTS))


@pytest.fixture(scope="module")
def coder(embedder: Embedder) -> Coder:
    return fit([BOOK], (), embedder)


def first(coder: Coder, text: str) -> str:
    return coder.suggest([passage("x", text)])["x"][0].code


def test_unseen_passages_get_the_right_code_first(coder: Coder) -> None:
    assert [first(coder, text) for text in (PETS[6], MEALS[6], ROADS[6])] == ["pets", "meals", "roads"]


def test_definitions_alone_are_enough_to_begin_and_promise_little(embedder: Embedder) -> None:
    bare = fit([BARE], (), embedder)
    assert [first(bare, text) for text in (PETS[0], MEALS[0], ROADS[1])] == ["pets", "meals", "roads"]
    found = bare.suggest(NEW)
    assert max(one.confidence for own in found.values() for one in own) <= 0.6


def test_every_top_level_code_is_ranked_main_codes_first(coder: Coder) -> None:
    for own in coder.suggest(NEW).values():
        top = [one for one in own if "/" not in one.code]
        assert {one.code for one in top[:3]} == {"pets", "meals", "roads"}
        assert top[3].code == "weather"
        assert [one.confidence for one in top[:3]] == sorted((one.confidence for one in top[:3]), reverse=True)
        assert all(0.0 <= one.confidence <= 1.0 for one in own)


def test_children_come_only_inside_a_parent_put_forward(coder: Coder) -> None:
    found = coder.suggest(NEW)
    for own in found.values():
        put = {one.code for one in own if one.put_forward}
        for one in own:
            if "/" in one.code:
                assert one.code.split("/")[0] in put
    assert next(one.code for one in found["n4"] if "/" in one.code) == "pets/dogs"


def test_evidence_is_the_sentence_that_speaks_for_the_code(coder: Coder) -> None:
    own = {one.code: one for one in coder.suggest(NEW)["n4"]}
    assert LONG[own["pets"].start : own["pets"].end] == "My old dog barked at every other dog by the canal."
    assert LONG[own["weather"].start : own["weather"].end].startswith("It was a Tuesday")


def test_evidence_of_any_code_is_an_exact_span(coder: Coder) -> None:
    for one in NEW:
        for found in coder.suggest([one])[one.id]:
            assert 0 <= found.start < found.end <= len(one.text)


def test_nothing_said_puts_nothing_forward(coder: Coder) -> None:
    own = coder.suggest(NEW)["n3"]
    assert not any(one.put_forward for one in own)
    assert max(one.confidence for one in own) <= 0.01


def test_what_stands_beside_a_passage_changes_nothing(coder: Coder) -> None:
    together = coder.suggest(NEW)
    for one in NEW[::-1]:
        alone = coder.suggest([one])[one.id]
        assert [s.code for s in alone] == [s.code for s in together[one.id]]
        assert [s.confidence for s in alone] == pytest.approx([s.confidence for s in together[one.id]], abs=1e-4)


def test_order_of_what_is_learnt_changes_nothing(embedder: Embedder) -> None:
    known = [decided(passage(f"d{i}", t), "pets") for i, t in enumerate(PETS[6:])]
    known += [decided(passage(f"e{i}", t), verdict=Verdict.NO_CODE) for i, t in enumerate(NONE)]
    one = fit([BOOK], known, embedder)
    other = fit([replace(BOOK, exemplars=BOOK.exemplars[::-1], hash="")], known[::-1], embedder)
    assert one.fingerprint == other.fingerprint
    assert one.suggest(NEW) == other.suggest(NEW[::-1])


def test_a_pseudonyms_number_changes_nothing(coder: Coder) -> None:
    texts = [f"[person {n}] walks the dog with [person {n + 1}]." for n in (3, 77)]
    a, b = (coder.suggest([passage("x", text)])["x"] for text in texts)
    assert [(s.code, s.confidence) for s in a] == [(s.code, s.confidence) for s in b]


def test_decisions_teach_and_change_the_fingerprint(coder: Coder, embedder: Embedder) -> None:
    odd = [passage(f"q{i}", f"The gadget number {i} hums on the shelf.") for i in range(8)]
    taught = fit([BOOK], [decided(one, "meals") for one in odd], embedder)
    probe = "A gadget hums on the shelf."
    before = {s.code: s.confidence for s in coder.suggest([passage("x", probe)])["x"]}
    after = {s.code: s.confidence for s in taught.suggest([passage("x", probe)])["x"]}
    assert after["meals"] > before["meals"] + 0.2
    assert taught.fingerprint != coder.fingerprint


def test_nothing_is_learnt_from_rules_and_from_what_was_left_open() -> None:
    one = passage("a", "Words.")
    left = [decided(one, "pets", verdict=v) for v in (Verdict.SKIPPED, Verdict.HELD, Verdict.UNDONE)]
    assert from_decided([*left, decided(one, "pets", rule="accept 0.9")]) == ()
    assert len(from_decided([decided(one, verdict=Verdict.NO_CODE)])) == 1


def test_a_marked_span_teaches_its_code_and_says_nothing_of_others() -> None:
    one = decided(passage("a", "The dog barked. The soup was cold."), "meals")
    marked = replace(one.decision, codes=(Coded("meals", Valence.NEGATIVE, 16, 34),))
    spans = [e for e in from_decided([replace(one, decision=marked)]) if e.origin is Origin.SPAN]
    assert [(e.text, e.codes) for e in spans] == [("The soup was cold.", ("meals",))]


def test_an_excluded_line_teaches_the_code_it_belongs_to() -> None:
    assert ("pets",) in [e.codes for e in from_codebook(BARE) if e.text == "feeding the dog"]


def test_valence_is_learnt_on_the_code(coder: Coder) -> None:
    texts = ("The coach was late and the junction was shut.", "Her kitten sleeps by the warm fire.")
    found = [coder.suggest([passage("x", text)])["x"][0] for text in texts]
    assert [(one.code, one.valence) for one in found] == [("roads", Valence.NEGATIVE), ("pets", Valence.POSITIVE)]


def test_the_complaints_codebook_is_for_complaints_only(embedder: Embedder) -> None:
    complaints = Codebook("complaints", "C", "1", (Code("delay", "Delay", "#00517A", "Things that come late."),))
    both = fit([BOOK, complaints], (), embedder)
    found = both.suggest([passage("s", ROADS[0]), passage("c", ROADS[0], Kind.COMPLAINT)])
    assert "delay" not in {one.code for one in found["s"]}
    assert "delay" in {one.code for one in found["c"]}
    assert found["s"][0].code == found["c"][0].code == "roads"
    assert {one.valence for one in found["c"] if one.code == "delay"} == {None}
    alone = fit([complaints], (), embedder)
    assert [one.code for one in alone.suggest([passage("s", ROADS[0])])["s"]] == ["delay"]


def test_a_codebook_alone_is_learnt_once_and_decisions_are_never_kept(embedder: Embedder) -> None:
    one, two = fit([BOOK], (), embedder), fit([BOOK], (), embedder)
    assert one.books[0].groups is two.books[0].groups
    labelled = (Labelled("a", "The letter came late and nobody said sorry.", ((BOOK.codes[0].id, None),)),)
    third, fourth = (fit([BOOK], (), embedder, labelled=labelled) for _ in range(2))
    assert third.books[0].groups is not fourth.books[0].groups
