"""What a row of the contract needs of the store that it runs against: a client, buckets, and an independent look."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from codomyrmex.cloud.common.errors import BucketNotFoundError, NotSupportedError
from codomyrmex.cloud.common.storage import StorageClient

MIB = 1 << 20
SMALLEST_PART = 5 * MIB
"""No S3 takes smaller parts, but for the last."""


@dataclass(frozen=True)
class Crowd:
    """A bucket of 2,500 keys, in the order of their bytes: more than two pages, 1,200 of them directories."""

    bucket: str
    keys: list[str]


@dataclass
class Harness:
    """A client class and the server behind it.

    Attributes:
        name: ``s3-moto``: the client, then the server.
        connect: builds a client; keywords replace those that lead to the server.
        unfinished: what lies in a bucket besides objects, as somebody else than the client sees it: uploads that
            were begun and not ended, temporary files.
        unsupported: the rows that this server cannot pass, each with the reason.
        secret: what must not be shown.
        other_credentials: keywords of `connect` for credentials that are wrong, and for no credentials at all.
    """

    name: str
    connect: Callable[..., StorageClient]
    unfinished: Callable[[str], list[str]]
    unsupported: Mapping[str, str]
    secret: str = "no secret but this"
    other_credentials: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    _buckets: list[str] = field(default_factory=list)

    def client(self, **replaced: Any) -> StorageClient:
        """A new client."""
        return self.connect(**replaced)

    def client_with_small_parts(self, **replaced: Any) -> StorageClient:
        """A new client that uploads in parts what is larger than the smallest part."""
        client = self.connect(**replaced)
        client.single_put_limit = SMALLEST_PART
        client.part_size = SMALLEST_PART
        return client

    def client_of(self, who: str) -> StorageClient:
        """A client with ``wrong`` credentials or with ``none``.

        Raises:
            NotSupportedError: there are no such clients here.
        """
        if who not in self.other_credentials:
            raise NotSupportedError(f"{self.name} has no client with {who}")
        return self.connect(**self.other_credentials[who])

    def new_bucket_name(self) -> str:
        """The name of a bucket that is not there; it is deleted after the test if it is made."""
        name = f"contract-{secrets.token_hex(6)}"
        self._buckets.append(name)
        return name

    def bucket(self) -> str:
        """A new, empty bucket."""
        name = self.new_bucket_name()
        self.connect().create_bucket(name)
        return name

    def crowd(self) -> Crowd:
        """A new bucket of 2,500 keys."""
        keys = [*(f"deep/{n:04}/leaf" for n in range(1200)), *(f"flat/{n:04}" for n in range(1300))]
        client, bucket = self.client(), self.bucket()
        with ThreadPoolExecutor(8) as threads:
            list(threads.map(lambda key: client.put_object(bucket, key, b"x"), keys))
        self._buckets.remove(bucket)
        return Crowd(bucket, keys)

    def delete_buckets(self) -> None:
        """Delete the buckets that were made, with all they hold."""
        client = self.connect()
        while self._buckets:
            with suppress(BucketNotFoundError):
                client.delete_bucket(self._buckets.pop(), force=True)
