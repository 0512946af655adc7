"""A total hidden because it is small and one hidden to protect others read alike in the chapter of a theme."""

from __future__ import annotations

import json
from dataclasses import replace

import invented_report

from voices.model import ThemeCount
from voices.quotes import settle
from voices.quotes.earlier import Earlier, remember
from voices.quotes.suppression import SUPPRESSED
from voices.reporting import as_json, bank_pages, sheets, wording
from voices.reporting.blocks import Text
from voices.reporting.theme_chapters import alike
from voices.themes.counting import TOTAL

BOOKS = invented_report.BOOKS
PLAIN = invented_report.report()


def chapter(people: int, *, hidden: bool):
    """Return the bank with a theme of so many people, settled; `hidden` where its tables hide its total."""
    groups = tuple(
        replace(
            one, participants=people, passages=people + 2, few_people=people < 3, supporting=(), dissenting=(),
            support_note=f"Found, and none of it may be quoted or was wanted; {people + 2} checked",
            dissent_note=f"None found, {people + 2} checked",
        )
        if one.id == "t1" else one
        for one in PLAIN.bank.groups
    )  # fmt: skip
    total = ThemeCount("complaints", "t1", TOTAL, (("", people, people),), hidden=("",) if hidden else ())
    bank = alike(settle(replace(PLAIN.bank, groups=groups), Earlier(), "2026-03-02"), (total,))
    return bank, next(one for one in bank.groups if one.id == "t1")


def told(bank):
    """Return all that print, workbook and data say of the theme's chapter."""
    report = replace(PLAIN, bank=bank, theme_counts=())
    (group,) = (one for one in bank.groups if one.id == "t1")
    printed = [
        one.text for one in (*bank_pages.opening(group, True), *bank_pages.quotes(group, 3)) if isinstance(one, Text)
    ]
    (row,) = (row for row in sheets.codes(bank.groups).rows if row[1] == "t1")
    (data,) = (one for one in json.loads(as_json.bank(report))["groups"] if one["id"] == "t1")
    return printed, row, data


def test_a_small_theme_and_one_that_protects_others_cannot_be_told_apart():
    small, fewest, protecting = (told(chapter(n, hidden=h)[0]) for n, h in ((4, False), (2, True), (5, True)))
    assert small == fewest == protecting
    assert any("speak of long waits for an assessment is not shown: one to four people, or" in one for one in small[0])
    assert not any("fewer than" in one.casefold() or "checked" in one for one in small[0])


def test_five_people_are_never_called_fewer_than_five():
    _, group = chapter(5, hidden=True)
    assert group.participants == SUPPRESSED
    assert (wording.n_of(group), wording.people(group)) == ("not shown", "How many people is not shown.")
    _, shown = chapter(5, hidden=False)
    assert wording.n_of(shown).startswith("5 of ")


def test_a_code_held_beside_an_earlier_publication_is_not_called_small():
    code = next(one for one in PLAIN.bank.groups if one.id == "delay")
    small = replace(code, participants=3)
    (now,) = settle(replace(PLAIN.bank, groups=(small,), together=()), Earlier(), "").groups
    assert wording.n_of(now).startswith("fewer than five of ")
    assert wording.finding(now, "delay", True).startswith("Fewer than five of ")
    held = replace(now, held=True, codebook=code.codebook)
    assert wording.n_of(held) == "not shown"
    assert wording.finding(held, "delay", True).endswith(" speak of delay is not shown.")


def test_no_note_tells_how_many_passages_a_chapter_has_whose_passages_are_not_shown():
    one = replace(PLAIN.bank.groups[0], parent="", participants=9, dissent_note="None found, 31 checked")
    first = settle(replace(PLAIN.bank, groups=(one,), together=()), Earlier(), "a")
    assert first.groups[0].dissent_note == "None found, 31 checked"
    more = replace(one, participants=10, passages=one.passages + 1, dissent_note="None found, 32 checked")
    (held,) = settle(replace(PLAIN.bank, groups=(more,), together=()), remember(first, Earlier()), "b").groups
    assert (held.held, held.dissent_note) == (True, "None found")
