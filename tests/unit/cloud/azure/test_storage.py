"""Azure's client: where its settings come from, and what happens without the SDK."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from codomyrmex.cloud.azure.connection_string import ConnectionString
from codomyrmex.cloud.azure.storage import AzureBlobClient
from codomyrmex.cloud.common.errors import ConfigurationError
from codomyrmex.cloud.connection import connect
from tests.servers.capture import CaptureServer
from tests.unit.cloud.protocols.azure_blob.conftest import KEY, answer

REPOSITORY = Path(__file__).parents[4]


@pytest.mark.parametrize(
    ("options", "url"),
    [
        ({"account": "data"}, "https://data.blob.core.windows.net"),
        (
            {"account_url": "https://data.blob.core.chinacloudapi.cn/"},
            "https://data.blob.core.chinacloudapi.cn",
        ),
        (
            {"account_url": "http://127.0.0.1:10000/devstoreaccount1"},
            "http://127.0.0.1:10000/devstoreaccount1",
        ),
        ({"account_url": "https://files.example.org", "account": "data"}, "https://files.example.org"),
    ],
)
def test_the_address(options: dict[str, Any], url: str) -> None:
    client = AzureBlobClient(**options, account_key=KEY)
    assert client.service.endpoint.url == url
    assert client.service.endpoint.account in ("data", "devstoreaccount1")


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"account": "evil.example.org/"},
        {"account": "Data"},
        {"account_url": "https://my-domain.example.org"},
        {"account_url": "ftp://data.blob.core.windows.net"},
        {"account_url": "http://127.0.0.1:10000"},
        {"account": "data", "account_key": "no base64!"},
        {"account": "data", "account_key": KEY, "sas_token": "sig=x"},
        {"account": "data", "account_key": KEY, "anonymous": True},
        {"account": "data", "sas_token": "nonsense"},
        {"connection_string": "nonsense"},
        {"connection_string": "AccountKey=secretsecret"},
        {"account": "data", "account_key": KEY, "credentials_expire_at": datetime(2030, 1, 1)},  # noqa: DTZ001
        {"account": "data", "capabilities": {"flying": True}, "anonymous": True},
    ],
    ids=str,
)
def test_what_makes_no_client_is_refused(options: dict[str, Any]) -> None:
    with pytest.raises(ConfigurationError) as caught:
        AzureBlobClient(**options)
    assert "secretsecret" not in str(caught.value)


STRINGS = {
    "DefaultEndpointsProtocol=https;AccountName=data;AccountKey=a2V5;EndpointSuffix=core.windows.net": (
        "https://data.blob.core.windows.net",
        "a2V5",
        None,
    ),
    "AccountName=data;AccountKey=a2V5==;": ("https://data.blob.core.windows.net", "a2V5==", None),
    "BlobEndpoint=https://data.blob.core.windows.net/;SharedAccessSignature=sv=1&sig=a%3D": (
        "https://data.blob.core.windows.net",
        None,
        "sv=1&sig=a%3D",
    ),
    "BlobEndpoint=http://127.0.0.1:1/data;AccountName=data;AccountKey=a2V5": (
        "http://127.0.0.1:1/data",
        "a2V5",
        None,
    ),
}


@pytest.mark.parametrize("text", STRINGS)
def test_connection_strings(text: str) -> None:
    found = ConnectionString.parse(text)
    assert (found.endpoint.url, found.account_key, found.sas_token) == STRINGS[text]
    assert "a2V5" not in repr(found)


def test_the_emulator_s_connection_string() -> None:
    client = AzureBlobClient(connection_string="UseDevelopmentStorage=true")
    assert client.service.endpoint.url == "http://127.0.0.1:10000/devstoreaccount1"


def test_from_env(capture_server: CaptureServer, monkeypatch: pytest.MonkeyPatch) -> None:
    capture_server.answer = answer
    with pytest.raises(ConfigurationError, match="AZURE_STORAGE_ACCOUNT"):
        AzureBlobClient.from_env()
    monkeypatch.setenv("AZURE_STORAGE_ACCOUNT", "data")
    monkeypatch.setenv("AZURE_STORAGE_SAS_TOKEN", "sig=secret")
    by_signature = AzureBlobClient.from_env().service
    assert (by_signature.endpoint.account, by_signature.authorization.query) == ("data", "sig=secret")
    monkeypatch.setenv("AZURE_STORAGE_KEY", KEY)
    assert AzureBlobClient.from_env().service.authorization.query == ""
    where = f"BlobEndpoint={capture_server.endpoint}/account;AccountKey={KEY}"
    monkeypatch.setenv("AZURE_STORAGE_CONNECTION_STRING", where)
    AzureBlobClient.from_env().get_object("bucket", "key")
    connect("az").storage.get_object("bucket", "key")
    for request in capture_server.requests:
        assert (request.header("Authorization") or "").startswith("SharedKey account:")


def test_profiles(capture_server: CaptureServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AZURE_STORAGE_ACCOUNT", "data")
    monkeypatch.setenv("AZURE_STORAGE_KEY", KEY)
    storage = connect("azure", endpoint_url=f"{capture_server.endpoint}/data", budget=2).storage
    assert isinstance(storage, AzureBlobClient)
    storage.get_object("bucket", "key")
    (request,) = capture_server.requests
    assert request.target == "/data/bucket/key"


def test_nothing_of_the_environment_is_on_the_wire(
    capture_server: CaptureServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("CONNECTION_STRING", "ACCOUNT", "KEY", "SAS_TOKEN"):
        monkeypatch.setenv(f"AZURE_STORAGE_{name}", "from-the-environment")
    for name in ("AWS_SESSION_TOKEN", "AZURE_CLIENT_SECRET", "OS_AUTH_TOKEN", "GOOGLE_OAUTH_ACCESS_TOKEN"):
        monkeypatch.setenv(name, "from-the-environment")
    client = AzureBlobClient(account_url=f"{capture_server.endpoint}/account", account_key=KEY)
    client.get_object("bucket", "key")
    (request,) = capture_server.requests
    assert b"from-the-environment" not in request.raw
    assert "from-the-environment" not in client.generate_presigned_url("bucket", "key")


def test_building_a_client_sends_nothing_and_shows_nothing(capture_server: CaptureServer) -> None:
    client = AzureBlobClient(account_url=f"{capture_server.endpoint}/account", account_key=KEY)
    client.generate_presigned_url("bucket", "key")
    assert KEY not in repr(client.bucket("bucket"))
    with pytest.raises(TypeError, match="not pickled"):
        pickle.dumps(client)
    assert capture_server.accepted == 0


def test_the_words_of_azure() -> None:
    assert AzureBlobClient.upload_blob is AzureBlobClient.upload_file
    assert AzureBlobClient.download_blob is AzureBlobClient.download_file
    assert AzureBlobClient.list_blobs is AzureBlobClient.list_objects
    assert AzureBlobClient.ensure_container is AzureBlobClient.ensure_bucket


def test_what_works_without_the_sdk() -> None:
    # A finder that knows no azure stands for an environment without the extra.
    program = f"""
import sys
class NoAzure:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == "azure":
            raise ModuleNotFoundError(name)
sys.meta_path.insert(0, NoAzure())
from codomyrmex.cloud.azure.storage import AzureBlobClient
from codomyrmex.cloud import MissingDependencyError
print(AzureBlobClient("data", account_key={KEY!r}).generate_presigned_url("bucket", "key")[:50])
client = AzureBlobClient("data", account_key={KEY!r})
for call in (AzureBlobClient("data").list_buckets, lambda: client.native):
    try:
        call()
    except MissingDependencyError as error:
        print("codomyrmex-cloud[azure]" in str(error))
"""
    environment = os.environ | {"PYTHONPATH": str(REPOSITORY / "src")}
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, env=environment, timeout=300
    )
    assert done.stdout.splitlines() == [
        "https://data.blob.core.windows.net/bucket/key?se=2"[:50],
        "True",
        "True",
    ], done.stderr
