"""What people's links say of each theory, in words that may be printed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from voices.model import CodedPassage, Verdict
from voices.model.realist import Bearing, Link, PrintedLink, Theory, TheoryFinding
from voices.quotes.counting import READ
from voices.quotes.release import Desk

PER_PERSON = 2
"""Links of one person printed under a theory on one side. Rationale: the bank's own limit for a chapter."""


def findings(
    theories: Iterable[Theory],
    first: dict[str, Theory],
    links: Sequence[Link],
    coded: Sequence[CodedPassage],
    desk: Desk,
) -> tuple[TheoryFinding, ...]:
    """Return every theory with its links; `first` holds the wording each began with, by id.

    A link with a held passage, or with words whose passage changed, is left out until somebody looks at it again.

    Raises NotVerbatim where anchored words would not be an exact span of their passage.
    """
    found = []
    for theory in theories:
        own = [link for link in links if link.theory == theory.id]
        standing = [link for link in own if not link.lost and not _held(link, desk)]
        before = first.get(theory.id, theory).sentence()
        printed = [kept for bearing in Bearing for kept in _spread(standing, bearing, desk)]
        found.append(
            TheoryFinding(
                theory=theory,
                before=before if before != theory.sentence() else "",
                links=tuple(_printed(link, desk) for link in printed),
                counts=tuple((bearing, *_counts(standing, bearing, desk)) for bearing in Bearing),
                checked=_checked(theory, coded),
                open=len(own) - len(standing),
                unshown=len(standing) - len(printed),
            )
        )
    return tuple(found)


def _held(link: Link, desk: Desk) -> bool:
    return any(anchor.passage in desk.held for anchor in link.anchors)


def _spread(links: Sequence[Link], bearing: Bearing, desk: Desk) -> list[Link]:
    """Return the links of one bearing to print: those by people not heard twice, the fullest first."""
    heard: Counter[str] = Counter()
    kept = []
    own = [link for link in links if link.bearing is bearing]
    for link in sorted(own, key=lambda one: (-len({a.element for a in one.anchors}), one.made_at, one.id)):
        voices = desk.voices(anchor.passage for anchor in link.anchors)
        if all(heard[voice] < PER_PERSON for voice in voices):
            kept.append(link)
            heard.update(voices)
    return kept


def _printed(link: Link, desk: Desk) -> PrintedLink:
    elements, unprinted = [], []
    for anchor in link.anchors:
        refusal = desk.refusal(anchor.passage)
        if refusal:
            unprinted.append((anchor.element, refusal))
        else:
            why = f"A coder linked it to the theory as {anchor.element.value}."
            group = f"theory:{link.theory}"
            elements.append((anchor.element, desk.quote(group, anchor.passage, anchor.start, anchor.end, why)))
    return PrintedLink(link.id, link.bearing, tuple(elements), tuple(unprinted), link.note)


def _counts(links: Sequence[Link], bearing: Bearing, desk: Desk) -> tuple[int, int, int]:
    own = [link for link in links if link.bearing is bearing]
    ids = {anchor.passage for link in own for anchor in link.anchors}
    return len(own), len(desk.voices(ids)), len(desk.sources(ids))


def _checked(theory: Theory, coded: Sequence[CodedPassage]) -> int:
    """Return how many passages people read that carry one of the theory's principles, or all where it names none."""
    read = [item for item in coded if item.decision.verdict in READ]
    if not theory.principles:
        return len(read)
    wanted = set(theory.principles)
    return sum(
        item.decision.verdict is Verdict.CODED
        and any(code.code in wanted or code.code.split("/", 1)[0] in wanted for code in item.decision.codes)
        for item in read
    )
