"""Verbs on a study folder, from its making to people leaving it."""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import zipfile
from pathlib import Path

import pytest
from filelock import FileLock

from tests.typed import Place, bytes_of, copy_of, here
from voices.store import open_store
from voices.vault import open_vault, read_key


@pytest.fixture
def copied(small: Place, tmp_path: Path) -> Place:
    """Return a finished study that may be changed."""
    return copy_of(small, tmp_path / "copy")


def test_init_makes_a_study_that_loads(tmp_path: Path) -> None:
    said = here("init", tmp_path / "my-study")
    assert (said.code, said.err) == (0, "")
    assert "voices check" in said.out
    first = re.findall(r'id = "([0-9a-f]{16})"', (tmp_path / "my-study" / "study.toml").read_text("utf-8"))
    assert len(first) == 1
    again = here("init", tmp_path / "my-study")
    assert (again.code, again.err.count("\n")) == (2, 1)
    assert "there is a study here already" in again.err
    here("init", tmp_path / "other")
    assert first[0] not in (tmp_path / "other" / "study.toml").read_text("utf-8")
    checked = here("check", tmp_path / "my-study")
    assert checked.code == 1
    assert "interviews/*.docx (file 1): There is no such file" in checked.out


def test_init_refuses_a_git_checkout(tmp_path: Path) -> None:
    (tmp_path / "checkout" / ".git").mkdir(parents=True)
    said = here("init", tmp_path / "checkout" / "below" / "my-study")
    assert (said.code, said.err.count("\n")) == (2, 1)
    assert "git checkout" in said.err
    assert not (tmp_path / "checkout" / "below").exists()


def test_init_warns_of_a_synced_folder(tmp_path: Path) -> None:
    said = here("init", tmp_path / "OneDrive - Council" / "my-study")
    assert said.code == 0
    assert said.err.startswith("Warning: This folder seems to be synced (onedrive)")


def test_check_says_what_each_file_is_and_stores_nothing(laid_out: Place) -> None:
    before = bytes_of(laid_out.base)
    said = here("check", laid_out.study)
    assert said.code == 0, said.out
    assert "interviews/parent.txt" in said.out
    assert re.search(r"surveys/staff\.csv +table, 15 rows +\d+ words", said.out)
    assert said.out.endswith("Nothing is wrong.\n")
    assert bytes_of(laid_out.base) == before


def test_check_lists_each_bad_file_on_one_line(laid_out: Place, tmp_path: Path) -> None:
    place = copy_of(laid_out, tmp_path / "copy")
    parent = place.originals / "interviews" / "parent.txt"
    parent.write_bytes(b"")
    sheet = place.originals / "forms" / "young-people.xlsx"
    sheet.write_bytes(sheet.read_bytes()[:900])
    (place.originals / "surveys" / "staff.csv").unlink()
    said = here("check", place.study)
    assert said.code == 1
    wrong = [line for line in said.out.splitlines() if "wrong: " in line or "no file matches" in line]
    assert len(wrong) == 3, said.out
    assert said.out.splitlines()[-1] == "3 things to look at."
    assert "Traceback" not in said.err


def test_a_file_expected_to_be_bad_is_no_fault(laid_out: Place, tmp_path: Path) -> None:
    place = copy_of(laid_out, tmp_path / "copy")
    place.manifest(
        'originals = "../originals"', 'originals = "../originals"\nexpected_skips = ["interviews/parent.txt"]'
    )
    (place.originals / "interviews" / "parent.txt").write_bytes(b"")
    said = here("check", place.study)
    assert said.code == 0, said.out
    assert "skipped as expected: interviews/parent.txt" in said.out


def test_a_spelling_mistake_in_the_manifest_is_named(laid_out: Place, tmp_path: Path) -> None:
    place = copy_of(laid_out, tmp_path / "copy")
    place.manifest('kind = "complaint"', 'kind = "complain"')
    said = here("check", place.study)
    assert (said.code, said.err.count("\n")) == (2, 1)
    assert "[[sources]] entry 5" in said.err


@pytest.mark.flow
def test_status_as_json_is_one_object(small: Place) -> None:
    done = small.type("status", small.study, "--json", key=False)
    found = json.loads(done.stdout)
    assert (done.returncode, done.stderr) == (0, "")
    assert found["documents"] == 59
    assert found["passages"] > 59
    assert found["decisions"] == found["decided"] == 12
    assert {q["state"]: q["items"] for q in found["queues"]} == {"done": 12, "open": found["passages"] - 12}
    assert found["overdue"] == [{"source": "pair interview", "keep_until": "2020-01-31", "files": 1}]
    assert found["skipped"] == []
    assert (found["last_run"]["flow"], found["last_run"]["outcome"]) == ("publish", "done")
    assert "past its date: originals of “pair interview”" in small.type("status", small.study, key=False).stdout


