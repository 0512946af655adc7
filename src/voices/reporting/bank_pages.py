"""The quote bank as a document: every chapter with its counts and its quotes for and against."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from voices.codebook import Codebook, CodeKind
from voices.model import Group, Quote, Report, Valence
from voices.quotes.suppression import FEW_PEOPLE, SUPPRESSED
from voices.reporting import people_pages, wording
from voices.reporting.blocks import Block, Bullets, Heading, Pages, PrintedQuote, QuoteColumns, Table, Text

THEMES = "themes"
OF_THEMES = "The machine proposed these themes by topic modelling, and a person confirmed each of them."
_FEW = {3: "three"}[FEW_PEOPLE]
HOW_TO_READ = (
    "A quote is an exact stretch of what somebody said or wrote. Names, places and other details that could point "
    "at a person are replaced by words in square brackets, such as [person] or [place]. “[…]” marks where the "
    "passage goes on.",
    "Supporting quotes speak for the principle working, dissenting quotes against it; neutral ones stand with the "
    "supporting. A mixed view can stand on either side and is marked. Where a chapter names a problem, such as a "
    "theme of complaints, those who report it support it, and those who found the opposite dissent.",
    "Counts are people, never excerpts: “12 of 40 participants” means twelve of the forty who took part in the "
    "sources where the subject could have come up. Respondents are answer sheets and letters of people nobody names, "
    "one each; groups are conversations whose voices nobody told apart. " + wording.SCALE,
    "Attributions give role and wave only as far as at least five people share them. Quotes illustrate findings; "
    "their number proves nothing.",
    f"Counts by role, wave or source are {wording.NOT_SHOWN} where they are one to four people, or where they would "
    "let such a number be worked out.",
)


def pages(report: Report, codebooks: Sequence[Codebook]) -> Pages:
    """Return the quote bank as blocks, chapters in the order of the codebooks, themes last."""
    blocks: list[Block] = [Heading(1, "How to read this quote bank", "how-to-read"), Bullets(HOW_TO_READ)]
    for book, title in sections(report, codebooks):
        groups = [g for g in report.bank.groups if g.codebook == book]
        blocks.append(Heading(1, title, f"book-{slug(book)}"))
        if book == THEMES:
            blocks.append(Text(OF_THEMES))
        for group in (g for g in groups if not g.parent and g.passages):
            blocks += chapter(group, [g for g in groups if g.parent == group.id], thematic(codebooks, book))
        blocks += silent(groups, report.method.decided)
    blocks.append(Heading(1, "What was withheld", "withheld"))
    blocks += withheld(report)
    about = wording.about(
        "Words to quote for every finding of the study, for and against, with who said it and how many others did. "
        "Copy a quote with its sign (q and eight letters or figures): it leads back to where the words stand."
    )
    return Pages(f"{report.title}: quote bank", report.council, tuple(blocks), report.method.last_decision, about)


def sections(report: Report, codebooks: Iterable[Codebook]) -> list[tuple[str, str]]:
    """Return (codebook name, title) of the parts that have chapters, codebooks in order and themes last."""
    present = {g.codebook for g in report.bank.groups}
    named = [(book.name, book.title) for book in codebooks if book.name in present]
    rest = sorted(present - {name for name, _ in named} - {THEMES})
    found = named + [(name, name.replace("_", " ").capitalize() or "Codes") for name in rest]
    return found + ([(THEMES, "Themes found in the text")] if THEMES in present else [])


def chapter(group: Group, children: Sequence[Group], names_subjects: bool) -> Iterator[Block]:
    """Yield one chapter with its tables and quotes, then its child codes."""
    yield from opening(group, names_subjects)
    yield from people_pages.by_role(group)
    yield from quotes(group, 3)
    quoted = [child for child in children if child.supporting or child.dissenting]
    for child in quoted:
        yield Heading(3, child.name, slug(child.id), child.colour)
        if child.definition:
            yield Text(child.definition, "lead")
        yield Text(wording.people(child), "finding")
        yield from warnings(child)
        yield from quotes(child, 4)
    rest = [child for child in children if child.passages and child not in quoted]
    if rest:
        named = wording.listed(f"{c.name} ({wording.n_of(c)} {c.counts})" for c in rest)
        yield Text(f"Also spoken of, in words that may not be quoted or are printed elsewhere: {named}.", "note")


def opening(group: Group, names_subjects: bool) -> Iterator[Block]:
    """Yield the heading of a chapter, what it is about, its finding and its flag."""
    yield Heading(2, group.name, slug(group.id), group.colour)
    if group.definition:
        yield Text(group.definition, "lead")
    yield Text(wording.finding(group, wording.short_name(group), names_subjects), "finding")
    yield from warnings(group)


def silent(groups: Iterable[Group], decided: int) -> Iterator[Block]:
    """Yield what is said where nobody's words were coded: the themes one by one, the codes in a line.

    `decided` is how many passages people decided on in the whole study. A code was read for where somebody decided a
    passage of a source in which it could come up; of any other nothing is known.
    """
    empty = [g for g in groups if not g.parent and not g.passages]
    for group in (g for g in empty if g.codebook == THEMES):
        yield from opening(group, names_subjects=True)
    codes = [g for g in empty if g.codebook != THEMES]
    found_nowhere = wording.listed(g.name for g in codes if g.of_participants)
    unknown = wording.listed(g.name for g in codes if not g.of_participants)
    if found_nowhere:
        yield Text(f"Read for, and not found in any passage that people read: {found_nowhere}.", "note")
    if unknown:
        why = "no passage they could come up in has been coded yet" if decided else "no passage has been coded yet"
        yield Text(f"Nothing is known of these, because {why}: {unknown}.", "note")


def thematic(codebooks: Iterable[Codebook], book: str) -> bool:
    """Return whether a part names subjects, as complaints and found themes do, rather than principles."""
    if book == THEMES:
        return True
    return any(b.name == book and b.main() and all(c.kind is CodeKind.THEME for c in b.main()) for b in codebooks)


def warnings(group: Group) -> Iterator[Block]:
    """Yield the flag of a chapter that rests on very few people."""
    if few_people(group):
        yield Text(f"Rests on fewer than {_FEW} people: read it as a case, not as a pattern.", "warning")
    if group.held:
        yield Text(wording.as_of(group), "note")


def few_people(group: Group) -> bool:
    """Return whether a chapter is flagged: not where its number is hidden and nobody may learn that it is small."""
    hidden = group.participants == SUPPRESSED and not wording.is_small(group)
    return group.few_people and bool(group.passages) and not hidden


def quotes(group: Group, level: int, most: int | None = None) -> Iterator[Block]:
    """Yield the quotes of a chapter on both sides, at most `most` on each; one line where neither side has any."""
    support_note, dissent_note = (f"{note or 'None found'}." for note in (group.support_note, group.dissent_note))
    if not group.supporting and not group.dissenting:
        yield Text(
            f"No quote is printed. Supporting: {_inside(support_note)} Dissenting: {_inside(dissent_note)}", "note"
        )
        return
    yield QuoteColumns(
        tuple(printed(q) for q in group.supporting[:most]),
        tuple(printed(q) for q in group.dissenting[:most]),
        support_note="" if group.supporting else support_note,
        dissent_note="" if group.dissenting else dissent_note,
        level=3 if level == 3 else 4,
    )


def _inside(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]


def printed(quote: Quote) -> PrintedQuote:
    """Return a quote as it stands on the page."""
    mixed = "mixed view" if quote.valence is Valence.MIXED else ""
    return PrintedQuote(quote.printed, quote.attribution, mixed, quote_id(quote), quote.note)


def quote_id(quote: Quote) -> str:
    """Return how print and workbook name a quote; `voices publish --verify` leads from it to passage and decision."""
    return f"q{quote.passage[:8]}"


def withheld(report: Report) -> Iterator[Block]:
    """Yield how many passages could not be quoted, by reason; nothing about any single one.

    The list of them is for the lead and lies apart from what is published.
    """
    reasons = reasons_of(report)
    if not reasons:
        yield Text("Nothing was withheld.")
        return
    yield Text("These passages count towards the findings where they were coded, but their words are not printed.")
    rows = tuple((wording.capital(reason), wording.few(number)) for reason, number in reasons.items())
    yield Table("Passages withheld, by reason", ("Reason", "Passages"), rows, frozenset({1}), "", (3, 1), 0.75)


def slug(text: str) -> str:
    """Return an id for a heading, made of letters, digits and hyphens."""
    return "-".join("".join(c if c.isalnum() else " " for c in text.casefold()).split()) or "part"


def reasons_of(report: Report) -> Mapping[str, int]:
    """Return how many passages were withheld, by reason."""
    found: dict[str, set[str]] = {}
    for item in report.bank.withheld:
        found.setdefault(item.reason, set()).add(item.passage)
    return {reason: len(found[reason]) for reason in sorted(found)}
