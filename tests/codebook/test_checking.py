"""What `check` objects to, at the boundary, and what `diff` reports."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest

from voices.codebook import Codebook, Exclusion, Exemplar, check, colours, diff, parse
from voices.codebook.checking import ENOUGH_EXEMPLARS

from .shapes import SMALL


def _with(**changes: object) -> Codebook:
    first = replace(SMALL.codes[0], **changes)  # type: ignore[arg-type]
    return replace(SMALL, codes=(first, *SMALL.codes[1:]), exemplars=(), hash="")


def test_a_sound_codebook_passes() -> None:
    assert check(_with()) == ()


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"definition": ""}, "no definition"),
        ({"colour": "#F0E442"}, "contrast of 1."),
        ({"include": ("",)}, "empty line"),
        ({"exclude": (Exclusion("x", "warmth"),)}, "to itself"),
    ],
)
def test_what_an_evaluator_should_mend_is_said(changes: dict[str, object], expected: str) -> None:
    (problem,) = check(_with(**changes))
    assert expected in problem
    assert '"warmth"' in problem


def test_contrast_is_refused_just_below_the_limit() -> None:
    assert colours.contrast("#767676", "white") >= colours.MIN_CONTRAST > colours.contrast("#777777", "white")
    assert check(_with(colour="#767676")) == ()
    assert "4.5 to 1" in check(_with(colour="#777777"))[0]
    assert colours.contrast("#000000", "white") == pytest.approx(21)


def test_colours_that_look_alike_without_red_or_green_are_refused() -> None:
    code = '[[codes]]\nname = "{}"\ndefinition = "d"\ncolour = "{}"\n'
    codes = code.replace('name = "{}"', 'name = "A"') + code.replace('name = "{}"', 'name = "B"')
    assert "colour-blind" in check(parse(codes.format("#00517A", "#7A3E74")))[0]
    assert check(parse(codes.format("#00517A", "#D98E04"))) == ()


def test_any_two_palette_colours_can_be_told_apart_and_read() -> None:
    for one, other in itertools.combinations(colours.PALETTE, 2):
        assert colours.difference(one, other) >= colours.MIN_DIFFERENCE
    assert all(colours.contrast(c, colours.best_lettering(c)) >= colours.MIN_CONTRAST for c in colours.PALETTE)


def test_many_codes_are_not_asked_for_as_many_colours() -> None:
    toml = "".join(f'[[codes]]\nname = "Code {n}"\ndefinition = "d"\n' for n in range(30))
    assert check(parse(toml)) == ()


def test_exemplars_are_looked_at_by_number() -> None:
    good = [Exemplar(f"sentence {n}", (("warmth", None), ("money", None))) for n in range(ENOUGH_EXEMPLARS)]

    def problems(*more: Exemplar) -> tuple[str, ...]:
        return check(replace(SMALL, exemplars=(*good, *more), hash=""))

    assert problems() == ()
    number = f"Exemplar {ENOUGH_EXEMPLARS + 1}"
    for bad, expected in (
        (Exemplar("Sentence  0", ()), "same text as exemplar 1"),
        (Exemplar("a", (("money", None), ("money", None))), "same code twice"),
        (Exemplar("a", (("money", None),), "", "warmth"), "without a reason"),
        (Exemplar("a", (("money", None),), "", "money", "r"), "near miss of"),
        (Exemplar("a", (("warmth/tea", None),)), "without its parent"),
    ):
        (problem,) = problems(bad)
        assert problem.startswith(number)
        assert expected in problem


def test_too_few_exemplars_are_said_at_the_boundary() -> None:
    enough = [Exemplar(f"s {n}", (("warmth", None), ("money", None))) for n in range(ENOUGH_EXEMPLARS)]
    assert check(replace(SMALL, exemplars=tuple(enough), hash="")) == ()
    assert len(check(replace(SMALL, exemplars=tuple(enough[1:]), hash=""))) == 2


def test_diff_says_what_changed_and_nothing_else() -> None:
    assert diff(SMALL, replace(SMALL, codes=SMALL.codes[::-1], hash="")) == ()
    first = replace(SMALL.codes[0], definition="Other.", include=("a smile", "a nod"), colour="#000000")
    new = replace(SMALL.codes[2], id="price")
    changed = replace(SMALL, version="2", codes=(first, SMALL.codes[1], new), exemplars=SMALL.exemplars[:1], hash="")
    assert diff(SMALL, changed) == (
        'The version changed from "1" to "2".',
        'Code "money" was removed.',
        'Code "price" was added.',
        'Code "warmth": definition changed.',
        'Code "warmth": colour changed from #00517A to #000000.',
        'Code "warmth": include has 1 added, 0 removed.',
        "Exemplars: 0 added, 1 removed.",
    )
