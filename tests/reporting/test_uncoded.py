"""What a report says where nobody coded anything, or not the passages of a confirmed theme: never that people read."""

from __future__ import annotations

from dataclasses import replace

import docx
import invented_report
import lxml.html
import pytest

from flows import disclosed
from voices.model import Kind, Verdict
from voices.quotes import build_bank
from voices.reporting import bank_pages, report_pages, theme_records, wording, write
from voices.reporting.blocks import Heading, Text
from voices.themes import counts

BOOKS = invented_report.BOOKS
THEME = "Long waits for an assessment"
KINDS = {"complaints": [Kind.COMPLAINT], "six_principles": [Kind.SURVEY, Kind.INTERVIEW, Kind.FORM]}


def of(coded, **method):
    """Return a report on some of the invented decisions, as it may be published; its theme is confirmed."""
    plain, everything = invented_report.report(), invented_report.coded()
    people = invented_report.participants(everything)
    bank = build_bank(coded, BOOKS, people, invented_report.vectors(everything), plain.themes, kinds=KINDS)
    theme_counts = counts(plain.themes[0], [one.passage for one in everything])
    whole = replace(plain, bank=bank, theme_counts=theme_counts, method=replace(plain.method, **method))
    return disclosed.settled(whole, {})


@pytest.fixture(scope="module")
def undecided():
    nothing = dict.fromkeys(("decided", "coders", "suggested", "accepted", "by_rule", "held"), 0)
    return of([], **nothing, agreement=None, last_decision="")


def texts(pages):
    return [one.text for one in pages.blocks if isinstance(one, Text)]


@pytest.mark.parametrize("pages_of", [report_pages.pages, bank_pages.pages])
def test_where_nobody_coded_nothing_was_read_for(undecided, pages_of):
    said = texts(pages_of(undecided, BOOKS))
    assert not any("Read for" in one or "people read" in one for one in said)
    unknown = [
        one for one in said if one.startswith("Nothing is known of these, because no passage has been coded yet")
    ]
    assert len(unknown) == len(BOOKS)
    assert not any(THEME in one for one in unknown), "a confirmed theme is no code that was read for"


def test_a_confirmed_theme_that_nobody_coded_says_what_its_counts_are(undecided):
    blocks = report_pages.pages(undecided, BOOKS).blocks
    place = next(n for n, one in enumerate(blocks) if isinstance(one, Heading) and one.text == THEME)
    after = [one.text for one in blocks[place + 1 : place + 4] if isinstance(one, Text)]
    assert wording.UNCODED_THEME in after
    assert not any("checked" in one or "fewer than" in one.casefold() for one in after)
    (chapter,) = (one for one in undecided.bank.groups if one.id == "t1")
    assert (chapter.passages, chapter.few_people) == (0, False)
    assert chapter.support_note == chapter.dissent_note == "None of its passages has been coded yet"


def test_a_study_without_decisions_says_so_in_plain_sentences(undecided, tmp_path):
    write(undecided, tmp_path, BOOKS)
    page = lxml.html.fromstring((tmp_path / "report.html").read_text("utf-8")).text_content()
    said = " ".join(page.split())
    assert "no decision yet." not in said
    assert "0 people coded" not in said
    assert "Nobody has decided on any passage yet" in said
    assert "Nobody has coded a passage yet; people confirmed 1 theme." in said
    assert "nobody has decided on any of them yet" in said
    assert "figures that need no coding, and 1 theme that people confirmed" in said
    assert "as people read and coded it" not in said
    assert "The bank has no quote yet." in said
    assert "Passages nobody read290" in said
    assert "put right what belongs" not in said
    cover = docx.Document(str(tmp_path / "report.docx")).paragraphs[:4]
    assert "Nobody has decided on any passage yet" in [one.text for one in cover]


def test_only_codes_that_could_have_come_up_in_what_was_read_were_read_for():
    complaints = [one for one in invented_report.coded() if one.passage.kind is Kind.COMPLAINT]
    nothing = [replace(one, decision=replace(one.decision, verdict=Verdict.NO_CODE, codes=())) for one in complaints]
    report = of(nothing, decided=len(nothing))
    said = texts(report_pages.pages(report, BOOKS))
    (read,) = (one for one in said if one.startswith("Read for"))
    assert "Delay" in read
    (unknown,) = (one for one in said if one.startswith("Nothing is known of these"))
    assert "no passage they could come up in has been coded yet" in unknown
    assert "Learning" in unknown or "learning" in unknown
    assert "put no code to any of them" in " ".join(said)


def test_counts_published_before_any_decision_stay_as_they_were_and_say_so(undecided):
    passages = [one.passage for one in invented_report.coded()]
    themes, first = theme_records.held(undecided.themes, counts(undecided.themes[0], passages), {})
    record = theme_records.remember(themes, first, {}, "")
    (found,) = undecided.themes
    member = found.assignments[0].passage
    more = [replace(one, id="f" * 16, document="D9", participant="R9") for one in passages if one.id == member]
    grown = replace(found, assignments=(*found.assignments, replace(found.assignments[0], passage="f" * 16)))
    _, now = theme_records.held((grown,), counts(grown, [*passages, *more]), record)
    assert {one.as_of for one in now} == {theme_records.UNDATED}
    assert theme_records.remember((grown,), now, record, "") == record | theme_records.remember(
        (grown,), (), record, ""
    )
    said = texts(report_pages.pages(replace(undecided, themes=(grown,), theme_counts=now), BOOKS))
    assert any("are as published before any decision: somewhere fewer than 5 people" in one for one in said)
