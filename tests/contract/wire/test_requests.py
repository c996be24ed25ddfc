"""How many requests a call takes: no more than the service makes necessary."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from codomyrmex.cloud.common.storage import StorageClient
from tests.contract.wire.traffic import QUICKEST
from tests.servers.fault_proxy import FaultProxy

pytestmark = pytest.mark.pairs(*QUICKEST)

ONE: dict[str, Callable[[StorageClient, str], object]] = {
    "put_object": lambda client, bucket: client.put_object(bucket, "new", b"x"),
    "get_object": lambda client, bucket: client.get_object(bucket, "small"),
    "get_metadata": lambda client, bucket: client.get_metadata(bucket, "small"),
    "object_exists": lambda client, bucket: client.object_exists(bucket, "small"),
    "list_objects": lambda client, bucket: list(client.list_objects(bucket)),
    "delete_object": lambda client, bucket: client.delete_object(bucket, "small"),
}


@pytest.mark.parametrize("call", ONE)
def test_one_request(patient: StorageClient, proxy: FaultProxy, stocked: str, call: str) -> None:
    patient.bucket_exists(stocked)  # a first request may be for a token
    before = len(proxy.requests)
    ONE[call](patient, stocked)
    assert len(proxy.requests) - before == 1


def test_a_missing_object_is_asked_for_once_where_the_service_names_what_is_missing(
    patient: StorageClient, proxy: FaultProxy, stocked: str
) -> None:
    patient.bucket_exists(stocked)
    before = len(proxy.requests)
    assert not patient.object_exists(stocked, "missing")
    assert len(proxy.requests) - before == (1 if patient.names_missing_buckets else 2)
