"""Comments in any number, for load: sentences of the shipped exemplars with invented names in them."""

from __future__ import annotations

import csv
import random
from pathlib import Path

from voices import codebook

OPENINGS = (
    "My worker {name} rang on {day}.",
    "I spoke to {name} from the {town} office.",
    "{name} came to see us in {month} 2024.",
    "We have had {name} since last summer.",
    "I left a message for {name} and my number is {phone}.",
    "",
    "",
    "",
)
TOWNS = ("Harrowmere", "Tannery Cross", "Eddle", "Wick Sands", "Corran Bay")
DAYS = ("3 March", "the 14th of May", "9/11/2024", "Tuesday", "21 January 2025")
MONTHS = ("March", "May", "September", "November")


def comments(count: int, seed: int = 0) -> list[str]:
    """Return `count` comments of one to three sentences, the same for the same seed."""
    from faker import Faker

    chance = random.Random(seed)
    names = Faker(["en_GB", "pl_PL", "en_IN", "en_IE"])
    names.seed_instance(seed)
    people = [names.name() for _ in range(max(50, count // 20))]
    texts = [e.text for book in ("six_principles", "complaints") for e in codebook.find(book).exemplars]
    found = []
    for _ in range(count):
        opening = chance.choice(OPENINGS).format(
            name=chance.choice(people),
            town=chance.choice(TOWNS),
            day=chance.choice(DAYS),
            month=chance.choice(MONTHS),
            phone=f"07700 900{chance.randrange(1000):03d}",
        )
        found.append(f"{opening} {' '.join(chance.sample(texts, chance.choice((1, 1, 2))))}".strip())
    return found


def write_study(folder: Path, count: int) -> Path:
    """Write a study of one survey with `count` comments; return its folder."""
    originals = folder / "originals"
    originals.mkdir(parents=True)
    with (originals / "comments.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["Respondent", "Role", "Comment"])
        for number, text in enumerate(comments(count), 1):
            writer.writerow([f"L{number}", "parent" if number % 3 else "social worker", text])
    study = folder / "study"
    study.mkdir()
    (study / "study.toml").write_text(
        '[study]\nid = "load"\ntitle = "Load"\noriginals = "../originals"\n\n'
        '[[sources]]\nname = "comments"\nfiles = ["comments.csv"]\nkind = "survey"\nwave = 1\n'
        '[sources.columns]\nparticipant = "Respondent"\nrole = "Role"\ntext = ["Comment"]\n',
        encoding="utf-8",
    )
    return study
