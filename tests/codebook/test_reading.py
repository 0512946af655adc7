"""Codebooks are read as written, and a mistake is named with file, code and what to do."""

from __future__ import annotations

import random
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voices.codebook import Codebook, CodeKind, find, load, parse, save, to_jsonl, to_toml, top_level
from voices.errors import CodebookError
from voices.model import Valence

from .shapes import SMALL, codebooks

DATA = Path(__file__).parent / "data"


def test_a_name_and_a_definition_are_enough() -> None:
    book = load(DATA / "wild" / "only_names.toml")
    assert book.ids() == ("friends_and_family", "école")
    assert book.name == "only_names"
    assert all(code.kind is CodeKind.THEME for code in book.codes)
    assert len({code.colour for code in book.codes}) == 2


def test_nested_children_become_flat_ids_and_take_after_their_parent() -> None:
    book = load(DATA / "wild" / "nested.toml")
    assert book.ids() == ("transport", "transport/bus", "transport/bus/night_bus", "9")
    night = book.code("transport/bus/night_bus")
    assert night is not None
    assert night.parent == "transport/bus"
    assert night.colour == book.codes[0].colour
    assert book.codes[0].exclude[0].text == "school transport"
    assert top_level("transport/bus/night_bus") == "transport"
    assert [code.id for code in book.children("transport")] == ["transport/bus"]


def test_a_hundred_codes_load() -> None:
    toml = "".join(f'[[codes]]\nname = "Code {n}"\ndefinition = "d"\n' for n in range(1000))
    assert len(parse(toml).codes) == 1000


@pytest.mark.parametrize("path", sorted((DATA / "negative").glob("*.toml")), ids=lambda path: path.stem)
def test_a_broken_codebook_is_named_with_its_file(path: Path) -> None:
    expected = path.read_text(encoding="utf-8").splitlines()[0].removeprefix("# expect: ")
    with pytest.raises(CodebookError) as caught:
        load(path)
    assert expected in str(caught.value)
    assert str(path) in str(caught.value)


@pytest.mark.parametrize("path", sorted((DATA / "negative").glob("*.jsonl")), ids=lambda path: path.stem)
def test_a_broken_exemplar_is_named_with_its_line(path: Path) -> None:
    line, expected = path.read_text(encoding="utf-8").splitlines()
    toml = '[[codes]]\nname = "A"\ndefinition = "d"\n'
    with pytest.raises(CodebookError) as caught:
        parse(toml, f'{{"text": "good", "codes": ["a"]}}\n\n{line}\n', exemplars_where="here.jsonl")
    assert expected in str(caught.value)
    assert "here.jsonl, line 3" in str(caught.value)


def test_errors_never_repeat_an_exemplars_words() -> None:
    with pytest.raises(CodebookError) as caught:
        parse('[[codes]]\nname = "A"\n', '{"text": "marker words", "codes": [{"code": "a", "valence": "no"}]}')
    assert "marker" not in str(caught.value)
    assert "kettle" not in repr(SMALL)


def test_a_missing_or_garbled_file_is_a_codebook_error(tmp_path: Path) -> None:
    with pytest.raises(CodebookError, match="there is no codebook here"):
        load(tmp_path)
    (tmp_path / "codebook.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(CodebookError, match="UTF-8"):
        load(tmp_path)


def test_a_byte_order_mark_and_windows_lines_are_read(tmp_path: Path) -> None:
    toml = to_toml(SMALL).replace("\n", "\r\n")
    (tmp_path / "codebook.toml").write_bytes(b"\xef\xbb\xbf" + toml.encode())
    (tmp_path / "exemplars.jsonl").write_bytes(to_jsonl(SMALL.exemplars).replace("\n", "\r\n").encode())
    assert load(tmp_path).hash == SMALL.hash


def test_exemplar_codes_may_be_plain_strings() -> None:
    book = parse('[[codes]]\nname = "A"\n', '{"text": "x", "codes": ["a"], "more": 1}')
    assert book.exemplars[0].codes == (("a", None),)
    book = parse('[[codes]]\nname = "A"\n', '{"text": "x", "codes": [{"code": "a", "valence": "mixed"}]}')
    assert book.exemplars[0].codes == (("a", Valence.MIXED),)


@given(codebooks())
def test_written_and_read_again_it_is_the_same(book: Codebook) -> None:
    again = parse(to_toml(book), to_jsonl(book.exemplars))
    best = {code.id: code.lettering for code in again.codes}
    assert again.exemplars == book.exemplars
    assert [replace(c, lettering=best[c.id]) for c in book.codes] == list(again.codes)
    assert again.hash == book.hash


@given(codebooks(), st.randoms(use_true_random=False))
def test_the_hash_knows_no_order_but_every_change(book: Codebook, chance: random.Random) -> None:
    codes, exemplars = list(book.codes), list(book.exemplars)
    chance.shuffle(codes)
    chance.shuffle(exemplars)
    assert replace(book, codes=tuple(codes), exemplars=tuple(exemplars), hash="").hash == book.hash
    first = replace(codes[0], definition=codes[0].definition + "!")
    assert replace(book, codes=(first, *codes[1:]), hash="").hash != book.hash


def test_the_order_of_keys_does_not_change_the_hash() -> None:
    one = '[codebook]\nname = "n"\nversion = "2"\n[[codes]]\nname = "A"\ndefinition = "d"\n'
    other = '[[codes]]\ndefinition = "d"\nname = "A"\n[codebook]\nversion = "2"\nname = "n"\n'
    assert parse(one).hash == parse(other).hash


def test_find_takes_shipped_names_and_paths(tmp_path: Path) -> None:
    shipped = tmp_path / "shipped"
    save(SMALL, shipped / "small")
    own = tmp_path / "study" / "own"
    own.mkdir(parents=True)
    shutil.copy(DATA / "wild" / "nested.toml", own / "codebook.toml")
    assert find("small", shipped=shipped).hash == SMALL.hash
    assert find("own", tmp_path / "study", shipped).name == "travel"
    assert find("own/codebook.toml", tmp_path / "study", shipped).name == "travel"
    with pytest.raises(CodebookError, match=r'no codebook "other".*small'):
        find("other", tmp_path, shipped)


def test_saving_overwrites_nothing(tmp_path: Path) -> None:
    assert len(save(SMALL, tmp_path / "new")) == 2
    assert load(tmp_path / "new") == replace(SMALL, language="en-GB")
    with pytest.raises(CodebookError, match="holds a codebook already"):
        save(SMALL, tmp_path / "new")
