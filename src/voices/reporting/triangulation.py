"""Triangulation in the report: each principle across the sources, with figures beside the words."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from voices.model import Group, Report
from voices.model.triangulation import Convergence, Lean, Triangulated
from voices.quotes.counting import AGAINST, BOTH, FOR
from voices.quotes.leaning import RULE, proposed
from voices.quotes.suppression import SUPPRESSED
from voices.reporting import wording
from voices.reporting.blocks import Block, Heading, Table, Text
from voices.reporting.fixed import printable
from voices.reporting.sheets import Cell, Sheet

VERDICTS = {
    Convergence.AGREE: "The sources agree",
    Convergence.PARTIAL: "The sources agree in part",
    Convergence.CONFLICT: "The sources conflict",
    Convergence.SILENT: "Too few sources take a side",
}
SHORT = {
    Convergence.AGREE: "Agree",
    Convergence.PARTIAL: "Agree in part",
    Convergence.CONFLICT: "Conflict",
    Convergence.SILENT: "Silent",
}
SHEET = "Triangulation"
"""Name of the sheet in the workbook of a report; a person settles verdicts in it and brings it back."""
_WAYS = (FOR, AGAINST, BOTH)
_FEW = f"Fewer than {wording.SMALL} people spoke"
_SILENT = "Asked, not mentioned"


def rows(report: Report) -> tuple[Triangulated, ...]:
    """Return the study's principles across its sources; nothing where nobody spoke of any."""
    rulings = {one.principle: one for one in report.rulings}
    found = []
    for group in report.bank.groups:
        if group.id in report.principles and group.passages:
            found.append(
                Triangulated(
                    group.id,
                    group.leans,
                    group.ways,
                    group.participants,
                    group.independent,
                    proposed(group.leans),
                    rulings.get(group.id),
                    numbers(report, group.id),
                )
            )
    return tuple(found)


def numbers(report: Report, principle: str) -> tuple[str, ...]:
    """Return what closed questions say on a principle, a survey each: "staff survey 74% (68 to 79), then 80%"."""
    found = []
    for scores in report.scores:
        waves = [w for p in scores.principles if p.principle == principle for w in p.waves]
        said = [
            wording.percent(w.percent_positive) + (f" ({wording.between(w.low, w.high)})" if w.low is not None else "")
            for w in waves
            if w.percent_positive is not None
        ]
        if said:
            found.append(f"{scores.title}: {', then '.join(said)}")
    return tuple(found)


def pages(report: Report) -> Iterator[Block]:
    """Yield the part on triangulation; nothing where nobody spoke of any principle."""
    found = rows(report)
    if not found:
        return
    names = {group.id: group for group in report.bank.groups}
    yield Heading(1, "Findings across sources", "triangulation")
    yield Text(
        "What the sources say together on each principle, with the figures of the closed questions beside the words. "
        + RULE
    )
    yield Table(
        "The principles across sources",
        ("Principle", "Verdict", "Participants", "Independent sources", "Percent positive by survey"),
        tuple(
            (
                names[one.principle].name,
                SHORT[one.verdict] + ("" if one.ruling else " (proposed)"),
                wording.count(one.participants),
                str(one.independent),
                "\n".join(one.numbers) or "–",
            )
            for one in found
        ),
        frozenset({2, 3}),
        "Proposed: by the rule above, and not settled by a person yet. Independent sources are sources of participants "
        f"that share nobody with each other. {wording.small_cells()}",
        (3.2, 1.8, 1.6, 1.7, 3.6),
    )
    for one in found:
        yield from _principle(one, names[one.principle])


def _principle(one: Triangulated, group: Group) -> Iterator[Block]:
    yield Heading(2, group.name)
    yield Text(f"{VERDICTS[one.verdict]}.", "finding")
    if one.ruling is None:
        yield Text("This is the rule’s proposal. Nobody has settled it yet.", "note")
    else:
        changed = (
            f" When it was settled the rule proposed “{SHORT[one.ruling.proposed].casefold()}”, now it proposes "
            f"“{SHORT[one.proposed].casefold()}”: look at it again."
            if one.proposed is not one.ruling.proposed
            else f" The rule proposes “{SHORT[one.proposed].casefold()}”."
        )
        yield Text(one.ruling.note)
        yield Text(f"Settled by a person on {wording.day(one.ruling.made_at)}.{changed}", "note")
    yield Table(
        f"{group.name}: which way each source speaks",
        ("Speaks", "Sources, with people for, against and both ways where they may be shown"),
        tuple(_spoken(one)),
        frozenset(),
        "Secondary evidence is another document’s: nobody in it is counted." if _has_secondary(one.leans) else "",
        (1.4, 5),
    )


