"""Quotes on the pages: what people choose, what a lead releases or withholds, and that it outlives a run."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from tests.review.conftest import NAME, Coder
from tests.review.test_people import everybody
from tests.store.study import document, participants, passages
from voices.model import Coded, Passage, Valence, Verdict
from voices.model.assembled import Cited, PracticeExample
from voices.model.people import Consent, Purpose
from voices.store import Store

CHAPTER = "continuity"


SAID = (
    "We kept one worker from the first visit to the last, and she knew our story without asking again.",
    "My worker came back after her leave, so nobody had to learn our family from a file.",
    "He stayed through three hearings, which is why the boys trust him with the hard things.",
    "There were four workers in one year and each began at the beginning as if we were new.",
    "The same face at the door made it easier to say what was wrong at home.",
    "Staying with a family lets me see what changes and what only looks like change.",
)
MORE = (
    "A worker who stays notices when a child goes quiet, and that has helped us twice already.",
    "When she left, nobody told us who was next, and we waited for weeks to hear from anybody.",
)


def add(store: Store, number: int, said: tuple[str, ...]) -> tuple[Passage, ...]:
    """Add an interview whose people agreed to be quoted, everything in it coded to the chapter."""
    made = replace(document(number, said, people=6), quoting=True)
    agreed = [replace(one, quoting=True) for one in participants(made)]
    store.put_documents([(made, f"in-{number}")], agreed, "v1")
    cut = tuple(replace(one, quoting=True) for one in passages(made))
    store.put_passages([(made.id, f"in-{number}", cut)], "v1")
    for place, passage in enumerate(cut):
        valence = Valence.NEGATIVE if place % 4 == 3 else Valence.POSITIVE
        store.decide(passage.id, "C3", Verdict.CODED, (Coded(CHAPTER, valence),), quotable=place == 0)
    return cut


@pytest.fixture
def people(store: Store) -> dict[str, Coder]:
    """Return one person for each role, over a study with quotes on both sides of a chapter."""
    add(store, 50, SAID)
    return everybody(store)


def quoted(coder: Coder, side: str = "supporting") -> list[str]:
    """Return the passages quoted on one side of the chapter, in order, as the page shows them."""
    html = coder.get(f"/quotes/chapter?id={CHAPTER}").split("<h2")
    part = next(one for one in html if one.startswith(f' class="govuk-heading-m">{side.capitalize()}'))
    return [piece.split('"')[0] for piece in part.split('id="quote-')[1:]]


def act(coder: Coder, store: Store, passage: str, what: str, path: str = "/quotes", **fields: object) -> str:
    """Do something with a quote as its form would; return the page after it."""
    choice = store.quote_choices().of(CHAPTER, passage)
    version = "" if choice.version is None else choice.version
    sent = {"chapter": CHAPTER, "passage": passage, "version": version, "act": what, **fields}
    return coder.get(coder.post(path, **sent).split("#")[0])


def words(store: Store, coder: Coder, passage: str) -> str:
    """Return which words the page says would be printed."""
    html = coder.get(f"/quotes/chapter?id={CHAPTER}").split(f'id="quote-{passage}"')[1]
    return html.split('name="words" value="')[1].split('"')[0]


def test_the_page_shows_each_quote_with_its_reason_its_check_and_its_source(people: dict[str, Coder]) -> None:
    lead = people["C1"]
    assert "Continuity" in lead.get("/quotes")
    html = lead.get(f"/quotes/chapter?id={CHAPTER}")
    for wanted in (
        "Supporting (",
        "Dissenting (",
        "comes closest",
        "disclosure check",
        "Against its source",
        "<mark>",
    ):
        assert wanted in html, wanted
    assert "A coder marked it as worth quoting" in html
    assert lead.client.get("/quotes/chapter?id=none").status_code == 404


def test_what_people_choose_is_kept_and_outlives_another_run(people: dict[str, Coder], store: Store) -> None:
    coder = people["C3"]
    first, second, *_ = quoted(coder)
    assert "Dropped" in act(coder, store, first, "drop")
    assert first not in quoted(coder)
    act(coder, store, second, "pin", side="for")
    last = quoted(coder)[-1]
    act(coder, store, last, "up", order="")
    moved = quoted(coder)
    assert moved[-2] == last
    assert "Pinned" in coder.get(f"/quotes/chapter?id={CHAPTER}")
    act(coder, store, second, "note", note="It shows what staying brings.")
    assert "It shows what staying brings." in coder.get(f"/quotes/chapter?id={CHAPTER}")
    add(store, 51, MORE)  # as another run would, with new material
    assert [id for id in quoted(coder) if id in moved] == moved
    assert first not in quoted(coder)
    act(coder, store, first, "take up")
    assert first in quoted(coder)


def test_words_are_trimmed_against_the_source(people: dict[str, Coder], store: Store) -> None:
    coder = people["C3"]
    passage = quoted(coder)[0]
    assert "checked> " in coder.get(f"/quotes/words?id={CHAPTER}&passage={passage}")
    text: Passage = store.passages([passage])[0]
    wanted = " ".join(text.text.split()[:6])
    act(coder, store, passage, "", "/quotes/words", **{"words quote": wanted})
    html = coder.get(f"/quotes/chapter?id={CHAPTER}")
    assert f"“{wanted} […]”" in html
    assert f"<mark>{wanted}</mark>" in html
    assert "Trimmed by a person" in html
    told = act(coder, store, passage, "", "/quotes/words", **{"words quote": "never said by anybody"})
    assert "Nothing was stored" in told
    act(coder, store, passage, "whole")
    assert "Trimmed by a person" not in coder.get(f"/quotes/chapter?id={CHAPTER}")


def test_two_people_at_one_quote_are_told(people: dict[str, Coder], store: Store) -> None:
    one, two = people["C2"], people["C3"]
    passage = quoted(one)[0]
    fields = {"chapter": CHAPTER, "passage": passage, "version": ""}
    one.post("/quotes", **fields, act="drop")
    assert "somebody has changed this quote meanwhile" in two.post("/quotes", 409, **fields, act="pin")
    assert store.quote_choices().of(CHAPTER, passage).by == "C2"
    order = [*quoted(one)]
    one.post("/quotes", **{**fields, "passage": order[0]}, act="down", order="")
    assert "another order meanwhile" in two.post(
        "/quotes", 409, **{**fields, "passage": order[0]}, act="down", order=""
    )


def test_a_lead_releases_exact_words_and_a_change_takes_the_release_back(
    people: dict[str, Coder], store: Store
) -> None:
    lead, coder = people["C1"], people["C3"]
    passage = quoted(lead)[0]
    span = words(store, lead, passage)
    fields = {"chapter": CHAPTER, "passage": passage, "version": "", "act": "release", "weighed": "yes"}
    lead.post("/quotes/release", 409, **fields, words="0-3")
    coder.post("/quotes/release", 403, **fields, words=span)
    lead.post("/quotes/release", **fields, words=span)
    choice = store.quote_choices().of(CHAPTER, passage)
    assert (choice.released_by, choice.span, choice.kept) == ("C1", tuple(map(int, span.split("-"))), True)
    assert "Released by C1" in coder.get(f"/quotes/chapter?id={CHAPTER}")
    assert "released again" in act(coder, store, passage, "note", note="It shows something.")
    assert store.quote_choices().of(CHAPTER, passage).released_by == ""


def test_what_the_check_finds_has_to_be_weighed(people: dict[str, Coder], store: Store) -> None:
    lead = people["C1"]
    text = store.passages([quoted(lead)[0]])[0]
    found = next((id for id in quoted(lead) if "weighed" in _part(lead, id)), "")
    if not found:
        pytest.fail(f"no quote of the invented study has a finding to weigh: {text.id}")
    told = act(lead, store, found, "release", "/quotes/release", words=words(store, lead, found))
    assert "Tick that you have weighed" in told
    assert store.quote_choices().of(CHAPTER, found).released_by == ""


def _part(coder: Coder, passage: str) -> str:
    return coder.get(f"/quotes/chapter?id={CHAPTER}").split(f'id="quote-{passage}"')[1].split("</article>")[0]


def test_withheld_words_are_nowhere_and_can_be_given_back(people: dict[str, Coder], store: Store) -> None:
    lead, coder = people["C1"], people["C3"]
    passage = quoted(lead)[0]
    text = store.passages([passage])[0].text
    fields = {"chapter": CHAPTER, "passage": passage, "act": "withhold"}
    assert "Say why" in lead.get(lead.post("/quotes/withhold", **fields).split("#")[0])
    assert "may name somebody" in lead.get(
        lead.post("/quotes/withhold", **fields, reason=f"{NAME} asked").split("#")[0]
    )
    lead.post("/quotes/withhold", **fields, reason="The family is known in the area.")
    assert passage not in quoted(lead)
    assert text not in coder.get(f"/quotes/chapter?id={CHAPTER}")
    assert "known in the area" in lead.get("/quotes")
    example = PracticeExample("e", 0, "A case", "x", (CHAPTER,), False, "forms", (Cited(passage, 0, 20),), "C1", "")
    store.put_example(example, "C1", None)
    assert "Quote 1 may not be printed: kept back by a lead of the study" in lead.get("/examples/e")
    assert "known in the area" not in coder.get("/quotes")
    (withheld,) = store.quote_choices().withheld().values()
    lead.post("/quotes/withhold", passage=passage, act="give back", version=withheld.version)
    assert passage in quoted(lead)
    lead.post("/quotes/withhold", 409, passage=passage, act="give back", version=withheld.version)


def test_a_study_can_print_released_quotes_only(people: dict[str, Coder], store: Store) -> None:
    lead = people["C1"]
    assert "Every quote is printed that is not withheld" in lead.get("/quotes")
    lead.post("/quotes/rule", print="released")
    assert store.quote_choices().only_released
    assert "Only released quotes are printed." in lead.get("/quotes")
    assert quoted(lead), "what waits for its release is shown all the same"


def test_quotes_of_documents_kept_from_somebody_are_not_shown(people: dict[str, Coder], store: Store) -> None:
    lead, coder = people["C1"], people["C3"]
    passage = store.passages([quoted(coder)[0]])[0]
    lead.post(f"/documents/{passage.document}", barred=["C3"])
    html = coder.get(f"/quotes/chapter?id={CHAPTER}")
    assert passage.text not in html
    assert passage.id not in html
    fields = {"chapter": CHAPTER, "passage": passage.id, "version": "", "act": "pin"}
    coder.post("/quotes", 400, **fields)
    assert coder.client.get(f"/quotes/words?id={CHAPTER}&passage={passage.id}").status_code == 400


def test_a_note_that_may_name_somebody_is_shown_to_its_writer_alone(people: dict[str, Coder], store: Store) -> None:
    coder = people["C3"]
    passage = quoted(coder)[0]
    fields = {"chapter": CHAPTER, "passage": passage, "version": "", "act": "note", "note": f"It shows {NAME}."}
    html = coder.post("/quotes", 200, **fields)
    assert "Nothing was stored" in html
    assert f'value="It shows {NAME}."' in html
    assert store.quote_choices().quotes == ()
    coder.post("/quotes", **fields, cleared="yes")
    assert store.quote_choices().of(CHAPTER, passage).note == f"It shows {NAME}."


def test_a_lead_lets_a_rare_role_be_printed_where_its_holder_agreed(store: Store) -> None:
    made = replace(document(50, SAID, people=6), quoting=True)
    speaker = passages(made)[0].participant
    agreed = Consent(Purpose.ATTRIBUTION, True)
    listed = [
        replace(one, quoting=True, role="pod manager", consents=(agreed,)) if one.code == speaker else one
        for one in participants(made)
    ]
    store.put_documents([(made, "in-50")], [replace(one, quoting=True) for one in listed], "v1")
    roles = {one.code: one.role for one in listed}
    cut = tuple(replace(one, quoting=True, role=roles[one.participant]) for one in passages(made))
    store.put_passages([(made.id, "in-50", cut)], "v1")
    for passage in cut:
        store.decide(passage.id, "C3", Verdict.CODED, (Coded(CHAPTER, Valence.POSITIVE),))
    lead, own = everybody(store)["C1"], "Print the speaker’s own role, “pod manager”: they agreed to that"
    page = lead.get(f"/quotes/chapter?id={CHAPTER}")
    mine = next(id for id in quoted(lead) if id in {one.id for one in cut if one.participant == speaker})
    assert page.count(own) == sum(id in {one.id for one in cut if one.participant == speaker} for id in quoted(lead))
    sent = {"path": "/quotes/release", "words": words(store, lead, mine), "weighed": "yes"}
    card = act(lead, store, mine, "release", **sent, role="yes").split(f'id="quote-{mine}"')[1].split("</article>")[0]
    assert ">Pod manager<" in card
    assert re.search(r"C1 signed off the speaker’s own role, “pod manager”, on \d+ \w+ \d{4}", card)
    assert "It is not printed" not in card
    assert store.quote_choices().of(CHAPTER, mine).role_shown
    card = act(lead, store, mine, "take back", "/quotes/release").split(f'id="quote-{mine}"')[1].split("</article>")[0]
    assert own in card
    assert "signed off" not in card
    assert not store.quote_choices().of(CHAPTER, mine).role_shown
