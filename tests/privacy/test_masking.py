"""A raw document comes out without its names, with turns that still hold their words, and without the network."""

from __future__ import annotations

import socket

import pytest

from voices.model import Action, Kind, RawDocument, RawTurn
from voices.privacy import (
    Detected,
    Models,
    detect,
    detect_texts,
    layout,
    link,
    mask,
    pseudonymise_texts,
    restore,
    scan_note,
    second_scan,
)
from voices.privacy.detectors.ner import rampart_windows

KEY = b"k" * 32
FIRST = "I'm Zainab Mirza from Larkfield Pod."
SECOND = "My worker was Kieran, and Kieran's number is 07700 900461."


def raw() -> RawDocument:
    text = f"{FIRST}\n{SECOND}"
    turns = (
        RawTurn(0, len(FIRST), speaker="Zainab Mirza", question="Zainab, who are you?"),
        RawTurn(len(FIRST) + 1, len(text), question="And who was your worker?"),
    )
    return RawDocument("panel", "f.txt", None, Kind.INTERVIEW, text, turns, known_names=("Zainab Mirza",))


def test_a_document_is_masked_whole(models: Models) -> None:
    document = raw()
    mentions = detect([document.text], models, [document.known_names])[0]
    linked = link([Detected("d", document.text, mentions, roster=document.known_names)], KEY, lists=models.lists)
    masked = mask(document, "d", linked.mentions["d"], linked.entities, ["P101", "P102"], "", models)
    done = masked.document
    for word in ("Zainab", "Mirza", "Kieran", "07700", "Larkfield"):
        assert word not in done.text
        assert all(word not in turn.question for turn in done.turns)
    assert restore(done.text, masked.slots) == document.text
    for before, after in zip(document.turns, done.turns, strict=True):
        inside = [s for s in masked.slots if after.start <= s.start and s.end <= after.end]
        shifted = [type(s)(s.start - after.start, s.end - after.start, s.label, s.entity, s.original) for s in inside]
        assert restore(done.text[after.start : after.end], shifted) == document.text[before.start : before.end]
    assert "'s number" in done.text
    number = next(s for s in masked.slots if s.original == "Zainab Mirza")
    assert done.turns[0].question.startswith(done.text[number.start : number.end])


def test_the_second_scan_leaves_placeholders_and_marks_what_it_finds_as_doubtful(models: Models) -> None:
    text = "[person 214] rang [person 31] and Kieran Doyle."
    found = second_scan(text, models)
    assert [text[m.start : m.end] for m in found] == ["Kieran Doyle"]
    assert all(m.action is Action.REVIEW for m in found)
    assert second_scan(text, models, ("Kieran Doyle",)) == ()


def test_what_only_the_second_scan_finds_reaches_the_custodian(models: Models) -> None:
    text = "I met Kieran Doyle there."
    document = RawDocument("panel", "f.txt", None, Kind.INTERVIEW, text, (RawTurn(0, len(text)),), known_names=())
    masked = mask(document, "d", (), (), ["P101"], "", models)
    assert "Doyle" not in masked.document.text
    assert masked.slots
    assert all(slot.doubtful and slot.entity == "" for slot in masked.slots)


def test_windows_of_the_second_opinion_cut_no_word() -> None:
    text = " ".join(f"guidance{i}" for i in range(400))
    for start, end in rampart_windows(text):
        assert start == 0 or text[start - 1] == " "
        assert end == len(text) or text[end] == " "


def test_a_note_is_scanned(models: Models) -> None:
    note = "Check with Kieran Doyle on 3 May 2024 about continuity."
    assert {m.label for m in scan_note(note, models)} == {"PERSON", "DATE"}
    assert scan_note("Continuity again, same as the last passage.", models) == ()


def test_captions_give_names_and_keep_their_times(models: Models) -> None:
    text = (
        "WEBVTT\n\n1\n00:00:02.480 --> 00:00:11.798\n<v Zainab Mirza>Hello, tell me.</v>\n\n"
        "2\n00:00:12.000 --> 00:00:13.100\n<v P3>zainab was late.</v>\n"
    )
    mentions = detect_texts([("a", text)], models)["a"]
    assert [text[m.start : m.end] for m in mentions] == ["Zainab Mirza", "zainab"]
    assert layout(text).shape == "captions"


def test_mail_headers_give_names() -> None:
    text = "From: Doyle, Kieran\nTo: Zainab Mirza <z@harrowmere.example>\nSubject: hello\n\nHi\n"
    assert {text[h.start : h.end] for h in layout(text).names} >= {"Doyle, Kieran", "Zainab Mirza"}


def test_whole_files_come_back_and_restore(models: Models) -> None:
    items = [("b", "Kieran Doyle came."), ("a", "then kieran rang Mrs Doyle")]
    texts, slots = pseudonymise_texts(items, models, KEY)
    assert all(restore(texts[i], slots[i]) == raw_text for i, raw_text in items)
    assert "ieran" not in texts["a"] + texts["b"]
    assert pseudonymise_texts(items[::-1], models, KEY) == (texts, slots)


def test_no_socket_is_opened(models: Models, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    assert detect_texts([("a", "Write to z@harrowmere.example, says Kieran Doyle, www.harrowmere.example")], models)[
        "a"
    ]


def test_nothing_raw_shows_in_a_repr() -> None:
    document = Detected("d", "Kieran Doyle", (), roster=("Kieran Doyle",))
    assert "Kieran" not in repr(document)
