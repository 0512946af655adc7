"""Streets, buildings, schools, surgeries and the like by the word they end in; towns by what stands before them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from voices.privacy.detectors.hits import NAMES, Hit
from voices.privacy.lists import Lists, fold, frequency, words

_STREET = (
    r"(?:road|rd|street|st|lane|ln|avenue|ave|close|cl|crescent|cres|court|ct|drive|dr|"
    r"gardens|gdns|grove|hill|mews|parade|place|pl|rise|row|"
    r"square|sq|terrace|terr|vale|view|walk|way|wharf|wynd|yard|green|gate|park|path|croft|"
    r"fold|end|bank|quay|common|chase|brow|mount|bridge|"
    r"heights|meadows?|buildings|house|tower|point|parkway|promenade|esplanade|circus|loan|brae|wind)"
)
_CAP = r"[^\W\d_a-zà-öø-ÿ][\w'’-]*"
_ANY = r"(?:[^\W\d_][\w'’-]*|st\.)"
_ADDRESS = re.compile(
    (
        rf"(?<![\w£./-])(?:(?:flat|apartment|apt|unit|room|no\.?|"
        rf"number)\s+)?\d{{1,4}}[a-z]?(?:[-–]\d{{1,4}}[a-z]?)?,?\s+(?:{_ANY}\s+){{1,3}}{_STREET}\b(?!['’])"
    ),
    re.I,
)
_FLAT = re.compile(
    rf"\b(?:flat|apartment|apt)\.?\s+\d{{1,3}}[a-z]?\b(?:[,\s]+\d{{1,4}}[a-z]?\s+(?:{_ANY}\s+){{1,3}}{_STREET}\b)?",
    re.I,
)
_ADDRESS_WORDS = re.compile(
    r"\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|"
    r"fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty)"
    rf"(?:[ -](?:one|two|three|four|five|six|seven|eight|nine|[abc]))?\s+(?:{_CAP}"
    rf"\s+){{1,2}}(?:Road|Street|Lane|Avenue|Close|Crescent|Court|Drive|Gardens|Grove|Terrace|"
    rf"Row|Rise|Wynd)\b"
)

_PLACE_END = sorted(words("place_endings"))

_BODY_END = sorted(words("body_endings"))

_BODY_TAIL = (
    r"(?:of England |Catholic |Community |Medical |Health |Family |Children['’]s |Primary |"
    r"Infant |Junior |Secondary |High |Nursery |Sixth Form |Day |Special |Free |"
    r"Learning |Youth |Women['’]s |C of E |CofE |CE |RC |VA |Leisure |Sports |Football |Resource |Contact )*"
)
_NAMELIKE = rf"(?:{_CAP}|St\.?|the|of|and|&|C of E)"
_BODY = re.compile(
    rf"(?<![\w'’-])(?:(?:St\.? |The )?{_CAP}(?:[ ](?:{_CAP}|on|upon|le|by|the|of|and|&|y|"
    rf"-)){{0,3}}[ ]){_BODY_TAIL}(?:{'|'.join(map(re.escape, _BODY_END))})(?:[ ](?:School|"
    rf"Academy|College|Centre|Practice|Trust|Surgery|Hospital|Ltd|CIC|Infirmary|"
    rf"Nursery))*(?![\w-])"
)
_PLACE = re.compile(
    rf"(?<![\w'’-])(?:St\.? )?{_CAP}(?:[ ]{_CAP}){{0,2}}[ ](?:Community |Leisure |Youth |Civic "
    rf"|Shopping |Retail |Sports |Town |Village |Memorial )?(?:{'|'.join(_PLACE_END)})(?![\w-])"
)
_LOWER_BODY = re.compile(
    r"(?<![\w'’-])(?P<name>[a-z][\w'’-]{3,})\s+(?P<end>primary|infants|juniors|academy|high "
    r"school|house|road|street|lane|avenue|close|crescent|court|estate|surgery|nursery|"
    r"library|hall|pod|cottage|high)(?![\w-])"
)
_COURT = re.compile(
    rf"(?<![\w-])(?:{_CAP} ){{1,2}}(?:County|Crown|Family|Magistrates['’]?|Combined|High|"
    rf"Youth) (?:and Family )?Court(?! of)\b|(?<![\w-])(?:County|Crown|Family|Magistrates['’]?|Youth) Court "
    rf"(?:sitting )?(?:at|in) {_CAP}"
)
_SAINT = re.compile(
    r"(?<![\w'’.-])(?:St\.?|Saint) [A-Z][a-z]+(?:[- ][A-Z][a-z]+)?(?:['’]s?)?(?![\w-])|"
    r"\b(?<=at |to |in |by )st\.? (?P<lower>[a-z]{4,})(?:['’]s)?(?![\w-])"
)
_COUNCIL = re.compile(
    rf"(?<![\w'’-])(?P<town>{_CAP}(?:(?:[ -](?:upon|on|and|the|of|under|&))*[ -]{_CAP}"
    rf")??)(?=\s+(?:(?:City|County|Borough|District|Metropolitan|Town|Parish|London "
    rf"Borough)\s+)*(?:Council|Borough|MBC|CC\b|Children['’]s (?:Services|Social)|Social "
    rf"Services|Police|Safeguarding|Youth Offending|CAMHS|MASH|Fostering|Virtual School))"
)
_IN = re.compile(
    r"\b(?P<cue>in|at|near|around|outside|towards|over in|out at|down in|up in|over|up|down|"
    r"born in|lives? in|living in|moved (?:to|from)|back to|from|to|of|via|between|round|"
    r"through|leaving|left|city of|town of|village "
    r"of)\s+(?:the\s+(?P<the>))?(?P<name>(?:[A-ZÀ-ÖØ-Þİ]|Ł)[\w'’]*(?:-[\w'’]+)*(?:[ -](?:on|"
    r"upon|le|y|the|de)[ -](?:[A-Z][\w]*)|[ ][A-Z][a-z]+)?)(?=\W|\Z)"
)
_AFTER = re.compile(
    rf"(?<![\w'’-])(?P<name>{_CAP}(?:[ ]{_CAP})?)\s+(?:way|area|end|side|branch|road|office|"
    rf"flats|estate)\b(?!\s+(?:of|to)\b)"
)
_STOP_NAMES = words("not_places")
_RARE_TEAM = 3.2
"""Zipf frequency under which a capital word after "Trish from" is a team's name."""
_RARE_SAINT = 3.0
"""Zipf frequency under which a lower-case word after "st" is a saint's name and not the rest of a sentence."""

