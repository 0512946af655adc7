# ruff: noqa: E501, RUF005 - one line a kind
"""Makes identifiers of each kind, and things that look nearly like them, in sentences as written and as said."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

DIGITS = ("oh", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
LETTERS = "ABCDEFGHJKLMNPRSTWXYZ"


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


def digits(draw: random.Random, n: int) -> str:
    return "".join(draw.choice("0123456789") for _ in range(n))


def nhs(draw: random.Random, right: bool = True) -> str:
    while True:
        body = "9" + digits(draw, 8)
        check = (11 - sum(int(d) * (10 - i) for i, d in enumerate(body)) % 11) % 11
        if check < 10:
            last = check if right else (check + draw.randint(1, 8)) % 10
            number = f"{body}{last}"
            return draw.choice(
                [number, f"{number[:3]} {number[3:6]} {number[6:]}", f"{number[:3]}-{number[3:6]}-{number[6:]}"]
            )


def nino(draw: random.Random) -> str:
    number = draw.choice("ABCEGHJKLMPRSTWXYZ") + draw.choice("ABCEGHJKLMPRSTWXYZ")
    while number in {"BG", "GB", "KN", "NK", "NT", "TN", "ZZ"}:
        number = "SK"
    d, end = digits(draw, 6), draw.choice("ABCD")
    return draw.choice(
        [f"{number}{d}{end}", f"{number} {d[:2]} {d[2:4]} {d[4:]} {end}", f"{number.lower()}{d}{end.lower()}"]
    )


def upn(draw: random.Random) -> str:
    body = digits(draw, 12)
    letters = "ABCDEFGHJKLMNPQRTUVWXYZ"
    return letters[sum(int(d) * (i + 2) for i, d in enumerate(body)) % 23] + body


def postcode(draw: random.Random) -> str:
    area = draw.choice(["WX", "HX", "M", "LS", "B", "SW", "NE", "CF", "BT", "EH"])
    end = draw.choice("123456789") + draw.choice("ABDEFGHJLNPQRSTUWXYZ") + draw.choice("ABDEFGHJLNPQRSTUWXYZ")
    code = f"{area}{draw.randint(1, 20)} {end}"
    return draw.choice([code, code.replace(" ", ""), code.lower()])


def phone(draw: random.Random) -> str:
    last = digits(draw, 3)
    return draw.choice(
        [
            f"07700 900{last}",
            f"07700900{last}",
            f"01632 960{last}",
            f"+44 7700 900{last}",
            f"(01632) 960 {last}",
            f"020 7946 0{last}",
        ]
    )


def said_phone(draw: random.Random) -> str:
    number = "07700900" + digits(draw, 3)
    words = [DIGITS[int(d)] for d in number]
    if draw.random() < 0.5:
        words = ["oh", "double seven" if False else "seven", "seven", "double oh", "nine", "double oh", *words[8:]]
    return " ".join(words)


def email(draw: random.Random) -> str:
    name = draw.choice(["k.osei", "malgorzata", "t_lowe", "nan-dawn", "huw.ap.rhys", "fee88", "k.al-masri"])
    return f"{name}{draw.randint(1, 99)}@{draw.choice(['post.example', 'wrenford.gov.uk', 'mail.example.org', 'pod.example'])}"


def said_email(draw: random.Random) -> str:
    name = draw.choice(["kofi", "gosia", "dawn", "huw", "nasima", "bill"])
    rest = draw.choice(["dot osei", "underscore lowe", "dot rees", "eighty eight", "dot al masri"])
    return f"{name} {rest} at {draw.choice(['post', 'mail', 'wrenford', 'pod'])} dot {draw.choice(['example', 'com', 'org', 'co dot uk'])}"


def plate(draw: random.Random) -> str:
    year = draw.choice(["07", "12", "19", "21", "56", "64", "70", "73"])
    number = f"{draw.choice(LETTERS)}{draw.choice(LETTERS)}{year} {''.join(draw.choice(LETTERS) for _ in range(3))}"
    return draw.choice([number, number.replace(" ", ""), number.lower()])


def case(draw: random.Random) -> str:
    n = digits(draw, 5)
    return draw.choice(
        [
            f"CSC/20{draw.randint(15, 25)}/{n}",
            f"CMP-20{draw.randint(15, 25)}-{n[:4]}",
            f"LCS-{n}{n[:2]}",
            f"WX{draw.randint(15, 25)}C{n}",
        ]
    )


def birth(draw: random.Random) -> str:
    d, m, y = draw.randint(1, 28), draw.randint(1, 12), draw.randint(2005, 2023)
    month = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ][m - 1]
    said = [
        "first",
        "second",
        "third",
        "fourth",
        "fifth",
        "sixth",
        "seventh",
        "eighth",
        "ninth",
        "tenth",
        "eleventh",
        "twelfth",
    ][m - 1]
    return draw.choice(
        [
            f"{d:02}/{m:02}/{y}",
            f"{d}.{m}.{y % 100:02}",
            f"{y}-{m:02}-{d:02}",
            f"{d} {month} {y}",
            f"{d}th of {month} {y}",
            f"{month} {d}, {y}",
        ]
        + [f"the {said} of {month.lower()} twenty {['ten', 'eleven', 'twelve', 'nineteen'][d % 4]}"]
    ).removeprefix("the ")


def url(draw: random.Random) -> str:
    page = draw.choice(["help", "nan-dawn", "pods/heron", "a1b2"])
    return draw.choice(
        [
            f"https://www.wrenford.gov.uk/{page}",
            f"www.harbour-lights.org.uk/{page}",
            f"dawnbakes.example.com/{page}",
            "riverlowe.co.uk",
        ]
    )


def handle(draw: random.Random) -> str:
    return "@" + draw.choice(["riv", "summer.pl", "kofi_o", "tilly.draws", "huwster"]) + str(draw.randint(1, 999))


def time(draw: random.Random) -> str:
    return f"{draw.randint(0, 23):02}:{draw.randint(0, 59):02}"


def score(draw: random.Random) -> str:
    return draw.choice([f"{draw.randint(0, 10)}/10", f"{draw.randint(1, 99)}%", f"{draw.randint(0, 10)} out of 10"])


def money(draw: random.Random) -> str:
    return draw.choice(
        [
            f"£{draw.randint(1, 900)}.{draw.randint(10, 99)}",
            f"£{draw.randint(1, 9)},{digits(draw, 3)}",
            f"£{draw.randint(100000, 999999)}",
        ]
    )


def year(draw: random.Random) -> str:
    return draw.choice(
        [
            f"{draw.randint(1990, 2025)}",
            f"20{draw.randint(10, 24)}/{draw.randint(11, 25)}",
            f"section {draw.randint(1, 47)}",
        ]
    )


def officer(draw: random.Random) -> str:
    return f"{draw.choice('123456789')}{digits(draw, draw.choice([2, 3, 4]))}"


def age(draw: random.Random) -> str:
    years, months = draw.randint(2, 17), draw.randint(2, 30)
    return draw.choice(
        [f"{years} years old", f"{years}-year-old", f"{years} yrs old", f"{months} months old", f"{years}yo"]
    )


def no_age(draw: random.Random) -> str:
    n = draw.randint(2, 17)
    return draw.choice([f"{n} years ago", f"{n} months later", f"{20 + n} years old", f"{n} times", f"{n} of us"])


def _one(*makers: Callable[[random.Random], str]) -> Callable[[random.Random], str]:
    return lambda draw: draw.choice(makers)(draw)


def _words(draw: random.Random) -> str:
    return draw.choice(
        ["one two three", "nine and then ten", "four or five times", "seven days a week", "two out of ten"]
    )


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
        _one(lambda d: nhs(d, right=False), money, year),
        (*WRITTEN, "his nhs number is {} i think"),
        BARE,
    ),
    Kind(
        "NI_NUMBER",
        nino,
        _one(lambda d: "BG" + digits(d, 6) + "E", lambda d: "QQ" + digits(d, 6) + "F", money),
        WRITTEN,
        BARE,
    ),
    Kind(
        "UPN",
        upn,
        _one(lambda d: "I" + digits(d, 12), lambda d: "A" + digits(d, 8), time),
        (*WRITTEN, "her UPN is {}"),
        BARE,
    ),
    Kind(
        "POSTCODE",
        postcode,
        _one(lambda d: f"{d.choice(['QQ', 'ZZZ', 'MASH'])}{d.randint(1, 9)} {d.randint(1, 9)}CC", year, score),
        WRITTEN,
        BARE,
    ),
    Kind(
        "PHONE",
        phone,
        _one(
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
        _words,
        ("my number is {} okay", "its {} ring after six", "call her on {} she said", "{} thats the one"),
        BARE,
    ),
    Kind(
        "EMAIL",
        email,
        _one(time, lambda d: f"@ {d.randint(1, 9)} o'clock", lambda _: "meet me at the office"),
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
        _one(
            lambda d: f"HW00 {d.choice(['KRT', 'ABC'])}", lambda d: f"AB{d.choice(['81', '90', '99'])} CDE", score, year
        ),
        (*WRITTEN, "the reg was {}"),
        BARE,
    ),
    Kind(
        "CASE_REF",
        case,
        _one(
            lambda d: f"20{d.randint(10, 24)}/{d.randint(11, 25)}", money, score, lambda d: f"stage {d.randint(1, 3)}"
        ),
        (*WRITTEN, "our ref {}"),
        BARE,
    ),
    Kind(
        "DATE",
        birth,
        _one(
            lambda d: f"{d.randint(32, 60)}/13/2019", time, score, lambda d: f"in {d.choice(['May', 'June', 'March'])}"
        ),
        (*WRITTEN, "born {} in hospital", "dob {}"),
        BARE,
    ),
    Kind(
        "URL", url, _one(lambda _: "e.g. this", lambda d: f"{d.randint(1, 9)}.{d.randint(1, 9)}", time), WRITTEN, BARE
    ),
    Kind("AGE", age, no_age, (*WRITTEN, "a {} boy", "my son is {} now"), BARE),
    Kind(
        "OTHER_ID",
        officer,
        _one(year, score, money, lambda d: f"{d.randint(100, 9999)} times"),
        ("PC {} came round", "police constable {} said no", "the police sent pc {} again", "collar number {}, I think"),
        ("the PC was from {} and slow", "police came in {} or so", "the officer has {} on her desk"),
    ),
    Kind("HANDLE", handle, _one(lambda d: f"@ {d.randint(1, 9)}", time, score), (*WRITTEN, "follow {} on there"), BARE),
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