def _spoken(one: Triangulated) -> Iterator[tuple[str, str]]:
    """Yield (direction, sources) in a fixed order, those without a direction last."""
    ways = {source: dict(cells) for source, cells in one.ways}
    order = ("For", "Mixed", "Against", "Neither way", _FEW, _SILENT)
    for wanted in order:
        named = []
        for lean in (lean for lean in one.leans if direction(lean) == wanted):
            people = _people(lean, ways)
            counted = wanted not in (_FEW, _SILENT) and wording.NOT_SHOWN not in people and not lean.secondary
            named.append(_source(lean) + (f" ({', '.join(people)})" if counted else ""))
        if named:
            yield wanted, "; ".join(named)


def _source(lean: Lean) -> str:
    return wording.capital(lean.source) + (" (secondary evidence)" if lean.secondary else "")


def direction(lean: Lean) -> str:
    """Return which way a source speaks, as far as print may say."""
    if not lean.direction:
        return _SILENT
    if lean.few:
        return _FEW
    return {FOR: "For", AGAINST: "Against", "mixed": "Mixed"}.get(lean.direction, "Neither way")


def _people(lean: Lean, ways: dict[str, dict[str, int]]) -> tuple[str, ...]:
    if lean.secondary:
        return ("–", "–", "–")
    own = ways.get(lean.source)
    if own is None:
        return ("0", "0", "0") if not lean.direction else (wording.NOT_SHOWN,) * 3
    return tuple(wording.count(own[way]) for way in _WAYS)


def _has_secondary(leans: tuple[Lean, ...]) -> bool:
    return any(lean.secondary for lean in leans)


def mark(verdict: Convergence, note: str) -> str:
    """Return what tells whether a verdict or its note was changed; line ends count alike."""
    words = "\n".join(printable(note).strip().splitlines())
    return sha256(f"{verdict}\n{words}".encode()).hexdigest()[:8]


def sheet(report: Report) -> Sheet:
    """Return principle by source, with verdict, note and figures in the first row of each principle."""
    names = {group.id: group.name for group in report.bank.groups}
    lines: list[tuple[Cell, ...]] = []
    for one in rows(report):
        ways = {source: dict(cells) for source, cells in one.ways}
        head: tuple[Cell, ...] = (
            SHORT[one.verdict],
            "person" if one.ruling else "proposed by the rule",
            one.ruling.note if one.ruling else "",
            SHORT[one.proposed],
            wording.NOT_SHOWN if one.participants == SUPPRESSED else one.participants,
            one.independent,
            "; ".join(one.numbers),
            mark(one.ruling.verdict, one.ruling.note) if one.ruling else "",
        )
        for place, lean in enumerate(one.leans):
            told: tuple[Cell, ...] = head if not place else ("", "", "", "", None, None, "", "")
            kind = "secondary" if lean.secondary else "participants"
            people = _people(lean, ways)
            lines.append((one.principle, names[one.principle], lean.source, kind, direction(lean), *people, *told))
    header = ("Principle", "Name", "Source", "Evidence", "Speaks", "For", "Against", "Both ways", "Verdict",
              "Settled by", "Note", "Proposed", "Participants", "Independent sources", "Percent positive",
              "Mark")  # fmt: skip
    widths = (18, 36, 30, 14, 26, 10, 10, 10, 16, 18, 50, 16, 12, 12, 60, 11)
    return Sheet(SHEET, header, tuple(lines), widths)


def record(report: Report) -> list[dict[str, Any]]:
    """Return it as JSON; hidden numbers are null."""
    found = []
    for one in rows(report):
        ways = {source: {way: None if n == SUPPRESSED else n for way, n in cells} for source, cells in one.ways}
        found.append(
            {
                "principle": one.principle,
                "verdict": one.verdict.value,
                "proposed": one.proposed.value,
                "settled": one.ruling is not None,
                "note": one.ruling.note if one.ruling else "",
                "participants": None if one.participants == SUPPRESSED else one.participants,
                "independent_sources": one.independent,
                "percent_positive": list(one.numbers),
                "sources": [
                    {
                        "source": lean.source,
                        "secondary": lean.secondary,
                        "direction": None if lean.few else lean.direction or "silent",
                        "people": None if lean.secondary else ways.get(lean.source),
                    }
                    for lean in one.leans
                ],
            }
        )
    return found
