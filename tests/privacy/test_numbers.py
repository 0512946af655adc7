"""Validators take what is right and leave what is nearly right."""

from __future__ import annotations

import pytest

from voices.privacy.detectors import numbers, spoken


def labels(text: str) -> set[str]:
    return {h.label for h in (*numbers.find(text), *spoken.find(text))}


@pytest.mark.parametrize("number", ["943 476 5919", "9434765919", "401 023 2137"])
def test_nhs_numbers_need_their_check_digit(number: str) -> None:
    assert numbers.is_nhs(number)
    last = str((int(number[-1]) + 1) % 10)
    assert not numbers.is_nhs(number[:-1] + last)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("SK 41 22 09 C", "NI_NUMBER"),
        ("HW4 7QT", "POSTCODE"),
        ("wx2 6dt", "POSTCODE"),
        ("HW21 KRT", "VEHICLE"),
        ("07700 900461", "PHONE"),
        ("+44 1632 960 552", "PHONE"),
        ("020 7946 0018", "PHONE"),
        ("a.b@harrowmere.example", "EMAIL"),
        ("@tilly.draws", "HANDLE"),
        ("CSC/2021/00431", "CASE_REF"),
        ("ann dot lee at harrowmere dot example", "EMAIL"),
    ],
)
def test_shapes_are_found(text: str, label: str) -> None:
    assert label in labels(text)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("BG 41 22 09 E", "NI_NUMBER"),
        ("QQ7 7CC", "POSTCODE"),
        ("HW00 KRT", "VEHICLE"),
        ("0:03 and 00:14:02.500", "PHONE"),
        ("2019-2020", "PHONE"),
        ("3.45", "PHONE"),
        ("999", "PHONE"),
        ("one two three", "PHONE"),
        ("we met at nine and left at ten", "EMAIL"),
        ("2023/24", "CASE_REF"),
    ],
)
def test_near_misses_are_left(text: str, label: str) -> None:
    assert label not in labels(text)


def test_a_council_adds_its_own_references() -> None:
    import re

    found = list(numbers.find("file HX77Z", [re.compile(r"\bHX\d\dZ\b")]))
    assert [(h.start, h.end) for h in found if h.rule == "reference of the study"] == [(5, 10)]
