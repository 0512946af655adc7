"""A name confirmed anywhere is found everywhere: in other documents, in lower case, in part, with an s behind it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from voices.model import Action, Entity, Mention, Span
from voices.privacy.detectors import protected, slips
from voices.privacy.detectors.capitals import PARTICLES, style
from voices.privacy.detectors.cues import FORMAL, acts_like_person, is_auxiliary
from voices.privacy.detectors.furniture import is_role, layout
from voices.privacy.detectors.hits import NAMES, outside
from voices.privacy.linking.rulings import ALWAYS, NEVER, Ruling, same_form
from voices.privacy.lists import Lists, fold, frequency
from voices.privacy.lists import words as word_list
from voices.privacy.weighing.arbiter import MASK_FROM, decide

if TYPE_CHECKING:
    from voices.privacy.linking.mentions import Detected

CONFIRMED_FROM = 0.62
"""Score from which a name is taken as known in the rest of the study; single detectors at their weakest lie below."""
_TOKEN = re.compile(r"[^\W\d_](?:[\w'’]|-(?=\w))*")
_SHORTEST = 3
_HEAD = 0.65
"""How sure the short name of a body is: in doubt, since it may be a word ("Plover", "Bridge")."""
_SHORTENED = frozenset(["academy", "school", "primary", "nursery", "surgery", "high", "infants", "juniors", "college"])
NEAR_KNOWN = "one letter from a name known in the study"
_COMMON_WORD = 3.2
_WELL_KNOWN = 4.3
"""Zipf frequency from which even a plain first name in lower case may be something else."""
_CONFIRMED_WORD = 0.85
_BEGINS = re.compile(r"(?:[.!?…:]['\"”’)\]]*\s+|\n\s*|>|\]\s|[\"“(]\s*)\Z")
_WORD_USE = re.compile(r"\s+(?:and\s+[a-z]|is\b|under\b|of\b|in\b|for\b)")
"""What follows a name at a sentence's beginning when it is the word ("Hope is fine")."""
_MOSTLY_WORDS = frozenset(["will", "may", "hope", "can", "mark", "art", "an", "rose", "bill"])
"""Names that in lower case are nearly always the word."""
_LIKELY, _POSSIBLE = 0.45, 0.2
"""How sure a word name of the study is where it acts like somebody, and where nothing says that it is a thing."""
_A_THING = re.compile(
    r"\b(?:the|a|an|in|this|that|last|next|of|my|your|our|his|her|their|some|any|no|every|all|i|you|we|they|to|it|"
    r"by|through|until|since|is|was|or)\s\Z",
    re.I,
)
_SEASONS = frozenset(["summer", "autumn", "winter", "april", "june", "august", "dawn", "eve"])
"""Word names that own things without being anybody."""


def spread(
    documents: Sequence[Detected],
    known: Sequence[Entity],
    rulings: Sequence[Ruling],
    lists: Lists,
    terms: Sequence[str] = (),
) -> dict[str, tuple[Mention, ...]]:
    """Return, per document, its mentions and those that names confirmed elsewhere add.

    `terms` are a study's own words that stay; only the custodian's "always" goes over them.
    """
    words = _confirmed_words(documents, known)
    gaps = slips.gaps(words)
    phrases = _confirmed_phrases(documents, known, lists)
    always = [r for r in rulings if r.kind == ALWAYS and r.form]
    never = [r for r in rulings if r.kind == NEVER and r.form]
    result = {}
    for d in documents:
        stays = [*protected.find(d.text, terms), *layout(d.text).protected]
        found = [m for m in d.mentions if not any(same_form(r.form, d.text[m.start : m.end]) for r in never)]
        found = _add(found, _phrases(d.text, phrases), stays)
        found = _add(found, _words(d.text, words, gaps, lists), stays)
        found = _add(found, _initials(d.text, found), stays)
        forced = [
            Mention(m.start(), m.end(), r.label or "PERSON", 1.0, Action.MASK, ("custodian: always",))
            for r in always
            for m in re.finditer(rf"(?<!\w){re.escape(r.form)}(?!\w)", d.text, re.I)
        ]
        found = _add(found, forced, ())
        found = [m for m in found if not any(same_form(r.form, d.text[m.start : m.end]) for r in never)]
        result[d.document] = tuple(sorted(found, key=lambda m: (m.start, m.end)))
    return result


