"""From a raw document to one the study may hold: placeholders in words and questions, turns remapped, a second look."""

from __future__ import annotations

import dataclasses
import re
import secrets
from collections.abc import Mapping, Sequence

from voices import placeholders
from voices.model import Action, Document, Entity, Masked, Mention, RawDocument, Turn
from voices.privacy.detecting import by_rule, settle
from voices.privacy.detectors import capitals, ner
from voices.privacy.detectors.cues import FORMAL
from voices.privacy.detectors.hits import WORD, outside, trim
from voices.privacy.linking import rulings as ruling_rules
from voices.privacy.linking.rulings import Ruling, same_form
from voices.privacy.lists import Lists, fold, frequency
from voices.privacy.masking.generalising import Writing
from voices.privacy.masking.numbering import keyed
from voices.privacy.masking.placing import place
from voices.privacy.models import Models

SECOND_SCAN = "second scan"
"""Reason given to what only the second scan found."""
_LISTED_BELOW = 4.2
"""Zipf frequency under which a listed first name in lower case is raised for the second look."""
_SHORT_WORD = 2
_PLAIN = Writing()
_PROCESS = secrets.token_bytes(32)
_REMEMBERED = 4096
"""Short texts whose mentions are remembered: the same question stands before hundreds of answers."""
_remembered: dict[bytes, tuple[Mention, ...]] = {}
_LONGEST_FORM = 5
"""Words of a known form looked for in a question."""


def mask(
    document: RawDocument,
    document_id: str,
    mentions: Sequence[Mention],
    entities: Sequence[Entity],
    voices: Sequence[str],
    participant: str,
    models: Models,
    rulings: Sequence[Ruling] = (),
    writing: Writing = _PLAIN,
) -> Masked:
    """Return the document with placeholders and what only the vault may keep.

    `mentions` are linked and count in `document.text`; `voices` gives the participant code of each turn. The
    second scan's offsets count in the finished text, where its hits are placeholders in doubt until `rulings` settle
    them: what was released stays released however often the study is linked again.
    """
    known = {e.id: e for e in entities}
    first = place(document.text, mentions, known, writing)
    seen = second_scan(first.text, models, released(document.text, mentions))
    seen = tuple(m for m in ruled(first.text, document_id, seen, rulings) if m.action is not Action.KEEP)
    second = place(first.text, seen, {}, writing)
    slots = first.then(second)
    turns = tuple(
        Turn(
            start=second.forward(first.forward(t.start)),
            end=second.forward(first.forward(t.end)),
            participant=code,
            role=t.role,
            question=mask_short(t.question, entities, models),
            time=t.time,
            page=t.page,
        )
        for t, code in zip(document.turns, voices, strict=True)
    )
    masked = Document(
        id=document_id,
        source=document.source,
        kind=document.kind,
        text=second.text,
        turns=turns,
        wave=document.wave,
        period=document.period,
        attributes=tuple((name, mask_short(value, entities, models)) for name, value in document.attributes),
        quoting=document.quoting,
        participant=participant,
        answers=document.answers,
    )
    found = tuple(
        dataclasses.replace(m, start=second.forward(m.start), end=second.slots[i].end) for i, m in enumerate(seen)
    )
    return Masked(masked, slots, found)


def ruled(text: str, document: str, seen: tuple[Mention, ...], rulings: Sequence[Ruling]) -> tuple[Mention, ...]:
    """Return what the second scan found after the custodian's rulings; its finds belong to no entity."""
    return ruling_rules.apply({document: text}, {document: seen}, rulings, b"")[document]


def released(text: str, mentions: Sequence[Mention]) -> tuple[str, ...]:
    """Return the forms the custodian let stand, so that the second scan lets them stand too."""
    return tuple(sorted({text[m.start : m.end] for m in mentions if m.action is Action.KEEP}))


