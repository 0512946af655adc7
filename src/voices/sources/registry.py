"""Which module reads which family of file, and the one way in: `read`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from voices.errors import UnreadableFile
from voices.model import ClosedQuestion, Reading, Skipped, SourceDescription, SourceSpec
from voices.sources import tabular, texts
from voices.sources.formats.archives import kind_of_bytes, load, shown_name
from voices.sources.limits import MAX_DEPTH
from voices.sources.reader import STAGE, Inside, Read, Reader, sentence
from voices.sources.roles import INTERVIEWER
from voices.sources.words import count


def read(path: Path, relative: str, spec: SourceSpec, questions: Sequence[ClosedQuestion] = ()) -> Reading:
    """Return what a file holds, as documents with exact turns, and what could not be read.

    Never raises for a bad file: the Reading then has no documents and one Skipped that says what is
    wrong and what to do, without any of the file's words. `Skipped.what` is the path for a file, the
    source's name and the data row for a cell. What lies inside an archive or is attached to a mail is
    read too: its path is the outer file's, a slash, and its own name.
    """
    try:
        content = load(path)
    except UnreadableFile as error:
        return _refused(relative, spec, str(error))
    return read_bytes(content, relative, spec, questions)


def read_bytes(
    content: bytes, relative: str, spec: SourceSpec, questions: Sequence[ClosedQuestion] = (), depth: int = 0
) -> Reading:
    """Return what the bytes of a file hold, as `read` does; `depth` counts the files it lies inside of."""
    try:
        found = reader_for(relative, content)(content, relative, spec, questions)
        if not found.documents and not found.skipped and not found.inside:
            raise UnreadableFile("it holds no words; check that it is the right file")
    except UnreadableFile as error:
        return _refused(relative, spec, str(error))
    except MemoryError:
        return _refused(relative, spec, "it needs more memory than there is; split it, or take the pictures out")
    except (Exception, RecursionError) as error:  # noqa: BLE001
        # one file in a shape nobody has met must not stop the others; its words stay out of the message
        shape = type(error).__name__
        return _refused(relative, spec, f"it is in a shape this reader does not know ({shape}); save it again")
    parts = tuple(_inside(found.inside, relative, spec, questions, depth + 1))
    return Reading(
        (*found.documents, *(document for part in parts for document in part.documents)),
        (*found.skipped, *(skipped for part in parts for skipped in part.skipped)),
        _describe(relative, spec, found),
        parts,
    )


def _inside(
    items: Sequence[Inside], relative: str, spec: SourceSpec, questions: Sequence[ClosedQuestion], depth: int
) -> Iterator[Reading]:
    """Yield the Reading of every file inside another, one in memory at a time; a name met twice gets a number."""
    times: dict[str, int] = {}
    for one in items:
        name = shown_name(one.name) or "no name"
        times[name] = times.get(name, 0) + 1
        where = f"{relative}/{name}" if times[name] == 1 else f"{relative}/{times[name]}/{name}"
        try:
            if depth > MAX_DEPTH or all(n.casefold().endswith(".zip") for n in (name, relative)):
                raise UnreadableFile("it lies too deep inside other files; unpack it and name it in the study file")
            content = one.open()
        except UnreadableFile as error:
            yield _refused(where, spec, str(error))
        else:
            yield read_bytes(content, where, spec, questions, depth)


def _refused(relative: str, spec: SourceSpec, reason: str) -> Reading:
    description = _describe(relative, spec, Read((), "not readable"))
    return Reading((), (Skipped(relative, sentence(reason), STAGE),), description)


def reader_for(relative: str, content: bytes) -> Reader:
    """Return the reader of a file by its name's ending, after checking that the content is what the name says.

    Raises UnreadableFile where it is not, or where no reader knows the ending.
    """
    ending = "." + relative.rsplit("/", 1)[-1].rpartition(".")[2].casefold()
    kind = kind_of_bytes(content)
    if ending not in READERS:
        known = ", ".join(sorted(READERS))
        if kind != "text":
            raise UnreadableFile(f"its content is {_CONTENT[kind]} although its name does not say so; {_RENAME[kind]}")
        raise UnreadableFile(f"files of this kind are not read; save it as one of {known}")
    wanted, reader = READERS[ending]
    if kind != wanted:
        raise UnreadableFile(f"its content is {_CONTENT[kind]} although its name ends in {ending}; {_RENAME[kind]}")
    return reader


_CONTENT = {
    "docx": "a Word file",
    "xlsx": "an Excel file",
    "odt": "an OpenDocument text",
    "pdf": "a PDF",
    "rtf": "a rich text file",
    "zip": "a zip archive",
    "text": "plain text or damaged",
}
_RENAME = {
    **{kind: f"rename it to .{kind}" for kind in ("docx", "xlsx", "odt", "pdf", "rtf", "zip")},
    "text": "open it in the program it came from and save it again in the format its name says",
}

READERS: Mapping[str, tuple[str, Reader]] = {
    ".vtt": ("text", texts.captions),
    ".srt": ("text", texts.captions),
    ".sbv": ("text", texts.captions),
    ".txt": ("text", texts.plain),
    ".docx": ("docx", texts.word),
    ".docm": ("docx", texts.word),
    ".odt": ("odt", texts.opendocument),
    ".rtf": ("rtf", texts.rich_text),
    ".pdf": ("pdf", texts.pdf),
    ".eml": ("text", texts.mail),
    ".zip": ("zip", texts.archive),
    ".csv": ("text", tabular.delimited),
    ".tsv": ("text", tabular.delimited),
    ".xlsx": ("xlsx", tabular.workbook),
    ".xlsm": ("xlsx", tabular.workbook),
}
"""A file name's ending to what its bytes have to be and what reads it."""


def _describe(relative: str, spec: SourceSpec, found: Read) -> SourceDescription:
    turns = [turn for document in found.documents for turn in document.turns]
    return SourceDescription(
        relative,
        spec.name,
        spec.kind,
        found.shape,
        documents=len(found.documents),
        turns=len(turns),
        words=sum(count(document.text) for document in found.documents),
        speakers=tuple(sorted({turn.speaker for turn in turns if turn.speaker})),
        roles=tuple(sorted({turn.role for turn in turns if turn.role and turn.role != INTERVIEWER})),
        columns=tuple((column.header, column.taken_as) for column in found.columns),
        warnings=tuple(sentence(warning) for warning in dict.fromkeys(found.warnings)),
    )
