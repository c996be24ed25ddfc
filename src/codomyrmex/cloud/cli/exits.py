"""The exit codes of ``cmx``."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum

from codomyrmex.cloud.common.errors import (
    AlreadyExistsError,
    CloudError,
    ConfigurationError,
    ConflictError,
    InvalidRequestError,
    LocalFileError,
    MissingDependencyError,
    NotFoundError,
    OperationTimeoutError,
    PermissionDeniedError,
    PreconditionFailedError,
    RateLimitedError,
    ServiceUnavailableError,
)


class ExitCode(IntEnum):
    """What the shell gets to see."""

    OK = 0
    FAILED = 1
    USAGE = 2
    NOT_FOUND = 3
    DENIED = 4
    CONFLICT = 5
    UNAVAILABLE = 6
    CONFIGURATION = 7
    INTERNAL = 70
    INTERRUPTED = 130
    BROKEN_PIPE = 141

    @property
    def meaning(self) -> str:
        """What it stands for, in a few words."""
        return _MEANINGS[self]


_MEANINGS = {
    ExitCode.OK: "everything was done",
    ExitCode.FAILED: "something failed in a way that has no code of its own",
    ExitCode.USAGE: "the command line is wrong, or names what no service can hold",
    ExitCode.NOT_FOUND: "the bucket, object or file is not there",
    ExitCode.DENIED: "not allowed, or the credentials are wrong or expired",
    ExitCode.CONFLICT: "it exists, it is not empty, or a condition did not hold",
    ExitCode.UNAVAILABLE: "no answer in time; the same command may succeed later",
    ExitCode.CONFIGURATION: "a profile is missing or wrong, or an extra is not installed",
    ExitCode.INTERNAL: "a fault in cmx itself",
    ExitCode.INTERRUPTED: "interrupted with Ctrl-C",
    ExitCode.BROKEN_PIPE: "whoever read the output has gone",
}

# The first class that fits counts.
_CODES: tuple[tuple[type[CloudError], ExitCode], ...] = (
    (NotFoundError, ExitCode.NOT_FOUND),
    (PermissionDeniedError, ExitCode.DENIED),
    (AlreadyExistsError, ExitCode.CONFLICT),
    (PreconditionFailedError, ExitCode.CONFLICT),
    (ConflictError, ExitCode.CONFLICT),
    (RateLimitedError, ExitCode.UNAVAILABLE),
    (ServiceUnavailableError, ExitCode.UNAVAILABLE),
    (OperationTimeoutError, ExitCode.UNAVAILABLE),
    (ConfigurationError, ExitCode.CONFIGURATION),
    (MissingDependencyError, ExitCode.CONFIGURATION),
    (InvalidRequestError, ExitCode.USAGE),
)


def exit_code_of(error: CloudError) -> ExitCode:
    """The exit code for an error."""
    if isinstance(error, LocalFileError):
        return _of_local_file(error.__cause__)
    return next((code for kind, code in _CODES if isinstance(error, kind)), ExitCode.FAILED)


def exit_code_of_all(errors: Iterable[CloudError]) -> ExitCode:
    """The exit code for what went wrong in work on many: theirs where all have the same, `FAILED` else."""
    codes = {exit_code_of(error) for error in errors}
    if not codes:
        return ExitCode.OK
    return codes.pop() if len(codes) == 1 else ExitCode.FAILED


def _of_local_file(cause: BaseException | None) -> ExitCode:
    if isinstance(cause, FileNotFoundError):
        return ExitCode.NOT_FOUND
    return ExitCode.DENIED if isinstance(cause, PermissionError) else ExitCode.FAILED
