"""Other maskers on the same texts: plain spaCy, Rampart alone, both together, Presidio in an environment of its own."""

from __future__ import annotations

import json
import subprocess
import sys
import venv
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.scoring import GoldText

if TYPE_CHECKING:
    from voices.privacy import Models

ROOT = Path(__file__).resolve().parents[1]
LOCK = ROOT / "locks" / "peers.lock"
VENV = ROOT / ".venv-peers"
PLAIN = frozenset({"PERSON", "GPE", "LOC", "FAC", "ORG", "DATE"})
"""spaCy labels that fall under the masking policy; without its rules nothing tells a day from a weekday."""

Spans = dict[str, list[tuple[int, int]]]


def spacy_alone(texts: Sequence[GoldText], models: Models) -> Spans:
    """Return the entities of the same spaCy model with nothing around it."""
    documents = models.nlp.pipe((t.text for t in texts), batch_size=32)
    return {
        t.id: [(e.start_char, e.end_char) for e in d.ents if e.label_ in PLAIN]
        for t, d in zip(texts, documents, strict=True)
    }


def rampart_alone(texts: Sequence[GoldText], models: Models) -> Spans:
    """Return Rampart's names, streets, towns, telephones and e-mails."""
    from voices.privacy.detectors.ner import rampart_hits

    if models.rampart is None:
        return {}
    found = rampart_hits([t.text for t in texts], models.rampart, models.lists)
    return {t.id: [(h.start, h.end) for h in hits] for t, hits in zip(texts, found, strict=True)}


def spacy_and_rampart(texts: Sequence[GoldText], models: Models) -> Spans:
    """Return the union of spaCy's entities and Rampart's."""
    found, more = spacy_alone(texts, models), rampart_alone(texts, models)
    return {i: [*spans, *more.get(i, ())] for i, spans in found.items()}


def python() -> Path:
    """Return the interpreter of the peers' environment."""
    return VENV / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")


def install() -> None:
    """Make the peers' environment from `locks/peers.lock`, unless it is there and as locked."""
    stamp, wanted = VENV / "lock.sha256", sha256(LOCK.read_bytes()).hexdigest()
    if stamp.is_file() and stamp.read_text() == wanted:
        return
    print("Installing the peers from locks/peers.lock", file=sys.stderr)
    venv.EnvBuilder(with_pip=True, clear=VENV.exists()).create(VENV)
    command = [str(python()), "-m", "pip", "install", "--quiet", "--no-deps", "--require-hashes", "-r", str(LOCK)]
    subprocess.run(command, check=True)
    stamp.write_text(wanted)


def presidio(texts: Sequence[GoldText], how: str) -> tuple[Spans, float]:
    """Return what Presidio masks ("plain" as it comes, "uk" with its British recognisers) and the seconds it took."""
    from voices.privacy.models import _SPACY_PACKAGE, _folder

    rows = "".join(json.dumps({"id": t.id, "text": t.text}) + "\n" for t in texts)
    script = Path(__file__).with_name("peer_presidio.py")
    command = [str(python()), str(script), str(_folder(_SPACY_PACKAGE) / "_model"), how]
    done = subprocess.run(command, input=rows, capture_output=True, text=True, check=True)
    *lines, last = [json.loads(line) for line in done.stdout.splitlines()]
    return {row["id"]: [(a, b) for a, b in row["spans"]] for row in lines}, float(last["seconds"])
