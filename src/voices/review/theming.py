"""What a person may do with a candidate theme, the same from the page and from the command line."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from voices import placeholders
from voices.codebook import Codebook
from voices.codebook.editing import Edited, added
from voices.errors import CodebookError, InputError
from voices.model import Mention, Passage, Theme, ThemeAct, Themes
from voices.reporting.theme_counts import COMPLAINTS
from voices.store import Store

LONGEST_NAME = 120
"""Characters of a theme's name: it is a heading in the report."""
NAMED = ("confirm", "rename", "split")
"""Acts that give a name."""
CHOSEN = ("split", "move")
"""Acts on some of a theme's passages."""
AIMED = ("merge", "move")
"""Acts that lead to another theme; a move may lead to none."""
DONE = {
    "confirm": "confirmed",
    "rename": "renamed",
    "drop": "dropped",
    "reopen": "made a candidate again",
    "merge": "merged",
    "split": "split off",
}

_PLACEHOLDER = re.compile(placeholders.PATTERN.pattern, re.IGNORECASE)
"""Also as somebody may have typed it anew, with capitals."""


class Lack(StrEnum):
    """What is missing before an act can be stored."""

    NAME = "name"
    PLACEHOLDER = "placeholder"
    """The name has a placeholder, which stands for somebody or something; no clearance lets it be printed."""
    PASSAGES = "passages"
    CLEARANCE = "clearance"
    """The name may name somebody, and nobody said that it does not."""


@dataclass(frozen=True)
class Wish:
    """What somebody wants to do with a theme."""

    scope: str
    theme: str
    """Id; empty for passages that are in no theme, which can only be moved."""
    act: str
    name: str = field(default="", repr=False)
    target: str = ""
    """Id of the theme merged or moved into; empty for none."""
    passages: tuple[str, ...] = ()
    cleared: bool = False
    """True where its writer says that the name names nobody."""


def rule(store: Store, scan: Callable[[str], Sequence[Mention]], wish: Wish, who: str) -> Lack | None:
    """Store what somebody does with a theme, or return what it lacks; then nothing is stored.

    Raises InputError where the name is too long, or there is no such theme, passage or act.
    """
    name = wish.name.strip() if wish.act in NAMED else ""
    if len(name) > LONGEST_NAME:
        raise InputError(f"a theme's name has at most {LONGEST_NAME} characters")
    if wish.act in NAMED and not name:
        return Lack.NAME
    if _PLACEHOLDER.search(name):
        return Lack.PLACEHOLDER
    if wish.act in CHOSEN and not wish.passages:
        return Lack.PASSAGES
    if name and not wish.cleared and scan(name):
        return Lack.CLEARANCE
    target = wish.target if wish.act in AIMED else ""
    store.rule_theme(wish.scope, wish.theme, wish.act, who, name, target=target, passages=wish.passages)
    return None


def as_code(books: Iterable[Codebook], theme: Theme, place: str, name: str, definition: str) -> tuple[Codebook, Edited]:
    """Return the codebook a confirmed theme becomes a code of, and that codebook with the code.

    `place` is the codebook's name, or name and parent code as "six_principles:continuity". What is in the theme is
    coded by nobody yet.

    Raises InputError where the theme is not confirmed or the study has no such codebook, CodebookError where the code
    cannot be added or what is typed has a placeholder.
    """
    named, _, parent = place.partition(":")
    book = next((one for one in books if one.name == named), None)
    if book is None or not theme.confirmed:
        raise InputError("only a confirmed theme can become a code, and of one of the study's codebooks")
    if _PLACEHOLDER.search(name) or _PLACEHOLDER.search(definition):
        raise CodebookError(
            "the name or the meaning has a placeholder in square brackets, which stands for somebody or something: "
            "write it without"
        )
    return book, added(book, name, definition, parent)


def find(found: Iterable[Themes], asked: str) -> tuple[Themes, Theme]:
    """Return the theme of this id or name with its scope; raises InputError where there is none, or more than one."""
    fits = [(some, one) for some in found for one in some.themes if asked in (one.id, one.name)]
    if not fits:
        raise InputError("no theme has this name or id: copy it from the list of themes")
    if len(fits) > 1:
        raise InputError(f"{len(fits)} themes have this name: give the id of one, or the part of the study with --in")
    return fits[0]


def listed(found: Themes, theme: str, passages: Iterable[Passage], out: Collection[str]) -> list[tuple[Passage, float]]:
    """Return a theme's passages with their strength, the most typical first, without those that are not shown."""
    strength = {one.passage: one.strength for one in found.assignments if (one.theme or "") == theme}
    own = sorted((p for p in passages if p.id in strength), key=lambda p: (-strength[p.id], p.id))
    return [(one, strength[one.id]) for one in own if one.id not in out]


def over_time(theme: Theme) -> str:
    """Return how a theme of complaints moves, in a word; empty for any other.

    How much people say in interviews and surveys follows from whom somebody asked when.
    """
    return theme.trend.direction if theme.scope == COMPLAINTS and theme.trend else ""


def told(act: ThemeAct, names: Mapping[str, str]) -> str:
    """Return what somebody did with a theme, in words; `names` are those of the themes by id."""
    many = f"{len(act.passages):,} {'passage' if len(act.passages) == 1 else 'passages'}"
    if act.act == "move":
        return f"moved {many} {f'into {names.get(act.target, act.target)}' if act.target else 'out'}"
    said = DONE.get(act.act, act.act)
    if act.name:
        said += f" “{act.name}”"
    if act.target:
        said += f" into {names.get(act.target, act.target)}"
    return f"{said}, {many}" if act.passages else said
