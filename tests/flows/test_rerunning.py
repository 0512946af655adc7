"""Runs that come after a run: nothing done twice, people's decisions kept, order of input without effect."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import decide_some
from tests.typed import Place, bytes_of, copy_of, lay_out, with_new_vault
from voices.model import Coded, Valence, Verdict
from voices.store import open_store

pytestmark = pytest.mark.flow


def test_the_order_of_files_and_sources_changes_no_byte(small: Place, prefect_home: Path, tmp_path: Path) -> None:
    other = with_new_vault(lay_out(tmp_path / "other", backwards=True), prefect_home, key=small.key)
    done = other.type("run", other.study)
    assert done.returncode == 0, done.stdout + done.stderr
    decide_some(other)
    assert other.type("publish", other.study).returncode == 0
    first, second = bytes_of(small.out), bytes_of(other.out)
    assert set(first) == set(second)
    assert [name for name in first if first[name] != second[name]] == []


def test_a_decision_stands_after_a_file_is_added_and_returns_to_the_queue_after_its_words_changed(
    small: Place, tmp_path: Path
) -> None:
    place = copy_of(small, tmp_path / "copy")
    with open_store(place.study / "study.db") as store:
        before = store.standing()
        told = next(p for p in store.passages() if p.source == "parent interview" and p.id not in before)
        kept = next(p for p in store.passages() if p.source == "pair interview" and p.id not in before)
        for passage in (told, kept):
            store.decide(passage.id, "C2", Verdict.CODED, (Coded("continuity", Valence.POSITIVE),))
        documents = {d.id for d in store.documents()}
    parent = place.originals / "interviews" / "parent.txt"
    text = parent.read_text("utf-8")
    first_words = told.text.split("[")[0].split(",")[0][:20].strip()
    assert text.count(first_words) == 1
    parent.write_text(text.replace(first_words, f"Well now, {first_words}"), "utf-8")
    (place.originals / "interviews" / "pair-2.txt").write_text(
        "Ruth Ambler (Interviewer)  0:02\nHow is it now?\n\n"
        "Marek Zielinski (Lead practitioner)  0:09\n"
        "It is the same worker from the first visit to the last one now, and the families notice that.\n",
        "utf-8",
    )
    done = place.type("run", place.study)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "2  documents read anew" in done.stdout
    with open_store(place.study / "study.db") as store:
        after = store.standing()
        assert len({d.id for d in store.documents()} - documents) == 1
        assert {id: after[id] for id in before} == before
        assert kept.id in after
        live = {p.id for p in store.passages()}
        assert kept.id in live
        assert told.id not in live
        assert told.id in {p.id for p in store.retired()}
        assert told.id not in {item.passage for item in store.queue()}
        again = next(
            p for p in store.passages() if (p.document, p.turn, p.ordinal) == (told.document, told.turn, told.ordinal)
        )
        item = store.item(again.id)
        assert item is not None
        assert item.state == "open"
        history = store.history(again.id)
        assert [d.coder for d in history] == ["C2"]


def test_a_run_with_nothing_new_does_nothing(small: Place, tmp_path: Path) -> None:
    place = copy_of(small, tmp_path / "copy")
    before = bytes_of(place.out)
    done = place.type("run", place.study)
    assert done.returncode == 0
    # Decisions came after the first run, so that suggestions are made anew, but no document is.
    assert "0  documents read anew" in done.stdout
    assert "0  documents masked anew" in done.stdout
    assert place.type("publish", place.study).returncode == 0
    assert bytes_of(place.out).keys() == before.keys()
    assert bytes_of(place.out)["quote_bank.json"] == before["quote_bank.json"]
