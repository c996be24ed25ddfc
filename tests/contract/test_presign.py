"""Presigned URLs: good for one thing with one object, for a while, for anyone."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from codomyrmex.cloud.common.errors import InvalidRequestError
from codomyrmex.cloud.common.storage import StorageClient
from tests.contract.fetch import fetch
from tests.contract.harness import Harness

pytestmark = pytest.mark.needs("presign")

REFUSED = (400, 401, 403, 404)
STORED = (200, 201)


def test_anyone_can_get(client: StorageClient, bucket: str) -> None:
    client.put_object(bucket, "key", b"data")
    answer = fetch("GET", client.generate_presigned_url(bucket, "key"))
    assert (answer.status, answer.body) == (200, b"data")


def test_anyone_can_put(client: StorageClient, bucket: str) -> None:
    url = client.generate_presigned_url(bucket, "key", method="PUT")
    assert fetch("PUT", url, b"from outside", client.presigned_url_headers("PUT")).status in STORED
    assert client.get_object(bucket, "key") == b"from outside"


def test_curl_can_put_and_get(client: StorageClient, bucket: str, file: Path) -> None:
    put, get = (client.generate_presigned_url(bucket, "a b/日本", method=method) for method in ("PUT", "GET"))
    curl = ["curl", "--silent", "--show-error", "--fail"]
    headers = [f"-H{name}: {value}" for name, value in client.presigned_url_headers("PUT").items()]
    subprocess.run([*curl, *headers, "--upload-file", str(file), put], check=True, timeout=300)
    got = subprocess.run([*curl, get], check=True, timeout=300, capture_output=True)
    assert got.stdout == file.read_bytes()


def test_a_url_is_good_for_its_own_method_and_key_only(client: StorageClient, bucket: str) -> None:
    client.put_object(bucket, "key", b"data")
    client.put_object(bucket, "other", b"data")
    url = client.generate_presigned_url(bucket, "key")
    assert fetch("PUT", url, b"changed", client.presigned_url_headers("PUT")).status in REFUSED
    assert fetch("GET", url.replace("/key?", "/other?")).status in REFUSED
    assert fetch("GET", url.partition("?")[0]).status in REFUSED
    assert client.get_object(bucket, "key") == b"data"


def test_many_urls_come_in_the_order_of_their_keys(client: StorageClient, bucket: str) -> None:
    keys = ["b", "a", "a b", "b"]
    for key in set(keys):
        client.put_object(bucket, key, key.encode())
    urls = client.generate_presigned_urls(bucket, iter(keys))
    assert [fetch("GET", url).body for url in urls] == [key.encode() for key in keys]
    assert client.generate_presigned_urls(bucket, []) == []


@pytest.mark.parametrize("method", ["DELETE", "POST", "get", ""])
def test_other_methods_are_refused(client: StorageClient, method: str) -> None:
    with pytest.raises(InvalidRequestError):
        client.generate_presigned_url("bucket", "key", method=method)


@pytest.mark.parametrize("expires_in", [0, -1, 7 * 24 * 3600 + 1])
def test_other_times_are_refused(client: StorageClient, expires_in: int) -> None:
    with pytest.raises(InvalidRequestError):
        client.generate_presigned_url("bucket", "key", expires_in=expires_in)


def test_the_longest_time_is_a_week(client: StorageClient, bucket: str) -> None:
    client.put_object(bucket, "key", b"data")
    assert fetch("GET", client.generate_presigned_url(bucket, "key", expires_in=7 * 24 * 3600)).status == 200


def test_a_url_does_not_outlive_the_credentials_that_sign_it(store: Harness) -> None:
    client = store.client_of("ending")
    assert client.generate_presigned_url("bucket", "key", expires_in=600).startswith("http")
    with pytest.raises(InvalidRequestError, match="outlive"):
        client.generate_presigned_url("bucket", "key", expires_in=2 * 3600)


def test_a_key_that_cannot_be_is_refused(client: StorageClient) -> None:
    for key in ("", "k" * 1025, "a\0b"):
        with pytest.raises(InvalidRequestError):
            client.generate_presigned_urls("bucket", [key])
