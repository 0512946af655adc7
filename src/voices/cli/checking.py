"""What a study would be read as, in figures: gathered for `voices check`, stored nowhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from voices import sources
from voices.cli.counting import Sample, consents_in, people_in, quotable, samples_of, unlisted_in
from voices.errors import InputError
from voices.model import Purpose, RawDocument, Reading, SourceSpec
from voices.sources.formats.archives import shown_name
from voices.sources.roles import INTERVIEWER

if TYPE_CHECKING:
    from voices.study import Study


@dataclass(frozen=True)
class CheckedFile:
    """One file of a source."""

    file: str = field(repr=False)
    shape: str
    documents: int
    words: int
    roles: tuple[str, ...]
    looks: tuple[str, ...]
    """What to look at, in plain sentences."""
    wrong: tuple[str, ...]
    """What is wrong and what to do, the file named."""
    expected: tuple[str, ...]
    """The same, of a file that study.toml says cannot be read."""


@dataclass(frozen=True)
class CheckedSource:
    """One source."""

    spec: SourceSpec
    files: tuple[CheckedFile, ...]
    documents: int
    turns: int
    asking: int
    """Turns of those who ask."""
    people: tuple[tuple[str, tuple[int, int, int]], ...]
    """(role, (people with a code, anonymous respondents, unseparated groups)), sorted; who asks is not among them."""
    quoted: tuple[int, int]
    """Documents some of whose words may be quoted, and those of whose none may."""
    consents: tuple[tuple[str, tuple[int, int, int]], ...]
    """(purpose, (people who agreed, who refused, of whom nothing clear is recorded)), where the files speak of it."""
    first: str
    """Earliest year and month, or empty."""
    last: str
    undated: int
    """Documents without a date."""
    closed: int
    """Answers to closed questions."""
    columns: tuple[tuple[str, str], ...] = field(repr=False)
    """(heading, what it is taken as), each once."""
    wrong: tuple[str, ...]
    """What is wrong with the source itself."""
    samples: tuple[Sample, ...] = field(default=(), repr=False)
    unlisted: int = 0
    """Who answers and is not in the list of participants, where that list says who may be quoted."""

    @property
    def words(self) -> int:
        """Words of all its files."""
        return sum(one.words for one in self.files)


@dataclass(frozen=True)
class Checked:
    """A study."""

    sources: tuple[CheckedSource, ...]
    unlisted: tuple[str, ...] = field(repr=False)
    """Files below the folder of originals that are in no source and not left out on purpose."""
    indicators: int
    """Figures in the file of indicators."""
    wrong: tuple[str, ...]
    """What is wrong beside the sources."""
    listed: int = 0
    """Rows of the list of participants."""
    without_row: int = 0
    """Letters with a reference that no row of a register has."""

    @property
    def problems(self) -> int:
        """How many things are wrong."""
        return len(self.wrong) + sum(
            len(one.wrong) + sum(len(file.wrong) for file in one.files) for one in self.sources
        )


def examine(study: Study, show: Callable[[int, int], None] = lambda _done, _total: None) -> Checked:
    """Read every file of a study and return what it would be; `show` is called with (sources read, sources)."""
    wrong: list[str] = []
    if not study.originals.is_dir():
        wrong.append("the folder of originals is not there: correct “originals” under [study]")
    people, noticed = _people(study)
    wrong += noticed
    read = []
    for number, spec in enumerate(study.sources, start=1):
        read.append(_read(study, spec))
        show(number, len(study.sources))
    listed = [
        sources.with_people(document, people, one.spec) for one in read for _, reading in one.files
        for document in reading.documents
    ]  # fmt: skip
    documents, without_row = sources.join_letters(listed)
    asked = Purpose.QUOTING in people.asks
    checked = [_source(study, one, [d for d in documents if d.source == one.spec.name], asked) for one in read]
    used = Counter(relative for one in read for relative, _ in one.files)
    wrong += [
        f"{shown_name(file)} is in {times} sources, so its people would count {times} times: "
        "take it out of “files” of all but one"
        for file, times in sorted(used.items())
        if times > 1
    ]
    figures, noticed = _indicators(study)
    return Checked(
        tuple(checked), _unlisted(study, set(used)), figures, (*wrong, *noticed), len(people.entries), without_row
    )


@dataclass(frozen=True)
class _Read:
    """A source as its files were read."""

    spec: SourceSpec
    files: tuple[tuple[str, Reading], ...] = field(repr=False)
    wrong: tuple[str, ...]


def _people(study: Study) -> tuple[sources.People, tuple[str, ...]]:
    """Return the study's list of participants, and what is wrong with it."""
    if not study.participants:
        return sources.People(), ()
    try:
        return sources.read_people(study.originals / study.participants), ()
    except InputError as error:
        return sources.People(), (f"participants: {error}",)


