"""Print the figures: `python3 -m benchmarks` (sample and 10,000 comments), `--all` writes them to results/ too."""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

from benchmarks import speed

HERE = Path(__file__).resolve().parent


def main() -> int:
    """Run the measurements, each in a process of its own so that its memory is its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--all", action="store_true", help="write the figures to benchmarks/results too")
    parser.add_argument("--comments", type=int, default=10_000)
    parser.add_argument("--one", choices=("sample", "load", "peer"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        print(json.dumps(_measure(options.one, options.comments)))
        return 0
    if Path(sys.prefix) == Path(sys.base_prefix):
        python = HERE.parent / ".venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
        return subprocess.run([str(python), "-m", "benchmarks", *sys.argv[1:]], check=False, cwd=HERE.parent).returncode
    rows = []
    for one in ("sample", "load", "peer"):
        command = [sys.executable, "-m", "benchmarks", "--one", one, "--comments", str(options.comments)]
        done = subprocess.run(command, check=True, cwd=HERE.parent, stdout=subprocess.PIPE, text=True)
        rows += json.loads(done.stdout.splitlines()[-1])
    print(f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    for row in rows:
        print(f"{row['what']:<44} {row['value']:>12,.1f} {row['unit']:<20} n = {row['n']:,}")
    if options.all:
        (HERE / "results").mkdir(exist_ok=True)
        (HERE / "results" / "speed.json").write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
    return 0


def _measure(what: str, count: int) -> list[dict[str, object]]:
    if what == "sample":
        figures = _sample()
    elif what == "load":
        figures = speed.load(count)
    else:
        figures = speed.peer()
    figures.append(speed.Figure(f"{what}: peak memory", speed.peak_megabytes(), "MB", 1))
    return [asdict(figure) for figure in figures]


def _sample() -> list[speed.Figure]:
    from voices import resources

    with tempfile.TemporaryDirectory() as scratch:
        study = Path(scratch) / "study"
        study.mkdir()
        sample = resources.folder("sample")
        text = (sample / "study.toml").read_text(encoding="utf-8")
        originals = json.dumps(str(sample / "files"))
        (study / "study.toml").write_text(
            text.replace('originals = "files"', f"originals = {originals}"), encoding="utf-8"
        )
        return speed.of_study(study, "sample")


if __name__ == "__main__":
    sys.exit(main())
