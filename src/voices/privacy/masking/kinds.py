"""What a person, place or body is to the people of the study: mother, social worker, primary school, street."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from voices.model import Entity, Mention
from voices.placeholders import ROLE_KINDS

FAMILY = "family name"
"""Reason given to a mention that means a whole family."""

_PEOPLE: dict[str, str] = {
    "mother": "mum|mam|mom|mummy|mother|birth mum|birth mother",
    "father": "dad|daddy|father|birth dad|birth father",
    "parent": "parent",
    "step-parent": "step-?mum|step-?dad|step-?father|step-?mother",
    "child": "son|daughter|baby|child|little girl|little boy|little one|toddler|young person|grandson|granddaughter",
    "brother": "brother|half-?brother|big brother|little brother|older brother|younger brother|baby brother",
    "sister": "sister|half-?sister|big sister|little sister|older sister|younger sister|baby sister",
    "grandmother": "nan|nana|nanna|gran|granny|grandma|grandmother",
    "grandfather": "grandad|granddad|grandpa|grandfather",
    "aunt": "aunt|auntie|aunty",
    "uncle": "uncle",
    "partner": "husband|wife|partner|boyfriend|girlfriend|ex",
    "foster carer": "foster carer|foster mum|foster dad|foster parent",
    "carer": "carer",
    "friend": "friend|best friend|mate",
    "neighbour": "neighbour",
    "social worker": "social worker|sw|senior social worker",
    "family support worker": "family support worker|fsw|support worker",
    "worker": "worker|key ?worker|youth worker|duty worker",
    "pod manager": "pod manager",
    "manager": "manager|team manager|service manager",
    "lead practitioner": "lead practitioner",
    "business support": "business support|business support officer",
    "health visitor": "health visitor",
    "midwife": "midwife",
    "nurse": "nurse|school nurse",
    "doctor": "doctor|gp|paediatrician|consultant",
    "teacher": "teacher|form tutor",
    "head teacher": "head ?teacher",
    "solicitor": "solicitor|barrister",
    "judge": "judge",
    "police officer": "police officer|pc|officer in the case",
    "councillor": "councillor|cllr",
    "reviewing officer": "iro|independent reviewing officer",
    "interpreter": "interpreter",
}
_TITLES = {"Cllr": "councillor", "Councillor": "councillor", "Judge": "judge", "PC": "police officer"}
_WORDS = "|".join(sorted((w for words in _PEOPLE.values() for w in words.split("|")), key=len, reverse=True))
_WHOSE = r"(?:my|our|his|her|their|the|a|an|your|new|old)"
_BEFORE = re.compile(rf"(?:\b{_WHOSE}\s+|^|[(\n])(?P<role>{_WORDS})(?:,|:|\s+is|\s+was|\s+called|\s+named)?\s+\Z", re.I)
_AFTER = re.compile(
    rf",\s+{_WHOSE}\s+(?P<whose>{_WORDS})\b|,\s+(?P<bare>{_WORDS})\s*(?=[.,;)\n]|\Z)|\s+\((?:{_WHOSE}\s+)?(?P<in>{_WORDS})\)"
    rf"|\s+(?:is|was)\s+{_WHOSE}\s+(?P<is>{_WORDS})\b",
    re.I,
)
_WINDOW = 40
_SORTS: dict[str, dict[str, str]] = {
    "LOCATION": {
        "street": "street|road|lane|avenue|close|drive|crescent|terrace|row|way|grove|parade|place|hill|gardens|mews",
        "estate": "estate",
        "building": "house|court|centre|center|building|library|flats|tower|hall",
    },
    "ORGANISATION": {
        "primary school": ".*primary|.*infants?|.*juniors?|.*primary school|.*infant school|.*junior school",
        "secondary school": ".*academy|.*high|.*high school|.*secondary school|.*grammar school|.*comprehensive",
        "nursery": ".*nursery|.*pre-?school|.*playgroup",
        "school": ".*school",
        "college": ".*college|.*sixth form",
        "surgery": ".*surgery|.*medical centre|.*health centre|.*practice",
        "hospital": ".*hospital|.*infirmary|.*general",
        "court": ".*court",
        "children's home": ".*children['’]s home",
        "pod": ".*pod",
        "charity": ".*trust|.*foundation|.*charity",
        "club": ".*club|.*scouts|.*brownies",
        "shop": ".*bakery|.*stores?|.*cafe|.*café|.*shop",
    },
}


def role_kind(role: str) -> str:
    """Return the kind of a role as a study, a roster or a text writes it, or nothing where it is none we know."""
    folded = " ".join(role.casefold().replace("_", " ").split())
    if folded in ROLE_KINDS["PERSON"]:
        return folded
    return next((kind for kind, words in _PEOPLE.items() if re.fullmatch(words, folded)), "")


def cue(text: str, mention: Mention) -> str:
    """Return what the words around a person's name say they are, or nothing: "my social worker, Joy", "Dawn (mum)"."""
    surface = text[mention.start : mention.end]
    title = _TITLES.get(surface.split(maxsplit=1)[0].rstrip(".")) if surface.split() else None
    if title:
        return title
    before = _BEFORE.search(text[max(0, mention.start - _WINDOW) : mention.start])
    if before:
        return role_kind(before["role"])
    after = _AFTER.match(text, mention.end)
    return role_kind(next(word for word in after.groups() if word)) if after else ""


def sort_kind(label: str, form: str) -> str:
    """Return what a place or body is by its own name: "Weir Lane" is a street, "Larkmoor Academy" a school."""
    folded = " ".join(form.casefold().split())
    if label == "LOCATION":
        last = folded.rpartition(" ")
        found = (kind for kind, words in _SORTS[label].items() if last[0] and re.fullmatch(words, last[2]))
    else:
        found = (kind for kind, words in _SORTS.get(label, {}).items() if re.fullmatch(words, folded))
    return next(found, "")


def kinds(
    texts: Mapping[str, str],
    mentions: Mapping[str, Sequence[Mention]],
    entities: Iterable[Entity],
    stated: Mapping[str, str],
) -> dict[str, str]:
    """Return the kind of every entity of which one is known.

    What the roster or a speaker's role states comes first (`stated`, by entity id); then what most cues of the texts
    say, where more than half agree. An entity whose cues disagree stays a person.
    """
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    families: set[str] = set()
    for document, found in mentions.items():
        for m in found:
            if m.label == "PERSON" and m.entity:
                families |= {m.entity} if FAMILY in m.reasons else set()
                said = cue(texts[document], m)
                if said:
                    votes[m.entity][said] += 1
    result: dict[str, str] = {}
    for entity in entities:
        if entity.label == "PERSON":
            first = votes[entity.id].most_common(1)
            agreed = first[0][0] if first and 2 * first[0][1] > votes[entity.id].total() else ""
            kind = role_kind(stated.get(entity.id, "")) or ("family" if entity.id in families else agreed)
        else:
            kind = next((k for form in entity.forms if (k := sort_kind(entity.label, form))), "")
        if kind:
            result[entity.id] = kind
    return result
