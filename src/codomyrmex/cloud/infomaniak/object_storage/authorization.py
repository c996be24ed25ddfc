"""Access to an object store with tokens of Keystone, through keystoneauth1.

https://docs.openstack.org/keystoneauth/latest/
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from codomyrmex.cloud.common.errors import (
    AuthenticationError,
    ConfigurationError,
    OperationTimeoutError,
    ServiceUnavailableError,
)
from codomyrmex.cloud.protocols.swift.authorization import Access, Authorization

if TYPE_CHECKING:
    from codomyrmex.cloud.wire import ConnectionOptions


class Keystone(Authorization):
    """Access with tokens of Keystone, renewed before they end and when one is refused.

    Nothing is asked before the first request.

    Args:
        plugin: makes the plugin of keystoneauth1 that gets tokens.
        region: whose object store to use; ``None`` takes the only one.
        storage_url: the account's address, where Keystone's catalog is not to be asked.
        connection: trust and timeouts.
        interface: which of the addresses in the catalog: ``public``, ``internal`` or ``admin``.
    """

    def __init__(
        self,
        plugin: Callable[[], Any],
        region: str | None,
        storage_url: str | None,
        connection: ConnectionOptions,
        interface: str | list[str] = "public",
    ) -> None:
        super().__init__()
        self._plugin = plugin
        self._region = region
        self._storage_url = storage_url
        self._connection = connection
        self._interface = interface
        self._session: Any = None

    def access(self) -> Access:
        """The access to use now, renewed where the token is about to end."""
        with self._lock:
            if self._access is None or self._session.auth.auth_ref.will_expire_soon():
                self._access = self._fetch()
            return self._access

    def renew(self, used: Access | None) -> bool:
        """Forget a token that was refused; another thread may have done so already."""
        with self._lock:
            if self._access is used and self._session is not None:
                self._session.invalidate()
                self._access = None
        return True

    @property
    def session(self) -> Any:
        """The session of keystoneauth1, for other clients of OpenStack."""
        with self._lock:
            return self._open()

    def _open(self) -> Any:
        if self._session is None:
            plugin = self._plugin()
            from keystoneauth1.session import Session

            verify: bool | str = self._connection.verify and self._connection.trusted_authorities
            self._session = Session(plugin, verify=verify, timeout=self._connection.stall_timeout)
        return self._session

    def _fetch(self) -> Access:
        session = self._open()
        from keystoneauth1 import exceptions

        try:
            token = session.get_token()
            url = self._storage_url or session.get_endpoint(
                service_type="object-store", interface=self._interface, region_name=self._region
            )
        except exceptions.Unauthorized as error:
            raise AuthenticationError(
                "Keystone does not take the credentials: they are wrong, or have ended and need new ones in "
                "their place.",
                status=401,
            ) from error
        except exceptions.NotFound as error:
            raise AuthenticationError(
                "Keystone knows no such application credential: it was deleted and needs a new one in its "
                "place, or auth_url is not Keystone's address.",
                status=404,
            ) from error
        except exceptions.ConnectTimeout as error:
            raise OperationTimeoutError("Keystone did not answer in time.") from error
        except (exceptions.ConnectionError, exceptions.HttpServerError) as error:
            raise ServiceUnavailableError("Keystone cannot be reached.") from error
        except exceptions.CatalogException:
            url = None
        except exceptions.ClientException as error:
            raise AuthenticationError(f"Keystone gives no token: {type(error).__name__}.") from error
        if url is None:
            raise ConfigurationError(
                "Keystone's catalog names no object store"
                + (f" in the region {self._region}." if self._region else ".")
            )
        return Access(url.rstrip("/"), token)
