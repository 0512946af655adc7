"""Names and key phrases of themes: c-TF-IDF and maximal marginal relevance, by BERTopic (Grootendorst 2022)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from voices import placeholders
from voices.embeddings import Embedder
from voices.themes.clustering import Labels

KEYWORDS = 8
"""Key phrases of a theme."""
WORDS_READ = 1000
"""Words and pairs per theme taken from BERTopic."""
CANDIDATES = 20
"""Phrases per theme from which relevance and difference choose."""
ALONE = 0.2
"""What a phrase counts that only one passage of the theme uses."""
DIVERSITY = 0.3
"""0 takes the most typical phrases however alike, 1 the most unlike."""
COMMON = 3.5
"""Zipf frequency of wordfreq, three in a million words, from which on a word counts as plain English."""

_EMPTY = "wordless"
_BRACKETS = re.compile(r"\[[^\]\n]{0,60}\]")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_SERVICES = re.compile(r"(?:camhs|mash|nhs|yot|send|ehcp|iro|cafcass|gp|asye)")
"""Public services written in capitals, which are no names."""
_FILLERS = re.compile(
    r"(?:able|actually|address|age|basically|bit|came|can't|cant|come|couldn't|date|day|did|"
    r"didn't|didnt|does|doesn't|doing|don't|done|dont|er|erm|feel|feels|felt|get|gets|"
    r"getting|going|gone|good|got|he'd|he's|i'd|i'm|i've|im|isn't|it's|ive|just|kind|knew|"
    r"know|let's|like|liked|lot|lots|made|make|makes|maybe|need|needed|needs|nice|okay|one|"
    r"organisation|people|person|place|postcode|quite|really|removed|said|say|saying|says|"
    r"she'd|she's|sort|that's|thats|there's|they're|they've|theyre|thing|things|think|thought|"
    r"three|time|times|two|um|want|wanted|wasn't|way|ways|we're|we've|week|went|won't|"
    r"wouldn't|yeah|year|yes|you're)"
)


def key_words(
    texts: Sequence[str], people: Sequence[str], labels: Labels, embedder: Embedder
) -> dict[int, tuple[str, ...]]:
    """Return the key words and pairs of each group, most telling first; `labels` has -1 for texts in none.

    What only one of a group's people says is not among them, unless all of it is one person's: key words are printed.
    Placeholders never reach one, nor does a word that is only ever written with a capital, since a name that
    slipped through would look like that.
    """
    groups = sorted({int(label) for label in labels if label >= 0})
    if not groups:
        return {}
    dropped = _untelling(texts)
    cleaned = [_clean(text, dropped) for text in texts]
    spaced = [f" {text.lower()} " for text in cleaned]
    topics, found = _bertopic(cleaned, labels)
    out: dict[int, tuple[str, ...]] = {}
    for group in groups:
        rows = [int(row) for row in np.flatnonzero(labels == group)]
        members, by = [spaced[row] for row in rows], [people[row] for row in rows]
        weights = found.get(topics[rows[0]], [])
        worth = {word: _worth(word, weight, members, by, spaced) for word, weight in weights if word and word != _EMPTY}
        best = sorted((word for word in worth if worth[word] > 0), key=lambda word: (-worth[word], word))
        candidates = _without_repeats(best)[:CANDIDATES]
        out[group] = _diverse(candidates, [worth[word] for word in candidates], embedder)
    return out


def telling(texts: Sequence[str]) -> list[str]:
    """Return the words of texts by which they can be told apart: no placeholders, nothing that may be a name."""
    dropped = suspects(texts)
    return [" ".join(word for word in _words(text) if word.lower() not in dropped) for text in texts]


def suspects(texts: Sequence[str]) -> frozenset[str]:
    """Return words that may be names, in lower case: those never written small.

    A word that only ever begins sentences ("Speech therapy stopped.") stays where it is common in English and in no
    list of first and family names.
    """
    small, inside, opening = set[str](), set[str](), set[str]()
    for text in texts:
        for match in _WORD.finditer(text):
            word = match.group()
            if word == word.lower():
                small.add(word)
            else:
                (opening if _opens(text, match.start()) else inside).add(word.lower())
    unsure = opening - inside - small
    suspects = (inside - small) | {word for word in unsure if not _common(word) or word in _listed_names()}
    return frozenset(word for word in suspects if not _SERVICES.fullmatch(word))


def filler(word: str) -> bool:
    """Tell whether a word in lower case says nothing about what a text is about."""
    return bool(_FILLERS.fullmatch(word.replace("’", "'")))


def without_placeholders(text: str, instead: str = " ") -> str:
    """Return a text with `instead` where a placeholder or another remark in brackets stood."""
    return _BRACKETS.sub(instead, placeholders.PATTERN.sub(instead, text))


def _bertopic(texts: Sequence[str], labels: Labels) -> tuple[list[int], dict[int, list[tuple[str, float]]]]:
    """Return BERTopic's topic per text and its words with c-TF-IDF weights, for groups already found."""
    from bertopic import BERTopic
    from bertopic.cluster import BaseCluster
    from bertopic.dimensionality import BaseDimensionalityReduction
    from bertopic.vectorizers import ClassTfidfTransformer
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS, CountVectorizer

    model = BERTopic(
        umap_model=BaseDimensionalityReduction(),
        hdbscan_model=BaseCluster(),
        vectorizer_model=CountVectorizer(
            ngram_range=(1, 2),
            stop_words=sorted(ENGLISH_STOP_WORDS),
            token_pattern=r"[^\W\d_]{3,}(?:['’-][^\W\d_]+)*",  # noqa: S106 - how a word looks
        ),
        ctfidf_model=ClassTfidfTransformer(bm25_weighting=True),
        calculate_probabilities=False,
        verbose=False,
    )
    model.top_n_words = WORDS_READ  # given above, it would print a warning
    blank = np.zeros((len(texts), 2), dtype=np.float32)
    topics, _ = model.fit_transform(list(texts), embeddings=blank, y=labels)
    return [int(topic) for topic in topics], dict(model.get_topics())


