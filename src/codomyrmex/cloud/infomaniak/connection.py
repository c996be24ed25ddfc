"""The connection of openstacksdk that all clients of one credential share."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any
from weakref import WeakValueDictionary

from codomyrmex.cloud.common.errors import ConfigurationError, MissingDependencyError
from codomyrmex.cloud.common.locks import ProcessLock

if TYPE_CHECKING:
    from codomyrmex.cloud.infomaniak.auth import InfomaniakCredentials

_REQUEST_TIMEOUT = 60.0
"""Seconds without an answer after which a request is given up."""


class SharedConnection:
    """A connection of openstacksdk, made when it is first used, and anew in a forked process.

    Safe to share between threads. Tokens are renewed by keystoneauth1 before they end.

    Args:
        credentials: who calls; ``None`` where the connection is given.
        connection: one that the caller has; it is used as it is.
    """

    def __init__(self, credentials: InfomaniakCredentials | None, connection: Any = None) -> None:
        self._credentials = credentials
        self._given = connection
        self._made: tuple[int, Any] | None = None
        self._lock = ProcessLock()

    @property
    def credentials(self) -> InfomaniakCredentials:
        """Who calls.

        Raises:
            ConfigurationError: that is not known, as the connection is the caller's own.
        """
        if self._credentials is None:
            raise ConfigurationError("Who calls is not known of a connection that was given.")
        return self._credentials

    @property
    def region(self) -> str | None:
        """The region whose services it uses, where that was said."""
        if self._credentials is not None:
            return self._credentials.region
        region = self._given.config.get_region_name()
        return None if region is None else str(region)

    @property
    def is_restricted(self) -> bool:
        """Whether an application credential calls, which may not do what needs the user."""
        if self._credentials is not None and self._credentials.cloud is None:
            return self._credentials.application_credential_id is not None
        auth = getattr(self.open().session.auth, "_auth_method", None) or self.open().session.auth
        methods = getattr(auth, "auth_methods", ())
        return any(type(method).__name__ == "ApplicationCredentialMethod" for method in methods)

    def open(self) -> Any:
        """The `openstack.connection.Connection`.

        Raises:
            MissingDependencyError: openstacksdk is not installed.
            ConfigurationError: ``clouds.yaml`` has no such cloud.
        """
        if self._given is not None:
            return self._given
        made = self._made
        if made is not None and made[0] == os.getpid():
            return made[1]
        with self._lock:
            if self._made is None or self._made[0] != os.getpid():
                # A child's parent goes on with its own: the two would read each other's answers.
                self._made = (os.getpid(), self._make())
            return self._made[1]

    def _make(self) -> Any:
        plugin = self.credentials.plugin()
        try:
            from openstack.connection import Connection

            from codomyrmex.cloud.infomaniak.repeating import repeating_session
        except ModuleNotFoundError as error:
            raise MissingDependencyError(
                "OpenStack's services need openstacksdk. "
                "Install it with: pip install 'codomyrmex-cloud[infomaniak]'"
            ) from error
        session = repeating_session(plugin, timeout=_REQUEST_TIMEOUT, app_name="codomyrmex-cloud")
        return Connection(session=session, region_name=self.credentials.region)

    def close(self) -> None:
        """Let go of the connections that are open; it can still be used."""
        made, self._made = self._made, None
        if made is not None and made[0] == os.getpid():
            made[1].close()


_shared: WeakValueDictionary[InfomaniakCredentials, SharedConnection] = WeakValueDictionary()
_sharing = ProcessLock()


def connection_of(credentials: InfomaniakCredentials) -> SharedConnection:
    """The connection of these credentials, which lives as long as a client that uses it. Nothing is sent."""
    with _sharing:
        shared = _shared.get(credentials)
        if shared is None:
            shared = _shared[credentials] = SharedConnection(credentials)
        return shared
