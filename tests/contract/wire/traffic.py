"""The protocols' traffic: led through a proxy, and each kind of request told from the others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from codomyrmex.cloud.common.storage import StorageClient
from codomyrmex.cloud.wire import ConnectionOptions, RetryPolicy
from tests.contract.harness import MIB, SMALLEST_PART, Harness
from tests.servers.fault_proxy import FaultProxy
from tests.servers.http1 import RequestHead

Chosen = Callable[[RequestHead], bool]


class Traffic(NamedTuple):
    """What the rows ask of a protocol.

    Attributes:
        address: the keyword of the client for where its requests go.
        url_of: that address of a server.
        part: bytes of the smallest part of an upload.
        is_part: whether a request sends a part of an upload.
        is_completion: whether it makes the object of its parts.
        range_header: what asks for a range.
    """

    address: str
    url_of: Callable[[Any], str]
    part: int
    is_part: Chosen
    is_completion: Chosen
    range_header: str = "Range"

    def is_later_range(self, request: RequestHead) -> bool:
        """Whether it asks for a range that does not begin with the object."""
        return not (request.header(self.range_header) or "bytes=0-").startswith("bytes=0-")


S3 = Traffic(
    "endpoint_url",
    lambda server: server.endpoint,
    SMALLEST_PART,
    lambda request: "partNumber=" in request.target,
    lambda request: request.method == "POST" and "uploadId=" in request.target,
)
AZURE = Traffic(
    "account_url",
    lambda server: server.url,
    MIB,
    lambda request: "blockid=" in request.target,
    lambda request: "comp=blocklist" in request.target,
    "x-ms-range",
)
GCS = Traffic(
    "endpoint_url",
    lambda server: server.endpoint,
    MIB,
    lambda request: request.method == "PUT" and not request.header("x-goog-hash"),
    lambda request: request.method == "PUT" and request.header("x-goog-hash") is not None,
)
_SEGMENTS = Traffic(
    "storage_url",
    lambda server: server.storage_url,
    MIB,
    lambda request: request.method == "PUT" and "_segments/" in request.target,
    lambda request: "multipart-manifest=put" in request.target,
)
SWIFT_CEPH = _SEGMENTS._replace(url_of=lambda server: server.swift.storage_url)

TRAFFIC = {
    "s3-ceph": S3,
    "azure-azurite": AZURE,
    "gcs-emulator": GCS,
    "swift-ceph": SWIFT_CEPH,
    "s3-moto": S3,
    "swift-openstack": _SEGMENTS,
}
"""By the name of the pair."""

QUICKEST = ("s3-ceph", "azure-azurite", "gcs-emulator", "swift-ceph")
"""The pair of each protocol whose server is the quickest."""

CONDITIONAL = ("s3-moto", "azure-azurite", "gcs-emulator", "swift-openstack")
"""The pair of each protocol whose server heeds conditions on writes."""


@dataclass(frozen=True)
class Wire:
    """A pair between which there is a proxy.

    Attributes:
        store: the pair.
        traffic: of its protocol.
        server: the one of the pair.
        proxy: what clients of `client` go through; the pair's own do not.
    """

    store: Harness
    traffic: Traffic
    server: Any
    proxy: FaultProxy

    def client(self, budget: float, stall_timeout: float | None = None) -> StorageClient:
        """A client that goes through the proxy and uploads in the smallest parts.

        Arguments:
            budget: seconds that it spends on getting nowhere.
            stall_timeout: seconds of silence that it takes for a hang; by default the budget.
        """
        url = urlsplit(self.traffic.url_of(self.server))
        through = url._replace(netloc=f"127.0.0.1:{self.proxy.port}").geturl()
        client = self.store.client(
            **{
                self.traffic.address: through,
                "retry": RetryPolicy(budget=budget, max_attempts=4, first_delay=0.01),
                "connection": ConnectionOptions(stall_timeout=stall_timeout or budget),
            }
        )
        for limit in ("single_put_limit", "part_size"):
            setattr(client, limit, self.traffic.part)
        return client

    def unfinished(self, bucket: str) -> list[str]:
        """What somebody else than the client sees in a bucket of uploads without an end."""
        return self.store.unfinished(bucket)
