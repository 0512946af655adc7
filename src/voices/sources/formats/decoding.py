"""Turn the bytes of a text file into text, whatever encoding it was saved in."""

from __future__ import annotations

import codecs

from voices.errors import UnreadableFile

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LIKELY = ["cp1252", "latin_1", "iso8859_15", "mac_roman", "cp850", "cp1250", "iso8859_2", "cp437"]
"""Encodings of British and European office machines; asking about Asian ones mistakes short texts for them."""
_BINARY_SHARE = 0.02
"""Rationale: control characters hardly occur in text; a picture or program has them all over."""
_SAMPLE = 256 * 1024
"""Bytes the encoding is guessed from; a quarter of a megabyte settles it."""


def decode(content: bytes) -> str:
    """Return the text of a file: by its byte order mark, as UTF-8, or by the likeliest office encoding.

    Raises UnreadableFile where the bytes are no text.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _strictly(content, encoding)
    if encoding := _utf16_without_mark(content):
        return _strictly(content, encoding)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        text = _guess(content)
    controls = sum(character < " " and character not in "\t\n\r\f\v\x1a\x1c\x1d\x1e" for character in text[:_SAMPLE])
    if controls > max(2, _BINARY_SHARE * len(text[:_SAMPLE])) or "\x00" in text.strip("\x00"):
        raise UnreadableFile("it is not a text file as its name says; save it again as plain text, CSV or captions")
    return text.replace("\x00", "")


def _strictly(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        raise UnreadableFile("its characters are damaged; save it again as UTF-8 text") from None


def _utf16_without_mark(content: bytes) -> str:
    """Return the UTF-16 variant of a text without byte order mark: every other byte of English text is zero."""
    sample = content[:4096]
    half = len(sample) // 2
    if half and sample[1::2].count(0) > 0.7 * half and not sample[0::2].count(0):
        return "utf-16-le"
    if half and sample[0::2].count(0) > 0.7 * half and not sample[1::2].count(0):
        return "utf-16-be"
    return ""


def _guess(content: bytes) -> str:
    """Return text in the likeliest single-byte encoding; cp1252 where nothing speaks against it."""
    # bytes 0x80-0x9F are quotation marks and dashes in cp1252, which is what British office machines write
    try:
        western = content.decode("cp1252")
    except UnicodeDecodeError:
        western = ""
    if western and _plausible(western):
        return western
    from charset_normalizer import from_bytes

    best = from_bytes(content[:_SAMPLE], cp_isolation=_LIKELY).best()
    if best is None:
        raise UnreadableFile("its characters cannot be read; save it again as UTF-8 text")
    return content.decode(best.encoding, errors="replace")


def _plausible(text: str) -> bool:
    """Return whether what is above ASCII is what English in cp1252 has: quotation marks, dashes, pounds, accents."""
    odd = [n for n, character in enumerate(text) if ord(character) > 0x7F]
    good = sum(text[n] in _USUAL for n in odd)
    return good >= 0.9 * len(odd)


_USUAL = frozenset(
    "\u2018\u2019\u201c\u201d\u2013\u2014\u2026\u2022\u20ac\u00a3\u00a0\u00b7\u00bd\u00bc\u00be\u00b0\u00e9\u00e8\u00ea\u00e0\u00e2\u00e1\u00e7\u00ef\u00ed\u00f4\u00f6\u00f3\u00fc\u00fa\u00f1\u00e4\u00eb\u00c9"
)
