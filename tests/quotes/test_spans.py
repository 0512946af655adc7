from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voices import placeholders
from voices.errors import NotVerbatim
from voices.model import Kind, Passage, Span
from voices.quotes import spans

PIECES = st.sampled_from(
    [
        "We waited for weeks.",
        "[person 12]",
        "Nobody called [person 3] back!",
        "I said so to Mx.",
        "Fine?",
        "ok",
        "…",
        "\n",
        "é́",
        "She stayed with us from the very first day until the very end of it all and longer.",
        "[organisation 4]",
    ]
)
TEXTS = st.lists(PIECES, min_size=1, max_size=30).map(" ".join)


def by_length(sentences):
    return [len(s) for s in sentences]


def passage(text: str) -> Passage:
    return Passage("p1", "d1", 0, 0, 0, len(text), text, "h", "P1", "parent", "s", Kind.INTERVIEW, quoting=True)


@given(TEXTS, st.integers(0, 400), st.integers(0, 400))
def test_any_choice_is_an_exact_span_that_cuts_no_placeholder(text, a, b):
    for evidence in (None, Span(min(a, b, len(text)), min(max(a, b), len(text)))):
        if not text.strip():
            continue
        span = spans.choose(text, by_length, evidence)
        assert spans.exact(passage(text), span) == text[span.start : span.end]
        assert text[span.start : span.end] == text[span.start : span.end].strip()
        found = list(placeholders.find(text))
        assert not any(p.start < edge < p.end for p in found for edge in (span.start, span.end))


@given(TEXTS)
def test_a_text_of_up_to_sixty_words_is_quoted_whole(text):
    span = spans.choose(text, by_length)
    if spans.words(text) <= 60 and text.strip():
        assert text[span.start : span.end] == text.strip()


def test_limits_of_length_at_their_boundary():
    sentence = "one two three four five six seven eight nine ten. "
    sixty, seventy = sentence * 6, sentence * 7
    assert spans.choose(sixty, by_length) == Span(0, len(sixty) - 1)
    cut = spans.choose(seventy, by_length)
    assert 12 <= spans.words(seventy[cut.start : cut.end]) <= 60
    assert seventy[cut.start : cut.end].endswith("ten.")


def test_evidence_of_fitting_length_stands_as_it_is_and_short_evidence_grows_to_sentences():
    text = "I was told a lot. She came every week for two years and never once forgot what I had said. That was all."
    start = text.index("She")
    fitting = Span(start, text.index(" That"))
    assert spans.choose(text, by_length, fitting) == fitting
    short = Span(text.index("two years"), text.index("two years") + 9)
    grown = spans.choose(text, by_length, short)
    assert grown.start <= start
    assert spans.words(text[grown.start : grown.end]) >= 12


def test_cuts_are_marked_and_numbers_leave_print():
    text = "Before. I saw [person 7] and [person 9] with [person 7]. After."
    span = Span(text.index("I saw"), text.index(" After"))
    assert spans.in_print(text, span) == "[…] I saw [person A] and [person B] with [person A]. […]"
    assert spans.in_print(text, Span(0, len(text))).startswith("Before.")


@pytest.mark.parametrize("span", [Span(0, 0), Span(-1, 3), Span(2, 99), Span(3, 2), Span(6, 20)])
def test_a_span_that_is_not_verbatim_is_refused(span):
    with pytest.raises(NotVerbatim):
        spans.exact(passage("Call [person 12] now"), span)


GOLDEN = Path(__file__).parent / "data" / "synthetic" / "spans.jsonl"


@pytest.mark.parametrize(
    "case", [json.loads(line) for line in GOLDEN.read_text("utf-8").splitlines()], ids=lambda c: c["name"]
)
def test_golden_choices(case):
    evidence = Span(*case["evidence"]) if "evidence" in case else None
    span = spans.choose(case["text"], by_length, evidence)
    assert case["text"][span.start : span.end] == case["expected"]
