"""Compare what a study reads with what a person wrote down for every file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from tests.drive.gold import Gold
from voices import sources, study
from voices.model import Reading, SourceSpec
from voices.sources.roles import INTERVIEWER
from voices.sources.tables.headings import Use


def differences(folder: Path, gold: Mapping[str, Gold]) -> list[str]:
    """Return one line for each thing that is not as the gold list has it; a file has one line for each wrong entry."""
    loaded = study.load(folder)
    read: dict[str, list[tuple[SourceSpec, Reading]]] = {}
    for spec in loaded.sources:
        asked = sources.read_questions(loaded.originals / spec.questions) if spec.questions else ()
        for path, relative in sources.iter_files(spec, loaded.originals):
            read.setdefault(relative, []).append((spec, sources.read(path, relative, spec, asked)))
    found = [f"{file}: in a source, though nobody listed it" for file in sorted(set(read) - set(gold))]
    named = {spec.questions for spec in loaded.sources}
    for file, want in gold.items():
        if want.kind == "indicators":
            found += [f"{file}: not named as indicators"] if loaded.indicators != file else []
        elif want.kind == "questions":
            found += [f"{file}: named by no source"] if file not in named else []
        elif not want.kind:
            found += [f"{file}: is in a source"] if file in read else []
        elif len(read.get(file, [])) != 1:
            found.append(f"{file}: in {len(read.get(file, []))} sources")
        else:
            found += [f"{file}: {line}" for line in _of_one(*read[file][0], want)]
    return found


def _of_one(spec: SourceSpec, reading: Reading, want: Gold) -> Iterator[str]:
    kinds = {document.kind for document in reading.documents}
    if spec.kind != want.kind:
        yield f"kind is {spec.kind}, not {want.kind}"
    if not kinds:
        yield "holds no document"
    if spec.wave != want.wave:
        yield f"wave is {spec.wave}, not {want.wave}"
    if (spec.author, spec.year) != want.cited:
        yield f"cited as {(spec.author, spec.year)}, not {want.cited}"
    turns = [turn for document in reading.documents for turn in document.turns]
    roles = tuple(sorted({turn.role for turn in turns if turn.role != INTERVIEWER}))
    if want.roles and roles != want.roles:
        yield f"roles are {roles}, not {want.roles}"
    if want.asks and (asks := sum(turn.role == INTERVIEWER for turn in turns)) != want.asks:
        yield f"{asks} turns ask, not {want.asks}"
    columns = dict(reading.description.columns)
    for heading, meaning in want.columns:
        if columns.get(heading, "").partition(":")[0] != meaning:
            yield f"column {heading!r} is {columns.get(heading)!r}, not {meaning!r}"
    closed = sum(meaning.startswith(f"{Use.CLOSED.value}:") for meaning in columns.values())
    if want.closed and closed != want.closed:
        yield f"{closed} closed questions, not {want.closed}"
