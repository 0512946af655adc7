"""Memory that was let go of goes back to the system before something else asks for its own."""

from __future__ import annotations

import ctypes
from contextlib import suppress


def give_back() -> None:
    """Return what was freed; glibc keeps it between pieces still in use, after each model that is loaded 70 MB.

    Other systems' C libraries have no such call, and nothing happens there.
    """
    with suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)
