"""REFI-QDA codebooks: what is written keeps the schema's rules, what is read survives other tools' habits."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import given

from voices.codebook import Codebook, CodeKind, Exclusion, from_qdc, left_out_of_qdc, parse, read_qdc, to_qdc
from voices.errors import CodebookError

from .shapes import SMALL, codebooks

DATA = Path(__file__).parent / "data"
SPACE = "{urn:QDA-XML:codebook:1.0}"
GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@given(codebooks())
def test_the_written_file_keeps_the_rules_of_the_schema(book: Codebook) -> None:
    root = fromstring(to_qdc(book).encode())
    assert root.tag == f"{SPACE}CodeBook"
    assert [child.tag for child in root] in ([f"{SPACE}Codes"], [f"{SPACE}Codes", f"{SPACE}Sets"])
    codes = list(root.iter(f"{SPACE}Code"))
    assert len(codes) == len(book.codes)
    guids = [code.attrib["guid"] for code in codes]
    assert len(set(guids)) == len(guids)
    for code in codes:
        assert set(code.attrib) == {"guid", "name", "isCodable", "color"}
        assert GUID.fullmatch(code.attrib["guid"])
        assert [child.tag for child in code].count(f"{SPACE}Description") <= 1
        assert f"{SPACE}Description" not in [child.tag for child in code][1:]
    for members in root.iter(f"{SPACE}Set"):
        assert len(members) >= 1
        assert all(member.attrib["guid"] in guids for member in members)


def test_a_small_codebook_comes_back_whole() -> None:
    again, dropped = read_qdc(to_qdc(SMALL), "small")
    assert again.codes == SMALL.codes
    assert dropped == ()
    assert again.exemplars == ()
    assert any("2 exemplars" in line for line in left_out_of_qdc(SMALL))


@given(codebooks())
def test_names_tree_kinds_and_colours_come_back(book: Codebook) -> None:
    again = from_qdc(to_qdc(book))
    assert [(c.name, c.parent, c.colour, c.kind) for c in again.codes] == [
        (c.name, c.parent, c.colour, c.kind) for c in book.codes
    ]
    assert again.ids() == book.ids()


def test_awkward_characters_are_escaped() -> None:
    code = replace(SMALL.codes[2], name="\"<Tea> & 'toast'\"", definition="a\x00b ]]> 😀")
    again = from_qdc(to_qdc(replace(SMALL, codes=(code,), hash="")))
    assert again.codes[0].name == code.name
    assert again.codes[0].definition == "a b ]]> 😀"


def test_a_codebook_of_themes_has_no_sets() -> None:
    assert "<Sets>" not in to_qdc(parse('[[codes]]\nname = "A"\n'))


def test_another_tools_habits_are_read() -> None:
    book, dropped = read_qdc((DATA / "wild" / "nvivo_colon.qdc").read_text(encoding="utf-8"))
    assert book.ids() == ("home", "home/home", "home/home_2")
    assert book.codes[0].colour == "#00AAFF"
    assert book.codes[0].definition == "Where people live (instead: the street)."
    assert all(code.kind is CodeKind.THEME for code in book.codes)
    assert len(dropped) == 2


def test_words_in_brackets_that_name_no_code_stay_words() -> None:
    described = "<Description>Exclude:\n- x (instead: nowhere)</Description>"
    xml = f"<CodeBook><Codes><Code name='A'>{described}</Code></Codes></CodeBook>"
    assert from_qdc(xml).codes[0].exclude == (Exclusion("x (instead: nowhere)"),)


@pytest.mark.parametrize(
    "xml",
    [
        "",
        "not xml",
        "<Project/>",
        "<CodeBook/>",
        "<CodeBook><Codes/></CodeBook>",
        '<!DOCTYPE x [<!ENTITY e "boo">]><CodeBook><Codes><Code name="&e;"/></Codes></CodeBook>',
        "<CodeBook><Codes>" + "<Code name='a'>" * 40 + "</Code>" * 40 + "</Codes></CodeBook>",
    ],
)
def test_what_is_no_codebook_is_refused_in_one_line(xml: str) -> None:
    with pytest.raises(CodebookError) as caught:
        from_qdc(xml)
    assert "\n" not in str(caught.value)


def test_a_declared_encoding_does_not_matter_once_decoded() -> None:
    xml = to_qdc(SMALL).replace('encoding="utf-8"', 'encoding="utf-16"')
    assert from_qdc("\ufeff" + xml).ids() == SMALL.ids()
