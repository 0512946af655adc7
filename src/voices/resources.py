"""Where the files that ship with the product lie, in a checkout and in an installed wheel alike."""

from __future__ import annotations

from pathlib import Path

from voices.errors import EnvironmentNotReady

_PACKAGE = Path(__file__).resolve().parent
_CHECKOUT = {"vendor": "vendor", "codebooks": "codebooks", "sample": "data/sample"}


def folder(name: str) -> Path:
    """Return the folder of shipped files: `vendor`, `codebooks` or `sample`.

    Raises:
        EnvironmentNotReady: the installation lacks it.
    """
    installed = _PACKAGE / "_shipped" / name
    if installed.is_dir():
        return installed
    checkout = _PACKAGE.parents[1] / _CHECKOUT[name]
    if checkout.is_dir():
        return checkout
    raise EnvironmentNotReady(f"the shipped folder “{name}” is missing: install voices again")
