"""Themes beside BERTopic's defaults, NMF, LDA and k-means: `python -m benchmarks.themes FOLDER [--save]`.

FOLDER holds sets of texts as JSONL {id, text, theme}, theme null for a one-off, or the folders `bbc` (OCTIS corpus.tsv)
and `nhs_fft` (comments.jsonl). Vectors are given to every method; those that read words read the texts.
"""

from __future__ import annotations

import argparse
import itertools
import json
import resource
import subprocess
import sys
import time
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path

import voices  # noqa: F401 - sets the threads of numpy before it is loaded

import numpy as np  # isort: skip

HERE = Path(__file__).resolve().parent
RESAMPLES, SHARE = 5, 0.9
SIZES = (200, 2_000, 20_000)
NAMES = ("voices", "bertopic", "nmf", "lda", "k-means")
Method = Callable[[Sequence[str], np.ndarray, int | None, int], np.ndarray]


def ours(texts: Sequence[str], vectors: np.ndarray, k: int | None, seed: int) -> np.ndarray:
    """Return the groups `voices themes` finds, before they are named."""
    from voices.themes.naming import telling
    from voices.themes.searching import Search, group

    return group(Search(tuple(telling(texts)), vectors.astype(np.float64), None, k), seed).labels


def bertopic(texts: Sequence[str], vectors: np.ndarray, k: int | None, seed: int) -> np.ndarray:
    """Return BERTopic's topics: its default UMAP and HDBSCAN, outliers put to the nearest topic where k is asked."""
    from bertopic import BERTopic
    from hdbscan import HDBSCAN
    from umap import UMAP

    flat = UMAP(n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", random_state=seed)
    dense = HDBSCAN(min_cluster_size=10, prediction_data=False)
    model = BERTopic(umap_model=flat, hdbscan_model=dense, nr_topics=k + 1 if k else None, embedding_model=None)
    topics = np.array(model.fit_transform(list(texts), vectors)[0])
    if k is None or (topics >= 0).sum() == 0:
        return topics
    groups = [one for one in np.unique(topics) if one >= 0]
    middles = np.array([vectors[topics == one].mean(axis=0) for one in groups])
    nearest = np.array(groups)[(vectors @ middles.T).argmax(axis=1)]
    return np.where(topics >= 0, topics, nearest)


def nmf(texts: Sequence[str], _: np.ndarray, k: int | None, seed: int) -> np.ndarray:
    """Return the strongest part of a factorisation of TF-IDF; ten parts where nobody says how many."""
    from sklearn.decomposition import NMF
    from sklearn.feature_extraction.text import TfidfVectorizer

    counted = TfidfVectorizer(stop_words="english", min_df=2, sublinear_tf=True).fit_transform(texts)
    return NMF(k or 10, init="nndsvd", random_state=seed, max_iter=400).fit_transform(counted).argmax(axis=1)


def lda(texts: Sequence[str], _: np.ndarray, k: int | None, seed: int) -> np.ndarray:
    """Return the strongest topic of latent Dirichlet allocation; ten topics where nobody says how many."""
    from sklearn.decomposition import LatentDirichletAllocation
    from sklearn.feature_extraction.text import CountVectorizer

    counted = CountVectorizer(stop_words="english", min_df=2).fit_transform(texts)
    model = LatentDirichletAllocation(k or 10, learning_method="online", random_state=seed)
    return model.fit_transform(counted).argmax(axis=1)


def k_means(_: Sequence[str], vectors: np.ndarray, k: int | None, seed: int) -> np.ndarray:
    """Return k-means with ten restarts; ten groups where nobody says how many."""
    from sklearn.cluster import KMeans

    return np.asarray(KMeans(k or 10, n_init=10, random_state=seed).fit_predict(vectors))


METHODS: dict[str, Method] = dict(zip(NAMES, (ours, bertopic, nmf, lda, k_means), strict=True))


def main() -> int:
    """Measure every method on every set, and its time and memory by size, each in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--save", action="store_true", help="write benchmarks/results/themes.json and .md")
    parser.add_argument("--sizes", type=int, nargs="*", default=list(SIZES))
    parser.add_argument("--sets", nargs="*", help="names of sets; all otherwise")
    parser.add_argument("--methods", nargs="*", default=list(NAMES))
    parser.add_argument("--one", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        print(json.dumps(_one(options.data, *options.one)))
        return 0
    jobs = [one for one in _sets(options.data) if not options.sets or one in options.sets]
    jobs += [str(size) for size in options.sizes]
    rows = []
    for job, method in itertools.product(jobs, options.methods):
        command = [sys.executable, "-m", "benchmarks.themes", str(options.data), "--one", job, method]
        done = subprocess.run(command, cwd=HERE.parent, stdout=subprocess.PIPE, text=True, check=False)
        if done.returncode == 0:
            rows.append(json.loads(done.stdout.splitlines()[-1]))
            print(_line(rows[-1]), flush=True)
        else:
            print(f"{job} {method}: it ended with an error", flush=True)
    if options.save:
        results = HERE / "results"
        (results / "themes.json").write_text(json.dumps(rows, indent=1) + "\n")
        (results / "themes.md").write_text(_table(rows))
    return 0


def _one(data: Path, job: str, method: str) -> dict[str, object]:
    warnings.filterwarnings("ignore")
    if job.isdecimal():
        return _speed(int(job), method)
    from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score

    from voices.embeddings import load_embedder

    texts, gold, k = _sets(data)[job]()
    vectors = load_embedder().embed(texts)
    started = time.perf_counter()
    labels = METHODS[method](texts, vectors, k, 0)
    seconds = time.perf_counter() - started
    known = np.array([one is not None for one in gold])
    named = [one for one in gold if one is not None]
    found = []
    for seed in range(RESAMPLES):
        random = np.random.default_rng(seed)
        rows = np.sort(random.choice(len(texts), int(SHARE * len(texts)), replace=False))
        again = np.full(len(texts), -9)
        again[rows] = METHODS[method]([texts[i] for i in rows], vectors[rows], k, seed)
        found.append(again)
    agree = [
        adjusted_rand_score(a[(a > -9) & (b > -9)], b[(a > -9) & (b > -9)]) for a, b in itertools.combinations(found, 2)
    ]
    return {
        "set": job,
        "method": method,
        "n": len(texts),
        "k": k,
        "groups": len({int(one) for one in labels if one >= 0}),
        "outliers": round(float((labels < 0).mean()), 3),
        "nmi": round(float(normalized_mutual_info_score(named, labels[known])), 3),
        "ari": round(float(adjusted_rand_score(named, labels[known])), 3),
        "agree": round(float(np.mean(agree)), 3),
        "seconds": round(seconds, 1),
    }


def _speed(size: int, method: str) -> dict[str, object]:
    """Return seconds and memory on drawn vectors around 30 directions with sentences of as many vocabularies."""
    random = np.random.default_rng(0)
    middles = random.normal(size=(30, 384))
    owner = random.integers(30, size=size)
    vectors = middles[owner] + 1.5 * random.normal(size=(size, 384))
    vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
    letters = np.array(list("abcdefghijklmnopqrstuvwxyz"))
    words = np.array(["".join(random.choice(letters, 6)) for _ in range(1500)])
    texts = [" ".join(words[(one * 50 + random.integers(120, size=20)) % 1500]) for one in owner]
    started = time.perf_counter()
    METHODS[method](texts, vectors, None, 0)
    seconds = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return {"set": "speed", "method": method, "n": size, "seconds": round(seconds, 1), "megabytes": peak}


def _sets(data: Path) -> dict[str, Callable[[], tuple[list[str], list[str | None], int | None]]]:
    found: dict[str, Callable[[], tuple[list[str], list[str | None], int | None]]] = {}
    if (data / "bbc" / "corpus.tsv").is_file():
        found["bbc"] = lambda: _bbc(data / "bbc" / "corpus.tsv")
    if (data / "nhs_fft" / "comments.jsonl").is_file():
        found["nhs"] = lambda: _nhs(data / "nhs_fft" / "comments.jsonl")
    for path in sorted(data.glob("*.jsonl")):
        lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
        if lines and all("theme" in one and "text" in one for one in lines):
            found[path.stem] = lambda rows=lines: ([r["text"] for r in rows], [r["theme"] for r in rows], None)  # type: ignore[misc]
    return found


def _bbc(path: Path) -> tuple[list[str], list[str | None], int]:
    rows = [line.split("\t") for line in path.read_text("utf-8").splitlines()]
    return [row[0] for row in rows], [row[2] for row in rows], 10


def _nhs(path: Path) -> tuple[list[str], list[str | None], int]:
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return [r["text"] for r in rows], [r["codes"][0] if len(r["codes"]) == 1 else None for r in rows], 30


def _line(row: dict[str, object]) -> str:
    return "  ".join(f"{name} {value}" for name, value in row.items())


def _table(rows: Sequence[dict[str, object]]) -> str:
    head = ("set", "method", "n", "k", "groups", "outliers", "nmi", "ari", "agree", "seconds", "megabytes")
    lines = [" | ".join(head), " | ".join("---" for _ in head)]
    lines += [" | ".join(str(row.get(name, "–")) for name in head) for row in rows]
    return "# Themes beside other ways of finding them\n\n" + "\n".join(f"| {line} |" for line in lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
