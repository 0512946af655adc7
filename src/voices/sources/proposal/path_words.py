"""What the names of files and folders say: kind, role, wave, date."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from voices.sources import dates
from voices.sources.roles import INTERVIEWER, known_role
from voices.sources.words import listed

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def _has(text: str) -> re.Pattern[str]:
    """Return a pattern for names in which one of a list stands as whole words."""
    return re.compile(r"(?<![a-z])(?:" + "|".join(f"(?:{item})" for item in listed(text)) + r")(?![a-z])")


KINDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("aside", _has(
        """
        consents? | consent forms? | info(?:rmation)? sheets? | topic guides? | (?:interview |discussion )?guides?
        | (?:interview )?schedules? | agendas? | minutes | templates? | read ?me | invoices? | timetables? | rota
        | risk assessments? | ethics | privacy notices? | budgets? | gantt | field ?notes? | contact list | logo
        | who is who | interview logs? | key to participants | recruitment | debrief(?:ing)? sheets? | dpia
        | project plans? | proposals? | contracts? | slides | presentations?
        """
    )),
    ("complaint register", _has(
        "complaints? (?:log|register|data|list|export)s? | (?:log|register) of complaints?"
    )),
    ("compliment", _has(
        "compliments? | thank ?you | thanks | thank | praise | feedback cards? | (?:thank you )?cards? | plaudits?"
    )),
    ("complaint", _has("complaints? | compl | representations? | cmp | dissatisfaction")),
    ("indicators", _has("indicators? | kpis? | performance | dashboard | datasets? | scorecards? | statistics")),
    ("focus group", _has("focus ?groups? | fgs? | fgd | groups? | workshops? | forum | panel")),
    ("form", _has("forms? | worksheets? | feedback forms? | viewpoint | questionnaires? for young people")),
    ("survey", _has("surveys? | questionnaires? | polls? | responses? | (?:tele)?phone survey | smart ?survey")),
    ("interview", _has("interviews? | int | intv | interviewees? | transcripts? | transcriptions? | recordings?")),
    ("letter", _has("letters? | emails? | e-mails? | mails? | correspondence | re | fw | fwd")),
    ("evidence", _has(
        """
        published | publications? | literature | evaluations? | reports? | reviews? | peer reviews? | inspections?
        | ofsted | research | audits? | articles? | papers? | journals? | evidence | secondary | background reading
        | studies
        """
    )),
)  # fmt: skip
"""What words in a name say a file is, the more telling first."""

_WAVE = re.compile(
    r"(?<![a-z])(?:wave|round|phase|sweep|time ?point|time)[ ]?(?P<n>[1-9])(?!\d)|(?<![a-z\d])[wt](?P<m>[1-9])(?!\d)"
    r"|(?P<one>(?<![a-z])(?:baseline|base line|first (?:wave|round|phase)|1st (?:wave|round)|pre)(?![a-z]))"
    r"|(?P<two>(?<![a-z])(?:follow ?up|end ?line|second (?:wave|round|phase)|2nd (?:wave|round)|post)(?![a-z]))"
    r"|(?P<three>(?<![a-z])(?:third (?:wave|round|phase)|3rd (?:wave|round))(?![a-z]))"
)
_SEASONS = {"spring": 4, "summer": 7, "autumn": 10, "winter": 12}
_SEASON = re.compile(r"(?<![a-z])(?P<season>spring|summer|autumn|winter) (?P<y>20\d\d|\d\d)(?!\d)")
_SIX = re.compile(r"(?<!\d)(?P<d>[0-3]\d)(?P<m>[01]\d)(?P<y>\d\d)(?!\d)")
_EIGHT = re.compile(r"(?<!\d)(?P<y>20\d\d)(?P<m>[01]\d)(?P<d>[0-3]\d)(?!\d)")
_MONTH = re.compile(
    r"(?<![a-z])(?P<mon>jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]* ?(?P<y>20\d\d|\d\d)(?!\d)"
)
_YEAR = re.compile(r"(?<!\d)(?P<y>20[0-4]\d)(?!\d)")


def parts(relative: str) -> tuple[str, ...]:
    """Return a file's own name without its ending, then its folders, nearest first, each as plain words."""
    folders, _, name = relative.rpartition("/")
    stem = name.rpartition(".")[0] or name
    return (_words(stem), *(_words(folder) for folder in reversed(folders.split("/")) if folder))


