"""An invented study, large enough for every part of a report; built from a fixed seed."""

from __future__ import annotations

import hashlib
import json
import random
from pathlib import Path

import numpy as np

from voices.codebook import find
from voices.model import (
    Agreement,
    ClosedQuestion,
    Coded,
    CodedPassage,
    Decision,
    Kind,
    Method,
    Participant,
    Passage,
    Report,
    Skipped,
    Theme,
    ThemeAssignment,
    Themes,
    Trend,
    Valence,
    Verdict,
)  # fmt: skip
from voices.quotes import build_bank
from voices.reporting import scores

_LINES = (Path(__file__).parent / "data" / "synthetic" / "sayings.jsonl").read_text("utf-8").splitlines()
SAYINGS: dict[str, list[tuple[str, str]]] = {}
for _saying in map(json.loads, _LINES):
    SAYINGS.setdefault(_saying["code"], []).append((_saying["text"], _saying["valence"]))
ROLES = (
    *(("social worker", "staff survey", Kind.SURVEY),) * 5,
    ("pod manager", "interviews", Kind.INTERVIEW),
    *(("parent", "parent interviews", Kind.INTERVIEW),) * 4,
    *(("young person", "feedback forms", Kind.FORM),) * 2,
)
COMPLAINTS = (
    ("delay", "We waited five months for the assessment to be finished and nobody told us why."),
    ("calls_not_answered", "I left message after message and not one call was returned to me in three weeks."),
    ("information_not_shared", "Nobody sent the minutes of the meeting to me, so I did not know what had been agreed."),
)


BOOKS = (find("six_principles", None), find("complaints", None))


def coded() -> tuple[CodedPassage, ...]:
    rng = random.Random(7)
    found = []
    for number in range(220):
        role, source, kind = ROLES[rng.randrange(len(ROLES))]
        principle = rng.choice(tuple(SAYINGS))
        text, valence = rng.choice(SAYINGS[principle])
        text = text.replace("week", rng.choice(("week", "fortnight"))) + rng.choice(
            ("", " That is how it was.", " I would say that to anybody.")
        )
        person = f"P{rng.randrange(60) + (0 if 'worker' in role else 100 if role == 'parent' else 200):03d}"
        found.append(
            _item(
                number,
                text,
                person,
                role,
                source,
                kind,
                rng.choice((1, 2)),
                "",
                _codes(number, principle, Valence(valence)),
                number % 11 != 0,
                number % 9 == 0,
            )
        )
    for number in range(220, 290):
        code, text = rng.choice(COMPLAINTS)
        year = rng.choice(("2023", "2023", "2024", "2025"))
        found.append(
            _item(
                number,
                f"{text} It went on until [date].",
                f"R{number}",
                "parent",
                "complaints",
                Kind.COMPLAINT,
                None,
                f"{year}-0{rng.randrange(1, 10)}",
                (Coded(code, Valence.NEGATIVE),),
                number % 3 == 0,
                False,
            )
        )
    return tuple(found)


def _codes(number, principle, valence):
    """Every third passage carries a child code beside its principle, marked by its first words."""
    children = BOOKS[0].children(principle)
    own = Coded(principle, valence)
    return (own, Coded(children[number % 2].id, valence, 0, 20)) if number % 3 == 0 and children else (own,)


def _item(number, text, person, role, source, kind, wave, period, codes, quoting, quotable):
    digest = hashlib.sha256(f"{number}{text}".encode()).hexdigest()
    passage = Passage(
        digest[:16],
        f"D{number}",
        0,
        0,
        0,
        len(text),
        text,
        digest,
        person,
        role,
        source,
        kind,
        wave,
        period,
        "",
        (),
        quoting,
    )
    verdict = Verdict.HELD if number % 97 == 5 else Verdict.CODED
    return CodedPassage(
        passage,
        Decision(
            number,
            passage.id,
            "C1",
            verdict,
            codes if verdict is Verdict.CODED else (),
            "2026-03-02T10:00:00Z",
            quotable=quotable,
        ),
    )


