"""Identifiers known by their shape: telephone, NHS, National Insurance and pupil numbers, net addresses, references."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from voices.privacy.detectors.hits import Hit

_PHONE = re.compile(r"(?<![\w./@#-])(?:\(?\+\s?44\)?[\s.-]?(?:\(0\))?|\(?0)(?:[\s().-]{0,2}\d){7,10}(?![\d]|[-/]\d)")
_PHONE_CUE = re.compile(
    r"\b(?:tel|telephone|phone|ring|rang|call|called|mobile|mob|text|number|fax|line|m|t)\b\W{0,4}(?:\w+\W+){0,4}\Z",
    re.I,
)
_DRAMA = re.compile(
    r"01\d{2,3}4960\d{3}|01632960\d{3}|02079460\d{3}|02\d{2}4960\d{3}|02890180\d{3}|"
    r"07700900\d{3}|08081570\d{3}|09098790\d{3}|03069990\d{3}"
)
"""Ranges Ofcom keeps for drama: not in use, but people who write examples and test data use them."""
_TEN_DIGITS = re.compile(r"(?<![\w.+-])\d{3}[ -]?\d{3}[ -]?\d{4}(?![\w]|[-.]\d)")
_NHS_CUE = re.compile(r"\bNHS\b.{0,40}\Z", re.I | re.S)
_NINO = re.compile(r"(?<!\w)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D](?!\w)", re.I)
_NINO_LOOSE = re.compile(r"(?<!\w)[A-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-Z]?(?!\w)", re.I)
_UPN = re.compile(r"(?<!\w)[A-HJ-NP-RT-Z]\d{11}[\dA-HJ-NP-RT-Z](?!\w)", re.I)
_POSTCODE = re.compile(r"(?<![\w@./-])(?:[A-Z]{1,2}\d[A-Z\d]?|GIR) ?\d[ABD-HJLNP-UW-Z]{2}(?![\w@])", re.I)
_OUTWARD_CUE = re.compile(r"\bpost ?code\W+(?:\w+\W+){0,2}(?P<code>[A-Z]{1,2}\d{1,2}[A-Z]?)\b", re.I)
_PLATE = re.compile(r"(?<![\w-])[A-Z]{2}(?:0[1-9]|[1-7]\d) ?[A-Z]{3}(?![\w-])", re.I)
_OLD_PLATE = re.compile(r"(?<![\w-])(?:[A-Z]\d{1,3} ?[A-Z]{3}|[A-Z]{3} ?\d{1,3}[A-Z])(?![\w-])")
_PLATE_CUE = re.compile(r"\b(?:reg|registration|plate|plates|car|van|drives?|vehicle)\b.{0,40}\Z", re.I | re.S)
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+'-]{1,64}@[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}(?![\w])", re.I)
TLD = r"(?:uk|com|org|net|info|example|test|invalid|io|co|eu|gov|edu|scot|wales|cymru|london|ie|tv|me|app|online|site)"
_URL = re.compile(
    rf"(?:https?://|www\.)[^\s<>\"')\]]+|(?<![\w@.])(?:[a-z0-9-]+\.)+{TLD}(?:/[^\s<>\"')\]]*)?(?![\w@])", re.I
)
_HANDLE = re.compile(r"(?<![\w@.])@[A-Za-z0-9_](?:[\w.]*\w)?")
_UNDERSCORED = re.compile(r"(?<![\w@.-])(?=[\w.]*[a-z])(?=[\w.]*_)[\w.]*\w(?![\w@-])", re.I)
_NETWORK_CUE = re.compile(
    r"\b(?:insta(?:gram)?|snap(?:chat)?|tik ?tok|twitter|facebook|discord|xbox|psn|roblox|"
    r"fortnite|steam|username|user name|"
    r"gamer ?tag|handle|known online as|messages? (?:me|him|her|them) (?:on|as))\b"
    r"[^\w@]{1,4}(?:(?:is|as|name|called|her|his|my|on|it's|at|he's|she's)[^\w@]{1,3}){0,4}"
    r"(?P<name>(?=[\w.]*(?:\d|[a-z]\.[a-z]))[A-Za-z][\w.]{3,}\w)",
    re.I,
)
_YEARLY = re.compile(r"\A(?:19|20)\d\d[-/](?:19|20)?\d\d\Z")
_REFERENCE = re.compile(
    r"(?<![\w@./-])(?:[A-Z]{2,5}[-/ ]?(?:19|20)?\d{2}[-/]\d{3,7}|"
    r"[A-Z]{2,5}[-/]\d{3,8}(?:[-/]\w{1,6})?|[A-Z]{2}\d{2}[A-Z]\d{4,6}"
    r"|[A-Z]{2,4}-\d{2,6}-[A-Z0-9]{2,8}|[A-Z]{2,5}/\d{2,4}/\d{2,7}|\d?[A-Z]{2,4}[-/]\d{4,8}(?:[-/]\d{1,4})?)(?![\w@])",
)
_LETTERED = re.compile(
    r"(?<![\w@./-])(?:[A-Z]{1,4}\d{5,10}|\d{1,2}[A-Z]{2,3}[-/]?\d{4,8}|\d{5,9}[A-Z]{1,2})(?!\w|[./-]\w)"
)
_CUED = re.compile(
    r"\b(?P<cue>ref(?:erence)?(?:\s+(?:number|no))?|case|complaint|file|record|court|log|"
    r"ticket|account|acc|sort code|passport|"
    r"licen[cs]e|registration|reg|tenancy|policy|prison|crime|incident|membership|carer|staff|"
    r"payroll|id|LCS|mosaic|liquidlogic|"
    r"charm|urn|SWE|HCPC|DX|number|no|hospital)\b\.?"
    r"(?:\s+(?:number|no|id|reg|ref(?:erence)?|code)\b\.?)?\s*[,:(#]?\s*(?:is|was|of|it's|its)?\s*[\"“#]?"
    r"(?P<value>(?=[A-Z0-9/-]*\d)(?:[A-Z]{1,5}[-/])?[A-Z]{0,5}[-/]?\d[A-Z0-9]*(?:[-/]?[A-Z0-9]+)*|"
    r"\d{2}[- ]\d{2}[- ]\d{2}|\d{2,3}(?: \d{3}){2,3})(?![\w%])",
    re.I,
)
_CASE_CUES = frozenset(
    {"ref", "reference", "case", "complaint", "file", "record", "court", "lcs", "mosaic", "liquidlogic", "charm", "urn"}
)
_COLLAR = re.compile(
    r"\b(?:(?P<rank>(?i:w?pc|pcso)|T?DC|DS|DI)|(?P<said>(?i:t?dc|ds|ps|(?:police )?officer))|"
    r"(?P<sure>(?i:collar|shoulder|warrant|badge|(?:(?:detective|police|special) )?(?:constable|sergeant)|sgt)))"
    r"(?i:\s+(?:number|num|no)\b\.?)?(?i:\s*[:#(]|\s+(?:is|was|of))?\s*"
    r"(?P<value>(?:[A-Z]{1,2} ?)?\d{2,5}[A-Z]{0,2})(?![\w%:/-]|\.\d)"
)
_POLICE_CUE = re.compile(r"\b(?:police|policeman|policewoman|constabulary|custody|arrest(?:ed)?|999|101)\b", re.I)
_NEAR_POLICE = 80
_LONG = re.compile(r"(?<![\w.,£$€/+-])\d{6,19}(?![\w%]|[.,/-]\d)")
_SORT_CODE = re.compile(r"(?<![\w-])\d{2}-\d{2}-\d{2}(?![\w-])")
_CARD = re.compile(r"(?<![\w-])\d{4}[ -]\d{4}[ -]\d{4}[ -]\d{4}(?![\w-])")

EMERGENCY = frozenset({"999", "111", "101", "112", "116123"})
"""Numbers that stand for a service, never for a person."""


def _digits(text: str) -> str:
    return "".join(c for c in text if c.isdigit())


@lru_cache(maxsize=4096)
def is_phone(text: str) -> bool:
    """Say whether a written number is a valid British one or in a range kept for drama."""
    import phonenumbers

    digits = _digits(text)
    national = "0" + digits[2:].lstrip("0") if digits.startswith("44") else digits
    if _DRAMA.fullmatch(national):
        return True
    try:
        return bool(phonenumbers.is_valid_number(phonenumbers.parse(national, "GB")))
    except phonenumbers.NumberParseException:
        return False


def is_nhs(text: str) -> bool:
    """Say whether ten digits carry the NHS number's check digit (modulus 11, NHS Data Dictionary)."""
    from stdnum.gb import nhs

    digits = _digits(text)
    return len(digits) == 10 and len(set(digits)) > 1 and bool(nhs.is_valid(digits))


