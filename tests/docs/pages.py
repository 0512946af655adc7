"""The pages people read, and the command lines and links in them."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
PAGES = (ROOT / "README.md", ROOT / "benchmarks" / "README.md", *sorted((ROOT / "docs").rglob("*.md")))

_FENCE = re.compile(r"^```(?P<kind>\w*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"(?P<picture>!?)\[(?P<words>[^\]\n]*)\]\((?P<target>[^)\s]+)\)")
_CODE = re.compile(r"`([^`\n]+)`")
_HEADING = re.compile(r"^#{1,6} (.+)$", re.MULTILINE)


class Line(NamedTuple):
    """A command line as a page shows it."""

    page: str
    words: tuple[str, ...]
    whole: bool
    """True where it stands in a block of its own, so that it can be typed as it is; False inside a sentence."""

    def __str__(self) -> str:
        return f"{self.page}: voices {' '.join(self.words)}"


class Link(NamedTuple):
    page: Path
    words: str
    target: str
    picture: bool

    def __str__(self) -> str:
        return f"{self.page.relative_to(ROOT)}: {self.target}"


def text(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def prose(page: Path) -> str:
    """Return a page without its blocks of code."""
    return _FENCE.sub("", text(page))


def links(page: Path) -> list[Link]:
    return [
        Link(page, m["words"], m["target"], bool(m["picture"]))
        for m in _LINK.finditer(prose(page))
        if "://" not in m["target"]
    ]


def anchors(page: Path) -> set[str]:
    """Return the anchors GitHub gives the headings of a page."""
    plain = (re.sub(r"[^\w\s-]", "", heading.lower()) for heading in _HEADING.findall(prose(page)))
    return {re.sub(r"\s", "-", words.strip()) for words in plain}


def command_lines(page: Path) -> list[Line]:
    """Return every `voices …` of a page: lines of blocks, and code inside sentences."""
    name = page.relative_to(ROOT).as_posix()
    found = []
    for block in _FENCE.finditer(text(page)):
        if not block["kind"]:
            found += [(line, True) for line in block["body"].splitlines() if line.startswith("voices ")]
    found += [(code, False) for code in _CODE.findall(prose(page)) if code.startswith("voices ")]
    return [Line(name, tuple(shlex.split(line)[1:]), whole) for line, whole in found]


def shown_output(page: Path, command: str) -> str:
    """Return the block that follows the block with this command."""
    blocks = [block["body"] for block in _FENCE.finditer(text(page))]
    return next(blocks[n + 1] for n, body in enumerate(blocks[:-1]) if body.strip() == command)
