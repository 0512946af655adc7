"""The bank that is filled again with what changed is the bank filled anew, whatever people did meanwhile."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from flows import banking
from tests.conftest import Demo
from voices import study as studies
from voices.errors import InputError
from voices.model import Coded, Decision, Passage, Valence, Verdict
from voices.model.choices import Place, QuoteChoice
from voices.store import Store, open_store

CODES = ("continuity", "continuity/one_worker", "culture", "learning", "delay", "collaboration")
VALENCES = (Valence.POSITIVE, Valence.NEGATIVE, Valence.MIXED, None)
Act = tuple[str, int, int]
"""What somebody does, and two numbers that say with what."""


def of(store: Store, number: int) -> Passage:
    """Return one of the passages that stand."""
    ids = store.passage_ids()
    return store.passages([ids[number * 37 % len(ids)]])[0]


def decide(store: Store, number: int, other: int) -> None:
    verdict = (Verdict.CODED, Verdict.CODED, Verdict.CODED, Verdict.NO_CODE, Verdict.HELD, Verdict.SKIPPED)[other % 6]
    some = (CODES[other % 6], CODES[(other // 6) % 6]) if verdict is Verdict.CODED else ()
    codes = tuple(Coded(code, VALENCES[(other + place) % 4]) for place, code in enumerate(dict.fromkeys(some)))
    passage = of(store, number).id
    store.decide_many([Decision(0, passage, "C9", verdict, codes, "2026-05-01", quotable=number % 5 == 0)])


def recode(store: Store, number: int, other: int) -> None:
    decided = sorted(id for id, one in store.standing().items() if one.verdict is Verdict.CODED)
    codes = (Coded(CODES[other % 6], VALENCES[other % 4]),)
    passage = decided[number % len(decided)]
    store.decide_many([Decision(0, passage, "C9", Verdict.CODED, codes, "2026-05-01")])


def take_back(store: Store, number: int, _other: int) -> None:
    standing = sorted(store.standing().values(), key=lambda one: one.id)
    one = standing[number % len(standing)]
    store.undo(one.coder, one.id)


def withdraw(store: Store, number: int, _other: int) -> None:
    if (who := of(store, number).participant).startswith("P"):
        store.withdraw(who)


def change(store: Store, number: int, other: int) -> None:
    """Let a passage come back from a run with other words, another role or another consent, as the same one."""
    one = of(store, number)
    about = ({"text": f"{one.text} So it was."}, {"role": "parent"}, {"quoting": not one.quoting}, {"wave": 2})[
        other % 4
    ]
    cut = [replace(p, **about) if p.id == one.id else p for p in store.passages_of(one.document)]
    store.put_passages([(one.document, f"changed {other}", cut)], "v")


def consent(store: Store, number: int, _other: int) -> None:
    people = store.participants()
    one = people[number % len(people)]
    store.put_documents([], [replace(one, quoting=not one.quoting)], "v")


def choose(store: Store, number: int, other: int) -> None:
    decided = sorted((id, one.codes[0].code) for id, one in store.standing().items() if one.codes)
    passage, code = decided[number % len(decided)]
    before = store.quote_choices().of(code, passage)
    place, side = (Place.PINNED, Place.DROPPED, Place.OPEN)[other % 3], (None, True, False)[other // 3 % 3]
    made = QuoteChoice(code, passage, place, side, note="It shows it." if other % 2 else "", version=before.version)
    store.choose_quote(made, "pin", "C9")
    if other % 4 == 0:
        store.order_quotes(store.quote_choices().order(code, False), [passage], "C9")
    if other % 5 == 0 and store.quote_choices().withholding(passage) is None:
        store.withhold(passage, "It is known here.", "C9", None)


def theme(store: Store, number: int, other: int) -> None:
    listed = [(some.scope, one, some) for some in store.themes() for one in some.themes if one.size > 1]
    scope, one, some = listed[number % len(listed)]
    act = ("confirm", "move", "merge", "drop")[other % 4]
    target = next(t.id for t in some.themes if t.id != one.id) if act in ("merge", "move") else ""
    own = [a.passage for a in some.assignments if a.theme == one.id][:2] if act == "move" else ()
    store.rule_theme(scope, one.id, act, "C9", "A name" if act == "confirm" else "", target=target, passages=own)


ACTS: dict[str, Callable[[Store, int, int], None]] = {
    one.__name__: one for one in (decide, recode, take_back, withdraw, change, consent, choose, theme)
}
ALL: list[Act] = [
    *(("decide", 3, 0), ("recode", 11, 8), ("theme", 4, 0), ("theme", 4, 1), ("choose", 5, 0), ("choose", 9, 1)),
    *(("change", 7, 0), ("take_back", 20, 0), ("change", 8, 2), ("consent", 6, 0), ("withdraw", 2, 0), ("theme", 4, 2)),
]


@settings(max_examples=2, deadline=None, suppress_health_check=list(HealthCheck))
@example(ALL)
@given(st.lists(st.tuples(st.sampled_from(sorted(ACTS)), st.integers(0, 400), st.integers(0, 60)), max_size=5))
def test_a_bank_filled_with_what_is_kept_is_the_bank_filled_anew(demo: Demo, acts: list[Act]) -> None:
    study = studies.load(demo.study)
    with tempfile.TemporaryDirectory() as folder:
        copied = Path(shutil.copy(study.database, folder))
        with open_store(copied) as store:
            before = banking.Before()
            banking.draft(study, store, before)
            for name, number, other in acts:
                try:
                    ACTS[name](store, number, other)
                except InputError:
                    continue
                assert banking.draft(study, store, before) == banking.draft(study, store), (name, number, other)
