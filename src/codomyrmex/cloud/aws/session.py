"""AWS credentials, through botocore: environment, profiles, SSO, roles and workload identity, refreshed by
themselves.

https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html
"""

from __future__ import annotations

import math
import time
from functools import cached_property
from typing import TYPE_CHECKING, Any

from codomyrmex.cloud.aws.errors import translated
from codomyrmex.cloud.common.errors import AuthenticationError
from codomyrmex.cloud.common.locks import ProcessLock
from codomyrmex.cloud.protocols.s3.signing import Credentials

if TYPE_CHECKING:
    from botocore.session import Session

_UNDER_WAY = 60.0  # seconds for which requests that were signed before a refresh may still come back refused


class BotocoreCredentials:
    """The credential chain of one profile. Nothing is read before the first request is signed."""

    def __init__(self, profile: str | None) -> None:
        self._profile = profile
        self._lock = ProcessLock()
        self._current: Any = None
        self._refreshed_at = -math.inf

    @cached_property
    def session(self) -> Session:
        """botocore's session.

        Raises:
            ConfigurationError: the profile is not there, or a configuration file is malformed.
        """
        from botocore.session import Session

        with translated():
            session = Session(profile=self._profile)
            session.get_scoped_config()
            return session

    @property
    def region(self) -> str | None:
        """The region that the environment or the profile names."""
        with translated():
            return self.session.get_config_variable("region")  # type: ignore[no-any-return]

    def credentials(self) -> Credentials:
        """The credentials in force, refreshed where they are about to end.

        Raises:
            AuthenticationError: there are none, or they cannot be refreshed.
        """
        with self._lock, translated():
            if self._current is None:
                self._current = self.session.get_credentials()
            if self._current is None:
                raise AuthenticationError(
                    "There are no AWS credentials. Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, name an "
                    "AWS_PROFILE, or ask for anonymous access."
                )
            frozen = self._current.get_frozen_credentials()
            # Only this private attribute tells when they end, which a presigned URL must not outlive.
            expires_at = getattr(self._current, "_expiry_time", None)
        return Credentials(frozen.access_key, frozen.secret_key, frozen.token, expires_at)

    def refresh(self) -> bool:
        """Walk the chain anew; ``True`` when it gives other credentials, or has just done so."""
        with self._lock, translated():
            if time.monotonic() - self._refreshed_at < _UNDER_WAY:
                return True
            before = self._current.access_key if self._current is not None else None
            self.__dict__.pop("session", None)
            self._current = self.session.get_credentials()
            if self._current is None or self._current.access_key == before:
                return False
            self._refreshed_at = time.monotonic()
            return True
