"""The pseudonymise flow: files become documents without names; what was taken out goes to the vault."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from flows.code import PSEUDONYMISE_VERSION
from flows.identify import Read, identified, keyed, voice_keys
from flows.publish import QUESTIONS_KEY
from flows.session import Session
from flows.stage import a_flow, in_batches
from voices import sources
from voices.errors import InputError
from voices.model import ClosedQuestion, Entity, Masked, Mention, Participant, RawDocument, RawTurn, Skipped, SourceSpec
from voices.placeholders import REMOVED
from voices.vault import SourceEntry

DETECT_VERSION = "detect-1"
"""Raise it when detection changes in a way the models' fingerprint does not show."""


@dataclass(frozen=True)
class Ready:
    """One document ready to be masked."""

    read: Read
    mentions: tuple[Mention, ...] = field(repr=False)
    voices: tuple[str, ...]
    """Participant code per turn; empty for interviewers."""
    participant: str
    hash: str
    """Keyed hash of all that masking depends on."""


@a_flow("pseudonymise")
def pseudonymise(session: Session) -> None:
    """Read the files, find who can be identified, link over the study, mask what changed, look once more."""
    with session.timed("read"):
        documents = read_all(session)
    session.counts["documents"] = len(documents)
    from voices import privacy

    with session.timed("models"):
        settings = session.study.settings
        models = privacy.load_models().for_study(settings.protected_terms, settings.case_patterns)
    session.versions["names"] = models.fingerprint
    with session.timed("detect"):
        found = _detect(session, documents, models)
    with session.timed("link"):
        entities, ready = _link(session, documents, found, models)
    with session.timed("mask"):
        _mask(session, ready, entities, models)
        session.keys.mark_applied([ruling.id for ruling in session.keys.rulings()])
    _note_doubts(session)


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
            for one in reading.skipped:
                # The study may not hold a file's name: it can carry a person's.
                in_a_row = one.what != relative and one.what.startswith(f"{spec.name}, ")
                where = one.what if in_a_row else f"{spec.name}, file {number}"
                session.skip("read", replace(one, what=where, stage="read", expected=relative in expected))
            raw += reading.documents
    session.store.set(QUESTIONS_KEY, json.dumps(_by_file(kept_questions), sort_keys=True))
    found = without_withdrawn(session, identified(raw, session.keys.ids_key()))
    session.keys.put_sources(
        [
            SourceEntry(r.id, r.raw.source, r.raw.file, r.raw.row, r.hash, _keep_until(study.sources, r.raw.source))
            for r in found
        ]
    )
    gone = set(session.store.done("pseudonymise", PSEUDONYMISE_VERSION)) - {r.id for r in found}
    if gone:
        session.skip(
            "read",
            Skipped(
                f"{len(gone)} documents",
                "Their originals are not there any more; they stay in the study as they were.",
                "read",
                expected=True,
            ),
        )
    # Stored at once, so that what is published in the same run tells of it.
    session.store.put_skipped("read", session.skipped["read"])
    return found


def without_withdrawn(session: Session, documents: list[Read]) -> list[Read]:
    """Leave out the words of participants who withdrew: their originals may still lie where they were."""
    gone = session.store.withdrawn()
    if not gone:
        return documents
    keys = {r.id: voice_keys(r) for r in documents}
    codes = session.keys.participant_codes([k for turns, single in keys.values() for k in (*turns, single) if k[1]])
    kept = []
    for read in documents:
        turns, single = keys[read.id]
        voices = [codes.get(k, "") for k in turns]
        spoken = {voice for voice in voices if voice}
        if codes.get(single, "") in gone or (spoken and spoken <= gone):
            continue
        left = gone.intersection(voices)
        kept.append(_silenced(session, read, voices, sorted(left)) if left else read)
    return kept


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


def _detect(session: Session, documents: Sequence[Read], models: object) -> dict[str, tuple[Mention, ...]]:
    """Return the mentions of every document, detecting only where the text or the detectors changed."""
    from voices import privacy

    settings = json.dumps([models.fingerprint, models.protected, models.references])  # type: ignore[attr-defined]
    version = f"{DETECT_VERSION}-{keyed(session.keys.ids_key(), 'detectors', settings, length=12)}"
    done = session.keys.detections(version)
    waiting = [r for r in documents if r.id not in done or done[r.id][0] != r.hash]
    session.count("documents read anew", len(waiting))

    def compute(some: Sequence[Read]) -> list[tuple[str, str, tuple[Mention, ...]]]:
        found = privacy.detect([r.raw.text for r in some], models, [r.raw.known_names for r in some])  # type: ignore[arg-type]
        return [(r.id, r.hash, mentions) for r, mentions in zip(some, found, strict=True)]

    in_batches(session, "detect", waiting, compute, lambda items: session.keys.put_detections(items, version))
    kept = session.keys.detections(version)
    return {r.id: kept[r.id][1] for r in documents}