def _read(study: Study, spec: SourceSpec) -> _Read:
    wrong = []
    try:
        questions = sources.read_questions(study.originals / spec.questions) if spec.questions else ()
    except InputError as error:
        questions = ()
        wrong.append(f"questions: {error}")
    paths = sources.iter_files(spec, study.originals)
    if not paths:
        wrong.append("no file matches: correct “files” of this source")
    read = tuple((relative, sources.read(path, relative, spec, questions)) for path, relative in paths)
    return _Read(spec, read, tuple(wrong))


def _source(study: Study, one: _Read, documents: Sequence[RawDocument], asked: bool) -> CheckedSource:
    periods = sorted({document.period for document in documents if document.period})
    may = sum(map(quotable, documents))
    turns = [turn for document in documents for turn in document.turns]
    roles: dict[str, set[str]] = {}
    for document in documents:
        roles.setdefault(document.file, set()).update(turn.role for turn in document.turns)
    return CheckedSource(
        spec=one.spec,
        files=tuple(
            _file(number, relative, reading, set(study.expected_skips), roles.get(relative, set()))
            for number, (relative, reading) in enumerate(one.files, start=1)
        ),
        documents=len(documents),
        turns=len(turns),
        asking=sum(turn.role == INTERVIEWER for turn in turns),
        people=people_in(documents),
        quoted=(may, len(documents) - may),
        consents=consents_in(documents),
        first=periods[0] if periods else "",
        last=periods[-1] if periods else "",
        undated=sum(not document.period for document in documents),
        closed=sum(len(document.answers) for document in documents),
        columns=tuple(dict.fromkeys(column for _, reading in one.files for column in reading.description.columns)),
        wrong=one.wrong,
        samples=tuple(samples_of(documents)),
        unlisted=unlisted_in(documents) if asked else 0,
    )


def _file(number: int, relative: str, reading: Reading, expected: set[str], roles: set[str]) -> CheckedFile:
    found = reading.description
    wrong: list[str] = []
    known: list[str] = []
    for one in sources.numbered(reading, number):
        is_known = relative in expected or one.file in expected
        # the number is what a run stores and shows; only here does it stand beside the name
        place = one.what.removeprefix(f"{found.source}, ")
        (known if is_known else wrong).append(f"{shown_name(one.file)} ({place}): {one.reason}")
    return CheckedFile(
        shown_name(relative),
        found.shape,
        len(reading.documents),
        found.words + sum(part.description.words for part in reading.parts),
        tuple(sorted(roles - {"", INTERVIEWER})),
        (*found.warnings, *(warning for part in reading.parts for warning in part.description.warnings)),
        tuple(wrong),
        tuple(known),
    )


def _unlisted(study: Study, used: set[str]) -> tuple[str, ...]:
    """Return the files below the originals that nobody spoke of, sorted."""
    from voices.sources.proposal.looking import walk
    from voices.sources.proposal.patterns import matches

    if not study.originals.is_dir():
        return ()
    spoken = used | {spec.questions for spec in study.sources} | {study.indicators, study.participants}
    for pattern in (*study.left_out, *study.expected_skips):
        spoken |= set(matches(pattern, study.originals))
    return tuple(shown_name(relative) for _, relative in walk(study.originals)[0] if relative not in spoken)


def _indicators(study: Study) -> tuple[int, tuple[str, ...]]:
    if not study.indicators:
        return 0, ()
    from voices.reporting import indicators

    path = study.originals / study.indicators
    if not path.is_file():
        return 0, ("indicators: there is no such file; correct “indicators” under [study]",)
    try:
        return len(indicators.read(path)), ()
    except InputError as error:
        return 0, (f"indicators: {error}",)
