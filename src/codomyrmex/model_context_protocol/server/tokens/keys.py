"""The public keys of whoever gives out tokens: a JSON Web Key Set (RFC 7517), read again as it ages."""

from __future__ import annotations

import json
import logging
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jwt import PyJWK
from jwt.exceptions import PyJWTError

from codomyrmex.cloud.common.errors import CloudError, ConfigurationError

ALGORITHMS = frozenset(
    {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"}
)
"""How tokens may be signed: with a private key. Whoever can check a shared one could also sign with it."""

_FRESH_SECONDS = 300.0
_OLDEST_SECONDS = 3600.0
_SECONDS_BETWEEN_READINGS = 10.0
_MOST_BYTES = 1 << 20

_log = logging.getLogger(__name__)


class KeySet:
    """The keys of an issuer by their identifiers. Threads may share it.

    Keys are read again after five minutes, and when a token names one that is not among them, though not
    more often than every ten seconds. While they cannot be read, those of the last hour count.

    Args:
        read: gives the set as JSON.
        clock: seconds that never go back.

    Raises:
        ConfigurationError: it cannot be read, or holds no key that can be used.
    """

    def __init__(self, read: Callable[[], bytes], clock: Callable[[], float] = time.monotonic) -> None:
        self._read = read
        self._clock = clock
        self._lock = threading.Lock()
        self._keys = keys_of(read())
        self._read_at = self._tried_at = clock()

    def key(self, identifier: str | None) -> PyJWK | None:
        """The key of this identifier, or the only one where a token names none; ``None`` if there is none.

        It may wait for the issuer; while another thread does, only for a key that is not there yet.
        """
        found = self._found(identifier)
        is_fresh = self._clock() - self._read_at <= _FRESH_SECONDS
        if (found is None or not is_fresh) and self._lock.acquire(blocking=found is None):
            try:
                self._read_again()
            finally:
                self._lock.release()
            found = self._found(identifier)
        return found

    def _found(self, identifier: str | None) -> PyJWK | None:
        if self._clock() - self._read_at > _OLDEST_SECONDS:
            return None
        if identifier is not None:
            return self._keys.get(identifier)
        return next(iter(self._keys.values())) if len(self._keys) == 1 else None

    def _read_again(self) -> None:
        if self._clock() - self._tried_at < _SECONDS_BETWEEN_READINGS:
            return
        try:
            self._keys = keys_of(self._read())
            self._read_at = self._clock()
        except CloudError as error:
            _log.warning("The keys of tokens cannot be read again: %s", error)
        self._tried_at = self._clock()


def keys_of(text: bytes) -> Mapping[str, PyJWK]:
    """The keys of a set that can check signatures. A key without an identifier has the empty one.

    Raises:
        ConfigurationError: it is no such set, or has no such key.
    """
    try:
        keys = json.loads(text)["keys"]
        usable = [PyJWK(key) for key in keys if _is_usable(key)]
    except (ValueError, LookupError, TypeError, AttributeError, PyJWTError) as error:
        raise ConfigurationError("The keys of tokens are no JSON Web Key Set (RFC 7517).") from error
    if not usable:
        raise ConfigurationError("The JSON Web Key Set holds no public key that signatures are checked with.")
    found = {key.key_id or "": key for key in usable}
    if len(found) != len(usable):
        raise ConfigurationError("Two keys of the JSON Web Key Set have the same identifier.")
    return found


def _is_usable(key: Mapping[str, Any]) -> bool:
    # What is not understood is passed over (RFC 7517 §5), and so is what does not check signatures.
    if key.get("kty") not in {"RSA", "EC", "OKP"} or key.get("use", "sig") != "sig":
        return False
    try:
        return PyJWK(dict(key)).algorithm_name in ALGORITHMS
    except PyJWTError:
        return False


def reader_of(place: str) -> Callable[[], bytes]:
    """What reads a set of keys.

    Args:
        place: an ``https`` address, an ``http`` one on this machine, or the path of a file.

    Raises:
        ConfigurationError: the address is none, or others could change what it gives.
    """
    if "://" not in place:
        return lambda: _file(Path(place))
    from codomyrmex.cloud.wire.addresses import is_loopback

    parts = urlsplit(place)
    if parts.scheme != "https" and not (parts.scheme == "http" and is_loopback(parts.hostname or "")):
        raise ConfigurationError("The keys of tokens are read over https only; others could change them.")
    return lambda: _fetched(place)


def _file(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ConfigurationError(f"The keys of tokens cannot be read: {path}: {error.strerror}.") from error


def _fetched(address: str) -> bytes:
    from codomyrmex.cloud.wire import ConnectionOptions, Exchange, Request, RetryPolicy, Transport

    transport = Transport(ConnectionOptions(compressed=True), RetryPolicy(budget=10))
    exchange = Exchange(
        _Issuer(),
        lambda: Request("GET", address, ["Accept: application/json"]),
        lambda response: response.body,
        ok=frozenset({200}),
        resource=address,
        limit=_MOST_BYTES,
    )
    try:
        return transport.send(exchange)
    finally:
        transport.close()


class _Issuer:
    """What the wire has to know of whoever gives out keys: nothing but a status says what is wrong."""

    def error_of(self, response: Any) -> CloudError:
        """The error that a status stands for."""
        from codomyrmex.cloud.wire.faults import kind_of_status

        return kind_of_status(response.status)(f"The keys of tokens were answered with {response.status}.")

    def recover(self, error: CloudError) -> bool:
        """Nothing here mends itself."""
        return False
