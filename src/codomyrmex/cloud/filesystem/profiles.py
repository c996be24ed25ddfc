"""The filesystems of profiles, which fsspec makes of addresses: paths are bucket/key."""

from __future__ import annotations

from typing import Any

from fsspec.registry import known_implementations, register_implementation, registry

from codomyrmex.cloud.connection import connect
from codomyrmex.cloud.filesystem.objects import ObjectFileSystem
from codomyrmex.cloud.filesystem.paths import Path


class ProfileFileSystem(ObjectFileSystem):
    """All buckets of a profile: ``fsspec.filesystem("cmx", profile="minio")``.

    Nothing is sent when it is made. It holds and pickles the profile's name, and takes no credentials.

    Args:
        profile: the name of the profile; by default that of the scheme, and ``local`` for ``cmx``.
        use_listings_cache: keep listings until this filesystem changes what they show.
        listings_expiry_time: seconds to keep them at most.
        max_paths: how many to keep.

    Raises:
        ConfigurationError: there is no such profile, or it is not complete.
    """

    protocol: str | tuple[str, ...] = "cmx"
    default_profile = "local"

    def __init__(self, profile: str | None = None, **listings: Any) -> None:
        super().__init__(**listings)
        self.profile = profile or self.default_profile
        self.client = connect(self.profile).storage

    def _locate(self, path: Path) -> tuple[str, str]:
        bucket, _, key = self._strip_protocol(path).partition("/")
        return bucket, key

    def _path_of(self, bucket: str, key: str) -> str:
        return f"{bucket}/{key}" if key else bucket

    def _end_of_bucket(self, bucket: str) -> None:
        self.client.delete_bucket(bucket)


class LocalProfileFileSystem(ProfileFileSystem):
    """``cmx+local://bucket/key``; fsspec has ``local://`` for paths on this machine."""

    protocol = "cmx+local"


class MemoryProfileFileSystem(ProfileFileSystem):
    """``cmx+memory://bucket/key``; fsspec has ``memory://`` for a filesystem of its own."""

    protocol = "cmx+memory"
    default_profile = "memory"


class S3ProfileFileSystem(ProfileFileSystem):
    """``cmx+s3://bucket/key`` on AWS; ``s3://`` is s3fs's."""

    protocol = ("cmx+s3", "cmx+aws")
    default_profile = "s3"


class MinIOProfileFileSystem(ProfileFileSystem):
    """``minio://bucket/key``."""

    protocol = ("minio", "cmx+minio")
    default_profile = "minio"


class InfomaniakProfileFileSystem(ProfileFileSystem):
    """``infomaniak://bucket/key``."""

    protocol = ("infomaniak", "cmx+infomaniak")
    default_profile = "infomaniak"


class _RegisteredFileSystem(ProfileFileSystem):
    """The filesystem of a profile of the configuration file; its classes are made when they are asked for."""

    def __reduce__(self) -> tuple[Any, ...]:
        return _restored, (self.default_profile, self.storage_args, self.storage_options)


_registered: dict[str, type[_RegisteredFileSystem]] = {}


def register_profile(profile: str) -> None:
    """Teach fsspec the addresses of a profile of one's own: for ``archive``, ``cmx+archive://bucket/key`` and
    ``archive://bucket/key``, unless fsspec knows that one already.

    Raises:
        ConfigurationError: there is no such profile.
    """
    connect(profile)
    taken = registry.keys() | known_implementations.keys()
    schemes = tuple(scheme for scheme in (profile, f"cmx+{profile}") if scheme not in taken)
    if schemes:
        names = {"protocol": schemes, "default_profile": profile}
        _registered[profile] = type("RegisteredFileSystem", (_RegisteredFileSystem,), names)
    for scheme in schemes:
        register_implementation(scheme, _registered[profile])


def _restored(profile: str, arguments: tuple[Any, ...], options: dict[str, Any]) -> ProfileFileSystem:
    register_profile(profile)
    return _registered[profile](*arguments, **options)
