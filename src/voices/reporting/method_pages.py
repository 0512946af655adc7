"""The methods appendix: what was done by whom and with what, from the record rather than from memory."""

from __future__ import annotations

from collections.abc import Iterator

from voices.model import Agreement, Report
from voices.quotes.suppression import suppress
from voices.reporting import wording
from voices.reporting.blocks import Block, Bullets, Heading, Table, Text

FEWEST_UNITS = 5
"""Passages under which agreement on one code is not printed: one passage more or less moves it from 0 to 1."""
STANDARDS = (
    "This appendix is written from the record of the study. Its headings name the items of three reporting standards: "
    "COREQ (Tong and others 2007), SRQR (O'Brien and others 2014) and RAMESES II (Wong and others 2016). What only the "
    "people who did the work can say is marked as missing, for them to fill in."
)
QUOTES = (
    "For each code the program takes, one after the other, the passage that is central to what people said, covers "
    "what earlier quotes leave out and repeats none of them. Quotes a coder marked come first. No person has more "
    "than two quotes in a chapter, nor more than a tenth of the bank (or twice an equal share). Stretches a coder "
    "marked as evidence are preferred; quotes are whole sentences of twelve to sixty words where the text allows. "
    "Every chapter has quotes of those who see it otherwise, or says that none was found and how many were checked."
)
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
    """Yield the appendix, under the headings of the reporting standards it answers to."""
    yield Text(STANDARDS)
    yield from _team(report)
    yield from _data(report)
    yield from _analysis(report)
    yield from _trust(report)
    yield from _realist(report)
    yield Heading(2, "What this does not promise (SRQR: limitations)", "method-limits")
    yield Bullets(LIMITS)


def _team(report: Report) -> Iterator[Block]:
    found = report.method
    yield Heading(2, "Who coded (COREQ domain 1 and item 24; SRQR: researcher characteristics)", "method-coders")
    said = f"{wording.plural(found.coders, 'person', 'people')} coded." if found.coders else _nobody_coded(report)
    yield Text(
        f"{said} Who they are, how they know the service and the people who took part, and what they expected to find "
        "is not in the record: say it here in their own words."
    )


def _nobody_coded(report: Report) -> str:
    confirmed = sum(theme.confirmed for some in report.themes for theme in some.themes)
    if not confirmed:
        return "Nobody has coded a passage yet."
    return f"Nobody has coded a passage yet; people confirmed {wording.plural(confirmed, 'theme')}."


def _data(report: Report) -> Iterator[Block]:
    found = report.method
    yield Heading(2, "Participants and data (COREQ domain 2; SRQR: sampling and data)", "method-data")
    yield Text(
        "Who took part, by source and wave, stands under “Who took part”. How people were chosen and asked is not in "
        "the record. Documents that could not be read stand under “What was withheld and skipped”."
    )
    if found.consent:
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


def _analysis(report: Report) -> Iterator[Block]:
    found = report.method
    yield Heading(2, "Coding and themes (COREQ items 24 to 27; SRQR: data analysis)", "method-coding")
    material = f"{wording.plural(found.passages, 'passage')} from {wording.plural(found.documents, 'document')}"
    yield Text(
        f"Of {material}, people decided on {found.decided:,} ({_share(found.decided, found.passages)}); the last "
        f"decision was made on {wording.day(found.last_decision)}."
        if found.decided
        else f"There are {material}, and nobody has decided on any of them yet."
    )
    yield Text(
        "Codes come from the codebooks below, written before the texts were read. The program proposes groups of "
        "passages as themes, and only what a person confirmed is reported as a theme."
    )
    if found.unread:
        yield Text(unread(report))
    yield Table("Coding in figures", ("What", "Figure"), tuple(figures(report)), frozenset({1}), "", (3, 1.2), 0.75)
    yield Heading(3, "Codebooks (COREQ item 25)")
    yield Table(
        "Codebooks used", ("Codebook", "Version", "Fingerprint (SHA-256)"), found.codebooks, frozenset(), "", (2, 1, 3)
    )
    yield Heading(3, "Models and software (COREQ item 27)")
    yield Table(
        "Models, packages and settings",
        ("Name", "Version or fingerprint"),
        tuple((name, version) for name, version in found.versions if not name.startswith("codebook ")),
        frozenset(),
        "",
        (2, 3),
    )
    yield Heading(3, "How quotes were chosen (COREQ items 29 to 32; SRQR: links to empirical data)")
    yield Text(QUOTES)
    yield Text(_chosen(report))


def _trust(report: Report) -> Iterator[Block]:
    yield Heading(2, "Agreement and checks (SRQR: techniques to enhance trustworthiness)", "method-agreement")
    yield from _agreement(report.method.agreement, {g.id: g.name for g in report.bank.groups})
    yield Heading(3, "Names that were missed")
    yield Text(missed(report))
    yield Heading(3, "Participant checking (COREQ item 28)")
    yield Text("The record does not say whether participants saw the findings: say it here.")


def _realist(report: Report) -> Iterator[Block]:
    if not report.theories:
        return
    links = sum(n for found in report.theories for _, n, _, _ in found.counts)
    reworded = sum(bool(found.before) for found in report.theories)
    yield Heading(2, "Theories (RAMESES II: programme theory, data analysis, findings)", "method-theories")
    yield Text(
        f"The study began with {wording.plural(len(report.theories), 'theory', 'theories')} of the form “if …, then …, "
        f"because …”; people reworded {reworded} of them. They made {wording.plural(links, 'link')} between words and "
        "theories, each anchored in one narrative or in several and said to support, refine or refute its theory. A "
        "mechanism is a resource together with the reasoning it meets. Which links refute a theory was looked for in "
        "every passage that carries its principles."
    )


def _chosen(report: Report) -> str:
    """Return what people did about the machine's choice of quotes."""
    quotes = [q for g in report.bank.groups for q in (*g.supporting, *g.dissenting)]
    pinned = sum(q.why.startswith("Somebody pinned it") for q in quotes)
    released = sum(bool(q.released_by) for q in quotes)
    if not quotes:
        return "The bank has no quote yet."
    return (
        f"Of {wording.plural(len(quotes), 'quote')} in the bank people pinned {pinned:,} and a lead released "
        f"{released:,}; the program proposed the others, and people could drop, trim and reorder them."
    )


def _share(part: int, whole: int) -> str:
    return wording.percent(100 * part / whole) if whole else "none"


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
    yield "Passages nobody read", f"{found.unread if found.decided else found.passages:,}"
    yield "Coders", f"{found.coders:,}"
    yield "Decided with a suggestion in view", f"{found.suggested:,}"
    accepted = f"{found.accepted:,}"
    if found.suggested:
        accepted += f" ({wording.percent(100 * found.accepted / found.suggested)})"
    yield "Of these, decided exactly as suggested", accepted
    yield "Decided by a rule a person switched on", f"{found.by_rule:,}"
    yield "Held for the safeguarding lead", wording.few(found.held)
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
