"""What codebooks know: the view of the field, and seeds by wording and meaning together."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from sklearn.metrics import normalized_mutual_info_score

from voices.codebook import Code, Codebook, Exemplar, find
from voices.embeddings import Embedder
from voices.themes import discover, field, seeding
from voices.themes.naming import telling
from voices.themes.seeding import evidence, lines_of

from .conftest import corpus, passage

INVENTED = Path(__file__).resolve().parents[2] / "benchmarks" / "data" / "complaints.jsonl"


@pytest.fixture(scope="module")
def complaints() -> list[dict[str, str | None]]:
    return [json.loads(line) for line in INVENTED.read_text("utf-8").splitlines()]


def test_the_view_is_wide_in_the_field_and_narrow_outside_it(
    embedder: Embedder, complaints: list[dict[str, str | None]]
) -> None:
    inside = field.view(embedder.embed([str(one["text"]) for one in complaints]).astype(np.float64))
    outside = field.view(embedder.embed([one.text for one in corpus()[0]]).astype(np.float64))
    wide, narrow = (float(np.sqrt((rows**2).sum(axis=1).mean())) for rows in (inside, outside))
    assert wide > 1.5 * narrow
    assert inside.mean(axis=0) == pytest.approx(0.0, abs=1e-9)


def test_what_a_seed_names_goes_to_it_and_an_empty_seed_gets_nothing(
    embedder: Embedder, complaints: list[dict[str, str | None]]
) -> None:
    book = find("complaints")
    lines = lines_of(book, embedder)
    known = [one for one in complaints if one["theme"] in lines.codes]
    texts = telling([str(one["text"]) for one in known])
    points = embedder.embed([str(one["text"]) for one in known]).astype(np.float64)
    speaks = evidence(texts, points, lines)
    assert ((speaks >= 0) & (speaks <= 1)).all()
    assert (speaks.sum(axis=1) <= 1 + 1e-9).all()
    right = [lines.codes[int(best)] == one["theme"] for best, one in zip(speaks.argmax(axis=1), known, strict=True)]
    assert np.mean(right) > 0.8


def test_invented_complaints_fall_into_their_themes_alone_and_better_with_seeds(
    embedder: Embedder, complaints: list[dict[str, str | None]]
) -> None:
    passages = [passage(f"c{i:03d}", str(one["text"])) for i, one in enumerate(complaints)]
    vectors = embedder.embed([one.text for one in passages])
    gold = {p.id: one["theme"] for p, one in zip(passages, complaints, strict=True) if one["theme"]}
    scores = []
    for seeds in (None, find("complaints")):
        found = discover(passages, vectors, "all", seeds=seeds, embedder=embedder)
        theme = {one.passage: one.theme or "" for one in reversed(found.assignments)}
        scores.append(normalized_mutual_info_score(list(gold.values()), [theme[id] for id in gold]))
    assert scores[0] > 0.45
    assert scores[1] > 0.6


def test_a_large_codebook_is_read_in_part_and_a_small_one_whole(embedder: Embedder) -> None:
    def owners(count: int) -> Counter[int]:
        known = tuple(Exemplar(f"The bus was late, time {n}.", (("bus", None),)) for n in range(count))
        none = tuple(Exemplar(f"Soup again, day {n}.", ()) for n in range(count))
        book = Codebook("b", "B", "1", (Code("bus", "Buses", "#00517A", "Buses that are late."),), known + none)
        return Counter(seeding.lines_of(book, embedder).owner.tolist())

    assert owners(30) == {0: 31, -1: 30}
    assert owners(seeding.MOST_OF_NONE + 50) == {0: seeding.MOST, -1: seeding.MOST_OF_NONE}
