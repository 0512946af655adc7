"""Letters: several issues in one, each a passage of its own; references; what is set apart."""

from pathlib import Path

import pytest

from sources.made_files import reading
from voices import passages
from voices.model import Document, Kind, Turn
from voices.sources import reference_form
from voices.sources.references import find_reference

ISSUES = {
    "calls": "Nobody has rung me back since January. I have left messages at the office, with the duty team and once "
    "with the switchboard, and each time I was told that somebody would call before the end of the day. ",
    "report": "The report about my son was sent to an address we left in the summer. A neighbour opened it and read it "
    "in the street, and by the evening half of the close knew what the meeting had been about. ",
    "money": "The taxi to school was promised in November and we have paid for it ourselves in every week of this "
    "term. I have kept all of the receipts, and the school has written down on which days he came late. ",
    "visits": "Three workers have come to the house in five weeks and each of them asked the same questions again. He "
    "goes upstairs now when the bell rings, and I cannot blame him, because he has told it all before. ",
}
OPENINGS = ("To begin with, ", "My second complaint is this. ", "In addition to that, ", "Finally, ")


def passages_of(path: Path) -> list[str]:
    (raw,) = reading(path, Kind.COMPLAINT).documents
    turns = tuple(Turn(turn.start, turn.end, "P1") for turn in raw.turns)
    return [passage.text for passage in passages.split(Document("d", "s", raw.kind, raw.text, turns), b"key")]


def letter(parts: list[str], between: str) -> str:
    return f"Dear Sir or Madam,\n\n{between.join(parts)}\n\nYours faithfully,\n\nMarian Tolley\n"


def issues_in(text: str) -> set[str]:
    return {
        name for name, words in ISSUES.items() if words[:40] in text or words[60:100] in text or words[-60:-20] in text
    }


@pytest.mark.parametrize("between", ["\n\n", " "], ids=["a paragraph each", "all in one block"])
def test_four_issues_in_a_thousand_words_are_cut_where_the_matter_turns(tmp_path: Path, between: str) -> None:
    parts = [f"{opening}{words * 6}".strip() for opening, words in zip(OPENINGS, ISSUES.values(), strict=True)]
    assert 950 <= sum(len(part.split()) for part in parts) <= 1100
    (tmp_path / "a.txt").write_text(letter(parts, between), encoding="utf-8")
    cut = passages_of(tmp_path / "a.txt")
    assert [issues_in(text) for text in cut if len(issues_in(text)) != 1] == []
    assert set().union(*map(issues_in, cut)) == set(ISSUES)
    assert all(len(text.split()) <= passages.LONGEST for text in cut)


def test_numbered_points_of_a_letter_are_passages_of_their_own(tmp_path: Path) -> None:
    points = "\n".join(f"{n}. {words.strip()}" for n, words in enumerate(ISSUES.values(), start=1))
    (tmp_path / "a.txt").write_text(letter([points], ""), encoding="utf-8")
    cut = passages_of(tmp_path / "a.txt")
    assert [issues_in(text) for text in cut] == [{name} for name in ISSUES]


@pytest.mark.parametrize(
    ("head", "file", "form"),
    [
        (["Your ref: CMP/2017/0042"], "a.docx", "CMP20170042"),
        (["Subject: RE: Complaint [CMP-2017-0042]"], "a.eml", "CMP20170042"),
        (["Our Ref - JT/4471/B", "Your ref: C12345"], "a.docx", "C12345"),
        (["Ref: AB 12345", "12/03/2017"], "a.docx", "AB12345"),
        (["Complaint reference number 0042/17"], "a.docx", "004217"),
        ([], "letters/CMP_2017_0042 Tolley.docx", "CMP20170042"),
        (["Re: stage 2 complaint C/2019/118"], "a.docx", "C2019118"),
        (["Date: 12/03/2017", "HW3 4RT", "Tel: 01632 960123"], "Tolley 12-03-2017.docx", ""),
        (["Ref: my son"], "wave2 letter 2017.docx", ""),
        (["Subject: Complaint about 14 Mill Lane"], "IMG_20170304.pdf", ""),
    ],
)
def test_references(head: list[str], file: str, form: str) -> None:
    assert find_reference(head, file) == form
    assert reference_form(form) == form


def test_a_reply_below_what_it_quotes_is_the_writers(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "From: Osian Breck <o@post.example>\nSubject: taxi\n\n"
        "On 3 March 2017 at 09:15, Duty Team <duty@council.example> wrote:\n"
        "> When did the taxi not come?\n\n"
        "It did not come on Monday or on Tuesday of last week, and nobody said why.\n\nOsian Breck\n",
        encoding="utf-8",
    )
    (document,) = reading(tmp_path / "a.txt", Kind.COMPLAINT).documents
    assert document.text == "It did not come on Monday or on Tuesday of last week, and nobody said why."
    assert document.participant == "Osian Breck"


def test_what_a_letter_itself_quotes_is_no_older_mail(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "Dear Ms Okoro,\n\nOn 3 March the worker wrote:\n\n"
        "We will ring you before the end of the week.\n\n____________\n\n"
        "Nobody rang, in that week or in the next one.\n\nYours sincerely,\n\nMarian Tolley\n",
        encoding="utf-8",
    )
    (document,) = reading(tmp_path / "a.txt", Kind.COMPLAINT).documents
    assert "We will ring you" in document.text
    assert "Nobody rang" in document.text
    assert "__" not in document.text
