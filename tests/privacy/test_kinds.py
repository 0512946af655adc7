"""Placeholders that keep meaning: roles, sorts of places, months and bands; endings stay right."""

from __future__ import annotations

import pytest

from voices import placeholders
from voices.model import Action, Entity, Mention
from voices.privacy import (
    Detected,
    Known,
    Models,
    Roster,
    Writing,
    case_shift,
    detect_texts,
    link,
    place,
    restore,
    with_kinds,
)
from voices.privacy.masking.generalising import value
from voices.privacy.masking.kinds import FAMILY, cue, role_kind, sort_kind


def named(text: str, form: str) -> Mention:
    start = text.index(form)
    return Mention(start, start + len(form), "PERSON", 0.97, Action.MASK, ("given",))


@pytest.mark.parametrize(
    ("text", "form", "kind"),
    [
        ("I rang my social worker, Kieran, twice.", "Kieran", "social worker"),
        ("Then Dawn (mum) came in.", "Dawn", "mother"),
        ("Kieran Doyle, our pod manager, said so.", "Kieran Doyle", "pod manager"),
        ("Kieran's mum came in.", "Kieran", ""),
        ("Dawn was there.", "Dawn", ""),
    ],
)
def test_words_around_a_name_say_who_it_is(text: str, form: str, kind: str) -> None:
    assert cue(text, named(text, form)) == kind


def test_places_and_bodies_are_known_by_their_own_names() -> None:
    assert sort_kind("LOCATION", "Weir Lane") == "street"
    assert sort_kind("LOCATION", "Lane") == ""
    assert sort_kind("ORGANISATION", "St Brannoc's Primary School") == "primary school"
    assert role_kind("Senior Social Worker") == "social worker"


def test_cues_that_disagree_leave_a_person(models: Models) -> None:
    text = "My social worker, Kostadin, rang. My dad, Kostadin, came. My aunt, Ilinca, knows."
    mentions = [named(text, "Ilinca")]
    first = text.index("Kostadin")
    second = text.index("Kostadin", first + 1)
    mentions += [Mention(at, at + 8, "PERSON", 0.97, Action.MASK) for at in (first, second)]
    linked = with_kinds(link([Detected("a", text, tuple(sorted(mentions, key=lambda m: m.start)))], b"k" * 32))
    assert {e.forms[0]: e.kind for e in linked.entities} == {"Kostadin": "", "Ilinca": "aunt"}
    placed = place(text, linked.mentions["a"], {e.id: e for e in linked.entities})
    assert "My aunt, [aunt " in placed.text
    assert placeholders.collapse(placed.text).count("[person]") == 3
    assert restore(placed.text, placed.slots) == text


def test_endings_stay_behind_the_placeholder() -> None:
    text = "the Okafors and summers coat and Summer's hat"
    entities = {
        "f": Entity("f", "PERSON", 3, ("Okafors",), "family"),
        "s": Entity("s", "PERSON", 7, ("Summer", "summers")),
    }
    mentions = [
        Mention(4, 11, "PERSON", 1, Action.MASK, (FAMILY,), "f"),
        Mention(16, 23, "PERSON", 1, Action.MASK, (), "s"),
        Mention(33, 39, "PERSON", 1, Action.MASK, (), "s"),
    ]
    placed = place(text, mentions, entities)
    assert placed.text == "the [family 3]s and [person 7]s coat and [person 7]'s hat"
    assert restore(placed.text, placed.slots) == text


@pytest.mark.parametrize(
    ("label", "words", "before", "kept"),
    [
        ("DATE", "3 May 2023", "on ", "May 2023"),
        ("DATE", "the 3rd of May", "on ", "May"),
        ("DATE", "03/05/23", "on ", "May 2023"),
        ("DATE", "May 2023", "in ", "2023"),
        ("DATE", "03/05/2014", "date of birth: ", "2014"),
        ("DATE", "31/02/2023", "on ", ""),
        ("DATE", "the third of May", "on ", ""),
        ("AGE", "nine and a half", "", "5 to 9"),
        ("AGE", "10 months", "", "0 to 4"),
        ("AGE", "4", "", "0 to 4"),
        ("AGE", "5", "", "5 to 9"),
        ("AGE", "18", "", "18 or over"),
    ],
)
def test_dates_and_ages_become_coarser(label: str, words: str, before: str, kept: str) -> None:
    assert value(label, words, before, Writing("month", "bands")) == kept
    assert value(label, words, before, Writing()) == ""
    if kept:
        written = placeholders.write(label, value=kept)
        (found,) = placeholders.find(written)
        assert (found.kind, placeholders.in_print(written)) == (placeholders.KIND_OF_LABEL[label], written)


def test_days_are_counted_from_a_secret_day_of_the_case() -> None:
    one, other = (Writing("interval", shift=case_shift(b"k" * 32, case)) for case in ("a", "b"))
    first, second = (value("DATE", words, "", one) for words in ("3 May 2023", "13/05/2023"))
    assert int(second.split()[1]) - int(first.split()[1]) == 10
    assert value("DATE", "3 May 2023", "", other) != first


def test_a_roster_is_certain_and_near_misses_go_to_review(models: Models) -> None:
    known = (Known(("Ilinca Brezoaianu", "Lina"), "mother", (("OTHER_ID", "HX 4471"), ("ORGANISATION", "Plum Tree"))),)
    text = "ilinca brezoaianu rang, then rang. Her number is hx-4471, and plum tree knows lina well."
    found = {text[m.start : m.end]: m for m in detect_texts([("a", text)], models, known)["a"]}
    assert {found[w].action for w in ("ilinca brezoaianu", "hx-4471", "plum tree", "lina")} == {Action.MASK}
    assert found["lina"].entity == found["ilinca brezoaianu"].entity


def test_one_letter_wrong_is_asked_about_and_a_word_is_not(models: Models) -> None:
    listed = Roster((Known(("Ilinca Brezoaianu",)), Known(("Tia Walkar",))), models.lists)
    (near,) = listed.find("then brezoainu rang, and a walker came")
    assert (near.start, near.end, near.action) == (5, 14, Action.REVIEW)


def test_two_people_of_one_name_on_the_roster_are_asked_about(models: Models) -> None:
    known = (Known(("John Brellock", "Jonty"), "father"), Known(("John Brellock", "Jack"), "brother"))
    linked = link(
        [Detected("a", "John Brellock came.", (Mention(0, 13, "PERSON", 1.0, Action.MASK),))],
        b"k" * 32,
        lists=models.lists,
        roster=known,
    )
    assert linked.ambiguous
