"""What one run of ``cmx`` holds: its options, its connections, and how it prints."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from codomyrmex.cloud.cli.text import printable
from codomyrmex.cloud.common.errors import InvalidRequestError

if TYPE_CHECKING:
    from codomyrmex.cloud.common.errors import CloudError
    from codomyrmex.cloud.common.storage import ObjectInfo, StorageClient
    from codomyrmex.cloud.connection import Connections, Location


class Session:
    """The state of one command.

    Attributes:
        json: print JSON.
        quiet: print results and errors alone.
        locations: the addresses that were resolved, for what an error says.
        target: the one of them that the command writes to, where there is one.
    """

    def __init__(self) -> None:
        self.json = False
        self.quiet = False
        self.locations: list[Location] = []
        self.target: str | None = None
        self._connections: Connections | None = None

    @property
    def connections(self) -> Connections:
        """The clients of this run."""
        if self._connections is None:
            from codomyrmex.cloud.connection import Connections

            self._connections = Connections()
        return self._connections

    def resolve(self, url: str) -> Location:
        """What an address names."""
        location = self.connections.resolve(url)
        self.locations.append(location)
        return location

    def account(self, url: str) -> tuple[StorageClient, Location]:
        """An address in storage, whatever it names there.

        Raises:
            InvalidRequestError: it is a path on this machine.
        """
        location = self.resolve(url)
        if location.storage is None:
            raise InvalidRequestError(
                f"{url} is a path on this machine. An address in storage begins with a profile, such as local://{url}"
            )
        return location.storage, location

    def bucket(self, url: str) -> tuple[StorageClient, str, str]:
        """The client, the bucket and the key or prefix (perhaps ``""``) of an address.

        Raises:
            InvalidRequestError: it names no bucket.
        """
        storage, location = self.account(url)
        if location.bucket is None:
            raise InvalidRequestError(f"{url} names no bucket; write {location.profile}://bucket")
        return storage, location.bucket, location.key

    def bare_bucket(self, url: str) -> tuple[StorageClient, str]:
        """The client and the bucket of an address that names a bucket and nothing in it.

        Raises:
            InvalidRequestError: it names something else.
        """
        storage, bucket, key = self.bucket(url)
        if key:
            raise InvalidRequestError(
                f"{url} names an object; a bucket is {url.partition('://')[0]}://{bucket}"
            )
        return storage, bucket

    def object(self, url: str) -> tuple[StorageClient, str, str]:
        """The client, the bucket and the key of an address.

        Raises:
            InvalidRequestError: it names no object.
        """
        storage, bucket, key = self.bucket(url)
        if not key:
            raise InvalidRequestError(f"{url} names a bucket; an object is {url.rstrip('/')}/key")
        return storage, bucket, key

    def show(self, fields: dict[str, Any], text: str) -> None:
        """Print one result: its fields with ``--json``, else a line (or lines) of text."""
        if self.json:
            import json

            sys.stdout.write(json.dumps(fields) + "\n")
        else:
            sys.stdout.write(text + "\n")

    def done(self, fields: dict[str, Any], text: str) -> None:
        """Print what was done, which ``--quiet`` keeps from people but not from programs."""
        if self.json or not self.quiet:
            self.show(fields, text)

    def failure(self, name: str, error: CloudError) -> None:
        """Print what became of one of many; ``--json`` has it in its object."""
        if not self.json:
            self.warn(f"{name}: {error.message}")

    def warn(self, text: str) -> None:
        """Print one line on standard error, with what is on standard output before it."""
        sys.stdout.flush()
        sys.stderr.write(f"cmx: {printable(text)}\n")
        sys.stderr.flush()


def url_of(location: Location, bucket: str, key: str = "") -> str:
    """The address of an object or bucket of the same profile."""
    return f"{location.profile}://{bucket}/{key}" if key else f"{location.profile}://{bucket}"


def object_fields(url: str, info: ObjectInfo) -> dict[str, Any]:
    """An object as ``--json`` shows it; the names are part of the interface."""
    return {
        "url": url,
        "bucket": info.bucket,
        "key": info.key,
        "size": info.size,
        "last_modified": info.last_modified.isoformat() if info.last_modified else None,
        "etag": info.etag,
        "version": info.version,
        "content_type": info.content_type,
        "storage_class": info.storage_class,
        "metadata": dict(info.metadata),
    }
