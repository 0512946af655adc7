"""Theory files: read, checked, written back."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voices import realist
from voices.errors import InputError
from voices.model.realist import Theory

GOOD = """
[[theories]]
id = "one_face"
name = "One face"
if = "If a family keeps  one worker."
then = "then they ask early"
because = "they need not tell it again;"
principles = ["continuity"]
"""


def test_clauses_read_on_from_their_words() -> None:
    (theory,) = realist.parse(GOOD)
    assert theory == Theory(
        "one_face", "One face", "a family keeps one worker", "they ask early", "they need not tell it again",
        ("continuity",),
    )  # fmt: skip
    assert theory.sentence() == (
        "If a family keeps one worker, then they ask early, because they need not tell it again."
    )


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("[[theories]]", "[theories]", "write \\[\\[theories\\]\\]"),
        ('id = "one_face"', 'id = "One Face"', "theory 1: “id” should be lower-case"),
        ('because = "they need not tell it again;"', "", "“because” is missing"),
        ('then = "then they ask early"', 'then = 3', "texts in quotation marks"),
        ('then = "then', 'so = "then', "“so” is not known"),
        ('["continuity"]', '"continuity"', "list of code ids"),
        ("they ask early", "x" * 700, "longer than 600"),
        ('id = "one_face"', 'id = "one_face', "not valid TOML"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_place(old: str, new: str, said: str) -> None:
    assert old in GOOD
    with pytest.raises(InputError, match=said):
        realist.parse(GOOD.replace(old, new))


def test_one_id_stands_once_in_a_file_and_in_a_study(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="stands there twice"):
        realist.parse(GOOD + GOOD)
    (tmp_path / "book").mkdir()
    for place in (tmp_path, tmp_path / "book"):
        (place / "theories.toml").write_text(GOOD, "utf-8")
    with pytest.raises(InputError, match="two files"):
        realist.find(tmp_path, ["book"])
    (tmp_path / "theories.toml").unlink()
    assert [theory.id for theory in realist.find(tmp_path, ["book", "six_principles"])] == ["one_face"]
    assert realist.find(tmp_path) == ()


CLAUSE = st.text(st.characters(blacklist_categories=("Cs", "Cc")), min_size=1, max_size=40).map(
    lambda text: realist.clause(text, "if")
)


@settings(max_examples=60, deadline=None)
@given(clauses=st.tuples(CLAUSE, CLAUSE, CLAUSE).filter(all), principles=st.lists(st.sampled_from("abc"), unique=True))
def test_a_theory_written_is_the_theory_read(clauses: tuple[str, str, str], principles: list[str]) -> None:
    cleaned = [realist.clause(text, word) for text, word in zip(clauses, ("if", "then", "because"), strict=True)]
    if not all(cleaned):
        return
    theory = Theory("t-1", "A name", *cleaned, tuple(principles))
    again = realist.parse(realist.to_toml([theory]))
    assert realist.parse(realist.to_toml(again)) == again
