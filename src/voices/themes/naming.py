"""Names and key phrases of themes: c-TF-IDF and maximal marginal relevance, by BERTopic (Grootendorst 2022)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np

from voices import placeholders
from voices.embeddings import Embedder
from voices.themes.clustering import Labels

KEYWORDS = 8
"""Key phrases of a theme."""
CANDIDATES = 30
"""Phrases per theme from which relevance and difference choose."""
DIVERSITY = 0.4
"""0 takes the most typical phrases however alike, 1 the most unlike."""
IN_NAME = 3
"""Key phrases that make a name."""

_BRACKETS = re.compile(r"\[[^\]\n]{0,60}\]")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_FILLERS = frozenset(
    (
        "got get gets getting just like liked really know knew think thought thing things said say says saying want "
        "wanted going gone went come came sort kind lot lots bit actually basically maybe quite able way ways make made "
        "makes um er erm yeah yes okay don't didn't doesn't wasn't isn't can't couldn't wouldn't won't i'm i've it's "
        "that's there's they're we're you're he's she's we've they've i'd she'd he'd didnt dont cant im ive theyre "
        "thats let's one two three good nice feel felt feels need needs needed did does doing done day week year time "
        "times people person place organisation address postcode date age removed"
    ).split()  # noqa: SIM905 - a list of ninety words in a column is harder to read
)


def phrases(texts: Sequence[str], labels: Labels, embedder: Embedder) -> dict[int, tuple[str, ...]]:
    """Return the key phrases of each group, most telling first; `labels` has -1 for texts in none.

    Placeholders never reach a phrase, nor does a word that is only ever written with a capital, since a name that
    slipped through would look like that.
    """
    groups = sorted({int(label) for label in labels if label >= 0})
    if not groups:
        return {}
    names = _capitalised_only(texts)
    cleaned = [_clean(text, names) for text in texts]
    topics, found = _bertopic(cleaned, labels, embedder)
    out: dict[int, tuple[str, ...]] = {}
    for group in groups:
        row = int(np.flatnonzero(labels == group)[0])
        words = [str(word) for word, weight in found.get(topics[row], ()) if word and weight > 0]
        out[group] = _without_repeats(words)[:KEYWORDS]
    return out


def name(words: Sequence[str]) -> str:
    """Return a name made of the first key phrases."""
    if not words:
        return "Unnamed theme"
    joined = ", ".join(words[:IN_NAME])
    return joined[0].upper() + joined[1:]


def _bertopic(
    texts: Sequence[str], labels: Labels, embedder: Embedder
) -> tuple[list[int], dict[int, list[tuple[str, float]]]]:
    from bertopic import BERTopic
    from bertopic.backend import BaseEmbedder
    from bertopic.cluster import BaseCluster
    from bertopic.dimensionality import BaseDimensionalityReduction
    from bertopic.representation import MaximalMarginalRelevance
    from bertopic.vectorizers import ClassTfidfTransformer
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS, CountVectorizer

    class Words(BaseEmbedder):  # type: ignore[misc]
        """Gives BERTopic our embeddings for the phrases it compares."""

        def embed(self, documents: Any, verbose: bool = False) -> Any:  # noqa: ARG002
            return embedder.embed([str(one) for one in documents], keep=False)

    model = BERTopic(
        embedding_model=Words(),
        umap_model=BaseDimensionalityReduction(),
        hdbscan_model=BaseCluster(),
        vectorizer_model=CountVectorizer(
            ngram_range=(1, 2),
            stop_words=sorted(ENGLISH_STOP_WORDS | _FILLERS),
            token_pattern=r"[^\W\d_]{3,}(?:['’-][^\W\d_]+)*",  # noqa: S106 - how a word looks
        ),
        ctfidf_model=ClassTfidfTransformer(reduce_frequent_words=True, bm25_weighting=True),
        representation_model=MaximalMarginalRelevance(diversity=DIVERSITY, top_n_words=CANDIDATES // 2),
        top_n_words=CANDIDATES,
        calculate_probabilities=False,
        verbose=False,
    )
    blank = np.zeros((len(texts), 2), dtype=np.float32)
    topics, _ = model.fit_transform(list(texts), embeddings=blank, y=labels)
    return [int(topic) for topic in topics], dict(model.get_topics())


def _clean(text: str, names: frozenset[str]) -> str:
    plain = _BRACKETS.sub(" . ", placeholders.PATTERN.sub(" . ", text))
    kept = _WORD.sub(lambda match: " " if match.group().lower() in names else match.group(), plain)
    return kept if _WORD.search(kept) else "nothing"


def _capitalised_only(texts: Sequence[str]) -> frozenset[str]:
    """Return words never written in lower case although they stand in the middle of a sentence."""
    inside, small = Counter[str](), set[str]()
    for text in texts:
        for match in _WORD.finditer(text):
            word = match.group()
            if word[0].islower():
                small.add(word.lower())
            elif match.start() and text[: match.start()].rstrip()[-1:] not in "":
                inside[word.lower()] += 1
    return frozenset(word for word in inside if word not in small)


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
