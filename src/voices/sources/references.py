"""Find the case or complaint reference a letter carries, so that it can be joined to its row in a register."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

_NUMBER = r"(?P<reference>(?:[A-Z]{1,6} )?(?=[\w/.-]{0,24}\d)[^\W_][\w/.-]{2,24})"
_LABELLED = re.compile(
    r"(?:\b(?:(?P<whose>our|your|my)\s+)?ref(?:erence)?(?:\s*(?:no|number|id))?|\b(?:case|complaint|compliment|enquiry)"
    r"\s*(?:ref(?:erence)?\s*)?(?:no|number|id|ref(?:erence)?|#))"
    rf"\s*[.:#-]*\s*{_NUMBER}",
    re.I,
)
_SHAPED = re.compile(
    r"(?<![A-Za-z0-9])(?P<reference>[A-Z]{1,6}[-/_. ]?(?:19|20)?\d\d[-/_. ]\d{1,6}"
    r"|[A-Z]{2,6}[-/_. ]?\d{4,8}(?:[-/_]\d{1,4})?|[A-Z]\d{5,8})(?![A-Za-z0-9])"
)
_POSTCODE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}")
_MONTHS = re.compile(
    r"(?:JAN|FEB|MAR|APR|MAY|JUNE?|JULY?|AUG|SEPT?|OCT|NOV|DEC)[A-Z]*\d|(?:DOC|IMG|SCAN|PAGE|WAVE|STAGE)\d"
)
_DATE = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-](?:\d\d){1,2}|(?:19|20)\d\d-\d\d-\d\d")

SHORTEST = 4
"""Rationale: letters and digits of a reference; shorter ones are house numbers, stages and waves."""


def reference_form(text: str) -> str:
    """Return a reference as it compares however it is written: "CMP/2017/0042" and "cmp-2017-0042" give CMP20170042."""
    return "".join(character for character in text.upper() if character.isalnum())


def find_reference(head: Sequence[str], file: str, signature: Iterable[str] = ()) -> str:
    """Return the reference of a letter in its comparing form, or an empty string.

    Looked for in this order: a subject line or one that says "your ref" (the council's own, as the writer was given
    it), any other line of the head or below the signature that says "ref" or "complaint no", the file's name.
    """
    lines = sorted([*head, *signature], key=_rank)
    for line in lines:
        for match in _LABELLED.finditer(line):
            if form := _kept(match["reference"]):
                return form
        if _rank(line) == 0 and (form := _shaped(line)):
            return form
    return _shaped(file.rsplit("/", 1)[-1].rpartition(".")[0])


def _rank(line: str) -> int:
    folded = line.casefold()
    if re.match(r"\s*(?:subject|re)\s*:", folded):
        return 0
    return 1 if "your ref" in folded else 2


def _shaped(text: str) -> str:
    for match in _SHAPED.finditer(text):
        if form := _kept(match["reference"]):
            return form
    return ""


def _kept(found: str) -> str:
    """Return the comparing form, empty where what was found is a date, a postcode, or has hardly a digit."""
    plain = found.strip(" ./-_")
    form = reference_form(plain)
    if _DATE.fullmatch(plain) or _POSTCODE.fullmatch(plain.upper()) or _MONTHS.match(form):
        return ""
    return form if len(form) >= SHORTEST and sum(character.isdigit() for character in form) >= 3 else ""
