"""Errors as MLflow expects them of its plug-ins, and as its server answers them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from mlflow.exceptions import MlflowException
from mlflow.protos import databricks_pb2 as codes

from codomyrmex.cloud.common.errors import (
    CloudError,
    ConfigurationError,
    InvalidRequestError,
    NotFoundError,
    NotSupportedError,
    OperationTimeoutError,
    PermissionDeniedError,
    QuotaExceededError,
    RateLimitedError,
    ServiceUnavailableError,
)

# The first that fits counts. What is no fault of the request is not answered as one.
_CODES = (
    (ConfigurationError, codes.INTERNAL_ERROR),
    (InvalidRequestError, codes.INVALID_PARAMETER_VALUE),
    (NotFoundError, codes.RESOURCE_DOES_NOT_EXIST),
    (PermissionDeniedError, codes.PERMISSION_DENIED),
    (NotSupportedError, codes.NOT_IMPLEMENTED),
    (QuotaExceededError, codes.RESOURCE_EXHAUSTED),
    (RateLimitedError, codes.REQUEST_LIMIT_EXCEEDED),
    (OperationTimeoutError, codes.TEMPORARILY_UNAVAILABLE),
    (ServiceUnavailableError, codes.TEMPORARILY_UNAVAILABLE),
)


@contextmanager
def faults() -> Iterator[None]:
    """Turns errors of this library into MLflow's, with the same sentence.

    Raises:
        MlflowException: whatever `CloudError` was raised, which is its cause.
    """
    try:
        yield
    except CloudError as error:
        raise MlflowException(str(error), error_code=code_of(error)) from error


def code_of(error: CloudError) -> int:
    """MLflow's code for an error, which decides on the status that its server answers with.

    Args:
        error: the error.
    """
    return next((code for kind, code in _CODES if isinstance(error, kind)), codes.INTERNAL_ERROR)
