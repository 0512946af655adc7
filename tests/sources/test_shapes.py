"""Turns of every published transcript shape, where the folder is there, and of shapes of our own."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sources.made_files import pdf_of, reading, spoken, word
from sources.test_turns import WORDS, covers
from voices.model import Kind

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "transcripts"
needs_shapes = pytest.mark.skipif(
    not SHARED.is_dir(), reason="the folder of transcript shapes is not beside the checkout"
)

Turn = tuple[str, str, str]
"""(speaker, start, text)"""

SYNTHETIC: dict[str, list[Turn]] = {
    "otter.txt": [
        ("Interviewer", "00:00:00", "Can you tell me about supervision?"),
        (
            "Speaker 2",
            "00:00:06",
            "It's regular now. It wasn't before. Ratio 1:4 if you want a number: that changed things.",
        ),
        ("Interviewer", "01:02:15", "Anything else?"),
    ],
    "teams.vtt": [
        (
            "Okafor, Chidi (Evaluation)",
            "00:00:03",
            "Thanks for making time. Can you tell me about the first home visit?",
        ),
        (
            "Participant 7",
            "00:00:08",
            "Yeah. So I went out to see mum on the Tuesday and, um, she wouldn't open the door. "
            "It took three goes before she'd talk to me.",
        ),
    ],
    "teams_docx_body.txt": [
        ("Chidi Okafor", "00:00:03", "Thanks for making time."),
        ("Participant 7", "00:00:08", "She wouldn't open the door. It took three goes."),
    ],
    "whisperx.srt": [
        ("SPEAKER_00", "00:00:01", "What changed for you?"),
        ("SPEAKER_01", "00:00:04", "They listened. That was new."),
    ],
    "zoom_crlf.vtt": [
        ("Interviewer", "00:00:00", "Can you tell me how the plan was made?"),
        ("Parent 3", "00:00:04", "We sat round the table. Nobody asked our Jack, though. mm."),
    ],
}
NO_CAPTIONS = (
    {"empty.vtt", "no_captions.vtt"} | {f"invalid_format{n}.srt" for n in range(1, 5)} | {"invalid_format.sbv"}
)
START = {"cue_tags.vtt": "00:00:16", "comments.vtt": "00:02:15", "youtube_dl.vtt": "00:04:46"}
WORDS_OF = {
    "comments.vtt": "Ta en kopp varmt te. Det är inte varmt. Har en kopp te. Det smakar som te. Ta en kopp",
    "cue_tags.vtt": "When the moon hits your eye Like a big-a pizza pie That's amore",
    "styles.vtt": "Hello world.",
    "youtube_dl.vtt": "yeah yeah what this will happen is I'm telling this will happen is I'm telling",
    "captions_with_bom.vtt": (4, ()),
    "invalid.vtt": (7, ()),
    "invalid_timeframe.srt": (5, ()),
    "invalid_timeframe.vtt": (7, (2,)),
    "invalid_timeframe.sbv": (5, (3,)),
    "invalid_timeframe_in_cue_text.vtt": (3, ()),
    "metadata_headers.vtt": (2, ()),
    "metadata_headers_multiline.vtt": (2, ()),
    "missing_caption_text.sbv": (5, (2,)),
    "missing_caption_text.srt": (5, (2,)),
    "missing_caption_text.vtt": (5, (2,)),
    "missing_timeframe.sbv": (5, (2,)),
    "missing_timeframe.srt": (5, ()),
    "missing_timeframe.vtt": (7, ()),
    "one_caption.srt": (1, ()),
    "one_caption.vtt": (1, ()),
    "sample.srt": (5, ()),
    "sample.vtt": (16, ()),
    "using_identifiers.vtt": (6, ()),
    "sample.sbv": "Caption text #1 Caption text #2 Caption text #3 (line 1) Caption text #3 (line 2) "
    "Caption text #4 Caption text #5",
    "two_captions.sbv": "Caption text #1 Caption text #2 (line 1) Caption text #2 (line 2)",
}
"""File to its words, or to (last number, numbers that no caption of it holds)."""
LOST = {"invalid_timeframe.vtt", "invalid_timeframe.sbv", "missing_timeframe.sbv"}
"""Files in which a caption has no readable time, which has to be said."""


@needs_shapes
@pytest.mark.parametrize("name", sorted(SYNTHETIC))
def test_published_shapes_of_talk(name: str) -> None:
    (document,) = reading(SHARED / "synthetic" / name).documents
    assert [(t.speaker, t.time, document.text[t.start : t.end]) for t in document.turns] == SYNTHETIC[name]
    covers(document)


@needs_shapes
def test_published_caption_files_each() -> None:
    for path in sorted((SHARED / "webvtt-py").iterdir()):
        if path.suffix not in (".vtt", ".srt", ".sbv"):
            continue
        found = reading(path)
        if path.name in NO_CAPTIONS:
            assert not found.documents, path.name
            assert len(found.skipped) == 1, path.name
            continue
        (document,) = found.documents
        covers(document)
        wanted = WORDS_OF[path.name]
        if isinstance(wanted, tuple):
            last, missing = wanted
            wanted = " ".join(f"Caption text #{n}" for n in range(1, last + 1) if n not in missing)
        assert document.text.replace("\n", " ") == wanted, path.name
        assert document.turns[0].time == START.get(path.name, "00:00:00"), path.name
        assert not any(turn.speaker for turn in document.turns), path.name
        assert bool(found.skipped) == (path.name in LOST), path.name


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=8, deadline=None)
@given(said=st.lists(st.tuples(st.sampled_from(["Interviewer", "P1", "Parent 2"]), WORDS), min_size=2, max_size=6))
def test_talk_reads_back_from_every_kind_of_document(tmp_path: Path, said: list[tuple[str, str]]) -> None:
    """Written as Word lines, a Word table, rich text, a PDF and SBV, the same talk gives the same words by the same."""
    wanted: list[tuple[str, str]] = []
    plain = [(speaker, " ".join(words.replace("\U0001f642", "").split()) or "yes") for speaker, words in said]
    for speaker, words in plain:
        if wanted and wanted[-1][0] == speaker:
            wanted[-1] = (speaker, f"{wanted[-1][1]} {words}")
        else:
            wanted.append((speaker, words))
    lines = [f"{speaker}: {words}" for speaker, words in plain]
    word(tmp_path / "lines.docx", lines)
    word(tmp_path / "table.docx", [], [("Speaker", "Text"), *plain])
    escaped = "".join(f"{line}\\par\n".replace("\u00e9", "\\'e9") for line in lines)
    (tmp_path / "a.rtf").write_bytes(f"{{\\rtf1\\ansi\\ansicpg1252 {escaped}}}".encode("cp1252"))
    (tmp_path / "a.pdf").write_bytes(pdf_of(lines))
    sbv = "\n\n".join(f"0:00:{n:02d}.000,0:00:{n:02d}.900\n{line}" for n, line in enumerate(lines))
    (tmp_path / "a.sbv").write_text(sbv, encoding="utf-8")
    for name in ("lines.docx", "table.docx", "a.rtf", "a.pdf", "a.sbv"):
        found = reading(tmp_path / name)
        covers(found.documents[0])
        assert [(s, " ".join(words.split())) for s, _, words in spoken(found)] == wanted, name


def test_time_stamps_and_codes_are_not_speech_and_not_names(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "SPEAKER_00  0:01\nDid it help?\n\nP3  0:09\nIt did. 4 out of 5, at 4:30 on a good day.\n", encoding="utf-8"
    )
    found = reading(tmp_path / "a.txt")
    (document,) = found.documents
    assert document.known_names == ()
    assert [turn.time for turn in document.turns] == ["00:00:01", "00:00:09"]
    assert "0:01" not in document.text
    assert "4:30 on a good day" in document.text


def test_pages_without_text_are_said(tmp_path: Path) -> None:
    import io

    from pypdf import PdfReader, PdfWriter
    from pypdf.generic import DecodedStreamObject, NameObject

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf_of(["I: How was it?", "P1: It was fine."], pages=2))))
    drawn = DecodedStreamObject()
    drawn.set_data(b"0 0 100 100 re f")
    writer.pages[1][NameObject("/Contents")] = writer._add_object(drawn)
    writer.write(str(tmp_path / "a.pdf"))
    found = reading(tmp_path / "a.pdf")
    assert [one.reason[:13] for one in found.skipped] == ["1 of 2 pages "]
    assert spoken(found)[1][2] == "It was fine."


def test_two_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    left = [f"left line {n} says what it says" for n in range(8)]
    right = [f"right line {n} says something else" for n in range(8)]
    rows = [f"{a:<44}{b}" for a, b in zip(left, right, strict=True)]
    from voices.sources.formats.pdffile import _columns

    assert [line for line in _columns(rows) if line] == [*left, *right]


def test_nine_thousand_words_in_under_a_second(tmp_path: Path) -> None:
    lines = []
    for n in range(150):
        lines += [f"Interviewer: What happened in week {n}?", "P1: " + "they came when they said they would " * 8]
    path = word(tmp_path / "long.docx", lines)
    reading(path)  # imports
    began = time.process_time()
    found = reading(path)
    assert time.process_time() - began < 1.0
    assert found.description.words > 9_000


def test_letters_in_mail_archives_and_their_references(tmp_path: Path) -> None:
    wild = Path(__file__).parent / "data" / "wild"
    found = reading(wild / "reply_with_attachments.eml", Kind.COMPLAINT)
    assert [document.file for document in found.documents] == [
        "reply_with_attachments.eml",
        "reply_with_attachments.eml/My letter.docx",
    ]
    assert {document.reference for document in found.documents} == {"CMP20170042"}
    assert "Josie Farr" in found.documents[0].known_names
    assert not any("Farr" in document.text or "confidential" in document.text for document in found.documents)
    assert [part.description.shape for part in found.parts] == ["letter, 4 paragraphs", "not readable"]
    assert [one.what for one in found.skipped] == ["reply_with_attachments.eml/photo.png"]
