"""What the columns of surveys and registers are called, as patterns over folded headings."""

from __future__ import annotations

import re
from enum import StrEnum

from voices.sources.words import listed


class Use(StrEnum):
    """What a column is taken as, in the words `check` prints."""

    PARTICIPANT = "who answered"
    ROLE = "role"
    TEAM = "team"
    DATE = "date"
    KIND = "complaint or compliment"
    STAGE = "stage"
    OUTCOME = "outcome"
    QUOTING = "may be quoted"
    ANALYSIS = "may be used"
    ATTRIBUTION = "role may be printed"
    CONSENT_DATE = "when they agreed"
    CONSENT_SOURCE = "how it was recorded"
    AGREED_BY = "who agreed"
    REFERENCE = "reference of the complaint"
    FAMILY = "family"
    CLOSED_ON = "date closed"
    TEXT = "words"
    ATTRIBUTE = "attribute"
    NAMES = "names, kept apart"
    CLOSED = "closed question"
    SPEAKER = "speaker"
    TIME = "time"
    PRIVATE = "personal details, not read"
    NOT_READ = "not read"


def _is(text: str) -> re.Pattern[str]:
    """Return a pattern for headings that are one of a list, each item a pattern by itself."""
    return re.compile("|".join(f"(?:{item})" for item in listed(text)))


def _has(text: str) -> re.Pattern[str]:
    """Return a pattern for headings in which one of a list stands as whole words."""
    return re.compile(r".*\b(?:" + "|".join(f"(?:{item})" for item in listed(text)) + r")\b.*")


def _ends(text: str) -> re.Pattern[str]:
    """Return a pattern for headings that end in one of a list."""
    return re.compile(r"(?:.*\b)?(?:" + "|".join(f"(?:{item})" for item in listed(text)) + ")")


