"""The parts of a person's name as written: title, given name, family name, initials."""

from __future__ import annotations

import re
from dataclasses import dataclass

from voices.privacy.capitals import PARTICLES
from voices.privacy.cues import FORMAL
from voices.privacy.lists import fold, nicknames

_MEN = frozenset(["mr", "sir", "lord", "fr", "father", "brother"])
_WOMEN = frozenset(["mrs", "ms", "miss", "dame", "lady", "sister"])
_CUT = 3
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
    if re.fullmatch(r"[A-Za-z](?:[-, .]+[A-Za-z]){2,}\.?", form.strip()) and not re.fullmatch(
        r"(?:[A-Z]\.){2,3}", form.strip()
    ):
        return PersonName(bare=fold(re.sub(r"[^A-Za-z]", "", form)))
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
    if letters and letters.isupper() and len(letters) <= 3 and (len(folded) == len(letters) or len(folded) == 1):
        return PersonName(initials=letters.casefold())
    if len(folded) == 1:
        return PersonName(family=folded[0].replace("-", " "), title=title) if title else PersonName(bare=folded[0])
    at = 1
    while at < len(folded) - 1 and folded[at] not in PARTICLES:
        at += 1
    if title and folded[0] in PARTICLES:
        at = 0
    return PersonName(given=folded[0] if at else "", family=" ".join(folded[at:]).replace("-", " "), title=title)


def same_given(a: str, b: str) -> bool:
    """Say whether two first names can be one person's: equal, short for each other, or initial and name."""
    if not a or not b:
        return False
    if a == b or b in nicknames(a) or (len(a) == 1 and b.startswith(a)) or (len(b) == 1 and a.startswith(b)):
        return True
    return bool(nicknames(a) & nicknames(b)) and a[0] == b[0] and a[:2] == b[:2]


def same_family(a: str, b: str) -> bool:
    """Say whether two family names can be one person's: equal, or one is an end or initial of a double name."""
    if not a or not b:
        return False
    return a.replace(" ", "") == b.replace(" ", "") or _abbreviates(a, b) or _abbreviates(b, a)


def _abbreviates(short: str, long: str) -> bool:
    """Say whether one family name is the other cut short ("McG", "P L", "al M"), its last word to three letters."""
    ours, theirs = short.split(), long.split()
    return (
        len(ours) == len(theirs)
        and len(ours[-1]) <= _CUT
        and all(b.startswith(a) for a, b in zip(ours, theirs, strict=True))
    )
