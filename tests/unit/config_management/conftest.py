"""A configuration file per test."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from codomyrmex.config_management.loading import Profiles, load_profiles


@pytest.fixture
def load(tmp_path: Path) -> Callable[[str], Profiles]:
    """Writes ``cloud.toml`` and reads it."""

    def write_and_read(text: str) -> Profiles:
        file = tmp_path / "cloud.toml"
        file.write_text(text, encoding="utf-8")
        return load_profiles(file)

    return write_and_read
