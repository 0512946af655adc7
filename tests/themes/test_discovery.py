"""Discovery: subjects that are there are found, what is not there is not, and order never matters."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from hashlib import sha256

import numpy as np
import pytest

from voices.codebook import Code, Codebook, Exemplar
from voices.embeddings import Embedder
from voices.model import Themes
from voices.themes import discover
from voices.themes.clustering import cluster
from voices.themes.describing import representative
from voices.themes.naming import key_words
from voices.themes.searching import FEWEST, Search
from voices.themes.stability import stability

from .conftest import SUBJECTS, corpus, passage

PASSAGES, SUBJECT = corpus()


@pytest.fixture(scope="module")
def themes(embedder: Embedder) -> Themes:
    vectors = embedder.embed([one.text for one in PASSAGES])
    return discover(PASSAGES, vectors, "all", embedder=embedder)


def test_three_subjects_make_pure_themes_named_after_them(themes: Themes) -> None:
    subject = dict(zip((one.id for one in PASSAGES), SUBJECT, strict=True))
    assert 3 <= len(themes.themes) <= 6  # a subject may fall into two, as dogs that bark and dogs that chase cats
    assert {main for main in SUBJECTS if any(main in theme.name.lower() for theme in themes.themes)} == set(SUBJECTS)
    for theme in themes.themes:
        members = Counter(subject[one.passage] for one in themes.assignments if one.theme == theme.id)
        (main, count), *_ = members.most_common()
        assert count / theme.size > 0.9
        assert main in " ".join(theme.keywords)
        assert 0.0 <= theme.stability <= 1.0
        assert theme.size == sum(members.values())


def test_no_name_and_no_placeholder_reaches_a_keyword(themes: Themes) -> None:
    words = " ".join(word for theme in themes.themes for word in (theme.name, *theme.keywords, *theme.phrases)).lower()
    assert "zebedee" not in words
    assert "person" not in words
    assert not any(letter.isdigit() for letter in words)


def test_every_passage_is_assigned_once_by_id(themes: Themes) -> None:
    assert [one.passage for one in themes.assignments] == sorted(one.id for one in PASSAGES)
    assert all(0.0 <= one.strength <= 1.0 for one in themes.assignments)


def test_representatives_are_members_from_different_people(themes: Themes) -> None:
    people = {one.id: one.participant for one in PASSAGES}
    for theme in themes.themes:
        members = {one.passage for one in themes.assignments if one.theme == theme.id}
        assert set(theme.representative) <= members
        assert len({people[id_] for id_ in theme.representative}) == len(theme.representative) >= 3


def test_the_order_given_changes_nothing(themes: Themes, embedder: Embedder) -> None:
    turned = PASSAGES[::-1]
    vectors = embedder.embed([one.text for one in turned])
    assert discover(turned, vectors, "all", embedder=embedder) == themes


def test_the_ids_of_passages_change_no_theme(themes: Themes, embedder: Embedder) -> None:
    """Ids hang on a study's key: the same texts in another study have others."""
    vectors = embedder.embed([one.text for one in PASSAGES])
    renamed = {one.id: sha256(one.id.encode()).hexdigest() for one in PASSAGES}
    others = [replace(one, id=renamed[one.id]) for one in PASSAGES]
    found = discover(others, vectors, "all", embedder=embedder)
    shown = {(one.name, one.keywords, one.phrases, one.size, one.stability) for one in themes.themes}
    assert {(one.name, one.keywords, one.phrases, one.size, one.stability) for one in found.themes} == shown
    names = {one.id: one.name for some in (themes, found) for one in some.themes}
    in_theme = {renamed[one.passage]: names.get(one.theme or "") for one in themes.assignments}
    assert {one.passage: names.get(one.theme or "") for one in found.assignments} == in_theme


def test_ids_belong_to_the_scope(themes: Themes, embedder: Embedder) -> None:
    vectors = embedder.embed([one.text for one in PASSAGES])
    other = discover(PASSAGES, vectors, "learning", embedder=embedder)
    assert not {one.id for one in other.themes} & {one.id for one in themes.themes}


def test_a_number_of_themes_can_be_asked_for(embedder: Embedder) -> None:
    vectors = embedder.embed([one.text for one in PASSAGES])
    assert len(discover(PASSAGES, vectors, "all", k=5, embedder=embedder).themes) == 5


def test_what_fits_nowhere_is_in_no_theme(embedder: Embedder) -> None:
    odd = passage("zz", "Quarterly ledger reconciliation in Esperanto")
    vectors = embedder.embed([one.text for one in [*PASSAGES, odd]])
    found = discover([*PASSAGES, odd], vectors, "all", k=3, embedder=embedder)
    assert found.assignments[-1].passage == "zz"
    assert found.assignments[-1].theme is None


