"""Read files of talk and letters, whatever program wrote them: captions, plain text, Word, OpenDocument, RTF, PDF."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from voices.errors import UnreadableFile
from voices.model import ClosedQuestion, Kind, Skipped, SourceSpec
from voices.sources.conversation import from_letter, from_lines, from_prose, from_utterances
from voices.sources.formats.body import Body
from voices.sources.formats.decoding import decode
from voices.sources.formats.delimited import is_delimited, read_delimited
from voices.sources.formats.grid import Grid
from voices.sources.formats.mail import read_mail
from voices.sources.formats.odtfile import read_odt
from voices.sources.formats.packed import read_zip
from voices.sources.formats.pdffile import laid_out_table, read_pdf
from voices.sources.formats.rtffile import read_rtf
from voices.sources.formats.wordfile import read_word
from voices.sources.letters.evidence import citation, from_evidence
from voices.sources.letters.reading import is_letter
from voices.sources.reader import STAGE, Read, sentence, talk, with_words
from voices.sources.tabular import TALKS, tables
from voices.sources.talk.captions import is_sbv, is_srt, is_webvtt, read_captions, with_mark
from voices.sources.talk.speakers import voices_of
from voices.sources.talk.tables_of_talk import read_talk
from voices.sources.talk.transcript import is_conversation
from voices.sources.words import clean, count, line_ends, of

WRITTEN = frozenset((Kind.LETTER, Kind.COMPLAINT, Kind.COMPLIMENT))
"""Kinds in which somebody writes to the council."""


def captions(content: bytes, relative: str, spec: SourceSpec, _: Sequence[ClosedQuestion] = ()) -> Read:
    """Return what a caption file holds."""
    text = line_ends(decode(content))
    marked = is_webvtt(text) or not relative.casefold().endswith(".vtt")
    if not marked and not (text := with_mark(text)):
        raise UnreadableFile("it holds no captions; export the transcript again as .vtt")
    utterances, lost = read_captions(text, voices_of(spec))
    found = talk(from_utterances(utterances, relative, spec), "captions")
    if not marked:
        cut = "it does not begin with WEBVTT; check that its first captions are there"
        found = replace(found, warnings=(*found.warnings, cut))
    if not lost:
        return found
    reason = f"{of(lost, 'caption')} without a readable time left out; export the transcript again to have all of it"
    return replace(found, skipped=(Skipped(relative, sentence(reason), STAGE),))


def plain(content: bytes, relative: str, spec: SourceSpec, questions: Sequence[ClosedQuestion]) -> Read:
    """Return what a text file holds: captions, a table, a transcript, a letter or paragraphs."""
    text = line_ends(decode(content))
    if is_webvtt(text) or is_srt(text) or is_sbv(text):
        return captions(content, relative, spec)
    if spec.kind in (Kind.SURVEY, Kind.FORM) and is_delimited(text):
        return tables((read_delimited(text),), relative, spec, questions)
    if spec.kind is Kind.EVIDENCE:
        return published([(line, 0) for line in text.split("\n")], relative, spec, glue=" ")
    return prose(text.split("\n"), relative, spec, glue=" ")


def word(content: bytes, relative: str, spec: SourceSpec, questions: Sequence[ClosedQuestion]) -> Read:
    """Return what a Word file holds."""
    return from_blocks(read_word(content), relative, spec, questions)


def from_blocks(file: Body, relative: str, spec: SourceSpec, questions: Sequence[ClosedQuestion]) -> Read:
    """Return what paragraphs and tables hold, by what stands in the tables and by the source's kind."""
    said = [one for table in file.tables for one in read_talk(table, voices_of(spec))]
    if spec.kind is Kind.EVIDENCE:
        return published([(line, 0) for line in _lines(file)], relative, spec, glue="\n", warnings=file.warnings)
    if said and (spec.kind in TALKS or spec.unit == "transcript"):
        found = talk(from_utterances(said, relative, spec), "transcript in a table")
        outside = sum(bool(clean(paragraph)) for paragraph in file.paragraphs)
        notes = (f"{of(outside, 'paragraph')} outside the table left out",) if outside else ()
        return replace(found, warnings=(*file.warnings, *notes, *found.warnings))
    large = [table for table in file.tables if len(table) >= 3 and len(table[0]) >= 3]
    if large and spec.kind not in (*TALKS, Kind.LETTER) and sum(count(p) for p in file.paragraphs) < 150:
        found = tables(tuple(Grid(table) for table in large), relative, spec, questions)
    else:
        found = prose(_lines(file), relative, spec, glue="\n")
    return replace(found, warnings=(*file.warnings, *found.warnings))


