"""Read a transcript written as lines: who speaks, what they say, and the heading above it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from voices.sources import dates
from voices.sources.talk.labels import Accepted, accept_labels, split_candidates, split_label, time_alone
from voices.sources.talk.speakers import Voices, is_code, looks_like_name, plain_name
from voices.sources.talk.utterances import Utterance
from voices.sources.words import count, fold, listed

_KEYS = frozenset(
    listed(
        """
        apologies | attendees | audio | audio file | consent | date | date of interview | date of recording
        | duration | end time | file | file name | filename | interview | interview date | interview no
        | interview number | interviewed by | interviewees | key | kind | language | length | location | meeting
        | method | mode | note | notes | number of participants | participants | place | present | project | recorded
        | recorded on | recording | recording date | ref | reference | session | setting | source | start time | study
        | subject | time | title | topic | transcribed by | transcriber | transcription | transcriptionist | venue
        | wave
        """
    )
)
"""What heading lines above a transcript are called."""
_MACHINE = re.compile(
    r"^\s*(?:transcribed (?:by|with)\b.*|.{1,60}\b(?P<verb>started|stopped) transcription|\(?auto[- ]?generated .*"
    r"|audio file|transcript|this (?:editable )?transcript was (?:computer|auto).*|\d+h? ?\d*m? \d+s"
    r"|[\w .()-]+\.(?:mp3|m4a|wav|mp4|docx))\s*$",
    re.I,
)
_STARTED = re.compile(r"^\s*(?P<who>.{1,60}?)\s+started transcription\s*$", re.I)
_DASH = re.compile(r"^\s*[-\u2013\u2014]\s+")

HEADING_LINES = 40
"""Rationale: a title page and ground rules fit; what stands further down is speech."""
PREAMBLE_WORDS = 60
"""Rationale: title, date and who was there take fewer words; a longer opening without labels is somebody's account."""


@dataclass(frozen=True)
class Lines:
    """What a transcript's lines hold."""

    utterances: tuple[Utterance, ...] = field(repr=False)
    names: tuple[str, ...] = field(repr=False)
    """Names the heading states."""
    period: str
    """Year and month the heading states, or empty."""
    asking: str = field(repr=False)
    """Label of the one who started the recording, or empty."""
    left_out: int
    """Lines of heading and machine notes that are nobody's words."""


def is_conversation(lines: Sequence[str], voices: Voices) -> bool:
    """Return whether labelled speech makes up the text: two speakers at least, labels in a quarter of the lines."""
    accepted = accept_labels(lines, voices)
    found = [split for line in lines if (split := split_label(line, accepted))]
    speakers = {fold(split.label) for split in found}
    filled = sum(bool(line.strip()) for line in lines)
    return len(speakers) >= 2 and len(found) >= 2 and len(found) * 5 >= filled


def read_lines(lines: Sequence[str], voices: Voices, glue: str = " ") -> Lines:
    """Return what a transcript's lines hold; an empty line parts paragraphs, `glue` joins lines inside one."""
    heading_end = _heading_end(lines)
    accepted = accept_labels(lines[heading_end:], voices)
    first = next((n for n in range(heading_end, len(lines)) if split_label(lines[n], accepted)), None)
    if first is None:
        return _unlabelled(lines, heading_end, glue)
    preamble = lines[:first]
    utterances: list[Utterance] = []
    kept = [line for line in lines[heading_end:first] if line.strip() and not _is_machine(line)]
    if count(" ".join(kept)) >= PREAMBLE_WORDS:
        utterances.append(Utterance("\n".join(kept), fresh=True))
        preamble = lines[:heading_end]
    machine = sum(_is_machine(line) for line in lines[first:])
    utterances.extend(_labelled([line for line in lines[first:] if not _is_machine(line)], accepted, glue))
    started = next((match["who"] for line in lines if (match := _STARTED.match(line))), "")
    left_out = sum(bool(line.strip()) for line in preamble) + machine
    return Lines(tuple(utterances), _heading_names(preamble), _heading_period(preamble), started, left_out)


