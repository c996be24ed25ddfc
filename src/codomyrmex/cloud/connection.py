"""From a name to its clients, and from an address to what it means.

connect("aws").storage.list_buckets()
resolve("s3://bucket/key")
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, TypeVar, cast

from codomyrmex.cloud.common.credentials import configuration_errors
from codomyrmex.cloud.common.errors import ConfigurationError, InvalidRequestError, NotSupportedError
from codomyrmex.validation import ValidationError, parse_storage_url

if TYPE_CHECKING:
    from typing import Self

    from codomyrmex.cloud.common.storage import StorageClient
    from codomyrmex.config_management import EmbeddedProfile, Profile

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Location:
    """What an address names.

    Attributes:
        url: the address as it was written.
        profile: the profile that its scheme names; ``file`` for a path on this machine.
        storage: the profile's client; ``None`` for a path on this machine.
        bucket: the bucket; ``None`` for the whole account and for a path.
        key: the exact key or prefix; ``""`` for the whole bucket and for a path.
        path: the path on this machine; ``None`` for everything else.
    """

    url: str
    profile: str
    storage: StorageClient | None
    bucket: str | None
    key: str
    path: Path | None


class Cloud:
    """The clients of one profile, each built on first use and then shared.

    Safe to share between threads. Building a client makes no request.

    Args:
        profile: the profile.
        changed: whether it is another than the one that has its name.
    """

    def __init__(self, profile: Profile | EmbeddedProfile, *, changed: bool = False) -> None:
        self._profile = profile
        self._changed = changed
        self._clients: dict[str, Any] = {}

    def __repr__(self) -> str:
        return f"Cloud({self.name!r})"

    @property
    def name(self) -> str:
        """The name of the profile, which is the scheme of its addresses."""
        return self._profile.name

    @property
    def provider(self) -> str:
        """The provider's name."""
        return self._profile.provider

    @property
    def storage(self) -> StorageClient:
        """Object storage.

        Raises:
            ConfigurationError: the profile is not complete, or a secret is not where it points.
            MissingDependencyError: the provider's extra is not installed.
            NotSupportedError: there is no storage client for this provider.
        """
        return self._client("storage", self._storage)

    def _storage(self, profile: Profile | EmbeddedProfile) -> StorageClient:
        client = storage_for(profile)
        client.profile = None if self._changed else profile.name
        return client

    def _client(self, capability: str, build: Callable[[Profile | EmbeddedProfile], T]) -> T:
        client = self._clients.get(capability)
        if client is None:
            # Atomic without a lock, which a fork could leave locked: both of two threads get one client.
            client = self._clients.setdefault(capability, build(self._profile))
        return cast("T", client)

    def close(self) -> None:
        """Close idle connections; the clients can still be used."""
        for client in list(self._clients.values()):
            client.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None
    ) -> None:
        self.close()


class Connections:
    """The clouds that a run of work uses, one for each profile, so that addresses share their clients."""

    def __init__(self) -> None:
        self._clouds: dict[str, Cloud] = {}

    def cloud(self, profile: str) -> Cloud:
        """The cloud of a profile.

        Raises:
            ConfigurationError: there is no such profile, or it is wrong.
        """
        cloud = self._clouds.get(profile)
        return cloud if cloud is not None else self._clouds.setdefault(profile, connect(profile))

    def resolve(self, url: str) -> Location:
        """What an address names; see `resolve`."""
        try:
            address = parse_storage_url(url)
        except ValidationError as refusal:
            raise InvalidRequestError(str(refusal)) from refusal
        if address.is_local_path:
            return Location(url, address.scheme, None, None, "", Path(address.key))
        storage = self.cloud(address.scheme).storage
        return Location(url, address.scheme, storage, address.bucket, address.key, None)


def connect(profile: str = "local", **overrides: Any) -> Cloud:
    """The clients of a profile. Nothing is sent.

    Args:
        profile: its name: a built-in one (``aws``, ``azure``, ``gcp``, ``minio``, ``infomaniak``, ``swift``,
            ``local``, ``memory``), which reads the environment, or one of the configuration file.
        overrides: fields of the profile to replace, such as ``region`` or ``endpoint_url``.

    Raises:
        ConfigurationError: there is no such profile, or a field of it is wrong.
    """
    from codomyrmex.config_management import embedded_profile

    with configuration_errors():
        embedded = None if overrides else embedded_profile(profile)
        if embedded is not None:
            return Cloud(embedded)
        from codomyrmex.config_management import get_profile

        found = get_profile(profile)
        return Cloud(_replace(found, overrides), changed=True) if overrides else Cloud(found)


def resolve(url: str) -> Location:
    """What an address names. Nothing is sent.

    For several addresses that should share their clients, use one `Connections`.

    Args:
        url: ``profile://bucket/key``, ``profile://bucket``, ``profile://``, ``file:///path`` or a path. The
            key is taken byte for byte: nothing in it is decoded.

    Raises:
        InvalidRequestError: it is no address.
        ConfigurationError: its scheme is no profile, or the profile is wrong.
        MissingDependencyError: the provider's extra is not installed.
    """
    return Connections().resolve(url)


def storage_class(provider: str) -> type[StorageClient]:
    """The storage client of a provider.

    Raises:
        MissingDependencyError: the provider's extra is not installed.
        NotSupportedError: there is no storage client for this provider.
    """
    found = _STORAGE.get(provider)
    if found is None:
        raise NotSupportedError(f"There is no storage client for {provider} yet.", provider=provider)
    module, name, _arguments = found
    return cast("type[StorageClient]", getattr(import_module(f"codomyrmex.cloud.{module}"), name))


