"""Names by their looks: listed first names, and capitalised words that English does not know."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from voices.privacy.cues import FORMAL, TITLES, acts_like_person
from voices.privacy.hits import Hit
from voices.privacy.lists import Lists, fold, frequency, words

_TOKEN = re.compile(r"[^\W\d_](?:[\w'’]|(?<=\w)[-‐](?=\w))*")
_START = re.compile(r"(?:\A|[.!?:…]['\"”’)\]]*\s+|\n\s*|^[>\-–•*]\s*|[\"“‘(\[]\s*|\t|\|\s)\Z", re.M)
PARTICLES = frozenset(
    [
        "al",
        "el",
        "de",
        "da",
        "di",
        "van",
        "von",
        "der",
        "den",
        "bin",
        "binti",
        "ibn",
        "la",
        "le",
        "du",
        "dos",
        "ap",
        "ab",
        "ní",
        "nic",
        "mac",
        "ul",
    ]
)
_LOWER_SHARE = 0.35
"""Share of sentences that begin in lower case from which a writer is taken to use no capitals."""
_RARE = 2.9
"""Zipf frequency under which a capitalised word inside a sentence is taken for a name, in doubt."""


@dataclass(frozen=True)
class Style:
    """How a text uses capitals."""

    no_capitals: bool
    """Most sentences and every "i" begin in lower case: a name may too."""
    shouting: bool
    """Most letters are capitals: capitals say nothing."""


def style(text: str) -> Style:
    """Return how a text uses capitals, from its sentence beginnings and its letters."""
    begins = re.findall(r"(?:\A|[.!?]\s+|\n\s*\n\s*)([^\W\d_])(?=[^\W\d_]*[ ,'’])", text)
    lower = sum(b.islower() for b in begins)
    letters = [c for c in text if c.isalpha()]
    upper = sum(c.isupper() for c in letters)
    small_i = len(re.findall(r"(?<![\w.'’])i(?=['’ ])", text))
    return Style(
        no_capitals=bool(begins)
        and (len(begins) > 1 or small_i > 0 or lower == 1)
        and (lower / len(begins) > _LOWER_SHARE or small_i >= 2),
        shouting=len(letters) > 20 and upper / len(letters) > 0.6,
    )


def find(text: str, lists: Lists) -> Iterator[Hit]:
    """Yield names by list and by looks, whole runs of them."""
    manner = style(text)
    tokens = list(_TOKEN.finditer(text))
    i = 0
    while i < len(tokens):
        run = _run(text, tokens, i, lists, manner)
        if run:
            hit = _judge(text, run, lists, manner)
            if hit:
                yield hit
            i += len(run)
        else:
            if (hit := _lower(text, tokens[i], lists, manner)) is not None:
                yield hit
            i += 1


def _is_cap(word: str) -> bool:
    return word[0].isupper() and not any(c.isdigit() for c in word)


def _run(text: str, tokens: list[re.Match[str]], i: int, lists: Lists, manner: Style) -> list[re.Match[str]]:
    """Return the tokens of a capitalised run that begins at token i, particles inside it included."""
    if not _is_cap(tokens[i][0]) or fold(tokens[i][0]) in NEVER:
        return []
    run = [tokens[i]]
    j = i + 1
    while j < len(tokens) and len(run) < 5:
        gap = text[run[-1].end() : tokens[j].start()]
        joined = gap == " " or (gap == ". " and len(run[-1][0]) == 1) or (gap == "." and len(run[-1][0]) == 1)
        word = tokens[j][0]
        if not joined or re.search(r"['’]s\Z", run[-1][0]):
            break
        if (
            fold(word) in PARTICLES
            and j + 1 < len(tokens)
            and tokens[j + 1][0][0].isupper()
            and text[tokens[j].end() : tokens[j + 1].start()] in {" ", "-"}
        ):
            run += [tokens[j], tokens[j + 1]]
            j += 2
            continue
        if not _is_cap(word) or fold(word) in NEVER:
            break
        run.append(tokens[j])
        j += 1
    return run


NEVER = words("function_words") | {t for t in TITLES if t not in FORMAL}


def _sentence_start(text: str, at: int) -> bool:
    return bool(_START.search(text, max(0, at - 12), at)) or at == 0


def _judge(text: str, run: list[re.Match[str]], lists: Lists, manner: Style) -> Hit | None:
    """Weigh one run of capitalised words: first name listed, family name behind it, unknown word inside a sentence."""
    if fold(run[0][0]).rstrip(".") in FORMAL:
        run = run[1:]
    begins = bool(run) and _sentence_start(text, run[0].start())
    while (
        run
        and begins
        and len(run) > 1
        and len(run[0][0]) > 1
        and lists.is_plain(run[0][0])
        and not lists.is_last(run[0][0])
    ):
        run, begins = run[1:], False
    if not run:
        return None
    words = [re.sub(r"['’]s\Z", "", t[0]) for t in run]
    start, end = run[0].start(), run[-1].start() + len(words[-1])
    if manner.shouting or all(w.isupper() and len(w) > 1 for w in words):
        return _shouted(text, words, start, end, lists, begins)
    first = words[0]
    listed, word_name = lists.is_first(first), lists.is_word_name(first)
    if len(words) > 1:
        rest_known = any(len(w) < 4 or lists.is_last(w) or not lists.is_plain(w) for w in words[1:])
        if listed and rest_known:
            return Hit(start, end, "PERSON", 0.88 if not word_name else 0.72, "listed first name and more")
        if listed and not word_name:
            return Hit(start, start + len(first), "PERSON", 0.7, "listed first name")
        if len(first) == 1 and not lists.is_plain(words[-1]):
            return Hit(start, end, "PERSON", 0.78, "initial and name")
        if all(not lists.is_plain(w) for w in words if fold(w) not in PARTICLES):
            known = any(lists.is_last(w) or lists.is_first(w) for w in words)
            return Hit(start, end, "PERSON", 0.7 if known else 0.55, "run of unknown capitals")
        return None
    return _single(text, first, start, end, lists, begins)


def _single(text: str, word: str, start: int, end: int, lists: Lists, begins: bool) -> Hit | None:
    folded = fold(word)
    if len(word) < 2 or (word.isupper() and len(word) < 4):
        return None
    if lists.is_word_name(word):
        if folded == "will" and re.match(
            (
                r"\s+(?:you|i|he|she|they|we|it|someone|anyone|somebody|anybody|the|this|that|there|my|"
                r"your|be|do|not|people)\b"
            ),
            text[end:],
            re.I,
        ):
            return None
        if not begins:
            return Hit(start, end, "PERSON", 0.72, "word name inside a sentence")
        if acts_like_person(text, start, end) and not re.match(r"\s+(?:is|and|was)\b", text[end:]):
            return Hit(start, end, "PERSON", 0.62, "word name that acts")
        return Hit(start, end, "PERSON", 0.3, "word name alone")
    if lists.is_first(word):
        return Hit(start, end, "PERSON", 0.8, "listed first name")
    if lists.is_plain(word):
        return None
    rare = frequency(folded) < _RARE
    if not begins and rare:
        return Hit(start, end, "PERSON", 0.5, "unknown capital inside a sentence")
    if rare and acts_like_person(text, start, end):
        return Hit(start, end, "PERSON", 0.55, "unknown capital that acts")
    if rare and lists.is_last(word):
        return Hit(start, end, "PERSON", 0.5, "listed family name")
    return None


def _shouted(text: str, words: list[str], start: int, end: int, lists: Lists, begins: bool) -> Hit | None:
    """Weigh words in capitals, where an abbreviation looks like a name."""
    names = [w for w in words if len(w) > 3 and lists.is_first(w) and not lists.is_word_name(w)]
    if names and len(words) > 1:
        return (
            Hit(start, end, "PERSON", 0.75, "listed first name in capitals")
            if not any(lists.is_plain(w) for w in words)
            else (
                Hit(
                    start + " ".join(words).find(names[0]),
                    start + " ".join(words).find(names[0]) + len(names[0]),
                    "PERSON",
                    0.62,
                    "listed first name in capitals",
                )
                if text[start:end] == " ".join(words)
                else None
            )
        )
    if names:
        return Hit(start, end, "PERSON", 0.62, "listed first name in capitals")
    return None


_CONTEXT_LOWER = re.compile(
    r"\b(?:with|from|tell|told|ask|asked|rang|by|saw|met|called|and|n|miss|mr|mrs|ms|my|our|until|than|love)\s\Z", re.I
)


def _lower(text: str, token: re.Match[str], lists: Lists, manner: Style) -> Hit | None:
    """Weigh a listed first name in lower case: enough by itself where the writer uses no capitals, else with a cue."""
    word = re.sub(r"['’]s\Z", "", token[0])
    if len(word) < 3 or not word.islower() or not lists.is_first(word) or lists.is_word_name(word):
        return None
    folded = fold(word)
    if folded in lists.words and frequency(folded) > 3.3 and folded in lists.lively:
        return None
    end = token.start() + len(word)
    if frequency(folded) > 4.7 or (folded in lists.words and frequency(folded) < 2.2 and not manner.no_capitals):
        return None
    cued = acts_like_person(text, token.start(), end) or bool(
        _CONTEXT_LOWER.search(text, max(0, token.start() - 12), token.start())
    )
    if manner.no_capitals:
        return Hit(token.start(), end, "PERSON", 0.68 if cued else 0.5, "listed first name in lower case")
    if cued:
        return Hit(token.start(), end, "PERSON", 0.5, "listed first name in lower case with a cue")
    return None