def _labelled(lines: Iterable[str], accepted: Accepted, glue: str) -> Iterator[Utterance]:
    """Yield the utterances from the first label on; lines without one continue, an empty line becomes a line feed."""
    gap = False
    time = ""
    waiting: Utterance | None = None
    for line in lines:
        if not line.strip():
            gap = True
            continue
        if stamp := time_alone(line):
            time = stamp
            continue
        found = split_label(line, accepted)
        if found and found.rest:
            yield Utterance(found.rest, found.label, time=found.time or time, glue="\n")
            waiting = None
        elif found:
            waiting = Utterance("", found.label, time=found.time or time)
        elif waiting:
            yield Utterance(line, waiting.speaker, time=waiting.time, glue="\n")
            waiting = None
        else:
            yield Utterance(line, glue="\n" if gap else glue)
        gap, time = False, ""


def _unlabelled(lines: Sequence[str], heading_end: int, glue: str) -> Lines:
    """Return the paragraphs of a transcript in which nobody is named; a dash or an empty line starts a new turn."""
    utterances: list[Utterance] = []
    gap = True
    machine = 0
    for line in lines[heading_end:]:
        if not line.strip():
            gap = True
            continue
        if _is_machine(line) or time_alone(line):
            machine += 1
            continue
        dash = bool(_DASH.match(line))
        utterances.append(Utterance(_DASH.sub("", line), fresh=gap or dash or glue == "\n", glue=glue))
        gap = False
    heading = lines[:heading_end]
    left_out = sum(bool(line.strip()) for line in heading) + machine
    return Lines(tuple(utterances), _heading_names(heading), _heading_period(heading or lines[:3]), "", left_out)


def _is_machine(line: str) -> bool:
    """Return whether a line is a recorder's or transcriber's note rather than speech; such notes are short."""
    return len(line) <= 200 and bool(_MACHINE.match(line))


def _heading_end(lines: Sequence[str]) -> int:
    """Return the index of the first line below the heading: below the last "Date: …" line and its neighbours."""
    end = 0
    for n, line in enumerate(lines[:HEADING_LINES]):
        found = [split for split in split_candidates(line) if split.form in ("colon", "tab")]
        if found and fold(found[0].label) in _KEYS and found[0].rest:
            end = n + 1
        elif (found and end == 0 and not _states_name(found[0].label, found[0].rest)) or (
            found
            and end
            and not (_states_name(found[0].label, found[0].rest) and (n + 1 == len(lines) or _tight(lines, n)))
        ):
            break
        elif found and end:
            end = n + 1
    return end


def _tight(lines: Sequence[str], n: int) -> bool:
    """Return whether a line stands directly below another heading line."""
    return n > 0 and bool(lines[n - 1].strip())


def _states_name(label: str, rest: str) -> bool:
    """Return whether a heading line gives a name or code ("Interviewer: Jo Bright") rather than somebody's words."""
    return (
        bool(rest)
        and not rest.rstrip().endswith((".", "?", "!", ","))
        and (looks_like_name(rest) or is_code(rest))
        and bool(label)
    )


def _heading_names(lines: Sequence[str]) -> tuple[str, ...]:
    """Return names the heading states on lines of their own label, sorted."""
    names = set()
    for line in lines:
        for found in split_candidates(line)[:1]:
            parts = [part.strip() for part in re.split(r"[;,&]| and ", found.rest)]
            if found.form == "colon" and fold(found.label) not in _NO_NAMES:
                names |= {plain_name(part) for part in parts if looks_like_name(part) and not is_code(part)}
    return tuple(sorted(names))


_NO_NAMES = frozenset(
    listed(
        """
        date | file | kind | language | location | method | mode | place | project | setting | study | subject
        | title | topic | venue | wave
        """
    )
)


def _heading_period(lines: Sequence[str]) -> str:
    """Return the first year and month the heading states."""
    for line in lines:
        if value := dates.period(line):
            return value
    return ""
