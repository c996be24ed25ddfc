"""Signed URLs are those that google-cloud-storage makes of the same."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from google.cloud.storage._signing import generate_signed_url_v4
from google.oauth2 import service_account

from codomyrmex.cloud.common.errors import InvalidRequestError
from codomyrmex.cloud.gcp.session import AccountSigner
from codomyrmex.cloud.protocols.gcs.endpoint import Endpoint
from codomyrmex.cloud.protocols.gcs.signing import signed_url
from codomyrmex.cloud.wire.target import encode_path

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
WEEK = timedelta(days=7)


@pytest.fixture(scope="module")
def credentials() -> service_account.Credentials:
    """A service account with a key of its own."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    info = {
        "private_key": pem.decode(),
        "client_email": "signer@project.iam.gserviceaccount.com",
        "token_uri": "http://127.0.0.1:9/token",
    }
    return service_account.Credentials.from_service_account_info(info)


def signer_of(credentials: service_account.Credentials, longest: timedelta = WEEK) -> AccountSigner:
    """Our signer for the account."""
    return AccountSigner(credentials.signer_email, credentials.signer, longest)


@pytest.mark.parametrize("key", ["key", "a/b", "a b/日本", "~", "a//b", "x/../k", "a%20b", "+&=?#"])
@pytest.mark.parametrize("method", ["GET", "PUT"])
def test_it_is_the_sdks(credentials: service_account.Credentials, method: str, key: str) -> None:
    ours = signed_url(Endpoint(), signer_of(credentials), method, "bucket", key, 600, NOW)
    theirs = generate_signed_url_v4(
        credentials,
        f"/bucket/{encode_path(key)}",
        600,
        api_access_endpoint="https://storage.googleapis.com",
        method=method,
        _request_timestamp="20260102T030405Z",
    )
    assert ours == theirs


def test_a_url_does_not_outlive_its_signature(credentials: service_account.Credentials) -> None:
    signer = signer_of(credentials, timedelta(hours=12))
    assert signed_url(Endpoint(), signer, "GET", "b", "k", 12 * 3600, NOW).startswith("https://")
    with pytest.raises(InvalidRequestError, match="outlive"):
        signed_url(Endpoint(), signer, "GET", "b", "k", 12 * 3600 + 1, NOW)


def test_a_week_is_the_most(credentials: service_account.Credentials) -> None:
    with pytest.raises(InvalidRequestError, match="7 days"):
        signed_url(Endpoint(), signer_of(credentials), "GET", "b", "k", 7 * 24 * 3600 + 1, NOW)