def second_scan(text: str, models: Models, let_stand: Sequence[str] = ()) -> tuple[Mention, ...]:
    """Look at a masked text once more with another configuration, and return what still may identify somebody.

    The recogniser reads a copy in which rare words in lower case begin with a capital and shouted ones are calmed,
    so it does not repeat the first look's blind spots. What it finds is in doubt, never certain.
    """
    copy = raised(text, models.lists)
    found, peoples = ner.spacy_hits([copy], models)[0]
    mentions = settle(text, [*found, *by_rule(text, models), *capitals.find(copy, models.lists)], peoples, models)
    there = [(p.start, p.end) for p in placeholders.find(text)]
    return tuple(
        dataclasses.replace(m, start=start, end=end, action=Action.REVIEW, reasons=(*m.reasons, SECOND_SCAN))
        for m in mentions
        for start, end in outside(m.start, m.end, there)
        if sum(c.isalnum() for c in text[start:end]) > (1 if (start, end) != (m.start, m.end) else 0)
        and not any(same_form(form, text[start:end]) for form in let_stand)
    )


def raised(text: str, lists: Lists) -> str:
    """Return a copy of the same length: rare lower-case words capitalised, long words in capitals calmed."""

    def change(m: re.Match[str]) -> str:
        word = m[0]
        if (word.isupper() and len(word) > 4 and not lists.is_plain(word)) or (
            word.islower()
            and lists.is_first(word)
            and not lists.is_word_name(word)
            and frequency(fold(word)) < _LISTED_BELOW
        ):
            new = word.capitalize()
        else:
            return word
        return new if len(new) == len(word) else word

    return WORD.sub(change, text)


def mask_short(text: str, entities: Sequence[Entity], models: Models) -> str:
    """Return a short text (a question, a column's value) with placeholders; known forms take their entity's number."""
    if not text.strip():
        return text
    forms = _forms(entities)
    mentions: list[Mention] = []
    for m in (*_known_forms(text, forms), *_short_mentions(text, models)):
        if not any(m.start < other.end and other.start < m.end for other in mentions):
            entity = forms.get(" ".join(fold(text[m.start : m.end]).split()))
            mentions.append(dataclasses.replace(m, entity=entity.id if entity else ""))
    return place(text, mentions, {e.id: e for e in entities}).text


def _forms(entities: Sequence[Entity]) -> dict[str, Entity]:
    """Return folded forms with their entity; a single word of a person's name only where it is one person's."""
    forms: dict[str, Entity] = {}
    parts: dict[str, set[str]] = {}
    for entity in entities:
        for form in entity.forms:
            forms[" ".join(fold(form).split())] = entity
            if entity.label == "PERSON":
                for word in WORD.findall(form):
                    if len(word) > _SHORT_WORD and fold(word) not in FORMAL:
                        parts.setdefault(fold(word), set()).add(entity.id)
    by_id = {e.id: e for e in entities}
    return {**{word: by_id[next(iter(ids))] for word, ids in parts.items() if len(ids) == 1}, **forms}


def _known_forms(text: str, forms: Mapping[str, Entity]) -> list[Mention]:
    """Return where a known form stands, longest first, capitals required: a short form may be a word."""
    words = list(re.finditer(r"[^\W_][\w'’.-]*[^\W_]|[^\W_]", text))
    found: list[Mention] = []
    for size in range(min(_LONGEST_FORM, len(words)), 0, -1):
        for first, last in zip(words, words[size - 1 :], strict=False):
            start, end = trim(text, first.start(), last.end())
            entity = forms.get(" ".join(fold(text[start:end]).split())) if text[start].isupper() else None
            if entity and not any(start < m.end and m.start < end for m in found):
                found.append(Mention(start, end, entity.label, 0.9, Action.MASK, ("known in the study",), entity.id))
    return found


def _short_mentions(text: str, models: Models) -> tuple[Mention, ...]:
    """Return what `scan_note` finds, remembered under a hash with a key of this process: no words are kept."""
    mark = keyed(_PROCESS, models.fingerprint, *models.protected, "\n", *models.references, "\n", text)
    found = _remembered.get(mark)
    if found is None:
        if len(_remembered) >= _REMEMBERED:
            _remembered.clear()
        found = _remembered[mark] = scan_note(text, models)
    return found


def scan_note(text: str, models: Models) -> tuple[Mention, ...]:
    """Return what may identify somebody in a text a person types: rules, lists and spaCy, no second opinion."""
    return scan_notes([text], models)[0]


def scan_notes(texts: Sequence[str], models: Models) -> list[tuple[Mention, ...]]:
    """Return `scan_note` of each of several texts."""
    seen = ner.spacy_hits(texts, models)
    return [
        settle(text, [*found, *by_rule(text, models)], peoples, models)
        for text, (found, peoples) in zip(texts, seen, strict=True)
    ]
