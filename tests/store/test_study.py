"""Documents, passages, queue, themes, memos, records and withdrawal."""

from __future__ import annotations

import json
import os
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.store.study import document, passages
from voices.errors import InputError, MigrationNeeded, StudyError
from voices.model import (
    Coded,
    Consent,
    Participant,
    Purpose,
    RunRecord,
    Skipped,
    Theme,
    ThemeAssignment,
    Themes,
    Trend,
    Verdict,
)
from voices.store import Sought, Store, engine, open_store
from voices.store.withdrawal import FIGURES


def test_documents_passages_and_suggestions_come_back_as_they_went_in(store: Store) -> None:
    made = document(0)
    assert store.documents() == (made,)
    assert store.passages() == passages(made)
    assert store.documents([made.id, "nowhere"]) == (made,)
    assert len(store.suggestions()) == 6
    assert store.suggestions([passages(made)[1].id])[passages(made)[1].id][0].code == "consistency"
    assert store.done("pseudonymise", "v1") == {made.id: f"in-{made.id}"}
    assert store.done("pseudonymise", "v2") == {}
    assert len(store.done("suggest", "v1")) == 6


def test_a_second_run_keeps_decisions_and_retires_what_is_cut_otherwise(store: Store) -> None:
    made, cut = document(0), passages(document(0))
    decided = store.decide(cut[0].id, "C1", Verdict.CODED, (Coded("continuity"),))
    other = store.decide(cut[1].id, "C1", Verdict.NO_CODE)
    recut = (replace(cut[0], id="new", text=cut[0].text[:20], end=cut[0].start + 20), *cut[1:5])
    store.put_passages([(made.id, "in-2", recut)], "v2")
    assert [p.id for p in store.passages()] == [p.id for p in recut]
    assert store.standing() == {cut[1].id: other}, "what no longer fits counts no more"
    assert [p.id for p in store.retired()] == [cut[0].id]
    assert store.history("new") == (decided,), "and comes back to the queue with its history"
    assert {i.passage for i in store.queue("open")} == {"new", *(p.id for p in cut[2:5])}
    store.put_passages([(made.id, "in-1", cut)], "v3")
    assert store.standing()[cut[0].id] == decided, "a passage that comes back brings its decision"


def test_removing_a_document_keeps_peoples_work(store: Store) -> None:
    cut = passages(document(0))
    made = store.decide(cut[0].id, "C1", Verdict.NO_CODE)
    store.remove_documents([document(0).id])
    assert store.documents() == ()
    assert store.passages() == ()
    assert store.decisions() == (made,)
    assert store.done("pseudonymise", "v1") == {}
    assert [p.id for p in store.retired()] == [cut[0].id]


def test_a_claimed_passage_is_nobody_elses_until_the_lease_is_over(store: Store) -> None:
    first = store.claim_next("C1", "2026-03-01T09:00:00+00:00")
    again = store.claim_next("C1", "2026-03-01T09:10:00+00:00")
    other = store.claim_next("C2", "2026-03-01T09:29:00+00:00")
    assert first is not None
    assert again is not None
    assert other is not None
    assert first.passage == again.passage != other.passage
    assert not store.claim(first.passage, "C3", at="2026-03-01T09:39:00+00:00")
    assert store.claim(first.passage, "C3", at="2026-03-01T09:41:00+00:00"), "thirty minutes after the renewal"
    assert store.release("C3") == 1
    assert {i.passage for i in store.queue("claimed")} == {other.passage}


def test_the_queue_follows_the_order_given_and_goes_round(store: Store) -> None:
    wanted = [p.id for p in reversed(store.passages())]
    store.set_order(wanted)
    assert [i.passage for i in store.queue()] == wanted
    last = store.queue()[-1]
    assert store.claim_next("C1", after=last.position).passage == wanted[0]  # type: ignore[union-attr]
    assert store.before(last.position, "C1").passage == wanted[-2]  # type: ignore[union-attr]
    assert store.before(store.queue()[0].position, "C1") is None
    assert store.claim_next("C2", after=store.queue()[0].position).passage == wanted[1]  # type: ignore[union-attr]


def test_held_and_skipped_passages_leave_the_queue_and_are_counted(store: Store) -> None:
    ids = [p.id for p in store.passages()]
    store.decide(ids[0], "C1", Verdict.HELD, made_at="2026-03-01T09:00:00+00:00")
    store.decide(ids[1], "C1", Verdict.SKIPPED)
    counts = {c.state: (c.items, c.oldest) for c in store.queue_counts()}
    assert counts["held"] == (1, "2026-03-01T09:00:00+00:00")
    assert counts["skipped"][0] == 1
    assert counts["open"][0] == 4
    assert store.reopen_skipped() == 1
    assert {i.passage for i in store.queue("open")} == set(ids[1:])


