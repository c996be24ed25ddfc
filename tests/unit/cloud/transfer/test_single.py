"""What goes along with an object from one cloud to another, and what is reported as lost."""

from __future__ import annotations

import secrets
from collections.abc import Iterator

import pytest

from codomyrmex.cloud.common.errors import IntegrityError
from codomyrmex.cloud.local.memory import MemoryStorageClient
from codomyrmex.cloud.minio.storage import MinIOClient
from codomyrmex.cloud.transfer import copy_object, move_object, transfer
from codomyrmex.cloud.wire import RetryPolicy
from tests.servers.capture import Answer, CaptureServer
from tests.servers.s3_server import S3Server
from tests.unit.cloud.transfer.places import there


def client_of(server: S3Server) -> MinIOClient:
    return MinIOClient(server.endpoint, access_key=server.access_key, secret_key=server.secret_key)


class Account:
    """A bucket on a server."""

    def __init__(self, server: S3Server) -> None:
        self.client = client_of(server)
        self.bucket = f"single-{secrets.token_hex(6)}"
        self.client.create_bucket(self.bucket)


@pytest.fixture
def moto(moto_server: S3Server) -> Iterator[Account]:
    account = Account(moto_server)
    yield account
    account.client.delete_bucket(account.bucket, force=True)


@pytest.fixture
def ceph(ceph_server: S3Server) -> Iterator[Account]:
    account = Account(ceph_server)
    yield account
    account.client.delete_bucket(account.bucket, force=True)


def test_tags_go_along(moto: Account, ceph: Account) -> None:
    moto.client.put_object(moto.bucket, "key", b"data")
    moto.client.set_tags(moto.bucket, "key", {"team": "a b", "ü": "1"})
    copied = copy_object(moto.client, moto.bucket, "key", ceph.client, ceph.bucket, "key")
    assert copied.lost == ()
    assert ceph.client.get_tags(ceph.bucket, "key") == {"team": "a b", "ü": "1"}
    move_object(ceph.client, ceph.bucket, "key", moto.client, moto.bucket, "back")
    assert moto.client.get_tags(moto.bucket, "back") == {"team": "a b", "ü": "1"}


def test_a_storage_class_is_reported(moto: Account, ceph: Account) -> None:
    moto.client.put_object(moto.bucket, "usual", b"data")
    moto.client.put_object(moto.bucket, "cold", b"data", storage_class="STANDARD_IA")
    source = there(moto.client, bucket=moto.bucket)
    report = transfer(source, there(ceph.client, bucket=ceph.bucket), recursive=True)
    assert [(loss.transfer.source, loss.lost) for loss in report.losses] == [
        ("cold", ("storage class STANDARD_IA",))
    ]
    assert report.files == 2


def test_two_clients_of_one_account_let_the_server_copy(ceph: Account, ceph_server: S3Server) -> None:
    ceph.client.put_object(ceph.bucket, "source", b"data", metadata={"a": "b"})
    assert ceph.client._sees(client_of(ceph_server))
    copied = copy_object(ceph.client, ceph.bucket, "source", client_of(ceph_server), ceph.bucket, "target")
    assert copied.info.metadata == {"a": "b"}
    assert ceph.client.get_object(ceph.bucket, "target") == b"data"


def test_the_same_keys_elsewhere_are_no_account(ceph: Account, moto: Account) -> None:
    assert not ceph.client._sees(moto.client)
    assert not ceph.client._sees(MemoryStorageClient())


def test_a_source_that_sends_other_bytes_leaves_no_target(capture_server: CaptureServer) -> None:
    capture_server.answer = lambda _: Answer(headers=(("ETag", f'"{"0" * 32}"'),), body=b"damaged")
    source = MinIOClient(
        capture_server.endpoint,
        access_key="AKID",
        secret_key="hidden",
        retry=RetryPolicy(budget=5, max_attempts=2, first_delay=0.001),
    )
    target = MemoryStorageClient()
    target.create_bucket("target")
    with pytest.raises(IntegrityError):
        copy_object(source, "data", "key", target, "target", "key")
    assert list(target.list_objects("target")) == []
