"""Every place where people type or bring something back: an invented name is found there, shown or refused."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from tests.review.conftest import Coder, add_themes
from tests.store.conftest import fill
from tests.typed import Place, copy_of, here
from voices import codebook, study, typed
from voices.codebook import Code, Codebook, Exclusion, Exemplar
from voices.errors import InputError
from voices.review.pages import make_app
from voices.store import Store, open_store
from voices.vault import create_key, create_vault
from voices.vault.desk import make_desk

NAME = "Hannah Kowalczyk"
PLAIN = "the number of the request is 17"

MANIFEST = """
[study]
id = "0123456789abcdef"
title = "{title}"
council = "{council}"
originals = "../originals"
indicators = "indicators.csv"
[[sources]]
name = "{source}"
files = ["a/*.csv"]
kind = "survey"
role = "{role}"
unit = "{unit}"
[sources.columns]
attributes = ["{heading}"]
[sources.roles]
"P1" = "{told role}"
[[codebooks]]
name = "{codebook}"
[population]
"{counted}" = 3
[roles]
"{own role}" = ["sw"]
[[events]]
date = "2025-01-01"
name = "{event}"
[settings]
coders = ["{coder}"]
"""
HARMLESS = {
    "title": "How the six principles work",
    "council": "Harrowmere",
    "source": "staff survey, first wave",
    "role": "social worker",
    "unit": "pod",
    "heading": "Age band",
    "told role": "pod manager",
    "codebook": "own_codes",
    "counted": "parent",
    "own role": "student social worker",
    "event": "One Story begins",
    "coder": "C1",
}
INDICATORS = ("indicator", "period", "value", "denominator", "unit", "source", "comparator")
FIGURES = ("Re-referrals within twelve months", "2024", "12", "100", "percent", "annual return", "neighbours")
BOOK = Codebook(
    "small",
    "Two principles",
    "1.0",
    (Code("a", "Continuity", "#00517A", "One worker stays.", ("the same face",), (Exclusion("a new worker"),)),),
    (Exemplar("She stayed with us all year.", (("a", None),), "parent", "says who stayed"),),
    description="What people say",
)
CODE, EXEMPLAR = BOOK.codes[0], BOOK.exemplars[0]
BOOKS: dict[str, Callable[[str], Codebook]] = {
    "name": lambda text: replace(BOOK, name=text),
    "title": lambda text: replace(BOOK, title=text),
    "description": lambda text: replace(BOOK, description=text),
    "code’s name": lambda text: replace(BOOK, codes=(replace(CODE, name=text),)),
    "definition": lambda text: replace(BOOK, codes=(replace(CODE, definition=text),)),
    "what belongs": lambda text: replace(BOOK, codes=(replace(CODE, include=(text,)),)),
    "what does not": lambda text: replace(BOOK, codes=(replace(CODE, exclude=(Exclusion(text),)),)),
    "exemplar": lambda text: replace(BOOK, exemplars=(replace(EXEMPLAR, text=text),)),
    "exemplar’s role": lambda text: replace(BOOK, exemplars=(replace(EXEMPLAR, role=text),)),
    "exemplar’s reason": lambda text: replace(BOOK, exemplars=(replace(EXEMPLAR, reason=text),)),
}
VERBS = {
    "look-up": ("vault", "lookup", "DIR", "person 1"),
    "search by name": ("vault", "lookup", "DIR", "somebody", "--name"),
    "raw text": ("vault", "restore", "DIR", "d1"),
    "erasure": ("vault", "erase", "DIR", "person 1", "--yes"),
    "refusal": ("vault", "refuse", "DIR", "person 1", "--ground", "17(3)(d)"),
    "withdrawal": ("withdraw", "DIR", "P107"),
}


def lay_out(base: Path, **changed: str) -> Path:
    """Make a study with one of each entrance; `changed` says what stands there instead of something harmless."""
    said = {**HARMLESS, **{name.replace("_", " "): text for name, text in changed.items()}}
    folder = base / "study"
    folder.mkdir(parents=True)
    text = MANIFEST
    for name in HARMLESS:
        text = text.replace(f"{{{name}}}", said[name])
    (folder / "study.toml").write_text(text, "utf-8")
    return folder


@pytest.mark.parametrize("entrance", HARMLESS)
def test_a_name_in_study_toml_is_found_and_told_by_its_entry(tmp_path: Path, entrance: str) -> None:
    assert typed.naming(typed.everything(study.load(lay_out(tmp_path / "before")))) == ()
    loaded = study.load(lay_out(tmp_path / "after", **{entrance.replace(" ", "_"): NAME}))
    (where,) = typed.naming(typed.everything(loaded))
    assert where.startswith("study.toml, ")
    assert "Kowalczyk" not in where
    assert typed.naming(typed.everything(loaded), [NAME.lower()]) == ()


@pytest.mark.parametrize("entrance", BOOKS)
def test_a_name_in_a_codebook_is_found(entrance: str) -> None:
    assert typed.naming(typed.in_codebook(BOOK, "codebook 1")) == ()
    (where,) = typed.naming(typed.in_codebook(BOOKS[entrance](f"As {NAME} told us"), "codebook 1"))
    assert where.startswith("codebook 1, ")


@pytest.mark.parametrize("column", ["indicator", "unit", "source", "comparator"])
def test_a_name_in_the_indicators_is_found(column: str) -> None:
    assert typed.naming(typed.in_indicators([FIGURES], INDICATORS)) == ()
    at = INDICATORS.index(column)
    row = (*FIGURES[:at], f"counted by {NAME}", *FIGURES[at + 1 :])
    assert typed.naming(typed.in_indicators([FIGURES, row], INDICATORS)) == (f"indicators, row 2, “{column}”",)


@pytest.mark.parametrize("verb", VERBS)
def test_a_reason_with_a_name_is_refused_before_anything_happens(tmp_path: Path, verb: str) -> None:
    words = [str(tmp_path) if word == "DIR" else word for word in VERBS[verb]]
    done = here(*words, "--reason", f"letter of {NAME}")
    assert done.code == 2
    assert "the reason may name somebody, so nothing was done" in done.err
    assert "Kowalczyk" not in done.err + done.out
    assert "the reason may name" not in here(*words, "--reason", PLAIN).err


def test_a_codebook_brought_back_from_another_tool_is_told_of(tmp_path: Path) -> None:
    for name, book, code in (("plain", BOOK, 0), ("named", BOOKS["definition"](f"What {NAME} says"), 1)):
        (tmp_path / f"{name}.qdc").write_text(codebook.to_qdc(book), "utf-8")
        done = here("codebook", "import", tmp_path / f"{name}.qdc", tmp_path / name)
        assert done.code == code, done.out
        assert ("somebody may be named in the codebook, code 1" in done.out) == bool(code)
        assert "Kowalczyk" not in done.out


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "study.db", create=True) as opened:
        fill(opened, documents=3, people=2)
        add_themes(opened)
        yield opened


@pytest.fixture
def coder(store: Store) -> Coder:
    app = make_app(store, [BOOK], scan=typed.scan, coders=("C1", "C2"), blind_share=0.0, study="A study", token="t")
    return Coder(app)


def test_a_memo_with_a_name_waits_and_one_without_does_not(store: Store, coder: Coder) -> None:
    passage = store.passages()[0].id
    coder.post("/memo", passage=passage, text=PLAIN)
    asked = coder.post("/memo", status=200, passage=passage, text=f"this is {NAME} again")
    assert NAME in asked
    assert [memo.text for memo in store.memos()] == [PLAIN]


def test_a_theme_named_after_somebody_is_asked_about_and_not_stored(store: Store, coder: Coder) -> None:
    coder.post("/themes", scope="all", theme="t1", act="rename", name="one worker who stays")
    assert store.uncleared_names() == 0
    asked = coder.post("/themes", status=422, scope="all", theme="t1", act="rename", name=f"{NAME} who stays")
    assert "may name somebody" in asked
    assert NAME in asked, "who typed it can change it"
    page = coder.get("/themes")
    assert "one worker who stays" in page
    assert NAME not in page
    assert store.uncleared_names() == 0


def test_an_urgent_question_with_a_name_is_not_sent(store: Store, coder: Coder) -> None:
    passage = store.passages()[0].id
    coder.decide(passage, "hold")
    coder.post("/held", passage=passage, reason=f"I fear for {NAME}")
    assert store.asks() == ()
    coder.post("/held", passage=passage, reason="a child may be at risk")
    assert len(store.asks()) == 1


def test_how_an_urgent_question_ended_is_one_of_a_list(store: Store, coder: Coder) -> None:
    passage = store.passages()[0].id
    coder.decide(passage, "hold")
    coder.post("/held", passage=passage, reason="a child may be at risk")
    with pytest.raises(InputError, match="an outcome is one of"):
        store.end_ask(store.asks()[0].id, f"told {NAME}")


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("/look-up", {"what": "pseudonym", "value": "person 1"}),
        ("/look-up", {"what": "document", "value": "d1"}),
        ("/erase", {"what": "erase", "who": "person 1", "sure": "yes"}),
        ("/erase", {"what": "refuse", "who": "person 1", "ground": "17(3)(d)"}),
    ],
)
def test_a_reason_with_a_name_is_refused_at_the_desk(tmp_path: Path, path: str, fields: dict[str, str]) -> None:
    key = create_key(tmp_path / "vault.key")
    own = {"Origin": "http://127.0.0.1:8123"}
    with create_vault(tmp_path / "study-vault", key, "0123456789abcdef") as vault:
        with TestClient(make_desk(vault, "D. Custodian", "token"), base_url=own["Origin"]) as client:
            client.post("/sign-in", data={"token": "token", "who": "D. Custodian"}, headers=own)
            csrf = re.search(r'name="csrf" value="([^"]+)"', client.get("/look-up").text)
            assert csrf is not None
            sent = {"csrf": csrf[1], **fields, "reason": f"letter of {NAME}"}
            answer = client.post(path, data=sent, headers=own)
        assert answer.status_code == 422
        assert "the reason may name somebody, so nothing was done" in answer.text
        assert "Kowalczyk" not in json.dumps([entry.reason for entry in vault.log()])


@pytest.mark.flow
def test_check_tells_run_and_publish_refuse_until_it_is_cleared(small: Place, tmp_path: Path) -> None:
    place = copy_of(small, tmp_path / "copy")
    place.manifest('title = "A small study"', f'title = "What {NAME} began"')
    told = "somebody may be named in study.toml, [study], “title”"
    checked = here("check", place.study)
    assert checked.code == 1
    assert told in checked.out
    for verb in ("run", "publish"):
        done = place.type(verb, place.study)
        assert (done.returncode, told in done.stderr) == (2, True), done.stderr
        assert "Kowalczyk" not in done.stderr + done.stdout
    place.manifest('council = "Harrowmere"', f'council = "Harrowmere"\ncleared = ["what {NAME.lower()} BEGAN"]')
    assert told not in here("check", place.study).out
    done = place.type("publish", place.study)
    assert done.returncode == 0, done.stderr


THEORY = '[[theories]]\nid = "t"\nname = "{name}"\nif = "{if}"\nthen = "{then}"\nbecause = "{because}"\n'
CLAUSES = {"name": "One face", "if": "one worker stays", "then": "they ask early", "because": "she knows them"}


@pytest.mark.parametrize("entrance", CLAUSES)
def test_a_name_in_a_theory_file_is_found(tmp_path: Path, entrance: str) -> None:
    folder = lay_out(tmp_path)

    def told(changed: dict[str, str]) -> tuple[str, ...]:
        text = THEORY
        for name, clause in {**CLAUSES, **changed}.items():
            text = text.replace(f"{{{name}}}", clause)
        (folder / "theories.toml").write_text(text, "utf-8")
        return typed.naming(typed.everything(study.load(folder)))

    assert told({}) == ()
    assert told({entrance: f"{NAME} stays"}) == ("theories.toml, theory 1",)


def test_a_link_or_theory_with_a_name_is_not_stored(store: Store, coder: Coder) -> None:
    plain = {"name": "One face", "if": "one worker stays", "then": "they ask early", "because": "she knows them"}
    assert f"<mark>{NAME}</mark>" in coder.post("/theories", 200, **{**plain, "because": f"{NAME} knows them"})
    assert store.theories(()) == ()
    coder.post("/theories", **plain)
    passage = store.passages()[0].id
    chosen = {"passage": passage, "part 1": "context", "bearing": "supports"}
    coder.post("/theories/one_face/link", 200, note=f"{NAME} says so", **chosen)
    assert store.links() == ()
    coder.post("/theories/one_face/link", note="it is the story", **chosen)
    assert [link.note for link in store.links()] == ["it is the story"]


def test_a_practice_example_with_a_name_is_not_stored(store: Store, coder: Coder) -> None:
    coder.post("/examples", title=f"The case of {NAME}")
    assert store.examples() == ()
    id = coder.post("/examples", title="A case").rsplit("/", 1)[1]
    version = store.tips("example")[id]
    for field in ("narrative", "consent"):
        said = {"title": "A case", "narrative": "It began.", "consent": "forms", field: f"{NAME} agreed"}
        coder.post(f"/examples/{id}", 200, act="store", version=version, **said)
    assert store.tips("example")[id] == version
