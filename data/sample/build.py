"""Builds the sample study from `source/`: files, gold, decisions.

Run `python data/sample/build.py` to write beside this script, or with a folder to write there.
The same sources give the same bytes on every machine.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from making import assembled, custodian, files, links, pieces, tables
from making.markup import parse
from making.pieces import Piece, Sample

HERE = Path(__file__).resolve().parent
SOURCE = HERE / "source"
STAFF_FREE = {
    1: ("What works well in how your pod works with families?", "What gets in the way of good practice?"),
    2: ("What has changed for the better since last year?", "What still gets in the way?"),
}
PARENT_FREE = "Is there anything else you would like to tell us about the social work you have had?"
FORM_FREE = ("What is good about your social worker?", "What would you change?")
SCALE = "1-5"
TRANSCRIPTS: Mapping[str, tuple[str, str]] = {
    "interviews/01-social-worker.docx": ("labels", "C1"),
    "interviews/02-pod-manager.vtt": ("captions", "C2"),
    "interviews/03-parent.txt": ("initials", "C1"),
    "interviews/04-social-workers-group.docx": ("labels", "C2"),
    "interviews/05-foster-carers.docx": ("table", "C1"),
    "interviews/06-lead-practitioner.txt": ("headers", "C2"),
}


def transcript(name: str, coder: str) -> Sample:
    """Read an annotated transcript: `@Speaker` lines, the words of a turn below each."""
    source = SOURCE / (Path(name).stem + ".txt")
    turns = []
    for block in source.read_text(encoding="utf-8").split("\n@")[0:]:
        speaker, words = block.removeprefix("@").split("\n", 1)
        turns.append(Piece(parse(" ".join(words.split())), speaker.strip()))
    return Sample(name, None, tuple(turns), coder)


def write_transcript(folder: Path, sample: Sample, shape: str) -> None:
    """Write a transcript in the shape its real counterpart would come in."""
    turns = [(piece.speaker, piece.words.text) for piece in sample.pieces]
    path = folder / sample.file
    title = "Evaluation interview"
    shapes: Mapping[str, Callable[[], None]] = {
        "labels": lambda: files.write_docx_labels(path, turns, title),
        "table": lambda: files.write_docx_table(path, turns, title, ("Speaker", "What was said")),
        "captions": lambda: files.write_vtt(path, turns),
        "initials": lambda: files.write_labels(path, turns),
        "headers": lambda: files.write_headers(path, turns),
    }
    shapes[shape]()


def _samples(file: str, rows: Iterable[tables.Row], questions: tuple[str, ...], coder: str) -> list[Sample]:
    made = []
    for number, row in enumerate(rows, start=1):
        answers = zip(questions, row.answers, strict=True)
        said = tuple(Piece(words, question=question) for question, words in answers if words is not None)
        if said:
            made.append(Sample(file, number, said, coder))
    return made


def _words(row: tables.Row) -> list[str]:
    return [answer.text if answer else "" for answer in row.answers]


def staff(folder: Path) -> list[Sample]:
    """Write both staff surveys and their question file."""
    made = []
    names = [question[0] for question in tables.STAFF_QUESTIONS]
    for wave, file in ((1, "surveys/staff-wave1.csv"), (2, "surveys/staff-wave2.xlsx")):
        rows = tables.read_rows(SOURCE / f"staff-wave{wave}.txt", 2)
        lines: list[list[object]] = []
        for number, row in enumerate(rows, start=1):
            day = 6 + number % 19
            date = f"{day:02}/02/2023" if wave == 1 else f"2024-06-{day:02}"
            lines.append([f"W{wave}-{number:03}", *row.cells, date, *tables.staff_cells(wave, number), *_words(row)])
        if wave == 1:
            head = ["Respondent", "Role", "Team", "Date completed", *names, *STAFF_FREE[1]]
            files.write_csv(folder / file, [head, *lines], bom=True)
        else:
            head = ["ID", "Job role", "Pod", "Completed on", *names, *STAFF_FREE[2]]
            files.write_xlsx(folder / file, [head, *lines], "Responses")
        made += _samples(file, rows, STAFF_FREE[wave], "C1" if wave == 1 else "C2")
    questions = [(q, p, s, "likert", SCALE, turned, "") for q, p, s, turned in tables.STAFF_QUESTIONS]
    files.write_csv(folder / "surveys/questions.csv", [_QUESTION_HEAD, *questions])
    return made


_QUESTION_HEAD = ("question", "principle", "statement", "type", "scale", "reversed", "asked_in")


def parents(folder: Path) -> list[Sample]:
    """Write both rounds of telephone interviews with parents."""
    made = []
    names = [statement[0] for statement in tables.PARENT_STATEMENTS]
    head = ["Interview", "Relationship", "Pod", "May we quote you?", "Date", *names, PARENT_FREE]
    for wave in (1, 2):
        rows = tables.read_rows(SOURCE / f"parents-wave{wave}.txt", 1)
        lines: list[list[object]] = []
        for number, row in enumerate(rows, start=1):
            date = f"{2 + number:02}/{3 if wave == 1 else 9:02}/{2023 if wave == 1 else 2024}"
            lines.append([*row.cells, date, *tables.parent_cells(wave, number), *_words(row)])
        file = f"parents/parents-wave{wave}.csv"
        files.write_csv(folder / file, [head, *lines])
        made += _samples(file, rows, (PARENT_FREE,), "C1")
    questions = [(q, p, s, "likert", SCALE, "", "") for q, p, s in tables.PARENT_STATEMENTS]
    files.write_csv(folder / "parents/parents-questions.csv", [_QUESTION_HEAD, *questions])
    return made


def forms(folder: Path) -> list[Sample]:
    """Write the young people's forms."""
    rows = tables.read_rows(SOURCE / "forms.txt", 2)
    names = [question[0] for question in tables.FORM_QUESTIONS]
    lines: list[list[object]] = [
        [*row.cells[:2], "May 2024", *(tables.FACES[cell] for cell in row.cells[2:]), *_words(row)] for row in rows
    ]
    files.write_xlsx(
        folder / "forms/young-people.xlsx", [["Form", "Age band", "Date", *names, *FORM_FREE], *lines], "Forms"
    )
    questions = [(q, p, s, "faces", "1-3", "", "") for q, p, s in tables.FORM_QUESTIONS]
    files.write_csv(folder / "forms/forms-questions.csv", [_QUESTION_HEAD, *questions])
    return _samples("forms/young-people.xlsx", rows, FORM_FREE, "C2")


