"""What people decide about quotes: versions, order, withholding, and what is left of it when somebody leaves."""

from __future__ import annotations

from dataclasses import replace

import pytest

from voices.errors import InputError, StaleVersion
from voices.model import Verdict
from voices.model.choices import Place, QuoteChoice
from voices.store import ONLY_RELEASED_KEY, Store


def test_a_choice_is_kept_whole_and_follows_the_version_its_writer_saw(store: Store) -> None:
    passage = store.passages()[0].id
    choice = QuoteChoice("c", passage, Place.PINNED, True, (3, 20), "It shows trust.", "C1", role_shown=True)
    store.choose_quote(choice, "release", "C1")
    kept = store.quote_choices().of("c", passage)
    assert replace(kept, by="", made_at="", version=None) == choice
    assert (kept.by, kept.kept) == ("C1", True)
    with pytest.raises(StaleVersion):
        store.choose_quote(choice, "release", "C2")
    store.choose_quote(replace(kept, place=Place.DROPPED, released_by=""), "drop", "C2")
    assert [one.act for one in store.quote_history("c", passage)] == ["release", "drop"]
    assert not store.quote_choices().of("c", passage).kept
    assert store.quote_choices().of("another chapter", passage).version is None
    with pytest.raises(InputError):
        store.choose_quote(QuoteChoice("c", "gone"), "pin", "C1")


def test_the_state_of_the_bank_changes_with_everything_it_is_filled_from(store: Store) -> None:
    passage, seen = store.passages()[0].id, {store.bank_state()}
    store.choose_quote(QuoteChoice("c", passage, Place.PINNED), "pin", "C1")
    seen.add(store.bank_state())
    store.set(ONLY_RELEASED_KEY, "yes")
    seen.add(store.bank_state())
    store.decide(passage, "C1", Verdict.NO_CODE)
    seen.add(store.bank_state())
    assert len(seen) == 4
    assert store.bank_state() == store.bank_state()


def test_when_somebody_leaves_nothing_of_them_is_left_in_choices(store: Store) -> None:
    own = store.passages()[0]
    store.choose_quote(QuoteChoice("c", own.id, Place.PINNED, span=(0, 10), note="What she told."), "pin", "C1")
    store.withhold(own.id, "Her street is small.", "C1", None)
    order = store.quote_choices().order("c", False)
    store.order_quotes(order, [own.id], "C1")
    store.withdraw(own.participant)
    left = store.quote_choices()
    assert (left.quotes, left.withholdings, left.lost) == ((), (), 2)
    assert [one.passages for one in left.orders] == [()]
    rows = [one for kind in ("quote", "withheld quote", "quote order") for one in store.written(kind)]
    assert [dict(one.words) for one in rows] == [{}, {}, {}]
    assert own.id not in repr(rows)


def test_what_is_withheld_is_given_back_and_withheld_again(store: Store) -> None:
    passage = store.passages()[0].id
    store.withhold(passage, "Too small a place.", "C1", None)
    (one,) = store.quote_choices().withheld().values()
    with pytest.raises(StaleVersion):
        store.withhold(passage, "Again.", "C2", None)
    store.give_back(one, "C1")
    known = store.quote_choices().withholding(passage)
    assert store.quote_choices().withheld() == {}
    assert known is not None
    store.withhold(passage, "After all.", "C2", known.version)
    assert store.quote_choices().withheld()[passage].reason == "After all."


def test_what_left_the_study_is_logged_newest_first_and_for_good(store: Store) -> None:
    store.add_publication("out", "abc", ["P100"])
    store.note_export("downloaded", "report.docx")
    store.note_export("backed up", "the study")
    assert [(one.act, one.what) for one in store.exports()][-1] == ("published", "out")
    assert {one.act for one in store.exports()} == {"published", "downloaded", "backed up"}
