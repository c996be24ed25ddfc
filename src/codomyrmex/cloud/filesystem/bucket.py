"""The filesystem of one bucket: paths are keys."""

from __future__ import annotations

import os
from typing import Any

from codomyrmex.cloud.common.storage import StorageClient
from codomyrmex.cloud.filesystem.objects import ObjectFileSystem
from codomyrmex.cloud.filesystem.paths import Path
from codomyrmex.validation import check_bucket_reference


class BucketFileSystem(ObjectFileSystem):
    """One bucket of a client. A path is a key, without the slash that one may end with.

    It can be pickled when the client is that of a profile: the profile's name goes, and no credentials.

    Args:
        client: whose bucket it is.
        bucket: its name.
        use_listings_cache: keep listings until this filesystem changes what they show.
        listings_expiry_time: seconds to keep them at most.
        max_paths: how many to keep.
    """

    cachable = False  # two clients that look alike may have different credentials

    def __init__(self, client: StorageClient, bucket: str, **listings: Any) -> None:
        check_bucket_reference(bucket)
        super().__init__(**listings)
        self.client = client
        self.bucket = bucket

    @classmethod
    def _strip_protocol(cls, path: Any) -> Any:
        if isinstance(path, list):
            return [cls._strip_protocol(one) for one in path]
        return os.fspath(path).rstrip("/")

    def unstrip_protocol(self, name: str) -> str:
        """The address of a path."""
        profile = self.client.profile
        scheme = "cmx" if profile is None else f"cmx+{profile}"
        return f"{scheme}://{self.bucket}/{name}"

    def _locate(self, path: Path) -> tuple[str, str]:
        return self.bucket, self._strip_protocol(path)

    def _path_of(self, bucket: str, key: str) -> str:
        return key

    def __eq__(self, other: object) -> bool:
        return isinstance(other, BucketFileSystem) and self._identity() == other._identity()

    def __hash__(self) -> int:
        return hash(self._identity())

    def _identity(self) -> tuple[object, str]:
        profile = self.client.profile
        return (id(self.client) if profile is None else profile), self.bucket

    def __reduce__(self) -> tuple[Any, ...]:
        profile = self.client.profile
        if profile is None:
            raise TypeError(
                "this filesystem's client may hold credentials and is not pickled; with that of a profile, "
                "connect(name).storage, the name of the profile is"
            )
        return _of_profile, (profile, self.bucket, self.storage_options)


def _of_profile(profile: str, bucket: str, listings: dict[str, Any]) -> BucketFileSystem:
    from codomyrmex.cloud.connection import connect

    return BucketFileSystem(connect(profile).storage, bucket, **listings)
