"""The exact ages of children: with a unit, after a cue, beside a name, at a turn of life."""

from __future__ import annotations

import re
from collections.abc import Iterator

from voices.privacy.detectors.hits import Hit
from voices.privacy.lists import fold, frequency

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
    r"(?:he|she|they|who|it|i|you|(?:hes|shes|whos|im|theyre)(?= )|"
    r"[A-Z][\w'’-]*[^\W\d_]|son|daughter|boy|girl|baby|twins|kid|"
    r"child|lad|brother|sister|grandson|granddaughter|both|one)"
)
_IS = re.compile(
    (
        rf"\b(?P<who>{_PRONOUN})(?:['’](?:s|re|m)|(?<=\b(?:im))|(?<=\b(?:hes))|(?<=\b(?:shes|whos))|(?<=theyre)|\s+(?:is|are|was|were|am|be|being))\s+(?:now|"
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
        rf"(?:\b(?:baby|twins|son|daughter|boys?|girls?|little ones|kids|children|teenager|woman)|"
        rf"[a-z)] [A-Z][\w'’-]*[^\W\d_]|"
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
    r"ago|apart|late|overdue|behind|"
    r"(?:weeks?|months?|years?|days?)\s+(?:ago|late|later|away|wait|waiting|since|on the|in\b|"
    r"of\b|now\b|with|into|without|from|behind|for)|thing|things|person|"
    r"big|good|bad|long|small|sided|way|stop|off)\b|[-–]to[-–]|\s*/\s*\d|%|:\d)",
    re.I,
)
_LIFE = (
    r"(?:into care|in care|care|adopted|fostered|removed|diagnosed|pregnant|excluded|orphaned|(?:ran|run|running) away|"
    r"left (?:home|school|care)|a (?:mum|dad|mother|father)|started (?:smoking|drinking|running|using)|"
    r"(?:placed|known|had|with|took|take|taken|got|knew|remember|looked after)(?: (?:him|her|them|me|us|one|in|on))?|"
    r"(?:child|boy|girl|lad|kid|baby|son|daughter|leaver|teenager)(?: \w+){1,2} had)"
)
_AT = re.compile(
    rf"\b{_LIFE} (?:at|from|since|aged?)(?: the age of| about| only| just)?\s+(?P<span>{_COUNT}{_HALF}(?:{_UNIT})?)"
    rf"(?=\s*[,.;!?)]|\s+(?:and|but|because|cos|who|when|after|he|she|they|rang|came|to say|now)\b|\Z)",
    re.I,
)
_TEEN = re.compile(
    r"\b(?:at|from|since)\s+(?P<span>(?P<n>1[3-7]|thirteen|fourteen|fifteen|sixteen|seventeen))"
    r"(?=\s*[,.;!?)](?!\d)|\s+(?:and|but|because|cos|who|when|he|she|they|I|rang|came|you|we)\b|\Z)"
)
_NOW_IS = re.compile(rf"\b(?:is|['’]s|are|turns) (?P<span>{_COUNT}{_HALF}) now\b", re.I)
_ALSO = re.compile(
    rf"(?:,| and|, and| or)\s+(?:(?:the other|one|another)(?:['’]s| is)? )?(?P<span>{_COUNT}{_HALF}(?:{_UNIT})?)"
    rf"(?=\s*[.;!?)]|\s*,(?!\d)|\s+(?:and|who|when|years?)\b|\Z)",
    re.I,
)
_KNOWN_WHO = (
    r"he|she|they|who|i|you|hes|shes|whos|im|theyre|son|daughter|boy|girl|baby|twins|kid|child|lad|brother|sister|"
    r"grandson|granddaughter|both|one|it"
)
_COMMON_SUBJECT = 4.4
"""Zipf frequency from which a lower-case subject is a word ("until is fifteen") rather than a name."""
OLDEST_CHILD = 17
"""The policy masks children's ages; eighteen and over is an adult's and stays."""


def _value(m: re.Match[str]) -> float:
    word = m["n"].lower().replace("½", ".5")
    return float(NUMBER[word]) if word in NUMBER else float(word)


def _is_child(m: re.Match[str], start: int, end: int) -> bool:
    inside = m.string[start:end].lower()
    if re.search(r"month|mth|week|wk|day", inside):
        return _value(m) <= 36
    return _value(m) <= OLDEST_CHILD + 0.5


def find(text: str) -> Iterator[Hit]:
    """Yield children's ages, number and unit."""
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
        (_AT, 0.62, "at an age"),
        (_TEEN, 0.55, "at an age of two figures"),
        (_NOW_IS, 0.6, "is of an age now"),
    ):
        for m in pattern.finditer(text):
            start, end = m.span("span")
            if not _is_child(m, start, end) or _NOT_AN_AGE.match(text, end):
                continue
            if rule in _DOUBTED and not _plausible(m, rule, text):
                continue
            yield Hit(start, end, "AGE", score, rule)
            if rule != "age in brackets":
                yield from _beside(text, end)


def _beside(text: str, end: int) -> Iterator[Hit]:
    """Yield an age that follows another one ("three and eighteen months")."""
    also = _ALSO.match(text, end)
    if (
        also
        and _is_child(also, *also.span("span"))
        and also["n"].lower() not in {"one", "1"}
        and not _NOT_AN_AGE.match(text, also.end("span"))
    ):
        yield Hit(*also.span("span"), "AGE", 0.6, "age beside an age")


_YOUNG = frozenset(
    "baby twins son daughter boy boys girl girls ones kids children teenager woman".split()  # noqa: SIM905
)
_DOUBTED = frozenset({"is of an age", "age after a cue", "age beside a name"})


def _plausible(m: re.Match[str], rule: str, text: str) -> bool:  # noqa: PLR0911
    n = m["n"].lower()
    if n in {"one", "1"} and not re.search(_UNIT, m["span"]) and rule != "age in brackets":
        sure = rule == "age after a cue" and m[0].split()[0].lower() in {"aged", "age", "turned", "nearly", "almost"}
        said = (
            rule == "is of an age"
            and m["who"].lower() in {"he", "she", "who"}
            and re.match(r"\s*[,.;!?)]", text[m.end() :])
        )
        if not sure and not said:
            return False
    if rule == "is of an age":
        who = m["who"].lower()
        if m["who"].islower() and not re.fullmatch(_KNOWN_WHO, who) and frequency(fold(who)) > _COMMON_SUBJECT:
            return False
        if re.search(r"['’]d\Z|[-‐]", who) or text[max(0, m.start() - 1) : m.start()] == "-":
            return False
        return who not in {"it", "mine", "that", "this", "there", "what", "here", "number", "score", "answer"}
    if rule == "age beside a name":
        before = text[max(0, m.start() - 25) : m.start("span")]
        name = m[0][: m.start("span") - m.start()].rstrip(", ").split()[-1:]
        kin = bool(name) and name[0].lower() in _YOUNG
        return (
            not re.search(r"(?i)\b(?:with|by|gave|give|score[ds]?|said|put|from|nobody|rate|on)\b[^.!?]*\Z", before)
            and (kin or not re.search(r"(?i)\b(?:days?|weeks?)\Z", m["span"]))
            and (kin or (name[0][0].isupper() and not name[0].isupper()))
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
