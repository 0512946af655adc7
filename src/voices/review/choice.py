"""What a person chooses: codes by two letters, a valence for each, or the suggestion as it stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from string import ascii_lowercase

from voices.codebook import Code
from voices.errors import InputError
from voices.model import Coded, Suggestion, Valence

Letters = dict[str, str]
"""Two letters by code id."""


@dataclass(frozen=True)
class Choice:
    """Codes as a form sends them."""

    codes: tuple[str, ...]
    """Code ids, as ticked."""
    valences: Mapping[str, str]
    """Valence by code id; empty text for none."""

    def coded(self, known: Iterable[str], suggestions: Sequence[Suggestion] = ()) -> tuple[Coded, ...]:
        """Return the codes a decision carries; a code that was suggested keeps the suggestion's evidence.

        Raises InputError where a code or valence is not one we know.
        """
        codes = set(known)
        evidence = {s.code: (s.start, s.end) for s in suggestions if s.put_forward}
        made = []
        for code in dict.fromkeys(self.codes):
            valence = self.valences.get(code, "")
            if code not in codes or valence not in ("", *(v.value for v in Valence)):
                raise InputError("this code or valence is not in the codebook: load the page again")
            start, end = evidence.get(code, (None, None))
            made.append(Coded(code, Valence(valence) if valence else None, start, end))
        return tuple(made)


def accepted(suggestions: Sequence[Suggestion]) -> tuple[Coded, ...]:
    """Return the codes of a suggestion taken as it stands: those put forward, with valence and evidence."""
    return tuple(Coded(s.code, s.valence, s.start, s.end) for s in suggestions if s.put_forward)


def letters(codes: Sequence[Code]) -> Letters:
    """Return two letters for every code, all different, as close to the beginning of its name as can be.

    Codes are served in order, principles before their children, so that adding a child never moves a principle.
    """
    taken: set[str] = set()
    found: Letters = {}
    for code in sorted(codes, key=lambda c: c.parent != ""):
        for pair in _pairs(code):
            if pair not in taken:
                taken.add(pair)
                found[code.id] = pair
                break
    return found


def further(taken: Letters, name: str) -> str:
    """Return two letters for one more code, which no other has."""
    there = set(taken.values())
    return next(pair for pair in _pairs_of(name.replace(" ", "_")) if pair not in there)


def _pairs(code: Code) -> Iterable[str]:
    return _pairs_of(code.id.rsplit("/", 1)[-1])


def _pairs_of(name: str) -> Iterable[str]:
    words = ["".join(letter for letter in word if letter in ascii_lowercase) for word in name.lower().split("_")]
    words = [word for word in words if word] or ["x"]
    initials = words[0][0] + words[1][0] if len(words) > 1 else ""
    joined = "".join(words)
    return chain(
        [initials] if initials else [],
        [joined[:2]] if len(joined) > 1 else [],
        (joined[0] + letter for letter in joined[1:]),
        (joined[0] + letter for letter in ascii_lowercase),
        (a + b for a in ascii_lowercase for b in ascii_lowercase),
    )
