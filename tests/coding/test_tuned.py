"""The model tuned on a shipped codebook: what it says, of exemplars and of new texts, and when it stays silent."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from voices import codebook, resources
from voices.coding import tuned as module
from voices.coding.examples import Origin, from_codebook
from voices.coding.tuned import FILE, Tuned, text_key, tuned_for
from voices.embeddings import Embedder, MemoryCache, load_embedder
from voices.errors import ModelMissing

BOOK = "six_principles"
NEW = (
    "We have had the same lady since the baby was born and she still pops in.",
    "Nobody rang back, and whoever picked up had never heard of us.",
)


@pytest.fixture(scope="module")
def plain() -> Embedder:
    return load_embedder(MemoryCache())


@pytest.fixture(scope="module")
def known(plain: Embedder) -> Tuned:
    found = tuned_for(codebook.find(BOOK), plain)
    assert found is not None
    return found


def test_nearly_every_exemplar_has_an_answer_given_without_it(known: Tuned) -> None:
    own = [one.text for one in from_codebook(codebook.find(BOOK)) if one.origin is Origin.EXEMPLAR]
    held = sum(text_key(text) in known.known for text in own)
    assert held / len(own) > 0.95, "exemplars were added: run python -m training.tuning"


def test_new_texts_are_told_apart(known: Tuned) -> None:
    told = known.tell(NEW, ["", ""])
    assert told.codes.shape == (2, 6)
    assert told.moods.shape == (2, 6, 4)
    assert [known.codes[int(i)] for i in told.codes.argmax(axis=1)] == ["continuity", "consistency"]
    assert np.allclose(told.moods.sum(axis=2), 1.0)


def test_a_text_is_told_the_same_alone_and_beside_others(known: Tuned) -> None:
    alone, beside = known.tell(NEW[:1], [""]), known.tell(NEW, ["", ""])
    assert np.allclose(alone.codes, beside.codes[:1], atol=1e-5)


def test_its_vectors_are_kept_apart_from_the_plain_model_s(known: Tuned, plain: Embedder) -> None:
    own, base = known.embedder.embed(NEW, ["a", "b"]), plain.embed(NEW, ["a", "b"])
    assert known.embedder.model != plain.model
    assert not np.allclose(own, base, atol=0.05)
    assert np.allclose(base, load_embedder(MemoryCache()).embed(NEW), atol=1e-6)


def test_answers_to_exemplars_are_no_better_than_to_new_texts(known: Tuned) -> None:
    """Answers by a model that had seen an exemplar would all be right."""
    own = [one for one in from_codebook(codebook.find(BOOK)) if one.origin is Origin.EXEMPLAR and one.codes]
    own = [one for one in own if one.codes[0] in known.codes and text_key(one.text) in known.known]
    told = known.tell([one.text for one in own], [""] * len(own)).codes
    right = np.mean([known.codes[int(row.argmax())] == one.codes[0] for row, one in zip(told, own, strict=True)])
    assert 0.6 < right < 0.95


def test_other_codebooks_have_none(plain: Embedder) -> None:
    book = codebook.find(BOOK)
    fewer = replace(book, codes=tuple(code for code in book.codes if not code.id.startswith("learning")), hash="")
    assert tuned_for(codebook.find("complaints"), plain) is None
    assert tuned_for(fewer, plain) is None


def test_a_damaged_file_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, plain: Embedder) -> None:
    (tmp_path / BOOK).mkdir()
    (tmp_path / BOOK / FILE).write_bytes((resources.folder("codebooks") / BOOK / FILE).read_bytes()[:5000])
    monkeypatch.setattr(module.resources, "folder", lambda name: tmp_path)
    with pytest.raises(ModelMissing, match=r"six_principles/tuned\.npz is damaged"):
        tuned_for(codebook.Codebook(BOOK, "", "1", ()), plain)
