"""From a name to its clients, and from an address to what it means."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, TypeVar, cast

from codomyrmex.cloud.common.credentials import configuration_errors
from codomyrmex.cloud.common.errors import ConfigurationError, InvalidRequestError
from codomyrmex.cloud.connection.services import service_for
from codomyrmex.cloud.connection.storage import storage_for
from codomyrmex.validation import ValidationError, parse_storage_url

if TYPE_CHECKING:
    from typing import Self

    from codomyrmex.cloud.coda_io import CodaClient
    from codomyrmex.cloud.common.block_storage import BlockStorageClient
    from codomyrmex.cloud.common.compute import ComputeClient
    from codomyrmex.cloud.common.dns import DNSClient
    from codomyrmex.cloud.common.identity import IdentityClient
    from codomyrmex.cloud.common.metering import MeteringClient
    from codomyrmex.cloud.common.network import NetworkClient
    from codomyrmex.cloud.common.orchestration import OrchestrationClient
    from codomyrmex.cloud.common.storage import StorageClient
    from codomyrmex.cloud.infomaniak.newsletter import InfomaniakNewsletterClient
    from codomyrmex.config_management import Profile

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

    def __init__(self, profile: Profile, *, changed: bool = False) -> None:
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

    def _storage(self, profile: Profile) -> StorageClient:
        client = storage_for(profile)
        client.profile = None if self._changed else profile.name
        return client

    @property
    def compute(self) -> ComputeClient:
        """Virtual machines; raises as `storage` does."""
        return cast("ComputeClient", self._service("compute"))

    @property
    def block_storage(self) -> BlockStorageClient:
        """Volumes and their snapshots; raises as `storage` does."""
        return cast("BlockStorageClient", self._service("block_storage"))

    @property
    def identity(self) -> IdentityClient:
        """Who calls, with which roles and keys; raises as `storage` does."""
        return cast("IdentityClient", self._service("identity"))

    @property
    def dns(self) -> DNSClient:
        """Zones and records; raises as `storage` does."""
        return cast("DNSClient", self._service("dns"))

    @property
    def network(self) -> NetworkClient:
        """Networks, addresses, firewalls and load balancers; raises as `storage` does."""
        return cast("NetworkClient", self._service("network"))

    @property
    def metering(self) -> MeteringClient:
        """Usage and costs; raises as `storage` does."""
        return cast("MeteringClient", self._service("metering"))

    @property
    def orchestration(self) -> OrchestrationClient:
        """Stacks of resources; raises as `storage` does."""
        return cast("OrchestrationClient", self._service("orchestration"))

    @property
    def documents(self) -> CodaClient:
        """Coda's documents; raises as `storage` does."""
        return cast("CodaClient", self._service("documents"))

    @property
    def newsletter(self) -> InfomaniakNewsletterClient:
        """Infomaniak's newsletter; raises as `storage` does."""
        return cast("InfomaniakNewsletterClient", self._service("newsletter"))

    def _service(self, capability: str) -> Any:
        return self._client(capability, lambda profile: service_for(profile, capability))

    def _client(self, capability: str, build: Callable[[Profile], T]) -> T:
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
            ``coda``, ``newsletter``, ``local``, ``memory``), which reads the environment, or one of the
            configuration file.
        overrides: fields of the profile to replace, such as ``region`` or ``endpoint_url``.

    Raises:
        ConfigurationError: there is no such profile, or a field of it is wrong.
    """
    from codomyrmex.config_management import get_profile

    with configuration_errors():
        found = get_profile(profile)
        described = _replace(found, overrides) if overrides else found
        return _class_of(found.provider)(described, changed=bool(overrides))


def _class_of(provider: str) -> type[Cloud]:
    if provider not in ("infomaniak", "swift"):
        return Cloud
    from codomyrmex.cloud.connection.infomaniak import InfomaniakCloud

    return InfomaniakCloud


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


def _replace(profile: Profile, overrides: dict[str, Any]) -> Profile:
    from codomyrmex.config_management import SettingsError

    try:
        return profile.with_fields(**overrides)
    except SettingsError as error:
        raise ConfigurationError(f"The profile {profile.name!r} cannot be changed so: {error}.") from None
