"""The same for every adapter, on real servers."""

from __future__ import annotations

import pickle
import traceback
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from pydantic import SecretStr

from aegis_multimodal_ai_system.config import load
from aegis_multimodal_ai_system.storage import (
    CloudStorageAdapter,
    StorageClient,
    create_storage_client,
)
from codomyrmex.cloud import (
    BucketNotFoundError,
    Capability,
    IntegrityError,
    InvalidRequestError,
    LocalFileError,
    NotFoundError,
    NotSupportedError,
    PermissionDeniedError,
    PreconditionFailedError,
)
from tests.contract.fetch import fetch
from tests.unit.aegis.storage.stores import SIGNED, Store

KEYS = ["models/ada/1.bin", "a//b", "with space/日本", "../x"]
LARGE = 17 << 20
"""More than a download takes in one request."""


def test_a_file_comes_back_as_it_went(client: CloudStorageAdapter, file: Path, tmp_path: Path) -> None:
    sent = client.upload(file, "models/ada/1.bin")
    assert (sent.bucket, sent.key, sent.size) == (client.bucket, "models/ada/1.bin", 8)
    target = tmp_path / "downloaded.bin"
    assert client.download("models/ada/1.bin", target) == target
    assert target.read_bytes() == file.read_bytes() == b"".join(client.stream("models/ada/1.bin"))
    target.unlink()
    assert client.download_verified("models/ada/1.bin", target, sha256(b"weights\n").digest()) == target
    with pytest.raises(IntegrityError):
        client.download_verified("models/ada/1.bin", target, bytes(32))
    assert target.read_bytes() == file.read_bytes()
    assert client.stat("models/ada/1.bin").size == 8
    assert client.stat("models/ada/1.bin").etag


def test_keys_are_exact(client: CloudStorageAdapter, file: Path, tmp_path: Path) -> None:
    exact = [key for key in KEYS if client.client.capabilities.has(Capability.ANY_KEY) or key == KEYS[0]]
    for key in exact:
        client.upload(str(file), key)
    assert sorted(found.key for found in client.list()) == sorted(exact)
    for key in exact:
        assert client.exists(key)
        assert client.download(key, str(tmp_path / "exact")).read_bytes() == file.read_bytes()


def test_a_listing_is_lazy_and_takes_a_prefix(client: CloudStorageAdapter, file: Path) -> None:
    for key in ("models/a", "models/b", "modelling", "other"):
        client.upload(file, key)
    listing = client.list("model")
    assert iter(listing) is listing
    assert sorted((found.key, found.size) for found in listing) == [
        ("modelling", 8),
        ("models/a", 8),
        ("models/b", 8),
    ]
    assert list(client.list("nothing/")) == []


def test_one_level_is_listed(client: CloudStorageAdapter, file: Path) -> None:
    for key in ("models/a/1", "models/a/2", "models/b", "modelsx"):
        client.upload(file, key)
    for level in (client.list_directory("models/"), StorageClient.list_directory(client, "models/")):
        assert (level.bucket, level.prefix, level.directories) == (client.bucket, "models/", ("models/a/",))
        assert [(found.key, found.size) for found in level.objects] == [("models/b", 8)]


@pytest.mark.parametrize("store", ["azure-azurite"], indirect=True)
def test_further_pages_are_fetched_as_they_are_reached(client: CloudStorageAdapter, file: Path) -> None:
    vars(client.client)["page_size"] = 1
    for key in ("a", "b"):
        client.upload(file, key)
    listing = client.list()
    assert next(listing).key == "a"
    client.upload(file, "c")
    assert [found.key for found in listing] == ["b", "c"]


def test_what_is_deleted_is_gone(client: CloudStorageAdapter, file: Path) -> None:
    client.upload(file, "key")
    assert client.exists("key")
    client.delete("key")
    client.delete("key")
    assert not client.exists("key")
    assert list(client.list()) == []


def test_progress_is_told(client: CloudStorageAdapter, file: Path, tmp_path: Path) -> None:
    up: list[int] = []
    down: list[int] = []
    client.upload(file, "key", progress=lambda done, _total: up.append(done))
    client.download("key", tmp_path / "target", progress=lambda done, _total: down.append(done))
    assert (up[-1], down[-1]) == (8, 8)


def test_anyone_can_fetch_and_store_with_a_url(client: CloudStorageAdapter, file: Path) -> None:
    if not client.client.capabilities.has(Capability.PRESIGN):
        with pytest.raises(NotSupportedError, match="no server would answer"):
            client.get_presigned_url("key")
        with pytest.raises(NotSupportedError):
            client.presigned_url_headers()
        return
    client.upload(file, "from inside")
    assert fetch("GET", client.get_presigned_url("from inside")) == (200, file.read_bytes())
    url = client.get_presigned_url("from outside", method="PUT", expires_in=60)
    headers = client.presigned_url_headers("PUT")
    assert fetch("PUT", url, b"sent", headers).status in (200, 201)
    assert client.stat("from outside").size == 4
    with pytest.raises(InvalidRequestError):
        client.get_presigned_url("key", method="DELETE")
    with pytest.raises(InvalidRequestError):
        client.get_presigned_url("key", expires_in=0)


