"""Read files that are tables: delimited text and workbooks, each row a document or the whole a transcript."""

from __future__ import annotations

import re
from collections.abc import Sequence

from voices.errors import UnreadableFile
from voices.model import ClosedQuestion, Kind, SourceSpec
from voices.sources.conversation import from_utterances
from voices.sources.formats.decoding import decode
from voices.sources.formats.delimited import read_delimited
from voices.sources.formats.grid import Grid
from voices.sources.formats.workbook import read_workbook
from voices.sources.reader import Read, talk
from voices.sources.tables.table import Rows, read_table, renumbered
from voices.sources.talk.captions import is_webvtt
from voices.sources.talk.speakers import voices_of
from voices.sources.talk.tables_of_talk import read_talk
from voices.sources.words import fold, line_ends, of

_INSTRUCTIONS = re.compile(r"how to .*|instructions?|guidance|read ?me|notes? on .*")
"""Names of sheets that tell people how to fill in the others."""
TALKS = frozenset((Kind.INTERVIEW, Kind.FOCUS_GROUP))
"""Kinds in which several people speak."""


def delimited(content: bytes, relative: str, spec: SourceSpec, questions: Sequence[ClosedQuestion]) -> Read:
    """Return what a delimited text holds."""
    text = line_ends(decode(content))
    if is_webvtt(text):
        raise UnreadableFile("it holds captions; rename it to .vtt")
    return tables((read_delimited(text),), relative, spec, questions)


def workbook(content: bytes, relative: str, spec: SourceSpec, questions: Sequence[ClosedQuestion]) -> Read:
    """Return what the sheets of an Excel file hold."""
    return tables(read_workbook(content), relative, spec, questions)


def tables(grids: Sequence[Grid], relative: str, spec: SourceSpec, questions: Sequence[ClosedQuestion]) -> Read:
    """Return the rows of all tables of a file, numbered through; a table that is a transcript becomes one."""
    shown = [grid for grid in grids if not grid.hidden]
    said = [one for grid in shown for one in read_talk(grid.rows, voices_of(spec))] if spec.kind in TALKS else []
    if said:
        return talk(from_utterances(said, relative, spec), "transcript in a table")
    parts: list[Rows] = []
    row = 1
    told = [grid for grid in shown if _INSTRUCTIONS.fullmatch(fold(grid.sheet))]
    for number, grid in enumerate(shown, start=1):
        if grid in told:
            continue
        if sum(any(cell.strip() for cell in cells) for cells in grid.rows) < 2:
            continue
        rows = read_table(grid, relative, spec, questions, row)
        row += rows.rows
        parts.append(renumbered(rows, f"sheet {number}" if len(shown) > 1 else ""))
    warnings = [warning for part in parts for warning in part.warnings]
    if hidden := len(grids) - len(shown):
        warnings.append(f"{of(hidden, 'hidden sheet')} not read; show what should count")
    if told:
        warnings.append(f"{of(len(told), 'sheet')} of instructions not read")
    shape = f"table, {of(sum(part.rows for part in parts), 'row')}" + (
        f", {len(parts)} sheets" if len(parts) > 1 else ""
    )
    return Read(
        tuple(document for part in parts for document in part.documents),
        shape,
        tuple(skipped for part in parts for skipped in part.skipped),
        tuple(column for part in parts for column in part.columns),
        tuple(warnings),
    )
