"""How fast each stage is and how much memory a run takes, beside plain spaCy on the same texts."""

from __future__ import annotations

import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.generate import comments, write_study


@dataclass(frozen=True)
class Figure:
    """One line of the table."""

    what: str
    value: float
    unit: str
    n: int
    """Documents, passages or words the figure rests on."""


def of_study(folder: Path, label: str) -> list[Figure]:
    """Run the study flow on a new study; return seconds and rates by stage."""
    import flows
    from voices import study
    from voices.vault import create_key, create_vault

    loaded = study.load(folder)
    flows.prepare(loaded.work / "prefect")
    from flows.running import run
    from flows.study import study as study_flow

    started = time.perf_counter()
    with create_vault(loaded.vault, create_key(folder.parent / "key"), loaded.id) as vault:
        session = run(loaded, study_flow, vault)
    total = time.perf_counter() - started
    from voices.store import open_store

    with open_store(loaded.database) as store:
        words = sum(len(d.text.split()) for d in store.documents())
        passages = len(store.passages())
    found = [Figure(f"{label}: files to queue", total, "seconds", session.counts["documents"])]
    for stage, unit, n in (
        ("detect", "words a second", words),
        ("mask", "words a second", words),
        ("passages", "words a second", words),
        ("suggest", "passages a second", passages),
    ):
        seconds = session.seconds.get(stage, 0.0)
        if seconds > 0:
            found.append(Figure(f"{label}: {stage}", n / seconds, unit, n))
    found += [
        Figure(f"{label}: {stage}", session.seconds[stage], "seconds", passages)
        for stage in ("link", "themes", "queue")
        if stage in session.seconds
    ]
    return found


def load(count: int) -> list[Figure]:
    """Run a study of `count` generated comments."""
    with tempfile.TemporaryDirectory() as scratch:
        return of_study(write_study(Path(scratch), count), f"{count:,} comments")


def peer(count: int = 1000) -> list[Figure]:
    """Compare detection with plain spaCy names, the peer whose recogniser it builds on, on the same comments."""
    from voices import privacy

    texts = comments(count)
    words = sum(len(t.split()) for t in texts)
    models = privacy.load_models()
    found = []
    for what, work in (
        ("detect, all detectors", lambda: privacy.detect(texts, models)),
        ("peer: spaCy names alone", lambda: list(models.nlp.pipe(texts, batch_size=100))),
    ):
        started = time.perf_counter()
        work()
        found.append(Figure(what, words / (time.perf_counter() - started), "words a second", words))
    return found


def peak_megabytes() -> float:
    """Return the largest memory this process ever held, or NaN where the system does not say."""
    try:
        import resource
    except ImportError:
        return float("nan")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)
