"""The parts of a person's name as written: title, given name, family name, initials."""

from __future__ import annotations

import re
from dataclasses import dataclass

from voices.privacy.detectors.capitals import PARTICLES
from voices.privacy.detectors.cues import FORMAL
from voices.privacy.lists import fold

_MEN = frozenset(["mr", "sir", "lord", "fr", "father", "brother"])
_WOMEN = frozenset(["mrs", "ms", "miss", "dame", "lady", "sister"])
_INITIALS = 3
"""Letters of the longest initials; what is longer is a name spelt out."""
_WORDS = re.compile(r"[^\W\d_](?:[\w'’]|-(?=\w))*\.?")


@dataclass(frozen=True)
class PersonName:
    """A name taken apart, folded; parts that are not there are empty."""

    given: str = ""
    """First name, or its initial."""
    family: str = ""
    """Family name, particles joined by a space."""
    title: str = ""
    initials: str = ""
    """For a mention that is initials alone."""
    bare: str = ""
    """For a single word that may be a first or a family name."""

    @property
    def full(self) -> bool:
        """Say whether both a first name (more than an initial) and a family name are there."""
        return len(self.given) > 1 and len(self.family) > 1

    @property
    def gender(self) -> str:
        """Return "m" or "w" where the title tells, else nothing."""
        return "m" if self.title in _MEN else "w" if self.title in _WOMEN else ""


def parse(form: str) -> PersonName:
    """Take a surface form apart; "Hartnoll, William", "Mr D. Whitlock", "J.A." and "the Okafors" are understood."""
    if re.fullmatch(r"[A-Za-z](?:[-, .]+[A-Za-z]){2,}\.?", form.strip()):
        letters = re.sub(r"[^A-Za-z]", "", form)
        short = letters.isupper() and len(letters) <= _INITIALS
        return PersonName(initials=fold(letters)) if short else PersonName(bare=fold(letters))
    flipped = re.fullmatch(r"\s*([^,\n]+),\s+([^,\n]+?)\s*", form)
    if flipped and len(flipped[1].split()) <= 2 and len(flipped[2].split()) <= 2:
        form = f"{flipped[2]} {flipped[1]}"
    words = list(_WORDS.findall(form.replace("\n", " ")))
    title = ""
    while words and fold(words[0]).rstrip(".") in FORMAL and len(words) > 1:
        title = title or fold(words[0]).rstrip(".")
        words = words[1:]
    folded = [fold(w).rstrip(".") for w in words]
    if not folded:
        return PersonName(bare=fold(form))
    letters = re.sub(r"[^A-Za-z]", "", form) if not title else ""
    loose = len(folded) > 1 and all(len(word) == 1 for word in folded)
    capitals = letters.isupper() and len(folded) in (1, len(letters))
    if len(letters) <= _INITIALS and (loose or capitals) and letters:
        return PersonName(initials=letters.casefold())
    if len(folded) == 1:
        return PersonName(family=folded[0].replace("-", " "), title=title) if title else PersonName(bare=folded[0])
    at = 1
    while at < len(folded) - 1 and folded[at] not in PARTICLES:
        at += 1
    if title and folded[0] in PARTICLES:
        at = 0
    return PersonName(given=folded[0] if at else "", family=" ".join(folded[at:]).replace("-", " "), title=title)


def is_light(name: PersonName) -> bool:
    """Say whether a name has a family name but no full first name: "Mr Hartnoll", "W Hartnoll"."""
    return len(name.family) > 1 and len(name.given) < 2


def single(name: PersonName) -> str:
    """Return the form under which somebody without a full name is known."""
    if name.bare:
        return name.bare
    if name.initials:
        return f"initials {name.initials}"
    return " ".join(part for part in (name.title if name.gender else "", name.given, name.family) if part)


def place_form(surface: str) -> str:
    """Return the form under which a place or body is known: folded, without an article before it."""
    folded = " ".join(fold(surface).split())
    return folded[4:] if folded.startswith("the ") else folded
