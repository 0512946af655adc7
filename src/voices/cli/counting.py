"""Who takes part in documents as they were read, what they agreed to, and their first words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from voices.model import Purpose, RawDocument
from voices.sources.roles import INTERVIEWER
from voices.sources.words import one_line

SAMPLES = 3
"""Turns or answers shown for each source. Rationale: enough to see who asks and who answers; 40 files stay readable."""


@dataclass(frozen=True)
class Sample:
    """One turn or answer as it will be understood; people's words, for a terminal alone."""

    role: str
    question: str = field(repr=False)
    """The heading or question it answers, empty for what an interviewer says."""
    words: str = field(repr=False)
    """On one line."""


def people_in(documents: Iterable[RawDocument]) -> tuple[tuple[str, tuple[int, int, int]], ...]:
    """Return how many take part by role, told apart as a run tells them: people, anonymous respondents, groups."""
    from flows.identify import identified, voice_keys

    codes: dict[str, set[tuple[str, str]]] = {}
    for read in identified(documents, b"counting only"):
        voices, single = voice_keys(read)
        said = [(turn.role, voice) for turn, voice in zip(read.raw.turns, voices, strict=True)]
        if not said:
            said = [(dict(read.raw.attributes).get("role", ""), single)]
        for role, voice in said:
            if voice[0] and role != INTERVIEWER:
                codes.setdefault(role, set()).add(voice)
    return tuple(
        (role, tuple(sum(prefix == letter for prefix, _ in found) for letter in "PRG"))  # type: ignore[misc]
        for role, found in sorted(codes.items())
    )


def quotable(document: RawDocument) -> bool:
    """Return whether any of a document's words may be quoted, as document, voice and list of participants say."""
    answers = [turn for turn in document.turns if turn.role != INTERVIEWER]
    return document.quoting and (not answers or any(turn.quoting is not False for turn in answers))


def unlisted_in(documents: Iterable[RawDocument]) -> int:
    """Return how many answer of whom neither the list of participants nor their own row says if they may be quoted."""
    from flows.identify import identified, voice_keys

    found: set[tuple[str, str]] = set()
    for read in identified(documents, b"counting only"):
        voices, single = voice_keys(read)
        listed = {
            person.participant
            for person in read.raw.people
            if person.listed or any(one.purpose is Purpose.QUOTING for one in person.consents)
        }
        if single[0]:
            found |= set() if listed else {single}
        else:
            said = zip(read.raw.turns, voices, strict=True)
            found |= {voice for turn, voice in said if voice[0] and turn.participant not in listed}
    return len(found)


def consents_in(documents: Iterable[RawDocument]) -> tuple[tuple[str, tuple[int, int, int]], ...]:
    """Return (purpose, (people who said yes, who said no, of whom nothing clear is recorded)) where it was asked."""
    said: dict[tuple[str, str], bool | None] = {}
    for document in documents:
        for person in document.people:
            for consent in person.consents:
                said[consent.purpose.value, person.participant] = consent.given
    purposes = dict.fromkeys(purpose for purpose, _ in sorted(said))
    answers = {purpose: [given for (asked, _), given in said.items() if asked == purpose] for purpose in purposes}
    return tuple(
        (purpose, (given.count(True), given.count(False), given.count(None))) for purpose, given in answers.items()
    )


def samples_of(documents: Iterable[RawDocument]) -> Iterator[Sample]:
    """Yield the first turns or answers, `SAMPLES` of them."""
    said = ((document, turn) for document in documents for turn in document.turns)
    for document, turn in islice(said, SAMPLES):
        # In a conversation the question has just been printed; beside a row it is the heading.
        question = one_line(turn.question) if document.row is not None else ""
        yield Sample(turn.role, question, one_line(document.text[turn.start : turn.end]))
