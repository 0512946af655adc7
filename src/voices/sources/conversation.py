"""Turn utterances and letters into one document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from voices.model import RawDocument, SourceSpec
from voices.sources import consent, dates
from voices.sources.letters.paragraphs import paragraphs
from voices.sources.letters.reading import read_letter
from voices.sources.references import find_reference
from voices.sources.roles import INTERVIEWER
from voices.sources.talk.speakers import Voices, label_forms, names_among, voices_of
from voices.sources.talk.transcript import read_lines
from voices.sources.talk.utterances import Utterance, converse, place
from voices.sources.words import of

Made = tuple[RawDocument, tuple[str, ...]]
"""A document and the warnings met in making it."""


def from_lines(lines: Sequence[str], relative: str, spec: SourceSpec, glue: str) -> Made:
    """Return a transcript's document from its lines."""
    read = read_lines(lines, voices_of(spec), glue)
    warnings = (f"{of(read.left_out, 'line')} of heading or machine notes left out",) if read.left_out else ()
    document, noticed = from_utterances(read.utterances, relative, spec, read.asking)
    names = tuple(sorted({*document.known_names, *read.names, *names_among([read.asking])}))
    return replace(document, known_names=names, period=read.period or document.period), (*warnings, *noticed)


def from_utterances(utterances: Sequence[Utterance], relative: str, spec: SourceSpec, asking: str = "") -> Made:
    """Return a transcript's document; `asking` is the label of one who asks where no usual label says so."""
    voices = voices_of(spec)
    labels = {said.speaker for said in utterances if said.speaker}
    if asking and not any(voices.role(label) == INTERVIEWER for label in labels):
        voices = Voices(voices.interviewers | set(label_forms(asking)), voices.roles, voices.default_role)
    talk = converse(utterances, voices)
    text, turns = place(talk.utterances)
    document = RawDocument(
        spec.name,
        relative,
        None,
        spec.kind,
        text,
        turns,
        wave=spec.wave,
        period=dates.period(spec.date),
        known_names=names_among(labels),
        quoting=may_quote(spec),
    )
    return document, talk.warnings


def from_letter(lines: Sequence[str], relative: str, spec: SourceSpec, wrapped: bool) -> Made:
    """Return a letter's document: one turn a paragraph, all by whoever signed."""
    letter = read_letter(lines, wrapped)
    role = voices_of(spec).default_role
    text, turns = place([replace(paragraph, role=role) for paragraph in letter.body])
    document = RawDocument(
        spec.name,
        relative,
        None,
        spec.kind,
        text,
        turns,
        participant=letter.signed,
        wave=spec.wave,
        period=letter.period or dates.period(spec.date),
        attributes=(("role", role),) if role else (),
        known_names=letter.names,
        quoting=may_quote(spec),
        reference=find_reference(letter.head, relative, letter.foot),
    )
    warnings = []
    if letter.forwarded:
        warnings.append("it passes on an older mail without words of its own, so the older one was read")
    if letter.left_out:
        warnings.append(
            f"{of(letter.left_out, 'line')} of address, date, salutation, signature or older mails left out"
        )
    if not letter.greeted:
        warnings.append("no salutation was found, so the text is read from its first sentence on")
    return document, tuple(warnings)


def from_prose(lines: Sequence[str], relative: str, spec: SourceSpec, wrapped: bool) -> Made:
    """Return the document of any other text; a paragraph that only asks is the question of the next."""
    role = voices_of(spec).default_role
    said: list[Utterance] = []
    question = ""
    for paragraph in paragraphs(lines, wrapped):
        if paragraph.endswith(("?", ":")) and "\n" not in paragraph and len(paragraph) <= 300:
            question = paragraph
        else:
            asked, _, answer = paragraph.partition("\n")
            heads = asked.endswith(("?", ":")) and bool(answer)
            question = asked if heads else question
            said.append(Utterance(answer if heads else paragraph, role=role, question=question, fresh=True))
    text, turns = place(said)
    document = RawDocument(
        spec.name,
        relative,
        None,
        spec.kind,
        text,
        turns,
        wave=spec.wave,
        period=dates.period(spec.date),
        attributes=(("role", role),) if role else (),
        quoting=may_quote(spec),
    )
    return document, ()


def may_quote(spec: SourceSpec) -> bool:
    """Return whether a source's words may be quoted, as the study file says."""
    return consent.may_quote(spec, spec.kind)
