"""Files whose bytes depend on their content alone: no clock, no machine, no order of a set."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC, datetime

MOMENT = (1980, 1, 1, 0, 0, 0)
"""Time of every zip entry: the earliest a zip file can carry."""
NO_DATE = datetime(2000, 1, 1, tzinfo=UTC)
"""Date in document properties where no decision has been made yet."""

_FORMULA = frozenset("=+-@|＝＋－＠") | {"%"}
_BREAKS = frozenset("\t\r\n")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def moment(iso: str) -> datetime:
    """Return the date a document carries in its properties, from the last decision's ISO date."""
    try:
        return datetime.fromisoformat(iso[:10]).replace(tzinfo=UTC)
    except ValueError:
        return NO_DATE


def rezip(package: bytes, date: str) -> bytes:
    """Return an Office package with fixed entry times and order, and one fixed date in its core properties."""
    stamp = moment(date).strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in sorted(source.namelist(), key=lambda n: (n != "[Content_Types].xml", n)):
            content = source.read(name)
            if name == "docProps/core.xml":
                content = re.sub(
                    rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:)", rb"\g<1>" + stamp + rb"\3", content
                )
            entry = zipfile.ZipInfo(name, date_time=MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            target.writestr(entry, content)
    return out.getvalue()


def printable(text: str) -> str:
    """Return a text without the control characters that Word, Excel and web pages refuse."""
    return _CONTROL.sub("\ufffd", text)


def guarded(text: str) -> str:
    """Return a text for a CSV cell that no spreadsheet takes for a formula: an apostrophe goes before it.

    Source: OWASP, CSV injection.
    """
    clean = printable(text)
    first = clean.lstrip(" \t\r\n\xa0\ufeff")[:1]
    return f"'{clean}" if first in _FORMULA or clean[:1] in _BREAKS else clean
