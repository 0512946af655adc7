"""Nothing a user reads calls the texts anonymised; where the word stands, it says why they are not."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
KINDS = {".py", ".html", ".toml", ".md", ".js"}


def test_nothing_claims_anonymity() -> None:
    claims = []
    for path in sorted([*(ROOT / "src").rglob("*"), *(ROOT / "docs").rglob("*.md"), ROOT / "README.md"]):
        if path.suffix not in KINDS:
            continue
        for sentence in re.split(r"(?<=[.!?])\s|\n\n", path.read_text(encoding="utf-8")):
            if re.search(r"anonymi[sz]", sentence, re.IGNORECASE) and not re.search(
                r"\b(not|never)\b|Anonymization Benchmark|ICO's anonymisation guidance", sentence
            ):
                claims.append(f"{path.relative_to(ROOT)}: {sentence.strip()[:80]}")
    assert claims == []
