"""Gold spans and codes lie where they say, identifiers hold their own rules, and the readers see the same words."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest

from voices import codebook, manifest, resources
from voices.sources import read, read_questions

SAMPLE = Path(__file__).resolve().parents[2] / "data" / "sample"
LABELS = {
    *("PERSON", "LOCATION", "ADDRESS", "POSTCODE", "ORGANISATION", "DATE", "AGE", "PHONE", "EMAIL", "URL"),
    *("NHS_NUMBER", "NI_NUMBER", "UPN", "CASE_REF", "HANDLE", "VEHICLE", "OTHER_ID"),
}
DOCUMENTS = [json.loads(line) for line in (SAMPLE / "gold/spans.jsonl").read_text(encoding="utf-8").splitlines()]
WHOLE = [json.loads(line) for line in (SAMPLE / "gold/letters-whole.jsonl").read_text(encoding="utf-8").splitlines()]
POINTS = [json.loads(line) for line in (SAMPLE / "gold/codes.jsonl").read_text(encoding="utf-8").splitlines()]


def words(label: str, documents: list[dict] = DOCUMENTS) -> list[str]:
    return [d["text"][s["start"] : s["end"]] for d in documents for s in d["spans"] if s["label"] == label]


@pytest.mark.parametrize("document", [*DOCUMENTS, *WHOLE], ids=lambda document: document["id"])
def test_spans_lie_in_their_text_and_turn_and_do_not_overlap(document: dict) -> None:
    turns = document["text"].split("\n") if document not in WHOLE else [document["text"]]
    last = 0
    for span in sorted([*document["spans"], *document["keep"]], key=lambda span: span["start"]):
        form = document["text"][span["start"] : span["end"]]
        assert form == form.strip() != ""
        assert form == turns[span["turn"]][span["turn_start"] : span["turn_end"]]
        assert span["start"] >= last
        last = span["end"]
    for span in document["spans"]:
        assert span["label"] in LABELS


def test_every_label_of_the_policy_is_met() -> None:
    met = {span["label"] for document in [*DOCUMENTS, *WHOLE] for span in document["spans"]}
    assert met == LABELS


def test_a_name_marked_once_in_a_document_is_marked_everywhere_in_it() -> None:
    ordinary = {"Will", "will", "Hope", "Summer", "May", "Fee", "Grace"}
    for document in DOCUMENTS:
        covered = [(span["start"], span["end"]) for span in [*document["spans"], *document["keep"]]]
        for form in {document["text"][s["start"] : s["end"]] for s in document["spans"] if s["label"] == "PERSON"}:
            if form in ordinary:
                continue
            for match in re.finditer(rf"(?<!\w){re.escape(form)}(?!\w)", document["text"]):
                assert any(a <= match.start() < b for a, b in covered), (document["id"], match.start())


def nhs_check_digit(number: str) -> int:
    """Modulus 11, weights ten to two."""
    return -sum(int(digit) * weight for digit, weight in zip(number[:9], range(10, 1, -1), strict=True)) % 11


def test_nhs_numbers_check_and_lie_in_the_range_kept_for_tests() -> None:
    numbers = [number.replace(" ", "") for number in words("NHS_NUMBER")]
    assert len(numbers) >= 2
    for number in numbers:
        assert len(number) == 10
        assert number.startswith("999")
        assert nhs_check_digit(number) == int(number[9])


def test_pupil_numbers_check_and_name_no_council() -> None:
    letters = "ABCDEFGHJKLMNPQRTUVWXYZ"
    numbers = words("UPN")
    assert len(numbers) >= 2
    for number in numbers:
        total = sum(int(digit) * weight for weight, digit in enumerate(number[1:], start=2))
        assert number[0] == letters[total % 23]
        assert number[1:4] == "989"


def test_telephone_numbers_are_kept_for_drama() -> None:
    spoken = {"oh": "0", "seven": "7", "nine": "9", "one": "1", "four": "4", "six": "6"}
    for form in words("PHONE", WHOLE) + words("PHONE"):
        said = re.sub(r"double (\w+)", r"\1 \1", form.replace(",", ""))
        digits = "".join(spoken.get(word, word) for word in said.split())
        assert re.fullmatch(r"(07700900|01632960)\d{3}", digits), "a number outside the ranges kept for drama"


def test_national_insurance_and_post_codes_are_well_formed() -> None:
    for form in words("NI_NUMBER", WHOLE) + words("NI_NUMBER"):
        assert re.fullmatch(r"BZ( \d\d){3} [A-D]", form)
    for form in words("POSTCODE", WHOLE) + words("POSTCODE"):
        assert re.fullmatch(r"HW\d \d[A-Z]{2}", form)


def test_addresses_on_the_net_end_in_example() -> None:
    for form in words("EMAIL", WHOLE) + words("URL", WHOLE) + words("EMAIL"):
        assert form.endswith("example")


def test_coded_points_are_exact_and_use_codes_of_the_codebooks() -> None:
    known = {
        code.id
        for name in ("six_principles", "complaints")
        for code in codebook.load(resources.folder("codebooks") / name).codes
    }
    turns = {document["id"]: document["text"].split("\n") for document in DOCUMENTS}
    assert len({point["id"] for point in POINTS}) == len(POINTS)
    for point in POINTS:
        document = point["file"] if point["row"] is None else f"{point['file']}#{point['row']}"
        assert turns[document][point["turn"]][point["start"] : point["end"]] == point["text"]
        assert {code["code"] for code in point["codes"]} <= known


def test_the_study_reads_as_the_gold_says_and_skips_one_file() -> None:
    gold = {(document["file"], document["row"]): document["text"] for document in DOCUMENTS}
    study = tomllib.loads((SAMPLE / "study.toml").read_text(encoding="utf-8"))
    files, met, skipped = SAMPLE / "files", set(), []
    for spec in manifest.sources(study["sources"]):
        questions = read_questions(files / spec.questions) if spec.questions else ()
        for path in sorted(path for pattern in spec.files for path in files.glob(pattern)):
            reading = read(path, path.relative_to(files).as_posix(), spec, questions)
            skipped += [path.relative_to(files).as_posix() for _ in reading.skipped]
            for document in reading.documents:
                if document.text:
                    assert document.text == gold[document.file, document.row]
                    met.add((document.file, document.row))
    assert met == set(gold)
    assert skipped == study["study"]["expected_skips"] == ["interviews/damaged.docx"]


def test_the_long_interview_is_long_and_the_others_are_not_short() -> None:
    counts = {d["id"]: len(d["text"].split()) for d in DOCUMENTS if d["file"].startswith("interviews/")}
    assert len(counts) == 6
    assert 4800 <= counts.pop("interviews/01-social-worker.docx") <= 5400
    assert min(counts.values()) >= 1000


def test_letters_are_letters() -> None:
    counts = [len(document["text"].split()) for document in WHOLE]
    assert len(counts) == 8
    assert 150 <= min(counts) <= max(counts) <= 350
