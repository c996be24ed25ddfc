"""What a row of the contract needs of its store: a client, buckets, and an independent look."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from codomyrmex.cloud.common.errors import BucketNotFoundError, NotSupportedError
from codomyrmex.cloud.common.storage import (
    CorsRule,
    Encryption,
    LifecycleRule,
    StorageClient,
    Transition,
)

MIB = 1 << 20
SMALLEST_PART = 5 * MIB
"""No S3 takes smaller parts, but for the last."""
SMALL_PAGE = 100
"""Of clients whose services' own pages and batches would take thousands of keys to fill."""


def s3_public_policy(bucket: str) -> dict[str, Any]:
    """The policy of S3 that lets everyone read the objects of a bucket."""
    statement = {
        "Sid": "everyone",
        "Effect": "Allow",
        "Principal": {"AWS": ["*"]},
        "Action": ["s3:GetObject"],
        "Resource": [f"arn:aws:s3:::{bucket}/*"],
    }
    return {"Version": "2012-10-17", "Statement": [statement]}


@dataclass(frozen=True)
class Crowd:
    """A bucket of two pages and a half: more than one of keys, more than one of directories.

    Attributes:
        keys: in the order of their bytes.
    """

    bucket: str
    keys: list[str]


S3_TRANSITIONS = LifecycleRule("cold", transitions=(Transition(30, "STANDARD_IA"), Transition(90, "GLACIER")))


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
        storage_class: one that the server has and does not take by itself.
        archive: the storage class whose objects are brought back before they can be read.
        encryptions: those that the server has, besides ``AES256``.
        page_size: the most keys that a page of a listing has.
        batch_size: the most keys that are deleted in one request.
        public_policy: the policy that lets everyone read the objects of the bucket named.
        lifecycle: rules that the provider can hold, in the order of their names.
        transitions: a rule that changes the storage class twice.
        cors: rules that the provider can hold.
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
    storage_class: str = "REDUCED_REDUNDANCY"
    archive: str = "GLACIER"
    encryptions: tuple[Encryption, ...] = (Encryption("aws:kms"), Encryption(key_id="alias/own"))
    page_size: int = 1000
    batch_size: int = 1000
    public_policy: Callable[[str], dict[str, Any]] = s3_public_policy
    lifecycle: tuple[LifecycleRule, ...] = (
        LifecycleRule("logs", "logs/", expire_after=30),
        LifecycleRule("uploads", abort_uploads_after=2),
        LifecycleRule("versions", "old & new/", enabled=False, expire_old_versions_after=7),
    )
    transitions: LifecycleRule = S3_TRANSITIONS
    cors: tuple[CorsRule, ...] = (
        CorsRule(("https://example.com",), ("GET", "HEAD"), ("x-one",), ("etag",), 600),
        CorsRule(("*",)),
    )
    _in_use: list[str] = field(default_factory=list)
    _clean: list[str] = field(default_factory=list)
    _to_delete: list[str] = field(default_factory=list)
    _own_client_alone: bool = True

    @cached_property
    def own_client(self) -> StorageClient:
        """The client of most rows, with which the harness works between them, too."""
        return self.connect()

    def client(self, **replaced: Any) -> StorageClient:
        """A new client."""
        self._own_client_alone = False
        return self.connect(**replaced)

    def client_with_small_parts(self, **replaced: Any) -> StorageClient:
        """A new client that uploads and copies in parts what is larger than the smallest part."""
        client = self.client(**replaced)
        for limit in ("single_put_limit", "part_size", "copy_limit", "compose_limit"):
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
        self._to_delete.append(name)
        return name

    def new_bucket(self) -> str:
        """A new bucket, which is deleted after the row."""
        name = self.new_bucket_name()
        self.own_client.create_bucket(name)
        return name

    def bucket(self) -> str:
        """An empty bucket without any settings: one that an earlier row used, where there is one."""
        if self._clean:
            name = self._clean.pop()
        else:
            name = self.new_bucket()
            self._to_delete.remove(name)
        self._in_use.append(name)
        return name

    def tidy(self) -> None:
        """Empty the buckets of the row for the next one, and delete those that cannot be used again."""
        while self._in_use:
            bucket = self._in_use.pop()
            reusable = self._empty(bucket) and not self._leaves_uploads(bucket)
            (self._clean if reusable else self._to_delete).append(bucket)
        self._own_client_alone = True
        while self._to_delete:
            with suppress(BucketNotFoundError):
                self.own_client.delete_bucket(self._to_delete.pop(), force=True)

    def _leaves_uploads(self, bucket: str) -> bool:
        # The client of most rows sends in one piece what rows have; to look takes a server as long as a row.
        return not self._own_client_alone and bool(self.unfinished(bucket))

    def _empty(self, bucket: str) -> bool:
        try:
            keys = [info.key for info in self.own_client.list_objects(bucket)]
        except BucketNotFoundError:
            return False
        return not keys or not self.own_client.delete_objects(bucket, keys).failures


def crowd_of(client: StorageClient, bucket: str, page_size: int) -> Crowd:
    """Fill a bucket with more than two pages."""
    keys = [
        *(f"deep/{number:04}/leaf" for number in range(page_size * 6 // 5)),
        *(f"flat/{number:04}" for number in range(page_size * 13 // 10)),
    ]
    client.create_bucket(bucket)
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda key: client.put_object(bucket, key, b"x"), keys))
    return Crowd(bucket, keys)
