"""Words that stay: kin, roles, public bodies, approaches, peoples and tongues, citations, codes, scores and times."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import groupby

from voices.model import Span
from voices.privacy.lists import words

KEPT = ("kin", "roles", "bodies", "approaches", "calendar", "countries", "peoples", "medicines")
"""Lists of `words/` whose terms stay."""

_AUTHOR = r"[A-Z][\w'’]*(?:-[A-Z][\w'’]*)?"
_AUTHORS = rf"{_AUTHOR}(?:,? (?:and|&) {_AUTHOR}|(?:, {_AUTHOR})+,? (?:and|&) {_AUTHOR}| et al\.?,?)?"
_YEAR = r"(?:19|20)\d\d[a-z]?"
CITATION = re.compile(
    rf"\b{_AUTHORS}(?:['’]s?)? ?\(\s?{_YEAR}(?:[,:] ?(?:p\.? ?)?\d+(?:[-–]\d+)?)?\)|"
    rf"\((?:e\.g\. |see |cf\. )?{_AUTHORS},? {_YEAR}(?:; ?{_AUTHORS},? {_YEAR})*\)"
)
_UNIVERSITY = re.compile(
    r"\b(?:University of (?:the )?[A-Z]\w+(?: (?:of )?[A-Z]\w+)?|[A-Z]\w+(?: [A-Z]\w+)? "
    r"University|King['’]s College London|Tavistock(?: Clinic| and Portman)?)\b"
)
_CODES = re.compile(
    r"(?<![\w'’])(?:[PFRISCGM]\d{1,3}|(?:Participant|Speaker|Respondent|Interviewer|Parent|"
    r"Carer|Facilitator|Moderator|Young [Pp]erson|Person|Child|Voice|Unknown(?: Speaker)?|"
    r"Staff|Group|Worker|Q)\s?(?:\d{1,3}|[A-D])|YP\d{1,2}|SW\d{1,2}|FC\d{1,2}|Q\d{1,2})"
    r"(?![\w'’])"
)
_TIMES = re.compile(
    r"\[?\b\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?\b\]?(?:\s*-->\s*\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?)?(?:\s*(?:am|pm|GMT|BST)\b)?|\b\d{1,2}(?:[.:]\d{2})?\s?(?:a\.?m\.?|p\.?m\.?)(?![\w])|[+-]0[01]00\b",
    re.I,
)
_SCORES = re.compile(
    (
        r"(?<![\w/])\d{1,3}\s?/\s?(?:5|10|20|34|40|50|100)(?![\w/])|(?<!\w)\d+(?:\.\d+)?\s?(?:%|"
        r"per ?cent)|\b\d+(?:\.\d+)? ?(?:mg|ml|mcg|kg|g|cm|mph)\b|\b\d{1,3} (?:out of|to) "
        r"\d{1,3}\b"
    ),
    re.I,
)
_SECTIONS = re.compile(
    (
        r"\b(?:section|(?<!['’])s\.?(?= ?\d\d)|stage|level|year|key stage|grade|band|tier|part|"
        r"schedule|regulation|chapter|page|question|item|phase|wave|class|form|ward|room|floor|"
        r"version|complaint)\s?\d{1,3}\b|\bY(?:ear)? ?\d{1,2}\b|\bstage[- ](?:one|two|three)\b"
    ),
    re.I,
)
_SCALED = re.compile(
    (
        r"\b(?:nought|zero|0|1|one) ?(?:to|-) ?(?:ten|10|five|5)\b|\b(?:one|two|three|four|five|"
        r"six|seven|eight|nine|ten|nought|zero|\d{1,2}|a hundred) out of (?:ten|five|10|5|100|a "
        r"hundred)\b"
    ),
    re.I,
)

_IN_MAY = re.compile(
    r"\b(?:in|since|until|till|during|last|this|next|early|late|mid|end of|nearly|almost|by) "
    r"(?:May|March|June|April|August)\b"
)
_PLACEHOLDERS = re.compile(r"\[[a-zA-Z][a-zA-Z ]{1,40}(?: \d{1,6})?\]")


@lru_cache(maxsize=1)
def terms() -> frozenset[str]:
    """Return every protected term in lower case."""
    return frozenset().union(*(words(name) for name in KEPT))


_ALSO_NAMES = words("also_names")
"""Terms that are names as well: protected only against weak evidence, so a title or a family name wins."""


@lru_cache(maxsize=32)
def _pattern(extra: tuple[str, ...]) -> re.Pattern[str]:
    """Return a pattern over a text in lower case: terms by their first letter, the longest first, which is fast."""
    every = sorted({*terms(), *(e.lower() for e in extra)} - {""}, key=lambda t: (t[0], -len(t), t))
    body = "|".join(
        f"{re.escape(first)}(?:{'|'.join(_written(t[1:]) for t in row)})"
        for first, row in groupby(every, key=lambda t: t[0])
    )
    return re.compile(rf"(?<![\w'’-])(?:{body})(?=(?:['’]s?)?(?![\w-]|['’]\w))")


def _written(term: str) -> str:
    return re.escape(term).replace("'", "['’]").replace(r"\ ", r"\s+")


def _lowered(text: str) -> str:
    """Return a text in lower case with its offsets kept."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def find(text: str, extra: Iterable[str] = ()) -> Iterator[Span]:
    """Yield the stretches that stay; `extra` are a study's own terms, in any case."""
    for m in _pattern(tuple(sorted(extra))).finditer(_lowered(text)):
        if m[0] not in _ALSO_NAMES:
            yield Span(m.start(), m.end())
    for pattern in (CITATION, _UNIVERSITY, _CODES, _TIMES, _SCORES, _SECTIONS, _SCALED, _IN_MAY, _PLACEHOLDERS):
        for m in pattern.finditer(text):
            yield Span(m.start(), m.end())


def cited(text: str) -> frozenset[str]:
    """Return the family names of authors cited with a year in a text, so that a later bare mention stays as well."""
    names: set[str] = set()
    for m in CITATION.finditer(text):
        names.update(w for w in re.findall(_AUTHOR, m[0]) if not w.isdigit())
    return frozenset(names)