_COUNTED = frozenset(["two", "three", "four", "five", "six", "seven", "all", "saints"])
"""Numbers that begin a proper name ("Three Rivers Homes") rather than count."""
_STRONG_IN = frozenset(
    {
        "born in",
        "live in",
        "lives in",
        "living in",
        "moved to",
        "moved from",
        "in",
        "near",
        "over in",
        "up in",
        "down in",
        "out at",
        "around",
        "city of",
        "town of",
        "village of",
    }
)


def _proper(name: str) -> bool:
    """Say whether at least one word of a name is more than a plain word or a word of form."""
    words = list(re.findall(r"[^\W\d_][\w'’-]*", name))
    return any(fold(w) not in _STOP_NAMES and w[:1].isupper() for w in words)


def _strip(text: str, start: int, end: int) -> int:
    """Return the start after leading plain words that only stand before a name ("At", "The", "Our")."""
    while True:
        word = re.match(r"(?:[^\W\d_][\w'’-]*)\s+", text[start:end])
        if not word or fold(word[0].strip()) not in _STOP_NAMES or fold(word[0].strip()) == "high":
            return start
        start += word.end()


def find(text: str, lists: Lists) -> Iterator[Hit]:
    """Yield addresses, places and bodies found by their form."""
    for pattern in (_ADDRESS, _FLAT, _ADDRESS_WORDS):
        for m in pattern.finditer(text):
            if _address_like(m[0]):
                yield Hit(m.start(), m.end(), "ADDRESS", 0.92, "number and street")
    yield from _bodies(text, lists)
    yield from _named(text, lists)
    yield from _towns(text, lists)


def _bodies(text: str, lists: Lists) -> Iterator[Hit]:
    for m in _COUNCIL.finditer(text):
        start = _strip(text, m.start("town"), m.end("town") + 1)
        if start < m.end("town") and _proper(text[start : m.end("town")]):
            town = text[start : m.end("town")]
            score = 0.45 if lists.is_plain(town.split()[0]) else 0.85
            yield Hit(start, m.end("town"), "LOCATION", score, "town in a body's name")
    for m in _SAINT.finditer(text):
        if m["lower"] is None or frequency(m["lower"]) < _RARE_SAINT or lists.is_first(m["lower"].rstrip("s")):
            yield Hit(m.start(), m.end(), "ORGANISATION", 0.86, "named after a saint")
    for m in _COURT.finditer(text):
        start = _strip(text, m.start(), m.end())
        if " Court " in m[0] or _proper(text[start : m.end()].rsplit(" ", 2)[0]):
            yield Hit(start, m.end(), "ORGANISATION", 0.9, "court by town")


def _named(text: str, lists: Lists) -> Iterator[Hit]:
    for pattern, label, rule in ((_BODY, "ORGANISATION", "name of a body"), (_PLACE, "LOCATION", "name of a place")):
        for m in pattern.finditer(text):
            start = _strip(text, m.start(), m.end())
            if text[m.start() : start].strip().lower() in _COUNTED:
                start = m.start()
            head = text[start : m.end()].rsplit(" ", 1)[0]
            if start < m.end() and " " in text[start : m.end()] and _proper(head):
                plain = all(lists.is_plain(w) for w in re.findall(r"[^\W\d_][\w'’-]*", head))
                yield Hit(start, m.end(), label, 0.62 if plain else 0.86, rule)
    for m in _LOWER_BODY.finditer(text):
        name = fold(m["name"])
        if frequency(name) < 2.3 and not lists.is_plain(name):
            label = "LOCATION" if m["end"] in _PLACE_ENDINGS else "ORGANISATION"
            yield Hit(m.start(), m.end(), label, 0.6, "rare word before a place word")


