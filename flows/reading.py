"""Read every file a study names, and leave out the words of those who withdrew or did not agree."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from pathlib import Path

from flows import pairs
from flows.code import PSEUDONYMISE_VERSION
from flows.identify import Read, identified, keyed, voice_keys
from flows.people import drawn_together, refused
from flows.publish import QUESTIONS_KEY
from flows.session import Session
from flows.vaulted import without_originals
from voices import sources
from voices.errors import InputError
from voices.model import ClosedQuestion, RawDocument, RawTurn, Skipped, SourceSpec
from voices.placeholders import REMOVED
from voices.sources.words import of
from voices.vault import SourceEntry


def read_all(session: Session) -> list[Read]:
    """Read every file the study names and return its documents by id; note what cannot be read."""
    study = session.study
    session.skipped["read"] = []
    expected = set(study.expected_skips)
    raw: list[RawDocument] = []
    kept_questions: list[tuple[SourceSpec, tuple[ClosedQuestion, ...]]] = []
    for spec in study.sources:
        questions = _questions(session, spec)
        if questions:
            kept_questions.append((spec, questions))
        files = sources.iter_files(spec, study.originals)
        if not files:
            session.skip("read", Skipped(spec.name, "No file matches; correct “files” in study.toml.", "read"))
        for number, (path, relative) in enumerate(files, 1):
            reading = sources.read(path, relative, spec, questions)
            for one in sources.numbered(reading, number):
                session.skip("read", replace(one, stage="read", expected=one.file in expected or relative in expected))
            raw += reading.documents
    session.store.set(QUESTIONS_KEY, json.dumps(_by_file(kept_questions), sort_keys=True))
    everybody = identified(drawn_together(session, raw), session.keys.ids_key())
    no = refused(session, everybody)
    found = without_withdrawn(session, everybody, no)
    _set_aside(session, everybody, no)
    _leave_refused(session, {r.id for r in everybody} - {r.id for r in found})
    pairs.note_loose(session, found)
    session.keys.put_sources(
        [
            SourceEntry(r.id, r.raw.source, r.raw.file, r.raw.row, r.hash, _keep_until(study.sources, r.raw.source))
            for r in found
        ]
    )
    kept = without_originals(session, found, tuple(session.store.done("pseudonymise", PSEUDONYMISE_VERSION)))
    if kept:
        session.skip(
            "read",
            Skipped(
                f"{len(kept)} documents",
                "Their originals are not there any more; they stay in the study and are linked from the vault.",
                "read",
                expected=True,
            ),
        )
    # Stored at once, so that what is published in the same run tells of it.
    session.store.put_skipped("read", session.skipped["read"])
    return [*found, *kept]


def _leave_refused(session: Session, ids: set[str]) -> None:
    """Take out documents of people who refuse that their words are used, and say how many were left out."""
    known = ids & set(session.store.done("pseudonymise", PSEUDONYMISE_VERSION))
    session.store.remove_documents(known)
    if ids:
        reason = "Those who gave them withdrew, or did not agree to their words being used; they were not read."
        session.skip("read", Skipped(f"{len(ids)} documents", reason, "read", expected=True))


def without_withdrawn(session: Session, documents: list[Read], no: frozenset[tuple[str, str]]) -> list[Read]:
    """Leave out the words of those who withdrew or refuse analysis: their originals may still lie where they were."""
    left_study = session.store.withdrawn()
    if not left_study and not no:
        return documents
    kept = []
    for read, voices, single in _heard(session, documents):
        gone = left_study | {code for code, source in no if source == read.raw.source}
        spoken = {voice for voice in voices if voice}
        if single in gone or (spoken and spoken <= gone):
            continue
        left = gone.intersection(voices)
        kept.append(_silenced(session, read, voices, sorted(left)) if left else read)
    return kept


def _heard(session: Session, documents: Sequence[Read]) -> Iterator[tuple[Read, list[str], str]]:
    """Yield each document with the code behind every turn, and behind the whole of it."""
    keys = {r.id: voice_keys(r) for r in documents}
    codes = session.keys.participant_codes([k for turns, single in keys.values() for k in (*turns, single) if k[1]])
    for read in documents:
        turns, single = keys[read.id]
        yield read, [codes.get(k, "") for k in turns], codes.get(single, "")


def _set_aside(session: Session, documents: Sequence[Read], no: frozenset[tuple[str, str]]) -> None:
    """Say how many passages with people's decisions are out of every count, because consent came to be refused.

    Found by where they stand: a list that names somebody for the first time changes the code behind the words.
    """
    if not no:
        return
    places = {
        (read.id, turn)
        for read, voices, _ in _heard(session, documents)
        for turn, voice in enumerate(voices)
        if (voice, read.raw.source) in no
    }
    store, standing = session.store, session.store.standing()
    live = [passage for passage in store.passages() if passage.id in standing]
    found = [one for one in (*live, *store.retired()) if (one.document, one.turn) in places]
    if found:
        reason = (
            "Those who spoke do not agree any more to their words being used: retired, and in no count and no export. "
            "`voices withdraw` with the person's code takes the words out for good."
        )
        session.skip("read", Skipped(of(len(found), "coded passage"), reason, "read", expected=True))


def _silenced(session: Session, read: Read, voices: Sequence[str], left: Sequence[str]) -> Read:
    text, turns = "", list[RawTurn]()
    for turn, voice in zip(read.raw.turns, voices, strict=True):
        text += "\n" if turns else ""
        words = f"[{REMOVED}]" if voice in left else read.raw.text[turn.start : turn.end]
        # As an interviewer's, because those turns give no passage and no code for a person.
        heard = replace(turn, speaker="", role="interviewer", question="") if voice in left else turn
        turns.append(replace(heard, start=len(text), end=len(text) + len(words)))
        text += words
    raw = replace(read.raw, text=text, turns=tuple(turns))
    return Read(read.id, keyed(session.keys.ids_key(), "withdrawn", read.hash, *left), raw)


def _questions(session: Session, spec: SourceSpec) -> tuple[ClosedQuestion, ...]:
    if not spec.questions:
        return ()
    try:
        return sources.read_questions(session.study.originals / Path(spec.questions))
    except InputError as error:
        session.skip("read", Skipped(f"{spec.name}, questions", str(error), "read"))
        return ()


def _by_file(kept: Sequence[tuple[SourceSpec, tuple[ClosedQuestion, ...]]]) -> list[dict[str, object]]:
    found: dict[str, dict[str, object]] = {}
    for spec, questions in kept:
        entry = found.setdefault(spec.questions, {"sources": [], "questions": [asdict(q) for q in questions]})
        entry["sources"] = [*entry["sources"], spec.name]  # type: ignore[misc]
    for entry in found.values():
        entry["sources"] = sorted(entry["sources"])  # type: ignore[call-overload]
        entry["title"] = _common(entry["sources"])  # type: ignore[arg-type]
    # By name, so that the order of entries in study.toml changes no export.
    return sorted(found.values(), key=lambda entry: (str(entry["title"]), str(entry["sources"])))


def _common(names: Sequence[str]) -> str:
    """Return what the names of several waves share: "staff survey, wave 1" and "… wave 2" give "staff survey"."""
    words = [name.replace(",", " ,").split() for name in names]
    shared = [first for first, *others in zip(*words, strict=False) if all(first == other for other in others)]
    while len(names) > 1 and shared and shared[-1].casefold() in (",", "wave", "year", "round", "(wave", "-"):
        shared.pop()
    return " ".join(shared).replace(" ,", ",") or names[0]


def _keep_until(specs: Sequence[SourceSpec], name: str) -> str:
    return next((spec.keep_until for spec in specs if spec.name == name), "")
