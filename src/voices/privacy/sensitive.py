"""Passages that speak of what the law protects more: health, ethnicity, faith, sex life, offences."""

from __future__ import annotations

import re
from functools import lru_cache

from voices.privacy.lists import words

HEALTH, ETHNICITY, FAITH, SEX_LIFE, OFFENCES = "health", "ethnicity", "faith", "sex life", "offences"

KINDS: tuple[str, ...] = (HEALTH, ETHNICITY, FAITH, SEX_LIFE, OFFENCES)
"""Kinds in the order they are named; the first four fall under Article 9 UK GDPR, offences under Article 10."""

_LISTS = {
    HEALTH: "sensitive_health",
    ETHNICITY: "sensitive_ethnicity",
    FAITH: "sensitive_faith",
    SEX_LIFE: "sensitive_sex_life",
    OFFENCES: "sensitive_offences",
}
_FIGURES = {HEALTH: r"\d+ ?(?:mg|mcg|ml)\b", ETHNICITY: r"(?:black|white|asian) (?:and|or) \w+"}
"""What a list cannot hold: doses, and peoples named in pairs."""


def flag(text: str) -> tuple[str, ...]:
    """Return the kinds of specially protected information a text seems to speak of, in the order of `KINDS`.

    It goes by words, so it errs on the side of flagging: "a depressing wait" is no health matter but "depressed" is
    taken for one. No kind returned does not mean that there is none. Source: UK GDPR, Articles 9 and 10.
    """
    return tuple(kind for kind in KINDS if _pattern(kind).search(text))


@lru_cache(maxsize=len(KINDS))
def _pattern(kind: str) -> re.Pattern[str]:
    r"""Return the pattern of one list; a line that ends in "*" stands for every word that begins so."""
    lines = sorted(words(_LISTS[kind]), key=lambda line: (-len(line), line))
    body = "|".join(
        re.escape(line.rstrip("*")).replace(r"\ ", r"[\s-]+").replace("'", "['’]?")
        + (r"\w*" if line[-1] == "*" else "")
        for line in lines
    )
    figures = f"|{_FIGURES[kind]}" if kind in _FIGURES else ""
    return re.compile(rf"(?<!\w)(?:(?:{body})(?:['’]s?|s|es)?(?!\w){figures})", re.IGNORECASE)
