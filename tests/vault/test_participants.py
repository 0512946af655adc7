"""Codes for people: the same for the same study, whatever the order, and saying nothing."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voices.errors import VaultError
from voices.vault import Vault, create_vault
from voices.vault.participants import number

from .people import KEY, REASON, STUDY

PEOPLE = [(prefix, f"interview{n}.docx|speaker {n % 7}") for n in range(60) for prefix in "PRG"]


def test_order_does_not_matter_and_twins_agree(empty: Vault, tmp_path: Path) -> None:
    shuffled = list(PEOPLE)
    random.Random(4).shuffle(shuffled)
    codes = empty.participant_codes(PEOPLE)
    with create_vault(tmp_path / "twin", KEY, STUDY) as twin:
        assert twin.participant_codes(shuffled) == codes
    with create_vault(tmp_path / "other", KEY, "another study") as other:
        again = other.participant_codes(PEOPLE)
        assert sum(again[p] == codes[p] for p in PEOPLE) < 5
    assert len(set(codes.values())) == len(set(PEOPLE))
    assert all(code[0] == prefix and code[1:].isdigit() for (prefix, _), code in codes.items())


def test_codes_stay_and_newcomers_get_their_own(empty: Vault) -> None:
    first = empty.participant_codes(PEOPLE[:40])
    both = empty.participant_codes(PEOPLE)
    assert all(both[p] == code for p, code in first.items())
    assert len(set(both.values())) == len(both)


def test_no_order_of_appearance_shows(empty: Vault) -> None:
    codes = empty.participant_codes([("P", f"p{n:03}") for n in range(50)])
    numbers = [int(code[1:]) for code in codes.values()]
    assert numbers != sorted(numbers)
    assert min(numbers) >= 100


def test_a_code_can_be_looked_up(empty: Vault) -> None:
    code = empty.participant_codes([("P", "i1.docx|Marguerite")])["P", "i1.docx|Marguerite"]
    assert empty.lookup(code, "custodian", REASON).names == ("i1.docx|Marguerite",)


def test_other_prefixes_are_refused(empty: Vault) -> None:
    with pytest.raises(VaultError, match="P, R, G"):
        empty.participant_codes([("X", "a")])


@given(st.sets(st.binary(min_size=4, max_size=8), max_size=40), st.sets(st.integers(100, 140), max_size=40))
def test_numbers_are_unique_and_never_taken_ones(marks: set[bytes], taken: set[int]) -> None:
    used = {f"P{n}" for n in taken}
    found = number(b"k" * 32, dict.fromkeys(marks, "P"), used)
    assert len(set(found.values())) == len(marks)
    assert not set(found.values()) & used


def test_range_widens_before_it_fills() -> None:
    found = number(b"k" * 32, {n.to_bytes(4, "big"): "P" for n in range(450)}, ())
    assert {len(code) for code in found.values()} == {4}
    found = number(b"k" * 32, {n.to_bytes(4, "big"): "P" for n in range(451)}, ())
    assert {len(code) for code in found.values()} == {5}
