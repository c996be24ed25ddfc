"""Who the caller is: tokens, what is said when there is none, and what is never shown."""

from __future__ import annotations

import json
import pickle
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from google.auth.credentials import AnonymousCredentials

from codomyrmex.cloud.common.errors import (
    AuthenticationError,
    ConfigurationError,
    InvalidRequestError,
    NotSupportedError,
)
from codomyrmex.cloud.gcp.session import GoogleSession
from codomyrmex.cloud.gcp.storage import GCSClient
from codomyrmex.cloud.protocols.gcs.authorization import BearerToken
from codomyrmex.cloud.wire import Transport
from tests.servers.gcs import EMAIL, PROJECT, GCSServer


def session(given: Any, **options: Any) -> GoogleSession:
    """A session on connections of its own."""
    return GoogleSession(Transport(), given, **options)


def test_a_service_account_gets_a_token_for_an_hour(gcs_server: GCSServer) -> None:
    token, ends_at = session(gcs_server.account()).token()
    assert token
    left = ends_at - datetime.now(UTC).timestamp()
    assert 3000 < left <= 3600


def test_a_file_says_the_same(gcs_server: GCSServer, tmp_path: Path) -> None:
    path = tmp_path / "account.json"
    path.write_text(json.dumps(gcs_server.account()))
    for given in (path, str(path)):
        found = session(given)
        assert found.project == PROJECT
        assert found.credentials.signer_email == EMAIL


def test_the_environment_names_the_file(
    gcs_server: GCSServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "account.json"
    path.write_text(json.dumps(gcs_server.account()))
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(path))
    found = session(None)
    assert found.project == PROJECT
    assert found.token()[0]


def test_a_wrong_key_is_refused(gcs_server: GCSServer) -> None:
    with pytest.raises(AuthenticationError, match="cannot be had") as caught:
        session(gcs_server.account(gcs_server.other_private_key)).token()
    assert "PRIVATE KEY" not in str(caught.value)


@pytest.mark.parametrize("ahead", [7200, -7200])
def test_a_clock_that_is_wrong_is_named(gcs_server: GCSServer, ahead: int) -> None:
    client = GCSClient(PROJECT, credentials=gcs_server.account(), endpoint_url=gcs_server.endpoint)
    with gcs_server.clock_ahead(ahead), pytest.raises(AuthenticationError, match="set the clock") as caught:
        client.list_buckets()
    assert not caught.value.retryable
    assert client.list_buckets() is not None


@pytest.mark.parametrize(
    "content",
    [
        {"type": "service_account", "private_key": "hunter2"},
        {"type": "service_account", "private_key": "hunter2", "client_email": "e", "token_uri": "u"},
        {"type": "authorized_user", "refresh_token": "hunter2"},
        {"type": "external_account", "credential_source": "hunter2"},
        {},
    ],
)
def test_broken_credentials_are_not_repeated(content: dict[str, str]) -> None:
    with pytest.raises(ConfigurationError) as caught:
        session(content).token()
    assert "hunter2" not in str(caught.value)
    assert caught.value.__cause__ is None


@pytest.mark.parametrize("text", ["", "[]", "{", "\x00"])
def test_a_file_that_is_none(tmp_path: Path, text: str) -> None:
    path = tmp_path / "account.json"
    path.write_text(text)
    with pytest.raises(ConfigurationError, match=r"account\.json"):
        session(path).token()


def test_google_s_key_for_the_account_is_good_for_twelve_hours(gcs_server: GCSServer) -> None:
    signer = session(gcs_server.account(), impersonate="other@project.iam.gserviceaccount.com").signer()
    assert signer.email == "other@project.iam.gserviceaccount.com"
    assert signer.good_for == timedelta(hours=12)


def test_the_account_s_own_key_has_no_end_but_a_declared_one(gcs_server: GCSServer) -> None:
    assert session(gcs_server.account()).signer().good_for > timedelta(days=7)
    soon = datetime.now(UTC) + timedelta(minutes=1)
    assert session(gcs_server.account(), expire_at=soon).signer().good_for <= timedelta(minutes=1)


def test_who_is_no_service_account_signs_nothing() -> None:
    with pytest.raises(InvalidRequestError, match="service account"):
        session(AnonymousCredentials()).signer()
    with pytest.raises(NotSupportedError, match="signs no URLs"):
        GCSClient("p", anonymous=True).generate_presigned_url("bucket", "key")


def test_credentials_are_not_pickled(gcs_server: GCSServer) -> None:
    with pytest.raises(TypeError, match="not pickled"):
        pickle.dumps(BearerToken(session(gcs_server.account())))
