"""The client by configuration, and the snippet that chooses by hand."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from aegis_multimodal_ai_system.config import load
from aegis_multimodal_ai_system.storage import (
    AzureBlobStorageAdapter,
    GCSStorageAdapter,
    MinIOStorageAdapter,
    S3StorageAdapter,
    StorageClient,
    create_storage_client,
    ensure_bucket,
)
from codomyrmex.cloud import (
    BucketNotFoundError,
    ConfigurationError,
    MinIOClient,
    NotSupportedError,
)
from tests.servers.s3_server import S3Server

ROOT = Path(__file__).parents[4]
SNIPPET = """\
from aegis_multimodal_ai_system import config
from aegis_multimodal_ai_system.storage.minio_adapter import MinIOStorageAdapter
from aegis_multimodal_ai_system.storage.s3_adapter import S3StorageAdapter

cfg = config.cfg
if cfg.OBJECT_STORE_TYPE == "minio":
    client = MinIOStorageAdapter(bucket=cfg.OBJECT_STORE_BUCKET, endpoint_url=cfg.OBJECT_STORE_ENDPOINT, access_key=cfg.OBJECT_STORE_ACCESS_KEY, secret_key=cfg.OBJECT_STORE_SECRET_KEY)
else:
    client = S3StorageAdapter(bucket=cfg.OBJECT_STORE_BUCKET, region=cfg.OBJECT_STORE_REGION, endpoint_url=cfg.OBJECT_STORE_ENDPOINT, access_key=cfg.OBJECT_STORE_ACCESS_KEY, secret_key=cfg.OBJECT_STORE_SECRET_KEY)