def storage_for(profile: Profile | EmbeddedProfile) -> StorageClient:
    """The storage client that a profile describes. Nothing is sent.

    Raises:
        ConfigurationError: the profile is not complete, or a secret is not where it points.
        MissingDependencyError: the provider's extra is not installed.
        NotSupportedError: there is no storage client for this provider.
    """
    client = storage_class(profile.provider)
    _module, _name, arguments = _STORAGE[profile.provider]
    with configuration_errors(profile.provider):
        resolved = profile.resolve()
    return client(**_given(**arguments(resolved)))


def _replace(profile: Profile, overrides: dict[str, Any]) -> Profile:
    from pydantic import ValidationError as FieldError

    from codomyrmex.config_management.profile import reason_of

    fields = {name: getattr(profile, name) for name in type(profile).model_fields}
    try:
        return type(profile)(**fields | overrides)
    except FieldError as error:
        reason = reason_of(error)
        raise ConfigurationError(f"The profile {profile.name!r} cannot be changed so: {reason}.") from None


def _local(profile: Profile | EmbeddedProfile) -> dict[str, Any]:
    return {"root": profile.root, "capabilities": profile.capabilities}


def _memory(profile: Profile | EmbeddedProfile) -> dict[str, Any]:
    return {"capabilities": profile.capabilities}


def _aws(profile: Profile) -> dict[str, Any]:
    return {"profile": profile.aws_profile, **_s3(profile)}


def _s3(profile: Profile) -> dict[str, Any]:
    return {"anonymous": profile.anonymous, "requester_pays": profile.requester_pays, **_signed_s3(profile)}


def _azure(profile: Profile) -> dict[str, Any]:
    return {
        "account": profile.account,
        "account_url": profile.endpoint_url,
        "account_key": _text(profile.account_key),
        "sas_token": _text(profile.sas_token),
        "connection_string": _text(profile.connection_string),
        "anonymous": profile.anonymous,
        "capabilities": profile.capabilities,
        **_way(profile),
    }


def _gcp(profile: Profile) -> dict[str, Any]:
    return {
        "project": profile.project,
        "credentials": profile.credentials_file,
        "impersonate": profile.impersonate,
        "parallel_uploads": profile.parallel_uploads,
        "endpoint_url": profile.endpoint_url,
        "anonymous": profile.anonymous,
        "requester_pays": profile.requester_pays,
        "capabilities": profile.capabilities,
        **_way(profile),
    }


def _swift(profile: Profile) -> dict[str, Any]:
    common = {
        "auth_url": profile.endpoint_url,
        "storage_url": profile.storage_url,
        "anonymous": profile.anonymous,
        "temp_url_key": _text(profile.temp_url_key),
        "capabilities": profile.capabilities,
        **_way(profile),
    }
    if profile.username and not (profile.project or profile.project_id):
        return {"user": profile.username, "key": _text(profile.password), **common}
    return {
        "cloud": profile.cloud,
        "application_credential_id": profile.application_credential_id,
        "application_credential_secret": _text(profile.application_credential_secret),
        "username": profile.username,
        "password": _text(profile.password),
        "project": profile.project,
        "project_id": profile.project_id,
        "user_domain": profile.user_domain,
        "project_domain": profile.project_domain,
        "region": profile.region,
        **common,
    }


def _infomaniak(profile: Profile) -> dict[str, Any]:
    for name in ("anonymous", "requester_pays"):
        if getattr(profile, name):
            raise ConfigurationError(
                f"The profile {profile.name!r} says {name}, which the client of infomaniak does not have."
            )
    return _signed_s3(profile)


def _signed_s3(profile: Profile) -> dict[str, Any]:
    return {
        "region": profile.region,
        "endpoint_url": profile.endpoint_url,
        "access_key": _text(profile.access_key),
        "secret_key": _text(profile.secret_key),
        "session_token": _text(profile.session_token),
        "addressing": profile.addressing,
        "capabilities": profile.capabilities,
        **_way(profile),
    }


def _way(profile: Profile) -> dict[str, Any]:
    """How patient to be, and how to get there."""
    from codomyrmex.cloud.wire import ConnectionOptions, RetryPolicy

    return {
        "retry": RetryPolicy(**_given(budget=profile.budget)),
        "connection": ConnectionOptions(
            **_given(
                connect_timeout=profile.connect_timeout,
                stall_timeout=profile.stall_timeout,
                ca_bundle=str(profile.ca_bundle) if profile.ca_bundle else None,
                proxy=_text(profile.proxy),
            )
        ),
    }


def _given(**arguments: Any) -> dict[str, Any]:
    """Only what is set, so that every default stays where it is defined."""
    return {name: value for name, value in arguments.items() if value is not None}


def _text(secret: Any) -> str | None:
    # Profile.resolve() left no reference unread.
    return None if secret is None else cast("str", secret.get_secret_value())


# The module and class of each provider's client, and what makes its arguments of a profile. Other servers
# that speak S3 get MinIO's, which needs no SDK and does not read the environment of AWS.
_STORAGE: dict[str, tuple[str, str, Callable[[Any], dict[str, Any]]]] = {
    "aws": ("aws.storage", "S3Client", _aws),
    "s3": ("minio.storage", "MinIOClient", _s3),
    "minio": ("minio.storage", "MinIOClient", _s3),
    "infomaniak": ("infomaniak.object_storage", "InfomaniakS3Client", _infomaniak),
    "swift": ("infomaniak.object_storage", "InfomaniakObjectStorageClient", _swift),
    "azure": ("azure.storage", "AzureBlobClient", _azure),
    "gcp": ("gcp.storage", "GCSClient", _gcp),
    "local": ("local.storage", "LocalStorageClient", _local),
    "memory": ("local.memory", "MemoryStorageClient", _memory),
}
