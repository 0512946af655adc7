"""Small codebooks to test with, written out or drawn by hypothesis."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from voices.codebook import Code, Codebook, CodeKind, Exclusion, Exemplar
from voices.model import Valence

SMALL = Codebook(
    name="small",
    title="Small",
    version="1",
    codes=(
        Code(
            id="warmth",
            name="Warmth",
            colour="#00517A",
            definition="Being met kindly.",
            include=("a smile",),
            exclude=(Exclusion("heating", "money"), Exclusion("weather")),
            kind=CodeKind.PRINCIPLE,
        ),
        Code("warmth/tea", "Tea", "#00517A", "Offered tea.", parent="warmth", kind=CodeKind.PRINCIPLE),
        Code("money", "What it costs", "#F0E442", "Bills.", kind=CodeKind.CONTEXT, lettering="black"),
    ),
    exemplars=(
        Exemplar("She put the kettle on.", (("warmth", Valence.POSITIVE), ("warmth/tea", None)), "parent"),
        Exemplar("The heating bill came.", (("money", Valence.NEUTRAL),), "", "warmth", "Warmth of another sort."),
    ),
)

_words = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn")), max_size=30).map(lambda s: " ".join(s.split()))
_ids = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True)
_colours = st.from_regex(r"#[0-9A-F]{6}", fullmatch=True)


@st.composite
def codebooks(draw: st.DrawFn) -> Codebook:
    """Draw a codebook with children and exemplars, texts of any script."""
    codes: list[Code] = []
    for top in draw(st.lists(_ids, min_size=1, max_size=4, unique=True)):
        kind = draw(st.sampled_from(CodeKind))
        code = Code(top, draw(_words) or top, draw(_colours), draw(_words), kind=kind)
        codes.append(replace(code, include=tuple(draw(st.lists(_words, max_size=2)))))
        for child in draw(st.lists(_ids, max_size=2, unique=True)):
            codes.append(
                Code(f"{top}/{child}", draw(_words) or child, code.colour, draw(_words), parent=top, kind=kind)
            )
    ids = [code.id for code in codes]
    coded = st.tuples(st.sampled_from(ids), st.none() | st.sampled_from(Valence))
    exemplars = st.builds(
        Exemplar,
        _words.map(lambda s: s + " x"),
        st.lists(coded, max_size=2).map(tuple),
        _words,
        st.sampled_from(["", *ids]),
        _words,
    )
    return Codebook(
        name=draw(_ids),
        title=draw(_words) or "t",
        version="1",
        codes=tuple(codes),
        exemplars=tuple(draw(st.lists(exemplars, max_size=3))),
        description=draw(_words),
    )
