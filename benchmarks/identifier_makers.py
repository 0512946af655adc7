# ruff: noqa: E501, RUF005 - one line a kind
"""Draws identifiers of each kind, as written and as said, and things that look nearly like them."""

from __future__ import annotations

import random
from collections.abc import Callable

DIGITS = ("oh", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
LETTERS = "ABCDEFGHJKLMNPRSTWXYZ"


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


def one_of(*makers: Callable[[random.Random], str]) -> Callable[[random.Random], str]:
    return lambda draw: draw.choice(makers)(draw)


def number_words(draw: random.Random) -> str:
    return draw.choice(
        ["one two three", "nine and then ten", "four or five times", "seven days a week", "two out of ten"]
    )