@pytest.mark.parametrize("store", SIGNED, indirect=True)
def test_a_url_is_good_for_its_own_object_only(client: CloudStorageAdapter, file: Path) -> None:
    client.upload(file, "mine")
    client.upload(file, "other")
    url = client.get_presigned_url("mine")
    assert fetch("GET", url.replace("/mine?", "/other?")).status in (400, 401, 403)


def test_a_missing_object(client: CloudStorageAdapter, tmp_path: Path) -> None:
    assert not client.exists("missing")
    with pytest.raises(NotFoundError) as caught:
        client.stat("missing")
    assert not isinstance(caught.value, BucketNotFoundError)
    target = tmp_path / "target"
    target.write_bytes(b"old")
    with pytest.raises(NotFoundError):
        client.download("missing", target)
    assert target.read_bytes() == b"old"


def test_a_missing_bucket_is_an_error_and_stays_missing(
    nowhere: CloudStorageAdapter, file: Path, tmp_path: Path
) -> None:
    calls: list[Callable[[], object]] = [
        lambda: nowhere.upload(file, "key"),
        lambda: nowhere.exists("key"),
        lambda: nowhere.list(),
        lambda: nowhere.delete("key"),
        lambda: nowhere.download("key", tmp_path / "target"),
    ]
    for call in calls:
        with pytest.raises(BucketNotFoundError, match=nowhere.bucket):
            call()
    with pytest.raises(NotFoundError, match=nowhere.bucket):
        nowhere.stat("key")
    assert not nowhere.client.bucket_exists(nowhere.bucket)
    assert not (tmp_path / "target").exists()


@pytest.mark.parametrize("store", SIGNED, indirect=True)
def test_wrong_credentials(client: CloudStorageAdapter, store: Store, file: Path, tmp_path: Path) -> None:
    client.upload(file, "key")
    stranger = store.open(client.bucket, **store.wrong)
    calls: list[Callable[[], object]] = [
        lambda: stranger.upload(file, "key"),
        lambda: stranger.download("key", tmp_path / "target"),
        lambda: stranger.exists("key"),
        lambda: stranger.list(),
        lambda: stranger.delete("key"),
        lambda: stranger.stat("key"),
    ]
    for call in calls:
        with pytest.raises(PermissionDeniedError) as caught:
            call()
        shown = "".join(traceback.format_exception(caught.value)) + repr(caught.value)
        assert all(str(secret) not in shown for secret in store.wrong.values())
    assert client.exists("key")


def test_a_file_that_is_not_there(client: CloudStorageAdapter, tmp_path: Path) -> None:
    with pytest.raises(LocalFileError):
        client.upload(tmp_path / "missing", "key")
    assert not client.exists("key")
    with pytest.raises(NotFoundError):
        client.download("key", tmp_path / "target")


def test_an_object_that_is_replaced_meanwhile(
    client: CloudStorageAdapter, store: Store, tmp_path: Path
) -> None:
    first, second, target = tmp_path / "first", tmp_path / "second", tmp_path / "target"
    first.write_bytes(b"1" * LARGE)
    second.write_bytes(b"2" * LARGE)
    target.write_bytes(b"old")
    client.upload(first, "model")
    other = store.open(client.bucket)
    replaced = False

    def replace(done: int, _total: int | None) -> None:
        nonlocal replaced
        if done and not replaced:
            replaced = True
            other.upload(second, "model")

    with pytest.raises(PreconditionFailedError, match="replaced while it was being read"):
        client.download("model", target, progress=replace)
    assert target.read_bytes() == b"old"
    assert sorted(path.name for path in tmp_path.iterdir() if path.suffix == ".part") == []


def test_settings_describe_the_same_client(
    client: CloudStorageAdapter, store: Store, file: Path, tmp_path: Path
) -> None:
    client.upload(file, "key")
    described = create_storage_client(load(OBJECT_STORE_BUCKET=client.bucket, **store.variables))
    assert type(described) is type(client)
    assert described.download("key", tmp_path / "target").read_bytes() == file.read_bytes()


def test_secrets_may_be_of_a_secret_type(client: CloudStorageAdapter, store: Store) -> None:
    secrets = {
        name: SecretStr(store.arguments[name])
        for name in ("access_key", "secret_key", "account_key", "credentials_json")
        if name in store.arguments
    }
    assert list(store.open(client.bucket, **secrets).list()) == []


def test_secrets_are_shown_nowhere(client: CloudStorageAdapter, store: Store) -> None:
    assert repr(client).startswith(f"{type(client).__name__}('{client.bucket}', ")
    for shown in (repr(client), str(client), repr(vars(client))):
        assert store.secret not in shown
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        with pytest.raises(TypeError, match="not pickled"):
            pickle.dumps(client, protocol)


def test_it_is_a_storage_client(client: CloudStorageAdapter) -> None:
    assert isinstance(client, StorageClient)
