"""What was done and not heard of counts as done, under a condition too; what others did does not."""

from __future__ import annotations

import os

import pytest

from codomyrmex.cloud.common.errors import BucketNotFoundError, PreconditionFailedError
from codomyrmex.cloud.common.storage import StorageClient
from tests.contract.harness import Harness
from tests.contract.wire.calls import SMALL, in_parts
from tests.contract.wire.traffic import CONDITIONAL, QUICKEST, Chosen, Wire
from tests.servers.fault_proxy import FaultProxy
from tests.servers.faults import Fault, ResetResponse, Respond
from tests.servers.http1 import RequestHead

quickest = pytest.mark.pairs(*QUICKEST)
conditional = pytest.mark.pairs(*CONDITIONAL)
sizes = pytest.mark.parametrize("size", ["one-piece", "parts"])


def is_change(request: RequestHead) -> bool:
    """Whether a request is more than a question."""
    return request.method not in ("GET", "HEAD")


def _write(wire: Wire, size: str) -> tuple[bytes, Chosen]:
    """Data of this size, and the request that makes an object of it."""
    if size == "one-piece":
        return SMALL, is_change
    return os.urandom(2 * wire.traffic.part + 1000), wire.traffic.is_completion


@quickest
@pytest.mark.parametrize("which", ["part", "completion"])
@pytest.mark.parametrize("fault", [ResetResponse(), Respond(503)], ids=["lost-answer", "503"])
def test_an_upload_in_parts(
    wire: Wire, patient: StorageClient, direct: StorageClient, bucket: str, fault: Fault, which: str
) -> None:
    data = in_parts(patient)
    wire.proxy.plan(fault, when=wire.traffic.is_part if which == "part" else wire.traffic.is_completion)
    info = patient.put_object(bucket, "key", data)
    assert wire.proxy.pending == []
    assert (info.size, info.etag) == (len(data), direct.get_metadata(bucket, "key").etag)
    assert direct.get_object(bucket, "key") == data
    assert wire.unfinished(bucket) == []


@quickest
def test_a_deletion(patient: StorageClient, direct: StorageClient, proxy: FaultProxy, stocked: str) -> None:
    proxy.plan(ResetResponse(), when=is_change)
    patient.delete_object(stocked, "old")
    proxy.plan(ResetResponse(), when=is_change)
    assert patient.delete_objects(stocked, ["small"]).deleted == 1
    assert proxy.pending == []
    assert list(direct.list_objects(stocked)) == []


@quickest
def test_a_bucket_that_is_made_and_deleted(
    store: Harness, patient: StorageClient, direct: StorageClient, proxy: FaultProxy
) -> None:
    name = store.new_bucket_name()
    proxy.plan(ResetResponse(), when=is_change)
    patient.create_bucket(name)
    assert proxy.pending == []
    assert direct.bucket_exists(name)
    proxy.plan(ResetResponse(), when=lambda request: request.method == "DELETE")
    patient.delete_bucket(name)
    assert proxy.pending == []
    with pytest.raises(BucketNotFoundError):
        patient.delete_bucket(name)


@conditional
@sizes
def test_a_write_where_nothing_was(
    wire: Wire, patient: StorageClient, direct: StorageClient, bucket: str, size: str
) -> None:
    data, last = _write(wire, size)
    wire.proxy.plan(ResetResponse(), when=last)
    info = patient.put_object(bucket, "key", data, if_absent=True)
    assert wire.proxy.pending == []
    assert info.etag == direct.get_metadata(bucket, "key").etag
    assert direct.get_object(bucket, "key") == data


@conditional
@sizes
def test_a_write_where_somebody_else_wrote(
    wire: Wire, patient: StorageClient, direct: StorageClient, bucket: str, size: str
) -> None:
    data, last = _write(wire, size)
    direct.put_object(bucket, "key", b"theirs")
    wire.proxy.plan(Respond(503), when=last)
    with pytest.raises(PreconditionFailedError):
        patient.put_object(bucket, "key", data, if_absent=True)
    assert direct.get_object(bucket, "key") == b"theirs"
    assert wire.unfinished(bucket) == []


@conditional
@pytest.mark.needs("if_match")
@sizes
def test_a_write_over_a_known_object(
    wire: Wire, patient: StorageClient, direct: StorageClient, bucket: str, size: str
) -> None:
    data, last = _write(wire, size)
    known = direct.put_object(bucket, "key", b"known")
    wire.proxy.plan(ResetResponse(), when=last)
    info = patient.put_object(bucket, "key", data, if_match=known.etag)
    assert wire.proxy.pending == []
    assert info.etag == direct.get_metadata(bucket, "key").etag
    assert direct.get_object(bucket, "key") == data


@conditional
def test_a_copy_where_nothing_was(
    patient: StorageClient, direct: StorageClient, proxy: FaultProxy, stocked: str
) -> None:
    proxy.plan(ResetResponse(), when=is_change)
    info = patient.copy_object(stocked, "small", stocked, "copy", if_absent=True)
    assert proxy.pending == []
    assert (info.key, info.size) == ("copy", len(SMALL))
    assert direct.get_object(stocked, "copy") == SMALL


@conditional
@pytest.mark.needs("metadata")
@pytest.mark.parametrize("content_type", [None, "text/csv"])
def test_a_change_in_place(
    patient: StorageClient, direct: StorageClient, proxy: FaultProxy, stocked: str, content_type: str | None
) -> None:
    proxy.plan(ResetResponse(), when=is_change)
    patient.set_metadata(stocked, "small", {"new": "José"}, content_type=content_type)
    assert proxy.pending == []
    info = direct.get_metadata(stocked, "small")
    assert info.metadata == {"new": "José"}
    assert content_type in (None, info.content_type)
    assert direct.get_object(stocked, "small") == SMALL


@conditional
@pytest.mark.needs("metadata")
def test_a_change_in_place_that_somebody_else_overwrote(
    patient: StorageClient, direct: StorageClient, proxy: FaultProxy, stocked: str
) -> None:
    def overwriting(head: RequestHead) -> bool:
        if is_change(head):
            direct.put_object(stocked, "small", b"theirs", metadata={"a": "theirs"})
            return True
        return False

    proxy.plan(ResetResponse(), when=overwriting)
    with pytest.raises(PreconditionFailedError):
        patient.set_metadata(stocked, "small", {"a": "ours"})
    assert direct.get_metadata(stocked, "small").metadata == {"a": "theirs"}
    assert direct.get_object(stocked, "small") == b"theirs"
