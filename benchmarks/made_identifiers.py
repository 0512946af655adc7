"""Sentences with an identifier of each kind, and sentences with what looks nearly like one."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from benchmarks.identifier_makers import (
    age,
    birth,
    case,
    digits,
    email,
    handle,
    money,
    nhs,
    nino,
    no_age,
    number_words,
    officer,
    one_of,
    phone,
    plate,
    postcode,
    said_email,
    said_phone,
    score,
    time,
    upn,
    url,
    year,
)


@dataclass(frozen=True)
class Kind:
    """One kind of identifier and what looks nearly like it."""

    label: str
    """A label of the masking policy."""
    value: Callable[[random.Random], str]
    near: Callable[[random.Random], str]
    frames: tuple[str, ...]
    plain: tuple[str, ...]
    """Frames for what is nearly one; they hold no word that would make it one."""


WRITTEN = (
    "It is {}.",
    "They wrote {} on the form",
    "{} was in the letter, twice.",
    "so its {} and they lost it",
    "(see {}) again",
    "I gave them {} and heard nothing.",
)
BARE = ("It was {} in the end.", "They said {} and left.", "we waited, {} it said", "The form says {} at the top.")
KINDS: tuple[Kind, ...] = (
    Kind(
        "NHS_NUMBER",
        nhs,
        one_of(lambda d: nhs(d, right=False), money, year),
        (*WRITTEN, "his nhs number is {} i think"),
        BARE,
    ),
    Kind(
        "NI_NUMBER",
        nino,
        one_of(lambda d: "BG" + digits(d, 6) + "E", lambda d: "QQ" + digits(d, 6) + "F", money),
        WRITTEN,
        BARE,
    ),
    Kind(
        "UPN",
        upn,
        one_of(lambda d: "I" + digits(d, 12), lambda d: "A" + digits(d, 8), time),
        (*WRITTEN, "her UPN is {}"),
        BARE,
    ),
    Kind(
        "POSTCODE",
        postcode,
        one_of(lambda d: f"{d.choice(['QQ', 'ZZZ', 'MASH'])}{d.randint(1, 9)} {d.randint(1, 9)}CC", year, score),
        WRITTEN,
        BARE,
    ),
    Kind(
        "PHONE",
        phone,
        one_of(
            time,
            money,
            year,
            lambda d: f"20{d.randint(10, 20)}-20{d.randint(21, 30)}",
            lambda d: d.choice(["999", "111", "101"]),
        ),
        (*WRITTEN, "ring me on {}"),
        BARE,
    ),
    Kind(
        "PHONE",
        said_phone,
        number_words,
        ("my number is {} okay", "its {} ring after six", "call her on {} she said", "{} thats the one"),
        BARE,
    ),
    Kind(
        "EMAIL",
        email,
        one_of(time, lambda d: f"@ {d.randint(1, 9)} o'clock", lambda _: "meet me at the office"),
        (*WRITTEN, "e-mail {} please"),
        BARE,
    ),
    Kind(
        "EMAIL",
        said_email,
        lambda d: d.choice(["we met at nine dot on the dot", "look at point one", "dot dot dot at the end"]),
        ("my email is {}", "its {} all lower case", "you can write to {} yeah"),
        BARE,
    ),
    Kind(
        "VEHICLE",
        plate,
        one_of(
            lambda d: f"HW00 {d.choice(['KRT', 'ABC'])}", lambda d: f"AB{d.choice(['81', '90', '99'])} CDE", score, year
        ),
        (*WRITTEN, "the reg was {}"),
        BARE,
    ),
    Kind(
        "CASE_REF",
        case,
        one_of(
            lambda d: f"20{d.randint(10, 24)}/{d.randint(11, 25)}", money, score, lambda d: f"stage {d.randint(1, 3)}"
        ),
        (*WRITTEN, "our ref {}"),
        BARE,
    ),
    Kind(
        "DATE",
        birth,
        one_of(
            lambda d: f"{d.randint(32, 60)}/13/2019", time, score, lambda d: f"in {d.choice(['May', 'June', 'March'])}"
        ),
        (*WRITTEN, "born {} in hospital", "dob {}"),
        BARE,
    ),
    Kind(
        "URL", url, one_of(lambda _: "e.g. this", lambda d: f"{d.randint(1, 9)}.{d.randint(1, 9)}", time), WRITTEN, BARE
    ),
    Kind("AGE", age, no_age, (*WRITTEN, "a {} boy", "my son is {} now"), BARE),
    Kind(
        "OTHER_ID",
        officer,
        one_of(year, score, money, lambda d: f"{d.randint(100, 9999)} times"),
        ("PC {} came round", "police constable {} said no", "the police sent pc {} again", "collar number {}, I think"),
        ("the PC was from {} and slow", "police came in {} or so", "the officer has {} on her desk"),
    ),
    Kind(
        "HANDLE", handle, one_of(lambda d: f"@ {d.randint(1, 9)}", time, score), (*WRITTEN, "follow {} on there"), BARE
    ),
)


def sentences(kind: Kind, count: int, seed: int) -> Iterator[tuple[str, int, int, bool]]:
    """Yield `count` sentences with an identifier and as many with a near miss: text, start, end, whether it is one."""
    draw = random.Random(seed)
    for i in range(2 * count):
        is_one = i % 2 == 0
        words = kind.value(draw) if is_one else kind.near(draw)
        before, after = draw.choice(kind.frames if is_one else kind.plain).split("{}")
        text = before + words + after
        if draw.random() < 0.3 and text.lower() != text and kind.label not in {"CASE_REF", "UPN"}:
            text = text.lower()
        yield text, len(before), len(before) + len(words), is_one


def named(kind: Kind) -> str:
    """Return a name for one kind, apart from the others of its label."""
    return f"{kind.label.lower()}, {kind.value.__name__.replace('_', ' ')}"
