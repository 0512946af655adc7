"""Read captions (WebVTT, SRT, SBV) into utterances."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator

from voices.errors import UnreadableFile
from voices.sources.talk.labels import accept_labels, split_label
from voices.sources.talk.speakers import Voices
from voices.sources.talk.utterances import Utterance

_VOICE = re.compile(r"<v(?:\.[^\s>]*)*\s+([^>]*)>|</v>", re.I)
_TAG = re.compile(
    r"</?(?:c|i|b|u|s|lang|ruby|rt|font|v)(?:[.\s][^>]*)?>|<\d+:\d\d(?::\d\d)?(?:[.,]\d{1,3})?>|\{\\[^}]*\}", re.I
)
_DASH = re.compile(r"^\s*(?:[-\u2013\u2014]|&gt;&gt;|>>)\s*")
_TIMING = re.compile(r"^[^\S\n]*(?:\d+:)?\d{1,2}:\d{1,2}[.,]\d{1,3}\s*-->", re.M)
_FILLED = re.compile(r"^[^\S\n]*(?:\d+:)?\d{1,2}:\d{1,2}[.,]\d{1,3}\s*-->[^\n]*\n[^\S\n]*\S", re.M)

_SBV_TIMING = re.compile(r"\d{1,2}:\d{2}:\d{2}\.\d{1,3},\d{1,2}:\d{2}:\d{2}\.\d{1,3}[^\S\n]*$", re.M)
_INDEX_ALONE = re.compile(r"(\n[^\S\n]*\n)\d{1,6}[^\S\n]*\n(?=[^\n]*\S)(?![^\n]*-->)")
"""The number of a caption that lost its time line: no word anybody said."""

Cue = tuple[str, str]
"""(start as hh:mm:ss, raw words with tags)"""


def is_webvtt(text: str) -> bool:
    """Return whether a text starts as a WebVTT file does."""
    return bool(re.match(r"WEBVTT(?:\s|$)", text))


def is_srt(text: str) -> bool:
    """Return whether a text starts as an SRT file does: an index, then a time line."""
    return bool(re.match(r"(?:\d{1,9}[^\S\n]*\n)?[^\S\n]*\d{1,2}:\d{2}:\d{2}[,.]\d{1,3}\s*-->", text.lstrip()[:200]))


def is_sbv(text: str) -> bool:
    """Return whether a text starts as an SBV file does: two times with a comma between them."""
    return bool(_SBV_TIMING.match(text.lstrip()[:60]))


def with_mark(text: str) -> str:
    """Return a caption text with the WEBVTT line it lost, or an empty string where no time line opens a caption."""
    first = _FILLED.search(text)
    return f"WEBVTT\n\n{text[_block_start(text, first.start()) :]}" if first else ""


def _block_start(text: str, at: int) -> int:
    """Return where the block begins in which a time line stands, so that an index above it stays an index."""
    gap = text.rfind("\n\n", 0, at)
    return 0 if gap < 0 else gap + 2


def read_captions(text: str, voices: Voices) -> tuple[tuple[Utterance, ...], int]:
    """Return the utterances of a caption file and how many captions could not be read.

    Raises UnreadableFile where the text is no caption file, or holds no caption.
    """
    cues = list(_cues(text))
    there = _sbv_blocks(text) if is_sbv(text) else len(_FILLED.findall(text)) + _bad_timings(text)
    lost = max(0, there - sum(bool(words.strip()) for _, words in cues))
    if not any(words.strip() for _, words in cues):
        raise UnreadableFile("it holds no captions; export the transcript again")
    return tuple(_utterances(cues, voices)), lost


def _cues(text: str) -> Iterator[Cue]:
    """Yield (start, words) of every caption; blank lines inside an SRT cue are kept by the parser's own rules."""
    from webvtt import WebVTT, sbv, srt
    from webvtt.errors import MalformedCaptionError, MalformedFileError

    try:
        if is_webvtt(text):
            captions = WebVTT.from_string(_mend(text)).captions
        elif is_sbv(text):
            captions = sbv.parse(text.strip().split("\n"))
        else:
            captions = srt.parse(_INDEX_ALONE.sub(r"\1", text).split("\n"))
    except (MalformedFileError, MalformedCaptionError, ValueError, IndexError):
        raise UnreadableFile("it is not a caption file as its name says; export the transcript again as .vtt") from None
    for caption in captions:
        yield str(caption.start)[:8], caption.raw_text


def _mend(text: str) -> str:
    """Return a WebVTT text with blank lines inside captions gone, so that the words below them are not lost."""
    blocks = re.split(r"\n[^\S\n]*\n+", text)
    mended = [blocks[0]]
    for block in blocks[1:]:
        if (
            "-->" in block
            or re.match(r"\s*(?:NOTE|STYLE|REGION)\b", block)
            or "-->" not in mended[-1]
            or not block.strip()
        ):
            mended.append(block)
        else:
            mended[-1] += "\n" + block.lstrip("\n")
    return "\n\n".join(mended)


def _sbv_blocks(text: str) -> int:
    """Return how many blocks of an SBV text hold words, whether or not their times are readable."""
    blocks = (block.split("\n") for block in re.split(r"\n[^\S\n]*\n", text))
    return sum(any(line.strip() and not _SBV_TIMING.match(line.strip()) for line in block) for block in blocks)


def _bad_timings(text: str) -> int:
    """Return how many lines carry the arrow of a time line but no readable time."""
    return sum("-->" in line and not _TIMING.match(line) for line in text.split("\n"))


def _utterances(cues: Iterable[Cue], voices: Voices) -> Iterator[Utterance]:
    lines = [(time, speaker, line) for time, words in cues for speaker, line in _lines(words)]
    unvoiced = [line for _, speaker, line in lines if speaker is None]
    accepted = accept_labels([_DASH.sub("", line) for line in unvoiced], voices)
    for time, speaker, line in lines:
        words = _DASH.sub("", line)
        found = split_label(words, accepted) if speaker is None else None
        if speaker is not None:
            yield Utterance(words, speaker, time=time)
        elif found:
            yield Utterance(found.rest, found.label, time=time)
        else:
            yield Utterance(words, time=time, fresh=bool(_DASH.match(line)))


def _lines(words: str) -> Iterator[tuple[str | None, str]]:
    """Yield (voice or None, line) of one caption, tags gone and entities resolved."""
    voice: str | None = None
    at = 0
    pieces: list[tuple[str | None, str]] = []
    for match in _VOICE.finditer(words):
        pieces.append((voice, words[at : match.start()]))
        voice = html.unescape(match[1]).strip() or None if match[1] is not None else None
        at = match.end()
    pieces.append((voice, words[at:]))
    for voice, piece in pieces:
        plain = html.unescape(_TAG.sub("", piece))
        if voice is not None:
            yield voice, plain.replace("\n", " ")
        else:
            for line in plain.split("\n"):
                yield None, line
