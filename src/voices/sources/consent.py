"""Read what somebody agreed to: yes, no or unclear, when, how it was recorded and who agreed."""

from __future__ import annotations

import re
from collections.abc import Mapping

from voices.model import Consent, Kind, Purpose, SourceSpec
from voices.sources import dates
from voices.sources.roles import known_role
from voices.sources.tables.columns import yes_or_no
from voices.sources.tables.headings import Use
from voices.sources.words import fold

PURPOSES = {Use.ANALYSIS: Purpose.ANALYSIS, Use.QUOTING: Purpose.QUOTING, Use.ATTRIBUTION: Purpose.ATTRIBUTION}
"""Columns to what their answers are about."""

_RECORDED = (
    ("said on tape", r"tape|record(?:ed|ing)|verbal|spoken|said|oral"),
    ("by telephone", r"phone|telephone|call"),
    ("online form", r"online|web|survey|electronic|tick|box|ms forms|microsoft"),
    ("e-mail", r"e-?mail"),
    ("signed form", r"sign|form|paper|written|letter|sheet"),
)
_WITHDRAWN = re.compile(r"(?:withdr[ae]wn?|withdrew|revoked|taken back|opted? out)\b")


def consents_of(cells: Mapping[Use, str]) -> tuple[Consent, ...]:
    """Return one answer for every purpose that has a column; free wording of how and who becomes a closed value.

    A blank or unclear cell gives `given=None`: nothing clear is recorded.
    """
    if not PURPOSES.keys() & cells.keys():
        return ()
    day = dates.day_of_cell(cells.get(Use.CONSENT_DATE, ""))
    shared = (
        day.isoformat() if day else "",
        recorded_how(cells.get(Use.CONSENT_SOURCE, "")),
        agreed_by(cells.get(Use.AGREED_BY, "")),
    )
    return tuple(Consent(purpose, answer(cells[use]), *shared) for use, purpose in PURPOSES.items() if use in cells)


def answer(cell: str) -> bool | None:
    """Return what a cell says: yes, no, or None where it is blank or unclear; "withdrawn" is no."""
    words = fold(cell)
    if not words:
        return None
    return False if _WITHDRAWN.match(words) else yes_or_no(cell)


def recorded_how(cell: str) -> str:
    """Return how consent was recorded as one of a few closed values, so that no free text is kept."""
    words = fold(cell)
    if not words:
        return ""
    return next((name for name, pattern in _RECORDED if re.search(pattern, words)), "other")


def agreed_by(cell: str) -> str:
    """Return who agreed as a role, "other" where it is none on the list."""
    if re.fullmatch(r"self|themsel(?:f|ves)|participant|respondent|own", fold(cell)):
        return "participant"
    return known_role(cell) or ("other" if cell.strip() else "")


def given(consents: tuple[Consent, ...], purpose: Purpose) -> tuple[bool, bool | None]:
    """Return (whether the purpose was asked about, what was said)."""
    for one in consents:
        if one.purpose is purpose:
            return True, one.given
    return False, None


def may_quote(spec: SourceSpec, kind: Kind, consents: tuple[Consent, ...] = ()) -> bool:
    """Return whether words may be quoted: by their own answer or the study file; where nobody said, they may not.

    A study that says no is not overruled by anybody; where the question was asked, only a clear yes counts. What is
    published already is cited without asking.
    """
    if spec.quoting is False:
        return False
    asked, said = given(consents, Purpose.QUOTING)
    if asked:
        return said is True
    return spec.quoting is True or kind is Kind.EVIDENCE
