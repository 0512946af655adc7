"""After `voices init --from`: the list of people beside the originals, and what a person should confirm."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from voices.cli import terminal
from voices.model import Kind
from voices.sources.proposal import PARTICIPANTS, Proposal, Proposed
from voices.sources.words import of

CONFIRMED = 10
"""Things to confirm that are listed. Rationale: what is longer is not read; study.toml marks every guess anyway."""
HEADER = ("participant", "family", "speaker", "role", "file")
"""Columns that anybody can fill in; consent gets one where a list in the folder speaks of it."""


def lay_people(originals: Path, proposal: Proposal) -> str:
    """Write who speaks in the conversations beside the originals, to be filled in; return the file's name, or nothing.

    A file of that name that is there already is kept as it is and named.
    """
    path = originals / PARTICIPANTS
    if path.exists():
        return PARTICIPANTS
    if not proposal.people:
        return ""
    asked = any(person.quoting for person in proposal.people)
    rows = [(*HEADER, *(["quoting"] if asked else []))]
    rows += [
        (one.code, "", one.speaker, one.role, one.file, *([one.quoting] if asked else [])) for one in proposal.people
    ]
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(map(_harmless, rows))
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(out.getvalue().encode("utf-8-sig"))
    except OSError:
        terminal.note(
            f"Warning: {PARTICIPANTS} could not be written beside the files; roles of named people are not kept."
        )
        return ""
    return PARTICIPANTS


def _harmless(row: Sequence[str]) -> list[str]:
    """Return a row in which no cell is a formula to a spreadsheet program."""
    return [f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell for cell in row]


def say_what_to_confirm(proposal: Proposal, people: str) -> None:
    """Print the most uncertain guesses, at most `CONFIRMED`, each with the entry to correct."""
    lines = [*_needed(proposal), *_guessed(proposal), *_named(proposal, people)]
    if not lines:
        return
    terminal.say("To confirm or correct in study.toml:")
    for number, line in enumerate(lines[:CONFIRMED], start=1):
        terminal.say(f"  {number:>2}. {line}")
    if len(lines) > CONFIRMED:
        terminal.say(f"      and {len(lines) - CONFIRMED} more; each is marked “guess” there")


def _needed(proposal: Proposal) -> Iterator[str]:
    """Yield what nobody but a person can supply."""
    for one in proposal.left_out:
        if one.wanted:
            yield f"{one.file} is in no source. {one.reason[:1].upper()}{one.reason[1:]}"
    for source in proposal.sources:
        for guess in source.guesses:
            if guess.entry in ("interviewers", "questions") or (guess.entry == "role" and not source.spec.role):
                yield f"{_called(source)}: {guess.because}; write {guess.entry} = …"


def _guessed(proposal: Proposal) -> Iterator[str]:
    """Yield what was guessed: reports and the rarer guesses one by one, the usual ones by their number."""
    reports = [source.spec.name for source in proposal.sources if source.spec.kind is Kind.EVIDENCE]
    if reports:
        yield f"{', '.join(reports)}: taken for published, so never counted as participants; write author = …"
    for source in proposal.sources:
        for guess in source.guesses:
            if guess.entry == "kind" and source.spec.kind is not Kind.EVIDENCE:
                yield f"{_called(source)}: kind = “{source.spec.kind}”, because {guess.because}"
    for entry, source_of_it in _TAKEN_FROM.items():
        guessed = [
            source
            for source in proposal.sources
            if any(guess.entry == entry for guess in source.guesses) and getattr(source.spec, entry)
        ]
        if guessed:
            yield f"{entry} of {of(len(guessed), 'source')}: taken from {source_of_it}, marked “guess”"


_TAKEN_FROM = {"wave": "names and dates", "role": "names of files and folders", "columns": "what stands in them"}
"""Entry to what it was guessed from."""


def _named(proposal: Proposal, people: str) -> Iterator[str]:
    if people:
        unknown = sum(not one.role for one in proposal.people)
        yield (
            f"{people}, beside your files, lists {len(proposal.people)} voices"
            f"{f', {unknown} without a role' if unknown else ''}: give one person one code, families and consent"
        )
        said = [one.quoting for one in proposal.people if one.quoting]
        if said:
            yield (
                f"{people}: a list of yours says who may be quoted ({said.count('yes')} yes, {said.count('no')} no); "
                "nobody else is quoted until you fill it in, or write quoting = true at a source"
            )
    if proposal.named_files:
        yield (
            f"{len(proposal.named_files)} files may carry a person's name in their own name, such as "
            f"{proposal.named_files[0]}: rename them if so"
        )


def _called(source: Proposed) -> str:
    return f"“{source.spec.name}”"