def is_upn(text: str) -> bool:
    """Say whether thirteen characters carry a pupil number's check letter (DfE guide to UPNs)."""
    from stdnum.gb import upn

    return bool(upn.is_valid(text.upper()))


def find(text: str, patterns: Iterable[re.Pattern[str]] = ()) -> Iterator[Hit]:
    """Yield identifiers found by shape; `patterns` are a council's own forms of case number."""
    for pattern in patterns:
        for m in pattern.finditer(text):
            yield Hit(m.start(), m.end(), "CASE_REF", 0.97, "reference of the study")
    yield from _net(text)
    yield from _people_numbers(text)
    yield from _phones(text)
    yield from _references(text)


def _net(text: str) -> Iterator[Hit]:
    for m in _EMAIL.finditer(text):
        yield Hit(m.start(), m.end(), "EMAIL", 0.99, "e-mail")
    for m in _URL.finditer(text):
        stop = m.end() - (len(m[0]) - len(m[0].rstrip(".,;:!?")))
        yield Hit(m.start(), stop, "URL", 0.9, "web address")
    for m in _HANDLE.finditer(text):
        yield Hit(m.start(), m.end(), "HANDLE", 0.95, "handle")
    for m in _UNDERSCORED.finditer(text):
        yield Hit(m.start(), m.end(), "HANDLE", 0.8, "underscored name")
    for m in _NETWORK_CUE.finditer(text):
        yield Hit(m.start("name"), m.end("name"), "HANDLE", 0.85, "name on a network")


