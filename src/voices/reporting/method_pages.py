"""The methods appendix: what was done by whom and with what, from the record rather than from memory."""

from __future__ import annotations

from collections.abc import Iterator

from voices.model import Agreement, Report
from voices.quotes.suppression import suppress
from voices.reporting import wording
from voices.reporting.blocks import Block, Bullets, Heading, Table, Text

FEWEST_UNITS = 5
"""Passages under which agreement on one code is not printed: one passage more or less moves it from 0 to 1."""
LIMITS = (
    "The texts are pseudonymised: direct and indirect identifiers are replaced as far as they were found, and a person "
    "confirmed those in doubt. Somebody who knows a family or a team may still recognise an event. Treat the quotes "
    "as personal data until your data protection lead says otherwise.",
    "An attribution printed as a group, such as “practitioner”, may stand for a role held by few people.",
    "Suggestions and themes from the machine are proposals. Only what a person decided is counted.",
    "Counts say how many people raised something, not how many would agree with it; those who were not asked or did "
    "not answer are not counted as disagreeing.",
    "Percentages and indicators describe; they do not show that the way of working caused a change.",
)


def method(report: Report) -> Iterator[Block]:
    """Yield the appendix."""
    found = report.method
    yield Heading(2, "Coding", "method-coding")
    yield Text(
        f"{wording.plural(found.coders, 'person', 'people')} coded. Of {wording.plural(found.passages, 'passage')} "
        f"from {wording.plural(found.documents, 'document')}, {found.decided:,} have a decision that stands; the "
        f"last was made on {wording.day(found.last_decision)}."
    )
    if found.unread:
        yield Text(unread(report))
    yield Table("Coding in figures", ("What", "Figure"), tuple(figures(report)), frozenset({1}), "", (3, 1.2), 0.75)
    if found.consent:
        yield Heading(2, "Consent", "method-consent")
        yield Table(
            "What people agreed to",
            ("May their words be used, quoted, and given a role", "Agreed", "Refused", "Nothing clear recorded"),
            tuple((wording.capital(p), *(wording.count(n) for n in said)) for p, *said in _hidden_small(found.consent)),
            frozenset({1, 2, 3}),
            "People of whom the study's files record an answer. Words of whoever refused to have them used were not "
            f"read; those of whoever did not clearly agree to be quoted are counted and paraphrased. "
            f"{wording.small_cells()}",
            (4, 1, 1, 1.4),
        )
    yield Heading(2, "Agreement between coders", "method-agreement")
    yield from _agreement(found.agreement, {g.id: g.name for g in report.bank.groups})
    yield Heading(2, "Codebooks", "method-codebooks")
    yield Table(
        "Codebooks used", ("Codebook", "Version", "Fingerprint (SHA-256)"), found.codebooks, frozenset(), "", (2, 1, 3)
    )
    yield Heading(2, "Models and software", "method-versions")
    yield Table(
        "Models, packages and settings",
        ("Name", "Version or fingerprint"),
        tuple((name, version) for name, version in found.versions if not name.startswith("codebook ")),
        frozenset(),
        "",
        (2, 3),
    )
    yield Heading(2, "How quotes were chosen", "method-quotes")
    yield Text(
        "For each code the program takes, one after the other, the passage that is central to what people said, covers "
        "what earlier quotes leave out and repeats none of them. Quotes a coder marked come first. No person has more "
        "than two quotes in a chapter, nor more than a tenth of the bank (or twice an equal share). Stretches a coder "
        "marked as evidence are preferred; quotes are whole sentences of twelve to sixty words where the text allows."
    )
    yield Heading(2, "Names that were missed", "method-names")
    yield Text(missed(report))
    yield Heading(2, "What this does not promise", "method-limits")
    yield Bullets(LIMITS)


def unread(report: Report) -> str:
    """Return what is left unread and what it would add, apart from every count."""
    found = report.method
    estimate = f" As an estimate, which enters no count: {found.outlook}" if found.outlook else ""
    return (
        f"Reading stopped early: every count in this report is of the {found.decided:,} passages read, and "
        f"{wording.plural(found.unread, 'passage')} were not.{estimate}"
    )


def missed(report: Report) -> str:
    """Return what is known of names that are still in the texts, as the appendix and the workbook say it."""
    found = report.method
    if not found.audit:
        return "Nobody has read a sample of sentences for names that were missed, so how many are left is not known."
    return found.audit + (" The texts have changed since that sample was drawn." if found.audit_stale else "")


def _hidden_small(
    consent: tuple[tuple[str, int, int, int], ...],
) -> Iterator[tuple[str, int, int, int]]:
    for purpose, *said in consent:
        shown = dict(suppress(dict(zip("abc", said, strict=True))))
        yield purpose, shown["a"], shown["b"], shown["c"]


def figures(report: Report) -> Iterator[tuple[str, str]]:
    """Yield (what, figure) of the coding, as the appendix and the workbook show them."""
    found = report.method
    yield "Documents", f"{found.documents:,}"
    yield "Passages", f"{found.passages:,}"
    yield "Passages with a decision", f"{found.decided:,}"
    yield "Passages nobody read", f"{found.unread:,}"
    yield "Coders", f"{found.coders:,}"
    yield "Decided with a suggestion in view", f"{found.suggested:,}"
    accepted = f"{found.accepted:,}"
    if found.suggested:
        accepted += f" ({wording.percent(100 * found.accepted / found.suggested)})"
    yield "Of these, decided exactly as suggested", accepted
    yield "Decided by a rule a person switched on", f"{found.by_rule:,}"
    yield "Held for the safeguarding lead", f"{found.held:,}"
    yield "Last decision", wording.day(found.last_decision)


def _agreement(found: Agreement | None, names: dict[str, str]) -> Iterator[Block]:
    if found is None or found.alpha is None:
        yield Text(
            "No figure: too few passages were coded by two people without seeing each other's codes or a suggestion. "
            "Agreement is then a matter of discussion between coders, which this appendix does not replace."
        )
        return
    interval = ""
    if found.low is not None and found.high is not None:
        interval = f" (95% interval {found.low:.2f} to {found.high:.2f})"
    yield Text(
        f"Krippendorff's alpha over sets of codes is {found.alpha:.2f}{interval}, from "
        f"{wording.plural(found.units, 'passage')} coded blind by {wording.plural(found.coders, 'person', 'people')}. "
        "1 is full agreement, 0 what chance would give."
    )
    order = {code: place for place, code in enumerate(names)}
    rows = tuple(
        (names.get(code, code), f"{units:,}", _alpha(units, alpha))
        for code, units, alpha in sorted(found.by_code, key=lambda row: (order.get(row[0], len(order)), row[0]))
    )
    if rows:
        header = ("Code", "Passages coded to it", "Alpha")
        note = f"No figure under {FEWEST_UNITS} passages: one passage would decide it."
        yield Table("Agreement by code", header, rows, frozenset({1, 2}), note, (4, 2.6, 1))


def _alpha(units: int, alpha: float | None) -> str:
    if units < FEWEST_UNITS:
        return "too few"
    return "–" if alpha is None else f"{alpha:.2f}"
