"""The errors every client raises.

    CloudError
    ├── NotFoundError (FileNotFoundError)            the bucket, object or resource is not there
    │   └── BucketNotFoundError
    ├── PermissionDeniedError (PermissionError)      known caller, not allowed
    │   └── AuthenticationError                      unknown caller: wrong, missing or expired credentials
    ├── InvalidRequestError (ValueError)             the call is wrong, as we saw or as the service said
    │   └── ConfigurationError                       a profile, a variable or a credential file is wrong
    ├── IntegrityError                               bytes that arrived are not the bytes that were sent
    ├── AlreadyExistsError (FileExistsError)         creating what is there
    ├── PreconditionFailedError                      if_match or if_absent did not hold
    ├── ConflictError                                the state forbids it now (a bucket that is not empty)
    ├── NotSupportedError (NotImplementedError)      this endpoint cannot; the reason is in the message
    ├── MissingDependencyError (ImportError)         an extra is not installed; the message names it
    ├── QuotaExceededError                           a limit of the account or the disk is reached
    ├── RateLimitedError                             too many requests
    ├── ServiceUnavailableError (ConnectionError)    no answer, half an answer, or a server fault
    ├── OperationTimeoutError (TimeoutError)         the time budget is spent
    └── LocalFileError (OSError)                     the file on this side cannot be read or written

Each also is the builtin that a Python user would catch. The original exception, where there is one,
is the ``__cause__``.
"""

from __future__ import annotations

from typing import Any


class CloudError(Exception):
    """Base of every error that leaves this library.

    Attributes:
        message: one sentence: what happened and, where there is one, the way out.
        provider: the provider's name (``aws``), or ``None`` before one is chosen.
        operation: the public method (``put_object``).
        resource: what it was about (``bucket/key``).
        retryable: whether the same call may succeed later.
        retry_after: seconds the service asked to wait, or ``None``.
        request_id: the service's own id of the request, for its support.
        status: the HTTP status, or ``None`` when there was no answer.
        code: the service's own error code (``NoSuchKey``), or ``None``.
    """

    retryable_by_default = False

    def __init__(
        self,
        message: str,
        *,
        provider: str | None = None,
        operation: str | None = None,
        resource: str | None = None,
        retryable: bool | None = None,
        retry_after: float | None = None,
        request_id: str | None = None,
        status: int | None = None,
        code: str | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.provider = provider
        self.operation = operation
        self.resource = resource
        self.retryable = self.retryable_by_default if retryable is None else retryable
        self.retry_after = retry_after
        self.request_id = request_id
        self.status = status
        self.code = code

    def __str__(self) -> str:
        if self.resource is None or self.resource in self.message:
            return self.message
        return f"{self.resource}: {self.message}"

    def __reduce__(self) -> tuple[Any, ...]:
        # Exceptions cross process borders (multiprocessing, pytest-xdist): keep every field.
        return _rebuild, (type(self), self.message, self.__dict__.copy())


def _rebuild(kind: type[CloudError], message: str, fields: dict[str, Any]) -> CloudError:
    error = kind(message)
    error.__dict__.update(fields)
    return error


class NotFoundError(CloudError, FileNotFoundError):
    """The object or resource is not there."""


class BucketNotFoundError(NotFoundError):
    """The bucket is not there."""


class PermissionDeniedError(CloudError, PermissionError):
    """The caller is known and not allowed to do this."""


class AuthenticationError(PermissionDeniedError):
    """The credentials are wrong, missing or expired."""


class InvalidRequestError(CloudError, ValueError):
    """The call itself is wrong and will never succeed as it is."""


class ConfigurationError(InvalidRequestError):
    """A profile, an environment variable or a credential file is missing or wrong."""


class IntegrityError(CloudError):
    """Bytes that arrived are not the bytes that were sent; the old file or object is untouched."""

    retryable_by_default = True


class AlreadyExistsError(CloudError, FileExistsError):
    """What was to be created is there already."""


class PreconditionFailedError(CloudError):
    """``if_match`` or ``if_absent`` did not hold; nothing was written."""


class ConflictError(CloudError):
    """The state of the resource forbids this now, such as deleting a bucket that is not empty."""


class NotSupportedError(CloudError, NotImplementedError):
    """This endpoint cannot do this; the message says why."""


class MissingDependencyError(CloudError, ImportError):
    """An optional dependency is not installed; the message names the extra."""


class QuotaExceededError(CloudError):
    """A limit of the account or of the disk is reached."""


class RateLimitedError(CloudError):
    """The service asks for fewer requests."""

    retryable_by_default = True


class ServiceUnavailableError(CloudError, ConnectionError):
    """No answer, half an answer, or a fault on the service's side."""

    retryable_by_default = True


class OperationTimeoutError(CloudError, TimeoutError):
    """The time budget of the call is spent."""

    retryable_by_default = True


class LocalFileError(CloudError, OSError):
    """The file on this side cannot be read or written."""
