"""What the clients of OpenStack's services have in common: who calls, one connection, one kind of errors."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Self

from codomyrmex.cloud.common.client import ServiceClient
from codomyrmex.cloud.common.errors import ConfigurationError, PermissionDeniedError
from codomyrmex.cloud.common.providers import CloudProvider
from codomyrmex.cloud.infomaniak.auth import InfomaniakCredentials
from codomyrmex.cloud.infomaniak.connection import SharedConnection, connection_of
from codomyrmex.cloud.infomaniak.errors import error_of
from codomyrmex.cloud.infomaniak.requests import ask, send

if TYPE_CHECKING:
    from codomyrmex.cloud.common.errors import CloudError


class OpenStackClient(ServiceClient):
    """A client of services of OpenStack. Building it sends nothing and loads no SDK.

    Args:
        credentials: who calls.
        cloud: who calls, by the name of a cloud in ``clouds.yaml``, in place of credentials.
        region: whose services to use, where neither of the two says it.
        connection: an `openstack.connection.Connection` of the caller's, in place of all others. It is used
            as it is, and not closed.

    Raises:
        ConfigurationError: nobody, or more than one, is named.
    """

    provider = CloudProvider.INFOMANIAK
    needs_user: ClassVar[bool] = False
    """Whether the service refuses an application credential, as it acts in the user's name later."""

    def __init__(
        self,
        credentials: InfomaniakCredentials | None = None,
        *,
        cloud: str | None = None,
        region: str | None = None,
        connection: Any = None,
    ) -> None:
        if sum(one is not None for one in (credentials, cloud, connection)) != 1:
            raise ConfigurationError("Give credentials, the name of a cloud, or a connection: one of them.")
        if cloud is not None:
            credentials = InfomaniakCredentials(cloud=cloud, region=region)
        self._shared = (
            SharedConnection(None, connection) if credentials is None else connection_of(credentials)
        )

    @classmethod
    def from_env(cls) -> Self:
        """The client of whom the environment names; see `InfomaniakCredentials.from_env`.

        Raises:
            ConfigurationError: nobody is named, or only in part.
        """
        return cls(InfomaniakCredentials.from_env(user=cls.needs_user))

    @classmethod
    def from_credentials(cls, credentials: InfomaniakCredentials) -> Self:
        """The client of these credentials; all clients of the same ones share a connection."""
        return cls(credentials)

    @property
    def native(self) -> Any:
        """The `openstack.connection.Connection` that it uses."""
        return self._shared.open()

    @property
    def region(self) -> str | None:
        """The region whose services it uses, where that was said."""
        return self._shared.region

    def _error_of(self, error: Exception) -> CloudError | None:
        return error_of(error)

    def _require_user(self, what: str) -> None:
        """Refuse, before any request, what an application credential may not do.

        Args:
            what: what was asked for, as the beginning of a sentence: ``Making a stack``.

        Raises:
            PermissionDeniedError: an application credential calls.
        """
        if self._shared.is_restricted:
            raise PermissionDeniedError(
                f"{what} needs a user with a password, as the service acts in the user's name later; "
                "set INFOMANIAK_USERNAME, INFOMANIAK_PASSWORD and INFOMANIAK_PROJECT_ID."
            )

    def _pages(
        self, service: Any, path: str, key: str, query: Mapping[str, str] | None = None, **options: Any
    ) -> Iterator[dict[str, Any]]:
        """Every item of a list, a page at a time, as the service's JSON has it.

        Args:
            service: the proxy of openstacksdk: ``self.native.compute``.
            path: of the list: ``/servers/detail``.
            key: the name of the items in the answer: ``servers``.
            query: what to ask for.
            options: for the request; see `send`.
        """
        url: str | None = path
        parameters: Mapping[str, str] | None = query or {}
        while url is not None:
            found = self._page(service, url, parameters, **options)
            yield from found[key]
            url, parameters = _next_page(found, key, path), None

    def _page(
        self, service: Any, url: str, query: Mapping[str, str] | None, **options: Any
    ) -> dict[str, Any]:
        """One page of :meth:`_pages`, as the service's JSON has it."""
        found: dict[str, Any] = send(
            service, "GET", url, params=query, errors=self._error_of, **options
        ).json()
        return found

    def _request(self, service: Any, method: str, *path: str, **options: Any) -> Any:
        """The JSON that a service answers one request with; the arguments are those of `ask`."""
        return ask(service, method, *path, errors=self._error_of, **options)

    def close(self) -> None:
        """Let go of the connections that are open, which other clients of the same credentials share; all
        of them can still be used."""
        self._shared.close()


def _next_page(found: Mapping[str, Any], key: str, path: str) -> str | None:
    if isinstance(following := found.get("next"), str):
        # Glance's begins with its version, which the address of the service has already.
        return f"{path}?{following.partition('?')[2]}"
    links = found.get(f"{key}_links") or found.get("links") or ()
    if isinstance(links, Mapping):
        following = links.get("next")
        return None if following is None else str(following)
    return next((str(link["href"]) for link in links if link.get("rel") == "next"), None)
