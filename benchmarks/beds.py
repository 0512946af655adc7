"""Sets of texts that people gave themes to, drawn to look like a year or two of complaints.

A drawn set has about 240 texts: six to ten themes of uneven size, and a tenth of one-offs, each from a theme of its
own. Only texts with one theme are drawn. What is scored is the recurring themes; the one-offs are there to disturb.
"""

from __future__ import annotations

import csv
import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import voices  # noqa: F401 - sets the threads of numpy before it is loaded
from voices import codebook
from voices.codebook import Code, Codebook, Exemplar

import numpy as np  # isort: skip

HERE = Path(__file__).resolve().parent
TEXTS, ONE_OFFS, DRAWS = 240, 0.1, 6


@dataclass(frozen=True)
class Bed:
    """One set of texts."""

    texts: tuple[str, ...] = field(repr=False)
    gold: tuple[str | None, ...]
    """Theme per text, None for a one-off."""
    k: int | None = None
    seeds: Codebook | None = None


Beds = dict[str, Callable[[], tuple[Bed, ...]]]


def beds(data: Path) -> Beds:
    """Return what there is in `data`, and the invented complaints of this folder."""
    found: Beds = {"complaints": _complaints, "complaints, seeded": partial(_complaints, seeded=True)}
    if (data / "nhs_fft" / "comments.jsonl").is_file():
        found["nhs, 240 drawn"] = partial(_nhs_drawn, data / "nhs_fft")
        found["nhs, seeded"] = partial(_nhs_drawn, data / "nhs_fft", seeded=1.0)
        found["nhs, half seeded"] = partial(_nhs_drawn, data / "nhs_fft", seeded=0.5)
        found["nhs, 30 themes"] = lambda: (Bed(*_nhs(data / "nhs_fft"), k=30),)
    if (data / "key_points").is_dir():
        found["key points"] = partial(_key_points, data / "key_points")
    if (data / "consultation").is_dir():
        found["consultation"] = partial(_consultation, data / "consultation" / "gambling_XS")
    if (data / "passages_dev.jsonl").is_file():
        found["passages"] = partial(_passages, data / "passages_dev.jsonl")
        found["passages, seeded"] = partial(_passages, data / "passages_dev.jsonl", seeded=True)
    if (data / "bbc" / "corpus.tsv").is_file():
        found["bbc, 10 themes"] = partial(_bbc, data / "bbc" / "corpus.tsv")
    return found


def _complaints(seeded: bool = False) -> tuple[Bed, ...]:
    """Return the invented complaints whole, and draws of six of their nine themes."""
    rows = _lines(HERE / "data" / "complaints.jsonl")
    seeds = codebook.find("complaints") if seeded else None
    whole = Bed(tuple(r["text"] for r in rows), tuple(r["theme"] for r in rows), seeds=seeds)
    names = sorted({one for one in whole.gold if one})
    found = [whole]
    for draw in range(DRAWS - 1):
        random = np.random.default_rng(draw)
        kept = set(random.choice(names, 6, replace=False))
        rows_kept = [i for i, one in enumerate(whole.gold) if one is None or (one in kept and random.random() < 0.9)]
        found.append(_part(whole, rows_kept, seeds))
    return tuple(found)


def _nhs(folder: Path) -> tuple[tuple[str, ...], tuple[str | None, ...]]:
    rows = _lines(folder / "comments.jsonl")
    return tuple(r["text"] for r in rows), tuple(r["codes"][0] if len(r["codes"]) == 1 else None for r in rows)


