"""The framework matrix in the report: principle by principle, what each group says, in the words of a coder."""

from __future__ import annotations

from collections.abc import Iterator

from voices.model import Report
from voices.reporting.bank_pages import quote_id
from voices.reporting.blocks import Block, Heading, Table, Text


def matrix(report: Report) -> Iterator[Block]:
    """Yield the part with the matrix; nothing where nobody wrote in it."""
    if not report.framework:
        return
    yield Heading(1, "Framework matrix: what each group says", "framework")
    yield Text(
        "People who read the passages summed up what each group says on each principle, with the words they rest on. "
        "A row is always a group of several people, so that nobody can be followed from one principle to the next. "
        "A group without a row on a principle was not summed up there."
    )
    names = {group.id: group.name for group in report.bank.groups}
    present = {id for row in report.framework for id, _, _ in row.cells}
    ordered = [group.id for group in report.bank.groups if group.id in present]
    for id in dict.fromkeys((*ordered, *sorted(present))):
        yield Heading(2, names.get(id, id))
        rows = tuple(
            (row.group, summary, "\n".join(f"“{quote.printed}” · {quote_id(quote)}" for quote in quotes))
            for row in report.framework
            for own, summary, quotes in row.cells
            if own == id
        )
        yield Table(f"{names.get(id, id)}, by group", ("Group", "Summary", "Words"), rows, frozenset(), "", (1.4, 3, 3))