def test_few_texts_give_no_theme_and_say_so(embedder: Embedder) -> None:
    silent = [passage(f"s{i}", "No comment") for i in range(4)]
    for count, expected in ((FEWEST - 1, 0), (FEWEST, 1)):
        some = [*PASSAGES[:count], *silent]
        found = discover(some, embedder.embed([one.text for one in some]), "all", embedder=embedder)
        assert found.set_aside == ("s0", "s1", "s2", "s3")
        assert len(found.assignments) == count
        assert bool(found.themes) == bool(expected)
        assert bool(found.note) != bool(expected)
    assert discover([], np.zeros((0, 384), np.float32), "all").note


def test_seeds_take_their_own_first_and_keep_their_names(embedder: Embedder) -> None:
    exemplars = tuple(Exemplar(text, (("soup", None),)) for text in ("The soup had leeks.", "Hot soup with salt."))
    code = Code("soup", "Soups of the day", "#00517A", "What the soup tasted of", include=("salt in the soup",))
    vectors = embedder.embed([one.text for one in PASSAGES])
    found = discover(PASSAGES, vectors, "all", seeds=Codebook("s", "S", "1", (code,), exemplars), embedder=embedder)
    subject = dict(zip((one.id for one in PASSAGES), SUBJECT, strict=True))
    (seeded,) = [one for one in found.themes if one.seed == "soup"]
    assert seeded.name == "Soups of the day"
    members = [subject[one.passage] for one in found.assignments if one.theme == seeded.id]
    assert members.count("soup") >= 15
    assert members.count("soup") == len(members)
    assert {one.seed for one in found.themes} == {"soup", None}


def test_facility_location_covers_all_corners_before_repeating_one() -> None:
    points = np.array([[1, 0.0], [1, 0.01], [1, 0.02], [0, 1.0], [0.01, 1]])
    points /= np.linalg.norm(points, axis=1, keepdims=True)
    assert {0 if i < 3 else 1 for i in representative(points, list("abcde"), 2)} == {0, 1}
    assert len(representative(points, list("aaabb"), 4)) == 2


def test_stability_tells_real_groups_from_drawn_ones() -> None:
    random = np.random.default_rng(1)
    middles = np.eye(384)[:3]
    points = np.vstack([middle + 0.02 * random.normal(size=(20, 384)) for middle in middles])
    points /= np.linalg.norm(points, axis=1, keepdims=True)
    real = np.repeat(np.arange(3), 20)
    search = Search(("",) * 60, points, k=3)
    assert min(stability(search, real, 0).values()) > 0.95
    assert max(stability(search, random.permutation(real), 0).values()) < 0.5
    assert len(set(zip(cluster(points, 3, 0).labels.tolist(), real.tolist(), strict=True))) == 3


def test_phrases_of_texts_without_words_are_empty(embedder: Embedder) -> None:
    assert key_words(["[person 1]"] * 4, list("abcd"), np.array([0, 0, 0, 0]), embedder) == {0: ()}
    assert set(SUBJECTS) == {"bus", "soup", "dog"}


@pytest.mark.soak
def test_twenty_thousand_points_are_pooled_and_grouped() -> None:
    random = np.random.default_rng(2)
    middles = np.eye(50)[:8]
    points = np.vstack([middle + 0.05 * random.normal(size=(2500, 50)) for middle in middles])
    labels = cluster(points, 8, 0).labels
    truth = np.repeat(np.arange(8), 2500)
    assert len(set(zip(labels.tolist(), truth.tolist(), strict=True))) == 8


def test_a_second_theme_stands_right_after_the_first(embedder: Embedder) -> None:
    both = "The soup had leeks and salt. The number nine bus drove straight past our stop."
    codes = (Code("soup", "Soup", "#00517A", "What the soup tasted of"), Code("bus", "Bus", "#00517A", "The late bus"))
    exemplars = (
        *(Exemplar(text, (("soup", None),)) for text in ("Hot soup.", "The soup had leeks.", "Soup with salt.")),
        *(Exemplar(text, (("bus", None),)) for text in ("The bus drove past.", "The bus was late.", "A bus stop.")),
    )
    passages = [*PASSAGES, passage("zz", both)]
    vectors = embedder.embed([one.text for one in passages])
    vectors[-1] = (vectors[-1] + embedder.embed([exemplars[0].text, exemplars[3].text]).sum(axis=0)) / 3
    vectors[-1] /= np.linalg.norm(vectors[-1])
    found = discover(passages, vectors, "all", seeds=Codebook("s", "S", "1", codes, exemplars), embedder=embedder)
    own = [one for one in found.assignments if one.passage == "zz"]
    assert {one.theme for one in own} == {one.id for one in found.themes if one.seed}
    assert own[0].strength >= own[-1].strength


def test_seeded_themes_have_a_stability_of_their_own(embedder: Embedder) -> None:
    codes = (Code("soup", "Soup", "#00517A", "What the soup tasted of"), Code("bus", "Bus", "#00517A", "The late bus"))
    vectors = embedder.embed([one.text for one in PASSAGES])
    found = discover(PASSAGES, vectors, "all", seeds=Codebook("s", "S", "1", codes, ()), embedder=embedder)
    assert all(0.5 < one.stability <= 1.0 for one in found.themes if one.seed)
    assert any(one.stability < 1.0 for one in found.themes)
