"""The shipped codebooks are sound, and their exemplars many, varied and no two alike."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from statistics import median

import pytest

from voices import placeholders
from voices.codebook import Codebook, CodeKind, Exemplar, check, find, from_qdc, to_qdc, top_level
from voices.model import Valence

PRINCIPLES = ("continuity", "consistency", "collaboration", "change_agent", "learning", "culture")
BESIDE = (
    "family_experience",
    "staff_experience",
    "safe_stable_lives",
    "unintended_consequence",
    "workload",
    "containment",
    "context",
)
COMPLAINTS = ("calls_not_answered", "support_not_given", "information_not_shared", "worker_not_available", "delay")
CONFUSABLE = (
    ("continuity", "consistency"),
    ("collaboration", "learning"),
    ("culture", "collaboration"),
    ("change_agent", "consistency"),
)


@pytest.fixture(scope="module")
def principles() -> Codebook:
    return find("six_principles")


@pytest.fixture(scope="module")
def complaints() -> Codebook:
    return find("complaints")


def _tops(item: Exemplar) -> list[str]:
    return [code for code, _ in item.codes if "/" not in code]


def _uses(book: Codebook) -> Counter[str]:
    return Counter(code for item in book.exemplars for code, _ in item.codes)


@pytest.mark.parametrize("name", ["six_principles", "complaints"])
def test_nothing_is_left_to_mend(name: str) -> None:
    assert check(find(name)) == ()


@pytest.mark.parametrize("name", ["six_principles", "complaints"])
def test_codes_survive_the_exchange_format(name: str) -> None:
    book = find(name)
    assert from_qdc(to_qdc(book), name).codes == book.codes


def test_the_ids_others_rely_on(principles: Codebook, complaints: Codebook) -> None:
    assert tuple(code.id for code in principles.main()) == PRINCIPLES
    assert tuple(code.id for code in principles.beside()) == BESIDE
    assert tuple(code.id for code in complaints.main()) == COMPLAINTS
    assert all(code.kind is CodeKind.PRINCIPLE for code in principles.main())
    assert all(principles.children(code) for code in PRINCIPLES)


def test_every_code_says_what_belongs_and_what_does_not(principles: Codebook, complaints: Codebook) -> None:
    for code in (*principles.top(), *complaints.top()):
        assert code.include, code.id
        assert code.exclude, code.id


def test_enough_exemplars_of_every_code(principles: Codebook, complaints: Codebook) -> None:
    primary = Counter(_tops(item)[0] if item.codes else "" for item in principles.exemplars)
    assert all(primary[code] >= 120 for code in PRINCIPLES)
    assert all(primary[code] >= 10 for code in BESIDE)
    assert primary[""] >= 180
    of_complaints = Counter(_tops(item)[0] if item.codes else "" for item in complaints.exemplars)
    assert all(of_complaints[code] >= 30 for code in (*COMPLAINTS, ""))
    uses = _uses(principles) + _uses(complaints)
    children = [code.id for code in (*principles.codes, *complaints.codes) if code.parent]
    assert [code for code in children if uses[code] < 8] == []


def test_two_codes_have_evidence_for_both_and_are_common_enough(principles: Codebook) -> None:
    double = [item for item in principles.exemplars if len(_tops(item)) == 2]
    assert len(double) >= 50
    many = [item for item in principles.exemplars if len(_tops(item)) > 2]
    assert len(many) < 0.04 * len(principles.exemplars)
    assert all(len(_tops(item)) == 3 for item in many)
    assert all(len(item.text.split()) >= 15 for item in (*double, *many))


def test_child_codes_come_last_and_have_the_valence_of_their_parent(principles: Codebook) -> None:
    for item in principles.exemplars:
        valence = dict(item.codes)
        assert [code for code, _ in item.codes] == sorted(valence, key=lambda code: "/" in code)
        assert all(valence[code] is valence[top_level(code)] for code in valence)


def test_valences_are_mixed_as_in_life(principles: Codebook) -> None:
    for code in PRINCIPLES:
        seen = Counter(dict(item.codes)[code] for item in principles.exemplars if code in dict(item.codes))
        total = seen.total()
        assert seen[Valence.POSITIVE] >= 0.3 * total
        assert seen[Valence.NEGATIVE] >= 0.25 * total
        assert seen[Valence.MIXED] >= 6
        assert seen[Valence.NEUTRAL] >= 3
        assert None not in seen


def test_many_voices_speak_to_every_principle(principles: Codebook) -> None:
    for code in PRINCIPLES:
        roles = {item.role for item in principles.exemplars if code in dict(item.codes)}
        assert len(roles) >= 6
    assert all(item.role for item in principles.exemplars)


def test_lengths_run_from_a_remark_to_a_story(principles: Codebook) -> None:
    coded = [len(item.text.split()) for item in principles.exemplars if item.codes]
    assert min(coded) >= 4
    assert 80 <= max(coded) <= 130
    assert 20 <= median(coded) <= 40
    assert sum(words < 15 for words in coded) >= 40


def test_near_misses_stand_on_both_sides_of_every_confusable_pair(principles: Codebook) -> None:
    missed = [item for item in principles.exemplars if item.near_miss_of and _tops(item)]
    near = Counter((_tops(item)[0], item.near_miss_of) for item in missed)
    for one, other in CONFUSABLE:
        assert near[one, other] >= 8
        assert near[other, one] >= 8
    assert all(item.reason for item in principles.exemplars if item.near_miss_of)


def test_few_sentences_give_the_principle_away(principles: Codebook) -> None:
    words = {
        "continuity": "continu",
        "consistency": "consisten",
        "collaboration": "collaborat",
        "change_agent": "change agent",
        "learning": "learning",
        "culture": "culture",
    }
    for code, word in words.items():
        own = [item for item in principles.exemplars if code in dict(item.codes)]
        assert sum(word in item.text.casefold() for item in own) <= 0.1 * len(own)


@pytest.mark.parametrize("name", ["six_principles", "complaints"])
def test_brackets_hold_only_placeholders(name: str) -> None:
    for item in find(name).exemplars:
        assert "[" not in placeholders.PATTERN.sub("", item.text)


def test_no_two_exemplars_are_alike(principles: Codebook, complaints: Codebook) -> None:
    def shingles(text: str) -> frozenset[tuple[str, ...]]:
        words = re.findall(r"\w+", text.casefold())
        return frozenset(zip(words, words[1:], words[2:], strict=False)) or frozenset({tuple(words)})

    cut = [shingles(item.text) for item in (*principles.exemplars, *complaints.exemplars)]
    holders: dict[tuple[str, ...], list[int]] = {}
    for number, own in enumerate(cut):
        for shingle in own:
            holders.setdefault(shingle, []).append(number)
    shared = Counter(pair for numbers in holders.values() for pair in itertools.combinations(numbers, 2))
    alike = [
        (one, other) for (one, other), count in shared.items() if count > 0.3 * min(len(cut[one]), len(cut[other]))
    ]
    assert alike == []
