"""Reads sentences in which what has to be masked is marked `[[LABEL|words]]`."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

_MARK = re.compile(r"\[\[(?P<label>[A-Z_]+)\|(?P<words>.*?)\]\]", re.S)
FOLDER = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Golden:
    text: str
    spans: tuple[tuple[int, int, str], ...]
    why: str


def read(kind: str) -> list[Golden]:
    lines = (FOLDER / f"{kind}.jsonl").read_text(encoding="utf-8").splitlines()
    return [parse(**json.loads(line)) for line in lines if line.strip()]


def parse(text: str, why: str) -> Golden:
    plain, spans, position = "", [], 0
    for m in _MARK.finditer(text):
        plain += text[position : m.start()]
        spans.append((len(plain), len(plain) + len(m["words"]), m["label"]))
        plain += m["words"]
        position = m.end()
    return Golden(plain + text[position:], tuple(spans), why)