def register(folder: Path) -> list[Sample]:
    """Write the register of complaints and compliments."""
    rows = tables.read_register(SOURCE / "register.txt")
    head = ["Reference", "Received", "Closed", "Type", "Stage", "Outcome", "Team", "Complainant type", "Summary"]
    files.write_csv(folder / "complaints/register.csv", [head, *([*row.cells, *_words(row)] for row in rows)])
    return _samples("complaints/register.csv", rows, ("Summary",), "C1")


def letters(folder: Path) -> tuple[list[Sample], list[Sample]]:
    """Write the letters; gives them as read (a paragraph a turn, letterhead and signature gone) and whole.

    In the source `==` and the file name open each letter, and `~` a line that is nobody's account.
    """
    made, whole = [], []
    for block in (SOURCE / "letters.txt").read_text(encoding="utf-8").split("\n== ")[1:]:
        name, body = block.split("\n", 1)
        file = f"letters/{name.strip()}"
        lines = [line for line in body.splitlines() if line.strip()]
        path = folder / file
        every = parse("\n".join(line.removeprefix("~ ") for line in lines))
        written = every.text.split("\n")
        if path.suffix == ".docx":
            files.write_docx_lines(path, written, "Letter")
        else:
            files.write_text(path, "\n\n".join(written) + "\n")
        said = tuple(Piece(parse(line)) for line in lines if not line.startswith("~ "))
        made.append(Sample(file, None, said, "C2"))
        whole.append(Sample(file, None, (Piece(every),), "C2"))
    return made, whole


def damaged(folder: Path) -> None:
    """Write the file that cannot be read: the first half of a document, as a broken copy leaves it."""
    whole = (folder / "interviews/01-social-worker.docx").read_bytes()
    (folder / "interviews/damaged.docx").write_bytes(whole[: len(whole) // 2])


def _jsonl(path: Path, lines: Iterable[Mapping[str, object]]) -> None:
    files.write_text(path, "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines))


def build(folder: Path) -> list[Sample]:
    """Write files, gold and decisions into `folder`; gives the documents in order."""
    out = folder / "files"
    made = []
    for name, (shape, coder) in TRANSCRIPTS.items():
        sample = transcript(name, coder)
        write_transcript(out, sample, shape)
        made.append(sample)
    damaged(out)
    made += [*staff(out), *parents(out), *forms(out), *register(out)]
    read, whole = letters(out)
    made += read
    for name in ("indicators.csv", "participants.csv"):
        files.write_text(out / name, (SOURCE / name).read_text(encoding="utf-8"))
    _jsonl(folder / "gold/spans.jsonl", pieces.spans(made))
    _jsonl(folder / "gold/letters-whole.jsonl", pieces.spans(whole))
    children = pieces.read_children((SOURCE / "child-codes.txt").read_text(encoding="utf-8").splitlines())
    _jsonl(folder / "gold/codes.jsonl", pieces.codes(made))
    _jsonl(folder / "decisions/coders.jsonl", pieces.decisions(made, children))
    linked = (SOURCE / "links.txt").read_text(encoding="utf-8").splitlines()
    _jsonl(folder / "decisions/links.jsonl", links.links(linked, made))
    summed = (SOURCE / "framework.txt").read_text(encoding="utf-8").splitlines()
    _jsonl(folder / "decisions/framework.jsonl", assembled.cells(summed, made))
    told = (SOURCE / "examples.txt").read_text(encoding="utf-8").splitlines()
    _jsonl(folder / "decisions/examples.jsonl", assembled.examples(told, made))
    themed = (SOURCE / "themes.txt").read_text(encoding="utf-8").splitlines()
    _jsonl(folder / "decisions/themes.jsonl", assembled.themes(themed, made))
    rulings = (SOURCE / "custodian.txt").read_text(encoding="utf-8").splitlines()
    _jsonl(folder / "decisions/custodian.jsonl", custodian.rulings(rulings, made))
    return made


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE
    documents = build(target)
    print(f"{len(documents)} documents written to {target}")
