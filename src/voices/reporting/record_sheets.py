"""Sheets of the record: codebook and versions, every decision, who was asked what, and codes that come together."""

from __future__ import annotations

from collections.abc import Sequence

from voices.codebook import Codebook
from voices.model import Report
from voices.quotes.suppression import SUPPRESSED
from voices.reporting import wording
from voices.reporting.sheets import Cell, Sheet

NOT_ASKED = "not asked"
NOT_MENTIONED = "asked, not mentioned"


def whole(report: Report, codebooks: Sequence[Codebook]) -> tuple[Sheet, ...]:
    """Return the sheets that hold anything."""
    found = (by_source(report), together(report), codebook(report, codebooks), decisions(report))
    return tuple(sheet for sheet in found if sheet.rows)


def codebook(report: Report, codebooks: Sequence[Codebook]) -> Sheet:
    """Return every code of the codebooks in use, with the version and fingerprint it was applied under."""
    used = {name: (version, digest) for name, version, digest in report.method.codebooks}
    rows = tuple(
        (book.name, *used.get(book.name, (book.version, book.hash)), code.id, code.name, code.parent, code.kind.value,
         code.definition, "; ".join(code.include), "; ".join(_exclusion(one) for one in code.exclude))
        for book in codebooks
        for code in book.codes
    )  # fmt: skip
    header = ("Codebook", "Version", "Fingerprint", "Code", "Name", "Part of", "Kind", "Definition", "Belongs",
              "Does not belong")  # fmt: skip
    return Sheet("Codebook", header, rows, (16, 9, 22, 30, 34, 18, 12, 70, 60, 60))


def _exclusion(one: object) -> str:
    return " → ".join(filter(None, (getattr(one, "text", ""), getattr(one, "code", ""))))


def decisions(report: Report) -> Sheet:
    """Return every decision that stands, by passage: no words, no person, no row number, and the month alone.

    When and in which order passages were read would tell which are of one person.
    """
    rows = tuple(
        (one.passage, one.verdict, ", ".join(one.codes), one.month, one.coder, "yes" if one.by_rule else "")
        for one in report.decisions
    )
    header = ("Passage", "Verdict", "Codes", "Decided in", "Coder", "By a rule")
    return Sheet("Decisions", header, rows, (20, 12, 60, 12, 8, 10))


def by_source(report: Report) -> Sheet:
    """Return n of N of every chapter in every source; who was not asked stands apart from who did not mention it."""
    sources = sorted({source for group in report.bank.groups for source, _ in group.asked})
    rows: list[tuple[Cell, ...]] = []
    for group in (g for g in report.bank.groups if g.passages):
        asked, said = dict(group.asked), dict(group.by_source)
        for source in sources:
            if source not in asked:
                rows.append((group.id, group.name, source, None, None, NOT_ASKED))
                continue
            n = said.get(source, SUPPRESSED)
            shown: Cell = wording.NOT_SHOWN if n == SUPPRESSED else n
            of: Cell = wording.NOT_SHOWN if asked[source] == SUPPRESSED else asked[source]
            rows.append((group.id, group.name, source, shown, of, NOT_MENTIONED if n == 0 else ""))
    header = ("Code", "Name", "Source", "People who spoke of it", "Of", "Note")
    return Sheet("Asked by source", header, tuple(rows), (30, 34, 34, 22, 12, 22))


def together(report: Report) -> Sheet:
    """Return how many people speak of every two codes."""
    names = {group.id: group.name for group in report.bank.groups}
    rows = tuple(
        (names.get(one, one), names.get(other, other), wording.NOT_SHOWN if n == SUPPRESSED else n)
        for one, other, n in report.bank.together
    )
    return Sheet("Codes together", ("Code", "And", "People who speak of both"), rows, (40, 40, 24))
