"""Practice examples in the report: a narrative with the words of several people in it."""

from __future__ import annotations

from collections.abc import Iterator

from voices.model import Report
from voices.model.assembled import PublishedExample
from voices.quotes.examples import MARK
from voices.reporting import wording
from voices.reporting.bank_pages import printed, slug
from voices.reporting.blocks import Block, Heading, QuoteList, Text


def examples(report: Report) -> Iterator[Block]:
    """Yield the part with practice examples; nothing where none is released."""
    if not report.examples:
        return
    yield Heading(1, "Practice examples", "examples")
    yield Text(
        "Each tells one case from several voices. The narrative is its writer’s, the quotes are exact. The people "
        "in it agreed, and a lead of the study released it after it was checked as a whole."
    )
    names = {group.id: group.name for group in report.bank.groups}
    for example in report.examples:
        yield from _example(example, names)


def _example(example: PublishedExample, names: dict[str, str]) -> Iterator[Block]:
    yield Heading(2, example.title, f"example-{slug(example.id)}")
    about = wording.listed(names.get(id, id) for id in example.principles)
    composite = "A composite: it is put together from several cases, and no single case was so. "
    yield Text(f"{composite if example.composite else ''}It shows: {about}.", "lead")
    left = list(range(1, len(example.quotes) + 1))
    for paragraph in example.narrative.split("\n\n"):
        marks = [int(match[1]) for match in MARK.finditer(paragraph)]
        text = " ".join(MARK.sub("", paragraph).split())
        if text:
            yield Text(text)
        here = [n for n in dict.fromkeys(marks) if n in left]
        left = [n for n in left if n not in here]
        if here:
            yield QuoteList(tuple(printed(example.quotes[n - 1]) for n in here))
    if left:
        yield QuoteList(tuple(printed(example.quotes[n - 1]) for n in left))
