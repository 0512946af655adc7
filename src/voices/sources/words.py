"""Clean the words of a file without changing what was said.

Characters that only steer layout go, spaces are single, line ends are line feeds; nothing else changes.
"""

from __future__ import annotations

import re
import unicodedata

_INVISIBLE = dict.fromkeys([0x00AD, 0x200B, 0x200E, 0x200F, 0x2060, 0xFEFF, *range(0x202A, 0x202F)])
_LINE_ENDS = re.compile(r"\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]|_x000[dD]_")
_SPACES = re.compile(r"[^\S\n]+")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_BAR = re.compile(r"(?:^|\s)\|(?=\s|$)")
_EDGES = " \t.,;:!?*\"'_-"
_WORD = re.compile(r"\w+(?:['\u2019-]\w+)*")


def line_ends(text: str) -> str:
    """Return the text with every kind of line end as one line feed and invisible characters gone."""
    if _is_plain(text):
        return text
    text = unicodedata.normalize("NFC", text).translate(_INVISIBLE)
    return _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", _CONTROL.sub("", _LINE_ENDS.sub("\n", text)))


def clean(text: str) -> str:
    """Return the words of a stretch of text: single spaces, no empty lines, no space at either end of a line."""
    if _is_plain(text):
        return (_SPACES.sub(" ", text) if "  " in text else text).strip()
    lines = (_SPACES.sub(" ", line).strip() for line in line_ends(text).split("\n"))
    return "\n".join(line for line in lines if line)


def one_line(text: str) -> str:
    """Return the words on one line, for labels and headings."""
    return clean(text).replace("\n", " ")


def fold(text: str) -> str:
    """Return a form in which headings, labels and scale words compare: no case, plain quotes, no edge punctuation."""
    text = one_line(text).casefold()
    if text.isascii():
        return text.strip(_EDGES)
    for curly, plain in (
        ("\u2018", "'"),
        ("\u2019", "'"),
        ("\u201c", '"'),
        ("\u201d", '"'),
        ("\u2013", "-"),
        ("\u2014", "-"),
    ):
        text = text.replace(curly, plain)
    return text.strip(_EDGES)


def _is_plain(text: str) -> bool:
    """Return whether a text is one line of printable ASCII, as most cells of a table are: nothing to clean in it."""
    return text.isascii() and text.isprintable() and "_x000" not in text


def listed(text: str) -> tuple[str, ...]:
    """Return the items of a list written with bars between them; a bar without space around it parts nothing."""
    return tuple(item for part in _BAR.split(text) if (item := " ".join(part.split())))


def of(number: int, noun: str) -> str:
    """Return a number with its noun, the plural by an s: "1 row", "3 rows"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def count(text: str) -> int:
    """Return how many words a text has."""
    return len(_WORD.findall(text))