HEADINGS: tuple[tuple[Use, re.Pattern[str]], ...] = (
    (
        Use.AGREED_BY,
        _is("(?:consent |permission )?(?:agreed|given|consented|signed) by | who (?:agreed|consented|signed)"),
    ),
    (
        Use.CONSENT_DATE,
        _is(
            "(?:consent|permission|agreement)(?: form)? date | date of (?:consent|permission) | (?:consented|agreed) on"
        ),
    ),
    (
        Use.CONSENT_SOURCE,
        _is("(?:consent|permission)(?: form)? (?:source|recorded|type|how|method) | how (?:consent|permission) .*"),
    ),
    (
        Use.ATTRIBUTION,
        _is(
            r"""
            .*\b(?:print|name|give|state|use|attribute|attribut\w+)\b.*\b(?:role|job title)\b.*
            | (?:role )?attribution | role attribution .* | consent to role .*
            """
        ),
    ),
    (
        Use.ANALYSIS,
        _is(
            r"""
            (?:consent )?(?:to |for |in )?(?:use in )?analysis | use in analysis.*
            | consent to (?:use|analysis|take part) | consent | may we use (?:your|their|this|the) .*
            | agreed? to take part.*
            """
        ),
    ),
    (Use.QUOTING, _has("quote | quoted | quotes | quoting | quotation | quotations | use my words | use your words")),
    (
        Use.REFERENCE,
        _is(
            r"""
            (?:(?:complaint|compliment|case|register|our|file|letter|feedback|contact) )?ref(?:erence)?(?: no| number)?
            | (?:complaint|compliment|case|register|feedback|contact)(?: id| no| number)
            """
        ),
    ),
    (
        Use.FAMILY,
        _is("(?:family|household)(?: id| code| no| number| ref| reference| group)?"),
    ),
    (
        Use.CLOSED_ON,
        _is(
            r"""
            (?:date )?(?:closed|resolved|completed|concluded)(?: on| date)? | (?:closure|closing|close) date
            | date of (?:closure|response|reply|outcome) | (?:response|reply|replied|responded) (?:date|sent|on)
            | date (?:complaint )?closed | complaint closed | date responded
            """
        ),
    ),
    (
        Use.PRIVATE,
        _has(
            r"""
            e-?mail | phone | telephone no | telephone number | tel | mobile | address | postcode | post code | dob
            | date of birth | birth date | d\.o\.b | nhs | ni number | national insurance | upn | ip address | ip
            | contact details | ethnicity | religion | sexual orientation | custom data \d
            """
        ),
    ),
    # before names, because "relationship to child" ends as a column of children's names does
    (Use.ROLE, _is("(?:what (?:is|was) )?(?:your |their |(?:the )?complainant'?s? )?relationship to .*")),
    (
        Use.NAMES,
        _ends(
            r"""
            full ?name | first ?name | forename | surname | last ?name | family name | child(?:ren)?'?s? names?
            | names? of .* | your name | social worker'?s? name | allocated worker | allocated social worker
            | worker'?s? name | workers? | staff member | staff name | officer | investigator | investigating officer
            | completed by | subject of complaint | received by | handled by | manager'?s? name | about whom
            | interviewer | caller | child | children | mother | father | names?
            """
        ),
    ),
    (
        Use.PARTICIPANT,
        re.compile(
            "(?:"
            + "|".join(
                listed(
                    """
                    respondent | resp | participant | response | complaint | compliment | case | unique | record
                    | person | client | interview | submission | entry | form | survey | parent | carer | family | staff
                    """
                )
            )
            + r")?[\s_-]*(?:"
            + "|".join(
                listed(
                    r"""
                    id | i\.d | ref | reference | ref no | ref number | reference no | reference number | number | no
                    | nr | code | # | identifier | respondent | participant | complainant | interviewee
                    """
                )
            )
            + ")"
        ),
    ),
    (
        Use.KIND,
        _is(
            r"""
            (?:complaint |record |feedback |contact |case |entry )?(?:type|kind) | complaint\s*/\s*compliment
            | compliment\s*/\s*complaint | (?:complaint|compliment) or (?:complaint|compliment)
            | complaints? (?:and|&) compliments? | category of contact
            """
        ),
    ),
    (
        Use.DATE,
        _has(
            """
            date | received | completion time | submitted | timestamp | time stamp | month | completed on
            | interviewed on | end time | period
            """
        ),
    ),
    (Use.STAGE, _is(r"(?:complaint )?(?:stage|level)(?: of complaint| reached| no| number)?")),
    (Use.OUTCOME, _is(r"(?:complaint |final )?(?:outcome|decision|finding|upheld|result)(?: of complaint| code)?")),
    (
        Use.ROLE,
        _ends(
            """
            role | job | job title | position | respondent type | type of respondent | relationship
            | relationship to .* | i am an? | are you an? | who are you | complainant type | made by | from whom
            | post | profession | what is your job.* | what is your role.*
            """
        ),
    ),
    (
        Use.TEAM,
        _ends(
            """
            team | pod | service | department | directorate | area | locality | unit | service area | district | hub
            | which team.* | (?:which|what) (?:pod|service|locality|hub|area|unit) (?:are|do|were|is) .*
            """
        ),
    ),
    (Use.SPEAKER, _is("speakers? | who | voice | speaker (?:name|label|id)")),
    (Use.TIME, _is("time | start | start time | timecode | time code | end | elapsed | duration | from | to | line")),
)
"""In the order in which they are tried; the whole folded heading has to match."""

ASKS_FOR_WORDS = _has(
    """
    comments? | feedback | tell us | please | why | how | what | anything | describe | descriptions? | details?
    | nature | summary | words | free text | reasons? | explain | other | further | text | said | example | thoughts
    | views? | suggestions? | response | utterance | transcript | experience | message | verbatim | improve
    | like best | liked | change | say | complaint | compliment | concern | issue | story | answer
    """
)
"""Headings over free text, where the cells hold words."""

COUNCIL_SPEAKS = _has(
    """
    action | actions | responses? | our response | reply | lessons? | learning | resolution | remedy | findings?
    | officer'?s? notes | internal | investigation | recommendations? | manager'?s? comments? | follow[- ]up
    """
)
"""Headings of a complaints register under which the council writes, not the person."""