"""  # noqa: E501 (word for word)
USE = """
client.upload("model", "ada/1")
client.download("ada/1", "back")
print(type(client).__name__, client.get_presigned_url("ada/1").partition("?")[0])
"""


@pytest.mark.parametrize(("store", "adapter"), [("minio", "MinIOStorageAdapter"), ("s3", "S3StorageAdapter")])
def test_the_snippet_runs_word_for_word(
    folder: Path, ceph_server: S3Server, store: str, adapter: str
) -> None:
    bucket = f"aegis-{secrets.token_hex(6)}"
    with MinIOClient(
        ceph_server.endpoint, access_key=ceph_server.access_key, secret_key=ceph_server.secret_key
    ) as client:
        client.create_bucket(bucket)
        (folder / ".env").write_text(
            f"OBJECT_STORE_TYPE={store}\nOBJECT_STORE_BUCKET={bucket}\n"
            f"OBJECT_STORE_ENDPOINT={ceph_server.endpoint}\nOBJECT_STORE_REGION=us-east-1\n"
            f"OBJECT_STORE_ACCESS_KEY={ceph_server.access_key}\n"
            f"OBJECT_STORE_SECRET_KEY={ceph_server.secret_key}\n"
        )
        (folder / "model").write_bytes(b"weights")
        run = subprocess.run(
            [sys.executable, "-c", SNIPPET + USE],
            env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
            capture_output=True,
            text=True,
        )
        client.delete_bucket(bucket, force=True)
    assert run.returncode == 0, run.stderr
    assert run.stdout == f"{adapter} {ceph_server.endpoint}/{bucket}/ada/1\n"
    assert (folder / "back").read_bytes() == b"weights"


def test_a_client_is_made_without_a_request_and_without_its_neighbours() -> None:
    program = (
        "import sys\n"
        "from aegis_multimodal_ai_system.storage import create_storage_client\n"
        "print(create_storage_client())\n"
        "print(sorted({'boto3', 'botocore', 'google.auth', 'azure', 'yaml'} & set(sys.modules)))\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", program],
        env={
            "PYTHONPATH": str(ROOT / "src"),
            "OBJECT_STORE_ACCESS_KEY": "key",
            "OBJECT_STORE_SECRET_KEY": "hush",
        },
        capture_output=True,
        text=True,
        check=True,
    )
    adapter, loaded = run.stdout.splitlines()
    assert adapter.startswith("MinIOStorageAdapter('aegis', MinIOClient(Endpoint('http://127.0.0.1:9000'")
    assert loaded == "[]"


@pytest.mark.parametrize("store", ["minio", "infomaniak"])
def test_keys_are_required_where_no_chain_has_them(environment: Callable[..., None], store: str) -> None:
    environment(OBJECT_STORE_TYPE=store, OBJECT_STORE_BUCKET="models")
    with pytest.raises(ConfigurationError) as caught:
        create_storage_client(load())
    assert str(caught.value) == (
        f"OBJECT_STORE_ACCESS_KEY and OBJECT_STORE_SECRET_KEY must be set for the object store {store}."
    )


def test_where_a_chain_has_them_none_are_required(environment: Callable[..., None]) -> None:
    environment(OBJECT_STORE_BUCKET="models")
    assert isinstance(create_storage_client(load(OBJECT_STORE_TYPE="s3")), S3StorageAdapter)
    assert isinstance(create_storage_client(load(OBJECT_STORE_TYPE="gcs")), GCSStorageAdapter)
    described = load(OBJECT_STORE_TYPE="azure", OBJECT_STORE_ACCESS_KEY="cellar")
    assert isinstance(create_storage_client(described), AzureBlobStorageAdapter)


def test_a_workload_identity_needs_no_keys(
    folder: Path, environment: Callable[..., None], moto_server: S3Server
) -> None:
    (folder / "token").write_text("a token of the platform")
    environment(
        AWS_ENDPOINT_URL_STS=moto_server.endpoint,
        AWS_REGION="us-east-1",
        AWS_ROLE_ARN="arn:aws:iam::123456789012:role/models",
        AWS_WEB_IDENTITY_TOKEN_FILE=str(folder / "token"),
        OBJECT_STORE_TYPE="s3",
        OBJECT_STORE_BUCKET=f"aegis-{secrets.token_hex(6)}",
        OBJECT_STORE_ENDPOINT=moto_server.endpoint,
    )
    adapter = create_storage_client(load())
    assert isinstance(adapter, S3StorageAdapter)
    adapter.client.create_bucket(adapter.bucket)
    (folder / "model").write_bytes(b"weights")
    adapter.upload("model", "ada/1")
    assert adapter.stat("ada/1").size == 7
    # The token of the role goes with the signature: these are not somebody's fixed keys.
    assert "X-Amz-Security-Token=" in adapter.get_presigned_url("ada/1", expires_in=60)
    adapter.client.delete_bucket(adapter.bucket, force=True)


def test_the_sdk_of_another_adapter_may_be_missing() -> None:
    program = (
        "import sys\n"
        "sys.modules['boto3'] = None\n"
        "from aegis_multimodal_ai_system.storage.s3_adapter import S3StorageAdapter\n"
        "try:\n"
        "    S3StorageAdapter('models')\n"
        "except ImportError as error:\n"
        "    print(error)\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", program],
        env={"PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout == "S3Client needs boto3. Install it with: pip install 'codomyrmex-cloud[aws]'\n"


def test_azure_needs_an_account(environment: Callable[..., None]) -> None:
    environment(OBJECT_STORE_TYPE="azure", OBJECT_STORE_BUCKET="models")
    with pytest.raises(
        ConfigurationError, match=r"the storage account, .* must be set for the object store azure\.$"
    ):
        create_storage_client(load())


@pytest.mark.parametrize("secret", ["hunter2", '["hunter2"]', '{"hunter2"'])
def test_a_secret_that_is_no_credential_file(secret: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        GCSStorageAdapter("models", credentials_json=secret)
    assert "hunter2" not in str(caught.value)
    assert str(caught.value).endswith("must be what is in a credential file, as JSON.")


@pytest.mark.parametrize("kind", [MinIOStorageAdapter, S3StorageAdapter])
def test_half_of_a_key_pair(kind: Callable[..., StorageClient]) -> None:
    with pytest.raises(ConfigurationError, match="go together") as caught:
        kind(bucket="models", access_key="hush")
    assert "hush" not in str(caught.value)


def test_the_bucket_of_the_local_stack_is_made_once(folder: Path, ceph_server: S3Server) -> None:
    local = create_storage_client(load(OBJECT_STORE_TYPE="local", OBJECT_STORE_ROOT=folder / "account"))
    server = MinIOStorageAdapter(
        f"aegis-{secrets.token_hex(6)}",
        endpoint_url=ceph_server.endpoint,
        access_key=ceph_server.access_key,
        secret_key=ceph_server.secret_key,
    )
    for client in (local, server):
        with pytest.raises(BucketNotFoundError):
            client.list()
        assert ensure_bucket(client)
        assert not ensure_bucket(client)
        assert list(client.list()) == []
    server.client.delete_bucket(server.bucket)


@pytest.mark.parametrize(
    "client",
    [
        MinIOStorageAdapter("models", endpoint_url="http://10.0.0.1:9000", access_key="a", secret_key="b"),
        MinIOStorageAdapter(
            "models", endpoint_url="http://localhost.example", access_key="a", secret_key="b"
        ),
        S3StorageAdapter("models", endpoint_url="http://127.0.0.1:1", access_key="a", secret_key="b"),
        AzureBlobStorageAdapter("models", account="cellar"),
    ],
    ids=["elsewhere", "named alike", "s3", "azure"],
)
def test_no_bucket_is_made_elsewhere(client: StorageClient) -> None:
    with pytest.raises(NotSupportedError, match="make it where infrastructure is described"):
        ensure_bucket(client)
    assert not hasattr(client, "ensure_bucket")


@pytest.mark.parametrize("address", ["http://127.0.0.1:1", "http://[::1]:1", "http://localhost:1"])
def test_loopback_has_many_names(address: str) -> None:
    from aegis_multimodal_ai_system.storage.local_development import is_on_this_machine

    client = MinIOStorageAdapter("models", endpoint_url=address, access_key="a", secret_key="b")
    assert is_on_this_machine(client)
