"""Name what could not be read by number, so that no file's name, which may be a person's, is ever stored."""

from __future__ import annotations

from dataclasses import replace

from voices.model import Reading, Skipped


def numbered(reading: Reading, number: int) -> tuple[Skipped, ...]:
    """Return what a file left unread as "source, file 3" or "source, file 3, row 12", with its path in `file`.

    `number` counts the source's files from 1, in the order `iter_files` gives; what lies inside an archive or is
    attached to a mail is "source, file 3, part 2".
    """
    return _numbered(reading, f"{reading.description.source}, file {number}")


def _numbered(reading: Reading, place: str) -> tuple[Skipped, ...]:
    source, file = reading.description.source, reading.description.file
    own = reading.skipped[: len(reading.skipped) - sum(len(part.skipped) for part in reading.parts)]
    found = []
    for one in own:
        detail = one.what.removeprefix(f"{source}, ") if one.what != file else ""
        found.append(replace(one, what=f"{place}, {detail}" if detail else place, file=file))
    for number, part in enumerate(reading.parts, start=1):
        found.extend(_numbered(part, f"{place}, part {number}"))
    return tuple(found)
