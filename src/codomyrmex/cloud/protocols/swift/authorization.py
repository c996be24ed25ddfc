"""How a caller shows who it is: a token, and the address of the account that came with it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from codomyrmex.cloud.common.errors import AuthenticationError, CloudError, ServiceUnavailableError
from codomyrmex.cloud.common.locks import ProcessLock
from codomyrmex.cloud.protocols.swift.errors import error_of
from codomyrmex.cloud.wire import Exchange, Request, Response

if TYPE_CHECKING:
    from codomyrmex.cloud.wire import Transport


@dataclass(frozen=True, slots=True)
class Access:
    """What a request needs.

    Attributes:
        storage_url: the account's address.
        token: the value of ``X-Auth-Token``; ``None`` sends none.
    """

    storage_url: str
    token: str | None = field(default=None, repr=False)


class Authorization(ABC):
    """Gets access, and gets it anew when the service calls the token invalid."""

    def __init__(self) -> None:
        self._lock = ProcessLock()
        self._access: Access | None = None

    def access(self) -> Access:
        """The access to use now.

        Raises:
            AuthenticationError: the credentials are wrong.
        """
        with self._lock:
            if self._access is None:
                self._access = self._fetch()
            return self._access

    def renew(self, used: Access | None) -> bool:
        """Forget a token that was refused; another thread may have done so already."""
        with self._lock:
            if self._access is used:
                self._access = None
        return True

    @abstractmethod
    def _fetch(self) -> Access: ...

    def __reduce__(self) -> tuple[object, ...]:
        raise TypeError("Credentials are not pickled; make the client anew in the other process.")


class Anonymous(Authorization):
    """No token: public containers only."""

    def __init__(self, storage_url: str) -> None:
        super().__init__()
        self._url = storage_url

    def renew(self, used: Access | None) -> bool:
        """There is nothing to renew."""
        return False

    def _fetch(self) -> Access:
        return Access(self._url)


class V1Auth(Authorization):
    """Version 1 of Swift's authentication, which Ceph and small installations have.

    https://docs.openstack.org/swift/latest/overview_auth.html#tempauth

    Args:
        auth_url: its address, ``https://HOST/auth/v1.0``.
        user: ``ACCOUNT:USER``.
        key: the user's key.
        transport: the connections.
        storage_url: the account's address, where the one that comes with the token is not to be used.
    """

    def __init__(
        self, auth_url: str, user: str, key: str, transport: Transport, storage_url: str | None = None
    ) -> None:
        super().__init__()
        self._auth_url = auth_url
        self._user = user
        self._key = key
        self._transport = transport
        self._storage_url = storage_url

    def error_of(self, response: Response) -> CloudError:
        """The error that a refusal stands for."""
        if response.status in (401, 403):
            return AuthenticationError("The user or the key is wrong.", status=response.status)
        return error_of(response)

    def recover(self, error: CloudError) -> bool:
        """Nothing can be mended."""
        return False

    def _fetch(self) -> Access:
        return self._transport.send(Exchange(self, self._request, self._parse))

    def _request(self) -> Request:
        return Request("GET", self._auth_url, [f"X-Auth-User: {self._user}", f"X-Auth-Key: {self._key}"])

    def _parse(self, response: Response) -> Access:
        token, url = response.header("x-auth-token"), response.header("x-storage-url")
        if token is None or url is None:
            raise ServiceUnavailableError("The service logged in without giving a token.")
        return Access((self._storage_url or url).rstrip("/"), token)
