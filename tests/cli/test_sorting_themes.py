"""Themes from the command line, under the rules of the review page."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from tests.review.conftest import add_themes
from tests.store.conftest import fill
from tests.typed import Place, Said, here, lay_out
from voices.codebook import find
from voices.model import Themes, Trend
from voices.review.pages.reviewing import PEOPLE_KEY
from voices.store import open_store


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """Return a study with two candidates of two passages each."""
    made = lay_out(tmp_path)
    with open_store(made.study / "study.db", create=True) as store:
        fill(store, documents=3, people=2)
        add_themes(store)
    return made


def theme(place: Place, *words: object, by: str = "C1") -> Said:
    verb, *more = words
    return here("theme", verb, place.study, *more, "--by", by)


def standing(place: Place) -> dict[str, dict]:
    told = json.loads(here("theme", "list", place.study, "--json").out)
    return {one["name"]: one for one in told["themes"]}


def ids(place: Place, asked: str) -> list[str]:
    lines = theme(place, "show", asked, "--in", "all").out.splitlines()
    return [line.split()[0] for line in lines if line and len(line.split()[0]) == 16 and not line.startswith(" ")]


def test_every_act_of_the_page_has_its_verb_and_shows_in_list_history_and_version(place: Place) -> None:
    assert "No theme is confirmed yet." in here("theme", "list", place.study).out
    first, second = ids(place, "t1")
    assert theme(place, "rename", "t1", "--name", "Known by our worker").code == 0
    said = theme(place, "split", "Known by our worker", "--name", "Doors", "--passage", first[:10])
    assert (said.code, said.out) == (0, "Known by our worker (all): split off “Doors”, 1 passage.\n")
    assert theme(place, "confirm", "Doors", "--name", "Doors that stay shut").out.startswith("Doors (all): confirmed")
    assert theme(place, "move", "t1", "--passage", second, "--into", "none").code == 0
    assert ids(place, "none") != []
    back = theme(place, "move", "none", "--in", "all", "--passage", second, "--into", "t2")
    assert back.out.startswith("No theme (all): moved 1 passage into calls and waiting.")
    assert theme(place, "drop", "t1").code == 0
    assert standing(place)["Known by our worker"]["state"] == "dropped"
    assert theme(place, "reopen", "t1").code == 0
    assert standing(place)["Known by our worker"]["state"] == "candidate"
    merged = theme(place, "merge", "t1", "--into", "calls and waiting", by="C2")
    assert merged.out.splitlines()[1].startswith("Confirmed set: version 8 of ")
    assert {name: (one["size"], one["state"]) for name, one in standing(place).items()} == {
        "Doors that stay shut": (1, "confirmed"),
        "calls and waiting": (3, "candidate"),
    }
    told = theme(place, "show", "t2").out
    assert "C2: merged into calls and waiting" in told
    assert "C1: moved 1 passage into calls and waiting" in told
    listed = here("theme", "list", place.study).out
    assert "Doors that stay shut" in listed
    assert "Confirmed set: version 8 of " in listed


def test_a_name_that_may_name_somebody_is_not_stored_until_its_writer_says_so(place: Place) -> None:
    named = ("rename", "t1", "--name", "What Siobhan Pemberton-Walsh does")
    said = theme(place, *named)
    assert (said.code, said.out) == (2, "")
    assert said.err == "voices: nothing was stored: the name may name somebody; change it, or add --names-nobody\n"
    assert "knowing our story" in standing(place)
    assert theme(place, *named, "--names-nobody").code == 0
    assert named[3] in standing(place)


def test_a_name_with_a_placeholder_is_not_stored_whatever_its_writer_says(place: Place) -> None:
    first, _ = ids(place, "t1")
    for act, more in (("confirm", ()), ("rename", ()), ("split", ("--passage", first))):
        said = theme(place, act, "t1", *more, "--name", "[person 306] never rings", "--names-nobody")
        assert (said.code, said.err.count("\n")) == (2, 1)
        assert "the name has a placeholder in square brackets, which stands for somebody or something" in said.err
        assert "306" not in said.err
    assert set(standing(place)) == {"knowing our story", "calls and waiting"}


def test_only_complaints_are_said_to_move_and_stability_has_the_words_of_the_page(place: Place) -> None:
    with open_store(place.study / "study.db") as store:
        (found,) = store.themes("all")
        for scope in ("all", "complaints"):
            trend, figures = Trend("rising", 0.5, 0.1, 0.9), (0.74, 0.35)
            made = zip(found.themes, figures, strict=True)
            moved = tuple(replace(one, scope=scope, stability=figure, trend=trend) for one, figure in made)
            store.put_themes(Themes(scope, moved, found.assignments), "h", "v2")
    lines = here("theme", "list", place.study).out.splitlines()
    assert lines[0].split()[-4:] == ["stability", "over", "time", "state"]
    rows = {(line.split()[0], line.split()[1]): line for line in lines[2:6]}
    assert {key: "rising" in line for key, line in rows.items()} == {
        ("all", "t1"): False,
        ("all", "t2"): False,
        ("complaints", "t1"): True,
        ("complaints", "t2"): True,
    }
    assert "0.74 fairly stable" in rows["all", "t1"]
    assert "0.35 unstable" in rows["all", "t2"]
    shown = theme(place, "show", "t1", "--in", "complaints").out
    assert "Over time: rising\n" in shown
    assert "State: candidate. Stability: 0.74 fairly stable.\n" in shown
    assert "Over time" not in theme(place, "show", "t1", "--in", "all").out
    told = json.loads(here("theme", "list", place.study, "--json").out)["themes"]
    assert {one["scope"]: bool(one["trend"]) for one in told} == {"all": False, "complaints": True}


def test_a_theme_of_one_passage_is_of_one_passage(place: Place) -> None:
    first, _ = ids(place, "t1")
    assert theme(place, "move", "t1", "--passage", first, "--into", "none").code == 0
    assert "(all, t1): 1 passage.\n" in theme(place, "show", "t1").out


def test_a_confirmed_theme_becomes_a_code_for_the_lead_alone(place: Place) -> None:
    wanted = ("code", "t1", "--codebook", "small:continuity", "--meaning", "The worker knows the story.")
    assert "only a confirmed theme can become a code" in theme(place, *wanted).err
    assert theme(place, "confirm", "t1").code == 0
    assert "the role of C2 in this study does not include this" in theme(place, *wanted, by="C2").err
    named = theme(place, *wanted[:-1], "What Siobhan Pemberton-Walsh does")
    assert "--name or --meaning may name somebody" in named.err
    masked = theme(place, *wanted[:-1], "[person 306] knows the story.", "--names-nobody")
    assert (masked.code, masked.err.count("\n")) == (2, 1)
    assert "has a placeholder in square brackets" in masked.err
    said = theme(place, *wanted)
    assert said.code == 0, said.err
    assert said.out.startswith("small is at version 1.1 now: added continuity/knowing_our_story.")
    assert find("codebooks/small-1.1", place.study).code("continuity/knowing_our_story") is not None
    with open_store(place.study / "study.db") as store:
        assert not store.decisions(), "what is in the theme is coded by nobody"


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (("drop", "t9"), "no theme has this name or id: copy it from the list of themes"),
        (("drop", "t1", "--in", "culture"), "--in: no part of this study has themes under this id; known are all"),
        (("show", "none"), "say with --in which part of the study is meant: all"),
        (("rename", "t1", "--name", " "), "a theme needs a name: give it with --name"),
        (("rename", "t1", "--name", "x" * 121), "a theme's name has at most 120 characters"),
        (("merge", "t1", "--into", "t1"), "choose another theme of the same part to merge into"),
        (("split", "t1", "--name", "Doors", "--passage", "zz"), "0 passages of this theme begin so"),
    ],
)
def test_what_cannot_be_done_is_one_line_and_stores_nothing(place: Place, words: tuple[str, ...], line: str) -> None:
    said = theme(place, *words)
    assert (said.code, said.err.count("\n")) == (2, 1)
    assert line in said.err
    with open_store(place.study / "study.db") as store:
        assert store.theme_acts() == ()


def test_only_coders_of_the_study_whose_role_allows_it(place: Place) -> None:
    assert "--by: write one of the study's coders: C1, C2" in theme(place, "drop", "t1", by="C7").err
    with open_store(place.study / "study.db") as store:
        store.set(PEOPLE_KEY, json.dumps({"C2": {"role": "viewer"}}))
        kept = {"C1": {"role": "lead", "barred": [store.passages(ids(place, "t1"))[0].document]}}
    assert "ask the lead of the study" in theme(place, "drop", "t1", by="C2").err
    with open_store(place.study / "study.db") as store:
        store.set(PEOPLE_KEY, json.dumps(kept))
    assert ids(place, "t1") == [], "a document kept from somebody is not shown to them here either"
