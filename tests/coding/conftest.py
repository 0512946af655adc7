"""A small invented codebook and passages, shared by the tests of this room."""

from __future__ import annotations

from dataclasses import replace

import pytest

from voices.codebook import Code, Codebook, CodeKind, Exclusion, Exemplar
from voices.embeddings import Embedder, load_embedder
from voices.model import Coded, CodedPassage, Decision, Kind, Passage, Valence, Verdict

PETS = (
    "The dog barked at the postman all morning.",
    "My cat sleeps on the warm radiator.",
    "We bought a second rabbit and a hutch.",
    "The vet looked at the parrot's wing.",
    "Our hamster ran in its wheel till dawn.",
    "She walks three dogs by the canal.",
    "The kitten tore the curtains to shreds.",
    "A goldfish needs a bigger tank than that.",
)
MEALS = (
    "The soup was salty and too hot.",
    "We baked bread with rye flour.",
    "Lunch was a cheese sandwich and an apple.",
    "The curry needed more ginger.",
    "He burnt the toast and the porridge.",
    "Her stew had dumplings and carrots.",
    "They served cold pasta with pesto.",
    "Breakfast is eggs and mushrooms here.",
)
ROADS = (
    "The bus was late and the road was shut.",
    "Traffic lights failed at the roundabout.",
    "The motorway had two lanes closed.",
    "Our train was cancelled at the junction.",
    "A lorry blocked the bridge for hours.",
    "Potholes on that lane ruin the tyres.",
    "The tram stops outside the station.",
    "Parking on the pavement blocks the crossing.",
)
NONE = ("It is half past nine.", "The form is blue.", "Thank you and goodbye.", "My pen ran out.")


def code(id_: str, name: str, definition: str, **more: object) -> Code:
    return replace(Code(id_, name, "#00517A", definition, kind=CodeKind.PRINCIPLE), **more)  # type: ignore[arg-type]


CODES = (
    code("pets", "Pets", "Animals people keep at home.", include=("dogs and cats", "the vet")),
    code("pets/dogs", "Dogs", "Dogs, walking them and their barking.", parent="pets"),
    code("pets/cats", "Cats", "Cats and kittens.", parent="pets"),
    code(
        "meals",
        "Meals",
        "Food people cook, bake and eat: soup, bread, lunch.",
        exclude=(Exclusion("feeding the dog", "pets"),),
    ),
    code("roads", "Roads", "Traffic, buses, trains and parking.", include=("delays on the way",)),
    code("weather", "Weather", "Rain, wind and sunshine.", kind=CodeKind.CONTEXT),
)
EXEMPLARS = (
    *(Exemplar(t, (("pets", Valence.POSITIVE), *((("pets/dogs", None),) if "dog" in t else ()))) for t in PETS[:6]),
    *(Exemplar(t, (("meals", Valence.NEUTRAL),)) for t in MEALS[:6]),
    *(Exemplar(t, (("roads", Valence.NEGATIVE),)) for t in ROADS[:6]),
    *(Exemplar(t, ()) for t in NONE[:3]),
)
BOOK = Codebook("small", "Small", "1", CODES, EXEMPLARS)
BARE = Codebook("bare", "Bare", "1", CODES)


def passage(id_: str, text: str, kind: Kind = Kind.SURVEY, document: str = "") -> Passage:
    return Passage(id_, document or id_, 0, 0, 0, len(text), text, f"hash-{text}", "P1", "parent", "survey", kind)


def decided(one: Passage, *codes: str, verdict: Verdict = Verdict.CODED, rule: str = "") -> CodedPassage:
    coded = tuple(Coded(c, Valence.NEGATIVE) for c in codes)
    return CodedPassage(one, Decision(1, one.id, "C1", verdict, coded, "2025-01-01T00:00:00Z", rule=rule))


@pytest.fixture(scope="session")
def embedder() -> Embedder:
    return load_embedder()
