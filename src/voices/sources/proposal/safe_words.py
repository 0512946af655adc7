"""Which words of a file's name may stand in study.toml, and which could be somebody's name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from voices.sources.roles import WAYS_OF_WRITING
from voices.sources.talk.speakers import is_code

_TOKEN = re.compile(r"[^\W\d_]+\d*|\d+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")

_KNOWN = """
    backup field fieldnote fieldnotes guide kids
    a about academy act adult after again age agencies agency ai all an and anon anonymised anonymous appendix
    apr april as asye at attachment attachments audio audit audits aug august aut authority autumn bands
    baseline batch board borough call calls cards care carer case centre child children childrens chosen cic cin
    city clean cleaned closed cmp code coded codes comments committee compl complaint complaints completed
    compliment compliments confidential consent contact contacts continuity copy council county coversheet cp
    csc culture dashboard data daughter day dec december department dept deputy director district draft drafts
    duty early east edge edit edited email emails end endline engagement english evaluation evidence excel exit
    export exported extract families family feb february feedback fg fgd fgs figures file files final findings
    first focus folder follow followup for form format forms forum foster fourth from fsw full fw fwd gmt good
    group groups guide half harm hearing help here home hour hours household households how hub id improvement
    in incoming independent indicator indicators individual induction info inspection int interim internal
    interview interviews intv is item items jan january jul july jun june key kids kinship kpi kpis lac leaders
    learning letter letters lga list listening local log logs looked management manager managers mar march mash
    may me meeting meetings member members men message minutes model mp mtg new no north not note notes nov
    november number oct october of office ofsted old on one online only open original originals other otter our
    outcomes overview page pages panel part participation partner partners parts peer performance permanence
    phase phone pilot plan planning pod pods policy post practice practitioner practitioners pre press principle
    principles procedure process project projects proposal protected public publications published quality
    quarter quarterly question questionnaire questions raw re read recording recordings redacted ref referral
    register registers report reports research residential respite response responses results return review
    reviews round safe safeguarding sample scan scanned schedule score scores second secondary senior sep sept
    september service services session set shared sheet sheets short social south specialist spoken spring staff
    stage start statement statements statistics stats status store strategy student study summaries summary
    summer supervision support survey surveys sw table tables team teams telephone template text thank thanks
    the third three to topic trainee training transcript transcription transcripts transition two typed unit up
    update updated us use user users v verbatim version views virtual visit voice voicemail voices wave west who
    whole winter with women word wording work worker workers workshop year years yes yot you young your youth
    zoom
"""
_ROLES = " ".join(writing for writings in WAYS_OF_WRITING.values() for writing in writings)
_SAFE = frozenset(_KNOWN.split()) | frozenset(re.findall(r"[a-z]+", _ROLES))
"""Words a file's name may be written into study.toml with; any other word could be somebody's name and is starred."""


def doubtful(name: str) -> tuple[tuple[int, int], ...]:
    """Return (start, end) of every word of a file's name that could be a person's name.

    Months and words such as Young or West are doubtful where no number stands beside them or a doubtful word does.
    """
    found = tuple(tokens(name))
    words = [name[start:end] for start, end in found]
    unknown = [not _is_safe(word) for word in words]
    beside = [words[max(0, n - 1) : n] + words[n + 1 : n + 2] for n in range(len(words))]
    for n, word in enumerate(words):
        folded = word.casefold()
        if folded in _ALSO_FIRST_NAMES and not any(other.isdigit() for other in beside[n]):
            unknown[n] = True
    for start, end in (m.span() for m in _REFERENCE.finditer(name)):
        unknown = [could and not start <= at[0] < end for could, at in zip(unknown, found, strict=True)]
    surnames = [n for n, word in enumerate(words) if word.casefold() in _ALSO_FAMILY_NAMES]
    for n in surnames:
        unknown[n] = unknown[n] or any(unknown[max(0, n - 1) : n] + unknown[n + 1 : n + 2])
    return tuple(span for span, could in zip(found, unknown, strict=True) if could)


_REFERENCE = re.compile(r"(?<![^\W_])(?:[A-Z]{2,4}[-_/ ]?(?:\d{2,4}[-_/ ])?\d{3,}|IMG_\d+)(?!\d)")
"""A reference such as CMP-2024-0113; it names no person by itself."""
_ALSO_FIRST_NAMES = frozenset(["april", "may", "june", "jan", "august", "summer", "autumn", "dawn"])
_ALSO_FAMILY_NAMES = frozenset(
    [
        "young",
        "west",
        "short",
        "day",
        "page",
        "north",
        "post",
        "case",
        "child",
        "work",
        "half",
        "hope",
        "park",
        "first",
        "street",
        "good",
        "small",
        "major",
    ]
)


def _is_safe(token: str) -> bool:
    """Return whether a word is known to be no name, a number, or a code such as P7."""
    folded = token.casefold().rstrip("0123456789")
    if len(folded) < 2 or folded in _SAFE or (folded.endswith("s") and folded[:-1] in _SAFE):
        return True
    return token[-1:].isdigit() and len(folded) <= 3 and is_code(token)


def tokens(name: str) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of every word and number of a file's name, camel case parted."""
    for found in _TOKEN.finditer(name):
        cuts = [m.start() for m in _CAMEL.finditer(found[0])]
        edges = [found.start(), *(found.start() + cut for cut in cuts), found.end()]
        yield from pairwise(edges)
