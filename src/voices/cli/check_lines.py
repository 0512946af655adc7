"""What `voices check` prints: each source in a few plain lines, then what holds for the whole study."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from voices.cli import terminal
from voices.cli.checking import Checked, CheckedSource
from voices.cli.counting import Sample
from voices.model import Kind, Purpose, SourceSpec

if TYPE_CHECKING:
    from voices.study import Study

UNITS = ("person", "people"), ("anonymous respondent", "anonymous respondents"), ("group", "groups")
"""What the three numbers of a head count are called; a group is a conversation whose voices nobody told apart."""
_NO_QUOTES = "counted and paraphrased only"
_NOBODY_SAID = "Nobody said whether these people may be quoted: their words are counted and paraphrased"
_IF_AGREED = "If they agreed, write quoting = true"
_UNLISTED = "not in the list of participants"
_LISTED = 10
"""Files named before the rest is only counted."""


def print_source(one: CheckedSource, *, samples: bool) -> None:
    """Print what a source is, its files, people, consent and dates, and what is wrong with it."""
    spec = one.spec
    terminal.say(f"{spec.name} ({spec.kind}{f', wave {spec.wave}' if spec.wave else ''})")
    for line in (*_files(one), *_who(one), *_asked(one), *_consent(one), *_kept(spec)):
        terminal.say(f"  {line}")
    if one.columns:
        terminal.say(f"  columns: {'; '.join(_columns(one))}")
    if samples and one.samples:
        terminal.say("  as it will be understood:")
        for sample in one.samples:
            terminal.say(f"    {_sample(sample)}")
    for line in (*(f"wrong: {line}" for line in one.wrong), *_noticed(one)):
        terminal.say(f"  {line}")
    terminal.say()


def _noticed(one: CheckedSource) -> Iterator[str]:
    """Yield what was noticed in its files, the same of several files said once."""
    told = Counter(look for file in one.files for look in file.looks)
    for look, times in told.items():
        where = next(file.file for file in one.files if look in file.looks)
        yield (
            f"look: {where}: {look}"
            if times == 1 and len(one.files) > 1
            else f"look: {look}" + (f" ({times} files)" if times > 1 and len(one.files) > 1 else "")
        )
    for file in one.files:
        yield from (f"wrong: {line}" for line in file.wrong)
        yield from (f"skipped as expected: {line}" for line in file.expected)


def _files(one: CheckedSource) -> Iterator[str]:
    """Yield a table of the files that hold something; roles only where several files may differ."""
    rows = [(file.file, file.shape, f"{file.words:,}", ", ".join(file.roles)) for file in one.files if file.documents]
    widths = [max((len(row[n]) for row in rows), default=0) for n in range(3)]
    for file, shape, words, roles in rows:
        line = f"{file.ljust(widths[0])}  {shape.ljust(widths[1])}  {words.rjust(widths[2])} words"
        yield f"{line}  {roles}".rstrip() if len(rows) > 1 else line


def _who(one: CheckedSource) -> Iterator[str]:
    talk = one.spec.kind in (Kind.INTERVIEW, Kind.FOCUS_GROUP)
    if one.spec.kind is Kind.EVIDENCE:
        yield "cited as published; nobody in it counts as a participant"
    elif one.people:
        asks = f"; who asks: {one.asking:,} of {one.turns:,} turns, not coded" if one.asking else ""
        counted = [f"{_heads(numbers)} ({role or 'role not known'})" for role, numbers in one.people]
        yield f"who answers: {'; '.join(counted)}{asks}"
    if talk and any(not role for role, _ in one.people):
        yield 'look: a role is not known: write role = "social worker", or "label" = "role" under [sources.roles]'
    if talk and one.documents and not one.asking:
        yield 'look: nobody is told apart as asking: write interviewers = ["label"] with the label of who asks'


def _asked(one: CheckedSource) -> Iterator[str]:
    closed = f"; answers to closed questions: {one.closed:,}" if one.closed else ""
    if one.first:
        when = one.first if one.first == one.last else f"{one.first} to {one.last}"
        yield f"period: {when}" + (f", {one.undated:,} without a date" if one.undated else "") + closed
    elif one.documents:
        yield f'period: not known; write date = "2025-03-01" if you know it{closed}'


def _heads(numbers: tuple[int, int, int]) -> str:
    named = [f"{n:,} {unit[n != 1]}" for n, unit in zip(numbers, UNITS, strict=True) if n]
    return " and ".join(named) or "nobody"


def _consent(one: CheckedSource) -> Iterator[str]:
    """Yield what may be quoted and why; what people themselves said comes first."""
    may, may_not = one.quoted
    spec, said = one.spec, dict(one.consents)
    if spec.kind is Kind.EVIDENCE or not one.documents:
        return
    if spec.quoting is False:
        yield f"may be quoted: no (quoting = false); {_NO_QUOTES}"
    elif Purpose.QUOTING in said:
        yes, no, unclear = said.pop(Purpose.QUOTING)
        rest = f", {unclear:,} not clear (counts as no)" if unclear else ""
        yield f"may be quoted, as they said: {yes:,} yes, {no:,} no{rest}"
        if one.unlisted:
            yield f"{one.unlisted:,} more {_UNLISTED}: {'quoted (quoting = true)' if spec.quoting else _NO_QUOTES}"
    elif may and may_not:
        yield f"may be quoted: {may:,} documents, {may_not:,} not"
    elif may:
        yield "may be quoted: yes (quoting = true)"
    else:
        missing = f" ({one.unlisted:,} {_UNLISTED})" if one.unlisted else ""
        yield f"may be quoted: no. {_NOBODY_SAID}{missing}. {_IF_AGREED}"
    for purpose, (yes, no, unclear) in said.items():
        yield f"{purpose}: {yes:,} yes, {no:,} no, {unclear:,} not clear"


def _kept(spec: SourceSpec) -> Iterator[str]:
    if overdue(spec):
        yield f"look: originals were to be kept until {spec.keep_until}: delete them, or correct keep_until"
    elif spec.keep_until:
        yield f"originals: kept until {spec.keep_until}"


def overdue(spec: SourceSpec) -> bool:
    """Return whether the originals of a source are past the date until which they may be kept."""
    return bool(spec.keep_until) and spec.keep_until < date.today().isoformat()


def _columns(one: CheckedSource) -> Iterator[str]:
    by_use: dict[str, list[str]] = {}
    for heading, meaning in one.columns:
        by_use.setdefault(meaning.partition(":")[0], []).append(f"“{heading}”")
    for use, headings in by_use.items():
        short = use == "closed question" and len(headings) > 2
        yield f"{use}: {f'{len(headings)} columns' if short else ', '.join(headings)}"


def _sample(sample: Sample) -> str:
    wide = max(60, min(110, shutil.get_terminal_size().columns)) - 6
    about = f" [{_cut(sample.question, 34)}]" if sample.question else ""
    start = f"{sample.role or 'role not known'}{about}: "
    return start + _cut(sample.words, max(20, wide - len(start)))


def _cut(words: str, wide: int) -> str:
    return words if len(words) <= wide else f"{words[: wide - 1].rstrip()}…"


def print_overview(checked: Checked) -> None:
    """Print one line a source: what it is, how much it holds, and who answers."""
    rows = []
    for one in checked.sources:
        heads = sum(sum(numbers) for _, numbers in one.people) if one.spec.kind is not Kind.EVIDENCE else 0
        wave = str(one.spec.wave or "")
        rows.append((one.spec.name, one.spec.kind.value, wave, str(len(one.files)), f"{one.words:,}", str(heads)))
    terminal.table(rows, ("source", "kind", "wave", "files", "words", "people"))


def problems(checked: Checked) -> Iterator[str]:
    """Yield what is wrong, one line each."""
    yield from checked.wrong
    for one in checked.sources:
        yield from (f"{one.spec.name}: {line}" for line in one.wrong)
        yield from (line for file in one.files for line in file.wrong)


def print_study(study: Study, checked: Checked) -> None:
    """Print what holds for the study as a whole, and what is wrong beside its sources."""
    terminal.say("the whole study")
    roles = {role for one in checked.sources if one.spec.kind is not Kind.EVIDENCE for role, _ in one.people if role}
    missing = sorted(roles - {role for role, _ in study.population})
    if not study.population:
        terminal.say("  head counts: none under [population]; attribution then rests on who took part, and is coarser")
    elif missing:
        terminal.say(f"  head counts: none under [population] for {', '.join(missing)}; these count as who took part")
    else:
        terminal.say("  head counts: every role has one")
    terminal.say(f"  dated events: {len(study.events) or 'none under [[events]]; charts mark nothing'}")
    if checked.listed:
        terminal.say(f"  participants: {checked.listed:,} rows of {study.participants}")
    if checked.without_row:
        terminal.say(f"  look: {checked.without_row} letters carry a reference that no row of a register has")
    if checked.indicators:
        terminal.say(f"  indicators: {checked.indicators:,} figures")
    undated = sum(not one.spec.keep_until for one in checked.sources)
    if undated:
        terminal.say(
            f"  originals: {undated} sources have no date until which they may be kept: write keep_until under [study]"
        )
    if study.left_out:
        terminal.say(f"  left out on purpose: {len(study.left_out)} lines of left_out")
    for file in checked.unlisted[:_LISTED]:
        terminal.say(f"  look: {file} is in no source: name it in “files” of one, or in left_out")
    if len(checked.unlisted) > _LISTED:
        terminal.say(f"  look: {len(checked.unlisted) - _LISTED} more files are in no source")
    for line in checked.wrong:
        terminal.say(f"  wrong: {line}")


def as_figures(study: Study, checked: Checked) -> dict[str, Any]:
    """Return what `check --json` prints: counts, names of sources and roles, no words and no names of files."""
    return {
        "sources": [
            {
                "name": one.spec.name,
                "kind": one.spec.kind.value,
                "wave": one.spec.wave,
                "files": len(one.files),
                "documents": one.documents,
                "words": one.words,
                "turns": one.turns,
                "turns_asking": one.asking,
                "closed_answers": one.closed,
                "people": [
                    {"role": role, "participants": n[0], "respondents": n[1], "groups": n[2]} for role, n in one.people
                ],
                "quoting": {"yes": one.quoted[0], "no": one.quoted[1]},
                "not_in_list": one.unlisted,
                "consents": {p: {"yes": n[0], "no": n[1], "not_clear": n[2]} for p, n in one.consents},
                "first": one.first,
                "last": one.last,
                "undated": one.undated,
                "keep_until": one.spec.keep_until,
                "overdue": overdue(one.spec),
                "wrong": len(one.wrong) + sum(len(file.wrong) for file in one.files),
                "looks": sum(len(file.looks) for file in one.files),
                "skipped_as_expected": sum(len(file.expected) for file in one.files),
            }
            for one in checked.sources
        ],
        "population": dict(study.population),
        "events": len(study.events),
        "participants_listed": checked.listed,
        "indicators": checked.indicators,
        "files_in_no_source": len(checked.unlisted),
        "wrong": checked.problems,
    }