def _confirmed_words(documents: Sequence[Detected], known: Sequence[Entity]) -> dict[str, float]:
    """Return the single words of confirmed people's names with how sure they are, folded."""
    words: dict[str, float] = defaultdict(float)

    def take(form: str, score: float) -> None:
        for token in _TOKEN.findall(form):
            folded = fold(re.sub(r"['’]s\Z", "", token))
            if len(folded) >= _SHORTEST and folded not in FORMAL | PARTICLES and folded not in protected.terms():
                words[folded] = max(words[folded], score)
                for half in folded.split("-"):
                    if len(half) > _SHORTEST and "-" in folded:
                        words[half] = max(words[half], min(score, 0.7))

    for entity in known:
        if entity.label == "PERSON":
            for form in entity.forms:
                take(form, 0.97)
    for d in documents:
        for name in (*d.roster, *(s for s, _ in d.speakers)):
            if not is_role(name.strip()):
                take(name, 0.97)
        for m in d.mentions:
            if m.label == "PERSON" and m.score >= CONFIRMED_FROM:
                take(d.text[m.start : m.end], m.score)
    return dict(words)


def _confirmed_phrases(
    documents: Sequence[Detected], known: Sequence[Entity], lists: Lists
) -> dict[str, tuple[str, float]]:
    """Return confirmed places and bodies, folded, with label and score."""
    phrases: dict[str, tuple[str, float]] = {}
    every = [(f, e.label, 0.97) for e in known for f in e.forms if e.label != "PERSON" and e.label in NAMES]
    every += [
        (d.text[m.start : m.end], m.label, m.score)
        for d in documents
        for m in d.mentions
        if m.label in {"LOCATION", "ORGANISATION"} and m.score >= CONFIRMED_FROM
    ]
    for form, label, score in sorted(every):
        folded = " ".join(form.split())
        usable = len(folded) > _SHORTEST and folded[:1].isupper() and folded.casefold() not in protected.terms()
        usable = usable and not (
            " " not in folded and lists.is_plain(folded) and frequency(fold(folded)) >= _WELL_KNOWN
        )
        if usable and score > phrases.get(folded.casefold(), ("", 0.0))[1]:
            phrases[folded.casefold()] = (label, score)
        head = _head(folded, lists)
        if head and head.casefold() not in protected.terms():
            phrases.setdefault(head.casefold(), (label, _HEAD))
    return phrases


def _head(form: str, lists: Lists) -> str:
    """Return what a body is called for short: "Plover" of "Plover pod", "Larkmoor" of "Larkmoor Academy"."""
    named, _, kind = form.rpartition(" ")
    if len(named) <= _SHORTEST or " " in named or not named[:1].isupper():
        return ""
    if kind.casefold() == "pod":
        return named if fold(named) not in word_list("function_words") else ""
    return named if kind.casefold() in _SHORTENED and not lists.is_plain(named) and not lists.is_first(named) else ""


def _initials(text: str, found: Sequence[Mention]) -> list[Mention]:
    """Return two or three capitals that are the initials of somebody named in full in the same text."""
    names = [
        re.findall(r"[^\W\d_][\w'’]*", text[m.start : m.end])
        for m in found
        if m.label == "PERSON" and m.score >= CONFIRMED_FROM
    ]
    letters = {
        "".join(w[0] for w in words).upper()
        for words in ([w for w in n if fold(w) not in FORMAL] for n in names)
        if 2 <= len(words) <= 3
    }
    return [
        Mention(m.start(), m.end(), "PERSON", 0.6, decide(0.6), ("initials of a name in this text",))
        for m in re.finditer(r"(?<![\w.@/&'’-])[A-Z]{2,3}(?![\w@/&'’-])", text)
        if m[0] in letters
        and m[0].lower() not in protected.terms()
        and m[0] not in {"PM", "AM", "OK", "TV", "IT", "PS", "CC", "RE", "MP", "PC"}
    ]


def _phrases(text: str, phrases: Mapping[str, tuple[str, float]]) -> list[Mention]:
    if not phrases:
        return []
    found = []
    by_first = defaultdict(list)
    for phrase in phrases:
        by_first[phrase.split()[0]].append(phrase)
    for token in re.finditer(r"[^\W_][\w'’-]*", text):
        folded = token[0].casefold()
        for phrase in sorted(by_first.get(folded, ()), key=len, reverse=True):
            if " ".join(text[token.start() : token.start() + len(phrase) + 2].casefold().split()).startswith(phrase):
                m = re.compile(r"\s+".join(map(re.escape, phrase.split())), re.I).match(text, token.start())
                if m and not re.match(r"\w", text[m.end() : m.end() + 1]):
                    label, score = phrases[phrase]
                    capital = text[m.start()].isupper()
                    if capital or (" " in phrase) or frequency(phrase) < 2.5:
                        sure = min(score, 0.9) if capital else 0.6
                        found.append(Mention(m.start(), m.end(), label, sure, decide(sure), ("known in the study",)))
                        break
        else:
            if (
                (possessive := re.sub(r"['’]s\Z", "", folded)) != folded
                and possessive in phrases
                and token[0][0].isupper()
            ):
                label, score = phrases[possessive]
                end = token.start() + len(possessive)
                found.append(
                    Mention(
                        token.start(), end, label, min(score, 0.9), decide(min(score, 0.9)), ("known in the study",)
                    )
                )
    return found


