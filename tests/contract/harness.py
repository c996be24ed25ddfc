"""What a row of the contract needs of its store: a client, buckets, and an independent look."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from codomyrmex.cloud.common.errors import NotSupportedError
from codomyrmex.cloud.common.storage import Capability, StorageClient

MIB = 1 << 20
SMALLEST_PART = 5 * MIB
"""No S3 takes smaller parts, but for the last."""


@dataclass(frozen=True)
class Crowd:
    """A bucket of 2,500 keys: more than two pages, 1,200 of them in a directory each.

    Attributes:
        keys: in the order of their bytes.
    """

    bucket: str
    keys: list[str]


@dataclass
class Harness:
    """A client class and the server behind it.

    Attributes:
        name: ``s3-moto``: the client, then the server.
        account: what two pairs share that see the same buckets.
        connect: builds a client; keywords replace those that lead to the server.
        unfinished: what somebody else than the client sees in a bucket besides objects: uploads without an
            end, temporary files.
        unsupported: the rows that this pair cannot pass, each with the reason.
        by_chance: the rows that it may pass or not, each with the reason.
        lacking: capabilities that the server does not have, each with the reason.
        secret: what must not be shown.
        other_credentials: keywords of `connect` for credentials that are ``wrong``, for those that are
            ``ending`` in an hour, and for ``none`` at all.
    """

    name: str
    account: str
    connect: Callable[..., StorageClient]
    unfinished: Callable[[str], list[str]]
    unsupported: Mapping[str, str]
    by_chance: Mapping[str, str] = field(default_factory=dict)
    lacking: Mapping[str, str] = field(default_factory=dict)
    secret: str = "no secret but this"
    other_credentials: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    _made: list[str] = field(default_factory=list)
    _clean: list[str] = field(default_factory=list)

    @cached_property
    def own_client(self) -> StorageClient:
        """The client with which the harness itself works, between the rows."""
        return self.connect()

    def client(self, **replaced: Any) -> StorageClient:
        """A new client."""
        return self.connect(**replaced)

    def client_with_small_parts(self, **replaced: Any) -> StorageClient:
        """A new client that uploads and copies in parts what is larger than the smallest part."""
        client = self.connect(**replaced)
        for limit in ("single_put_limit", "part_size", "copy_limit"):
            if hasattr(client, limit):
                setattr(client, limit, SMALLEST_PART)
        return client

    def client_of(self, who: str) -> StorageClient:
        """A client with ``wrong`` or ``ending`` credentials or with ``none``.

        Raises:
            NotSupportedError: there are no credentials here.
        """
        if who not in self.other_credentials:
            raise NotSupportedError(f"{self.name} has no client with {who} credentials")
        return self.connect(**self.other_credentials[who])

    def new_bucket_name(self) -> str:
        """The name of a bucket that is not there; it is deleted after the row if it is made."""
        name = f"contract-{secrets.token_hex(6)}"
        self._made.append(name)
        return name

    def new_bucket(self) -> str:
        """A new bucket, which is deleted after the row."""
        name = self.new_bucket_name()
        self.own_client.create_bucket(name)
        return name

    def bucket(self) -> str:
        """An empty bucket: for speed one that an earlier row left as new, where there is one."""
        name = self._clean.pop() if self._clean else self.new_bucket()
        if name not in self._made:
            self._made.append(name)
        return name

    def tidy(self) -> None:
        """Empty the buckets of the row, and delete those that are not as new then."""
        client = self.own_client
        while self._made:
            bucket = self._made.pop()
            if not client.bucket_exists(bucket):
                continue
            client.delete_objects(bucket, [info.key for info in client.list_objects(bucket)])
            if self._is_as_new(client, bucket):
                self._clean.append(bucket)
            else:
                client.delete_bucket(bucket, force=True)

    def _is_as_new(self, client: StorageClient, bucket: str) -> bool:
        if self.unfinished(bucket) or any(True for _ in client.list_objects(bucket)):
            return False
        return not (client.capabilities.has(Capability.VERSIONING) and client.get_versioning(bucket))

    def close(self) -> None:
        """Delete the buckets that are left."""
        self._made, self._clean = self._made + self._clean, []
        while self._made:
            self.own_client.delete_bucket(self._made.pop(), force=True)


def crowd_of(client: StorageClient, bucket: str) -> Crowd:
    """Fill a bucket with 2,500 keys."""
    keys = [
        *(f"deep/{number:04}/leaf" for number in range(1200)),
        *(f"flat/{number:04}" for number in range(1300)),
    ]
    client.create_bucket(bucket)
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda key: client.put_object(bucket, key, b"x"), keys))
    return Crowd(bucket, keys)