_STREETS = frozenset({"road", "street", "lane", "avenue", "close", "crescent", "court"})
_PLACE_ENDINGS = _STREETS | {"house", "estate", "library", "hall", "cottage"}


def _address_like(text: str) -> bool:
    if re.match(r"(?i)flat|apartment|apt", text):
        return True
    words = re.findall(r"(?<!\d)[^\W\d_][\w'’]*", text)
    common = {
        "years",
        "months",
        "weeks",
        "minutes",
        "hours",
        "of",
        "in",
        "a",
        "to",
        "out",
        "and",
        "the",
        "times",
        "days",
        "miles",
        "people",
        "children",
        "different",
        "other",
        "more",
    }
    return not any(w.lower() in common for w in words[:-1]) and (len(words) > 1)


def _after_a_name(text: str, m: re.Match[str]) -> bool:
    """Say whether somebody is said to be from or in what follows ("Trish from Plover")."""
    return m["cue"] in {"from", "in", "at"} and bool(re.search(r"[\w,] [A-Z][a-z]+ \Z", text[: m.start()][-24:]))


def _towns(text: str, lists: Lists) -> Iterator[Hit]:
    for m in _IN.finditer(text):
        name = m["name"]
        words = re.split(r"[ -]", name)
        first = words[0]
        if fold(first) in _STOP_NAMES or len(first) < 3 or first.isupper():
            continue
        if lists.is_plain(first) and _after_a_name(text, m) and frequency(fold(first)) < _RARE_TEAM:
            yield Hit(m.start("name"), m.end("name"), "ORGANISATION", 0.5, "somebody's team")
            continue
        if lists.is_first(first) or (lists.is_plain(first) and m["the"] is None):
            continue
        strong = m["cue"].lower() in _STRONG_IN
        yield Hit(m.start("name"), m.end("name"), "LOCATION", 0.62 if strong else 0.5, "after a word of place")
    for m in _AFTER.finditer(text):
        start = _strip(text, m.start("name"), m.end("name") + 1)
        if start < m.end("name") and not lists.is_plain(text[start : m.end("name")].split(maxsplit=1)[0]):
            yield Hit(start, m.end("name"), "LOCATION", 0.55, "before a word of place")


_KIND_AFTER = re.compile(
    r"[ ](?:(?:family|county|crown|magistrates|health|medical|children['’]?s|youth|community|leisure|nursery|primary|"
    r"infant|junior|secondary|high)[ ]){0,2}"
    r"(?:(?P<body>primary|infants|juniors|academy|school|nursery|surgery|hospital|college|church|chapel|mosque|"
    r"(?<=family )court|(?<=county )court|(?<=crown )court|centre|families|solicitors)"
    r"|(?P<place>road|street|lane|avenue|close|crescent|drive|gardens|grove|terrace|row|rise|court|house|hall|"
    r"estate|library))(?![\w'’-])(?![ ](?:order|case|hearing|date|report|work|worker))"
)


def with_their_kind(text: str, hits: Sequence[Hit]) -> Iterator[Hit]:
    """Yield names with the small word behind them that says what they are ("maltings court", "St Luke's primary")."""
    ends = {h.end: h for h in sorted(hits, key=lambda h: (h.score, h.start)) if h.label in NAMES}
    for end, hit in sorted(ends.items()):
        stop = end + 2 if text[end : end + 2] in {"'s", "’s"} and text[hit.start : hit.start + 2] == "St" else end
        kind = _KIND_AFTER.match(text, stop)
        if kind and hit.score >= _NAMED_FROM and text[stop : kind.end()].islower():
            label = "ORGANISATION" if kind["body"] else "LOCATION"
            start = min(h.start for h in hits if h.label in NAMES and h.end == end)
            yield Hit(start, kind.end(), label, 0.999, "name and its kind")
            house = _HOUSE_NUMBER.search(text, max(0, start - 20), start)
            if house and kind["place"] in _HAS_NUMBERS:
                yield Hit(house.start(), kind.end(), "ADDRESS", 0.92, "number and street")


_HOUSE_NUMBER = re.compile(
    r"(?<![\w£.:/-])(?:\d{1,3}[a-z]?|(?:(?:twen|thir|for|fif|six|seven|eigh|nine)ty)?[ -]?(?:one|two|"
    r"three|four|five|six|seven|eight|nine)|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen)[ ]\Z",
    re.I,
)
_HAS_NUMBERS = _STREETS | {"drive", "gardens", "grove", "terrace", "row", "rise"}
_NAMED_FROM = 0.45
"""Score from which a hit is name enough to take the word behind it along."""
