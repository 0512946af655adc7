"""Names of other alphabets in the spellings families use, and which of them stay words of English."""

from __future__ import annotations

import pytest

from voices.privacy import Models
from voices.privacy.romanising import romanised


@pytest.mark.parametrize(
    ("name", "locale", "spelt"),
    [
        ("Ганна", "uk_UA", "hanna"),
        ("Юлія", "uk_UA", "yuliia"),
        ("Сергій", "uk_UA", "serhii"),
        ("Сергій", "uk_UA", "serhiy"),
        ("Сергій", "uk_UA", "serhy"),
        ("Галина", "ru_RU", "galina"),
        ("Дмитрий", "ru_RU", "dmitriy"),
        ("Γεώργιος", "el_GR", "georgios"),
        ("Παπαδόπουλος", "el_GR", "papadopoulos"),
        ("रमेश", "hi_IN", "ramesh"),
        ("प्रशांत", "mr_IN", "prashant"),
        ("রহমান", "bn_BD", "rahman"),
        ("ফারিহা", "bn_BD", "fariha"),
        ("অজয়", "bn_BD", "ajay"),
        ("સંજય", "gu_IN", "sanjay"),
    ],
)
def test_a_name_has_the_spelling_of_its_passport(name: str, locale: str, spelt: str) -> None:
    assert spelt in romanised(name, locale)


@pytest.mark.parametrize("name", ["Anna", "王伟", "محمد", "", "12"])
def test_what_is_latin_or_of_another_script_is_left_out(name: str) -> None:
    assert romanised(name) == frozenset()


def test_names_of_more_alphabets_are_listed_and_words_are_not(models: Models) -> None:
    assert all(models.lists.is_first(name) for name in ("serhiy", "halyna", "ramesh", "fariha", "xiuying"))
    assert not any(models.lists.is_first(word) for word in ("lawyer", "friend", "governor", "median"))
