"""Names by their looks: listed first names, and capitalised words that English does not know."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from voices.privacy.detectors.cues import FORMAL, TITLES, acts_like_person, is_auxiliary, rare_that_acts
from voices.privacy.detectors.hits import Hit
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
_SHORTEST_NAME = 2
_ABBREVIATED = 3
"""Letters up to which capitals look like an abbreviation, and a family name like a cut one."""
_RARISH = 4.2
"""Zipf frequency under which a listed family name behind a first name is one, even in lower case."""
_UNUSUAL = 3.3
"""Zipf frequency under which a noun behind a first name in lower case is sooner a family name ("harriet marlowe")."""
_RARE = 2.9
"""Zipf frequency under which a capitalised word inside a sentence is taken for a name, in doubt."""


@dataclass(frozen=True)
class Style:
    """How a text uses capitals."""

    no_capitals: bool
    """Most sentences and every "i" begin in lower case: a name may too."""
    shouting: bool
    """Most letters are capitals: capitals say nothing."""


@lru_cache(maxsize=4)
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
        run = _run(text, tokens, i)
        if run:
            hit = _judge(text, run, lists)
            if hit:
                yield hit
            i += len(run)
        else:
            if (hit := _lower(text, tokens[i], lists, manner)) is not None:
                yield hit
            i += 1


def _is_cap(word: str) -> bool:
    return word[0].isupper() and not any(c.isdigit() for c in word)


def _run(text: str, tokens: list[re.Match[str]], i: int) -> list[re.Match[str]]:
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


def _judge(text: str, run: list[re.Match[str]], lists: Lists) -> Hit | None:
    """Weigh one run of capitalised words: first name listed, family name behind it, unknown word inside a sentence."""
    if fold(run[0][0]).rstrip(".") in FORMAL:
        run = run[1:]
    begins = bool(run) and _sentence_start(text, run[0].start())
    while begins and len(run) > 1 and _only_opens(run[0][0], lists):
        run, begins = run[1:], False
    if not run:
        return None
    words = [re.sub(r"['’]s\Z", "", t[0]) for t in run]
    start, end = run[0].start(), run[-1].start() + len(words[-1])
    if all(w.isupper() and len(w) > 1 for w in words):
        return _shouted(text, words, start, end, lists)
    return _several(words, start, end, lists) if len(words) > 1 else _single(text, words[0], start, end, lists, begins)


def _only_opens(word: str, lists: Lists) -> bool:
    """Say whether a capitalised word has its capital from the beginning of the sentence."""
    return len(word) > 1 and lists.is_plain(word) and not lists.is_last(word)


def _several(words: list[str], start: int, end: int, lists: Lists) -> Hit | None:
    first, rest = words[0], words[1:]
    listed, word_name = lists.is_first(first), lists.is_word_name(first)
    hit: Hit | None = None
    if listed and any(len(w) <= _ABBREVIATED or lists.is_last(w) or not lists.is_plain(w) for w in rest):
        hit = Hit(start, end, "PERSON", 0.72 if word_name else 0.88, "listed first name and more")
    elif listed and not word_name:
        hit = Hit(start, start + len(first), "PERSON", 0.7, "listed first name")
    elif len(first) == 1 and not lists.is_plain(words[-1]):
        hit = Hit(start, end, "PERSON", 0.78, "initial and name")
    elif not any(lists.is_plain(w) for w in words if fold(w) not in PARTICLES):
        known = any(lists.is_last(w) or lists.is_first(w) for w in words)
        hit = Hit(start, end, "PERSON", 0.7 if known else 0.55, "run of unknown capitals")
    return hit


def _single(text: str, word: str, start: int, end: int, lists: Lists, begins: bool) -> Hit | None:
    score, rule = 0.0, ""
    if len(word) < _SHORTEST_NAME or (word.isupper() and len(word) <= _ABBREVIATED):
        return None
    if lists.is_word_name(word):
        score, rule = _word_name(text, fold(word), start, end, begins)
    elif lists.is_first(word):
        score, rule = 0.8, "listed first name"
    elif not lists.is_plain(word) and frequency(fold(word)) < _RARE:
        if not begins:
            score, rule = 0.5, "unknown capital inside a sentence"
        elif acts_like_person(text, start, end):
            score, rule = 0.55, "unknown capital that acts"
        elif lists.is_last(word):
            score, rule = 0.5, "listed family name"
    return Hit(start, end, "PERSON", score, rule) if score else None


def _word_name(text: str, folded: str, start: int, end: int, begins: bool) -> tuple[float, str]:
    """Weigh a name that is a word ("Hope", "Will"): inside a sentence its capital tells, else what it does."""
    if folded == "will" and is_auxiliary(text, end):
        return 0.0, ""
    if not begins:
        return 0.72, "word name inside a sentence"
    if acts_like_person(text, start, end) and not re.match(r"\s+(?:is|and|was)\b", text[end:]):
        return 0.62, "word name that acts"
    return 0.3, "word name alone"


def _shouted(text: str, words: list[str], start: int, end: int, lists: Lists) -> Hit | None:
    """Weigh words in capitals, where an abbreviation looks like a name."""
    names = [w for w in words if len(w) > _ABBREVIATED and lists.is_first(w) and not lists.is_word_name(w)]
    if not names:
        return None
    if len(words) > 1 and not any(lists.is_plain(w) for w in words):
        return Hit(start, end, "PERSON", 0.75, "listed first name in capitals")
    at = text.index(names[0], start, end)
    return Hit(at, at + len(names[0]), "PERSON", 0.62, "listed first name in capitals")


def _is_word(word: str, lists: Lists) -> bool:
    """Say whether a word behind a first name in lower case is English rather than an unlisted family name."""
    folded = fold(word)
    return frequency(folded) > _UNUSUAL and (folded in lists.words or bool(re.search(r"(?:ed|ing|ly|s|er)\Z", folded)))


_CONTEXT_LOWER = re.compile(
    r"\b(?:with|from|tell|told|ask|asked|rang|by|saw|met|called|and|n|miss|mr|mrs|ms|my|our|until|than|love)\s\Z", re.I
)


def _lower(text: str, token: re.Match[str], lists: Lists, manner: Style) -> Hit | None:  # noqa: PLR0911
    """Weigh a listed first name in lower case: enough by itself where the writer uses no capitals, else with a cue."""
    word = re.sub(r"['’]s\Z", "", token[0])
    if manner.no_capitals and word.islower() and not lists.is_first(word):
        acts = rare_that_acts(text, token.start(), token.start() + len(word), lists)
        return Hit(token.start(), token.start() + len(word), "PERSON", 0.5, "rare word that acts") if acts else None
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
        family = _TOKEN.match(text, end + 1) if text[end : end + 1] == " " else None
        if (
            family
            and fold(family[0]) not in lists.lively
            and frequency(fold(family[0])) < _RARISH
            and (lists.is_last(family[0]) or not _is_word(family[0], lists))
        ):
            return Hit(token.start(), family.end(), "PERSON", 0.7, "first and family name in lower case")
        return Hit(token.start(), end, "PERSON", 0.68 if cued else 0.5, "listed first name in lower case")
    if cued:
        return Hit(token.start(), end, "PERSON", 0.5, "listed first name in lower case with a cue")
    return None
