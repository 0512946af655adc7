"""Practice examples: the check of the whole before release, and how a released one is printed."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

from voices.model.assembled import PracticeExample, PublishedExample
from voices.quotes.release import Desk
from voices.quotes.telling import telling

FEWEST_VOICES = 2
"""A case told by one voice is that person's account, not an example from several."""
MARK = re.compile(r"\[(\d{1,2})\]")
"""Where a quote stands in the narrative, by its number."""
ELSEWHERE = "printed in a practice example"
"""Why the words of a released example stand nowhere else: a reader could follow a person out of the example."""


@dataclass(frozen=True)
class Finding:
    """One thing the check of a whole example found."""

    text: str
    """One plain sentence, without anybody's words."""
    blocks: bool
    """True where the example cannot be released; False where the lead has to weigh it."""


def check(
    example: PracticeExample,
    desk: Desk,
    elsewhere: Collection[str],
    sensitive: Callable[[str], Sequence[str]] = lambda _text: (),
) -> tuple[Finding, ...]:
    """Return what stands in the way of releasing an example, and what a lead has to weigh.

    `elsewhere` holds passages whose words people chose for a theory or the matrix; `sensitive` says which specially
    protected kinds of information a text speaks of.
    """
    ids = [quote.passage for quote in example.quotes]
    blocks = [*_missing(example, desk, ids), *_refusals(example, desk), *_repeated(ids, elsewhere)]
    text = " ".join((example.title, example.narrative, *_printed(example, desk)))
    weigh = [f"It tells {kind}: change it if it is not needed." for kind in telling(text)]
    weigh += [f"It speaks of {kind}, which the law protects more." for kind in sensitive(text)]
    said_by = sorted({desk.attribution(desk.passages[id]) for id in ids if id in desk.passages})
    if len(said_by) > 1 and not example.composite:
        weigh.append(
            f"Whoever knows the case hears {len(said_by)} sides of it together ({'; '.join(said_by)}): "
            "would each of them be recognised by the others, and do they know?"
        )
    return tuple(Finding(one, True) for one in blocks) + tuple(Finding(one, False) for one in weigh)


def published(examples: Iterable[PracticeExample], desk: Desk) -> tuple[PublishedExample, ...]:
    """Return the released examples as they are printed; one whose words may not all be printed any more is left out.

    Raises NotVerbatim where a quote would not be an exact span of its passage.
    """
    return tuple(
        PublishedExample(
            one.id,
            one.title,
            one.narrative,
            one.principles,
            one.composite,
            tuple(
                desk.quote(f"example:{one.id}", q.passage, q.start, q.end, "Its writer chose it.") for q in one.quotes
            ),
        )
        for one in examples
        if printable(one, desk)
    )


def printable(example: PracticeExample, desk: Desk) -> bool:
    """Return whether an example is released and all its words may be printed still."""
    return bool(example.released_by) and not example.lost and not any(desk.refusal(q.passage) for q in example.quotes)


def _missing(example: PracticeExample, desk: Desk, ids: Sequence[str]) -> list[str]:
    found = []
    if len(desk.voices(ids)) < FEWEST_VOICES:
        found.append(f"It has the words of fewer than {FEWEST_VOICES} people: an example is told by several.")
    if not example.principles:
        found.append("It names no principle.")
    if not example.consent:
        found.append("It does not say how the agreement of its people is recorded.")
    if not example.narrative:
        found.append("It has no narrative.")
    marks = {int(match[1]) for match in MARK.finditer(example.narrative)}
    wrong = sorted(number for number in marks if not 1 <= number <= len(ids))
    if wrong:
        found.append(f"The narrative points at quote {wrong[0]}, which it does not have.")
    return found


def _refusals(example: PracticeExample, desk: Desk) -> list[str]:
    numbered = enumerate(example.quotes, 1)
    found = [f"Quote {n} may not be printed: {why}." for n, q in numbered if (why := desk.refusal(q.passage))]
    if example.lost:
        found.append("Some of its words are cut otherwise now: choose them again.")
    return found


def _repeated(ids: Sequence[str], elsewhere: Collection[str]) -> list[str]:
    return [
        f"The passage of quote {n} also stands under a theory or in the matrix, so its speaker could be followed "
        "there: choose other words."
        for n, id in enumerate(ids, 1)
        if id in elsewhere
    ]


def _printed(example: PracticeExample, desk: Desk) -> list[str]:
    return [desk.passages[q.passage].text[q.start : q.end] for q in example.quotes if q.passage in desk.passages]
