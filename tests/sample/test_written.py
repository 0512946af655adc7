"""What the sample's people wrote beside decisions: theories, links, cells, practice examples and themes."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path

from voices import realist
from voices.model.realist import Bearing, Element

SAMPLE = Path(__file__).resolve().parents[2] / "data" / "sample"


def lines(name: str) -> list[dict]:
    return [json.loads(line) for line in (SAMPLE / name).read_text(encoding="utf-8").splitlines()]


LINKS, CELLS, EXAMPLES = (lines(f"decisions/{name}.jsonl") for name in ("links", "framework", "examples"))
THEMES = lines("decisions/themes.jsonl")
DOCUMENTS = {(document["file"], document["row"]): document for document in lines("gold/spans.jsonl")}
THEORIES = realist.find(SAMPLE)


def words(place: dict) -> str:
    turn = DOCUMENTS[place["file"], place["row"]]["text"].split("\n")[place["turn"]]
    return turn[place["start"] : place["end"]]


def test_six_theories_one_for_each_principle() -> None:
    assert [theory.principles for theory in THEORIES] == [
        (id,) for id in ("continuity", "consistency", "collaboration", "change_agent", "learning", "culture")
    ]


def test_every_theory_has_words_from_two_sources_and_one_that_refutes() -> None:
    files: dict[str, set[str]] = defaultdict(set)
    bearings: dict[str, set[str]] = defaultdict(set)
    for link in LINKS:
        bearings[link["theory"]].add(link["bearing"])
        if link["bearing"] == "supports":
            files[link["theory"]] |= {anchor["file"] for anchor in link["anchors"]}
    assert set(files) == {theory.id for theory in THEORIES}
    assert all(len(found) >= 2 for found in files.values())
    assert all("refutes" in found for found in bearings.values())


def test_elements_and_bearings_are_the_fields_own_and_most_links_have_a_mechanism() -> None:
    assert {link["bearing"] for link in LINKS} == set(Bearing)
    assert {anchor["element"] for link in LINKS for anchor in link["anchors"]} == set(Element)
    half = {"resource", "reasoning"}
    with_mechanism = [link for link in LINKS if half & {anchor["element"] for anchor in link["anchors"]}]
    assert len(with_mechanism) / len(LINKS) > 0.8


def test_no_words_chosen_name_anybody() -> None:
    places = [anchor for link in LINKS for anchor in link["anchors"]]
    places += [quote for one in (*CELLS, *EXAMPLES) for quote in one["quotes"]]
    assert len(places) == 107
    for place in places:
        assert words(place).strip() == words(place) != ""
        for span in DOCUMENTS[place["file"], place["row"]]["spans"]:
            if span["turn"] == place["turn"]:
                assert span["turn_end"] <= place["start"] or span["turn_start"] >= place["end"], words(place)


def test_notes_summaries_and_narratives_name_nobody() -> None:
    names = {
        document["text"][span["start"] : span["end"]]
        for document in DOCUMENTS.values()
        for span in document["spans"]
        if span["label"] in ("PERSON", "LOCATION", "ORGANISATION")
    }
    typed = [*(link["note"] for link in LINKS), *(cell["text"] for cell in CELLS)]
    typed += [theme["name"] for theme in THEMES]
    typed += [text for one in EXAMPLES for text in (one["title"], one["narrative"], one["consent"])]
    said = {word.strip(".,:;’'()") for text in typed for word in text.split()}
    assert not said & {name for name in names if name[:1].isupper() and " " not in name} - {"For"}


def test_examples_take_words_that_stand_nowhere_else_and_were_released_by_another() -> None:
    used = {(a["file"], a["row"], a["turn"], a["start"]) for link in LINKS for a in link["anchors"]}
    for one in EXAMPLES:
        assert one["by"] != one["lead"]
        assert one["consent"]
        assert not used & {(q["file"], q["row"], q["turn"], q["start"]) for q in one["quotes"]}


def test_both_coders_confirmed_themes_of_complaints_and_of_principles_each_passage_in_one() -> None:
    assert {theme["coder"] for theme in THEMES} == {"C1", "C2"}
    assert [theme["scope"] for theme in THEMES] == ["complaints", "complaints", "consistency", "learning"]
    placed = [(one["file"], one["row"], one["turn"], one["start"]) for theme in THEMES for one in theme["quotes"]]
    assert len(set(placed)) == len(placed) == 55
    # Shown by year or wave, a count needs five people.
    assert all(len({(one["file"], one["row"]) for one in theme["quotes"]}) >= 5 for theme in THEMES)
