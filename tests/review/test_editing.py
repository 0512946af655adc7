"""Changing the codebook from the pages: versions, decisions that follow, and codes that coders proposed."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.review.conftest import NAME, Coder, app_of
from voices.codebook import Codebook, find, load, save
from voices.codebook.editing import added, merged, moved, next_version, readable
from voices.errors import CodebookError
from voices.model import Coded, Valence, Verdict
from voices.store import Store

BOOK = find("six_principles")


@pytest.fixture
def kept() -> list[Codebook]:
    return []


@pytest.fixture
def lead(store: Store, kept: list[Codebook]) -> Coder:
    """Return a lead whose codebook can be changed."""
    return Coder(app_of(store, keep=lambda _before, after: kept.append(after)))


def test_words_and_colour_make_another_version(lead: Coder, kept: list[Codebook]) -> None:
    page = lead.get("/codebook/edit?code=culture")
    assert "Save as a new version" in page
    form = {"act": "change", "name": "Culture", "definition": "What it is like.", "include": "a\nb\n", "exclude": ""}
    lead.post("/codebook/culture", **form, colour="#005A30")
    (book,) = kept
    assert book.version == next_version(BOOK.version)
    code = book.code("culture")
    assert code is not None
    assert (code.name, code.include, code.colour, code.lettering) == ("Culture", ("a", "b"), "#005A30", "white")
    assert "version is at" not in lead.get("/codebook")
    assert "What it is like." in lead.get("/codebook")
    lead.post("/codebook/culture", **form, colour="#767676x")
    assert "a colour is written like" in lead.get("/codebook").casefold()
    lead.post("/codebook/culture", **{**form, "definition": f"Like {NAME}."}, colour="#005A30")
    assert "may name somebody" in lead.get("/codebook")
    assert len(kept) == 1


@settings(max_examples=80)
@given(st.integers(0, 0xFFFFFF))
def test_every_colour_that_is_taken_can_be_read_on(number: int) -> None:
    colour = f"#{number:06x}"
    assert readable(colour) == colour.upper(), "black or white always reads on a plain colour"


def test_decisions_follow_a_merge_and_nothing_is_overwritten(lead: Coder, kept: list[Codebook], store: Store) -> None:
    ids = [p.id for p in store.passages()]
    codes = (Coded("learning", Valence.NEGATIVE, 0, 4), Coded("culture"))
    first = store.decide(ids[0], "C2", Verdict.CODED, codes, quotable=True)
    store.decide(ids[1], "C2", Verdict.CODED, (Coded("continuity"),))
    lead.post("/codebook/learning", act="merge", into="culture")
    assert kept[0].code("learning") is None
    stands = store.standing()[ids[0]]
    assert stands.codes == (Coded("culture", Valence.NEGATIVE, 0, 4), Coded("culture"))
    assert (stands.quotable, stands.supersedes, stands.coder) == (True, first.id, "C1")
    assert stands.rule == f"codebook {kept[0].name} {kept[0].version}: learning merged into culture"
    assert not stands.by_rule, "somebody read it"
    assert store.decisions()[0].codes == codes
    assert store.standing()[ids[1]].rule == ""
    lead.get("/code")
    lead.post("/codebook/learning", 409, act="merge", into="culture")


def test_what_a_rule_accepted_stays_the_rules_after_a_merge(lead: Coder, store: Store) -> None:
    passage = store.passages()[0].id
    store.decide(passage, "C1", Verdict.CODED, (Coded("learning"),), rule="accept learning from 0.90")
    lead.post("/codebook/learning", act="merge", into="culture")
    assert store.standing()[passage].codes == (Coded("culture"),)
    assert store.standing()[passage].by_rule


def test_a_code_is_moved_and_split(lead: Coder, kept: list[Codebook], store: Store) -> None:
    passage = store.passages()[0].id
    store.decide(passage, "C1", Verdict.CODED, (Coded("culture/blame"),))
    lead.post("/codebook/culture/blame", act="move", parent="learning")
    assert store.standing()[passage].codes == (Coded("learning/blame"),)
    lead.post("/codebook/culture", act="split", name="Fear of mistakes", definition="People hide what went wrong.")
    assert kept[-1].code("culture/fear_of_mistakes") is not None
    assert [book.version for book in kept] == ["1.1", "1.2"]
    assert "Fear of mistakes" in lead.get(f"/code?passage={passage}")


def test_a_proposed_code_is_taken_in_with_its_passages(lead: Coder, kept: list[Codebook], store: Store) -> None:
    passage, other = store.passages()[:2]
    lead.post("/code/propose", passage=passage.id, reading="0", name="Waiting rooms")
    (made,) = store.proposed()
    page = lead.get("/codebook")
    assert "Proposed by coders" in page
    book = BOOK.name
    taken = {"proposal": made.id, "book": book, "name": "Waiting", "definition": "Time spent waiting.", "parent": ""}
    lead.post("/codebook", act="take", **taken)
    assert kept[0].code("waiting") is not None
    assert store.standing()[passage.id].codes == (Coded("waiting"),)
    assert [one.outcome for one in store.proposed()] == ["waiting"]
    assert "Proposed by coders" not in lead.get("/codebook")
    lead.post("/codebook", 400, act="take", **taken)
    lead.post("/code/propose", passage=other.id, reading="0", name="Something else")
    (waiting,) = [one for one in store.proposed() if not one.outcome]
    lead.post("/codebook", act="leave", proposal=waiting.id, book=book)
    assert {one.outcome for one in store.proposed()} == {"waiting", "not taken"}


def test_changed_codebooks_can_be_written_and_read(tmp_path: Path) -> None:
    child = next(code for code in BOOK.codes if code.parent)
    books = [
        merged(BOOK, child.id, child.parent).codebook,
        merged(BOOK, "learning", "culture").codebook,
        moved(BOOK, child.id, "").codebook,
        added(BOOK, "Waiting", "Time spent waiting.", "culture").codebook,
    ]
    for number, book in enumerate(books):
        save(book, tmp_path / str(number))
        again = load(tmp_path / str(number))
        assert again.codes == book.codes
        assert again.hash == book.hash
        assert {code for one in again.exemplars for code, _ in one.codes} <= set(again.ids())


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: merged(BOOK, "culture", "culture"),
        lambda: merged(BOOK, "culture", "culture/blame"),
        lambda: merged(BOOK, "nothing", "culture"),
        lambda: moved(BOOK, "culture", "learning"),
        lambda: moved(BOOK, "culture/blame", "culture"),
        lambda: added(BOOK, "Blame", "x", "culture"),
        lambda: added(BOOK, "!!!", "x"),
        lambda: readable("red"),
    ],
)
def test_changes_that_make_no_sense_are_refused(wrong: object) -> None:
    with pytest.raises(CodebookError):
        wrong()  # type: ignore[operator]


def test_a_confirmed_theme_becomes_a_code_and_an_open_one_does_not(
    lead: Coder, kept: list[Codebook], store: Store
) -> None:
    form = {"scope": "all", "theme": "t1", "name": "Known by our worker", "book": "six_principles:continuity"}
    lead.post("/themes/code", 400, **form, definition="The worker knows the story.")
    assert "Make it a code" not in lead.get("/themes/all/t1")
    lead.post("/themes", scope="all", theme="t1", act="confirm", name="Known by our worker")
    assert "Make it a code" in lead.get("/themes/all/t1")
    assert "needs a name and a definition" in lead.post("/themes/code", 422, **form, definition="")
    lead.post("/themes/code", **form, definition="The worker knows the story.")
    (book,) = kept
    code = book.code("continuity/known_by_our_worker")
    assert code is not None
    assert (code.name, code.parent) == ("Known by our worker", "continuity")
    assert not store.decisions(), "what is in the theme is coded by nobody"
    lead.post("/themes/code", 400, **{**form, "book": "another"}, definition="x")


def opened(coder: Coder, code: str) -> tuple[dict[str, str], dict[str, str]]:
    """Return what the forms of a code's page carry: those of its words, and those of its place."""
    html = coder.get(f"/codebook/edit?code={code}")
    seen, version = (html.split(f'name="{name}" value="')[1].split('"')[0] for name in ("seen", "version"))
    words = {"act": "change", "name": "Culture", "include": "a", "exclude": "", "colour": "#005A30", "seen": seen}
    return words, {"version": version}