@pytest.mark.flow
def test_a_missing_key_is_exit_three(small: Place, tmp_path: Path) -> None:
    for words in (("run", small.study), ("vault", "log", small.study)):
        done = small.type(*words, key=False)
        assert (done.returncode, done.stderr.count("\n"), done.stdout) == (3, 1, "")
        assert "no key for the vault" in done.stderr
    done = small.type("run", small.study, "--key-file", tmp_path / "none.key")
    assert (done.returncode, done.stderr.count("\n")) == (3, 1)
    assert "none.key" in done.stderr


@pytest.mark.flow
def test_a_key_others_may_read_is_refused(small: Place, tmp_path: Path) -> None:
    if os.name == "nt":
        pytest.skip("POSIX modes")
    open_to_all = shutil.copy2(small.key, tmp_path / "open.key")
    Path(open_to_all).chmod(0o644)
    done = small.type("vault", "log", small.study, "--key-file", open_to_all)
    assert (done.returncode, done.stderr.count("\n")) == (3, 1)


@pytest.mark.flow
def test_a_locked_study_is_exit_three(copied: Place) -> None:
    with FileLock(copied.study / "work" / "run.lock"):
        done = copied.type("run", copied.study)
    assert (done.returncode, done.stderr.count("\n")) == (3, 1), done.stderr
    assert done.stderr.startswith("voices: study: another run is working on this study")


@pytest.mark.flow
def test_an_unknown_codebook_stops_a_run_with_one_line(copied: Place) -> None:
    copied.manifest('name = "codebook"', 'name = "no-such-codebook"')
    done = copied.type("run", copied.study)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1), done.stderr
    assert "no-such-codebook" in done.stderr


@pytest.mark.flow
def test_a_memo_that_may_hold_a_name_stops_publishing(copied: Place) -> None:
    before = bytes_of(copied.out)
    with open_store(copied.study / "study.db") as store:
        passage = store.passages()[0].id
        memo = store.add_memo(passage, "C1", "ask somebody about this", cleared=False)
    done = copied.type("publish", copied.study)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "1 memos and 0 theme names may hold a name" in done.stderr
    assert bytes_of(copied.out) == before
    with open_store(copied.study / "study.db") as store:
        store.change_memo(memo.id, "C1", "ask somebody about this", cleared=True)
    assert copied.type("publish", copied.study).returncode == 0


@pytest.mark.flow
def test_erasing_somebody_takes_the_name_out_and_leaves_decisions(copied: Place) -> None:
    database = copied.study / "study.db"
    with open_vault(copied.vault, read_key(copied.key)) as vault:
        entity = next(e for e in vault.entities() if any("nasreen" in form.casefold() for form in e.forms))
    number = f"person {entity.number}"
    with open_store(database) as store:
        passage = next(p for p in store.passages() if f"[{number}]" in p.text)
        from voices.model import Coded, Valence, Verdict

        if passage.id not in store.standing():
            store.decide(passage.id, "C2", Verdict.CODED, (Coded("continuity", Valence.POSITIVE),), quotable=True)
        decided = store.standing()
    words = (copied.study, number, "--reason", "request 12", "--by", "D. Custodian", "--yes")
    done = copied.type("vault", "erase", *words)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Still holds the name, delete or edit it: interviews/parent.txt" in done.stdout
    for verb in ("run", "publish"):
        again = copied.type(verb, copied.study)
        assert again.returncode == 0, again.stdout + again.stderr
    with open_store(database) as store:
        texts = {p.id: p.text for p in store.passages()}
        assert not any(f"[{number}]" in text for text in texts.values())
        assert any("[removed]" in text for text in texts.values())
        after = store.standing()
        kept = {(d.coder, d.made_at): d.codes for d in after.values()}
        again_open = {p.id for p in store.retired()}
        for id, decision in decided.items():
            assert id in after or id in again_open
            if id in after:
                assert kept[decision.coder, decision.made_at] == decision.codes
        assert len(store.decisions()) == len(decided)
    looked = copied.type("vault", "lookup", copied.study, "nasreen", "--name", "--reason", "request 12", "--json")
    assert json.loads(looked.stdout) == {"found": []}
    verified = copied.type("publish", "--verify", copied.out / "quote_bank.json")
    assert verified.returncode == 0, verified.stdout
    assert f"[{number}]".encode() not in b"".join(bytes_of(copied.out).values())


