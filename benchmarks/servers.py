"""The servers of the measurements: those of the tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

from tests.servers.ceph import ceph
from tests.servers.rclone import rclone
from tests.servers.s3_server import S3Server

TITLES = {"rclone": "rclone serve s3", "ceph": "Ceph RGW"}


class Server(S3Server):
    """An S3 endpoint with a name for the report."""

    @property
    def title(self) -> str:
        """What the report calls it."""
        return TITLES[self.name]


def _named(server: S3Server) -> Server:
    return Server(server.name, server.endpoint, server.access_key, server.secret_key, server.region)


@contextmanager
def rclone_server() -> Iterator[Server]:
    """rclone's server."""
    with rclone() as server:
        yield _named(server)


@contextmanager
def ceph_server() -> Iterator[Server]:
    """A Ceph object gateway."""
    with ceph() as server:
        yield _named(server)


S3_SERVERS: dict[str, Callable[[], AbstractContextManager[Server]]] = {
    "rclone": rclone_server,
    "ceph": ceph_server,
}
