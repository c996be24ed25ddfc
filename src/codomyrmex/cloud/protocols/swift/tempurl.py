"""URLs with which anyone can do one thing with one object for a while.

https://docs.openstack.org/swift/latest/api/temporary_url_middleware.html
"""

from __future__ import annotations

import hmac
import secrets
import time
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from codomyrmex.cloud.common.errors import InvalidRequestError, NotSupportedError
from codomyrmex.cloud.common.locks import ProcessLock

if TYPE_CHECKING:
    from codomyrmex.cloud.protocols.swift.service import SwiftService

LONGEST = 7 * 24 * 3600
"""Seconds. Swift itself has no limit; this is the one of the other services."""

_KEY = "x-account-meta-temp-url-key"


class UrlSigner:
    """Signs URLs with a key of the account; they work until they end or the key is changed.

    Args:
        service: the account.
        key: a key of the account or of the container; by default the account's own is asked for, and set
            where there is none, when the first URL is signed.
    """

    def __init__(self, service: SwiftService, key: str | None = None) -> None:
        self._service = service
        self._key = key
        self._digest: str | None = None
        self._lock = ProcessLock()

    def sign(self, method: str, bucket: str, key: str, expires_in: int) -> str:
        """A URL that is good for ``expires_in`` seconds.

        Raises:
            InvalidRequestError: longer than seven days.
            NotSupportedError: the service signs no URLs.
            PermissionDeniedError: the account has no key, and the caller may not set one.
        """
        if expires_in > LONGEST:
            raise InvalidRequestError(f"URLs are signed for at most 7 days ({LONGEST} seconds).")
        with self._lock:
            if self._digest is None:
                self._digest = self._best_digest()
            if self._key is None:
                self._key = self._account_key()
        url = self._service.url(bucket, key)
        expires = int(time.time()) + expires_in
        signed = signature(self._key, self._digest, method, expires, unquote(urlsplit(url).path))
        return f"{url}?temp_url_sig={signed}&temp_url_expires={expires}"

    def __reduce__(self) -> tuple[object, ...]:
        raise TypeError("Credentials are not pickled; make the client anew in the other process.")

    def _best_digest(self) -> str:
        found = self._service.features.get("tempurl")
        if found is None:
            raise NotSupportedError("The service signs no URLs.")
        # Who names no digests is older than the choice.
        allowed = found.get("allowed_digests", ["sha1"])
        for digest in ("sha256", "sha1"):
            if digest in allowed:
                return digest
        raise NotSupportedError("The service takes neither SHA-256 nor SHA-1 for the signature of a URL.")

    def _account_key(self) -> str:
        key = self._read_key()
        if key is None:
            headers = {_KEY: secrets.token_hex(32)}
            self._service.send(
                self._service.exchange("POST", None, parse=lambda _response: None, headers=headers)
            )
            # What stands there: somebody else may have set one at the same time.
            key = self._read_key()
        if key is None:
            raise NotSupportedError("The account keeps no key for signing URLs.")
        return key

    def _read_key(self) -> str | None:
        return self._service.send(
            self._service.exchange("HEAD", None, parse=lambda response: response.header(_KEY))
        )


def signature(key: str, digest: str, method: str, expires: int, path: str) -> str:
    """The signature of one method on one path.

    Args:
        key: a key of the account or container.
        digest: ``sha256`` or ``sha1``.
        method: ``GET`` or ``PUT``.
        expires: when it ends, in seconds since the epoch.
        path: the path of the URL, decoded.
    """
    return hmac.new(key.encode(), f"{method}\n{expires}\n{path}".encode(), digest).hexdigest()
