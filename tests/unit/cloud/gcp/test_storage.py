"""The client of Google Cloud Storage: how it is built, and what it says of itself."""

from __future__ import annotations

from datetime import datetime

import pytest
from google.cloud.storage import Client

from codomyrmex.cloud.common.errors import ConfigurationError, InvalidRequestError
from codomyrmex.cloud.gcp.storage import GCSClient
from tests.servers.gcs import PROJECT, GCSServer


def test_an_emulator_is_taken_from_the_environment(
    gcs_server: GCSServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STORAGE_EMULATOR_HOST", f"127.0.0.1:{gcs_server.port}")
    client = GCSClient.from_env()
    assert client.service.endpoint.url == gcs_server.endpoint
    assert client.service.project()
    assert client.service.authorization.header() is None


def test_the_project_comes_from_the_credentials(gcs_server: GCSServer) -> None:
    assert GCSClient(credentials=gcs_server.account()).service.project() == PROJECT
    assert GCSClient("mine", credentials=gcs_server.account()).service.project() == "mine"
    with pytest.raises(ConfigurationError, match="GOOGLE_CLOUD_PROJECT"):
        GCSClient(anonymous=True).list_buckets()


def test_what_contradicts_itself_is_refused(gcs_server: GCSServer) -> None:
    with pytest.raises(ConfigurationError, match="anonymous"):
        GCSClient(credentials=gcs_server.account(), anonymous=True)
    with pytest.raises(ConfigurationError, match="time zone"):
        GCSClient(credentials_expire_at=datetime(2026, 1, 1))  # noqa: DTZ001 - the case
    with pytest.raises(ConfigurationError, match="https only"):
        GCSClient(credentials=gcs_server.account(), endpoint_url="http://storage.example")


def test_a_condition_that_is_no_generation_is_refused_before_any_request() -> None:
    client = GCSClient("p", endpoint_url="http://127.0.0.1:9", anonymous=True)
    for etag in ("CJvSpJmY1IMDEAE=", "0", "-1", "1" * 30, "²"):
        with pytest.raises(InvalidRequestError):
            client.put_object("bucket", "key", b"", if_match=etag)
    with pytest.raises(InvalidRequestError, match="generation"):
        client.get_object("bucket", "key", version="latest")


def test_its_users_words() -> None:
    assert GCSClient.upload_blob is GCSClient.upload_file
    assert GCSClient.download_blob is GCSClient.download_file
    assert GCSClient.list_blobs is GCSClient.list_objects


def test_the_sdks_own_client_goes_to_the_same_place(gcs_server: GCSServer) -> None:
    for who in ({"credentials": gcs_server.account()}, {"anonymous": True}):
        native = GCSClient(PROJECT, endpoint_url=gcs_server.endpoint, **who).native
        assert isinstance(native, Client)
        assert (native.project, native.api_endpoint) == (PROJECT, gcs_server.endpoint)


def test_nothing_shows_the_key(gcs_server: GCSServer) -> None:
    client = GCSClient(credentials=gcs_server.account(), endpoint_url=gcs_server.endpoint)
    client.list_buckets()
    assert repr(client) == f"GCSClient(Endpoint('{gcs_server.endpoint}'))"
    for shown in (vars(client), vars(client.service), vars(client.service.authorization)):
        assert "PRIVATE KEY" not in repr(shown)
