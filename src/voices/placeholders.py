"""The grammar of placeholders: what stands in a text where a name stood.

A placeholder is a kind in square brackets, with a number where one of several is meant:
`[person 214]`, `[place 31]`, `[phone number]`. Where a study asks for it the kind is a role
or relation (`[mother 214]`, `[primary school 8]`) and dates and ages keep something of what
they say (`[date: May 2023]`, `[age: 5 to 9]`). The kinds are closed, so that `[laughs]` or
`[inaudible]` is never taken for one. Offsets are half-open code points.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

NUMBERED_KINDS: dict[str, str] = {
    "PERSON": "person",
    "LOCATION": "place",
    "ORGANISATION": "organisation",
}
"""Labels whose placeholders are told apart by number, and the word each is written with."""

PLAIN_KINDS: dict[str, str] = {
    "ADDRESS": "address",
    "POSTCODE": "postcode",
    "DATE": "date",
    "AGE": "age",
    "PHONE": "phone number",
    "EMAIL": "email address",
    "URL": "web address",
    "NHS_NUMBER": "NHS number",
    "NI_NUMBER": "National Insurance number",
    "UPN": "pupil number",
    "CASE_REF": "case number",
    "HANDLE": "user name",
    "VEHICLE": "vehicle registration",
    "OTHER_ID": "identifier",
}
"""Labels whose placeholders carry no number."""

ROLE_KINDS: dict[str, tuple[str, ...]] = {
    "PERSON": (
        *("mother", "father", "parent", "step-parent", "child", "brother", "sister", "grandmother", "grandfather"),
        *("aunt", "uncle", "partner", "family", "foster carer", "carer", "friend", "neighbour"),
        *("social worker", "family support worker", "worker", "pod manager", "manager", "lead practitioner"),
        *("business support", "health visitor", "midwife", "nurse", "doctor", "teacher", "head teacher", "solicitor"),
        *("judge", "police officer", "councillor", "reviewing officer", "interpreter"),
    ),
    "LOCATION": ("street", "estate", "building"),
    "ORGANISATION": (
        *("primary school", "secondary school", "school", "nursery", "college", "surgery", "hospital", "court"),
        *("children's home", "pod", "charity", "club", "shop"),
    ),
}
"""More telling kinds of a label, for studies that want roles; the number is the same person's, place's or body's."""

REMOVED = "removed"
"""The kind that stands where an erased person stood."""

KIND_OF_LABEL: dict[str, str] = {**NUMBERED_KINDS, **PLAIN_KINDS}
LABEL_OF_KIND: dict[str, str] = {
    **{kind: label for label, kinds in ROLE_KINDS.items() for kind in kinds},
    **{kind: label for label, kind in KIND_OF_LABEL.items()},
}

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_VALUE = (
    rf"(?:(?:{'|'.join(MONTHS)})(?: [0-9]{{4}})?|[0-9]{{4}}|day [0-9]{{1,6}}|[0-9]{{1,2}} to [0-9]{{1,2}}|18 or over)"
)
_KINDS = "|".join(re.escape(k) for k in sorted((*LABEL_OF_KIND, REMOVED), key=len, reverse=True))
PATTERN = re.compile(rf"\[(?P<kind>{_KINDS})(?: (?P<number>[1-9][0-9]{{0,5}})|: (?P<value>{_VALUE}))?\]")


@dataclass(frozen=True)
class Placeholder:
    """One placeholder as it stands in a pseudonymised text."""

    start: int
    """First code point, the opening bracket."""
    end: int
    """One past the closing bracket."""
    kind: str
    """One of the closed list of kinds, as written."""
    number: int | None
    """Which of its kind in this study; None where the kind carries none."""


def write(label: str, number: int | None = None, kind: str = "", value: str = "") -> str:
    """Return the placeholder for a label of the masking policy, numbered where its kind is.

    `kind` is one of the label's `ROLE_KINDS` or empty; `value` is what a date or age keeps, in the grammar's words.
    """
    written = kind if kind in ROLE_KINDS.get(label, ()) else KIND_OF_LABEL[label]
    if label in NUMBERED_KINDS and number is not None:
        return f"[{written} {number}]"
    return f"[{written}: {value}]" if value and label in ("DATE", "AGE") else f"[{written}]"


def find(text: str) -> Iterator[Placeholder]:
    """Yield the placeholders of a text from left to right."""
    for match in PATTERN.finditer(text):
        number = match["number"]
        yield Placeholder(match.start(), match.end(), match["kind"], int(number) if number else None)


def collapse(text: str) -> str:
    """Return the text with every placeholder reduced to its label's own kind.

    Merging two pseudonyms, naming a role or asking for months then changes nothing.
    """
    return PATTERN.sub(
        lambda m: f"[{KIND_OF_LABEL[LABEL_OF_KIND[m['kind']]] if m['kind'] != REMOVED else REMOVED}]", text
    )


def in_print(text: str) -> str:
    """Return the text as it is printed: numbers go, except to tell two of one kind apart inside this text.

    Where two or more of a kind stand in the text they become `[person A]`, `[person B]` in order of
    appearance, so that nobody can be followed from one quote to the next.
    """
    numbers: dict[str, list[int]] = {}
    for placeholder in find(text):
        if placeholder.number is not None:
            seen = numbers.setdefault(placeholder.kind, [])
            if placeholder.number not in seen:
                seen.append(placeholder.number)

    def printed(match: re.Match[str]) -> str:
        kind, number = match["kind"], match["number"]
        known = numbers.get(kind, [])
        if match["value"]:
            return match[0]
        if number is None or len(known) < 2:
            return f"[{kind}]"
        return f"[{kind} {_letter(known.index(int(number)))}]"

    return PATTERN.sub(printed, text)


def _letter(index: int) -> str:
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
