"""Which module reads which family of file, and the one way in: `read`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from voices.errors import UnreadableFile
from voices.model import ClosedQuestion, Kind, RawDocument, Reading, Skipped, SourceDescription, SourceSpec
from voices.sources.archives import kind_of_bytes, load
from voices.sources.captions import is_srt, is_webvtt, read_captions
from voices.sources.columns import Column
from voices.sources.conversation import Made, from_letter, from_lines, from_prose, from_utterances
from voices.sources.decoding import decode
from voices.sources.delimited import is_delimited, read_delimited
from voices.sources.grid import Grid
from voices.sources.letters import is_letter
from voices.sources.roles import INTERVIEWER
from voices.sources.speakers import voices_of
from voices.sources.table import Rows, read_table, renumbered
from voices.sources.tables_of_talk import read_talk
from voices.sources.transcript import is_conversation
from voices.sources.wordfile import WordFile, read_word
from voices.sources.words import clean, count, line_ends, of
from voices.sources.workbook import read_workbook

STAGE = "read"
_TALKS = frozenset((Kind.INTERVIEW, Kind.FOCUS_GROUP))
_WRITTEN = frozenset((Kind.LETTER, Kind.COMPLAINT, Kind.COMPLIMENT))


@dataclass(frozen=True)
class Read:
    """What one reader made of one file."""

    documents: tuple[RawDocument, ...] = field(repr=False)
    shape: str
    skipped: tuple[Skipped, ...] = ()
    columns: tuple[Column, ...] = field(default=(), repr=False)
    warnings: tuple[str, ...] = ()


Reader = Callable[[bytes, str, SourceSpec, Sequence[ClosedQuestion]], Read]


def read(path: Path, relative: str, spec: SourceSpec, questions: Sequence[ClosedQuestion] = ()) -> Reading:
    """Return what a file holds, as documents with exact turns, and what could not be read.

    Never raises for a bad file: the Reading then has no documents and one Skipped that says what is
    wrong and what to do, without any of the file's words. `Skipped.what` is `relative` for a file, the
    source's name and the data row for a cell.
    """
    try:
        content = load(path)
        reader = reader_for(relative, content)
        found = reader(content, relative, spec, questions)
        if not found.documents and not found.skipped:
            raise UnreadableFile("it holds no words; check that it is the right file")
    except UnreadableFile as error:
        return _refused(relative, spec, str(error))
    except Exception as error:  # noqa: BLE001
        # one file in a shape nobody has met must not stop the others; its words stay out of the message
        shape = type(error).__name__
        return _refused(relative, spec, f"it is in a shape this reader does not know ({shape}); save it again")
    return Reading(found.documents, found.skipped, _describe(relative, spec, found))


def _refused(relative: str, spec: SourceSpec, reason: str) -> Reading:
    description = _describe(relative, spec, Read((), "not readable"))
    return Reading((), (Skipped(relative, _sentence(reason), STAGE),), description)


def reader_for(relative: str, content: bytes) -> Reader:
    """Return the reader of a file by its name's ending, after checking that the content is what the name says.

    Raises UnreadableFile where it is not, or where no reader knows the ending.
    """
    ending = "." + relative.rsplit("/", 1)[-1].rpartition(".")[2].casefold()
    kind = kind_of_bytes(content)
    if ending not in READERS:
        known = ", ".join(sorted(READERS))
        raise UnreadableFile(f"files of this kind are not read; save it as one of {known}")
    wanted, reader = READERS[ending]
    if kind != wanted:
        raise UnreadableFile(f"its content is {_CONTENT[kind]} although its name ends in {ending}; {_RENAME[kind]}")
    return reader


_CONTENT = {"docx": "a Word file", "xlsx": "an Excel file", "text": "plain text or damaged"}
_RENAME = {
    "docx": "rename it to .docx",
    "xlsx": "rename it to .xlsx",
    "text": "open it in the program it came from and save it again in the format its name says",
}


def _captions(content: bytes, relative: str, spec: SourceSpec, _: Sequence[ClosedQuestion] = ()) -> Read:
    text = line_ends(decode(content))
    if relative.casefold().endswith(".vtt") and not is_webvtt(text):
        raise UnreadableFile(
            "it does not begin with WEBVTT, so its captions are not complete; export the transcript again"
        )
    utterances, lost = read_captions(text, voices_of(spec))
    found = _talk(from_utterances(utterances, relative, spec), "captions")
    if not lost:
        return found
    reason = f"{of(lost, 'caption')} without a readable time left out; export the transcript again to have all of it"
    return replace(found, skipped=(Skipped(relative, _sentence(reason), STAGE),))


def _text(content: bytes, relative: str, spec: SourceSpec, questions: Sequence[ClosedQuestion]) -> Read:
    text = line_ends(decode(content))
    if is_webvtt(text) or is_srt(text):
        return _captions(content, relative, spec)
    if spec.kind in (Kind.SURVEY, Kind.FORM) and is_delimited(text):
        return _tables((read_delimited(text),), relative, spec, questions)
    return _prose(text.split("\n"), relative, spec, glue=" ")


def _word(content: bytes, relative: str, spec: SourceSpec, questions: Sequence[ClosedQuestion]) -> Read:
    word = read_word(content)
    talk = [said for table in word.tables for said in read_talk(table, voices_of(spec))]
    if talk and (spec.kind in _TALKS or spec.unit == "transcript"):
        found = _talk(from_utterances(talk, relative, spec), "transcript in a table")
        outside = sum(bool(clean(paragraph)) for paragraph in word.paragraphs)
        notes = (f"{of(outside, 'paragraph')} outside the table left out",) if outside else ()
        return replace(found, warnings=(*word.warnings, *notes, *found.warnings))
    large = [table for table in word.tables if len(table) >= 3 and len(table[0]) >= 3]
    if large and spec.kind not in (*_TALKS, Kind.LETTER) and sum(count(p) for p in word.paragraphs) < 150:
        found = _tables(tuple(Grid(table) for table in large), relative, spec, questions)
    else:
        found = _prose(_word_lines(word), relative, spec, glue="\n")
    return replace(found, warnings=(*word.warnings, *found.warnings))


def _word_lines(word: WordFile) -> list[str]:
    """Return a Word file as lines; a table's row of two cells reads as a question and its answer."""
    lines: list[str] = []
    for block in word.blocks:
        if isinstance(block, str):
            lines.extend(line_ends(block).split("\n"))
        else:
            lines.extend(line for row in block for cell in dict.fromkeys(row) for line in line_ends(cell).split("\n"))
    return lines


