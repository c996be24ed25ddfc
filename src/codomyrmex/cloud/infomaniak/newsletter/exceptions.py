"""What the newsletter refuses, each also of the library's own kind.

    NewsletterAPIError (CloudError)
    ├── NewsletterAuthenticationError (AuthenticationError)     401: not_authorized
    ├── NewsletterForbiddenError (PermissionDeniedError)        403: access_denied
    ├── NewsletterNotFoundError (NotFoundError)                 404: object_not_found
    ├── NewsletterValidationError (InvalidRequestError)         400 and 422: bad_request, validation_failed
    ├── NewsletterRateLimitError (RateLimitedError)             429, after the retries
    ├── NewsletterUnavailableError (ServiceUnavailableError)    5xx: unexpected_error
    └── NewsletterImportError                                   an import that ended on the way

https://developer.infomaniak.com/getting-started
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


class NewsletterAPIError(CloudError):
    """Infomaniak answered that it did not do what was asked."""


class NewsletterAuthenticationError(NewsletterAPIError, AuthenticationError):
    """The token is wrong or has expired."""


class NewsletterForbiddenError(NewsletterAPIError, PermissionDeniedError):
    """The token does not give access to this."""


class NewsletterNotFoundError(NewsletterAPIError, NotFoundError):
    """It is not there, or not in this newsletter."""


class FieldError(NamedTuple):
    """What is wrong with a field of a request.

    Attributes:
        field: its name; empty where Infomaniak does not say it.
        message: what is wrong with it.
        code: the rule that it breaks: ``validation_rule_required``.
    """

    field: str
    message: str
    code: str = ""


class NewsletterValidationError(NewsletterAPIError, InvalidRequestError):
    """The request is not as Infomaniak wants it.

    Attributes:
        fields: what is wrong with which field, where Infomaniak says so.
    """

    fields: tuple[FieldError, ...] = ()


class NewsletterRateLimitError(NewsletterAPIError, RateLimitedError):
    """Too many requests, also after the client has waited."""


class NewsletterUnavailableError(NewsletterAPIError, ServiceUnavailableError):
    """A fault on Infomaniak's side."""


class NewsletterImportError(NewsletterAPIError):
    """An import ended on the way. The rest can be imported again, from row ``rows_accepted`` on.

    Attributes:
        rows_accepted: how many rows, from the first on, Infomaniak has accepted.
        rows_uncertain: how many of the next ones were sent and not answered.
        operation_ids: the operations that add what was accepted; `get_operation` tells how far they are.
    """

    rows_accepted: int = 0
    rows_uncertain: int = 0
    operation_ids: tuple[str | None, ...] = ()


_BY_CODE: dict[str, type[NewsletterAPIError]] = {
    "access_denied": NewsletterForbiddenError,
    "bad_request": NewsletterValidationError,
    "forbidden": NewsletterForbiddenError,
    "not_authorized": NewsletterAuthenticationError,
    "not_found": NewsletterNotFoundError,
    "object_not_found": NewsletterNotFoundError,
    "too_many_requests": NewsletterRateLimitError,
    "unexpected_error": NewsletterUnavailableError,
    "validation_failed": NewsletterValidationError,
}

_BY_STATUS: dict[int, type[NewsletterAPIError]] = {
    400: NewsletterValidationError,
    401: NewsletterAuthenticationError,
    403: NewsletterForbiddenError,
    404: NewsletterNotFoundError,
    422: NewsletterValidationError,
    429: NewsletterRateLimitError,
}


def error_of(response: Response) -> NewsletterAPIError:
    """The error that an unsuccessful answer stands for."""
    try:
        said = json.loads(response.body)
    except ValueError:
        said = None  # Not Infomaniak's own words: a proxy's page, say.
    return error_in(said, response)


def error_in(said: Any, response: Response) -> NewsletterAPIError:
    """The error that is in an envelope, whatever the status of the answer around it.

    Args:
        said: the envelope.
        response: the answer.
    """
    error = said.get("error") if isinstance(said, dict) else None
    if not isinstance(error, dict):
        error = {"description": error} if isinstance(error, str) else {}
    code = str(error.get("code") or "") or None
    fields = _fields(error)
    sentence = str(error.get("description") or f"Infomaniak answered {code or response.status}").rstrip(".")
    if fields:
        sentence += f" ({'; '.join(f'{one.field}: {one.message}'.removeprefix(': ') for one in fields)})"
    found = _kind(code, response.status)(
        f"{sentence}.", status=response.status, code=code, request_id=response.header("x-request-id")
    )
    if isinstance(found, NewsletterValidationError):
        found.fields = fields
    return found


def _kind(code: str | None, status: int) -> type[NewsletterAPIError]:
    # The rate comes first: what it refused was not acted upon, whatever the code says, and is sent again.
    if status == 429:
        return NewsletterRateLimitError
    if code in _BY_CODE:
        return _BY_CODE[code]
    return _BY_STATUS.get(status, NewsletterUnavailableError if status >= 500 else NewsletterAPIError)


def _fields(error: dict[str, Any]) -> tuple[FieldError, ...]:
    found = error.get("errors")
    if isinstance(found, dict):
        # Laravel's own form: the field's name, and all that is wrong with it.
        return tuple(
            FieldError(str(name), str(message))
            for name, messages in found.items()
            for message in (messages if isinstance(messages, list) else [messages])
        )
    if not isinstance(found, list):
        return ()
    return tuple(_field(one) for one in found if isinstance(one, dict))


def _field(one: dict[str, Any]) -> FieldError:
    context = one.get("context")
    name = context.get("attribute") if isinstance(context, dict) else None
    return FieldError(str(name or ""), str(one.get("description") or ""), str(one.get("code") or ""))