def _nhs_drawn(folder: Path, seeded: float = 0.0) -> tuple[Bed, ...]:
    texts, gold = _nhs(folder)
    long = [i for i, text in enumerate(texts) if len(text.split()) >= 4]
    whole = Bed(tuple(texts[i] for i in long), tuple(gold[i] for i in long))
    found = []
    for draw in range(DRAWS):
        bed = _drawn(whole, np.random.default_rng(draw))
        if seeded:
            named = sorted({one for one in bed.gold if one} if seeded < 1 else {one for one in whole.gold if one})
            bed = Bed(bed.texts, bed.gold, seeds=_nhs_codebook(folder, named[:: round(1 / seeded)], set(texts)))
        found.append(bed)
    return tuple(found)


def _nhs_codebook(folder: Path, names: list[str], texts: set[str]) -> Codebook:
    """Return the codebook the comments were coded with: descriptions, and the examples that are not among the texts."""
    from openpyxl import load_workbook

    sheet = load_workbook(next(folder.glob("*.xlsx")), read_only=True)["MVP framework details"]
    said = {text.strip().lower() for text in texts}
    codes: list[Code] = []
    exemplars: list[Exemplar] = []
    for row in sheet.iter_rows(min_row=2, values_only=True):
        _, name, description, *examples = [str(cell or "").strip() for cell in row][:5]
        if name in names:
            code = re.sub(r"[^a-z]+", "_", name.lower()).strip("_")
            codes.append(Code(code, name, "#00517A", description or name))
            quoted = re.findall(r"[‘']([^’'\n]{8,200}(?:[’'](?=\w)[^’'\n]{1,200})*)[’']", "\n".join(examples))
            exemplars += [Exemplar(q, ((code, None),)) for q in dict.fromkeys(quoted) if q.strip().lower() not in said]
    return Codebook("nhs", "NHS comments", "1", tuple(codes), tuple(exemplars))


def debates(folder: Path, named: bool = False) -> dict[str, list[tuple[str, str]]]:
    """Return the arguments of each debate with the id, or the words, of the one key point people matched them to."""
    matched: dict[str, list[str]] = defaultdict(list)
    points: dict[str, str] = {}
    rows: list[dict[str, str]] = []
    for part in ("train", "dev"):
        for one in _rows(folder / f"labels_{part}.csv"):
            if one["label"] == "1":
                matched[one["arg_id"]].append(one["key_point_id"])
        points |= {one["key_point_id"]: one["key_point"] for one in _rows(folder / f"key_points_{part}.csv")}
        rows += _rows(folder / f"arguments_{part}.csv")
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in rows:
        if len(matched[row["arg_id"]]) == 1:
            (point,) = matched[row["arg_id"]]
            found[row["topic"]].append((row["argument"], points[point] if named else point))
    return found


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _key_points(folder: Path) -> tuple[Bed, ...]:
    """Return the arguments of some debates, each with the one key point people matched it to."""
    held = debates(folder)
    chosen = np.random.default_rng(5).permutation(sorted(held))[:DRAWS]
    found = []
    for draw, debate in enumerate(chosen):
        whole = Bed(tuple(text for text, _ in held[debate]), tuple(point for _, point in held[debate]))
        found.append(_drawn(whole, np.random.default_rng(draw), fewest=8))
    return tuple(found)


def labelled_comments(folder: Path) -> list[tuple[str, str]]:
    """Return comments of four words and more that have one code, with its name."""
    texts, codes = _nhs(folder)
    return [(a, b) for a, b in zip(texts, codes, strict=True) if b and b != "Not assigned" and len(a.split()) >= 4]


def labelled_answers(folder: Path) -> list[list[tuple[str, str]]]:
    """Return each question's responses with the name of the first theme they were mapped to."""
    found = []
    for part in ("question_part_1", "question_part_2"):
        said = {r["response_id"]: r["response"] for r in _lines(folder / "inputs" / part / "responses.jsonl")}
        where = next((folder / "outputs" / "mapping").glob("*")) / part
        names = {one["topic_id"]: one["topic_label"] for one in json.loads((where / "themes.json").read_text("utf-8"))}
        mapped = [one for one in _lines(where / "mapping.jsonl") if one["labels"] and one["labels"][0] in names]
        found.append([(said[one["response_id"]], names[one["labels"][0]]) for one in mapped])
    return found


