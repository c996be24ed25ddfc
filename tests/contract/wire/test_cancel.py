"""Ctrl-C: whatever a call is doing, it ends within a second and leaves nothing half-done."""

from __future__ import annotations

import math
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from codomyrmex.cloud.common.storage import StorageClient
from tests.contract.harness import MIB
from tests.contract.interruption import PROMISE, SLACK, interrupt
from tests.contract.wire.calls import PATIENCE, in_parts
from tests.contract.wire.traffic import QUICKEST, Chosen, Traffic, Wire
from tests.servers.faults import Fault, Hang, Respond

pytestmark = pytest.mark.pairs(*QUICKEST)

Call = Callable[[StorageClient, str, Path], Any]


def any_request(_traffic: Traffic) -> Chosen:
    """Every request."""
    return lambda _request: True


def part(traffic: Traffic) -> Chosen:
    """Those that send a part of an upload."""
    return traffic.is_part


def completion(traffic: Traffic) -> Chosen:
    """Those that make an object of its parts."""
    return traffic.is_completion


def later_range(traffic: Traffic) -> Chosen:
    """Those that ask for more than the beginning of an object."""
    return traffic.is_later_range


class Moment(NamedTuple):
    """Where a call is stopped: what the process does, what hangs meanwhile, and how."""

    call: Call
    chosen: Callable[[Traffic], Chosen] = any_request
    fault: Fault = Hang()


def upload(client: StorageClient, bucket: str, folder: Path) -> None:
    """Upload a file in parts."""
    (folder / "source").write_bytes(in_parts(client))
    client.upload_file(folder / "source", bucket, "old")


# What is written is there already: a store may have no way to throw away what was sent of a new object.
MOMENTS = {
    "put": Moment(lambda client, bucket, _: client.put_object(bucket, "old", b"x")),
    "stream-up": Moment(
        lambda client, bucket, _: client.put_object(bucket, "old", iter([in_parts(client)])), part
    ),
    "upload": Moment(upload, part),
    "complete": Moment(
        lambda client, bucket, _: client.put_object(bucket, "old", in_parts(client)), completion
    ),
    "get": Moment(lambda client, bucket, _: client.get_object(bucket, "old")),
    "stream": Moment(lambda client, bucket, _: list(client.stream_object(bucket, "old")), fault=Hang(1000)),
    "download": Moment(
        lambda client, bucket, folder: client.download_file(bucket, "old", folder / "target" / "file"),
        fault=Hang(1000),
    ),
    "copy": Moment(lambda client, bucket, _: client.copy_object(bucket, "other", bucket, "old")),
    "delete": Moment(lambda client, bucket, _: client.delete_object(bucket, "old")),
    "delete-many": Moment(lambda client, bucket, _: client.delete_objects(bucket, ["old"])),
    "list": Moment(lambda client, bucket, _: list(client.list_objects(bucket))),
    "wait-to-retry": Moment(
        lambda client, bucket, _: client.get_object(bucket, "old"), fault=Respond(503, retry_after="20")
    ),
}
# Of an object in several ranges, which are read in the same way from every store.
OF_RANGES = {
    "stream": Moment(lambda client, bucket, _: list(client.stream_object(bucket, "large")), later_range),
    "download": Moment(
        lambda client, bucket, folder: client.download_file(bucket, "large", folder / "target" / "file"),
        later_range,
        Hang(1000),
    ),
}


def _interrupt(wire: Wire, bucket: str, folder: Path, moment: Moment) -> tuple[str, float]:
    """Interrupt the call's process at the moment; how it ended, and after how many seconds."""
    wire.proxy.plan(moment.fault, when=moment.chosen(wire.traffic), times=math.inf)
    client = wire.client(PATIENCE)
    return interrupt(lambda: moment.call(client, bucket, folder), wire.proxy)


def _contents(client: StorageClient, bucket: str) -> list[tuple[str, str | None]]:
    return [(info.key, info.etag) for info in client.list_objects(bucket)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with an empty one for downloads."""
    (tmp_path / "target").mkdir()
    return tmp_path


@pytest.mark.parametrize("moment", MOMENTS)
def test_ctrl_c_ends_it_within_a_second(
    wire: Wire, direct: StorageClient, bucket: str, folder: Path, moment: str
) -> None:
    direct.put_object(bucket, "old", b"o" * 10_000)
    direct.put_object(bucket, "other", b"other")
    before = _contents(direct, bucket)
    outcome, took = _interrupt(wire, bucket, folder, MOMENTS[moment])
    assert (outcome, _contents(direct, bucket), wire.unfinished(bucket)) == ("interrupted", before, [])
    assert took < PROMISE + SLACK
    assert os.listdir(folder / "target") == []


@pytest.mark.pairs("s3-ceph")
@pytest.mark.parametrize("moment", OF_RANGES)
def test_ctrl_c_ends_reading_in_ranges_within_a_second(
    wire: Wire, direct: StorageClient, bucket: str, folder: Path, moment: str
) -> None:
    direct.put_object(bucket, "large", b"l" * (17 * MIB))
    outcome, took = _interrupt(wire, bucket, folder, OF_RANGES[moment])
    assert outcome == "interrupted"
    assert took < PROMISE + SLACK
    assert os.listdir(folder / "target") == []
