"""Flags win over the environment, that over study.toml, that over defaults."""

from __future__ import annotations

import pytest

from voices.errors import StudyError
from voices.settings import Settings, resolve


def test_the_order_of_places() -> None:
    study, environment = {"batch_size": 50, "seed": 3, "coders": ["A", " B "]}, {"VOICES_BATCH_SIZE": "60"}
    assert resolve({}, {}) == Settings()
    assert resolve(study, {}).batch_size == 50
    found = resolve(study, environment, batch_size=None)
    assert (found.batch_size, found.seed, found.coders) == (60, 3, ("A", "B"))
    assert resolve(study, environment, batch_size=70).batch_size == 70


def test_the_environment_gives_lists_with_commas() -> None:
    assert resolve({}, {"VOICES_CODERS": "C1, C2,,C3"}).coders == ("C1", "C2", "C3")
    assert resolve({}, {"VOICES_BLIND_SHARE": "0.5", "OTHER_SEED": "4"}) == Settings(blind_share=0.5)


@pytest.mark.parametrize(
    ("study", "environment", "message"),
    [
        ({"batchsize": 5}, {}, "[settings]: “batchsize” is not a setting"),
        ({"batch_size": "many"}, {}, "study.toml, [settings]: “batch_size” should be a whole number"),
        ({"batch_size": True}, {}, "“batch_size” should be a whole number"),
        ({"blind_share": 2}, {}, "“blind_share” should lie between 0 and 1"),
        ({"disclosure_k": 1}, {}, "“disclosure_k” should lie between 2 and 100"),
        ({"coders": 4}, {}, "“coders” should be a list of texts"),
        ({}, {"VOICES_SEED": "x"}, "environment, VOICES_SEED: “seed” should be a whole number"),
    ],
)
def test_a_wrong_value_is_named_with_its_place(
    study: dict[str, object], environment: dict[str, str], message: str
) -> None:
    with pytest.raises(StudyError) as told:
        resolve(study, environment)
    assert message in str(told.value)


def test_a_flag_is_checked_too() -> None:
    with pytest.raises(StudyError, match="command line: “batch_size” should lie between 1 and 5000"):
        resolve({}, {}, batch_size=0)
