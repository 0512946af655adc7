"""A small invented study for the tests of store, web and review: documents, passages, suggestions."""

from __future__ import annotations

from hashlib import sha256

from voices.model import Document, Kind, Participant, Passage, Suggestion, Turn, Valence

ANSWERS = (
    "We had the same social worker from the first visit to the last, and she knew our story.",
    "Nobody rang me back for two weeks, and when they did it was somebody I had never met.",
    "The group supervision on Thursdays is where we think together about families.",
    "I felt blamed when the court report was late; nobody asked how many cases I had.",
    "He told me straight what had to change, and he did what he said he would do.",
    "We had training on reflective practice, but there was no time to go.",
)
CODES = ("continuity", "consistency", "collaboration", "culture", "change_agent", "learning")


def hashed(*parts: object) -> str:
    """Return a short stable id."""
    return sha256("|".join(map(str, parts)).encode()).hexdigest()[:16]


def document(number: int, answers: tuple[str, ...] = ANSWERS, people: int = 1) -> Document:
    """Return an interview: a question before each answer, `people` participants answering in turn."""
    text, turns = "", []
    role = ("parent", "social worker", "young person")[number % 3]
    for place, answer in enumerate(answers):
        question = f"Question {place + 1}: how has it been with [person 12]?"
        for participant, words in (("", question), (f"P{100 + number * 10 + place % people}", answer)):
            if text:
                text += "\n"
            turns.append(
                Turn(
                    len(text),
                    len(text) + len(words),
                    participant,
                    role if participant else "interviewer",
                    question if participant else "",
                )
            )
            text += words
    return Document(hashed("document", number), "interviews", Kind.INTERVIEW, text, tuple(turns), wave=1 + number % 2)


def passages(of: Document) -> tuple[Passage, ...]:
    """Return one passage for each answer."""
    return tuple(
        Passage(
            id=hashed(of.id, place, of.text[turn.start : turn.end]),
            document=of.id,
            turn=place,
            ordinal=0,
            start=turn.start,
            end=turn.end,
            text=of.text[turn.start : turn.end],
            hash=hashed(of.text[turn.start : turn.end]),
            participant=turn.participant,
            role=turn.role,
            source=of.source,
            kind=of.kind,
            wave=of.wave,
            question=turn.question,
        )
        for place, turn in enumerate(of.turns)
        if turn.participant
    )


def participants(of: Document) -> tuple[Participant, ...]:
    """Return the people of a document."""
    codes = {turn.participant: turn.role for turn in of.turns if turn.participant}
    return tuple(Participant(code, role, of.source, of.wave) for code, role in sorted(codes.items()))


def suggestions(of: Passage) -> tuple[Suggestion, ...]:
    """Return a ranking of all codes, the first put forward where the passage is one of the answers above."""
    best = ANSWERS.index(of.text) if of.text in ANSWERS else 0
    ranked = CODES[best:] + CODES[:best]
    return tuple(
        Suggestion(
            of.id,
            code,
            (0.86, 0.41, 0.22, 0.1, 0.05, 0.02)[place],
            Valence.POSITIVE if place == 0 else None,
            0,
            min(len(of.text), 24),
            place == 0,
            "model-1",
        )
        for place, code in enumerate(ranked)
    )
