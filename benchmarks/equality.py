"""Whether names of every origin, in every case, are found alike: `python -m benchmarks.equality [--save]`.

The names below were written for this benchmark, no list of the program was looked at; what of them stands in those
lists is printed beside. The sentences are not those the tagger learns from.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.scoring import Share

if TYPE_CHECKING:
    from voices.privacy import Models

RESULTS = Path(__file__).resolve().parent / "results" / "equality.json"
CASES = ("title", "lower", "upper")
NAMES: Mapping[str, tuple[str, str]] = {  # one line a pool reads best, however long
    "English": (
        "Oliver Amelia Harriet George Lottie Alfie Beatrix Stanley Imogen Reggie Florence Callum",
        "Thornbury Cartwright Hollis Peasgood Bloomfield Marlowe Sidebottom Fairclough Wainwright Tolley Ashworth Penrose",  # noqa: E501
    ),
    "Welsh": (
        "Angharad Gethin Nerys Iestyn Eluned Tegid Lowri Emrys Heledd Gwilym Mabli Osian",
        "Llewelyn Prydderch Gwynne Bevan Cadwaladr Meredydd Pugh Tudur Ellis-Jones Vaughan Penry Protheroe",
    ),
    "Irish": (
        "Aoife Cillian Gráinne Tadhg Niamh Oisín Caoimhe Fergal Siobhán Donal Róisín Diarmuid",
        "O'Shaughnessy Gallagher Ní Dhomhnaill McGeehan Breathnach Heffernan Cassidy O'Dowd Mulcahy Tierney Scanlon Kilbane",  # noqa: E501
    ),
    "Polish": (
        "Agnieszka Zbigniew Małgorzata Krzysztof Kasia Bartek Wiesława Grzegorz Halina Jacek Ewelina Przemysław",
        "Wojciechowska Szczepański Nowakowski Brzezicka Jabłońska Gruszka Zieliński Kwaśniewska Pawlak Mazur Stachura Olszewska",  # noqa: E501
    ),
    "Ukrainian": (
        "Oksana Taras Yevhenia Bohdan Lyudmyla Ostap Svitlana Mykola Iryna Vasyl Halyna Dmytro",
        "Shevchenko Kovalchuk Tymoshchuk Bondarenko Hrytsenko Melnyk Polishchuk Savchenko Rudenko Lysenko Marchuk Oliynyk",  # noqa: E501
    ),
    "Arabic": (
        "Khalid Noura Yousef Rania Mustafa Hanan Tariq Sumaya Bilal Zaynab Nadir Lubna",
        "Al-Masri Haddad Abdelrahman Khoury Al-Jabari Mansour Shaheen Bakri Darwish Najjar Qasim El-Sayed",
    ),
    "Nigerian": (
        "Chidinma Emeka Olufunke Babatunde Ngozi Adewale Ifeoma Temitope Chukwuma Folasade Obinna Yetunde",
        "Okonkwo Adeyemi Nwachukwu Balogun Eze Olanrewaju Onyekachi Afolabi Uzoma Akinwande Obiora Adebisi",
    ),
    "Bengali": (
        "Nasima Rafiqul Shirin Mahbub Taslima Anwarul Rokeya Shafiq Ayesha Jahanara Monir Sultana",
        "Choudhury Mukherjee Talukder Bhuiyan Sarkar Miah Banerjee Hoque Mondal Islam Chatterjee Rahman",
    ),
    "South Asian": (
        "Harpreet Gurdeep Sunita Rajesh Parminder Kavita Imran Saima Vikram Lakshmi Zubair Navneet",
        "Randhawa Patel Krishnamurthy Bhatti Gill Iyer Qureshi Sandhu Malhotra Siddiqui Dhaliwal Venkatesan",
    ),
    "Somali and East African": (
        "Hodan Abdirahman Ayaan Liban Faduma Warsame Tigist Dawit Selam Wanjiru Kipchoge Asha",
        "Farah Jama Warsame Tesfaye Haile Kamau Otieno Mohamud Gebremedhin Njoroge Abdullahi Bekele",
    ),
    "Caribbean": (
        "Delroy Shanice Winston Keisha Leroy Tanisha Desmond Marcia Jermaine Latoya Courtney Beverley",
        "Braithwaite Campbell Gayle Lindo Beckford Samuels Nembhard Pinnock Cummings Gordon Bogle Dacosta",
    ),
    "Chinese and Vietnamese": (
        "Xiaoling Wei Minh Thuy Jiahao Linh Meifeng Quang Yuxin Huong Zihan Duc",
        "Zhang Nguyen Ouyang Tran Cheung Huynh Leung Pham Szeto Trinh Kwok Dang",
    ),
    "Romanian and Roma": (
        "Ionela Florin Mirela Dragos Costel Luminita Nicoleta Vasile Simona Gheorghe Roxana Marius",
        "Popescu Ciobanu Munteanu Lacatus Stanescu Dumitrescu Covaci Rostas Lupu Balan Moldovan Ungureanu",
    ),
    "Turkish and Kurdish": (
        "Emine Serkan Zeynep Mehmet Rojda Baran Gülsüm Hakan Berivan Azad Nuray Cemal",
        "Yildirim Demirci Özdemir Aydin Kaplan Sahin Bozkurt Erdogan Polat Aslan Karaca Tekin",
    ),
}
"""First and family names by origin, as families in Britain bear them."""
FRAMES: tuple[str, ...] = (
    "The first worker we had was {F} and after that it changed.",
    "I told {F} that nobody had called.",
    "Then {F} {L} took over the case.",
    "{F} said it would be sorted by Friday.",
    "My son {F} would not go to school.",
    "We waited for {F} to come back from leave.",
    "She and {F} used to sit and talk.",
    "It was Mrs {L} who noticed.",
    "He asked for {F} {L} at the desk.",
    "Our worker is called {F}.",
    "{F}'s brother lives with their aunt.",
    "I trust {F} more than anybody.",
)


@dataclass(frozen=True)
class Sentence:
    """One made sentence and where its name stands."""

    origin: str
    case: str
    text: str
    start: int
    end: int


def sentences(per_origin: int, seed: int = 11) -> Iterator[Sentence]:
    """Yield as many sentences for each origin, every one in each case."""
    for origin, (first, last) in NAMES.items():
        draw = random.Random(f"{seed} {origin}")
        firsts, lasts = first.split(), last.replace("Ní ", "Ní_").split()
        for i in range(per_origin):
            frame = FRAMES[i % len(FRAMES)]
            name = " ".join(
                draw.choice(firsts) if part == "{F}" else draw.choice(lasts).replace("_", " ")
                for part in ("{F}", "{L}")
                if part in frame
            )
            before, after = frame.replace("{F} {L}", "{N}").replace("{F}", "{N}").replace("{L}", "{N}").split("{N}")
            for case in CASES:
                make = {"title": str, "lower": str.lower, "upper": str.upper}[case]
                texts = [make(part) for part in (before, name, after)]
                start = len(texts[0])
                yield Sentence(origin, case, "".join(texts), start, start + len(texts[1]))


def recall(per_origin: int, models: Models, seed: int = 11) -> dict[str, dict[str, Share]]:
    """Return the share of names masked (review counted) whole, by origin and case, each with "all"."""
    from voices.privacy import detect

    made = list(sentences(per_origin, seed))
    found = detect([s.text for s in made], models)
    counts: dict[str, dict[str, list[bool]]] = defaultdict(lambda: defaultdict(list))
    for sentence, mentions in zip(made, found, strict=True):
        masked = {i for m in mentions for i in range(m.start, m.end)}
        whole = all(i in masked for i in range(sentence.start, sentence.end) if sentence.text[i].isalpha())
        for origin in (sentence.origin, "all"):
            for case in (sentence.case, "all"):
                counts[origin][case].append(whole)
    return {o: {c: Share(sum(row), len(row)) for c, row in by_case.items()} for o, by_case in counts.items()}


def worst_gap(shares: Mapping[str, Mapping[str, Share]], case: str = "all") -> float:
    """Return by how much the worst origin lies under the mean of origins, in all cases or one."""
    values = [by_case[case].value for origin, by_case in shares.items() if origin != "all"]
    return sum(values) / len(values) - min(values)


def listed(models: Models) -> dict[str, Share]:
    """Return what share of the names of each origin stands in the program's lists."""
    shares = {}
    for origin, (first, last) in NAMES.items():
        known = [models.lists.is_first(n) for n in first.split()] + [models.lists.is_last(n) for n in last.split()]
        shares[origin] = Share(sum(known), len(known))
    return shares


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print one line an origin."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sentences", type=int, default=96, help="for each origin, before cases")
    parser.add_argument("--save", action="store_true")
    options = parser.parse_args(arguments)
    from voices.privacy import load_models

    models = load_models()
    shares, lists = recall(options.sentences, models), listed(models)
    print(f"{'':<26}{'all':>8}{'title':>8}{'lower':>8}{'upper':>8}   n   in our lists")
    for origin, by_case in shares.items():
        cells = "".join(f"{by_case[c].value:>8.3f}" for c in ("all", *CASES))
        print(
            f"{origin:<26}{cells}  {by_case['all'].n:>4}   {lists[origin].value:.2f}"
            if origin != "all"
            else f"{origin:<26}{cells}  {by_case['all'].n:>4}"
        )
    gaps = ", ".join(f"{case} {100 * worst_gap(shares, case):.1f}" for case in ("all", *CASES))
    print(f"worst origin under the mean of origins, in points: {gaps}")
    if options.save:
        RESULTS.parent.mkdir(exist_ok=True)
        rows = {o: {c: s.as_json() for c, s in by_case.items()} for o, by_case in shares.items()}
        RESULTS.write_text(json.dumps(rows, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