def test_search_narrows_by_everything_it_is_given(store: Store) -> None:
    ids = [p.id for p in store.passages()]
    store.decide(ids[0], "C1", Verdict.CODED, (Coded("continuity/story_told_once"),), quotable=True)
    found = [
        store.find(sought)[0]
        for sought in (
            Sought(),
            Sought(words="SOCIAL worker"),
            Sought(words="100%_"),
            Sought(code="continuity"),
            Sought(code="continuity/story_told_once"),
            Sought(code="contin"),
            Sought(role="parent", wave=1, coder="C1", quotable=True, state="done"),
            Sought(role="manager"),
        )
    ]
    assert found == [6, 1, 0, 1, 1, 0, 1, 0]
    assert [p.id for p in store.find(Sought(), limit=2, offset=4)[1]] == ids[4:]
    assert store.values()["role"] == ("parent",)


def _themes(*ids: str) -> Themes:
    passage = passages(document(0))[0].id
    made = [
        Theme(id, "all", f"name {id}", ("visit",), 1, 0.8, (passage,), trend=Trend("rising", 1, 0, 2)) for id in ids
    ]
    return Themes("all", tuple(made), tuple(ThemeAssignment(passage, id, 0.7) for id in ids), note="few")


def test_a_confirmed_theme_outlives_the_run_that_found_it(store: Store) -> None:
    store.put_themes(_themes("a", "b", "c"), "h1", "v1")
    assert store.themes() == (_themes("a", "b", "c"),)
    store.confirm_theme("a", "Knowing our story", "C1")
    store.rule_theme("all", "b", "drop", "C1")
    assert [(x.id, x.name, x.confirmed) for x in store.themes("all")[0].themes] == [
        ("a", "Knowing our story", True),
        ("c", "name c", False),
    ]
    store.put_themes(_themes("c", "d"), "h2", "v1")
    after = store.themes("all")[0]
    assert {x.id for x in after.themes} == {"a", "c", "d"}
    assert {a.theme for a in after.assignments} == {"a", "c", "d"}
    with pytest.raises(InputError):
        store.rule_theme("all", "b", "confirm", "C1")
    with pytest.raises(InputError):
        store.rule_theme("all", "c", "rename", "C1", "  ")
    store.rule_theme("all", "c", "rename", "C1", "Ask Jo", cleared=False)
    assert store.uncleared_names() == 1


def test_memos_belong_to_their_writer(store: Store) -> None:
    passage = store.passages()[0].id
    memo = store.add_memo(passage, "C1", "compare with wave 2", cleared=False)
    assert store.memos(passage) == (memo,)
    with pytest.raises(InputError):
        store.change_memo(memo.id, "C2", "mine now", cleared=True)
    store.change_memo(memo.id, "C1", "compare", cleared=True)
    assert store.memos()[0].cleared
    store.change_memo(memo.id, "C1", "", cleared=True)
    assert store.memos() == ()


def test_a_withdrawal_takes_one_voice_out_of_a_conversation(tmp_path: Path) -> None:
    with open_store(tmp_path / "study.db", create=True) as store:
        made = document(0, people=2)
        store.put_documents([(made, "h")], [], "v1")
        store.put_passages([(made.id, "h", passages(made))], "v1")
        leaver, stayer = made.turns[1].participant, made.turns[3].participant
        cut = store.passages()
        for passage in cut:
            store.decide(passage.id, "C1", Verdict.CODED, (Coded("culture"),))
            store.add_memo(passage.id, "C1", "note", cleared=True)
        store.vector_cache().put({"k": b"1234"})
        store.add_publication("out-1", "d", [leaver])
        themes = {"t": {"members": sorted(p.id for p in cut), "states": [1]}}
        store.set(FIGURES, json.dumps({"themes": themes, "before": {"themes": themes}}))
        gone = store.withdraw(leaver)
        assert (gone.documents, gone.passages, gone.decisions, gone.memos) == (1, 3, 3, 3)
        assert [p.name for p in gone.publications] == ["out-1"]
        after = store.documents()[0]
        assert after.text.count("[removed]") == 3
        assert {p.participant for p in store.passages()} == {stayer}
        for passage in store.passages():
            assert after.text[passage.start : passage.end] == passage.text
        assert len(store.standing()) == 3
        assert len(store.decisions()) == 6
        assert sum(d.passage == "" and d.codes == () for d in store.decisions()) == 3
        assert store.vector_cache().get(["k"]) == {}
        assert store.withdrawn() == {leaver}
        figures = json.loads(store.get(FIGURES))
        kept = {"t": {"members": sorted(p.id for p in cut if p.participant == stayer), "states": [1]}}
        assert figures == {"themes": kept, "before": {"themes": kept}}
        again = store.withdraw(leaver)
        assert (again.documents, again.passages, again.decisions) == (0, 0, 0)
    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    words = next(p.text for p in passages(made) if p.participant == leaver)
    assert words.encode() not in kept


