"""Each stage alone, a file in and a file out, in the shapes of the contract."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.typed import here, voices
from voices.vault import create_key

SURNAME = "Quillfeather"
NAME = f"Ottoline {SURNAME}"
LETTERS = [
    {
        "id": "l1",
        "text": f"Dear {NAME},\nring me on 07700 900417 or at 12 Tolley Street, HW2 6RD. 😀 Thank you for coming.",
    },
    {"id": "l2", "text": f"{NAME} came to see us every week and my son Tobias trusted her."},
    {"id": "l3", "text": "The bus was late and it rained."},
]
CODED = [
    ("She stayed our social worker for four years and knew every one of us.", "stay"),
    ("The same worker came from the first day to the last.", "stay"),
    ("We have had one worker the whole time and she knows our story.", "stay"),
    ("It was a different worker every month and I started again.", "stay"),
    ("Nobody rang me back for three weeks.", "phone"),
    ("I left message after message and no one called.", "phone"),
    ("The phone rings and rings and nobody answers it.", "phone"),
    ("He always rings back the same afternoon.", "phone"),
    ("The room was cold.", ""),
    ("I like chips.", ""),
]


def write(path: Path, records: list[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in records), "utf-8")
    return path


def read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


@pytest.fixture
def letters(tmp_path: Path) -> Path:
    return write(tmp_path / "in.jsonl", LETTERS)


def test_detect(letters: Path, tmp_path: Path) -> None:
    said = here("detect", letters, tmp_path / "out.jsonl")
    assert (said.code, said.out) == (0, "")
    found = read(tmp_path / "out.jsonl")
    assert [one["id"] for one in found] == ["l1", "l2", "l3"]
    texts = {one["id"]: one["text"] for one in LETTERS}
    for one in found:
        assert set(one) == {"id", "spans"}
        for span in one["spans"]:
            assert set(span) == {"start", "end", "label", "score", "action", "entity"}
            assert 0 <= span["start"] < span["end"] <= len(texts[one["id"]])
            assert span["action"] in ("mask", "review", "keep")
            assert 0 <= span["score"] <= 1
    masked = {
        (o["id"], texts[o["id"]][s["start"] : s["end"]], s["label"])
        for o in found
        for s in o["spans"]
        if s["action"] != "keep"
    }
    assert ("l1", "07700 900417", "PHONE") in masked
    assert ("l1", "HW2 6RD", "POSTCODE") in masked
    assert not any(id == "l3" for id, *_ in masked)
    # One file is one study: the surname of the first letter is known in the second, as the same person.
    of = {o["id"]: [s for s in o["spans"] if SURNAME in texts[o["id"]][s["start"] : s["end"]]] for o in found}
    assert len(of["l1"]) == 1
    assert len(of["l2"]) == 1
    assert of["l1"][0]["entity"] == of["l2"][0]["entity"] != ""


def test_detect_with_a_roster(tmp_path: Path) -> None:
    source = write(tmp_path / "in.jsonl", [{"id": 7, "text": "then fizzwick came round again"}])
    roster = tmp_path / "roster.csv"
    roster.write_text("person,role,names\n1,social worker,Fizzwick Orme; Fizzwick\n", "utf-8")
    assert here("detect", source, tmp_path / "out.jsonl", "--roster", roster).code == 0
    (one,) = read(tmp_path / "out.jsonl")
    assert one["id"] == "7"
    assert [(s["start"], s["end"], s["label"]) for s in one["spans"]] == [(5, 13, "PERSON")]


def test_pseudonymise_puts_names_into_a_vault_and_keeps_its_numbers(letters: Path, tmp_path: Path) -> None:
    create_key(tmp_path / "vault.key")
    words = ("--vault", tmp_path / "vault", "--key-file", tmp_path / "vault.key")
    assert here("pseudonymise", letters, tmp_path / "one.jsonl", *words).code == 0
    first = read(tmp_path / "one.jsonl")
    assert [set(one) for one in first] == [{"id", "text"}] * 3
    text = (tmp_path / "one.jsonl").read_text("utf-8")
    assert SURNAME not in text
    assert "07700" not in text
    assert "[phone number]" in first[0]["text"]
    assert "😀 Thank you for coming." in first[0]["text"]
    assert first[2]["text"] == LETTERS[2]["text"]
    assert SURNAME.encode() not in (tmp_path / "vault" / "vault.db").read_bytes()
    assert here("pseudonymise", letters, tmp_path / "two.jsonl", *words).code == 0
    assert read(tmp_path / "two.jsonl") == first


def test_pseudonymise_without_a_key_is_exit_three(letters: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    done = voices("pseudonymise", letters, tmp_path / "out.jsonl", "--vault", tmp_path / "vault", home=home)
    assert (done.returncode, done.stderr.count("\n")) == (3, 1)
    assert "no key for the vault" in done.stderr
    assert not (tmp_path / "out.jsonl").exists()


def suggested(path: Path, texts: dict[str, str], codes: set[str], *, open_ended: bool) -> list[dict[str, Any]]:
    found = read(path)
    assert [one["id"] for one in found] == list(texts)
    for one in found:
        assert set(one) == {"id", "codes", "ranked"}
        sure = [r["confidence"] for r in one["ranked"]]
        assert {r["code"] for r in one["ranked"]} == codes
        assert sure == sorted(sure, reverse=True)
        for code in one["codes"]:
            assert set(code) == {"code", "confidence", "valence", "start", "end"}
            assert code["code"].split("/")[0] in codes
            assert 0 <= code["confidence"] <= 1
            if not open_ended:
                assert code["valence"] in ("positive", "negative", "mixed", "neutral")
                assert 0 <= code["start"] < code["end"] <= len(texts[one["id"]])
    return found


def small_codebook(folder: Path) -> Path:
    from tests.typed import codebook_into

    codebook_into(folder)
    return folder / "codebook"


def test_suggest_with_a_codebook(tmp_path: Path) -> None:
    texts = {"a": CODED[0][0], "b": CODED[6][0]}
    source = write(tmp_path / "in.jsonl", [{"id": id, "text": text} for id, text in texts.items()])
    said = here("suggest", source, tmp_path / "out.jsonl", "--codebook", small_codebook(tmp_path))
    assert said.code == 0, said.err
    found = suggested(tmp_path / "out.jsonl", texts, {"continuity", "consistency"}, open_ended=False)
    assert found[0]["ranked"][0]["code"] == "continuity"


def test_suggest_from_labelled_texts_alone(tmp_path: Path) -> None:
    labelled = [{"id": str(n), "text": text, "codes": [code] if code else []} for n, (text, code) in enumerate(CODED)]
    labelled[0]["codes"] = [{"code": "stay", "valence": "positive"}]
    texts = {"a": "One worker from start to end, she stayed with us.", "b": "Nobody answers the phone or rings back."}
    source = write(tmp_path / "in.jsonl", [{"id": id, "text": text} for id, text in texts.items()])
    words = ("--codebook", "none", "--labelled", write(tmp_path / "labelled.jsonl", labelled))
    said = here("suggest", source, tmp_path / "out.jsonl", *words)
    assert said.code == 0, said.err
    found = suggested(tmp_path / "out.jsonl", texts, {"stay", "phone"}, open_ended=True)
    assert [one["ranked"][0]["code"] for one in found] == ["stay", "phone"]


def test_suggest_with_nothing_to_learn_from_is_refused(letters: Path, tmp_path: Path) -> None:
    said = here("suggest", letters, tmp_path / "out.jsonl", "--codebook", "none")
    assert (said.code, said.err.count("\n")) == (2, 1)


PHONE = """Nobody answered the phone all Monday.
I rang the office five times and the phone just rang out.
The phone line was engaged whenever I called.
I left a voicemail and nobody phoned me back.
My calls are never answered, the phone goes to a machine.
Nobody picks up the phone after four.
I phoned the duty line and waited forty minutes for an answer.
They do not return phone calls, I have left three messages.
When I call, the phone is passed round and then cut off.
The answering machine was full, so I could not leave a phone message.
I had to phone every day before anyone answered.
No one rang back although I left my phone number twice."""
WORKER = """Our social worker changed again in March.
This is the fourth social worker my daughter has had.
A new worker came and my son had to tell his story again.
The worker left and nobody told us who the next one is.
Every few months there is a different social worker at the door.
My daughter liked her worker and then she was moved to another team.
We had agency workers who stayed six weeks each.
He stopped talking to social workers because they always leave.
The new worker had not read what the last worker wrote.
Another change of social worker just before the court date.
She cried when her worker said goodbye after two months.
Workers come and go and the children stop trusting them."""


def test_themes(tmp_path: Path) -> None:
    records = [
        {"id": f"{kind}{n}", "text": text, "date": f"2024-{n % 9 + 1:02}-01"}
        for kind, texts in (("p", PHONE), ("w", WORKER))
        for n, text in enumerate(texts.splitlines())
    ]
    source = write(tmp_path / "in.jsonl", records)
    assert here("themes", source, tmp_path / "out.json", "--k", "2").code == 0
    found = json.loads((tmp_path / "out.json").read_text("utf-8"))
    assert set(found) == {"themes", "assignments", "set_aside", "folded", "note"}
    ids = {record["id"] for record in records}
    for theme in found["themes"]:
        assert set(theme) == {"id", "name", "keywords", "size", "stability", "representative", "seed", "trend"}
        assert set(theme["representative"]) <= ids
        assert theme["seed"] is None
        assert set(theme["trend"]) == {"direction", "per_month", "low", "high", "p"}
        assert theme["trend"]["direction"] in ("rising", "falling", "steady", "new")
    assert len(found["themes"]) == 2
    assert all(set(a) == {"id", "theme", "strength"} for a in found["assignments"])
    assert {a["id"] for a in found["assignments"]} == ids
    assert {a["theme"] for a in found["assignments"]} <= {*(t["id"] for t in found["themes"]), None}


def test_themes_without_dates_have_no_trend(tmp_path: Path) -> None:
    texts = ["The phone was never answered.", "Our worker changed again.", "They listened to my child."]
    source = write(tmp_path / "in.jsonl", [{"id": str(n), "text": f"{texts[n % 3]} {n}"} for n in range(18)])
    assert here("themes", source, tmp_path / "out.json", "--seeds", "complaints").code == 0
    found = json.loads((tmp_path / "out.json").read_text("utf-8"))
    assert [t["trend"] for t in found["themes"]] == [None] * len(found["themes"])
    codes = {"calls_not_answered", "support_not_given", "information_not_shared", "worker_not_available", "delay"}
    assert {t["seed"] for t in found["themes"]} <= {*codes, None}


def test_quotes_are_exact_and_as_many_as_asked_for(tmp_path: Path) -> None:
    records = [
        {"id": str(n), "text": f"{text} 😀", "group": code or "other", "speaker": f"P{n}", "role": "parent"}
        for n, (text, code) in enumerate(CODED)
    ]
    source = write(tmp_path / "in.jsonl", records)
    assert here("quotes", source, tmp_path / "out.jsonl", "--per-group", "3").code == 0
    found = {one["group"]: one["quotes"] for one in read(tmp_path / "out.jsonl")}
    assert {group: len(listed) for group, listed in found.items()} == {"stay": 3, "phone": 3, "other": 2}
    texts = {record["id"]: record["text"] for record in records}
    for listed in found.values():
        for quote in listed:
            assert set(quote) == {"id", "start", "end", "text", "why"}
            assert texts[quote["id"]][quote["start"] : quote["end"]] == quote["text"]


BAD = [
    ('{"id": "1", "text": "a"}\nnot json\n', "in.jsonl, line 2: not a JSON object"),
    ('\n\n["a"]\n', "in.jsonl, line 3: not a JSON object"),
    ('{"id": "1"}\n', "in.jsonl, line 1: “text” is missing"),
    ('{"id": "1", "text": 4}\n', "in.jsonl, line 1: “text” is missing or not a text"),
    ('{"id": "1", "text": "a"}\n{"id": "1", "text": "b"}\n', "in.jsonl, line 2: the id stands on an earlier line"),
]


@pytest.mark.parametrize(("content", "message"), BAD)
@pytest.mark.parametrize("verb", ["detect", "suggest", "themes"])
def test_a_bad_line_is_named_and_nothing_written(verb: str, content: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text(content, "utf-8")
    said = here(verb, tmp_path / "in.jsonl", tmp_path / "out.jsonl")
    assert (said.code, said.err.count("\n"), said.out) == (2, 1, "")
    assert message in said.err
    assert not (tmp_path / "out.jsonl").exists()


def test_a_file_that_is_not_there_or_not_text(tmp_path: Path) -> None:
    said = here("detect", tmp_path / "none.jsonl", tmp_path / "out.jsonl")
    assert (said.code, said.err.count("\n")) == (2, 1)
    assert "none.jsonl: cannot be opened" in said.err
    (tmp_path / "in.jsonl").write_bytes(b"\xff\xfe{\x00")
    said = here("detect", tmp_path / "in.jsonl", tmp_path / "out.jsonl")
    assert (said.code, said.err) == (2, "voices: in.jsonl: not UTF-8 text; save it as UTF-8\n")


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ('{"text": "a", "codes": [4]}\n', 1),
        ('\n{"text": "a", "codes": [{"code": "x", "valence": "sour"}]}\n', 2),
        ('{"text": "a", "codes": ["x"]}\n\n{"text": "a", "codes": "xy"}\n', 3),
        ('{"text": "a"}\n', 1),
    ],
)
def test_bad_labels_are_named(content: str, line: int, letters: Path, tmp_path: Path) -> None:
    labelled = tmp_path / "labelled.jsonl"
    labelled.write_text(content, "utf-8")
    said = here("suggest", letters, tmp_path / "out.jsonl", "--codebook", "none", "--labelled", labelled)
    assert (said.code, said.err.count("\n")) == (2, 1)
    assert f"labelled.jsonl, line {line}: " in said.err


def test_no_quotes_per_group_is_refused(tmp_path: Path) -> None:
    source = write(tmp_path / "in.jsonl", [{"id": "1", "text": "a", "group": "g"}])
    said = here("quotes", source, tmp_path / "out.jsonl", "--per-group", "0")
    assert (said.code, said.err.count("\n")) == (2, 1)
    assert "--per-group" in said.err
