"""Exact stretches that people chose themselves: the same consent, attribution and proof as any quote of the bank."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from voices.model import Circumstances, Decision, Participant, Passage, Quote, Span, Verdict
from voices.quotes import attribution, spans
from voices.quotes.counting import person

HELD = "held for the safeguarding lead"
"""The one reason to withhold a passage that is not a matter of consent."""
KEPT_BACK = "kept back by a lead of the study"
CHANGED = "its passage is cut otherwise now"
_STOPS = ".!?…"


class Looked(Mapping[str, Passage]):
    """The passages of a study, each read when somebody asks for it, and kept from then on."""

    def __init__(self, read: Callable[[Collection[str]], Iterable[Passage]]) -> None:
        """Take what reads passages by their ids."""
        self._read = read
        self._known: dict[str, Passage] = {}

    def look(self, ids: Iterable[str]) -> None:
        """Read passages together that will be asked for one by one."""
        if missing := {id for id in ids if id not in self._known}:
            self._known.update((one.id, one) for one in self._read(missing))

    def __getitem__(self, id: str) -> Passage:
        """Return a passage; raises KeyError where it is not in the study."""
        self.look([id])
        return self._known[id]

    def __iter__(self) -> Iterator[str]:
        """Return the ids of what was read so far."""
        return iter(tuple(self._known))

    def __len__(self) -> int:
        """Return how many were read so far."""
        return len(self._known)


@dataclass(frozen=True)
class Desk:
    """What it takes to release a stretch somebody chose."""

    passages: Mapping[str, Passage] = field(repr=False)
    held: frozenset[str]
    """Passages held for safeguarding."""
    refusing: frozenset[tuple[str, str]]
    """(code, source) of those who did not agree to be quoted."""
    people: attribution.Crowd = field(repr=False)
    k: int
    cited: Mapping[str, str] = field(repr=False)
    withheld: frozenset[str] = frozenset()
    """Passages whose words a lead keeps out of everything that is printed."""

    def look(self, ids: Iterable[str]) -> None:
        """Read passages together that will be asked for one by one, where they are not read already."""
        if isinstance(self.passages, Looked):
            self.passages.look(ids)

    def refusal(self, passage_id: str) -> str:
        """Return why the words of a passage may not be printed, or nothing."""
        passage = self.passages.get(passage_id)
        if passage is None:
            return CHANGED
        if passage_id in self.held:
            return HELD
        if passage_id in self.withheld:
            return KEPT_BACK
        if not passage.quoting or (passage.participant, passage.source) in self.refusing:
            return "no agreement to be quoted is recorded"
        return ""

    def quote(self, group: str, passage_id: str, start: int, end: int, why: str) -> Quote:
        """Return a stretch as a quote; half-open code points into the passage's text.

        Raises NotVerbatim where it is no exact stretch of the passage, or cuts a placeholder.
        """
        passage = self.passages[passage_id]
        while end < len(passage.text) and passage.text[end] in _STOPS:
            end += 1  # words that end a sentence are printed with its stop, not with a mark that the passage goes on
        span = Span(start, end)
        return Quote(
            group=group,
            passage=passage.id,
            start=start,
            end=end,
            text=spans.exact(passage, span),
            passage_hash=passage.hash,
            valence=None,
            why=why,
            attribution=self.attribution(passage),
            printed=spans.in_print(passage.text, span),
        )

    def attribution(self, passage: Passage) -> str:
        """Return who said it as far as print may say."""
        if attribution.is_citation(passage):
            return attribution.citation(passage, self.cited.get(passage.id, ""))
        return attribution.attribute(self.people.printed_role(passage), passage.wave, self.people, self.k)

    def voices(self, ids: Iterable[str]) -> set[str]:
        """Return who speaks in these passages, published evidence left out."""
        found = (self.passages[id] for id in ids if id in self.passages)
        return {person(p) for p in found if not attribution.is_citation(p)}

    def sources(self, ids: Iterable[str]) -> set[str]:
        """Return the sources these passages come from."""
        return {self.passages[id].source for id in ids if id in self.passages}


def desk(
    passages: Iterable[Passage],
    standing: Mapping[str, Decision],
    participants: Iterable[Participant],
    population: Mapping[str, int] | None = None,
    k: int = attribution.K_DISCLOSURE,
    cited: Mapping[str, str] | None = None,
    withheld: Iterable[str] = (),
) -> Desk:
    """Return what releases chosen stretches of all the passages there are; people in no list are counted too."""
    listed = {p.id: p for p in passages}
    return desk_over(listed, listed.values(), standing, participants, population, k, cited, withheld)


def desk_over(
    passages: Mapping[str, Passage],
    voices: Iterable[Passage | Circumstances],
    standing: Mapping[str, Decision],
    participants: Iterable[Participant],
    population: Mapping[str, int] | None = None,
    k: int = attribution.K_DISCLOSURE,
    cited: Mapping[str, str] | None = None,
    withheld: Iterable[str] = (),
) -> Desk:
    """Return what releases chosen stretches; of `voices` those are counted too who stand in no list."""
    people = tuple(participants)
    known = {one.code for one in people}
    unlisted = [
        Participant(person(p), p.role, p.source, p.wave)
        for p in voices
        if p.participant not in known and not attribution.is_citation(p)
    ]
    return Desk(
        passages,
        frozenset(id for id, decision in standing.items() if decision.verdict is Verdict.HELD),
        frozenset((p.code, p.source) for p in people if not p.quoting),
        attribution.crowd([*people, *unlisted], population),
        k,
        cited or {},
        frozenset(withheld),
    )
