"""Every recorded decision is found without doubt, and together they fill a bank."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from pathlib import Path

import pytest

SAMPLE = Path(__file__).resolve().parents[2] / "data" / "sample"
PRINCIPLES = ("continuity", "consistency", "collaboration", "change_agent", "learning", "culture")
THEMES = ("calls_not_answered", "support_not_given", "information_not_shared", "worker_not_available", "delay")


def lines(name: str) -> list[dict]:
    return [json.loads(line) for line in (SAMPLE / name).read_text(encoding="utf-8").splitlines()]


DECISIONS = lines("decisions/coders.jsonl")
RULINGS = lines("decisions/custodian.jsonl")
DOCUMENTS = {(document["file"], document["row"]): document for document in lines("gold/spans.jsonl")}


def turn(entry: dict) -> str:
    return DOCUMENTS[entry["file"], entry["row"]]["text"].split("\n")[entry["turn"]]


def place(entry: dict) -> tuple:
    return entry["file"], entry["row"], entry["turn"], entry["start"]


def test_anchors_stand_once_in_their_turn_inside_the_point() -> None:
    for decision in DECISIONS:
        said = turn(decision)
        assert said.count(decision["anchor"]) == 1
        assert decision["start"] <= said.index(decision["anchor"]) < decision["end"] <= len(said)


def test_anchors_and_memos_name_nobody() -> None:
    names = {
        document["text"][span["start"] : span["end"]]
        for document in DOCUMENTS.values()
        for span in document["spans"]
        if span["label"] == "PERSON"
    }
    for decision in DECISIONS:
        document = DOCUMENTS[decision["file"], decision["row"]]
        at = turn(decision).index(decision["anchor"])
        for span in document["spans"]:
            if span["turn"] == decision["turn"]:
                assert span["turn_end"] <= at or span["turn_start"] >= at + len(decision["anchor"])
        assert not {word.strip(".,:;'") for word in decision["memo"].split()} & names


def test_a_coder_decides_a_point_once_unless_they_settle_it() -> None:
    seen = Counter((*place(decision), decision["coder"], decision["blind"]) for decision in DECISIONS)
    assert max(seen.values()) == 1


@pytest.mark.parametrize("principle", PRINCIPLES)
def test_each_principle_has_support_and_dissent_that_may_be_quoted(principle: str) -> None:
    for valence in ("positive", "negative"):
        found = [
            decision
            for decision in DECISIONS
            if decision["quotable"] and {"code": principle, "valence": valence} in decision["codes"]
        ]
        assert len({decision["file"] for decision in found}) >= 2
        assert len(found) >= 5


@pytest.mark.parametrize("theme", THEMES)
def test_each_complaint_theme_is_coded(theme: str) -> None:
    found = {place(decision) for decision in DECISIONS if any(code["code"] == theme for code in decision["codes"])}
    assert len(found) >= 4


def test_enough_is_coded_in_every_source() -> None:
    coded = {place(decision) for decision in DECISIONS if decision["verdict"] == "coded"}
    assert len(coded) >= 150
    files = {document["file"] for document in DOCUMENTS.values()}
    assert {entry[0] for entry in coded} == files


def test_verdicts_of_every_kind_and_codes_only_where_coded() -> None:
    kinds = Counter(decision["verdict"] for decision in DECISIONS)
    assert kinds["held"] == 1
    assert kinds["skipped"] >= 2
    assert kinds["no code"] >= 10
    for decision in DECISIONS:
        assert bool(decision["codes"]) == (decision["verdict"] == "coded")


def test_a_share_is_coded_blind_by_both_with_a_few_disagreements() -> None:
    pairs: dict[tuple, dict[str, list]] = defaultdict(dict)
    for decision in DECISIONS:
        if decision["blind"]:
            pairs[place(decision)][decision["coder"]] = decision["codes"]
    assert all(set(pair) == {"C1", "C2"} for pair in pairs.values())
    share = len(pairs) / len({place(decision) for decision in DECISIONS})
    assert 0.12 <= share <= 0.2
    assert 5 <= sum(pair["C1"] != pair["C2"] for pair in pairs.values()) <= len(pairs) / 4


def test_children_follow_their_parent() -> None:
    below = [decision for decision in DECISIONS if any("/" in code["code"] for code in decision["codes"])]
    assert len(below) >= 100
    for decision in below:
        codes = [code["code"] for code in decision["codes"]]
        assert all(code.split("/")[0] in codes for code in codes)


def test_decisions_are_in_order_of_time() -> None:
    times = [decision["made_at"] for decision in DECISIONS]
    assert times == sorted(times)


def test_rulings_point_at_their_form() -> None:
    assert {ruling["ruling"] for ruling in RULINGS} >= {"release", "confirm", "relabel", "merge"}
    for ruling in RULINGS:
        assert turn(ruling)[ruling["start"] : ruling["end"]] == ruling["form"]
        assert bool(ruling["into"]) == (ruling["ruling"] == "merge")


def test_a_release_lets_nothing_through_and_a_confirmation_is_gold() -> None:
    for ruling in RULINGS:
        spans = DOCUMENTS[ruling["file"], ruling["row"]]["spans"]
        over = [
            span
            for span in spans
            if span["turn"] == ruling["turn"]
            and span["turn_start"] < ruling["end"]
            and ruling["start"] < span["turn_end"]
        ]
        if ruling["ruling"] in {"release", "never"}:
            assert over == []
        elif ruling["ruling"] in {"confirm", "relabel", "always"}:
            assert [span["label"] for span in over] == [ruling["label"]]