def _prose(lines: Sequence[str], relative: str, spec: SourceSpec, glue: str) -> Read:
    """Return what a text holds: a transcript, a letter or paragraphs, by the study file, its content and its kind."""
    wrapped = glue == " "
    lines = [line.strip() for line in lines]
    talks = spec.unit == "transcript" or (
        not spec.unit and (spec.kind in _TALKS or is_conversation(lines, voices_of(spec)))
    )
    if talks and not (spec.kind in _WRITTEN and is_letter(lines)):
        return _talk(from_lines(lines, relative, spec, glue), "transcript")
    if spec.unit == "letter" or spec.kind in _WRITTEN or is_letter(lines):
        document, warnings = from_letter(lines, relative, spec, wrapped)
        return Read(_with_words(document), f"letter, {of(len(document.turns), 'paragraph')}", warnings=warnings)
    document, warnings = from_prose(lines, relative, spec, wrapped)
    return Read(_with_words(document), f"text, {of(len(document.turns), 'paragraph')}", warnings=warnings)


def _talk(made: Made, shape: str) -> Read:
    document, warnings = made
    speakers = len({turn.speaker.casefold() for turn in document.turns if turn.speaker})
    return Read(
        _with_words(document),
        f"{shape}, {of(speakers, 'speaker') if speakers else 'speakers not named'}",
        warnings=warnings,
    )


def _with_words(document: RawDocument) -> tuple[RawDocument, ...]:
    return (document,) if document.text else ()


def _delimited(content: bytes, relative: str, spec: SourceSpec, questions: Sequence[ClosedQuestion]) -> Read:
    text = line_ends(decode(content))
    if is_webvtt(text):
        raise UnreadableFile("it holds captions; rename it to .vtt")
    return _tables((read_delimited(text),), relative, spec, questions)


def _workbook(content: bytes, relative: str, spec: SourceSpec, questions: Sequence[ClosedQuestion]) -> Read:
    return _tables(read_workbook(content), relative, spec, questions)


def _tables(grids: Sequence[Grid], relative: str, spec: SourceSpec, questions: Sequence[ClosedQuestion]) -> Read:
    """Return the rows of all tables of a file, numbered through; a table that is a transcript becomes one."""
    shown = [grid for grid in grids if not grid.hidden]
    talk = [said for grid in shown for said in read_talk(grid.rows, voices_of(spec))] if spec.kind in _TALKS else []
    if talk:
        return _talk(from_utterances(talk, relative, spec), "transcript in a table")
    parts: list[Rows] = []
    row = 1
    for number, grid in enumerate(shown, start=1):
        if sum(any(cell.strip() for cell in cells) for cells in grid.rows) < 2:
            continue
        rows = read_table(grid, relative, spec, questions, row)
        row += rows.rows
        parts.append(renumbered(rows, f"sheet {number}" if len(shown) > 1 else ""))
    warnings = [warning for part in parts for warning in part.warnings]
    if hidden := len(grids) - len(shown):
        warnings.append(f"{of(hidden, 'hidden sheet')} not read; show what should count")
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


READERS: Mapping[str, tuple[str, Reader]] = {
    ".vtt": ("text", _captions),
    ".srt": ("text", _captions),
    ".txt": ("text", _text),
    ".docx": ("docx", _word),
    ".csv": ("text", _delimited),
    ".tsv": ("text", _delimited),
    ".xlsx": ("xlsx", _workbook),
    ".xlsm": ("xlsx", _workbook),
}
"""A file name's ending to what its bytes have to be and what reads it."""


def _describe(relative: str, spec: SourceSpec, found: Read) -> SourceDescription:
    turns = [turn for document in found.documents for turn in document.turns]
    return SourceDescription(
        relative,
        spec.name,
        spec.kind,
        found.shape,
        documents=len(found.documents),
        turns=len(turns),
        words=sum(count(document.text) for document in found.documents),
        speakers=tuple(sorted({turn.speaker for turn in turns if turn.speaker})),
        roles=tuple(sorted({turn.role for turn in turns if turn.role and turn.role != INTERVIEWER})),
        columns=tuple((column.header, column.taken_as) for column in found.columns),
        warnings=tuple(_sentence(warning) for warning in dict.fromkeys(found.warnings)),
    )


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}" + ("" if text.endswith((".", "?", "!")) else ".")
