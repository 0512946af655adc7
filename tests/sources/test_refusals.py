"""Bad files never raise: one Skipped says what is wrong and what to do, without a word of the file."""

import io
import os
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sources.made_files import reading, with_part, word, workbook
from voices.model import Kind
from voices.sources import limits
from voices.sources.formats import archives
from voices.sources.registry import READERS

SECRET = "Zebedee"


def refused(path: Path, kind: Kind = Kind.SURVEY) -> str:
    found = reading(path, kind)
    assert found.documents == ()
    assert len(found.skipped) == 1
    skipped = found.skipped[0]
    assert skipped.what == path.name
    assert skipped.stage == "read"
    assert SECRET not in skipped.reason
    assert skipped.reason.endswith(".")
    assert "\n" not in skipped.reason
    return skipped.reason


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("empty.txt", b"", "empty"),
        ("blank.csv", b"\xef\xbb\xbf \r\n\r\n", "empty"),
        ("locked.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "password"),
        ("broken.docx", b"PK\x03\x04" + SECRET.encode() * 9, "damaged"),
        ("text.xlsx", SECRET.encode() * 9, "name ends in .xlsx"),
        ("book.pdf", b"%PDF-1.7 x", "PDF"),
        ("page.txt", b"%PDF-1.7 x", "PDF"),
        ("rich.docx", b"{\\rtf1 x}", "rich text"),
        ("noise.txt", bytes(range(256)) * 50, "characters"),
        ("noise.csv", b"a,b\n" + bytes(range(1, 9)) * 90, "text file"),
        ("voice.vtt", b"Zebedee spoke", "no captions"),
        ("none.vtt", b"WEBVTT\n\nNOTE Zebedee\n", "no captions"),
        ("none.srt", b"Zebedee spoke", "caption"),
        ("one.csv", b"Zebedee\n", "no table"),
        ("page.odt", b"Zebedee", "name ends in .odt"),
        ("noending", b"Zebedee", "not read"),
        ("talk.csv", b"WEBVTT\n\n00:01.000 --> 00:02.000\nZebedee", "rename it to .vtt"),
        ("sound.txt", b"ID3Zebedee", "recording"),
    ],
)
def test_refused_by_content(tmp_path: Path, name: str, content: bytes, said: str) -> None:
    (tmp_path / name).write_bytes(content)
    assert said in refused(tmp_path / name)


def test_missing_folder_and_unreadable(tmp_path: Path) -> None:
    assert "no such file" in refused(tmp_path / "gone.txt")
    (tmp_path / "folder.csv").mkdir()
    assert "folder" in refused(tmp_path / "folder.csv")
    os.mkfifo(tmp_path / "pipe.txt")
    assert "ordinary file" in refused(tmp_path / "pipe.txt")


def test_a_file_that_may_not_be_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text(SECRET)

    def deny(_: Path) -> bytes:
        raise PermissionError(SECRET)

    monkeypatch.setattr(Path, "read_bytes", deny)
    assert "cannot be opened" in refused(tmp_path / "a.txt")


def test_names_that_lie_about_office_files(tmp_path: Path) -> None:
    book = workbook(tmp_path / "a.xlsx", [["a"], [SECRET]])
    (tmp_path / "b.docx").write_bytes(book.read_bytes())
    assert "rename it to .xlsx" in refused(tmp_path / "b.docx")
    (tmp_path / "c.txt").write_bytes(word(tmp_path / "c.docx", [SECRET]).read_bytes())
    assert "rename it to .docx" in refused(tmp_path / "c.txt")


def test_words_missing_from_an_honest_file(tmp_path: Path) -> None:
    assert "no words" in refused(word(tmp_path / "a.docx", ["", " "]))
    assert "no words" in refused(workbook(tmp_path / "a.xlsx", [["id", "comment"], ["1", None]]))


@pytest.mark.parametrize("name", ["a.docx", "a.xlsx"])
def test_zip_bombs_entities_and_broken_parts(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / name
    word(path, [SECRET]) if name.endswith("docx") else workbook(path, [["a"], [SECRET]])
    honest = path.read_bytes()
    main = "word/document.xml" if name.endswith("docx") else "xl/workbook.xml"
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'
    path.write_bytes(with_part(honest, main, bomb))
    assert "entities" in refused(path)
    path.write_bytes(with_part(honest, main, b"<w:document><not closed"))
    assert "damaged" in refused(path)
    path.write_bytes(with_part(honest, main, b"<x/>"))
    assert refused(path)
    path.write_bytes(honest[: len(honest) // 2])
    assert "damaged" in refused(path)
    path.write_bytes(with_part(honest, "big.xml", bytes(limits.MAX_XML_BYTES)))
    assert "unpacks" in refused(path)
    monkeypatch.setattr(archives, "MAX_MEMBERS", 3)
    path.write_bytes(honest)
    assert "unpacks" in refused(path)


def test_size_limits_at_their_boundary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text("I: Yes?\nP1: No.\n")
    size = (tmp_path / "a.txt").stat().st_size
    monkeypatch.setattr(archives, "MAX_FILE_BYTES", size)
    assert reading(tmp_path / "a.txt").documents
    monkeypatch.setattr(archives, "MAX_FILE_BYTES", size - 1)
    assert "larger" in refused(tmp_path / "a.txt")


def test_other_archives(tmp_path: Path) -> None:
    def archive(*names: str) -> bytes:
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w") as new:
            for name in names:
                new.writestr(name, "<x/>")
        return made.getvalue()

    for names, said in ((("content.xml",), "OpenDocument"), (("xl/workbook.bin",), "xlsb"), (("a.txt",), "to .zip")):
        (tmp_path / "a.docx").write_bytes(archive(*names))
        assert said in refused(tmp_path / "a.docx")


def test_a_cell_far_out_is_refused(tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    book.active["A1"] = "a"  # type: ignore[index]
    book.active["XFD9000"] = SECRET  # type: ignore[index]
    book.save(tmp_path / "a.xlsx")
    assert "further than any survey" in refused(tmp_path / "a.xlsx")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=120, deadline=None)
@given(content=st.binary(max_size=300), name=st.sampled_from([f"a{ending}" for ending in sorted(READERS)]))
def test_no_bytes_make_it_raise(tmp_path: Path, content: bytes, name: str) -> None:
    (tmp_path / name).write_bytes(content)
    for kind in (Kind.INTERVIEW, Kind.SURVEY, Kind.LETTER):
        found = reading(tmp_path / name, kind)
        assert found.documents or found.skipped
        assert not any("does not know" in skipped.reason for skipped in found.skipped)
