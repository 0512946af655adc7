"""Themes beside BERTopic's defaults, NMF, LDA and k-means: `python -m benchmarks.themes FOLDER [--save]`.

FOLDER holds `bbc` (OCTIS), `nhs_fft`, `key_points`, `consultation` and `passages_dev.jsonl`; what is missing is left
out. The invented complaints of `benchmarks/data` are always there. Vectors are given to every method; those that read
words read the texts. Each cell is the mean over the draws of a set with an interval (bootstrap over draws); agreement
is the adjusted Rand index of resamples of nine tenths on the texts they share, over all pairs.
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
from benchmarks.beds import Bed, beds

import numpy as np  # isort: skip

HERE = Path(__file__).resolve().parent
RESAMPLES, SHARE = 5, 0.9
SIZES = (200, 2_000, 20_000)
NAMES = ("voices", "bertopic", "nmf", "lda", "k-means")
Method = Callable[..., np.ndarray]


def ours(bed: Bed, vectors: np.ndarray, seed: int, tuned: np.ndarray | None = None) -> np.ndarray:
    """Return the groups `voices themes` finds, before they are named; `tuned` are vectors of the tuned model."""
    from voices.embeddings import load_embedder
    from voices.themes import field
    from voices.themes.naming import telling
    from voices.themes.searching import Search, group
    from voices.themes.seeding import lines_of

    lines = lines_of(bed.seeds, load_embedder()) if bed.seeds is not None else None
    if tuned is None:
        tuned = field.meaning(bed.texts, (), load_embedder())
    return group(Search(tuple(telling(bed.texts)), vectors.astype(np.float64), lines, bed.k, tuned), seed).labels


def bertopic(bed: Bed, vectors: np.ndarray, seed: int) -> np.ndarray:
    """Return BERTopic's topics: its default UMAP and HDBSCAN, outliers put to the nearest topic where k is asked."""
    from bertopic import BERTopic
    from hdbscan import HDBSCAN
    from umap import UMAP

    flat = UMAP(n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", random_state=seed)
    dense = HDBSCAN(min_cluster_size=10, prediction_data=False)
    model = BERTopic(umap_model=flat, hdbscan_model=dense, nr_topics=bed.k + 1 if bed.k else None, embedding_model=None)
    topics = np.array(model.fit_transform(list(bed.texts), vectors)[0])
    if bed.k is None or (topics >= 0).sum() == 0:
        return topics
    groups = [one for one in np.unique(topics) if one >= 0]
    middles = np.array([vectors[topics == one].mean(axis=0) for one in groups])
    nearest = np.array(groups)[(vectors @ middles.T).argmax(axis=1)]
    return np.where(topics >= 0, topics, nearest)


def nmf(bed: Bed, _: np.ndarray, seed: int) -> np.ndarray:
    """Return the strongest part of a factorisation of TF-IDF; ten parts where nobody says how many."""
    from sklearn.decomposition import NMF
    from sklearn.feature_extraction.text import TfidfVectorizer

    counted = TfidfVectorizer(stop_words="english", min_df=2, sublinear_tf=True).fit_transform(bed.texts)
    return NMF(bed.k or 10, init="nndsvd", random_state=seed, max_iter=400).fit_transform(counted).argmax(axis=1)


def lda(bed: Bed, _: np.ndarray, seed: int) -> np.ndarray:
    """Return the strongest topic of latent Dirichlet allocation; ten topics where nobody says how many."""
    from sklearn.decomposition import LatentDirichletAllocation
    from sklearn.feature_extraction.text import CountVectorizer

    counted = CountVectorizer(stop_words="english", min_df=2).fit_transform(bed.texts)
    model = LatentDirichletAllocation(bed.k or 10, learning_method="online", random_state=seed)
    return model.fit_transform(counted).argmax(axis=1)


def k_means(bed: Bed, vectors: np.ndarray, seed: int) -> np.ndarray:
    """Return k-means with ten restarts; ten groups where nobody says how many."""
    from sklearn.cluster import KMeans

    return np.asarray(KMeans(bed.k or 10, n_init=10, random_state=seed).fit_predict(vectors))


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
    jobs = [one for one in beds(options.data) if options.sets is None or one in options.sets]
    jobs += [str(size) for size in options.sizes]
    rows = []
    for job, method in itertools.product(jobs, options.methods):
        if "seeded" in job and method != "voices":  # the others cannot be told what is known
            continue
        command = [sys.executable, "-m", "benchmarks.themes", str(options.data), "--one", job, method]
        done = subprocess.run(command, cwd=HERE.parent, stdout=subprocess.PIPE, text=True, check=False)
        if done.returncode == 0:
            rows.append(json.loads(done.stdout.splitlines()[-1]))
            print("  ".join(f"{name} {value}" for name, value in rows[-1].items()), flush=True)
            _keep(rows, options.save)
        else:
            print(f"{job} {method}: it ended with an error", flush=True)
    return 0


def _keep(rows: Sequence[dict[str, object]], save: bool) -> None:
    """Write what was measured; rows of earlier runs stay where this one did not measure the same."""
    if not save:
        return
    path = HERE / "results" / "themes.json"
    earlier = json.loads(path.read_text("utf-8")) if path.is_file() else []
    kept = {(row["set"], row["method"], str(row["n"])): row for row in (*earlier, *rows)}
    path.write_text(json.dumps(list(kept.values()), indent=1) + "\n")
    path.with_suffix(".md").write_text(_table(list(kept.values())))


def _one(data: Path, job: str, method: str) -> dict[str, object]:
    warnings.filterwarnings("ignore")
    if job.isdecimal():
        return _speed(int(job), method)
    from voices.embeddings import load_embedder
    from voices.themes import field

    found = []
    for bed in beds(data)[job]():
        field.meaning(bed.texts, (), load_embedder())  # remembered, so that all vectors are there before the clock
        found.append(_measured(bed, load_embedder().embed(bed.texts), METHODS[method]))
    sizes = [one["n"] for one in found]
    row: dict[str, object] = {"set": job, "method": method, "draws": len(found)}
    row["n"] = str(min(sizes)) if min(sizes) == max(sizes) else f"{min(sizes)}-{max(sizes)}"
    row |= {name: round(float(np.mean([one[name] for one in found])), 3) for name in ("groups", "outliers")}
    for name in ("nmi", "ari", "agree"):
        values = [one[name] for one in found]
        row[name], row[f"{name} interval"] = round(float(np.mean(values)), 3), _interval(values)
    row["seconds"] = round(float(np.mean([one["seconds"] for one in found])), 1)
    return row


def _measured(bed: Bed, vectors: np.ndarray, method: Method) -> dict[str, float]:
    from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score

    started = time.perf_counter()
    labels = method(bed, vectors, 0)
    seconds = time.perf_counter() - started
    known = np.array([one is not None for one in bed.gold])
    named = [one for one in bed.gold if one is not None]
    found = []
    for seed in range(RESAMPLES):
        random = np.random.default_rng(seed)
        rows = np.sort(random.choice(len(bed.texts), int(SHARE * len(bed.texts)), replace=False))
        part = Bed(tuple(bed.texts[i] for i in rows), tuple(bed.gold[i] for i in rows), bed.k, bed.seeds)
        again = np.full(len(bed.texts), -9)
        again[rows] = method(part, vectors[rows], seed)
        found.append(again)
    both = [(a[(a > -9) & (b > -9)], b[(a > -9) & (b > -9)]) for a, b in itertools.combinations(found, 2)]
    return {
        "n": len(bed.texts),
        "groups": len({int(one) for one in labels if one >= 0}),
        "outliers": float((labels < 0).mean()),
        "nmi": float(normalized_mutual_info_score(named, labels[known])),
        "ari": float(adjusted_rand_score(named, labels[known])),
        "agree": float(np.mean([adjusted_rand_score(a, b) for a, b in both])),
        "seconds": seconds,
    }


def _interval(values: Sequence[float]) -> list[float]:
    """Return the 95 per cent bootstrap interval of the mean over draws; nothing for fewer than four."""
    if len(values) < 4:
        return []
    random = np.random.default_rng(0)
    means = random.choice(np.array(values), (4000, len(values))).mean(axis=1)
    return [round(float(one), 3) for one in np.quantile(means, (0.025, 0.975))]


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
    given = {"tuned": vectors.astype(np.float64)} if method == "voices" else {}
    METHODS[method](Bed(tuple(texts), (None,) * size), vectors, 0, **given)
    seconds = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return {"set": "speed", "method": method, "n": size, "seconds": round(seconds, 1), "megabytes": peak}


def _table(rows: Sequence[dict[str, object]]) -> str:
    head = ("set", "method", "draws", "n", "groups", "outliers", "nmi", "ari", "agree", "seconds", "megabytes")
    lines = [" | ".join(head), " | ".join("---" for _ in head)]
    lines += [" | ".join(_shown(row, name) for name in head) for row in rows]
    return "# Themes beside other ways of finding them\n\n" + "\n".join(f"| {line} |" for line in lines) + "\n"


def _shown(row: dict[str, object], name: str) -> str:
    interval = row.get(f"{name} interval")
    extra = f" [{interval[0]}, {interval[1]}]" if isinstance(interval, list) and interval else ""
    return f"{row.get(name, '–')}{extra}"


if __name__ == "__main__":
    sys.exit(main())
