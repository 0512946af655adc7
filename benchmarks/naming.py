"""Names of themes beside BERTopic's: `python -m benchmarks.naming FOLDER [--save]`.

FOLDER holds `key_points`, `nhs_fft` and `consultation`. Each group is given as people made it (the arguments matched to
one key point, the comments with one code, the answers mapped to one theme), every way names it, and the name is held
against the one people gave: the cosine by all-mpnet-base-v2, which had no part in any of the names, and whether among
all names of the set people's own comes nearest. Intervals are bootstrap over groups. The larger model is needed
(`python3 dev.py larger`). What phrases are made of was chosen on the first twelve debates of the key points, the
comments and the consultation; nothing was chosen by the other debates.
"""

from __future__ import annotations

import argparse
import json
import sys
import warnings
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import voices  # noqa: F401 - sets the threads of numpy before it is loaded
from benchmarks.beds import debates, labelled_answers, labelled_comments
from voices.embeddings import Embedder, load_embedder
from voices.larger import cache_folder, prepared
from voices.larger.folder import load_folder
from voices.model import name_of_theme
from voices.themes import naming, phrasing

import numpy as np  # isort: skip

HERE = Path(__file__).resolve().parent
LOOKED_AT = 12
MOST = 60


@dataclass(frozen=True)
class Groups:
    """Texts in groups that people named."""

    texts: tuple[str, ...] = field(repr=False)
    labels: np.ndarray
    names: tuple[str, ...]


def sets(data: Path) -> dict[str, tuple[Groups, ...]]:
    """Return what there is in `data`; at most `MOST` texts of a group, drawn with a fixed seed."""
    found = [grouped(pairs, 6) for _, pairs in sorted(debates(data / "key_points", named=True).items())]
    return {
        "key points, looked at": tuple(found[:LOOKED_AT]),
        "key points, other debates": tuple(found[LOOKED_AT:]),
        "nhs": (grouped(labelled_comments(data / "nhs_fft"), 12),),
        "consultation": tuple(grouped(pairs, 4) for pairs in labelled_answers(data / "consultation" / "gambling_XS")),
    }


def grouped(pairs: Sequence[tuple[str, str]], fewest: int) -> Groups:
    """Return texts under the names people gave, for names with at least `fewest`."""
    order = np.random.default_rng(0).permutation(len(pairs))
    sizes, kept, met = Counter(name for _, name in pairs), [], Counter[str]()
    for i in order:
        name = pairs[i][1]
        if sizes[name] >= fewest and met[name] < MOST:
            met[name] += 1
            kept.append(pairs[i])
    names = tuple(sorted(met))
    return Groups(tuple(text for text, _ in kept), np.array([names.index(name) for _, name in kept]), names)


def ours(groups: Groups, embedder: Embedder) -> list[str]:
    """Return the names `voices` gives, every text being another person's."""
    people = [str(number) for number in range(len(groups.texts))]
    words = naming.key_words(groups.texts, people, groups.labels, embedder)
    points = embedder.embed(groups.texts).astype(np.float64)
    said = phrasing.phrases(groups.texts, people, points, groups.labels, embedder)
    return [name_of_theme(said.get(i, ()), words.get(i, ())) for i in range(len(groups.names))]


def key_words(groups: Groups, embedder: Embedder) -> list[str]:
    """Return the three first key words, which `voices` falls back on where no phrase is shared."""
    people = [str(number) for number in range(len(groups.texts))]
    words = naming.key_words(groups.texts, people, groups.labels, embedder)
    return [name_of_theme((), words.get(i, ())) for i in range(len(groups.names))]


def bertopic(groups: Groups, _: Embedder) -> list[str]:
    """Return BERTopic's own name of a topic: its four first words."""
    return _by_bertopic(groups, None)


def keybert(groups: Groups, embedder: Embedder) -> list[str]:
    """Return the four first words of BERTopic's KeyBERTInspired, by the same small model."""
    from bertopic.backend import BaseEmbedder
    from bertopic.representation import KeyBERTInspired

    class Small(BaseEmbedder):  # type: ignore[misc]
        def embed(self, documents: list[str], verbose: bool = False) -> np.ndarray:  # noqa: ARG002 - BERTopic gives it
            return embedder.embed(list(documents), keep=False)

    return _by_bertopic(groups, KeyBERTInspired(), Small())


def _by_bertopic(groups: Groups, representation: object, model: object = None) -> list[str]:
    from bertopic import BERTopic
    from bertopic.cluster import BaseCluster
    from bertopic.dimensionality import BaseDimensionalityReduction
    from sklearn.feature_extraction.text import CountVectorizer

    made = BERTopic(
        embedding_model=model,
        umap_model=BaseDimensionalityReduction(),
        hdbscan_model=BaseCluster(),
        vectorizer_model=CountVectorizer(stop_words="english"),
        representation_model=representation,
    )
    vectors = load_embedder().embed(groups.texts)
    topics, _ = made.fit_transform(list(groups.texts), embeddings=vectors, y=groups.labels)
    of = {int(label): topic for label, topic in zip(groups.labels, topics, strict=True)}
    return [", ".join(word for word, _ in made.get_topic(of[i])[:4]) for i in range(len(groups.names))]


METHODS: dict[str, Callable[[Groups, Embedder], list[str]]] = {
    "voices": ours,
    "key words of voices": key_words,
    "BERTopic": bertopic,
    "BERTopic, KeyBERTInspired": keybert,
}


def main() -> int:
    """Measure every way of naming on every set."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--save", action="store_true", help="write benchmarks/results/naming.json")
    parser.add_argument("--show", help="print the names of this set beside people's")
    options = parser.parse_args()
    warnings.filterwarnings("ignore")
    judge, embedder, rows = Embedder(load_folder(prepared(cache_folder()))), load_embedder(), []
    for name, found in sets(options.data).items():
        for method, names_of in METHODS.items():
            near, own = [], []
            for groups in found:
                given = names_of(groups, embedder)
                alike = judge.embed(given, keep=False) @ judge.embed(groups.names, keep=False).T
                near += [float(one) for one in np.diag(alike)]
                own += [float(row.argmax() == i) for i, row in enumerate(alike)]
                if options.show == name and method in ("voices", "BERTopic"):
                    print("\n".join(f"  {a}  |  {b}" for a, b in zip(given, groups.names, strict=True)))
            row = {"set": name, "method": method, "groups": len(near)}
            row |= {"near": _interval(near), "own comes nearest": _interval(own)}
            rows.append(row)
            print("  ".join(f"{key} {value}" for key, value in row.items()), flush=True)
    if options.save:
        (HERE / "results" / "naming.json").write_text(json.dumps(rows, indent=1) + "\n")
    return 0


def _interval(values: Sequence[float]) -> list[float]:
    """Return the mean and its 95 per cent bootstrap interval."""
    drawn = np.random.default_rng(0).choice(np.array(values), (4000, len(values))).mean(axis=1)
    return [round(float(one), 3) for one in (np.mean(values), *np.quantile(drawn, (0.025, 0.975)))]


if __name__ == "__main__":
    sys.exit(main())
