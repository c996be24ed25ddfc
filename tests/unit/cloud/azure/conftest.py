"""Azurite with TLS and tokens, and credentials that somebody else would give."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.conftest import available
from tests.servers.azurite import AzuriteServer, azurite
from tests.servers.tls import issue


class AccessToken(NamedTuple):
    """What azure-core calls a token."""

    token: str
    expires_on: int


class Identity:
    """A credential whose tokens Azurite takes: it reads the claims and checks no signature."""

    def __init__(self, seconds: int = 3600) -> None:
        self.given = 0
        self._seconds = seconds

    def get_token(self, *scopes: str) -> AccessToken:
        """A new token."""
        assert scopes == ("https://storage.azure.com/.default",)
        self.given += 1
        now = int(time.time())
        claims = {
            "aud": "https://storage.azure.com",
            "iss": "https://sts.windows.net/00000000-0000-0000-0000-000000000000/",
            "iat": now,
            "nbf": now - 60,
            "exp": now + self._seconds,
            "ver": "1.0",
            "oid": "11111111-1111-1111-1111-111111111111",
            "tid": "22222222-2222-2222-2222-222222222222",
        }
        head = {"typ": "JWT", "alg": "none"}
        return AccessToken(f"{_encoded(head)}.{_encoded(claims)}.{self.given}", now + self._seconds)


def _encoded(part: Mapping[str, object]) -> str:
    return base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode()


class SecureAzurite(NamedTuple):
    """Azurite behind TLS, and the authority that a client has to trust."""

    server: AzuriteServer
    authority: Path


@pytest.fixture(scope="session")
def secure_azurite(
    pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[SecureAzurite]:
    """Azurite that takes tokens, which it does over TLS only."""
    folder = tmp_path_factory.mktemp("azurite")
    authority, pem = folder / "authority.pem", folder / "server.pem"
    issue(authority, pem)
    options = ("--oauth", "basic", "--cert", str(pem), "--key", str(pem))
    with available("azurite", lambda: azurite(*options, scheme="https"), pytestconfig) as server:
        yield SecureAzurite(server, authority)
