"""Published evidence: its own words are nobody's, whoever it quotes keeps their role, authors and bodies stay."""

from pathlib import Path

import pytest

from sources.made_files import pdf_of, reading, word
from sources.test_turns import covers
from voices.model import Kind, RawDocument
from voices.sources import citation

REPORT = [
    "Evaluation of the practice model in Harwick",
    "Supervision had become regular, as Tolley and Breck found before (Tolley and Breck 2015), and Harwick County "
    "Council had paid for it.",
    "As one senior manager put it: \u201cWe stopped counting visits and began to talk about the children.\u201d This "
    "was not said everywhere.",
    "\u201cI have the same worker now as a year ago, and she knows us.\u201d (parent, second wave)",
    "\u2018It was the pods that kept me here when I had handed in my notice\u2019 \u2013 Social worker",
    "The team uses the word \u201crestorative\u201d often, and others say so too (social workers).",
    "They ring before they come, which nobody had done.",
    "\u2014 Foster carer",
]


def evidence(path: Path, **fields: object) -> RawDocument:
    found = reading(path, Kind.EVIDENCE, author="Tolley and Breck", year="2017", **fields)  # type: ignore[arg-type]
    assert found.skipped == ()
    (document,) = found.documents
    covers(document)
    return document


def said(document: RawDocument) -> list[tuple[str, int, str]]:
    return [(turn.role, turn.page, document.text[turn.start : turn.end]) for turn in document.turns]


def test_whoever_is_quoted_keeps_their_role_and_the_rest_is_nobodys(tmp_path: Path) -> None:
    document = evidence(word(tmp_path / "report.docx", REPORT))
    assert [(role, words[:25]) for role, _, words in said(document)] == [
        ("", "Supervision had become re"),
        ("", "As one senior manager put"),
        ("senior manager", "We stopped counting visit"),
        ("", "This was not said everywh"),
        ("parent", "I have the same worker no"),
        ("social worker", "It was the pods that kept"),
        ("", "The team uses the word \u201cr"),
        ("carer", "They ring before they com"),
    ]
    assert not any(turn.speaker for turn in document.turns)
    assert {turn.question for turn in document.turns} == {"Evaluation of the practice model in Harwick"}
    assert document.participant == ""
    assert document.quoting


def test_authors_and_public_bodies_are_kept(tmp_path: Path) -> None:
    document = evidence(word(tmp_path / "report.docx", REPORT))
    kept = {document.text[span.start : span.end] for span in document.kept}
    assert {"Tolley", "Breck", "Harwick County Council"} <= kept
    assert not any("Evaluation" in form for form in kept)


def test_pages_of_a_pdf_are_cited(tmp_path: Path) -> None:
    (tmp_path / "report.pdf").write_bytes(
        pdf_of(["Page {page} says that supervision had become regular and that people noticed it."], pages=3)
    )
    assert [page for _, page, _ in said(evidence(tmp_path / "report.pdf"))] == [1, 2, 3]


@pytest.mark.parametrize(("page", "cited"), [(28, "Tolley 2017:28"), (0, "Tolley 2017")])
def test_citation(page: int, cited: str) -> None:
    assert citation("Tolley", "2017", page) == cited


def test_a_review_letter_is_evidence_without_its_signature(tmp_path: Path) -> None:
    path = word(
        tmp_path / "review.docx",
        [
            "3 May 2016",
            "Dear Ms Okoro,",
            "We saw that workers knew the children they spoke about, and that plans were short.",
            "Yours sincerely,",
            "Della Prynne",
        ],
    )
    document = evidence(path)
    assert [words for _, _, words in said(document)] == [
        "We saw that workers knew the children they spoke about, and that plans were short."
    ]
    assert document.known_names == ("Della Prynne", "Okoro")


def test_without_author_and_year_it_says_so(tmp_path: Path) -> None:
    found = reading(word(tmp_path / "report.docx", REPORT), Kind.EVIDENCE)
    assert any("author and year" in warning for warning in found.description.warnings)
