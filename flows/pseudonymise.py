"""The pseudonymise flow: files become documents without names; what was taken out goes to the vault."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field

from flows.code import BLOCKED_KEY, PSEUDONYMISE_VERSION
from flows.identify import Read, keyed, voice_keys
from flows.people import family_codes, participants_of, with_case
from flows.published import with_kept, without_kept
from flows.reading import read_all
from flows.rendering import on_words, rulings, writing
from flows.session import Session
from flows.stage import a_flow, in_batches
from flows.typed_texts import refuse_named
from flows.vaulted import mask_again, new_finds
from voices.model import Entity, Masked, Mention, Participant
from voices.privacy.masking.documents import SECOND_SCAN

NEW_FINDS = "new finds in finished documents"


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
    refuse_named(session)
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


def _detect(session: Session, documents: Sequence[Read], models: object) -> dict[str, tuple[Mention, ...]]:
    """Return the mentions of every document, detecting only where the text or the detectors changed."""
    from voices import privacy

    settings = json.dumps([models.fingerprint, models.protected, models.references])  # type: ignore[attr-defined]
    version = f"detect-{keyed(session.keys.ids_key(), 'detectors', settings, length=12)}"
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
    known = [privacy.Known(person.names, person.role, person.facts) for person in vault.roster()]
    roster = privacy.Roster(known, models.lists)  # type: ignore[attr-defined]
    detected = [
        privacy.Detected(
            r.id,
            r.raw.text,
            privacy.with_roster(r.raw.text, without_kept(r.raw, found[r.id]), roster),
            tuple(sorted({(t.speaker, t.role) for t in r.raw.turns if t.speaker in r.raw.known_names})),
            tuple(sorted({*r.raw.known_names, *roster.names})),
        )
        for r in documents
    ]
    ruled = rulings(session)
    linked = privacy.link(
        detected,
        vault.pseudonym_key(),
        vault.entities(),
        ruled,
        models.lists,  # type: ignore[attr-defined]
        models.protected,  # type: ignore[attr-defined]
        known,
    )
    if session.study.settings.placeholders == "roles":
        linked = privacy.with_kinds(linked)
    erased = vault.erased_mentions([r.raw.text for r in documents])
    keys = {r.id: voice_keys(r) for r in documents}
    codes = vault.participant_codes([k for turns, single in keys.values() for k in (*turns, single) if k[1]])
    numbers = {e.id: f"{e.label} {e.number} {e.kind}".strip() for e in linked.entities}
    ready = []
    for read, gone in zip(documents, erased, strict=True):
        mentions = _with_erased(with_kept(read.raw, linked.mentions[read.id]), gone)
        turns, single = keys[read.id]
        voices = tuple(codes.get(k, "") for k in turns)
        basis = json.dumps(
            [
                [asdict(m) for m in mentions],
                [numbers.get(m.entity, "") for m in mentions],
                voices,
                [asdict(r) for r in on_words(ruled, read)],
                asdict(writing(session, read, codes.get(single, ""))),
            ]
        )
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
    from voices.privacy.masking.documents import mask_short

    done = session.store.done("pseudonymise", PSEUDONYMISE_VERSION)
    waiting = [one for one in ready if done.get(one.read.id) != one.hash]
    families = family_codes(session, [one.read for one in ready])
    session.count("documents masked anew", len(waiting))

    def look_again(value: str) -> str:
        return mask_short(value, entities, models)  # type: ignore[arg-type]

    finished = {one.read.id for one in waiting} & set(done) & set(session.keys.done())
    ruled = rulings(session)

    def masked_anew(one: Ready) -> Masked:
        words, how = on_words(ruled, one.read), writing(session, one.read, one.participant)
        if one.read.kept is not None:
            return mask_again(one.read, one.mentions, entities, models, words, how)  # type: ignore[arg-type]
        read, whose = one.read, (one.voices, one.participant)
        return privacy.mask(read.raw, read.id, one.mentions, entities, *whose, models, words, how)  # type: ignore[arg-type]

    def compute(some: Sequence[Ready]) -> list[tuple[Ready, Masked]]:
        return [(one, masked_anew(one)) for one in some]

    def write(found: list[tuple[Ready, Masked]]) -> None:
        for one, _ in found:
            if one.read.id in finished:
                before = one.read.kept or session.keys.masked(one.read.id)
                session.count(NEW_FINDS, new_finds(before, one.read.raw.text, one.mentions))
        # The vault first: a document the study holds can always be restored.
        stored = session.keys.put_masked([(masked, one.hash) for one, masked in found])
        by_id = {one.read.id: one for one, _ in found}
        people: list[Participant] = []
        documents = []
        for masked in stored:
            one = by_id[masked.document.id]
            if one.read.kept is not None:
                documents.append((masked.document, one.hash))
                continue
            document = with_case(session, masked.document, one.read.raw)
            documents.append((document, one.hash))
            people += participants_of(one.read, document, one.participant, one.voices, families, look_again)
        session.store.put_documents(documents, people, PSEUDONYMISE_VERSION)

    session.count(NEW_FINDS, 0)
    in_batches(session, "mask", waiting, compute, write)
    if finished:
        session.keys.note("voices run", "rendered anew", [f"{len(finished)} documents"])
    session.store.drop_silent_participants()


def _note_doubts(session: Session) -> None:
    session.counts["for the custodian"] = len(session.keys.pending())
    blocked = session.keys.in_doubt_after(SECOND_SCAN)
    session.counts["documents blocked by the second scan"] = len(blocked)
    session.store.set(BLOCKED_KEY, json.dumps(blocked))
