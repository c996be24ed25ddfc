"""The filesystems of profiles, which fsspec makes of addresses: paths are bucket/key."""

from __future__ import annotations

import re
from typing import Any

from fsspec.registry import known_implementations, register_implementation, registry

from codomyrmex.cloud.common.errors import ConfigurationError
from codomyrmex.cloud.connection import connect
from codomyrmex.cloud.filesystem.objects import ObjectFileSystem
from codomyrmex.cloud.filesystem.paths import Path

_SCHEME = re.compile(r"cmx(?:\+([a-z][a-z0-9+.-]+))?://")


class ProfileFileSystem(ObjectFileSystem):
    """All buckets of a profile.

    ``cmx+minio://bucket/key`` is in the profile ``minio``, as is ``cmx://bucket/key`` with the storage option
    ``profile="minio"``. It holds and pickles the profile's name, and takes no credentials. Nothing is sent
    when it is made.

    Args:
        profile: the name of the profile.
        use_listings_cache: keep listings until this filesystem changes what they show.
        listings_expiry_time: seconds to keep them at most.
        max_paths: how many to keep.

    Raises:
        ConfigurationError: no profile is named, there is no such profile, or it is not complete.
    """

    default_profile: str | None = None

    def __init__(self, profile: str | None = None, **listings: Any) -> None:
        super().__init__(**listings)
        name = profile or self.default_profile
        if name is None:
            raise ConfigurationError("Name a profile: fsspec.filesystem('cmx', profile='local').")
        self.profile = name
        self.client = connect(name).storage

    @staticmethod
    def _get_kwargs_from_urls(path: str) -> dict[str, Any]:
        scheme = _SCHEME.match(path)
        return {"profile": scheme[1]} if scheme and scheme[1] else {}

    @classmethod
    def _strip_protocol(cls, path: Any) -> Any:
        if isinstance(path, list):
            return [cls._strip_protocol(one) for one in path]
        stripped = super()._strip_protocol(path)
        return _SCHEME.sub("", stripped, count=1) if stripped.startswith("cmx") else stripped

    def unstrip_protocol(self, name: str) -> str:
        """The address of a path."""
        scheme = self.protocol if self.default_profile == self.profile else f"cmx+{self.profile}"
        return f"{scheme}://{self._strip_protocol(name)}"

    def _locate(self, path: Path) -> tuple[str, str]:
        bucket, _, key = self._strip_protocol(path).partition("/")
        return bucket, key

    def _path_of(self, bucket: str, key: str) -> str:
        return f"{bucket}/{key}" if key else bucket

    def _end_of_bucket(self, bucket: str) -> None:
        self.client.delete_bucket(bucket)


class MinIOFileSystem(ProfileFileSystem):
    """``minio://bucket/key``."""

    protocol = "minio"
    default_profile = "minio"


class InfomaniakFileSystem(ProfileFileSystem):
    """``infomaniak://bucket/key``."""

    protocol = "infomaniak"
    default_profile = "infomaniak"


class _RegisteredFileSystem(ProfileFileSystem):
    """The filesystem of a profile of the configuration file; its class is made when it is registered."""

    def __reduce__(self) -> tuple[Any, ...]:
        return _restored, (self.default_profile, self.storage_args, self.storage_options)


def register_profile(profile: str) -> None:
    """Teach fsspec the addresses of a profile of one's own.

    For ``archive`` these are ``cmx+archive://bucket/key`` and, unless fsspec has the name for something else,
    ``archive://bucket/key``. The storage option ``profile`` needs no registration.

    Raises:
        ConfigurationError: there is no such profile.
    """
    connect(profile)
    register_implementation(f"cmx+{profile}", ProfileFileSystem)
    if profile not in registry and profile not in known_implementations:
        own = {"protocol": profile, "default_profile": profile}
        register_implementation(profile, type("RegisteredFileSystem", (_RegisteredFileSystem,), own))


def _restored(profile: str, arguments: tuple[Any, ...], options: dict[str, Any]) -> Any:
    register_profile(profile)
    return registry[profile](*arguments, **options)
