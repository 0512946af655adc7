"""Who took part, against counts made by hand from the files: the role columns tallied, the speakers of a talk told."""

import csv
from pathlib import Path

from flows.identify import identified, voice_keys
from voices import sources, study

SAMPLE = Path(__file__).resolve().parents[2] / "data" / "sample"
BY_HAND = Path(__file__).parent / "data" / "counts.csv"


def test_heads_by_source_wave_and_role_are_those_counted_by_hand() -> None:
    with BY_HAND.open(encoding="utf-8", newline="") as file:
        wanted = {
            (row["source"], int(row["wave"] or 0), row["role"]): int(row["heads"]) for row in csv.DictReader(file)
        }
    found: dict[tuple[str, int, str], set[tuple[str, str]]] = {}
    loaded = study.load(SAMPLE)
    for spec in loaded.sources:
        if spec.name == "letters":
            continue
        questions = sources.read_questions(loaded.originals / spec.questions) if spec.questions else ()
        for path, name in sources.iter_files(spec, loaded.originals):
            for read in identified(sources.read(path, name, spec, questions).documents, b"any key"):
                turns, single = voice_keys(read)
                role = dict(read.raw.attributes).get("role", "")
                heard = {(key, turn.role) for key, turn in zip(turns, read.raw.turns, strict=True) if key[1]}
                for key, said in heard or ({(single, role)} if single[1] else set()):
                    found.setdefault((spec.name, spec.wave or 0, said), set()).add(key)
    assert {key: len(heads) for key, heads in found.items()} == wanted
