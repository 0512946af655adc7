"""How figures are put into words, the same way in every document."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from voices.model import Group, Valence
from voices.model.people import UNITS
from voices.quotes.suppression import SMALL_CELL, SUPPRESSED

NOT_SHOWN = "not shown"
"""Stands for a hidden count; the same words for small cells and for those hidden to protect them."""

SCALE = (
    "Few means under a quarter of those who could have said it, some under half, "
    "many under three quarters, most the rest."
)
"""The one scale behind the words few, some, many and most."""

_WORDS = ("nought", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
SMALL = _WORDS[SMALL_CELL]
"""The number of people from which a count is shown, in words."""
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def day(iso: str) -> str:
    """Return an ISO date as a reader writes it, "3 March 2026"; what is no date comes back as it is."""
    try:
        when = date.fromisoformat(iso[:10])
    except ValueError:
        return iso or "no decision yet"
    return f"{when.day} {_MONTHS[when.month - 1]} {when.year}"


def count(number: int) -> str:
    """Return a count of people for a table cell."""
    return NOT_SHOWN if number == SUPPRESSED else f"{number:,}"


def plural(number: int, one: str, many: str = "") -> str:
    """Return a number with its noun: "1 person", "3 people"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def percent(value: float | None) -> str:
    """Return a percentage without decimals, halves rounded up; a dash where there is none."""
    return "–" if value is None else f"{int(value + 0.5 + 1e-9)}%"


def mean(value: float | None) -> str:
    """Return a mean with one decimal."""
    return "–" if value is None else f"{_half_up(value, 10):.1f}"


def change(value: float | None) -> str:
    """Return a change with its sign and one decimal."""
    if value is None:
        return "–"
    rounded = _half_up(abs(value), 10)
    return "0.0" if rounded == 0 else f"{'+' if value > 0 else '−'}{rounded:.1f}"


def share(part: int, whole: int) -> str:
    """Return nobody, few, some, many, most or all."""
    if part == 0:
        return "nobody"
    if part >= whole:
        return "all"
    for word, limit in (("few", 0.25), ("some", 0.5), ("many", 0.75)):
        if part / whole < limit:
            return word
    return "most"


def people(group: Group) -> str:
    """Return the n of N of a chapter as one sentence, people and never excerpts."""
    if not group.of_participants:
        return "Nobody has been asked about this, or no passage has been read yet."
    word = share(group.participants, group.of_participants)
    lead = {"nobody": "Nobody", "all": "All"}.get(word, word.capitalize())
    return (
        f"{group.participants} of {group.of_participants} {group.counts} ({lead.lower()}), "
        f"in {plural(group.passages, 'passage')}."
    )


def counted(groups: Iterable[Group]) -> tuple[str, str]:
    """Return the heading of a column of n of N, and the sentence below it where more than one kind is counted."""
    units = {unit for group in groups for unit in group.counts.replace(" and ", ", ").split(", ")}
    if len(units) == 1:
        return capital(units.pop()), ""
    return "People", f"People are {listed(sorted(units, key=_UNITS.index))}. "


_UNITS = tuple(UNITS.values())


def finding(group: Group, subject: str, thematic: bool = False) -> str:
    """Return the finding line of a chapter: how many people, and which way their words point.

    `thematic` chapters name a subject and nothing that could be spoken for, so their passages are positive or negative.
    """
    if not group.passages:
        return f"Nobody's words have been coded to {subject} yet."
    counted = dict(group.by_valence)
    parts = [
        f"{counted[name]} {name if thematic and name != 'not stated' else words}"
        for name, words in (
            (Valence.POSITIVE.value, "speaking for it"),
            (Valence.NEGATIVE.value, "against it"),
            (Valence.MIXED.value, "both ways"),
            (Valence.NEUTRAL.value, "neither way"),
            ("not stated", "with no direction recorded"),
        )
        if counted.get(name)
    ]
    word = share(group.participants, group.of_participants)
    who = f"{group.participants} of {group.of_participants} {group.counts} ({word})"
    verb = "speaks" if group.participants == 1 else "speak"
    ways = f": {listed(parts)}" if set(counted) - {"not stated"} else ""
    return f"{who} {verb} of {subject}, in {plural(group.passages, 'passage')}{ways}."


def listed(items: Iterable[str]) -> str:
    """Return items joined as a sentence has them: "a, b and c"."""
    found = list(items)
    if len(found) < 2:
        return "".join(found)
    return f"{', '.join(found[:-1])} and {found[-1]}"


def small_cells() -> str:
    """Return the sentence under every table with hidden cells."""
    hidden = NOT_SHOWN.capitalize()
    return f"“{hidden}”: one to {_WORDS[SMALL_CELL - 1]} people, or a count that would let such a number be worked out."


def short_name(group: Group) -> str:
    """Return a chapter's name as it reads inside a sentence."""
    name = group.name
    return name[:1].lower() + name[1:] if len(name) > 1 and not name[1].isupper() else name


def _half_up(value: float, factor: int) -> float:
    return int(value * factor + 0.5 + 1e-9) / factor


def signed(value: float) -> str:
    """Return a number with its sign and two decimals, nought without."""
    rounded = _half_up(abs(value), 100)
    return "0.00" if rounded == 0 else f"{'+' if value > 0 else '−'}{rounded:.2f}"


def number(text: str) -> str:
    """Return a plain number with its thousands grouped; what is no number comes back as it is."""
    try:
        value = float(text)
    except ValueError:
        return text
    return f"{value:,.0f}" if value == int(value) else f"{value:,}"


def capital(text: str) -> str:
    """Return a text with a capital first letter and the rest as it is."""
    return text[:1].upper() + text[1:]
