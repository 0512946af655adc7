"""Decide what kind of source a file is, by its content first and its names next."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from voices.model import Kind
from voices.sources.proposal import path_words
from voices.sources.proposal.looking import answering
from voices.sources.proposal.nouns import Seen, Shape
from voices.sources.tables.headings import Use


@dataclass(frozen=True)
class Sorted:
    """What a file is taken for."""

    kind: Kind | None
    """None where it is proposed for no source."""
    because: str = ""
    """Why, where that is not certain; for a file left out, why it is."""
    wanted: bool = False
    """For a file left out: it seems to belong to the study, so somebody has to act."""


_REPORT = re.compile(r"\b(?:references|bibliography|abstract|et al\b|executive summary|literature|isbn|doi)\b", re.I)
_CITED = re.compile(r"[A-Z][a-z]+(?: (?:and|&) [A-Z][a-z]+)? \((?:19|20)\d\d\)")
_VOICES = 3
"""Rationale: an interview may have two who answer (a couple, a worker and a trainee); three make a group."""
_ASIDE = "its name says that it is not what people said"


def kind_of(seen: Seen) -> Sorted:
    """Return what a file is taken for."""
    hints = [path_words.kinds(part) for part in path_words.parts(seen.relative)]
    judge = _BY_SHAPE.get(seen.shape)
    if judge is not None:
        return judge(seen, hints)
    if seen.shape is Shape.UNREADABLE:
        return Sorted(None, seen.reason, wanted=not any("aside" in hint for hint in hints))
    return Sorted(None, _NO_SOURCE.get(seen.shape, seen.reason))


_NO_SOURCE = {
    Shape.QUESTIONS: "a list of closed questions that no table here was asked",
    Shape.INDICATORS: "a second file of indicators; [study] can name one",
    Shape.PEOPLE: "a list of who took part; roles were taken from it, nothing else",
}


def _first(hints: Sequence[Sequence[str]], *wanted: str) -> str:
    """Return the first of the wanted kinds that a name says, the file's own before its folders'."""
    return next((kind for hint in hints for kind in hint if kind in wanted), "")


def _talk(seen: Seen, hints: Sequence[Sequence[str]]) -> Sorted:
    voices = max((len(answering(document)) for document in seen.reading.documents), default=0) if seen.reading else 0
    said = _first(hints, "focus group", "interview")
    if said == "focus group" and voices >= 2:
        return Sorted(Kind.FOCUS_GROUP)
    if voices >= _VOICES and said != "interview":
        return Sorted(Kind.FOCUS_GROUP, f"{voices} voices answer")
    if voices >= _VOICES:
        return Sorted(Kind.INTERVIEW, f"its name says interview, but {voices} voices answer")
    return Sorted(Kind.INTERVIEW, "" if said == "interview" or voices == 1 else "two voices answer")


def _letter(seen: Seen, hints: Sequence[Sequence[str]]) -> Sorted:
    if "aside" in hints[0]:
        return Sorted(None, _ASIDE)
    for hint in hints:
        if "complaint" in hint and "compliment" in hint:
            return _thanks_or_complaint(seen)
        said = next((kind for kind in _LETTER_SAYS if kind in hint), "")
        if said:
            return _LETTER_SAYS[said]
    return Sorted(Kind.LETTER, "it opens and ends like a letter")


def _thanks_or_complaint(seen: Seen) -> Sorted:
    words = _words(seen).casefold()
    if words.count("thank") > words.count("compl") + words.count("sorry") + words.count("apolog"):
        return Sorted(Kind.COMPLIMENT, "it thanks somebody")
    return Sorted(Kind.LETTER, "its folder says complaints and compliments")


def _prose(seen: Seen, hints: Sequence[Sequence[str]]) -> Sorted:
    words = _words(seen)
    if "aside" in hints[0]:
        return Sorted(None, _ASIDE)
    if len(_CITED.findall(words)) >= 2 or _REPORT.search(words):
        return Sorted(Kind.EVIDENCE, "it cites what others have published")
    unknown = "a text that is no conversation and no letter; give it a source if people's words are in it"
    return _PROSE_SAYS.get(_first(hints, *_PROSE_SAYS), Sorted(None, unknown, wanted=True))


def _table(seen: Seen, hints: Sequence[Sequence[str]]) -> Sorted:
    uses = _uses(seen)
    said = _first(hints, "complaint register", "compliment", "complaint", "form", "survey", "indicators")
    words = Use.TEXT in uses
    register = Use.KIND in uses or {Use.STAGE, Use.OUTCOME} <= uses or Use.REFERENCE in uses
    if said == "indicators" and not words:
        columns = "indicator, period, value, denominator, unit, source, comparator"
        return Sorted(None, f"figures, but not in the columns {columns}", wanted=True)
    if register and said not in ("survey", "form"):
        return Sorted(Kind.COMPLAINT)
    if said in _TABLE_SAYS:
        return _TABLE_SAYS[said]
    if words:
        return Sorted(Kind.SURVEY, "it has columns of free text" + (" beside answers on a scale" * _closed(seen)))
    return Sorted(None, "a table without people's words; give it a source if it belongs to the study", wanted=True)


_REPORTED = Sorted(Kind.EVIDENCE, "its name or folder says that it is published or a report")
_LETTER_SAYS = {
    "compliment": Sorted(Kind.COMPLIMENT),
    "complaint": Sorted(Kind.LETTER),
    "evidence": _REPORTED,
    "letter": Sorted(Kind.LETTER),
}
_NO_SPEAKERS = "no speakers are marked in it: everything will count as answers"
_PROSE_SAYS = {
    "aside": Sorted(None, "its folder says that it is not what people said"),
    "evidence": _REPORTED,
    "complaint": Sorted(Kind.LETTER, "its name says so, but it has no salutation"),
    "compliment": Sorted(Kind.COMPLIMENT, "its name says so"),
    "focus group": Sorted(Kind.FOCUS_GROUP, _NO_SPEAKERS),
    "interview": Sorted(Kind.INTERVIEW, _NO_SPEAKERS),
    "letter": Sorted(Kind.LETTER, "its name says so, but it has no salutation"),
}
_TABLE_SAYS = {
    "complaint register": Sorted(Kind.COMPLAINT, "its name says so"),
    "complaint": Sorted(Kind.COMPLAINT, "its name says so"),
    "compliment": Sorted(Kind.COMPLIMENT),
    "form": Sorted(Kind.FORM),
    "survey": Sorted(Kind.SURVEY),
}
"""What the words of a name say of each shape, the first that is met winning."""
_BY_SHAPE: Mapping[Shape, Callable[[Seen, Sequence[Sequence[str]]], Sorted]] = {
    Shape.TALK: _talk,
    Shape.LETTER: _letter,
    Shape.PROSE: _prose,
    Shape.TABLE: _table,
}


def _uses(seen: Seen) -> frozenset[Use]:
    assert seen.reading is not None  # noqa: S101 - what is a table was read
    taken = {meaning.partition(":")[0] for _, meaning in seen.reading.description.columns}
    return frozenset(use for use in Use if use.value in taken)


def _closed(seen: Seen) -> bool:
    assert seen.reading is not None  # noqa: S101 - what is a table was read
    return any("closed question" in warning for warning in seen.reading.description.warnings)


def _words(seen: Seen) -> str:
    return "\n".join(document.text for document in seen.reading.documents) if seen.reading else ""