@pytest.mark.flow
def test_a_theme_leads_back_to_files_and_rows_and_the_look_up_is_logged(copied: Place) -> None:
    with open_store(copied.study / "study.db") as store:
        (scope,) = store.themes("complaints")
        theme = scope.themes[0]
        behind = {a.passage for a in scope.assignments if a.theme == theme.id}
        documents = {p.document for p in store.passages(behind)}
        periods = sorted(
            p[:7] if re.match(r"\d{4}-\d\d", p := one.period) else "" for one in store.documents(documents)
        )
    command = ("vault", "references", copied.study, theme.name, "--reason", "quarterly review")
    found = json.loads(copied.type(*command, "--json").stdout)["references"]
    assert {one["document"] for one in found} == documents
    assert any(one["file"].endswith("register.csv") and one["row"] for one in found)
    assert "looked up originals" in copied.type("vault", "log", copied.study).stdout
    missing = copied.type("vault", "references", copied.study, "no such theme", "--reason", "quarterly review")
    assert missing.returncode == 2
    out = copied.base / "cases.csv"
    assert (
        copied.type(*command, "--out", out).stdout
        == f"Written: {out}, {len(documents)} cases. Delete it when you are done.\n"
    )
    listed = list(csv.DictReader(out.read_text("utf-8-sig").splitlines()))
    assert {(one["File"], one["Row"]) for one in listed} == {(one["file"], str(one["row"] or "")) for one in found}
    assert sorted(one["Month"] for one in listed) == periods
    for one in listed:  # which theme comes first, and so which years there are, goes by the study's own ids
        begins = int(one["Month"][:4]) - (one["Month"][5:] < "04") if one["Month"] else 0
        assert one["Financial year"] == (f"{begins}-{(begins + 1) % 100:02d}" if begins else "")
    if os.name == "posix":
        assert out.stat().st_mode & 0o077 == 0
    inside = copied.type(*command, "--out", copied.study / "cases.xlsx")
    assert (inside.returncode, inside.stderr.count("\n")) == (2, 1)


@pytest.mark.flow
def test_a_participant_who_withdraws_is_gone_for_good(copied: Place) -> None:
    database = copied.study / "study.db"
    with open_store(database) as store:
        pair = [p for p in store.passages() if p.source == "pair interview"]
        leaver, other = pair[0].participant, next(p.participant for p in pair if p.participant != pair[0].participant)
        alone = next(p.participant for p in store.passages() if p.source == "staff survey")
        words = {p.text for p in store.passages() if p.participant in (leaver, alone)}
        stays = {p.id for p in pair if p.participant == other}
        decisions = len(store.decisions())
    for code in (leaver, alone):
        done = copied.type("withdraw", copied.study, code, "--reason", "form 3")
        assert done.returncode == 0, done.stdout + done.stderr
        assert f"{code} is out of the study" in done.stdout
    unknown = copied.type("withdraw", copied.study, "P99999")
    assert (unknown.returncode, unknown.stderr.count("\n")) == (2, 1)
    # The originals still lie where they were: a run must not bring their words back.
    for verb in ("run", "publish"):
        again = copied.type(verb, copied.study)
        assert again.returncode == 0, again.stdout + again.stderr
    with open_store(database) as store:
        left = store.passages()
        assert not {p.participant for p in left} & {leaver, alone}
        assert not {p.text for p in left} & words
        assert not any(text in d.text for d in store.documents() for text in words)
        assert stays <= {p.id for p in left}
        assert len(store.decisions()) == decisions
        assert {leaver, alone} <= store.withdrawn()
    bank = json.loads((copied.out / "quote_bank.json").read_text("utf-8"))
    assert not {q["printed"] for q in bank["quotes"]} & words
    assert copied.type("publish", "--verify", copied.out / "quote_bank.json").returncode == 0


@pytest.mark.flow
def test_every_form_of_a_bank_is_proven_and_a_quote_leads_back_to_its_decision(small: Place) -> None:
    bank = json.loads((small.out / "quote_bank.json").read_text("utf-8"))
    for form in ("json", "csv", "xlsx", "html", "docx"):
        assert here("publish", "--verify", small.out / f"quote_bank.{form}").code == 0
    quote = bank["quotes"][0]
    said = here("publish", small.study, "--quote", quote["id"])
    assert (said.code, said.err) == (0, "")
    for wanted in (f"passage {quote['passage']}", "document ", "decision "):
        assert wanted in said.out
    lead = (small.study / "for-the-lead" / "withheld.csv").read_text("utf-8-sig")
    assert lead.startswith("Chapter,Passage,Reason")
    assert here("publish", small.study, "--quote", "q00000000").code == 2


