"""Put utterances together into one text and its turns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from voices.model import RawTurn
from voices.sources.roles import INTERVIEWER
from voices.sources.talk.speakers import Voices, guess_interviewer
from voices.sources.words import clean, count, fold

_SENTENCE = re.compile(r"[^.!?\n]*[.!?]+[\"'\u2019\u201d)]*|[^.!?\n]+")
_MAX_QUESTION = 300
"""Characters kept of a question: context for a reader, not a second transcript."""


@dataclass(frozen=True)
class Utterance:
    """Something said or written by one voice before it is placed in a text."""

    text: str = field(repr=False)
    speaker: str = field(default="", repr=False)
    """Label as the file writes it; empty where the file names none."""
    role: str = ""
    question: str = field(default="", repr=False)
    time: str = ""
    """hh:mm:ss, or empty."""
    fresh: bool = False
    """True where a new turn starts although no speaker is named (a dash, a new paragraph)."""
    glue: str = " "
    """What joins this to the turn before, where it continues it."""
    page: int = 0
    """Page it begins on; 0 where the file has none."""


@dataclass(frozen=True)
class Conversation:
    """Utterances with roles, joined into turns, and what the reader noticed."""

    utterances: tuple[Utterance, ...] = field(repr=False)
    warnings: tuple[str, ...] = ()


def join_turns(utterances: Iterable[Utterance]) -> tuple[Utterance, ...]:
    """Return one utterance a turn: nobody's words continue the turn before, and so do the same speaker's."""
    turns: list[Utterance] = []
    for said in utterances:
        words = clean(said.text)
        if not words:
            continue
        last = turns[-1] if turns else None
        same = last is not None and not said.fresh and (not said.speaker or fold(said.speaker) == fold(last.speaker))
        if same and last is not None:
            turns[-1] = Utterance(
                f"{last.text}{said.glue}{words}", last.speaker, last.role, last.question, last.time, last.fresh
            )
        else:
            turns.append(Utterance(words, said.speaker, said.role, said.question, said.time, said.fresh))
    return tuple(turns)


def converse(utterances: Iterable[Utterance], voices: Voices) -> Conversation:
    """Return turns with roles and, for every answer, the interviewer's last question."""
    turns = join_turns(utterances)
    roles = {fold(turn.speaker): voices.role(turn.speaker) if turn.speaker else voices.default_role for turn in turns}
    warnings: list[str] = []
    if INTERVIEWER not in roles.values():
        asking = guess_interviewer([(turn.speaker, turn.text) for turn in turns])
        if asking:
            roles[asking] = INTERVIEWER
            warnings.append(
                "one speaker was taken as the interviewer, by their questions; if wrong, name interviewers yourself"
            )
        elif any(turn.speaker for turn in turns):
            warnings.append(
                "no interviewer was recognised, so every speaker's words count; name interviewers in the study file"
            )
    if turns and not any(turn.speaker for turn in turns):
        warnings.append("no speakers are named, so all words count as one group that is not told apart")
    done: list[Utterance] = []
    question = ""
    for turn in turns:
        role = roles[fold(turn.speaker)]
        if role == INTERVIEWER:
            question = last_question(turn.text) or question
        done.append(
            Utterance(turn.text, turn.speaker, role, "" if role == INTERVIEWER else question, turn.time, turn.fresh)
        )
    return Conversation(tuple(done), tuple(warnings))


def last_question(text: str) -> str:
    """Return what an interviewer's turn asks: its last question, or its last words where it is more than a nod."""
    sentences = [sentence.strip() for sentence in _SENTENCE.findall(text) if sentence.strip()]
    asked = [sentence for sentence in sentences if sentence.rstrip("\"'\u2019\u201d)").endswith("?")]
    if asked:
        return str(asked[-1][-_MAX_QUESTION:])
    return text.replace("\n", " ")[-_MAX_QUESTION:] if count(text) >= 4 else ""


def place(utterances: Sequence[Utterance]) -> tuple[str, tuple[RawTurn, ...]]:
    """Return the text (turns joined by a line feed) and its turns; offsets are half-open code points.

    Utterances without words are left out, so that every turn covers at least one character.
    """
    parts: list[str] = []
    turns: list[RawTurn] = []
    at = 0
    for said in utterances:
        words = clean(said.text)
        if not words:
            continue
        parts.append(words)
        turns.append(RawTurn(at, at + len(words), said.speaker, said.role, said.question, said.time, page=said.page))
        at += len(words) + 1
    return "\n".join(parts), tuple(turns)
