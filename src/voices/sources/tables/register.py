"""What a register says of a complaint: its stage, its outcome and how long it took."""

from __future__ import annotations

import re
from datetime import date

from voices.sources.words import fold

UPHELD, PARTLY_UPHELD, NOT_UPHELD, WITHDRAWN, OPEN = "upheld", "partly upheld", "not upheld", "withdrawn", "open"
OUTCOMES = (UPHELD, PARTLY_UPHELD, NOT_UPHELD, WITHDRAWN, OPEN)
"""In the order in which tables print them."""

_OUTCOMES = (
    (
        PARTLY_UPHELD,
        r"part(?:ly|ial|ially|-)?[\s-]*(?:upheld|justified|founded|substantiated|agreed).*"
        r"|upheld in part.*|partial(?:ly)?|partly|part|p/?u|some upheld",
    ),
    (
        NOT_UPHELD,
        r"(?:not|isn't|un)[\s-]*(?:upheld|justified|founded|substantiated|agreed|proven).*"
        r"|no fault.*|no|n/?u|rejected|dismissed|none upheld",
    ),
    (
        WITHDRAWN,
        r"withdr[ae]wn.*|withdrew.*|complain\w* withdr\w+.*|cancelled|not pursued|no longer pursued|abandoned",
    ),
    (
        OPEN,
        r"open|ongoing|on-going|pending|in progress|not (?:yet )?(?:closed|concluded|decided|completed)|under .*"
        r"|awaiting.*|tbc|to be (?:confirmed|decided)|live|current|investigating|being .*|outstanding",
    ),
    (
        UPHELD,
        r"(?:fully |wholly )?(?:upheld|justified|founded|substantiated|agreed|proven)\b.*|yes|u|fully?",
    ),
)
_STAGES = {"one": "1", "two": "2", "three": "3", "i": "1", "ii": "2", "iii": "3"}
_STAGE = re.compile(r"(?:complaint )?(?:stage|level|s|st)?[\s.:-]*(?P<number>[1-3]|one|two|three|i{1,3})\b.*")


def normalise_outcome(cell: str) -> str:
    """Return upheld, partly upheld, not upheld, withdrawn or open; another wording comes back folded."""
    words = fold(cell)
    return next((outcome for outcome, pattern in _OUTCOMES if words and re.fullmatch(pattern, words)), words)


def normalise_stage(cell: str) -> str:
    """Return "stage 1" for 1, S1, Stage One and the like; another wording comes back folded."""
    words = fold(cell)
    match = _STAGE.fullmatch(words)
    return f"stage {_STAGES.get(match['number'], match['number'])}" if match else words


def days_taken(received: date | None, closed: date | None) -> int | None:
    """Return the days from received to closed; None where a date is missing or they stand the wrong way round."""
    if received is None or closed is None or closed < received:
        return None
    return (closed - received).days