def _lines(file: Body) -> list[str]:
    """Return blocks as lines; a table's row of two cells reads as a question and its answer."""
    lines: list[str] = []
    for block in file.blocks:
        if isinstance(block, str):
            lines.extend(line_ends(block).split("\n"))
        else:
            lines.extend(line for row in block for cell in dict.fromkeys(row) for line in line_ends(cell).split("\n"))
    return lines


def prose(lines: Sequence[str], relative: str, spec: SourceSpec, glue: str) -> Read:
    """Return what a text holds: a transcript, a letter or paragraphs, by the study file, its content and its kind."""
    wrapped = glue == " "
    lines = [line.strip() for line in lines]
    talks = spec.unit == "transcript" or (
        not spec.unit and (spec.kind in TALKS or is_conversation(lines, voices_of(spec)))
    )
    if talks and not (spec.kind in WRITTEN and is_letter(lines)):
        return talk(from_lines(lines, relative, spec, glue), "transcript")
    if spec.unit == "letter" or spec.kind in WRITTEN or is_letter(lines):
        document, warnings = from_letter(lines, relative, spec, wrapped)
        return Read(with_words(document), f"letter, {of(len(document.turns), 'paragraph')}", warnings=warnings)
    document, warnings = from_prose(lines, relative, spec, wrapped)
    return Read(with_words(document), f"text, {of(len(document.turns), 'paragraph')}", warnings=warnings)


def published(
    lines: Sequence[tuple[str, int]], relative: str, spec: SourceSpec, glue: str, warnings: tuple[str, ...] = ()
) -> Read:
    """Return published evidence; `lines` are (line, page)."""
    document = from_evidence(lines, relative, spec, wrapped=glue == " ")
    quoted = len({turn.role for turn in document.turns if turn.role})
    cited = citation(spec.author, spec.year)
    if not (spec.author and spec.year):
        warnings = (*warnings, "give author and year in the study file, so that quotes from it can be cited")
    shape = f"evidence, {of(len(document.turns), 'paragraph')}" + (f", cited as {cited}" if cited else "")
    shape += f", {of(quoted, 'role')} quoted" if quoted else ""
    return Read(with_words(document), shape, warnings=warnings)


def opendocument(content: bytes, relative: str, spec: SourceSpec, questions: Sequence[ClosedQuestion]) -> Read:
    """Return what an OpenDocument text holds."""
    return from_blocks(read_odt(content), relative, spec, questions)


def rich_text(content: bytes, relative: str, spec: SourceSpec, questions: Sequence[ClosedQuestion]) -> Read:
    """Return what a rich text file holds."""
    return from_blocks(read_rtf(content), relative, spec, questions)


def pdf(content: bytes, relative: str, spec: SourceSpec, _: Sequence[ClosedQuestion] = ()) -> Read:
    """Return what a PDF with text holds; pages that are pictures are noted as not read."""
    file = read_pdf(content)
    lines = [line for line, _ in file.lines]
    said = read_talk(laid_out_table(lines), voices_of(spec)) if spec.kind in TALKS or spec.unit == "transcript" else ()
    if spec.kind is Kind.EVIDENCE:
        found = published(file.lines, relative, spec, glue=" ")
    elif said:
        found = talk(from_utterances(said, relative, spec), "transcript in a table")
    else:
        found = prose(lines, relative, spec, glue=" ")
    skipped: tuple[Skipped, ...] = ()
    if file.pictures:
        reason = f"{file.pictures} of {of(file.pages, 'page')} hold pictures without text and were not read; type them"
        skipped = (Skipped(relative, sentence(reason), STAGE),)
    return replace(found, warnings=(*file.warnings, *found.warnings), skipped=(*found.skipped, *skipped))


def mail(content: bytes, relative: str, spec: SourceSpec, _: Sequence[ClosedQuestion] = ()) -> Read:
    """Return an e-mail as a letter; what is attached is read as files of their own."""
    taken = read_mail(content)
    document, warnings = from_letter([line.strip() for line in taken.lines], relative, spec, wrapped=True)
    pictures = (f"{of(taken.pictures, 'picture')} in the mail not read",) if taken.pictures else ()
    if taken.cut:
        warnings = (*warnings, "the mail ends in the middle; save it again from the mail program to have all of it")
    shape = f"e-mail, {of(len(document.turns), 'paragraph')}"
    shape += f", {of(len(taken.attached), 'attachment')}" if taken.attached else ""
    return Read(with_words(document), shape, warnings=(*warnings, *pictures), inside=taken.attached)


def archive(content: bytes, _relative: str, _spec: SourceSpec, _: Sequence[ClosedQuestion] = ()) -> Read:
    """Return the files of a zip archive, each to be read by itself."""
    inside = read_zip(content)
    return Read((), f"archive, {of(len(inside), 'file')}", inside=inside)
