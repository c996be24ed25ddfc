"""What Coda refuses, each also of the library's own kind.

    CodaAPIError (CloudError)
    ├── CodaAuthenticationError (AuthenticationError)     401
    ├── CodaForbiddenError (PermissionDeniedError)        403
    ├── CodaNotFoundError (NotFoundError)                 404
    │   └── CodaGoneError                                 410: it was there, and is deleted
    ├── CodaValidationError (InvalidRequestError)         400 and 422
    ├── CodaRateLimitError (RateLimitedError)             429, after the retries
    └── CodaUnavailableError (ServiceUnavailableError)    5xx

https://coda.io/developers/apis/v1#section/Using-the-API
"""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from codomyrmex.cloud.common.errors import (
    AuthenticationError,
    CloudError,
    InvalidRequestError,
    NotFoundError,
    PermissionDeniedError,
    RateLimitedError,
    ServiceUnavailableError,
)
from codomyrmex.cloud.wire import Response


class CodaAPIError(CloudError):
    """Coda answered that it did not do what was asked."""


class CodaAuthenticationError(CodaAPIError, AuthenticationError):
    """The API token is wrong or has expired."""


class CodaForbiddenError(CodaAPIError, PermissionDeniedError):
    """The API token does not give access to this."""


class CodaNotFoundError(CodaAPIError, NotFoundError):
    """It is not there, or not for this API token."""


class CodaGoneError(CodaNotFoundError):
    """It was there, and is deleted."""


class FieldError(NamedTuple):
    """What is wrong with a field of a request.

    Attributes:
        path: where the field is in the request.
        message: what is wrong with it.
    """

    path: str
    message: str


class CodaValidationError(CodaAPIError, InvalidRequestError):
    """The request is not as Coda wants it.

    Attributes:
        fields: what is wrong with which field, where Coda says so.
    """

    fields: tuple[FieldError, ...] = ()


class CodaRateLimitError(CodaAPIError, RateLimitedError):
    """Too many requests, also after the client has waited."""


class CodaUnavailableError(CodaAPIError, ServiceUnavailableError):
    """A fault on Coda's side."""


_BY_STATUS: dict[int, type[CodaAPIError]] = {
    400: CodaValidationError,
    401: CodaAuthenticationError,
    403: CodaForbiddenError,
    404: CodaNotFoundError,
    410: CodaGoneError,
    422: CodaValidationError,
    429: CodaRateLimitError,
}
_SENTENCES = {
    401: "The API token is wrong or has expired",
    403: "This API token does not give access to it",
    404: "It is not there, or not for this API token",
    410: "It was deleted",
    429: "Coda asks for fewer requests",
}


def error_of(response: Response) -> CodaAPIError:
    """The error that an unsuccessful answer stands for."""
    status, said = response.status, _said(response)
    kind = _BY_STATUS.get(status, CodaUnavailableError if status >= 500 else CodaAPIError)
    fields = _fields(said)
    sentence = _sentence(status, said)
    if fields:
        sentence += f" ({'; '.join(f'{field.path}: {field.message}' for field in fields)})"
    error = kind(f"{sentence}.", status=status, request_id=response.header("x-request-id"))
    if isinstance(error, CodaValidationError):
        error.fields = fields
    return error


def _sentence(status: int, said: dict[str, Any]) -> str:
    phrase, message = said.get("statusMessage"), said.get("message")
    if said and message in (None, "", phrase) and status in _SENTENCES:
        # Coda says no more than the status does.
        return _SENTENCES[status]
    return str(message or phrase or f"Coda answered {status}").rstrip(".")


def _said(response: Response) -> dict[str, Any]:
    try:
        said = json.loads(response.body)
    except ValueError:
        return {}  # Not Coda's own words: a proxy's page, say.
    return said if isinstance(said, dict) else {}


def _fields(said: dict[str, Any]) -> tuple[FieldError, ...]:
    detail = said.get("codaDetail")
    found = detail.get("validationErrors") if isinstance(detail, dict) else None
    return tuple(
        FieldError(str(one.get("path", "")), str(one.get("message", "")))
        for one in (found if isinstance(found, list) else ())
        if isinstance(one, dict)
    )