def vectors(items):
    words = sorted({w.casefold() for c in items for w in c.passage.text.split()})
    column = {w: i for i, w in enumerate(words)}
    found = {}
    for item in items:
        row = np.zeros(len(words), dtype=np.float32)
        for w in item.passage.text.split():
            row[column[w.casefold()]] += 1
        found[item.passage.id] = row / np.linalg.norm(row)
    return found


def participants(items):
    rows = {(c.passage.participant, c.passage.role, c.passage.source, c.passage.wave): c.passage.quoting for c in items}
    return tuple(Participant(*key, quoting=True) for key in sorted(rows, key=str))


def closed():
    questions = (
        ClosedQuestion("Q1", "continuity", "My worker has known us from the start"),
        ClosedQuestion("Q2", "continuity", "I do not have to tell my story again"),
        ClosedQuestion("Q3", "consistency", "Somebody who knows us can be reached"),
        ClosedQuestion("Q4", "collaboration", "Workers pull together for our family"),
        ClosedQuestion("Q5", "change_agent", "We work on a plan that makes sense to me"),
        ClosedQuestion("Q6", "learning", "I have learnt something new in supervision"),
        ClosedQuestion("Q7", "culture", "I feel trusted by managers"),
    )
    rng = random.Random(3)
    rows = [
        scores.Answer(
            q.question,
            float(min(5, max(1, round(rng.gauss(3.2 + 0.3 * wave + 0.1 * place, 1.0))))),
            5,
            wave,
            "",
            "",
            f"{wave}-{n}",
        )
        for wave, size in ((1, 44), (2, 23))
        for n in range(size)
        for place, q in enumerate(questions)
    ]
    return scores.compute(rows, questions, "parents’ telephone interviews")


def report(shuffle: int | None = None) -> Report:
    items, books = list(coded()), BOOKS
    people = list(participants(items))
    if shuffle is not None:
        random.Random(shuffle).shuffle(items)
        random.Random(shuffle).shuffle(people)
    waiting = sorted(c.passage.id for c in items if "months" in c.passage.text)
    falling = Trend("falling", -0.42, -0.81, -0.03)
    words = ("waited", "months", "assessment")
    found = Theme(
        "t1",
        "complaints",
        "Long waits for an assessment",
        words,
        len(waiting),
        0.81,
        tuple(waiting[:3]),
        None,
        falling,
        True,
    )
    other = Theme("t2", "complaints", "Not confirmed", ("x",), 3, 0.2, ())
    themes = Themes("complaints", (found, other), tuple(ThemeAssignment(i, "t1", 0.8) for i in waiting))
    bank = build_bank(items, books, people, vectors(items), (themes,), {"social worker": 120, "parent": 300})
    counted: dict[tuple[str, str], set[str]] = {}
    for p in people:
        counted.setdefault((p.source, p.role), set()).add(p.code)
    method = Method(
        codebooks=tuple((b.name, b.version, b.hash) for b in books),
        versions=(("voices", "1.0.0"), ("all-MiniLM-L6-v2", "8199be6f699a")),
        documents=180,
        passages=290,
        decided=287,
        coders=3,
        suggested=240,
        accepted=171,
        by_rule=12,
        held=3,
        agreement=Agreement(64, 3, 0.71, 0.6, 0.8, (("continuity", 22, 0.78), ("culture", 15, 0.64))),
        last_decision="2026-03-02T10:00:00Z",
    )
    return Report(
        "Voices from relationship-based practice", "Harrowmere Council", bank, (closed(),), (themes,),
        (
            ("Stage 1 complaints", "2023-24", "125", "", "count", "Complaints register", "England: 118 per authority"),
            ("Stage 1 complaints", "2024-25", "58", "", "count", "Complaints register", ""),
            ("Staff turnover", "2023", "20.3", "310", "%", "Workforce return", "Similar areas: 17.1%"),
            ("Staff turnover", "2024", "14.4", "305", "%", "Workforce return", "Similar areas: 16.9%"),
        ),
        tuple((source, role, len(codes)) for (source, role), codes in sorted(counted.items())),
        (Skipped("interviews, document 4f2a", "The file is empty; ask for it again.", "read", True),), method,
    )  # fmt: skip
