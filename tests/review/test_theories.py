"""Theories, links and practice examples on the coders' pages."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest

from tests.review.conftest import NAME, OURS, Coder, app_of
from tests.store.study import document, participants, passages
from voices.model import Coded, Verdict
from voices.model.realist import Bearing, Element, Theory
from voices.review import is_blind
from voices.review.choosing import chosen, offered
from voices.store import Store

THEORY = Theory(
    "one_face", "One face", "a family keeps the same social worker", "they ask early", "she knew our story",
    ("continuity",),
)  # fmt: skip
WORDING = {"name": "Another", "if": "If they are late.", "then": "nothing helps", "because": "it is over"}


@pytest.fixture
def coder(store: Store) -> Coder:
    return Coder(app_of(store, theories=[THEORY]))


def first(store: Store) -> str:
    passage = next(p for p in store.passages() if p.text.startswith("We had the same social worker"))
    store.decide(passage.id, "C1", Verdict.CODED, (Coded("continuity"),))
    return passage.id


def test_a_link_is_made_by_choosing_what_each_part_is(coder: Coder, store: Store) -> None:
    passage = first(store)
    html = coder.get("/theories/one_face")
    assert "Refuting (0)" in html
    assert f"/theories/one_face/link?passage={passage}" in html
    form = coder.get(f"/theories/one_face/link?passage={passage}")
    assert form.count('<option value="reasoning"') == len(offered(store.passages([passage])[0].text))
    assert "looks like" in form
    assert "selected" not in form, "a guess is never chosen for somebody"
    fields = {"part 1": "context", "part 2": "reasoning", "bearing": "supports", "note": "It is the story."}
    there = coder.post("/theories/one_face/link", passage=passage, **fields)
    (link,) = store.links()
    assert there == f"/theories/one_face#link-{link.id}"
    text = store.passages([passage])[0].text
    assert [(a.element, text[a.start : a.end]) for a in link.anchors] == [
        (Element.CONTEXT, "We had the same social worker from the first visit to the last,"),
        (Element.REASONING, "and she knew our story."),
    ]
    assert (link.coder, link.note, link.bearing) == ("C1", "It is the story.", Bearing.SUPPORTS)
    html = coder.get("/theories/one_face")
    assert "Supporting (1)" in html
    assert "It is the story." in html


def test_a_link_joins_words_of_several_passages_and_can_be_changed_and_taken_off(coder: Coder, store: Store) -> None:
    one, two = first(store), store.passages()[1].id
    coder.post("/theories/one_face/link", passage=one, **{"part 1": "context", "bearing": "supports"})
    (link,) = store.links()
    more = {"part 1": "outcome", "bearing": "refines", "link": link.id, "version": link.version}
    coder.post("/theories/one_face/link", passage=two, **more)
    (now,) = store.links()
    assert [(a.element, a.passage) for a in now.anchors] == [(Element.CONTEXT, one), (Element.OUTCOME, two)]
    assert now.bearing is Bearing.REFINES
    coder.post("/theories/one_face/link", 409, passage=two, **more)
    again = coder.get(f"/theories/one_face/link?passage={one}&link={link.id}")
    assert again.count("selected") == 1
    assert 'value="refines" checked' in again
    coder.post("/theories/one_face/links", act="remove", link=link.id, version=now.version)
    assert store.links() == ()
    coder.post("/theories/one_face/links", act="undo")
    assert len(store.links()) == 1


def test_exact_words_win_over_parts_and_have_to_stand_once(coder: Coder, store: Store) -> None:
    passage = first(store)
    typed = {"words context": "same social worker", "part 1": "context", "bearing": "refutes"}
    coder.post("/theories/one_face/link", passage=passage, **typed)
    (anchor,) = store.links()[0].anchors
    assert store.passages([passage])[0].text[anchor.start : anchor.end] == "same social worker"
    for words in ("the best worker", "the"):
        html = coder.post(
            "/theories/one_face/link", 200, passage=passage, bearing="refutes", note="Kept.", **{"words context": words}
        )
        assert "Nothing was stored" in html
        assert "Kept." in html, "what was typed is not lost"
    assert len(store.links()) == 1


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"bearing": "supports"}, "choose words for at least one element"),
        ({"part 1": "context"}, "say whether it supports"),
        ({"part 1": "context", "bearing": "supports", "note": f"It was {NAME} who rang."}, "may name somebody"),
        ({"part 1": "mechanism", "bearing": "supports"}, "out of date"),
        ({"part 1": "context", "bearing": "supports", "note": "x" * 601}, "at most 600"),
    ],
)
def test_what_is_missing_or_names_somebody_is_not_stored(
    coder: Coder, store: Store, fields: dict[str, str], said: str
) -> None:
    html = coder.post("/theories/one_face/link", 200, passage=first(store), **fields)
    assert said in html
    assert store.links() == ()
    if "note" in fields and NAME in fields["note"]:
        assert f"<mark>{NAME}</mark>" in html
        coder.post("/theories/one_face/link", passage=store.passages()[0].id, cleared="yes", **fields)
        assert len(store.links()) == 1


def test_a_theory_is_written_reworded_dropped_and_taken_up_again(coder: Coder, store: Store) -> None:
    assert coder.post("/theories", principle="culture", **WORDING) == "/theories/another"
    made = next(t for t in store.theories([THEORY]) if t.id == "another")
    assert made.sentence() == "If they are late, then nothing helps, because it is over."
    assert coder.post("/theories", principle="culture", **WORDING) == "/theories/another_2"
    html = coder.post("/theories/one_face", 200, act="change", **{**WORDING, "because": f"{NAME} said so"})
    assert f"<mark>{NAME}</mark>" in html
    assert store.theories([THEORY])[0] == THEORY
    coder.post("/theories/one_face", act="change", **WORDING)
    coder.post("/theories/one_face", 409, act="change", **WORDING)
    assert "Earlier words (1)" in coder.get("/theories/one_face")
    version = store.theories([THEORY])[0].version
    coder.post("/theories/one_face", act="drop", version=version)
    assert [t.id for t in store.theories([THEORY])] == ["another", "another_2"]
    coder.post("/theories/one_face", act="back", version=store.tips("theory")["one_face"])
    assert len(store.theories([THEORY])) == 3
    assert "missing" in coder.post("/theories", 200, **{**WORDING, "then": ""})
    assert "not in the codebook" in coder.post("/theories", 200, principle="made up", **WORDING)


def test_words_looked_for_stay_out_of_the_address(coder: Coder, store: Store) -> None:
    there = coder.post("/theories/one_face", act="find", words="court report")
    assert there == "/theories/one_face#passages"
    html = coder.get("/theories/one_face")
    assert "I felt blamed when the court report was late" in html
    coder.post("/theories/one_face", act="all")
    assert "I felt blamed" not in coder.get("/theories/one_face")


@pytest.mark.parametrize("path", ["/theories", "/theories/one_face", "/theories/one_face/link?passage=x", "/examples"])
def test_nothing_is_shown_to_somebody_not_signed_in(coder: Coder, path: str) -> None:
    coder.client.cookies.clear()
    assert coder.client.get(path).status_code == 401


@pytest.mark.parametrize("path", ["/theories", "/theories/one_face", "/theories/one_face/link",
                                  "/theories/one_face/links", "/examples"])  # fmt: skip
def test_no_form_is_taken_without_its_secret_or_by_a_viewer(coder: Coder, store: Store, path: str) -> None:
    assert coder.client.post(path, data={"name": "x"}, headers=OURS).status_code == 403
    store.set("people", json.dumps({"C2": {"role": "viewer"}}))
    viewer = Coder(coder.client.app, "C2")  # type: ignore[arg-type]
    viewer.post(path, 403, **WORDING)
    assert "One face" in viewer.get("/theories")


def test_a_held_passage_is_in_no_list_and_its_link_shows_no_words(coder: Coder, store: Store) -> None:
    passage = first(store)
    coder.post("/theories/one_face/link", passage=passage, **{"part 1": "context", "bearing": "supports", "note": "N."})
    tip = store.item(passage)
    assert tip is not None
    store.decide(passage, "C1", Verdict.HELD, supersedes=tip.tip)
    html = coder.get("/theories/one_face")
    assert "same social worker from the first" not in html
    assert "Its words are held" in html
    assert ">N.<" not in html
    assert coder.client.get(f"/theories/one_face/link?passage={passage}").status_code == 400


def test_a_passage_to_be_read_blind_shows_nobody_elses_link(store: Store) -> None:
    app = app_of(store, theories=[THEORY], blind_share=1.0)
    one, two = Coder(app, "C1"), Coder(app, "C2")
    passage = next(p for p in store.passages() if p.text.startswith("We had"))
    assert is_blind(passage.id, 1.0)
    one.decide(passage.id, "code", code="continuity")
    one.post("/theories/one_face/link", passage=passage.id, **{"part 1": "context", "bearing": "supports"})
    assert "from the first visit" in one.get("/theories/one_face")
    html = two.get("/theories/one_face")
    assert "from the first visit" not in html
    assert "wait for your own reading" in html


def test_a_barred_document_is_not_there(store: Store) -> None:
    app = app_of(store, theories=[THEORY])
    passage = store.passages([first(store)])[0]
    store.set("people", json.dumps({"C2": {"role": "coder", "barred": [passage.document]}}))
    barred = Coder(app, "C2")
    assert "from the first visit" not in barred.get("/theories/one_face").replace(THEORY.sentence(), "")
    path = f"/theories/one_face/link?passage={passage.id}"
    assert barred.client.get(path).status_code == 400
    assert passage.text not in barred.get(f"/theories?passage={passage.id}")


def test_an_example_is_assembled_checked_and_released_by_a_lead(coder: Coder, store: Store) -> None:
    made = coder.post("/examples", title="A case")
    id = made.rsplit("/", 1)[1]
    texts = {p.text: p for p in store.passages()}
    for text in list(texts)[:2]:
        page = coder.get(f"/examples/{id}/words?passage={texts[text].id}")
        version = re.search(r'name="version" value="(\d+)"', page)
        assert version
        coder.post(f"/examples/{id}/words", passage=texts[text].id, version=version[1], **{"part 1": "quote"})
    example = store.example(id)
    assert example is not None
    assert len(example.quotes) == 2
    told = {"title": "A case", "narrative": f"It was {NAME}.", "principle": "culture", "composite": "yes"}
    html = coder.post(f"/examples/{id}", 200, act="store", version=example.version, consent="forms", **told)
    assert f"<mark>{NAME}</mark>" in html
    told["narrative"] = "It began.\n\n[1]\n\nThen: [2]"
    coder.post(f"/examples/{id}", act="store", version=example.version, consent="signed forms", **told)
    html = coder.get(f"/examples/{id}")
    assert "may not be printed" in html, "nobody in this study agreed to be quoted"
    coder.post(f"/examples/{id}", act="release", version=store.tips("example")[id])
    assert not store.examples()[0].released_by
    other = Coder(coder.client.app, "C2")  # type: ignore[arg-type]
    other.post(f"/examples/{id}", 403, act="release", version=store.tips("example")[id])
    assert "Release it" not in other.get(f"/examples/{id}")


def test_a_released_example_loses_its_release_by_a_change(store: Store) -> None:
    made = document(7, people=2)
    store.put_documents([(made, "in")], [replace(p, quoting=True) for p in participants(made)], "v1")
    quotable = [replace(p, quoting=True) for p in passages(made)]
    store.put_passages([(made.id, "in", quotable)], "v1")
    coder = Coder(app_of(store))
    id = coder.post("/examples", title="A case").rsplit("/", 1)[1]
    for passage in quotable[:2]:
        coder.post(
            f"/examples/{id}/words", passage=passage.id, version=store.tips("example")[id], **{"part 1": "quote"}
        )
    told = {"title": "A case", "narrative": "It began.", "principle": "culture", "composite": "no", "consent": "forms"}
    coder.post(f"/examples/{id}", act="store", version=store.tips("example")[id], **told)
    coder.post(f"/examples/{id}", act="up", quote="2", version=store.tips("example")[id])
    coder.post(f"/examples/{id}", act="release", version=store.tips("example")[id])
    coder.post(f"/examples/{id}", act="release", version=store.tips("example")[id], weighed="yes")
    assert store.examples()[0].released_by == "C1"
    assert [q.passage for q in store.examples()[0].quotes] == [quotable[1].id, quotable[0].id]
    assert "Released" in coder.get("/examples")
    coder.post(f"/examples/{id}", act="out", quote="1", version=store.tips("example")[id])
    assert store.examples()[0].released_by == ""
    coder.post(f"/examples/{id}", 409, act="remove", version="1")
    coder.post(f"/examples/{id}", act="remove", version=store.tips("example")[id])
    assert store.examples() == ()


def test_neighbouring_parts_of_one_element_are_one_stretch() -> None:
    text = "She rang us early, and she came out too, because she cared about us all."
    parts = {1: "context", 2: "context", 3: "outcome"}
    said = [(e, text[s.start : s.end]) for e, s in chosen(text, parts, {}, tuple(Element))]
    assert said == [
        ("context", "She rang us early, and she came out too,"),
        ("outcome", "because she cared about us all."),
    ]
    apart = chosen(text, {1: "context", 2: "outcome", 3: "context"}, {}, tuple(Element))
    assert [(e, text[s.start : s.end]) for e, s in apart] == [
        ("context", "She rang us early,"),
        ("context", "because she cared about us all."),
        ("outcome", "and she came out too,"),
    ]
