"""Number the waves of a study from what names say and when things happened."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from voices.model import Kind
from voices.sources.proposal import path_words
from voices.sources.proposal.nouns import Seen

GAP = 4
"""Months between two rounds of field work. Rationale: a round drags on over weeks, the next comes half a year on."""


@dataclass(frozen=True)
class Dated:
    """A file that belongs to a wave, and what is known of it."""

    file: str
    instrument: str
    """What waves are told apart in: all talk of a study, or one survey."""
    stated: int | None
    """The wave its name or folder states."""
    period: str
    """YYYY-MM, or empty."""


def dated(seen: Seen, kind: Kind) -> Dated:
    """Return what a file's names and content say of its wave and date."""
    parts = path_words.parts(seen.relative)
    stated = next((wave for part in parts if (wave := path_words.wave(part))), None)
    found = next((month for part in parts if (month := path_words.period(part))), "")
    inside = [document.period for document in seen.reading.documents if document.period] if seen.reading else []
    talk = kind in (Kind.INTERVIEW, Kind.FOCUS_GROUP)
    year = next((years[0] for part in parts if (years := path_words.years(part))), None)
    period = (found or min(inside, default="")) if talk else (min(inside, default="") or found)
    if not period and year:
        period = f"{year}-06"
    instrument = "talk" if talk else f"{kind} {seen.folder.casefold()} {path_words.series(parts[0])}"
    return Dated(seen.relative, instrument, stated, period)


def waves(files: Sequence[Dated]) -> dict[str, tuple[int | None, str]]:
    """Return {file: (wave, why)} for every file; why is empty where its name or folder states the wave.

    Files of one instrument whose dates lie less than `GAP` months apart are one round. A round takes the number
    that is stated in it; the others count on from there, or from one. What happened once has no wave.
    """
    by_instrument: dict[str, list[Dated]] = defaultdict(list)
    for one in files:
        by_instrument[one.instrument].append(one)
    found: dict[str, tuple[int | None, str]] = {}
    for members in by_instrument.values():
        found.update(_of_one(members))
    return found


def _of_one(members: Sequence[Dated]) -> dict[str, tuple[int | None, str]]:
    rounds = _rounds([one for one in members if one.period])
    numbers = _numbers(rounds)
    found: dict[str, tuple[int | None, str]] = {}
    for one in members:
        if one.stated:
            found[one.file] = (one.stated, "")
        else:
            place = next((n for n, round_ in enumerate(rounds) if one in round_), None)
            number = numbers.get(place) if place is not None else None
            found[one.file] = (number, f"it dates from {one.period}" if number else "")
    return found


def _rounds(members: Sequence[Dated]) -> list[list[Dated]]:
    """Return the files parted where nothing happened for `GAP` months, earliest first."""
    rounds: list[list[Dated]] = []
    for one in sorted(members, key=lambda member: (member.period, member.file)):
        if rounds and _months(one.period) - _months(rounds[-1][-1].period) < GAP:
            rounds[-1].append(one)
        else:
            rounds.append([one])
    return rounds


def _numbers(rounds: Sequence[Sequence[Dated]]) -> Mapping[int, int | None]:
    stated = {n: min(w for one in r if (w := one.stated)) for n, r in enumerate(rounds) if any(one.stated for one in r)}
    if not stated:
        return {n: n + 1 for n in range(len(rounds))} if len(rounds) > 1 else {}
    anchor, number = next(iter(stated.items()))
    return {n: stated.get(n) or (number + n - anchor if number + n - anchor > 0 else None) for n in range(len(rounds))}


def _months(period: str) -> int:
    year, _, month = period.partition("-")
    return int(year) * 12 + int(month)
