"""Azurite starts, and is missed out loud."""

from __future__ import annotations

import urllib.request
from pathlib import Path
from urllib.error import HTTPError

import pytest

from tests.servers.azurite import AzuriteServer, azurite
from tests.servers.process import ServerUnavailableError


def test_it_answers_and_lets_nobody_in(azurite_server: AzuriteServer) -> None:
    with pytest.raises(HTTPError) as caught:
        urllib.request.urlopen(f"{azurite_server.url}?comp=list", timeout=10)
    with caught.value as answer:
        assert answer.code == 403
        assert answer.headers["Server"].startswith("Azurite-Blob/")


def test_a_secret_is_not_printed(azurite_server: AzuriteServer) -> None:
    assert azurite_server.account_key not in repr(azurite_server)


def test_a_program_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ServerUnavailableError, match="azurite"), azurite():
        pytest.fail("Azurite started without its programs")
