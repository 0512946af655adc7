"""The address of a database server: its driver, and how it proves who it is."""

from __future__ import annotations

from importlib.util import find_spec

import pytest

from voices import servers
from voices.errors import EnvironmentNotReady


@pytest.mark.skipif(find_spec("pg8000") is not None, reason="the driver is installed here")
@pytest.mark.parametrize("start", ["postgresql://", "postgres://", "postgresql+pg8000://"])
def test_a_missing_driver_is_named_with_what_to_do(start: str) -> None:
    with pytest.raises(EnvironmentNotReady, match=r"“pg8000” is not installed.*docs/settings\.md"):
        servers.engine(f"{start}study@db.harrowmere.example/study?sslmode=verify-full")


@pytest.mark.parametrize("mode", ["require", "prefer", "verify-ca"])
def test_a_half_checked_connection_is_refused(mode: str) -> None:
    with pytest.raises(EnvironmentNotReady, match="verify-full"):
        servers.engine(f"postgresql://study@db.harrowmere.example/study?sslmode={mode}")


def test_a_server_is_checked_by_certificate_and_name() -> None:
    import ssl

    checked = servers._context("verify-full")
    assert checked is not None
    assert checked.check_hostname
    assert checked.verify_mode is ssl.CERT_REQUIRED
    assert servers._context("disable") is None