def _diverse(words: Sequence[str], worth: Sequence[float], embedder: Embedder) -> tuple[str, ...]:
    """Choose by maximal marginal relevance (Carbonell and Goldstein 1998): telling, and unlike those chosen before."""
    if not words:
        return ()
    vectors = embedder.embed(list(words), keep=False)
    alike = np.clip(vectors @ vectors.T, 0.0, 1.0)
    value = np.array(worth) / max(worth)
    chosen = [0]
    while len(chosen) < min(KEYWORDS, len(words)):
        score = (1.0 - DIVERSITY) * value - DIVERSITY * alike[:, chosen].max(axis=1)
        score[chosen] = -np.inf
        chosen.append(int(score.argmax()))
    return tuple(words[i] for i in chosen)


def _worth(word: str, weight: float, members: Sequence[str], people: Sequence[str], everyone: Sequence[str]) -> float:
    """Return how telling a phrase is: its c-TF-IDF, by how many passages of the theme use it and how few others.

    What stands in one passage only is that passage's rather than the theme's; what one of several people says is 0.
    """
    held = [f" {word.lower()} " in text for text in members]
    if len(set(people)) > 1 and len({who for who, there in zip(people, held, strict=True) if there}) < 2:
        return 0.0
    share = sum(held) / len(members)
    overall = sum(f" {word.lower()} " in text for text in everyone) / len(everyone)
    alone = ALONE if sum(held) == 1 else 1.0
    return weight * alone * float(np.sqrt(share) * np.log2(1.0 + share / max(overall, 1e-9)))


def _clean(text: str, dropped: frozenset[str]) -> str:
    """Return the words of a text that may stand in a phrase, apart by single spaces."""
    kept = [one for one in _words(text) if one.lower() not in dropped and not filler(one.lower())]
    return " ".join(kept) or _EMPTY


def _words(text: str) -> list[str]:
    return [match.group() for match in _WORD.finditer(without_placeholders(text))]


def _untelling(texts: Sequence[str]) -> frozenset[str]:
    """Return words that stand in one text only, and words that may be names."""
    holding = Counter[str]()
    for text in texts:
        holding.update({match.group().lower() for match in _WORD.finditer(text)})
    return frozenset(word for word, count in holding.items() if count < 2) | suspects(texts)


def _common(word: str) -> bool:
    from wordfreq import zipf_frequency

    return zipf_frequency(word, "en") >= COMMON


@lru_cache(maxsize=1)
def _listed_names() -> frozenset[str]:
    """Return first and family names met in England, from the lists that pseudonyms are drawn from."""
    from importlib import import_module

    found: set[str] = set()
    for place in ("en_GB", "en_IE", "en_US", "en_IN", "pl_PL", "ro_RO"):
        provider = import_module(f"faker.providers.person.{place}").Provider
        for kind in ("first_names", "first_names_male", "first_names_female", "last_names"):
            found |= {str(one).lower() for one in getattr(provider, kind, ())}
    return frozenset(found)


def _opens(text: str, start: int) -> bool:
    """Tell whether a word at this code point begins a sentence or the text."""
    before = text[:start].rstrip(" \t\"'“‘(-–—•*")
    return not before or before[-1] in ".!?…:;\n"


def _without_repeats(words: Sequence[str]) -> tuple[str, ...]:
    """Drop a phrase whose words the phrases before it already said."""
    kept: list[str] = []
    said: set[str] = set()
    for word in words:
        stems = {part[:5] for part in word.split()}
        if not stems <= said:
            kept.append(word)
            said |= stems
    return tuple(kept)