def _link(
    session: Session, documents: Sequence[Read], found: dict[str, tuple[Mention, ...]], models: object
) -> tuple[tuple[Entity, ...], list[Ready]]:
    """Draw the mentions of the whole study together, and give everybody who speaks a code."""
    from voices import privacy

    vault = session.keys
    roster = tuple(name for person in vault.roster() for name in person.names)
    detected = [
        privacy.Detected(
            r.id,
            r.raw.text,
            found[r.id],
            tuple(sorted({(t.speaker, t.role) for t in r.raw.turns if t.speaker in r.raw.known_names})),
            tuple(sorted({*r.raw.known_names, *roster})),
        )
        for r in documents
    ]
    rulings = [
        privacy.Ruling(kind=k.kind, form=k.form, entity=k.entity, label=k.label, into=k.other) for k in vault.rulings()
    ]
    linked = privacy.link(
        detected,
        vault.pseudonym_key(),
        vault.entities(),
        rulings,
        models.lists,  # type: ignore[attr-defined]
        models.protected,  # type: ignore[attr-defined]
    )
    erased = vault.erased_mentions([r.raw.text for r in documents])
    keys = {r.id: voice_keys(r) for r in documents}
    codes = vault.participant_codes([k for turns, single in keys.values() for k in (*turns, single) if k[1]])
    numbers = {e.id: f"{e.label} {e.number}" for e in linked.entities}
    ready = []
    for read, gone in zip(documents, erased, strict=True):
        mentions = _with_erased(linked.mentions[read.id], gone)
        turns, single = keys[read.id]
        voices = tuple(codes.get(k, "") for k in turns)
        basis = json.dumps([[asdict(m) for m in mentions], [numbers.get(m.entity, "") for m in mentions], voices])
        hashed = keyed(vault.ids_key(), "mask", read.hash, models.fingerprint, basis)  # type: ignore[attr-defined]
        ready.append(Ready(read, mentions, voices, codes.get(single, ""), hashed))
    session.keys.put_entities(linked.entities)
    session.counts["people, places and bodies"] = len(linked.entities)
    return linked.entities, ready


def _with_erased(mentions: tuple[Mention, ...], gone: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """Let the names of erased people win over what they overlap."""
    if not gone:
        return mentions
    kept = [m for m in mentions if not any(m.start < g.end and g.start < m.end for g in gone)]
    return tuple(sorted((*kept, *gone), key=lambda m: m.start))


def _mask(session: Session, ready: Sequence[Ready], entities: Sequence[Entity], models: object) -> None:
    from voices import privacy

    done = session.store.done("pseudonymise", PSEUDONYMISE_VERSION)
    waiting = [one for one in ready if done.get(one.read.id) != one.hash]
    session.count("documents masked anew", len(waiting))

    def compute(some: Sequence[Ready]) -> list[tuple[Ready, Masked]]:
        return [
            (
                one,
                privacy.mask(
                    one.read.raw,
                    one.read.id,
                    one.mentions,
                    entities,
                    one.voices,
                    one.participant,
                    models,  # type: ignore[arg-type]
                ),
            )
            for one in some
        ]

    def write(found: list[tuple[Ready, Masked]]) -> None:
        # The vault first: a document the study holds can always be restored.
        stored = session.keys.put_masked([(masked, one.hash) for one, masked in found])
        hashes = {one.read.id: one.hash for one, _ in found}
        people = [person for one, masked in found for person in participants_of(one, masked)]
        session.store.put_documents([(m.document, hashes[m.document.id]) for m in stored], people, PSEUDONYMISE_VERSION)

    in_batches(session, "mask", waiting, compute, write)


def participants_of(one: Ready, masked: Masked) -> list[Participant]:
    """Return everybody who takes part in a document, by code."""
    document = masked.document
    attributes = tuple((name, value) for name, value in document.attributes if name != "role")
    roles = {turn.participant: turn.role for turn in document.turns if turn.participant}
    if one.participant:
        roles.setdefault(one.participant, dict(document.attributes).get("role", ""))
    return [
        Participant(code, role, document.source, document.wave, attributes, document.quoting)
        for code, role in sorted(roles.items())
    ]


def _note_doubts(session: Session) -> None:
    session.counts["for the custodian"] = len(session.keys.pending())
