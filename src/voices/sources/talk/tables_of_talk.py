"""Read a transcript that stands in a table: a speaker column, the words, perhaps a time."""

from __future__ import annotations

from collections.abc import Sequence

from voices.sources.talk.labels import clock, time_alone
from voices.sources.talk.speakers import Voices, is_known, looks_like_name
from voices.sources.talk.utterances import Utterance
from voices.sources.words import count, fold, one_line

_SPEAKER = frozenset(
    (
        "speaker",
        "speakers",
        "who",
        "voice",
        "name",
        "participant",
        "speaker name",
        "speaker label",
        "person",
        "initials",
    )
)
_WORDS = frozenset(
    (
        "text",
        "transcript",
        "transcription",
        "utterance",
        "words",
        "speech",
        "what was said",
        "said",
        "content",
        "dialogue",
        "comment",
        "turn",
        "line",
    )
)
_TIME = frozenset(("time", "timecode", "time code", "timestamp", "time stamp", "start", "start time", "from"))

_Columns = tuple[int, int, int]
"""(speaker, words, time or -1)"""


def read_talk(rows: Sequence[Sequence[str]], voices: Voices) -> tuple[Utterance, ...]:
    """Return the utterances of a table that is a transcript; empty where it is none."""
    filled = [row for row in rows if any(cell.strip() for cell in row)]
    if len(filled) < 2:
        return ()
    header = [fold(cell) for cell in filled[0]]
    columns = _by_header(header)
    body = filled[1:] if columns else filled
    columns = columns or _by_content(filled, voices)
    if columns is None:
        return ()
    speaker, words, time = columns
    said = []
    for row in body:
        cells = [*row, *[""] * (max(columns) + 1 - len(row))]
        label = one_line(cells[speaker]).rstrip(":").strip()
        stamp = clock(cells[time]) if time >= 0 else ""
        if cells[words].strip():
            said.append(Utterance(cells[words], label, time=stamp, glue="\n"))
    return tuple(said)


def _by_header(header: Sequence[str]) -> _Columns | None:
    speakers = [n for n, cell in enumerate(header) if cell in _SPEAKER]
    words = [n for n, cell in enumerate(header) if cell in _WORDS]
    times = [n for n, cell in enumerate(header) if cell in _TIME]
    if not speakers or not words or speakers[0] == words[0]:
        return None
    return speakers[0], words[0], times[0] if times else -1


def _by_content(rows: Sequence[Sequence[str]], voices: Voices) -> _Columns | None:
    """Return the columns of a table without headings: labels that come again and again beside long words."""
    width = min(len(row) for row in rows)
    if not 2 <= width <= 5 or len(rows) < 3:
        return None
    columns = [[row[n].strip() for row in rows] for n in range(width)]
    times = [n for n, cells in enumerate(columns) if sum(bool(time_alone(cell)) for cell in cells) >= 0.6 * len(cells)]
    rest = [n for n in range(width) if n not in times]
    if len(rest) < 2:
        return None
    words = max(rest, key=lambda n: sum(count(cell) for cell in columns[n]))
    for n in rest:
        labels = [cell.rstrip(":").strip() for cell in columns[n] if cell]
        like = sum(is_known(label) or voices.knows(label) or looks_like_name(label) for label in labels)
        different = len({fold(label) for label in labels})
        if n != words and labels and like >= 0.8 * len(labels) and 2 <= different <= max(2, len(labels) // 2 + 1):
            return n, words, times[0] if times else -1
    return None