def _words(text: str, words: Mapping[str, float], by_gap: Mapping[str, Sequence[str]], lists: Lists) -> list[Mention]:
    manner = style(text)
    found: list[Mention] = []
    loose = manner.no_capitals or manner.shouting
    for token in _TOKEN.finditer(text):
        surface = re.sub(r"['’]s?\Z", "", token[0])
        folded = fold(surface)
        end = token.start() + len(surface)
        score = words.get(folded, 0.0)
        if not score and folded.endswith("s") and folded[:-1] in words and not lists.is_plain(folded):
            score = words[folded[:-1]] * 0.9
        if (
            not score
            and loose
            and folded.endswith("s")
            and words.get(folded[:-1], 0.0) >= MASK_FROM
            and re.match(r" [a-z]", text[end:])
        ):
            if lists.is_word_name(folded[:-1]) and folded[:-1] not in _MOSTLY_WORDS:
                found.append(
                    Mention(token.start(), end, "PERSON", 0.5, decide(0.5), ("known in the study, s behind it",))
                )
            continue
        if not score and (surface[0].isupper() or loose) and slips.is_rare(folded, lists):
            if slips.near(folded, by_gap, words) >= MASK_FROM:
                found.append(Mention(token.start(), end, "PERSON", 0.6, decide(0.6), (NEAR_KNOWN,)))
            continue
        if not score:
            continue
        sure = _sure(text, token.start(), end, folded, score, lists, loose)
        if sure:
            found.append(Mention(token.start(), end, "PERSON", round(sure, 4), decide(sure), ("known in the study",)))
    return found


def _sure(  # noqa: PLR0911
    text: str, start: int, end: int, folded: str, score: float, lists: Lists, loose: bool
) -> float:
    """Return how sure a known name is here: a capital says much, a word name in lower case needs somebody acting."""
    word = text[start:end]
    ambiguous = (
        lists.is_word_name(folded)
        or lists.is_plain(folded)
        or (folded in lists.words and frequency(folded) > _COMMON_WORD and folded in lists.lively)
    )
    if word[0].isupper() and not (word.isupper() and len(word) > 1):
        return _capital(text, start, end, folded, score, lists) if ambiguous else max(MASK_FROM, min(score, 0.95))
    if folded in word_list("form_words"):
        return 0.0
    if not ambiguous:
        return min(score, 0.8) if frequency(folded) < _WELL_KNOWN or loose else 0.5
    if word.isupper() and not loose:
        return 0.5
    if not lists.is_word_name(folded) or folded in _MOSTLY_WORDS or score < MASK_FROM:
        return 0.0
    owns = folded not in _SEASONS and re.match(r"['’]s\s+[a-z]", text[end:])
    if owns or (loose and acts_like_person(text, start, end)):
        return _LIKELY
    return _POSSIBLE if loose and not _A_THING.search(text, max(0, start - 12), start) else 0.0


def _capital(text: str, start: int, end: int, folded: str, score: float, lists: Lists) -> float:
    """Return how sure a known name that is also a word is where it has a capital."""
    begins = start == 0 or bool(_BEGINS.search(text[max(0, start - 6) : start]))
    if not begins:
        return 0.7 if lists.is_word_name(folded) else 0.5 if score >= _CONFIRMED_WORD else 0.0
    if not lists.is_word_name(folded) or (folded == "will" and is_auxiliary(text, end)):
        return 0.0
    return 0.0 if _WORD_USE.match(text, end) else _LIKELY


def _add(found: Sequence[Mention], more: Sequence[Mention], stays: Sequence[Span]) -> list[Mention]:
    """Return the mentions with what the further ones cover beyond them and beyond what stays; sorted."""
    result = list(found)
    for m in sorted(more, key=lambda m: (-(m.end - m.start), m.start)):
        taken = [(x.start, x.end) for x in result] + [(p.start, p.end) for p in stays]
        if list(outside(m.start, m.end, taken)) == [(m.start, m.end)]:
            result.append(m)
        elif m.score == 1.0 and not any(x.start <= m.start and x.end >= m.end for x in result):
            result = [x for x in result if not (x.start < m.end and m.start < x.end)] + [m]
    return result