def test_of_two_editors_of_one_code_the_second_is_told_and_keeps_what_they_typed(
    store: Store, kept: list[Codebook]
) -> None:
    app = app_of(store, keep=lambda _before, after: kept.append(after))
    one, two = Coder(app, "C1"), Coder(app, "C1")
    first, _ = opened(one, "culture")
    second, place = opened(two, "culture")
    one.post("/codebook/culture", **first, definition="What it is like to work here.")
    html = two.post("/codebook/culture", 409, **second, definition="How people treat <b>each other</b>.")
    assert len(kept) == 1
    assert "nothing of yours was stored" in html
    assert "How people treat &lt;b&gt;each other&lt;/b&gt;.</textarea>" in html
    assert "What stands now:</strong> Culture. What it is like to work here." in html
    again = html.split('name="seen" value="')[1].split('"')[0]
    two.post("/codebook/culture", **{**second, "seen": again}, definition="How people treat each other.")
    assert kept[-1].code("culture").definition == "How people treat each other."  # type: ignore[union-attr]
    assert "nothing of yours was stored" in two.post("/codebook/culture", 409, **place, act="merge", into="learning")
    assert len(kept) == 2


def test_two_editors_of_two_codes_do_not_disturb_each_other(store: Store, kept: list[Codebook]) -> None:
    app = app_of(store, keep=lambda _before, after: kept.append(after))
    one, two = Coder(app, "C1"), Coder(app, "C1")
    first, _ = opened(one, "culture")
    second, _ = opened(two, "learning")
    one.post("/codebook/culture", **first, definition="What it is like.")
    two.post("/codebook/learning", **{**second, "name": "Learning"}, definition="Getting better.")
    assert [kept[-1].code(id).definition for id in ("culture", "learning")] == ["What it is like.", "Getting better."]  # type: ignore[union-attr]
