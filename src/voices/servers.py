"""Engines on a PostgreSQL server, for the study's store and the vault alike."""

from __future__ import annotations

import ssl
from typing import Any

import sqlalchemy as sa

from voices.errors import EnvironmentNotReady

DRIVER = "pg8000"
"""Driver taken where an address names none; its licence is BSD, and it is pure Python."""


def engine(url: str | sa.URL) -> sa.Engine:
    """Return an engine on the server at a URL; `sslmode=verify-full` checks the server's certificate and name.

    Raises:
        EnvironmentNotReady: the driver is not installed; says how to install it.
    """
    parsed = sa.make_url(url)
    if parsed.drivername in ("postgresql", "postgres"):
        parsed = parsed.set(drivername=f"postgresql+{DRIVER}")
    told: dict[str, Any] = {}
    if parsed.get_driver_name() == DRIVER and "sslmode" in parsed.query:
        # This driver takes a context instead of libpq's word.
        told["ssl_context"] = _context(str(parsed.query["sslmode"]))
        parsed = parsed.difference_update_query(["sslmode"])
    try:
        return sa.create_engine(parsed, pool_pre_ping=True, hide_parameters=True, connect_args=told)
    except ModuleNotFoundError as error:
        raise EnvironmentNotReady(
            f"the PostgreSQL driver “{error.name}” is not installed in this environment: "
            f"see “A database server” in docs/settings.md"
        ) from None


def _context(mode: str) -> ssl.SSLContext | None:
    if mode == "disable":
        return None
    if mode != "verify-full":
        raise EnvironmentNotReady("a server's address says sslmode=verify-full or sslmode=disable, nothing between")
    return ssl.create_default_context()