@pytest.mark.flow
def test_how_far_sources_agree_is_settled_by_a_person_with_a_note(copied: Place) -> None:
    listed = here("triangulation", "list", copied.study)
    assert listed.code == 0, listed.err
    principle = re.findall(r"^(\w+): the rule proposes \w+; not settled$", listed.out, re.MULTILINE)[0]
    settle = ("triangulation", "settle", copied.study, principle, "--by", "C1")
    for wrong in (("--verdict", "maybe", "--note", "x"), ("--verdict", "agree", "--note", " ")):
        said = here(*settle, *wrong)
        assert (said.code, said.err.count("\n")) == (2, 1)
    named = here(*settle, "--verdict", "agree", "--note", "Mrs Shazia Hussain said the same on the phone.")
    assert (named.code, "nothing was stored" in named.err) == (2, True)
    assert here(*settle, "--verdict", "conflict", "--note", "Parents and staff see it otherwise.").code == 0
    assert here(*settle, "--verdict", "partial", "--note", "Staff agree in part.").code == 0
    assert f"{principle}: the rule proposes" in here("triangulation", "list", copied.study).out
    with open_store(copied.study / "study.db") as store:
        (ruling,) = store.triangulated()
    assert (ruling.verdict.value, ruling.note, ruling.by) == ("partial", "Staff agree in part.", "C1")


@pytest.mark.flow
def test_a_backup_comes_back_whole(small: Place, copied: Place, tmp_path: Path) -> None:
    file = tmp_path / "study.zip"
    assert copied.type("backup", copied.study, file, key=False).returncode == 0
    with zipfile.ZipFile(file) as archive:
        names = archive.namelist()
        assert {"study.toml", "study.db", "out/quote_bank.json"} <= set(names)
        assert not any("vault" in name or "originals" in name or name.startswith("work") for name in names)
    if os.name == "posix":
        assert file.stat().st_mode & 0o077 == 0
    again = copied.type("backup", copied.study, file, key=False)
    assert (again.returncode, again.stderr.count("\n")) == (2, 1)
    back = Place(tmp_path / "back")
    assert copied.type("restore", file, back.study, key=False).returncode == 0
    assert bytes_of(back.out) == bytes_of(small.out)
    with open_store(back.study / "study.db") as store, open_store(copied.study / "study.db") as before:
        assert store.decisions() == before.decisions()
        assert store.passages() == before.passages()
    status = copied.type("status", back.study, "--json", key=False)
    assert json.loads(status.stdout)["decided"] == 12
    full = copied.type("restore", file, back.study, key=False)
    assert (full.returncode, full.stderr.count("\n")) == (2, 1)


@pytest.mark.flow
def test_whoever_left_after_a_backup_leaves_again_without_anybody_remembering(copied: Place, tmp_path: Path) -> None:
    file, database = tmp_path / "study.zip", copied.study / "study.db"
    with open_store(database) as store:
        leaver = next(p.participant for p in store.passages() if p.participant.startswith("P"))
        store.ask(next(p.id for p in store.passages() if p.participant == leaver), "C1", "referral 7781")
    assert copied.type("backup", copied.study, file, key=False).returncode == 0
    assert here("withdraw", copied.study, leaver, "--key-file", copied.key, "--by", "A. Lead").code == 0
    with open_store(database) as store:
        assert store.asks() == ()
    shutil.rmtree(copied.study)
    assert here("restore", file, copied.study).code == 0
    with open_store(database) as store:
        assert leaver in {one.code for one in store.participants()}
    for verb in (("publish", copied.study), ("review", copied.study, "--no-browser")):
        said = here(*verb)
        assert (said.code, said.err.count("\n")) == (2, 1)
        assert "voices run" in said.err
    done = copied.type("run", copied.study)
    assert done.returncode == 0, done.stderr
    assert "they left again" in done.stdout
    with open_store(database) as store:
        assert leaver not in {p.participant for p in store.passages()}
        assert leaver in store.withdrawn()
        assert store.asks() == ()
        assert store.get("restored") == ""


@pytest.mark.parametrize("name", ["../study.toml", "out/../../x", "vault.db", "out/a/b"])
def test_a_zip_that_is_no_backup_is_refused(name: str, tmp_path: Path) -> None:
    file = tmp_path / "study.zip"
    with zipfile.ZipFile(file, "w") as archive:
        for inside in ("study.toml", "study.db", name):
            archive.writestr(inside, "x")
    said = here("restore", file, tmp_path / "back")
    assert (said.code, said.err) == (2, "voices: study.zip: not a backup that voices wrote\n")
    assert not (tmp_path / "back").exists()
    file.write_text("no zip", "utf-8")
    said = here("restore", file, tmp_path / "back")
    assert (said.code, said.err.count("\n")) == (2, 1)


def test_a_file_that_is_no_bank_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "quote_bank.json"
    file.write_text("{", "utf-8")
    said = here("publish", "--verify", file)
    assert (said.code, said.err.count("\n")) == (2, 1)
    assert "not a published bank" in said.err
    said = here("publish")
    assert (said.code, said.err) == (2, "voices: say which study: voices publish DIR\n")
