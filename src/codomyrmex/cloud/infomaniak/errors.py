"""What the exceptions of openstacksdk and keystoneauth1 mean.

https://docs.openstack.org/openstacksdk/latest/user/exceptions.html
"""

from __future__ import annotations

import re
import sys
from typing import Any
from urllib.parse import urlsplit

from codomyrmex.cloud.common.errors import (
    AlreadyExistsError,
    AuthenticationError,
    CloudError,
    ConfigurationError,
    ConflictError,
    InvalidRequestError,
    NotSupportedError,
    OperationTimeoutError,
    QuotaExceededError,
    ServiceUnavailableError,
)

_QUOTA = re.compile(r"quota|limit ?exceeded|over_?limit|maximum allowed", re.IGNORECASE)
_THERE = re.compile(r"already exist|duplicate", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://([^\s/,]+)")
_REQUEST_ID = ("x-openstack-request-id", "x-compute-request-id")


def is_repeatable(request: Any) -> bool:
    """Whether a request does no more when it is sent again: it reads, or asks for a token.

    Args:
        request: a `requests.PreparedRequest`.
    """
    return request.method in ("GET", "HEAD") or urlsplit(request.url).path.endswith("/auth/tokens")


def error_of(error: Exception) -> CloudError | None:
    """The error that an exception stands for; ``None`` for one that is neither SDK's."""
    if isinstance(error, CloudError):
        return error
    # Neither is imported for this: what was not imported raised nothing.
    sdk, keystone = sys.modules.get("openstack.exceptions"), sys.modules.get("keystoneauth1.exceptions")
    if sdk is not None and isinstance(error, sdk.SDKException):
        return _of_sdk(error, sdk)
    if keystone is not None and isinstance(error, keystone.ClientException):
        return _of_keystone(error, keystone)
    requests = sys.modules.get("requests.exceptions")
    if requests is not None and isinstance(error, requests.RequestException):
        return _no_answer(error)
    return None


def _of_sdk(error: Any, sdk: Any) -> CloudError:
    if isinstance(error, sdk.HttpException) and error.status_code:
        return _of_answer(error.status_code, _said(error), _request_id(error.response))
    if isinstance(error, sdk.DuplicateResource):
        return InvalidRequestError(f"The name is not unique: {error}")
    if isinstance(error, sdk.ResourceTimeout):
        return OperationTimeoutError(_sentence(str(error)))
    if isinstance(error, sdk.ResourceFailure):
        return ConflictError(_sentence(str(error)))
    if isinstance(error, sdk.EndpointNotFound | sdk.ServiceDisabledException):
        return _not_in_catalogue(error)
    if isinstance(error, sdk.ConfigException):
        return ConfigurationError(_sentence(str(error)))
    if isinstance(error, sdk.NotSupported):
        return NotSupportedError(_sentence(str(error)))
    return InvalidRequestError(_sentence(str(error)))


def _of_keystone(error: Any, keystone: Any) -> CloudError:
    if isinstance(error, keystone.ConnectTimeout):
        return OperationTimeoutError("The service did not answer in time; ask again later.")
    if isinstance(error, keystone.ConnectionError):
        # What requests raised, which keystoneauth has only put into words.
        return _no_answer(error.__context__)
    if isinstance(error, keystone.Unauthorized):
        return AuthenticationError(
            "Keystone does not take the credentials: they are wrong, or have expired or been deleted and "
            "need new ones in their place.",
            status=401,
        )
    if isinstance(error, keystone.DiscoveryFailure):
        # Which keeps only the address, of what comes before the first request.
        return _away(next(iter(_ADDRESS.findall(str(error))), "The service"))
    if isinstance(error, keystone.CatalogException):
        return _not_in_catalogue(error)
    if isinstance(error, keystone.NotFound):
        return AuthenticationError(
            "Keystone knows no such application credential: it was deleted and needs a new one in its place, "
            "or auth_url is not Keystone's address.",
            status=404,
        )
    if isinstance(error, keystone.HttpError):
        return _of_answer(error.http_status, error.message, error.request_id)
    if isinstance(error, keystone.MissingAuthPlugin | keystone.AuthPluginException):
        return AuthenticationError(_sentence(str(error)))
    return ServiceUnavailableError(_sentence(str(error)))


def _no_answer(error: Any) -> CloudError:
    """A request that nobody answered, or only in part; says whether it may have been done."""
    request = getattr(error, "request", None)
    if request is None:
        return ServiceUnavailableError("The service broke off before its answer was whole; try again later.")
    place = urlsplit(request.url).netloc
    if _was_not_sent(error):
        return _away(place)
    if is_repeatable(request):
        return ServiceUnavailableError(f"{place} breaks off before its answer is whole; try again later.")
    return ServiceUnavailableError(
        f"{place} broke off before its answer was whole, and may have done what was asked: look before you "
        "ask again.",
        retryable=False,
    )


def _away(place: str) -> CloudError:
    return ServiceUnavailableError(f"{place} cannot be reached, and has done nothing; try again later.")


def _was_not_sent(error: Any) -> bool:
    urllib3 = sys.modules["urllib3.exceptions"]
    reason = getattr(error.args[0] if error.args else None, "reason", None)
    return isinstance(reason, urllib3.NewConnectionError | urllib3.ProxyError)


def _of_answer(status: int, said: str, request_id: str | None) -> CloudError:
    from codomyrmex.cloud.wire.faults import kind_of_status

    kind = kind_of_status(status)
    message = _sentence(said) or f"The service answered {status}."
    if status in (403, 409, 413) and _QUOTA.search(said):
        kind = QuotaExceededError
    elif status == 409 and _THERE.search(said):
        kind = AlreadyExistsError
    elif status == 401:
        message = (
            "The service does not take the token: the credentials have expired or been deleted and need new "
            "ones in their place."
        )
    return kind(message, status=status, request_id=request_id)


def _not_in_catalogue(error: Exception) -> CloudError:
    return NotSupportedError(
        f"The service is not in the catalogue of this cloud and region: {str(error).strip().rstrip('.')}."
    )


def _said(error: Any) -> str:
    # The service's own words; without them the exception's, which are the method and the address.
    return str(error.details or error.message or "")


def _sentence(text: str) -> str:
    line = " ".join(text.split())
    return line if not line or line.endswith((".", "!", "?")) else f"{line}."


def _request_id(response: Any) -> str | None:
    headers = getattr(response, "headers", None) or {}
    return next((headers[name] for name in _REQUEST_ID if name in headers), None)
