"""Read an e-mail (.eml): its header and words as the lines of a letter, and what is attached to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.errors import CloseBoundaryNotFoundDefect
from email.message import EmailMessage, Message
from email.policy import default
from mimetypes import guess_extension

from voices.errors import UnreadableFile
from voices.sources.formats.archives import shown_name
from voices.sources.formats.decoding import decode
from voices.sources.formats.webpage import plain_lines
from voices.sources.limits import MAX_HEADER_CHARACTERS, MAX_INSIDE
from voices.sources.reader import Inside
from voices.sources.words import line_ends, one_line

_SHOWN = ("From", "Sent", "To", "Cc", "Date", "Subject")
_OF_THE_MAIL = ("signature", "pkcs7-signature", "x-pkcs7-signature", "pgp-signature", "pgp-keys", "calendar", "vcard")
"""Subtypes of parts that belong to the mail itself and hold nobody's account."""
_SEALED = ("application/pkcs7-mime", "application/x-pkcs7-mime", "multipart/encrypted")
_DAMAGED = "it is not an e-mail as its name says; save it again as .eml from the mail program"


@dataclass(frozen=True)
class Mail:
    """A mail taken apart."""

    lines: tuple[str, ...] = field(repr=False)
    """Its header lines (From, To, Date, Subject), an empty line, its words."""
    attached: tuple[Inside, ...] = field(repr=False)
    pictures: int
    """Pictures that are part of the mail's look, such as a logo below the signature."""
    cut: bool = False
    """True where the mail ends before its last part does."""


def read_mail(content: bytes) -> Mail:
    """Return an e-mail taken apart; of words in plain text and as a page the plain text is read.

    Raises UnreadableFile where it is none, or is sealed with somebody's key.
    """
    try:
        message = message_from_bytes(content, policy=default)
        if _too_long(message) or not any(message.get(name) for name in _SHOWN):
            raise UnreadableFile(_DAMAGED)
        parts = [part for part in message.walk() if isinstance(part, EmailMessage)]
        if any(part.get_content_type() in _SEALED for part in parts):
            raise UnreadableFile("it is encrypted; open it in the mail program and save it without encryption")
        header = [f"{name}: {one_line(str(value))}" for name in _SHOWN if (value := message.get(name))]
        words = message.get_body(("plain", "html"))
        body = _words(words) if words is not None else []
        own, pictures, attached = _parts(message, words)
    except UnreadableFile:
        raise
    except Exception:  # noqa: BLE001
        # the standard library raises what it met: LookupError, ValueError, AttributeError, IndexError
        raise UnreadableFile(_DAMAGED) from None
    cut = any(isinstance(defect, CloseBoundaryNotFoundDefect) for part in parts for defect in part.defects)
    return Mail((*header, "", *body, *own), attached, pictures, cut)


def _too_long(message: Message) -> bool:
    """Return whether a header is longer than any honest one: reading such a one takes the library hours."""
    return any(len(str(value)) > MAX_HEADER_CHARACTERS for part in message.walk() for _, value in part.raw_items())


def _words(part: Message) -> list[str]:
    text = _decoded(part)
    return plain_lines(text) if part.get_content_subtype() == "html" else line_ends(text).split("\n")


def _decoded(part: Message) -> str:
    """Return a part as text, by the encoding it names where its bytes are in it."""
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes) or not payload.strip():
        return ""
    try:
        return payload.decode(str(part.get_content_charset() or "utf-8"))
    except (LookupError, UnicodeDecodeError):
        return decode(payload)


def _parts(message: EmailMessage, words: Message | None) -> tuple[list[str], int, tuple[Inside, ...]]:
    """Return further words of the mail itself, how many pictures are part of its look, and what is attached."""
    own: list[str] = []
    pictures = 0
    attached: list[Inside] = []
    for part in _leaves(message):
        if part is words or part.get_content_subtype() in _OF_THE_MAIL:
            continue
        named = part.get_filename()
        apart = part.get_content_disposition() == "attachment" or bool(named)
        if part.get_content_maintype() == "image" and (part.get("Content-ID") or not apart):
            pictures += 1
        elif apart or part.get_content_maintype() not in ("text", "multipart"):
            attached.append(Inside(_name(part, named, len(attached) + 1), _opener(part)))
        elif words is not None and part.get_content_type() == words.get_content_type():
            # words below a picture or an attachment come as a part of their own
            own.extend(["", *_words(part)])
    if len(attached) > MAX_INSIDE:
        raise UnreadableFile(f"it has more than {MAX_INSIDE} attachments; save those that count as files of their own")
    return own, pictures, tuple(attached)


def _leaves(message: Message) -> Iterator[Message]:
    """Yield the parts that are no containers; a mail attached to this one stays whole."""
    for part in message.iter_parts() if isinstance(message, EmailMessage) and message.is_multipart() else (message,):
        if part.get_content_maintype() == "multipart" and part is not message:
            yield from _leaves(part)
        else:
            yield part


def _name(part: Message, named: str | None, number: int) -> str:
    if named and shown_name(named):
        # an attachment has a name, not a place
        return shown_name(named).replace("/", "_")
    if part.get_content_type() == "message/rfc822":
        return f"attached mail {number}.eml"
    return f"attachment {number}{guess_extension(part.get_content_type()) or ''}"


def _opener(part: Message) -> Callable[[], bytes]:
    def opened() -> bytes:
        try:
            if part.get_content_type() == "message/rfc822":
                inner = part.get_payload(0)
                return inner.as_bytes() if isinstance(inner, Message) else b""
            payload = part.get_payload(decode=True)
        except Exception:  # noqa: BLE001
            raise UnreadableFile("it is damaged; save the attachment as a file of its own") from None
        if not isinstance(payload, bytes) or not payload.strip():
            raise UnreadableFile("it is empty; save it again from the program it came from")
        return payload

    return opened
