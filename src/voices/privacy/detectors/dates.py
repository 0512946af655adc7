"""Days in every written form."""

from __future__ import annotations

import re
from collections.abc import Iterator

from voices.privacy.detectors.hits import Hit

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_YEAR = r"(?:(?:19|20)\d\d|['’]\d\d)"
_S = r"(?:[ \t]+|[ \t]*\n(?:>[ ]?)*(?!\s)|-)"
"""A gap inside a date: spaces, a hyphen or a wrapped line, never an empty line."""
_UNITS = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"]
_ORDINAL = (
    r"(?:"
    + "|".join(
        [
            *_UNITS,
            "tenth",
            "eleventh",
            "twelfth",
            "thirteenth",
            "fourteenth",
            "fifteenth",
            "sixteenth",
            "seventeenth",
            "eighteenth",
            "nineteenth",
            "twentieth",
            "thirtieth",
        ]
    )
    + r"|(?:twenty|thirty)[ -](?:"
    + "|".join(_UNITS)
    + r"))"
)
_SAID_YEAR = (
    r"(?:(?:nineteen|twenty)[ -](?:oh[ -])?[a-z]+(?:[ -](?:one|two|three|four|five|six|seven|eight|nine))?"
    r"|two thousand(?: and)?(?: [a-z]+(?:[ -](?:one|two|three|four|five|six|seven|eight|nine))?)?|(?:19|20)\d\d)"
)
_FORMS: tuple[tuple[str, float, re.Pattern[str]], ...] = (
    ("numeric date", 0.95, re.compile(rf"(?<![\w./-]){_DAY}([./-]){_DAY}\1(?:(?:19|20)\d\d|\d\d)(?!\w|[./-]\d)")),
    (
        "ISO date",
        0.95,
        re.compile(r"(?<![\w./-])(?:19|20)\d\d([-/.])(?:0?[1-9]|1[0-2])\1(?:0?[1-9]|[12]\d|3[01])(?!\d|-\d)"),
    ),
    (
        "day and month",
        0.95,
        re.compile(
            (
                rf"\b{_DAY}(?:st|nd|rd|th)?(?:\s+day)?(?:\s+of)?{_S}{_MONTH}(?:,?{_S}(?:{_YEAR}|"
                rf"\d\d(?=[,.;)\s-]|\Z)(?!\s*[:%])))?(?![\w])"
            ),
            re.I,
        ),
    ),
    (
        "month and day",
        0.9,
        re.compile(rf"\b{_MONTH}{_S}(?:the\s+)?{_DAY}(?:st|nd|rd|th)?(?:,?{_S}{_YEAR})?(?![\w:.%]\d|\w)", re.I),
    ),
    ("month and year", 0.9, re.compile(rf"\b{_MONTH}(?:\s+of)?,?{_S}(?:{_YEAR})(?!\w)", re.I)),
    (
        "feast and year",
        0.9,
        re.compile(
            rf"\b(?:(?:new year|christmas|boxing|st patrick|st david|valentine|all saints|bonfire|all fools|may)"
            rf"(?:['’]?s)? (?:day|eve|night)|christmas|easter (?:sunday|monday)|good friday|halloween|hogmanay)"
            rf",?{_S}(?:in )?{_YEAR}(?!\w)",
            re.I,
        ),
    ),
    ("month and year in numbers", 0.6, re.compile(r"(?<![\w./-])(?:0[1-9]|1[0-2])/(?:19|20)\d\d(?![\w/-])")),
    ("day in words", 0.93, re.compile(rf"\b{_ORDINAL}(?:\s+day)?\s+of\s+{_MONTH}(?:,?\s+{_SAID_YEAR})?(?!\w)", re.I)),
    ("day in words", 0.9, re.compile(rf"\b{_MONTH}\s+(?:the\s+)?{_ORDINAL}(?:,?\s+{_SAID_YEAR})?(?!\w)", re.I)),
    (
        "month and said year",
        0.85,
        re.compile(
            (
                rf"\b{_MONTH}\s+(?:two thousand(?: and)? \w+|twenty[ -](?:oh[ -])?(?:one|two|three|four|"
                rf"five|six|seven|eight|nine|ten|\w+teen|eleven|twelve|twenty(?:[ -]\w+)?))\b"
            ),
            re.I,
        ),
    ),
)
_BORN = re.compile(
    (
        r"\b(?:d\.?o\.?b\.?|born|date of birth|birthday)\b[\s:,(]*(?:is|on|was|"
        r"the)?\s*(?P<date>\d{6}|\d{8}|\d{1,2}[ ./-]\d{1,2}[ ./-]\d{2,4}|\d{1,2}(?:st|nd|rd|"
        r"th))(?!\w)"
    ),
    re.I,
)


def find(text: str) -> Iterator[Hit]:
    """Yield days, months with a year and dates of birth."""
    for rule, score, pattern in _FORMS:
        for m in pattern.finditer(text):
            if rule == "numeric date" and not _is_calendar(m[0]):
                continue
            yield Hit(m.start(), m.end(), "DATE", score, rule)
    for m in _BORN.finditer(text):
        yield Hit(m.start("date"), m.end("date"), "DATE", 0.95, "date of birth")


def _is_calendar(text: str) -> bool:
    first, second, _ = (int(part) for part in re.split(r"[./-]", text))
    return min(first, second) <= 12