def _consultation(folder: Path) -> tuple[Bed, ...]:
    """Return each question's responses with the first theme they were mapped to."""
    found = []
    for part in ("question_part_1", "question_part_2"):
        said = {r["response_id"]: r["response"] for r in _lines(folder / "inputs" / part / "responses.jsonl")}
        mapped = _lines(next((folder / "outputs" / "mapping").glob("*")) / part / "mapping.jsonl")
        texts = tuple(said[m["response_id"]] for m in mapped)
        found.append(Bed(texts, tuple(m["labels"][0] if m["labels"] else None for m in mapped)))
    return tuple(found)


def _passages(path: Path, seeded: bool = False) -> tuple[Bed, ...]:
    rows = _lines(path)
    seeds = codebook.find("six_principles") if seeded else None
    whole = Bed(tuple(r["text"] for r in rows), tuple(r["codes"][0]["code"] if r["codes"] else None for r in rows))
    found = []
    for draw in range(DRAWS // 2):
        random = np.random.default_rng(draw)
        coded = [i for i, one in enumerate(whole.gold) if one is not None]
        others = [i for i, one in enumerate(whole.gold) if one is None]
        kept = [*random.choice(coded, 216, replace=False), *random.choice(others, 24, replace=False)]
        found.append(_part(whole, sorted(int(i) for i in kept), seeds))
    return tuple(found)


def _bbc(path: Path) -> tuple[Bed, ...]:
    rows = [line.split("\t") for line in path.read_text("utf-8").splitlines()]
    return (Bed(tuple(row[0] for row in rows), tuple(row[2] for row in rows), k=10),)


def _drawn(whole: Bed, random: np.random.Generator, fewest: int = 12) -> Bed:
    """Draw about `TEXTS` texts of six to ten themes that have at least `fewest`, and one-offs from other themes."""
    sizes = Counter(one for one in whole.gold if one is not None)
    names = sorted(name for name, size in sizes.items() if size >= fewest)
    chosen = random.choice(names, min(int(random.integers(6, 11)), len(names)), replace=False)
    rows: list[int] = []
    for name, share in zip(chosen, random.dirichlet(np.full(len(chosen), 6.0)), strict=True):
        members = [i for i, one in enumerate(whole.gold) if one == name]
        wanted = min(len(members), max(8, round(share * TEXTS * (1 - ONE_OFFS))))
        rows += [int(i) for i in random.choice(members, wanted, replace=False)]
    others: dict[str, list[int]] = defaultdict(list)
    for i, one in enumerate(whole.gold):
        if one is not None and one not in chosen:
            others[one].append(i)
    single = [int(random.choice(members)) for _, members in sorted(others.items())]
    again = [int(random.choice(members)) for _, members in sorted(others.items()) if len(members) > 1]
    alone = list(dict.fromkeys([*random.permutation(single), *random.permutation(again)]))
    alone = [int(i) for i in alone[: max(2, round(len(rows) * ONE_OFFS / (1 - ONE_OFFS)))]]
    order = random.permutation(len(rows) + len(alone))
    listed, gold = [*rows, *alone], [*(whole.gold[i] for i in rows), *(None for _ in alone)]
    return Bed(tuple(whole.texts[listed[i]] for i in order), tuple(gold[i] for i in order))


def _part(whole: Bed, rows: list[int], seeds: Codebook | None) -> Bed:
    return Bed(tuple(whole.texts[i] for i in rows), tuple(whole.gold[i] for i in rows), whole.k, seeds)


def _lines(path: Path) -> list[dict]:  # type: ignore[type-arg]
    return list(_read(path))


def _read(path: Path) -> Iterator[dict]:  # type: ignore[type-arg]
    for line in path.read_text("utf-8").splitlines():
        yield json.loads(line)
