"""What the law protects more is flagged by kind, in any case and form; plain speech is not."""

from __future__ import annotations

import pytest

from voices.privacy.sensitive import KINDS, flag


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("He was diagnosed with ADHD last spring.", ("health",)),
        ("she takes 20 mg of something at night", ("health",)),
        ("we went to family therapy", ("health",)),
        ("My lad has Down’s syndrome.", ("health",)),
        ("They treated us different cos we are a black family.", ("ethnicity",)),
        ("mum is of mixed-race heritage", ("ethnicity",)),
        ("He goes to the mosque on Fridays.", ("faith",)),
        ("We are Jehovah's Witnesses.", ("faith",)),
        ("He came out as gay at school.", ("sex life",)),
        ("Dad was on\nremand at the time.", ("offences",)),
        ("He was arrested for shoplifting.", ("offences",)),
        ("She is Muslim, depressed, and her ex is in prison.", ("health", "faith", "offences")),
    ],
)
def test_kinds_are_named_in_order(text: str, kinds: tuple[str, ...]) -> None:
    assert flag(text) == kinds


@pytest.mark.parametrize(
    "text",
    [
        "My social worker rang me back every time.",
        "We had four workers in one year and nobody read the file.",
        "The pod manager knew our plan by heart.",
        "It helped that they came on Tuesdays, at half past three.",
        "A transparent process, and the arrests of momentum were few.".replace("arrests", "arrestors"),
        "",
    ],
)
def test_plain_speech_is_not_flagged(text: str) -> None:
    assert flag(text) == ()


def test_case_and_line_breaks_make_no_difference() -> None:
    text = "he has a learning disability and went to crown court"
    assert flag(text) == flag(text.upper()) == flag(text.replace(" ", "\n")) == ("health", "offences")
    assert set(flag(text)) <= set(KINDS)
