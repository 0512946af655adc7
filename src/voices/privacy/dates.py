"""Days in every written form, and the exact ages of children."""

from __future__ import annotations

import re
from collections.abc import Iterator

from voices.privacy.hits import Hit

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

NUMBER = {
    word: value
    for value, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
        ]
    )
}
_COUNT = (
    r"(?P<n>\d{1,2}(?:\.5|½)?|" + "|".join(sorted((w for w in NUMBER if w != "zero"), key=len, reverse=True)) + r")"
)
_HALF = r"(?:\s+and\s+a\s+(?:half|quarter|bit))?"
_UNIT = r"(?:\s*-?\s*(?:years?|yrs?|months?|mths?|weeks?|wks?|days?))"
_OLD = re.compile(rf"(?<![\w.£-]){_COUNT}{_HALF}{_UNIT}\s*(?:-|\s)?(?:old\b|of age\b(?!\s+of))", re.I)
_YO = re.compile(rf"(?<![\w.£-]){_COUNT}\s?(?:y\.?/?o\b|yo\b|yrs?\b(?!\s+(?:ago|later|on)))", re.I)
_AGED = re.compile(
    (
        rf"\b(?:aged?|age of|ages|turn(?:s|ed|ing)?|nearly|almost|only|just turned|"
        rf"just)\s+(?P<span>{_COUNT}{_HALF}(?:{_UNIT})?)(?![\w%:/]|\.\d)"
    ),
    re.I,
)
_BRACKET = re.compile(
    (
        rf"(?P<name>[^\W\d_][\w'’.-]*)\s*\((?:aged? |age: ?)?(?P<span>{_COUNT}{_HALF}"
        rf"(?:\s*(?:years?|yrs?|months?|mths?|weeks?|wks?|m|y))?)\)"
    ),
    re.I,
)
_PRONOUN = (
    r"(?:he|she|they|who|it|i|you|[A-Z][\w'’-]*[^\W\d_]|son|daughter|boy|girl|baby|twins|kid|"
    r"child|lad|brother|sister|grandson|granddaughter|both|one)"
)
_IS = re.compile(
    (
        rf"\b(?P<who>{_PRONOUN})(?:['’](?:s|re|m)|\s+(?:is|are|was|were|am|be|being))\s+(?:now|"
        rf"only|just|nearly|almost|about|like|still|then|both|already|also|really|"
        rf"turning)?\s*(?P<span>{_COUNT}{_HALF}(?:{_UNIT})?)(?![\w%:/-]|\.\d)"
    ),
    re.I,
)
_OF = re.compile(
    (
        rf"\b(?:boy|girl|child|baby|son|daughter|lad|kid|brother|sister|toddler|teenager)\s+(?:of|"
        rf"is|,)\s*(?:only|just|now|nearly)?\s*(?P<span>{_COUNT}{_HALF}(?:{_UNIT})?)(?![\w%:/-]|"
        rf"\.\d)"
    ),
    re.I,
)
_APPOSED = re.compile(
    (
        rf"(?:\b(?:baby|twins|son|daughter|boy|girl)|[a-z)] [A-Z][\w'’-]*[^\W\d_]|"
        rf"\A[A-Z][\w'’-]*[^\W\d_]),\s+(?P<span>{_COUNT}{_HALF}(?:{_UNIT})?)(?=\s*(?:,|\.|;|!|\?|"
        rf"\)|and\b|who\b|on\b|\Z))(?!\.\d)"
    ),
    re.I,
)
_WHEN = re.compile(
    (
        rf"\b(?:when|since|until|till|before)\s+(?:he|she|they|i|we|you)(?:['’](?:s|re|m)|"
        rf"\s+(?:was|were|is|are|turned|am))\s+(?:only|just|about|like)?\s*(?P<span>{_COUNT}{_HALF}"
        rf"(?:{_UNIT})?)(?![\w%:/-]|\.\d)"
    ),
    re.I,
)
_ASKED = re.compile(
    (
        rf"\bhow "
        rf"old\b[^?\n]{{0,40}}\?[^\w]*(?:[^\n]{{0,60}}\n+){{0,2}}(?:[^\n:]{{0,40}}:\s+)?(?:he|she|"
        rf"i)?(?:['’](?:s|m))?\s*(?P<span>{_COUNT}{_HALF}(?:{_UNIT})?)(?![\w%:/-]|\.\d)"
    ),
    re.I,
)
_BORN_AND = re.compile(rf"\bborn\b[^()\n]{{4,32}}, (?P<span>{_COUNT})(?=\))", re.I)
_NOW = re.compile(
    rf"(?:\A|[.,(;]\s+)(?:now|nearly|almost|both|aged)\s+(?P<span>{_COUNT}{_HALF}(?:{_UNIT})?)(?=[.,;)!]|\Z)(?!\.\d)",
    re.I,
)
_NOT_AN_AGE = re.compile(
    r"\s*(?:(?:%|per ?cent|out of|of (?:us|them|the|those|my|our|these|a)|hours?|minutes?|"
    r"mins?|times?|people|children|kids|days? (?:ago|late|later|after|before|left)|"
    r"o['’]clock|am\b|pm\b|a\.m|p\.m|pounds|miles|visits?|calls?|meetings?|social|different|"
    r"other|more|or\b|to\b|in a|on (?:a|the) (?:scale|waiting)|"
    r"(?:weeks?|months?|years?|days?)\s+(?:ago|late|later|away|wait|waiting|since|on the|in\b|"
    r"of\b|now\b|with|into|without|from|behind|for)|thing|things|person|"
    r"big|good|bad|long|small|sided|way|stop|off)\b|[-–]to[-–]|\s*/\s*\d|%|:\d)",
    re.I,
)
_HIGHEST_AGE = 17
"""The policy masks children's ages; eighteen and over is an adult's and stays."""


