"""The embedded stores keep versions and tags as a server of S3 does, whatever comes in whatever order."""

from __future__ import annotations

import random
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from codomyrmex.cloud.common.errors import CloudError
from codomyrmex.cloud.common.storage import ObjectVersion, StorageClient
from codomyrmex.cloud.local import LocalStorageClient, MemoryStorageClient
from codomyrmex.cloud.minio.storage import MinIOClient
from tests.servers.s3_server import S3Server

KEYS = ["a", "b/c", "b-c"]
STEPS = 30

Call = Callable[[StorageClient, ObjectVersion | None], Any]


def is_hidden(client: StorageClient, bucket: str, key: str) -> bool:
    """Whether the latest version is a delete marker: Ceph has one at a time there, S3 adds another."""
    versions = client.list_versions(bucket, key)
    return any(one.key == key and one.is_latest and one.is_delete_marker for one in versions)


def step(bucket: str, number: int, choice: random.Random) -> Call:
    """A change or a look at random; those at a version are at the one that is given."""
    key, other = choice.sample(KEYS, 2)
    calls: list[Call] = [
        lambda client, _: client.put_object(bucket, key, bytes(number)).size,
        lambda client, _: is_hidden(client, bucket, key) or client.delete_object(bucket, key),
        lambda client, _: client.set_versioning(bucket, True),
        lambda client, _: client.get_versioning(bucket) and client.set_versioning(bucket, False),
        lambda client, _: client.set_tags(bucket, key, {"step": str(number)}),
        lambda client, _: client.copy_object(bucket, key, bucket, other).size,
        lambda client, one: one and client.delete_object(bucket, one.key, version=one.version),
        lambda client, one: one and client.delete_object(bucket, one.key, version=one.version),
        lambda client, one: one and len(client.get_object(bucket, one.key, version=one.version)),
        lambda client, one: one and client.restore_version(bucket, one.key, one.version).size,
    ]
    return choice.choices(calls, [6, 3, 4, 1, 1, 1, 2, 2, 2, 2])[0]


def outcome(client: StorageClient, bucket: str, call: Call, place: float) -> Any:
    """What a call returned or raised, and what is in the bucket then; ids are each store's own."""
    versions = list(client.list_versions(bucket))
    try:
        result = call(client, versions[int(place * len(versions))] if versions else None)
    except CloudError as error:
        result = type(error)
    return (
        result,
        client.get_versioning(bucket),
        [
            (one.key, one.is_latest, one.is_delete_marker, one.size, one.version == "null")
            for one in client.list_versions(bucket)
        ],
        [(one.key, one.size, client.get_tags(bucket, one.key)) for one in client.list_objects(bucket)],
    )


@pytest.mark.parametrize("seed", range(5))
def test_versions_follow_one_another_as_on_s3(ceph_server: S3Server, tmp_path: Path, seed: int) -> None:
    choice = random.Random(seed)
    bucket = f"as-s3-{secrets.token_hex(6)}"
    stores = [
        MinIOClient(
            ceph_server.endpoint, access_key=ceph_server.access_key, secret_key=ceph_server.secret_key
        ),
        LocalStorageClient(tmp_path, durable=False),
        MemoryStorageClient(),
    ]
    for client in stores:
        client.create_bucket(bucket)
    for number in range(STEPS):
        call, place = step(bucket, number, choice), choice.random()
        there, folder, memory = (outcome(client, bucket, call, place) for client in stores)
        assert folder == there
        assert memory == there
    for client in stores:
        client.delete_bucket(bucket, force=True)
