"""The furniture of a whole raw file: caption times, speaker labels, mail headers, salutations and signatures."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from voices.model import Span
from voices.privacy.detectors.hits import Hit, trim

_CAP = r"[^\W\d_a-zà-öø-ÿ][\w'’-]*\.?"
_PARTICLE = r"(?:al|el|de|da|di|van|von|der|den|bin|binti|ibn|la|le|du|dos|ap|ab|ní|nic|mac|o)"
FULL_NAME = rf"{_CAP}(?:[ ]{_PARTICLE})*(?:[ -]{_CAP}){{0,3}}"
_TIMES = re.compile(r"^.*-->.*$", re.M)
_CUE_ID = re.compile(r"^(?:\d+|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]+(?:/[\d-]+)?)[ \t]*$(?=\n[^\n]*-->)", re.M | re.I)
_HEADER = re.compile(r"\AWEBVTT[^\n]*|^(?:NOTE|STYLE|REGION|Kind|Language)\b[^\n]*", re.M)
_VOICE = re.compile(r"<v(?:\.[\w.]+)?[ \t]+(?P<name>[^>\n]+)>|</v>|</?[cibu](?:\.[\w.]+)?>")
_LABEL = re.compile(
    r"^[ \t]*(?:\[?\(?\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d+)?\]?\)?[ \t]*[-–]?[ \t]*)?"
    r"(?P<name>[^\W\d_][^\n:<>\[\]()@|?!,]{0,40}?)"
    r"(?P<note>[ \t]*\([^)\n]{1,20}\))?[ \t]*(?:\[?\d{1,2}:\d{2}(?::\d{2})?\]?)?[ \t]*:(?=[ \t]|$)",
    re.M,
)
_TIMED_LABEL = re.compile(
    r"^[ \t]*(?P<name>[^\W\d_][^\n:<>@|?!]{0,40}?)[ \t]{1,}\(?\[?\d{1,2}:\d{2}(?::\d{2})?\]?\)?[ \t]*$", re.M
)
_ROLE_LABEL = re.compile(
    r"(?i)(?:i|r|p|q|a|s|f|m|int|interviewer|interviewee|facilitator|moderator|researcher|"
    r"respondent|participant|speaker|parent|mother|father|mum|dad|carer|foster carer|"
    r"social worker|manager|pod manager|child|young person|yp|sw|fc|chair|interpreter|both|"
    r"all|group|voice|unknown(?: speaker)?|note|notes|teacher|worker)s?\s?\d{0,3}[a-d]?"
)
_FIELD = re.compile(
    r"(?i)(?:from|to|cc|bcc|sent|subject|date|re|ref|our ref|your ref|tel|telephone|phone|"
    r"mobile|email|e-mail|address|venue|present|time|location|importance|attachments?|name|"
    r"dob|role|team|"
    r"reference|complaint|children|complainant|investigating officer|independent person|"
    r"report date|stage|note|ps|p\.s|pps|question|answer|q\d+|a\d+|good|bad|first|then|so|"
    r"what went well|"
    r"what didn't|learning|outcome|correct|wrong|background|summary|action|actions|urgent|plus|also|but|and|no|yes)"
)
_MAIL = re.compile(
    (
        r"^(?P<quote>(?:>[ ]?)*)(?P<field>From|To|Cc|CC|Bcc|Reply-To|Sender|Complainant|"
        r"Investigating Officer|Independent Person|Author|Name|Signed|Completed by|Interviewee|"
        r"Interviewed by|Attendees?|Present|Apologies|Prepared by|Child|Mother|Father|"
        r"Carer)\s*:[ \t]*(?P<value>[^\n]*)$"
    ),
    re.M,
)
_WROTE = re.compile(rf"(?:,\s|\d\s)(?P<name>{FULL_NAME})(?=\s+(?:<[^>\n]*>\s+)?wrote:)")
_CLOSING = re.compile(
    r"^(?:>[ ]?)*(?:yours(?: sincerely| faithfully| truly| ever)?|(?:kind(?:est)?|"
    r"warm(?:est)?|best|many) (?:regards|wishes|thanks)|regards|best|thanks(?: again)?|thank "
    r"you|many thanks|sincerely|love(?: from)?|"
    r"cofion(?: cynnes| gorau)?|cheers|respectfully|cordially|i remain[^\n]*|signed|warmly|"
    r"take care|all the best|with (?:thanks|love|gratitude|best wishes)|in haste|"
    r"ta)[ \t,.!x]*\n(?P<after>(?:[^\n]*\n?){1,5})",
    re.M | re.I,
)
_NAME_LINE = re.compile(
    (
        rf"^(?:>[ ]?)*[ \t]*(?:\(?and )?(?P<name>(?:(?:Mr|Mrs|Ms|Miss|Dr|Cllr|Fr|Rev|Sir|Dame)\.? "
        rf")?{FULL_NAME}|(?:[A-Z]\.){{1,3}})(?=[ \t]*(?:$|,|\||\(|/|-|x+[ \t]*$))"
    ),
    re.M,
)
_DEAR = re.compile(
    (
        r"^(?:>[ ]?)*(?:dear|hi|hello|hiya|hey|annwyl|good (?:morning|afternoon|evening)|morning|"
        r"afternoon)[ \t,]+(?P<names>(?!all|both|team|sir|madam|everyone|there|colleagues?|mum|"
        r"dad)[^\n,:;!.?]{2,50})(?=[,:!.\n]|[ \t]*$|[ \t]\()"
    ),
    re.M | re.I,
)
_VOCATIVE = re.compile(rf"^(?:>[ ]?)*(?P<names>{_CAP}(?:,? (?:and |& )?{_CAP}){{0,3}}),[ \t]*$", re.M)
_LAST_NAME_LINE = re.compile(
    rf"\n\n(?P<name>(?:[A-Z]\. ?)*{FULL_NAME}|[A-Z]\.)[ \t.x]*(?=\n*\Z|\n-{{2,}}|\n_{{2,}}|"
    rf"\n\n(?:PS|P\.S)|\n(?:tel|mob|personal|phone|m\.|t\.)\b)"
)
_NAMED = re.compile(r"[^\W\d_][\w'’-]*\.?(?:[ ,]+[^\W\d_][\w'’-]*\.?)*")
_INITIALS = re.compile(r"^(?:>[ ]?)*(?P<name>[A-Z]\.(?:[A-Z]\.)?)[ \t]*$", re.M)


@dataclass(frozen=True)
class Layout:
    """What the form of a file says about who speaks and what is no speech."""

    protected: tuple[Span, ...]
    """Caption times, cue numbers, speaker codes and tags: never masked."""
    names: tuple[Hit, ...]
    """Names that stand where a file puts names."""
    shape: str
    """"captions", "transcript", "mail" or "plain"."""


def layout(text: str) -> Layout:
    """Return what layout tells about a whole raw file; offsets count in the text as given."""
    protected = [Span(m.start(), m.end()) for p in (_TIMES, _CUE_ID, _HEADER) for m in p.finditer(text)]
    names: list[Hit] = []
    for m in _VOICE.finditer(text):
        if m["name"] is None:
            protected.append(Span(m.start(), m.end()))
            continue
        protected.append(Span(m.start(), m.start("name")))
        _label(text, m.start("name"), m.end("name"), names, protected, "caption tag")
    captions = "-->" in text
    _speakers(text, captions, names, protected)
    mail = list(_mail(text))
    names += mail
    names += _letters(text)
    shape = (
        "captions"
        if captions
        else "transcript"
        if any(h.rule == "speaker label" for h in names)
        else "mail"
        if mail
        else "plain"
    )
    return Layout(
        tuple(sorted(protected, key=lambda s: (s.start, s.end))),
        tuple(sorted(names, key=lambda h: (h.start, h.end))),
        shape,
    )


def is_role(label: str) -> bool:
    """Say whether a speaker label is a role or a code (Interviewer, P3, Social worker 2) and no name."""
    return bool(_ROLE_LABEL.fullmatch(label))


def _label(text: str, start: int, end: int, names: list[Hit], protected: list[Span], rule: str) -> None:
    start, end = trim(text, start, end)
    note = re.search(r"[ \t]*\([^)]*\)\Z", text[start:end])
    if note:
        end -= len(note[0])
    if start >= end:
        return
    if _ROLE_LABEL.fullmatch(text[start:end]):
        protected.append(Span(start, end))
    else:
        names.append(Hit(start, end, "PERSON", 0.97, rule))


def _speakers(text: str, captions: bool, names: list[Hit], protected: list[Span]) -> None:
    for pattern, rule in ((_LABEL, "speaker label"), (_TIMED_LABEL, "speaker label with a time")):
        found = [m for m in pattern.finditer(text) if not _FIELD.fullmatch(m["name"].strip())]
        often = Counter(m["name"].strip().casefold() for m in found)
        for m in found:
            name = m["name"].strip()
            words = name.split()
            if len(words) > 4 or (often[name.casefold()] < 2 and not captions):
                continue
            if (
                not (words[0][:1].isupper() or captions)
                or (len(words) > 1 and all(w.islower() for w in words[1:]) and not captions)
            ) and not _ROLE_LABEL.fullmatch(name):
                continue
            _label(text, m.start("name"), m.end("name"), names, protected, rule)


def _mail(text: str) -> Iterator[Hit]:
    for m in _MAIL.finditer(text):
        base = m.start("value")
        for part in re.finditer(r"(?:[^;<>()@\n\[]|\((?=[^@]*$))+(?=;|<|\(|\[|$)", m["value"]):
            if "@" in part[0]:
                continue
            start, end = trim(text, base + part.start(), base + part.end())
            value = text[start:end]
            if value and len(value.split()) <= 5 and _NAMED.fullmatch(value) and not _ROLE_LABEL.fullmatch(value):
                if re.search(
                    (
                        r"(?i)\b(?:services|team|council|complaints|office|undisclosed|recipients|department|"
                        r"participant|young)\b"
                    ),
                    value,
                ):
                    continue
                yield Hit(start, end, "PERSON", 0.95, "mail header")
    for m in _WROTE.finditer(text):
        yield Hit(m.start("name"), m.end("name"), "PERSON", 0.95, "mail header")


def _letters(text: str) -> Iterator[Hit]:
    for m in _DEAR.finditer(text):
        for part in re.finditer(r"(?:(?!\band\b)[^&,/])+", m["names"]):
            start, end = trim(text, m.start("names") + part.start(), m.start("names") + part.end())
            value = text[start:end]
            if (
                value
                and len(value.split()) <= 4
                and not re.search(
                    (
                        r"(?i)\b(?:i|we|you|my|the|to|is|all|team|sir|madam|colleagues?|everyone|social|worker|"
                        r"manager|councillors?$|parents?|carers?)\b"
                    ),
                    value,
                )
            ):
                yield Hit(start, end, "PERSON", 0.9, "salutation")
    for m in _VOCATIVE.finditer(text):
        for part in re.finditer(_CAP, m["names"]):
            if part[0].lower() in {"dear", "hi", "hello", "madam", "sir", "sirs", "all", "morning", "and"}:
                continue
            yield Hit(part.start() + m.start("names"), part.end() + m.start("names"), "PERSON", 0.5, "line of names")
    for m in _CLOSING.finditer(text):
        for count, line in enumerate(_NAME_LINE.finditer(text, m.start("after"), m.end("after"))):
            start, end = trim(text, line.start("name"), line.end("name"))
            yield Hit(start, end, "PERSON", 0.88 if count == 0 else 0.4, "signature")
    for m in _LAST_NAME_LINE.finditer(text):
        start, end = trim(text, m.start("name"), m.end("name"))
        yield Hit(start, end, "PERSON", 0.6, "line that ends a letter")
    for m in _INITIALS.finditer(text):
        yield Hit(m.start("name"), m.end("name"), "PERSON", 0.8, "line of initials")