def _words(text: str) -> str:
    return " ".join(_CAMEL.sub(" ", text).replace("_", " ").replace("-", " ").casefold().split())


def kinds(text: str) -> tuple[str, ...]:
    """Return what the words of one part say a file is, the more telling first."""
    return tuple(kind for kind, pattern in KINDS if pattern.search(text))


def role(text: str, *, folder: bool = False) -> str:
    """Return the role the words of one part name, the longest first; an empty string where they name none."""
    words = [word.strip(".'&") for word in re.split(r"[\s(),]+", text) if word.strip(".'&")]
    for width in (4, 3, 2, 1):
        for start in range(len(words) - width + 1):
            written = " ".join(words[start : start + width])
            if width == 1 and (written in _NO_ROLE_ALONE or (folder and written in _NO_ROLE_OF_FOLDER)):
                continue
            for form in _singular(written):
                found = known_role(form)
                if found and found != INTERVIEWER:
                    return found
    return ""


_NO_ROLE_ALONE = frozenset(
    [
        "ad",
        "pm",
        "int",
        "fac",
        "mod",
        "research",
        "evaluation",
        "school",
        "kin",
        "family",
        "social",
        "work",
        "professional",
    ]
)
"""Words that stand in names of files for other things than roles."""
_NO_ROLE_OF_FOLDER = frozenset(
    ["admin", "administration", "leadership", "student", "coordinator", "child", "children", "pupil", "police"]
)


def _singular(words: str) -> Iterator[str]:
    bare = re.sub(r"\d+$", "", words).strip()
    for form in (words, bare):
        if form:
            yield form
            if form.endswith("ies"):
                yield f"{form[:-3]}y"
            if form.endswith("s"):
                yield form[:-1]


def wave(text: str) -> int | None:
    """Return the wave the words of one part state (wave 2, W2, baseline, follow-up), or None."""
    found = _WAVE.search(text)
    if not found:
        return None
    if number := found["n"] or found["m"]:
        return int(number)
    return 1 if found["one"] else 2 if found["two"] else 3


def period(text: str) -> str:
    """Return the year and month the words of one part state, YYYY-MM, also from 140524, Dec24 and Spring 2024."""
    if found := _EIGHT.search(text) or _SIX.search(text):
        month, year = int(found["m"]), int(found["y"])
        if 1 <= month <= 12 and 1 <= int(found["d"]) <= 31:
            return f"{year if year > 99 else 2000 + year}-{month:02}"
    if value := dates.period(text) or dates.period(text.replace(" ", "-")):
        return value
    if found := _MONTH.search(text):
        return f"{_century(found['y'])}-{_MONTHS[found['mon'][:3]]:02}"
    if found := _SEASON.search(text):
        return f"{_century(found['y'])}-{_SEASONS[found['season']]:02}"
    return ""


_MONTHS: Mapping[str, int] = {
    name: number
    for number, name in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], start=1
    )
}


def _century(year: str) -> int:
    return int(year) if len(year) == 4 else 2000 + int(year)


def years(text: str) -> tuple[int, ...]:
    """Return the years a part states."""
    return tuple(int(found["y"]) for found in _YEAR.finditer(text))


def series(text: str) -> str:
    """Return what is left of a name without dates, numbers, waves and versions: the same for waves of one survey."""
    bare = _WAVE.sub(" ", text)
    kept = [w for w in re.findall(r"[a-z]+", bare) if w not in _VERSION and w[:3] not in _MONTHS and w not in _SEASONS]
    return " ".join(kept)


_VERSION = frozenset(
    [
        "final",
        "copy",
        "of",
        "raw",
        "export",
        "exported",
        "v",
        "version",
        "draft",
        "clean",
        "cleaned",
        "new",
        "old",
        "edited",
        "edit",
        "the",
        "a",
        "in",
        "and",
        "data",
        "fy",
    ]
)