def test_records_come_back(store: Store) -> None:
    run = RunRecord("r1", "study", "2026-03-01", "2026-03-02", "done", (("documents", 3),), (("voices", "1"),), ())
    store.put_run(run)
    store.put_run(run)
    assert store.runs() == (run,)
    missed = (Skipped("survey, row 3", "empty", "read", True), Skipped("a", "b", "read"))
    store.put_skipped("read", missed)
    store.put_skipped("read", missed[:1])
    assert store.skipped() == missed[:1]
    store.set("key", "value")
    assert store.get("key") == "value"
    assert store.get("other", "none") == "none"


def test_no_file_is_said_plainly(tmp_path: Path) -> None:
    with pytest.raises(StudyError, match="voices run"):
        open_store(tmp_path / "none.db")


@pytest.mark.skipif(os.name != "posix", reason="POSIX file modes")
def test_only_the_owner_may_read_the_file(store: Store, tmp_path: Path) -> None:
    store.back_up(tmp_path / "copy.db")
    for name in ("study.db", "copy.db"):
        assert (tmp_path / name).stat().st_mode & 0o077 == 0
    with open_store(tmp_path / "copy.db") as copy:
        assert copy.passages() == store.passages()


def test_the_code_works_with_the_newest_migration() -> None:
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(engine._MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_heads() == [engine.HEAD]


def test_migrations_make_the_tables_the_code_knows(store: Store) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    from voices.store.tables import metadata

    with store._read() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_a_newer_file_is_refused_and_an_older_one_copied_first(store: Store, tmp_path: Path) -> None:
    store.close()
    path = tmp_path / "study.db"
    with sqlite3.connect(path) as raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(MigrationNeeded, match="newer"):
        open_store(path)
    old = tmp_path / "old" / "study.db"
    old.parent.mkdir()
    at_first(old)
    with sqlite3.connect(old) as raw:
        raw.execute("INSERT INTO participant VALUES ('P1', 'parent', 'survey', 2, '[]', 1)")
    with open_store(old) as opened:
        assert opened.participants() == (Participant("P1", "parent", "survey", 2, quoting=True),)
    copies = [p for p in old.parent.iterdir() if ".before-" in p.name]
    assert len(copies) == 1
    assert copies[0].stat().st_mode & 0o077 == 0


def at_first(path: Path) -> None:
    """Make a database with the tables of the first version."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(engine._MIGRATIONS))
    opened = engine._sqlite(path)
    with opened.execution_options(write=True).begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
    opened.dispose()


def test_one_person_in_two_sources_is_one_person(store: Store) -> None:
    first = Participant("P1", "parent", "survey", 1, family="F1", attribution=False, consents=(
        Consent(Purpose.QUOTING, None, "2024-05-01", "signed form", "parent"),))  # fmt: skip
    second = replace(first, source="letters", wave=None, role="carer", consents=())
    before = store.participants()
    store.put_documents([], [second, first], "v1")
    assert [one for one in store.participants() if one.source in ("survey", "letters")] == [second, first]
    assert store.drop_silent_participants() == 2
    assert store.participants() == before


def test_a_server_of_another_version_refuses_and_says_what_to_run(tmp_path: Path) -> None:
    stands_in = sa.create_engine(f"sqlite:///{tmp_path / 'server.db'}")
    with pytest.raises(MigrationNeeded, match="voices migrate"):
        engine._refuse_other_version(stands_in)


def test_ten_thousand_passages_are_written_in_seconds(tmp_path: Path) -> None:
    from time import perf_counter

    from tests.store.conftest import fill

    with open_store(tmp_path / "study.db", create=True) as store:
        start = perf_counter()
        fill(store, documents=1700)
        assert perf_counter() - start < 20, "about 1.3 s on a quiet machine"
        assert sum(c.items for c in store.queue_counts()) == 10200
