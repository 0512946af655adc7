"""From a folder of files to proposed sources."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from voices.errors import InputError
from voices.model import Kind, SourceSpec
from voices.sources.proposal import path_words
from voices.sources.proposal.copies import near_copies
from voices.sources.proposal.listing import people
from voices.sources.proposal.looking import look, walk
from voices.sources.proposal.mapping import Mapped, cells_of, columns_of
from voices.sources.proposal.naming import evidence_year, source_name
from voices.sources.proposal.nouns import PARTICIPANTS, Guess, LeftOut, Proposal, Proposed, Seen, Shape
from voices.sources.proposal.patterns import has_name, may_name_somebody, patterns, shown, single
from voices.sources.proposal.people import Listed, Voice, listed, nobody_asks, voices, with_copies
from voices.sources.proposal.sorting import Sorted, kind_of
from voices.sources.proposal.waves import dated, waves
from voices.sources.tables.questions import read_questions

TALK = (Kind.INTERVIEW, Kind.FOCUS_GROUP)
_IN_WAVES = (*TALK, Kind.SURVEY, Kind.FORM)
_ORDER = {kind: place for place, kind in enumerate(Kind)}


@dataclass(frozen=True)
class _File:
    """One file that goes into a source."""

    seen: Seen = field(repr=False)
    kind: Kind
    wave: int | None
    role: str
    period: str
    guesses: tuple[Guess, ...]
    voices: tuple[Voice, ...] = field(default=(), repr=False)


def propose(root: Path, show: Callable[[int, int], None] = lambda _done, _total: None) -> Proposal:
    """Return what the files below a folder are proposed to be; nothing is written.

    `show` is called with (files looked at, files) as it goes. The same files give the same proposal.
    """
    root = root.resolve()
    paths, ignored = walk(root)
    seen = []
    for number, (path, relative) in enumerate(paths, start=1):
        seen.append(look(path, relative))
        show(number, len(paths))
    return _proposal(root, tuple(seen), ignored)


def _proposal(root: Path, seen: tuple[Seen, ...], ignored: int) -> Proposal:
    instead = near_copies(seen)
    first = [one for one in seen if one.relative not in instead]
    taken = {one.relative: kind_of(one) for one in first}
    indicators = next((one.relative for one in first if one.shape is Shape.INDICATORS), "")
    questions = {one.relative: one for one in first if one.shape is Shape.QUESTIONS}
    lists = with_copies(listed(_of(first, Shape.PEOPLE)), instead)
    files = _files([one for one in first if taken[one.relative].kind], taken, lists)
    sources, used = [], set[str]()
    for group in _groups(files):
        source = _source(group, root, tuple(questions))
        sources.append(source)
        used |= {source.spec.questions} - {""}
    left = [
        _copy(one, instead, root) if one.relative in instead else _left_out(one, taken[one.relative], root)
        for one in seen
        if one.relative in instead
        or (taken[one.relative].kind is None and one.relative not in used | {indicators, PARTICIPANTS})
    ]
    return Proposal(
        _distinct(sources), tuple(left), indicators, people([(one.seen, one.role, one.voices) for one in files], lists),
        tuple(file.seen.relative for file in files if may_name_somebody(file.seen.relative)), ignored,
    )  # fmt: skip


def _of(seen: Iterable[Seen], shape: Shape) -> tuple[Seen, ...]:
    return tuple(one for one in seen if one.shape is shape)


def _left_out(one: Seen, taken: Sorted, root: Path) -> LeftOut:
    return LeftOut(one.relative, single(one.relative, root), taken.because, taken.wanted)


def _copy(one: Seen, instead: Mapping[str, str], root: Path) -> LeftOut:
    return LeftOut(one.relative, single(one.relative, root), f"the same, or nearly, as {shown(instead[one.relative])}")


def _files(seen: Sequence[Seen], taken: Mapping[str, Sorted], lists: Sequence[Listed]) -> tuple[_File, ...]:
    kinds = {one.relative: kind for one in seen if (kind := taken[one.relative].kind)}
    times = {one.relative: dated(one, kinds[one.relative]) for one in seen}
    numbers = waves([times[file] for file, kind in kinds.items() if kind in _IN_WAVES])
    found = []
    for one in seen:
        kind, because = kinds[one.relative], taken[one.relative].because
        wave, why = numbers.get(one.relative, (None, ""))
        speaking = voices(one, lists) if kind in TALK else ()
        role, how = _role(one, kind, speaking)
        guesses = [Guess("kind", because)] if because else []
        guesses += [Guess("wave", why)] if why else []
        guesses += [Guess("role", how)] if how else []
        if kind in TALK and nobody_asks(one):
            guesses.append(Guess("interviewers", "nobody is told apart as asking"))
        found.append(_File(one, kind, wave, role, times[one.relative].period, tuple(guesses), speaking))
    return tuple(found)


def _role(one: Seen, kind: Kind, speaking: Sequence[Voice]) -> tuple[str, str]:
    """Return the role of those who answer where their labels do not say, and why it is a guess."""
    roles = {voice.role for voice in speaking}
    if speaking and len(roles) == 1 and "" not in roles:
        by_list = speaking[0].how == "list"
        return roles.pop(), "a list of people in the folder says so" if by_list else ""
    named = path_words.parts(one.relative)
    role = path_words.role(named[0]) or next((r for part in named[1:] if (r := path_words.role(part, folder=True))), "")
    if kind in (Kind.COMPLAINT, Kind.COMPLIMENT, Kind.LETTER) or kind not in (*TALK, Kind.SURVEY, Kind.FORM):
        return "", ""
    if role:
        return role, "the name of the file or folder says so"
    return "", "nothing says in what role they speak" if kind in TALK and "" in roles | (
        {""} if not roles else set()
    ) else ""


def _groups(files: Sequence[_File]) -> list[tuple[_File, ...]]:
    """Return the files by source: talk by kind, wave and role; tables and reports each by itself; letters together."""
    groups: dict[tuple[object, ...], list[_File]] = defaultdict(list)
    for one in files:
        alone = one.seen.shape is Shape.TABLE or one.kind not in (*TALK, Kind.LETTER, Kind.COMPLIMENT, Kind.COMPLAINT)
        key = (_ORDER[one.kind], one.wave or 0, one.role, one.seen.relative if alone else "")
        groups[key].append(one)
    return [tuple(groups[key]) for key in sorted(groups, key=lambda key: tuple(str(part) for part in key))]


def _source(group: Sequence[_File], root: Path, questions: Sequence[str]) -> Proposed:
    first = group[0]
    files = tuple(one.seen.relative for one in group)
    guesses = list(dict.fromkeys(guess for one in group for guess in one.guesses))
    months = sorted({one.period for one in group if one.period})
    spec = SourceSpec(
        source_name(first.kind, first.wave, first.role, first.seen if len(group) == 1 else None),
        patterns(files, root), first.kind, first.wave, first.role,
    )  # fmt: skip
    if first.kind in TALK and months:
        spec = replace(spec, date=f"{months[0]}-01")
        span = f"between {months[0]} and {months[-1]}" if len(months) > 1 else f"in {months[0]}"
        guesses.append(Guess("date", f"names or headings say that it was {span}"))
    if first.kind is Kind.EVIDENCE:
        spec = replace(spec, year=evidence_year(first.seen))
        guesses.append(Guess("author", "as it is cited; authors and public bodies are not masked there"))
    if first.seen.shape is not Shape.TABLE:
        return Proposed(spec, files, _merged(guesses))
    mapped = _best(first.seen, spec, root, questions)
    if mapped.role_known:
        spec, guesses = replace(spec, role=""), [guess for guess in guesses if guess.entry != "role"]
    spec = replace(spec, columns=mapped.columns, questions=mapped.questions)
    return Proposed(spec, files, _merged([*guesses, *mapped.guesses]), mapped.known)


def _merged(guesses: Iterable[Guess]) -> tuple[Guess, ...]:
    """Return one guess an entry, its reasons joined."""
    reasons: dict[str, list[str]] = defaultdict(list)
    for guess in guesses:
        reasons[guess.entry].append(guess.because)
    return tuple(Guess(entry, "; ".join(dict.fromkeys(because))) for entry, because in reasons.items())


def _best(seen: Seen, spec: SourceSpec, root: Path, questions: Sequence[str]) -> Mapped:
    """Return the columns of a table with the list of closed questions that fits most of them, a near one first."""
    cells = cells_of(seen)
    best = columns_of(seen, spec, (), cells)
    near = sorted(questions, key=lambda file: (file.rpartition("/")[0] != seen.folder, file))
    for file in near:
        try:
            asked = read_questions(root / file)
        except InputError:
            continue
        mapped = columns_of(seen, spec, asked, cells)
        if mapped.closed > best.closed:
            best = replace(mapped, questions="" if has_name(file) else file)
            if has_name(file):
                hidden = Guess(
                    "questions", f"{shown(file)} fits; rename that file without a name in it and write it here"
                )
                best = replace(best, guesses=(*best.guesses, hidden))
    return best


def _distinct(sources: Sequence[Proposed]) -> tuple[Proposed, ...]:
    """Return the sources with names of their own, later ones of the same name numbered."""
    times: dict[str, int] = defaultdict(int)
    found = []
    for source in sources:
        times[source.spec.name] += 1
        number = times[source.spec.name]
        name = source.spec.name if number == 1 else f"{source.spec.name} ({number})"
        found.append(replace(source, spec=replace(source.spec, name=name)))
    return tuple(found)
