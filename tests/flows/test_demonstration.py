"""The sample study as a newcomer runs it."""

from __future__ import annotations

import json
import shutil
import time
from pathlib import Path

import pytest

from tests.conftest import Demo
from tests.typed import bytes_of, voices

pytestmark = pytest.mark.flow

FILES = {
    *(f"quote_bank.{kind}" for kind in ("docx", "xlsx", "html", "csv", "json")),
    *(f"report.{kind}" for kind in ("docx", "xlsx", "html", "json")),
    "scores.csv",
}
PRINCIPLES = ("continuity", "consistency", "collaboration", "change_agent", "learning", "culture")


def test_it_runs_through_and_says_where_things_are(demo: Demo) -> None:
    assert demo.said.returncode == 0, demo.said.stdout + demo.said.stderr
    assert {p.name for p in (demo.study / "out").iterdir()} == FILES
    for name in FILES:
        assert str(demo.study / "out" / name) in demo.said.stdout
    assert "skipped as expected: social worker interview" in demo.said.stdout
    assert demo.said.stdout.count("skipped as expected") == 1
    assert "damaged.docx" not in demo.said.stdout + demo.said.stderr


def test_every_recorded_decision_falls_on_a_passage(demo: Demo) -> None:
    assert "fell on no passage" not in demo.said.stdout


def test_every_principle_has_supporting_quotes(demo: Demo) -> None:
    bank = json.loads((demo.study / "out" / "quote_bank.json").read_text("utf-8"))
    sides = {(q["group"], q["side"]) for q in bank["quotes"]}
    assert {code for code in PRINCIPLES if (code, "supporting") in sides} == set(PRINCIPLES)


def test_nothing_is_written_outside_the_folder_given(demo: Demo) -> None:
    assert sorted(demo.place.home.rglob("*")) == []
    assert {p.name for p in demo.place.base.iterdir()} == {"home", "demo"}


def test_the_bank_proves_itself_and_one_letter_breaks_it(demo: Demo, tmp_path: Path) -> None:
    bank = demo.study / "out" / "quote_bank.json"
    good = voices("publish", "--verify", bank, home=demo.place.home)
    count = len(json.loads(bank.read_text("utf-8"))["quotes"])
    assert (good.returncode, good.stdout) == (0, f"quote_bank.json: {count} quotes, all verbatim and released\n")
    content = json.loads(bank.read_text("utf-8"))
    printed = content["quotes"][3]["printed"]
    content["quotes"][3]["printed"] = ("x" if printed[0] != "x" else "y") + printed[1:]
    changed = tmp_path / "bank.json"
    changed.write_text(json.dumps(content), "utf-8")
    bad = voices("publish", "--verify", changed, "--study", demo.study, home=demo.place.home)
    assert bad.returncode == 2
    assert "Quote 4: what is printed differs" in bad.stdout
    assert "1 problems" in bad.stdout


def test_a_quote_nobody_decided_does_not_pass(demo: Demo, tmp_path: Path) -> None:
    from voices.store import open_store

    with open_store(demo.study / "study.db") as store:
        standing = store.standing()
        free = next(p for p in store.passages() if p.id not in standing and p.quoting and "[" not in p.text)
        held = next(id for id, decision in standing.items() if decision.verdict.value == "held")
        held_passage = store.passages([held])[0]
    content = json.loads((demo.study / "out" / "quote_bank.json").read_text("utf-8"))
    template = content["quotes"][0]
    content["quotes"] = [
        {
            **template,
            "passage": p.id,
            "passage_hash": p.hash,
            "start": 0,
            "end": len(p.text),
            "printed": p.text,
        }
        for p in (free, held_passage)
    ]
    changed = tmp_path / "bank.json"
    changed.write_text(json.dumps(content), "utf-8")
    bad = voices("publish", "--verify", changed, "--study", demo.study, home=demo.place.home)
    assert bad.returncode == 2
    assert f"passage {free.id} carries no decision any more" in bad.stdout
    assert f"passage {held} is held for the safeguarding lead" in bad.stdout


def test_a_second_demo_changes_no_byte_and_is_quick(demo: Demo, tmp_path: Path) -> None:
    before = bytes_of(demo.study / "out")
    started = time.monotonic()
    again = voices("demo", "--dir", demo.place.base / "demo", home=demo.place.home)
    took = time.monotonic() - started
    assert again.returncode == 0, again.stdout + again.stderr
    after = bytes_of(demo.study / "out")
    assert [name for name in before if before[name] != after.get(name)] == []
    assert set(after) == set(before)
    # A machine that is busy with other things is slow at both.
    assert took < max(90, demo.seconds / 2)


def test_another_version_of_the_sample_is_not_run_over(demo: Demo, tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    (folder / "harrowmere").mkdir(parents=True)
    shutil.copy(demo.study / "study.toml", folder / "harrowmere" / "study.toml")
    with (folder / "harrowmere" / "study.toml").open("a", encoding="utf-8") as file:
        file.write("# another\n")
    done = voices("demo", "--dir", folder, home=demo.place.home)
    assert done.returncode == 2
    assert "holds another version of the sample" in done.stderr
    assert done.stderr.count("\n") == 1
