"""Sentences: nothing lost, nothing twice, and the cases a reader would argue about."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voices import placeholders
from voices.passages import sentences

CASES = [
    json.loads(line)
    for name in ("wild.jsonl", "negative.jsonl")
    for line in (Path(__file__).parent / "data" / name).read_text(encoding="utf-8").splitlines()
]


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_sentences_are_cut_where_a_reader_would(case: dict[str, object]) -> None:
    text = str(case["text"])
    assert [text[span.start : span.end] for span in sentences(text)] == case["sentences"]


PIECES = st.sampled_from(
    [
        "I rang. ",
        "Mr. ",
        "[person 12] ",
        "…",
        "no ",
        "\n\n",
        "- ",
        "e.g. ",
        "J. ",
        "?!",
        "\u2028",
        "é",
        "👩‍👧 ",
        '" ',
        "[",
        "]",
    ]
)


@given(st.one_of(st.text(max_size=120), st.lists(PIECES, max_size=25).map("".join)))
def test_sentences_cover_every_word_once_and_cut_no_placeholder(text: str) -> None:
    spans = sentences(text)
    covered = [False] * len(text)
    for span in spans:
        assert 0 <= span.start < span.end <= len(text)
        assert not text[span.start].isspace()
        assert not text[span.end - 1].isspace()
        for index in range(span.start, span.end):
            assert not covered[index]
            covered[index] = True
    assert all(covered[index] or text[index].isspace() for index in range(len(text)))
    for found in placeholders.find(text):
        assert any(span.start <= found.start and found.end <= span.end for span in spans)
