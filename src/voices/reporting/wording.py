"""How figures are put into words, the same way in every document."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from voices.model import Group
from voices.model.people import UNITS
from voices.quotes.chapters import THEMES
from voices.quotes.counting import AGAINST, BOTH, FOR, NEITHER
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


def decided_up_to(iso: str) -> str:
    """Return the line on a cover that says how far decisions go: "Decisions up to 3 March 2026"."""
    return f"Decisions up to {day(iso)}" if iso else "Nobody has decided on any passage yet"


def count(number: int) -> str:
    """Return a count of people for a table cell."""
    return NOT_SHOWN if number == SUPPRESSED else f"{number:,}"


def few(number: int) -> str:
    """Return a number in a table, one to four as “fewer than five”."""
    return f"fewer than {SMALL}" if 0 < number < SMALL_CELL else f"{number:,}"


def plural(number: int, one: str, many: str = "") -> str:
    """Return a number with its noun: "1 person", "3 people"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def percent(value: float | None) -> str:
    """Return a percentage without decimals, halves rounded up; a dash where there is none."""
    return "–" if value is None else f"{int(value + 0.5 + 1e-9)}%"


def between(low: float | None, high: float | None) -> str:
    """Return an interval of a percentage; a dash where there is none."""
    return "–" if low is None or high is None else f"{percent(low).rstrip('%')} to {percent(high)}"


def mean(value: float | None) -> str:
    """Return a mean with one decimal."""
    return "–" if value is None else f"{_half_up(value, 10):.1f}"


def change(value: float | None) -> str:
    """Return a change with its sign and one decimal."""
    if value is None:
        return "–"
    rounded = _half_up(abs(value), 10)
    return "0.0" if rounded == 0 else f"{'+' if value > 0 else '−'}{rounded:.1f}"


def moved(value: float) -> str:
    """Return a change of a count or rate with its sign, whole numbers without decimals."""
    return f"{'+' if value > 0 else '−' if value < 0 else ''}{number(f'{abs(round(value, 1))}')}"


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
    if group.participants == SUPPRESSED:
        return f"{capital(n_of(group))} {group.counts}." if is_small(group) else f"How many people is {NOT_SHOWN}."
    word = share(group.participants, group.of_participants)
    return f"{n_of(group)} {group.counts} ({word}), in {plural(group.passages, 'passage')}."


def n_of(group: Group) -> str:
    """Return the n of N of a chapter: "12 of 40", "fewer than five of 40", or that it is not shown."""
    if group.participants == SUPPRESSED and not is_small(group):
        return NOT_SHOWN
    n = f"fewer than {SMALL}" if group.participants == SUPPRESSED else f"{group.participants:,}"
    return n if group.of_participants == SUPPRESSED else f"{n} of {group.of_participants:,}"


def is_small(group: Group) -> bool:
    """Return whether a chapter's people may be said to be one to four.

    The number of a code is hidden for no other reason, unless it is held beside an earlier publication. That of a theme
    is also hidden to protect other counts, and what hides these (`theme_hiding`) holds only while nobody can tell a
    small one from one that protects it: both are “not shown”, and neither has a word on how few people it rests on.
    """
    return group.participants == SUPPRESSED and group.codebook != THEMES and not group.held


def counted(groups: Iterable[Group]) -> tuple[str, str]:
    """Return the heading of a column of n of N, and the sentence below it where more than one kind is counted."""
    units = {unit for group in groups for unit in group.counts.replace(" and ", ", ").split(", ")}
    if len(units) == 1:
        return capital(units.pop()), ""
    return "People", f"People are {listed(sorted(units, key=_UNITS.index))}. "


_UNITS = tuple(UNITS.values())


UNCODED_THEME = (
    "Nobody has coded any of its passages yet. The machine grouped them and people confirmed the theme: where the "
    "report counts it, it counts those passages. No quote is printed, because a quote needs a person's decision."
)
"""The finding of a confirmed theme none of whose passages anybody decided."""


def finding(group: Group, subject: str, thematic: bool = False) -> str:
    """Return the finding line of a chapter: how many people, and which way they speak.

    `thematic` chapters name a subject and nothing that could be spoken for, so people speak well or badly of it.
    """
    if not group.passages:
        return UNCODED_THEME if group.codebook == THEMES else f"Nobody's words have been coded to {subject} yet."
    if is_small(group):
        return f"{capital(n_of(group))} {group.counts} speak of {subject}."
    if group.participants == SUPPRESSED:
        among = "" if group.of_participants == SUPPRESSED else f" of {group.of_participants:,} {group.counts}"
        why = "" if group.held else ": one to four people, or a count that would let such a number be worked out"
        return f"How many{among} speak of {subject} is {NOT_SHOWN}{why}."
    if not group.participants:
        return f"Only published evidence speaks of {subject}, in {plural(group.passages, 'passage')}."
    shown = {name: number for name, number in group.by_direction if number > 0}
    parts = [f"{shown[name]:,} {words}" for name, words in WAYS[thematic] if name in shown]
    if parts and any(number == SUPPRESSED for _, number in group.by_direction):
        parts.append(f"others {NOT_SHOWN}")
    word = "all" if group.of_participants == SUPPRESSED else share(group.participants, group.of_participants)
    verb = "speaks" if group.participants == 1 else "speak"
    ways = f": {listed(parts)}" if set(shown) - {NEITHER} else ""
    passages = plural(group.passages, "passage")
    return f"{n_of(group)} {group.counts} ({word}) {verb} of {subject}, in {passages}{ways}."


WAYS: tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]] = (
    ((FOR, "for it"), (AGAINST, "against it"), (BOTH, "both ways"), (NEITHER, "neither way")),
    ((FOR, "well of it"), (AGAINST, "badly of it"), (BOTH, "both ways"), (NEITHER, "neither way")),
)
"""How directions read in a chapter on something that can work or not, and in one that names a subject."""


def as_of(group: Group) -> str:
    """Return why a chapter's figures are older than the rest, or nothing."""
    if not group.held:
        return ""
    if not group.as_of:
        return f"Its figures are {NOT_SHOWN}: beside an earlier publication they would tell what a few people said."
    return (
        f"These figures are as published for decisions up to {day(group.as_of)}: fewer than {SMALL} people were added "
        "or changed since, and the difference would tell what they said."
    )


def listed(items: Iterable[str], last: str = "and") -> str:
    """Return items joined as a sentence has them: "a, b and c"."""
    found = list(items)
    if len(found) < 2:
        return "".join(found)
    return f"{', '.join(found[:-1])} {last} {found[-1]}"


def small_cells() -> str:
    """Return the sentence under every table with hidden cells."""
    hidden = NOT_SHOWN.capitalize()
    return f"“{hidden}”: one to {_WORDS[SMALL_CELL - 1]} people, or a count that would let such a number be worked out."


def about(first: str) -> tuple[str, ...]:
    """Return what stands on the cover of a document that begins by saying what it is."""
    return (
        first,
        "Quotes are exact. Names, places and other details that could point at a person are replaced by words in "
        "square brackets, and roles are given only as far as enough people share them.",
        f"Counts of one to {_WORDS[SMALL_CELL - 1]} people are {NOT_SHOWN}, nor is what would give them away.",
        "Handle this document as personal data: somebody may still recognise an event.",
    )


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
