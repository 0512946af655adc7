"""Published files read back: every form of a bank proves the same quotes, and a changed word is found."""

from __future__ import annotations

import zipfile
from pathlib import Path

import invented_report
import pytest

from voices.errors import InputError
from voices.quotes import by_sign, proven
from voices.reporting.published import quotes_in

FORMS = ("json", "csv", "xlsx", "html", "docx")
PASSAGES = tuple(c.passage for c in invented_report.coded())


@pytest.fixture(scope="module")
def bank(tmp_path_factory):
    from voices.reporting import write

    folder = tmp_path_factory.mktemp("bank")
    write(invented_report.report(), folder, invented_report.BOOKS)
    return folder


def wrong(found):
    by_id, signs = {p.id: p for p in PASSAGES}, by_sign(PASSAGES)
    return [
        problem
        for one in found
        if (problem := proven(
            one.printed, ((by_id[one.passage],) if one.passage in by_id else signs.get(one.id, ())), one.start, one.end
        ))
    ]  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_every_form_holds_the_same_quotes_and_each_is_verbatim(bank, form):
    found = quotes_in(bank / f"quote_bank.{form}")
    plain = {" ".join(one.printed.split()) for one in found}
    assert plain == {" ".join(one.printed.split()) for one in quotes_in(bank / "quote_bank.json")}
    assert found
    assert wrong(found) == []


@pytest.mark.parametrize("form", FORMS)
def test_a_changed_word_is_found_in_every_form(bank, form, tmp_path):
    changed = _changed(bank / f"quote_bank.{form}", tmp_path / f"bank.{form}", quotes_in(bank / "quote_bank.json")[0])
    assert len(wrong(quotes_in(changed))) >= 1


def _changed(path: Path, to: Path, quote) -> Path:
    """Write a copy in which two words of one quote are another."""
    last = " ".join(quote.printed.split()[1:3]).encode()
    if path.suffix not in (".docx", ".xlsx"):
        to.write_bytes(path.read_bytes().replace(last, b"otherwise"))
        return to
    with zipfile.ZipFile(path) as package, zipfile.ZipFile(to, "w") as out:
        for name in package.namelist():
            part = package.read(name)
            out.writestr(name, part.replace(last, b"otherwise") if name.endswith(".xml") else part)
    return to


def test_other_files_are_refused_in_one_line(tmp_path):
    (tmp_path / "a.pdf").write_bytes(b"%PDF")
    (tmp_path / "b.json").write_text('{"quotes": []}', "utf-8")
    (tmp_path / "c.docx").write_bytes(b"no package")
    for name, why in (("a.pdf", "give a published file"), ("b.json", "not a published bank"), ("c.docx", "damaged")):
        with pytest.raises(InputError, match=why):
            quotes_in(tmp_path / name)
