"""Mutated files of every kind: whatever stands in them, a reader answers, in good time, without raising.

A few seconds in the suite; ten minutes with the long runs (`SOAK_SECONDS`).
"""

import os
import random
import time
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sources import broken
from sources.made_files import pdf_of
from voices.model import Kind, SourceSpec
from voices.sources.registry import READERS, read_bytes

DATA = Path(__file__).parent / "data" / "wild"
LONGEST = 20.0
"""Seconds one small file may take on a busy machine; without mutations each takes hundredths."""
TOKENS = (
    b"\x00",
    b"\xff",
    b"\n\n",
    b"-->",
    b"<v ",
    b"{",
    b"}",
    b"\\u-1",
    b"\\cell",
    b"\\row",
    b"stream",
    b"endobj",
    b"<<",
    b">>",
)
TOKENS += (
    b"PK\x03\x04",
    b"From: ",
    b"> ",
    b"Content-Type: multipart/mixed; boundary=x\n",
    b"--x\n",
    b"<w:p>",
    b"9" * 40,
    b"(" * 200,
)


def seeds() -> dict[str, list[bytes]]:
    """Return honest files by ending."""
    found: dict[str, list[bytes]] = {ending: [] for ending in READERS}
    for path in sorted(DATA.iterdir()):
        if path.suffix in found:
            found[path.suffix].append(path.read_bytes())
    found[".docx"].append(broken.word("I: Well?"))
    found[".pdf"].append(pdf_of(["Interviewer: How was it?", "P1: It was better than before."], pages=2))
    found[".docm"], found[".xlsm"], found[".tsv"] = found[".docx"], [broken.book()], found[".csv"]
    found[".xlsx"].append(broken.book())
    assert all(found.values())
    return found


def mutated(content: bytes, chance: random.Random) -> bytes:
    """Return a file with a few bytes changed, taken out, doubled or put in."""
    made = bytearray(content)
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(made) + 1)
        match chance.randrange(6):
            case 0:
                made[at : at + 1] = bytes([chance.randrange(256)])
            case 1:
                del made[at : at + chance.randint(1, 400)]
            case 2:
                made[at:at] = chance.choice(TOKENS) * chance.choice((1, 1, 2, 50))
            case 3:
                made[at:at] = made[at : at + chance.randint(1, 2000)]
            case 4:
                other = chance.randrange(len(made) + 1)
                made[at : at + 60] = made[other : other + 60]
            case _:
                del made[at : len(made) if chance.random() < 0.3 else at + 1]
    return bytes(made)


def check(name: str, content: bytes, kind: Kind) -> None:
    """Read a file as it came and require an answer in time, with offsets that hold."""
    spec = SourceSpec("source", (name,), kind, author="Tolley and Breck", year="2017")
    began = time.monotonic()
    found = read_bytes(content, name, spec)
    assert time.monotonic() - began < LONGEST
    assert found.documents or found.skipped
    assert not [one.reason for one in found.skipped if "does not know" in one.reason]
    for document in found.documents:
        assert all(0 <= turn.start < turn.end <= len(document.text) for turn in document.turns)
        assert all(0 <= span.start < span.end <= len(document.text) for span in document.kept)


HONEST = seeds()
CASES = st.tuples(st.sampled_from(sorted(HONEST)), st.integers(0, 2**32), st.sampled_from(tuple(Kind)))


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(CASES)
def test_mutated_files_are_answered(case: tuple[str, int, Kind]) -> None:
    ending, seed, kind = case
    chance = random.Random(seed)
    check(f"a{ending}", mutated(chance.choice(HONEST[ending]), chance), kind)


@pytest.mark.soak
@pytest.mark.timeout(1200)
def test_mutated_files_are_answered_for_ten_minutes() -> None:
    seconds = float(os.environ.get("SOAK_SECONDS", "600"))
    started = int(time.time())
    times: Counter[str] = Counter()
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        chance = random.Random(seed := started + times.total())
        ending = sorted(HONEST)[seed % len(HONEST)]
        kind = chance.choice(tuple(Kind))
        try:
            check(f"a{ending}", mutated(chance.choice(HONEST[ending]), chance), kind)
        except Exception as error:
            raise AssertionError(f"{ending}, {kind}, seed {seed}") from error
        times[ending] += 1
    print(f"{times.total()} mutated files in {seconds:.0f} s: {dict(sorted(times.items()))}")
    assert len(times) == len(READERS)
