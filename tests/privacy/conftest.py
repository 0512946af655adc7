"""Models are read once for the whole room."""

from __future__ import annotations

import pytest

from voices.privacy import Models, load_models


@pytest.fixture(scope="session")
def models() -> Models:
    return load_models()
