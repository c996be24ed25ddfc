"""What botocore raises, in this library's words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from codomyrmex.cloud.common.errors import (
    AuthenticationError,
    CloudError,
    ConfigurationError,
    ServiceUnavailableError,
)


@contextmanager
def translated() -> Iterator[None]:
    """Turn botocore's exceptions into `CloudError`; the original is the cause."""
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        yield
    except (BotoCoreError, ClientError) as error:
        raise classify(error) from error


def classify(error: Exception) -> CloudError:
    """The error that an exception of botocore stands for."""
    from botocore import exceptions

    if isinstance(
        error, exceptions.ProfileNotFound | exceptions.ConfigNotFound | exceptions.ConfigParseError
    ):
        return ConfigurationError(f"{error}.")
    if isinstance(error, exceptions.HTTPClientError | exceptions.ConnectionError):
        return ServiceUnavailableError(f"The service that gives AWS credentials cannot be reached: {error}.")
    if isinstance(error, exceptions.SSOError | exceptions.TokenRetrievalError):
        return AuthenticationError(
            f"The AWS single sign-on session has ended; run 'aws sso login'. ({error})"
        )
    return AuthenticationError(f"AWS credentials cannot be had: {error}.")
