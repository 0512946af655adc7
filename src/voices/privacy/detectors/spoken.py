"""What is said aloud: telephone numbers in words, e-mail addresses with "dot" and "at", names letter by letter."""

from __future__ import annotations

import re
from collections.abc import Iterator

from voices.privacy.detectors.hits import Hit
from voices.privacy.detectors.numbers import TLD

_DIGIT = {"oh": 1, "o": 1, "zero": 1, "nought": 1, "nil": 1}
_DIGIT.update(dict.fromkeys(["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"], 1))
_TEENS = ["ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_DIGIT.update(dict.fromkeys([*_TEENS, *_TENS], 2))
_NUMBER_WORD = re.compile(
    r"\b(?:(?:double|treble|triple)[\s-]+)?(?:"
    + "|".join(sorted(_DIGIT, key=len, reverse=True))
    + r"|hundred|thousand|\d+)\b",
    re.I,
)
_GAP = re.compile(r"[\s,.\-–]{1,4}(?:and[\s]+|um+[\s,]+|er+[\s,]+)?", re.I)
_FEWEST_DIGITS = 7
"""A run of said digits shorter than this may be a score, an age or a date; British subscriber numbers are longer."""

_AT = r"\s+(?:at|@|\(at\)|\[at\])\s+"
_DOT = r"\s*(?:\s(?:dot|point)\s|\(dot\)|\[dot\]|\.)\s*"
_SAID = r"(?:\s+(?:" + "|".join([*_DIGIT, "hundred"]) + r"))"
_PART = rf"(?:(?:al|el|de|da|mc|mac|van|ap|o)\s+)?[a-z0-9][\w-]*{_SAID}*"
_SPOKEN_EMAIL = re.compile(
    rf"\b{_PART}(?:(?:{_DOT}|\s+(?:underscore|dash|hyphen)\s+){_PART})*{_AT}{_PART}"
    rf"(?:\s+(?:dot|point)\s+{_PART})*\s+(?:dot|point)\s+{TLD}\b",
    re.I,
)
_SPELT = re.compile(
    r"(?<![\w'’-])[A-Za-z](?:-[A-Za-z]){2,}(?![\w'’-])|(?<![\w'’.-])[A-Z](?:(?:, ?| |\. ?|"
    r"\.\.\. ?)[A-Z]){3,}(?![\w'’-])"
)
_DOUBLE_SPELT = re.compile(r"(?<![\w'’-])(?:double[ -])?[A-Z](?:[-, ]+(?:double[ -])?[A-Z]){3,}(?![\w'’-])")
_ONE_TO_NINE = r"(?:oh|zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d{1,2})"
_SPELT_POSTCODE = re.compile(
    rf"(?<![\w'’-])[a-z](?:[ ,-]+[a-z])?(?:[ ,-]+{_ONE_TO_NINE}){{2,3}}(?:[ ,-]+[a-z]){{2}}(?![\w'’-])", re.I
)


def find(text: str) -> Iterator[Hit]:
    """Yield telephone numbers, e-mail addresses and names that are said rather than written."""
    yield from _numbers(text)
    for m in _SPOKEN_EMAIL.finditer(text):
        yield Hit(m.start(), m.end(), "EMAIL", 0.95, "e-mail said aloud")
    for m in _SPELT_POSTCODE.finditer(text):
        yield Hit(m.start(), m.end(), "POSTCODE", 0.88, "postcode said aloud")
    for pattern in (_SPELT, _DOUBLE_SPELT):
        for m in pattern.finditer(text):
            yield Hit(m.start(), m.end(), "PERSON", 0.85, "spelt out")


def _numbers(text: str) -> Iterator[Hit]:
    run: list[re.Match[str]] = []
    for m in _NUMBER_WORD.finditer(text):
        if run and not _GAP.fullmatch(text, run[-1].end(), m.start()):
            yield from _as_phone(run)
            run = []
        run.append(m)
    yield from _as_phone(run)


def _as_phone(run: list[re.Match[str]]) -> Iterator[Hit]:
    if not run or all(m[0].isdigit() for m in run):
        return
    digits = 0
    for m in run:
        parts = m[0].lower().replace("-", " ").split()
        word = parts[-1]
        size = len(word) if word.isdigit() else 2 if word == "hundred" else 3 if word == "thousand" else _DIGIT[word]
        digits += size * {"double": 2, "treble": 3, "triple": 3}.get(parts[0], 1)
    starts_so = run[0][0].lower() in {"oh", "o", "zero", "nought", "double oh", "0", "07"}
    if digits >= (_FEWEST_DIGITS if starts_so else _FEWEST_DIGITS + 2) and len(run) >= 5:
        yield Hit(run[0].start(), run[-1].end(), "PHONE", 0.93, "telephone number said aloud")
