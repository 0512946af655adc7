"""A survey of a hundred thousand rows is read in a minute and a gigabyte; a smaller one in every run."""

import csv
import random
import subprocess
import sys
from pathlib import Path

import pytest
from openpyxl import Workbook

READ = """
import re, sys, time
from pathlib import Path
from voices.model import ClosedQuestion, Kind, SourceSpec
from voices.sources import read
path, began = Path(sys.argv[1]), time.process_time()
questions = tuple(ClosedQuestion(f"Q{n}", "culture", f"Statement {n}") for n in range(1, 13))
found = read(path, path.name, SourceSpec("s", (path.name,), Kind.SURVEY), questions)
own = Path("/proc/self/status")  # ru_maxrss would begin with the memory of whoever started us
memory = int(re.search(r"VmHWM:\\s+(\\d+)", own.read_text())[1]) // 1024 if own.is_file() else 0
print(len(found.documents), len(found.skipped), time.process_time() - began, memory)
"""
ANSWERS = ("Strongly agree", "Agree", "Neither agree nor disagree", "Disagree", "Strongly disagree", "N/A")


def survey(path: Path, rows: int) -> Path:
    draw = random.Random(1)
    words = ("the", "worker", "came", "back", "when", "she", "said", "and", "rang", "us", "about", "our", "plan")
    table = [["ID", "Job role", "Team", "Completed on", *(f"Q{n}" for n in range(1, 13)), "What works well?"]]
    for number in range(rows):
        said = " ".join(draw.choices(words, k=draw.randint(6, 30)))
        closed = draw.choices(ANSWERS, k=12)
        table.append([f"W{number:06d}", draw.choice(("SW", "FSW")), "Heron", "03/02/2023", *closed, said])
    if path.suffix == ".csv":
        with path.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows(table)
    else:
        book = Workbook(write_only=True)
        sheet = book.create_sheet("answers")
        for row in table:
            sheet.append(row)
        book.save(path)
    return path


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not tell the memory a process took")
@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
@pytest.mark.parametrize("rows", [3_000, pytest.param(100_000, marks=pytest.mark.soak)])
def test_a_large_survey(tmp_path: Path, ending: str, rows: int) -> None:
    path = survey(tmp_path / f"answers{ending}", rows)
    done = subprocess.run([sys.executable, "-c", READ, str(path)], capture_output=True, text=True, check=True)
    documents, skipped, seconds, memory = done.stdout.split()
    assert (int(documents), int(skipped)) == (rows, 0)
    assert float(seconds) < 60 * max(rows / 100_000, 0.2)
    assert int(memory) < 1024