def find(text: str) -> Iterator[Hit]:
    """Yield dates and children's ages."""
    for rule, score, pattern in _FORMS:
        for m in pattern.finditer(text):
            if rule == "numeric date" and not _is_calendar(m[0]):
                continue
            yield Hit(m.start(), m.end(), "DATE", score, rule)
    for m in _BORN.finditer(text):
        yield Hit(m.start("date"), m.end("date"), "DATE", 0.95, "date of birth")
    yield from _ages(text)


def _is_calendar(text: str) -> bool:
    first, second, _ = (int(part) for part in re.split(r"[./-]", text))
    return min(first, second) <= 12


def _value(m: re.Match[str]) -> float:
    word = m["n"].lower().replace("½", ".5")
    return float(NUMBER[word]) if word in NUMBER else float(word)


def _is_child(m: re.Match[str], start: int, end: int) -> bool:
    inside = m.string[start:end].lower()
    if re.search(r"month|mth|week|wk|day", inside):
        return _value(m) <= 36
    return _value(m) <= _HIGHEST_AGE + 0.5


def _ages(text: str) -> Iterator[Hit]:
    for pattern, score in ((_OLD, 0.93), (_YO, 0.85)):
        for m in pattern.finditer(text):
            if _is_child(m, m.start(), m.end()):
                yield Hit(m.start(), m.end(), "AGE", score, "age with its unit")
    for pattern, score, rule in (
        (_AGED, 0.8, "age after a cue"),
        (_BRACKET, 0.85, "age in brackets"),
        (_OF, 0.85, "child of an age"),
        (_WHEN, 0.8, "age at a time"),
        (_ASKED, 0.85, "age asked for"),
        (_BORN_AND, 0.85, "age after a birth date"),
        (_NOW, 0.7, "now of an age"),
        (_APPOSED, 0.7, "age beside a name"),
        (_IS, 0.72, "is of an age"),
    ):
        for m in pattern.finditer(text):
            start, end = m.span("span")
            if not _is_child(m, start, end) or _NOT_AN_AGE.match(text, end):
                continue
            if rule in {"is of an age", "age after a cue", "age beside a name"} and not _plausible(m, rule, text):
                continue
            yield Hit(start, end, "AGE", score, rule)


def _plausible(m: re.Match[str], rule: str, text: str) -> bool:
    n = m["n"].lower()
    if rule == "is of an age":
        who = m["who"].lower()
        if n in {"one", "1"} and who in {"i", "you", "it", "they", "who"}:
            return False
        return who not in {"it", "mine", "that", "this", "there", "what", "here", "number", "score", "answer"}
    if rule == "age beside a name":
        return not re.search(
            r"(?i)\b(?:with|gave|give|score[ds]?|said|put|from|nobody|rate|on)\b", m[0][: m.start("span") - m.start()]
        )
    if rule == "age after a cue":
        cue = text[m.start() : m.start("span")].strip().lower()
        return cue not in {"only", "just", "nearly", "almost"} or (
            bool(
                re.search(r"(?:is|was|'s|’s|are|were|he|she|they)\s*\Z", text[max(0, m.start() - 6) : m.start()], re.I)
            )
            and not re.match(r"\s+(?:left|hours?|words?)", text[m.end() :])
        )
    return True