def _people_numbers(text: str) -> Iterator[Hit]:
    for m in _TEN_DIGITS.finditer(text):
        cue = bool(_NHS_CUE.search(text[max(0, m.start() - 60) : m.start()]))
        if is_nhs(m[0]):
            yield Hit(m.start(), m.end(), "NHS_NUMBER", 0.98 if cue else 0.93, "NHS number")
        elif cue:
            yield Hit(m.start(), m.end(), "NHS_NUMBER", 0.85, "NHS number by context")
    for m in _NINO.finditer(text):
        yield Hit(m.start(), m.end(), "NI_NUMBER", 0.97, "National Insurance number")
    for m in _NINO_LOOSE.finditer(text):
        if re.search(r"national insurance|\bNI(?:NO)?\b", text[max(0, m.start() - 50) : m.start()], re.I):
            yield Hit(m.start(), m.end(), "NI_NUMBER", 0.85, "National Insurance number by context")
    for m in _UPN.finditer(text):
        yield Hit(m.start(), m.end(), "UPN", 0.97 if is_upn(m[0]) else 0.85, "pupil number")
    for m in _POSTCODE.finditer(text):
        yield Hit(m.start(), m.end(), "POSTCODE", 0.96, "postcode")
    for m in _OUTWARD_CUE.finditer(text):
        yield Hit(m.start("code"), m.end("code"), "POSTCODE", 0.85, "first half of a postcode")
    for m in _PLATE.finditer(text):
        yield Hit(m.start(), m.end(), "VEHICLE", 0.95, "number plate")
    for m in _OLD_PLATE.finditer(text):
        if _PLATE_CUE.search(text[max(0, m.start() - 50) : m.start()]):
            yield Hit(m.start(), m.end(), "VEHICLE", 0.85, "older number plate")


def _phones(text: str) -> Iterator[Hit]:
    for m in _PHONE.finditer(text):
        digits = _digits(m[0])
        end = m.end()
        if is_phone(m[0]):
            yield Hit(m.start(), end, "PHONE", 0.97, "telephone number")
        elif 9 <= len(digits) <= 13 and (
            _PHONE_CUE.search(text[max(0, m.start() - 40) : m.start()]) or digits[:2] in {"01", "02", "03", "07"}
        ):
            yield Hit(m.start(), end, "PHONE", 0.7, "telephone number, not valid")
    for m in re.finditer(r"(?<![\w+])\+(?!44)\d{1,3}(?:[ .-]?\d){7,11}(?!\w)", text):
        yield Hit(m.start(), m.end(), "PHONE", 0.9, "telephone number abroad")


def _references(text: str) -> Iterator[Hit]:
    for m in _REFERENCE.finditer(text):
        if not _YEARLY.match(m[0]):
            yield Hit(m.start(), m.end(), "CASE_REF", 0.8, "reference")
    for m in _LETTERED.finditer(text):
        yield Hit(m.start(), m.end(), "OTHER_ID", 0.75, "letters and digits")
    for m in _CUED.finditer(text):
        value, cue = m["value"], m["cue"].lower().split()[0]
        digits = _digits(value)
        weak = cue in {"number", "no", "case", "file", "record", "id", "hospital", "staff"}
        if (
            len(digits) < (5 if weak and value.isdigit() else 3)
            or re.fullmatch(r"(?:19|20)\d\d", value)
            or value in EMERGENCY
        ):
            continue
        if weak and len(digits) < 4:
            continue
        label = "CASE_REF" if cue in _CASE_CUES else "OTHER_ID"
        yield Hit(m.start("value"), m.end("value"), label, 0.82, "number after a cue")
    yield from _collars(text)
    for m in _LONG.finditer(text):
        yield Hit(m.start(), m.end(), "OTHER_ID", 0.65, "long number")
    for pattern in (_SORT_CODE, _CARD):
        for m in pattern.finditer(text):
            yield Hit(m.start(), m.end(), "OTHER_ID", 0.6, "grouped digits")


def _collars(text: str) -> Iterator[Hit]:
    """Yield the number a police officer wears: behind a rank in capitals, or where the police are spoken of before."""
    for m in _COLLAR.finditer(text):
        police = bool(_POLICE_CUE.search(text[max(0, m.start() - _NEAR_POLICE) : m.end()]))
        long = len(_digits(m["value"])) > 2 and not re.fullmatch(r"(?:19|20)\d\d", m["value"])
        if m["sure"] or (long and (police or m["rank"])):
            yield Hit(m.start("value"), m.end("value"), "OTHER_ID", 0.82, "number of an officer")
