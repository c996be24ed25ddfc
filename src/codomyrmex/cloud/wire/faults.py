"""Where the faults of the wire become errors: libcurl's codes, and what an HTTP status means by itself."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pycurl

from codomyrmex.cloud.common.errors import (
    AuthenticationError,
    CloudError,
    ConfigurationError,
    ConflictError,
    InvalidRequestError,
    NotFoundError,
    NotSupportedError,
    OperationTimeoutError,
    PermissionDeniedError,
    PreconditionFailedError,
    QuotaExceededError,
    RateLimitedError,
    ServiceUnavailableError,
)
from codomyrmex.cloud.wire.header_values import http_date

if TYPE_CHECKING:
    from codomyrmex.cloud.wire.message import Response

_TLS_FAULTS = {
    pycurl.E_SSL_CONNECT_ERROR,
    pycurl.E_PEER_FAILED_VERIFICATION,
    pycurl.E_SSL_CERTPROBLEM,
    pycurl.E_SSL_CIPHER,
    pycurl.E_SSL_CACERT_BADFILE,
    pycurl.E_SSL_ISSUER_ERROR,
}
_NO_CONNECTION = {pycurl.E_COULDNT_RESOLVE_HOST, pycurl.E_COULDNT_RESOLVE_PROXY, pycurl.E_COULDNT_CONNECT}
_WRONG_ADDRESS = {pycurl.E_URL_MALFORMAT, pycurl.E_UNSUPPORTED_PROTOCOL}

_BY_STATUS: dict[int, type[CloudError]] = {
    400: InvalidRequestError,
    401: AuthenticationError,
    403: PermissionDeniedError,
    404: NotFoundError,
    405: NotSupportedError,
    408: OperationTimeoutError,
    409: ConflictError,
    410: NotFoundError,
    412: PreconditionFailedError,
    413: InvalidRequestError,
    416: InvalidRequestError,
    429: RateLimitedError,
    501: NotSupportedError,
    507: QuotaExceededError,
}


def error_of_curl(code: int, text: str, authority: str, waited: float | None = None) -> CloudError:
    """The error for a transfer that libcurl could not finish.

    Args:
        code: a ``CURLE_`` number (https://curl.se/libcurl/c/libcurl-errors.html).
        text: libcurl's own words.
        authority: host and port that were spoken to.
        waited: seconds without progress, for the message of a timeout.
    """
    if code == pycurl.E_OPERATION_TIMEDOUT:
        pause = f" for {waited:.1f} s" if waited else " in time"
        return OperationTimeoutError(
            f"{authority} did not answer{pause}; the service may be overloaded or out of reach."
        )
    if code in _TLS_FAULTS:
        return ServiceUnavailableError(
            f"No trusted TLS connection to {authority}: {text}. "
            "For a private CA name its bundle in ca_bundle or SSL_CERT_FILE.",
            retryable=code == pycurl.E_SSL_CONNECT_ERROR,
        )
    if code in _WRONG_ADDRESS:
        return ConfigurationError(f"{authority} is not an address that can be spoken to: {text}.")
    if code == pycurl.E_COULDNT_RESOLVE_HOST:
        return ServiceUnavailableError(f"The host of {authority} has no address; is the endpoint right?")
    if code == pycurl.E_COULDNT_RESOLVE_PROXY:
        return ServiceUnavailableError(f"The proxy on the way to {authority} has no address: {text}.")
    if code == pycurl.E_COULDNT_CONNECT:
        return ServiceUnavailableError(f"No connection to {authority}: {text}.")
    return ServiceUnavailableError(f"The connection to {authority} broke: {text}.")


def was_not_sent(error: CloudError) -> bool:
    """Whether the last attempt ended before the service could see any of the request."""
    cause = error.__cause__
    return isinstance(cause, pycurl.error) and cause.args[0] in _NO_CONNECTION | _TLS_FAULTS


def kind_of_status(status: int) -> type[CloudError]:
    """The error class an HTTP status stands for when the service says nothing more (RFC 9110 §15)."""
    if status in _BY_STATUS:
        return _BY_STATUS[status]
    # A redirect is not followed: signatures and bodies are for the host that they were made for.
    if 300 <= status < 500:
        return InvalidRequestError
    return ServiceUnavailableError


def retry_after(response: Response) -> float | None:
    """Seconds that the answer asks to wait, from either form of ``Retry-After`` (RFC 9110 §10.2.3)."""
    value = response.header("retry-after")
    if value is None:
        return None
    if value.isdecimal():
        return float(value)
    moment = http_date(value)
    return None if moment is None else max(0.0, (moment - datetime.now(UTC)).total_seconds())
