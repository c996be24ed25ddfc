"""From what the operating system says to the errors of this library."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from codomyrmex.cloud.common.errors import (
    CloudError,
    ConflictError,
    InvalidRequestError,
    NotFoundError,
    NotSupportedError,
    PermissionDeniedError,
    QuotaExceededError,
    ServiceUnavailableError,
)

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_DENIED = {errno.EACCES, errno.EPERM, errno.EROFS}
_GONE = {errno.ENOENT, errno.ENOTDIR, errno.ELOOP}
_BUSY = {errno.EBUSY, errno.ETXTBSY, errno.ENOTEMPTY, errno.EEXIST, errno.EISDIR}
_UNNAMEABLE = {errno.ENAMETOOLONG, errno.EILSEQ, errno.EINVAL}
_UNABLE = {errno.EXDEV, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK}


def storage_error(error: OSError, what: str) -> CloudError:
    """The error for a system call that failed.

    Args:
        error: what the system said.
        what: the bucket or object that the call was for.
    """
    reason = error.strerror or str(error)
    if error.errno in _FULL:
        return QuotaExceededError(
            f"{what} cannot be written: the disk is full or a limit of its size is reached."
        )
    if error.errno in _DENIED:
        return PermissionDeniedError(f"The file system does not allow this for {what}: {reason}.")
    if error.errno in _GONE:
        return NotFoundError(f"{what} is not there.")
    if error.errno in _BUSY:
        return ConflictError(f"Another program uses what this needs for {what}: {reason}.", retryable=True)
    if error.errno in _UNNAMEABLE:
        return InvalidRequestError(f"The file system cannot hold a file named {what}: {reason}.")
    if error.errno in _UNABLE:
        return NotSupportedError(f"The file system cannot do this for {what}: {reason}.")
    return ServiceUnavailableError(f"The file system failed at {what}: {reason}.")


@contextmanager
def typed_errors(what: str) -> Iterator[None]:
    """Let no `OSError` of a system call leave as it is.

    Only around calls to the system: what a caller's own code raises is the caller's.

    Args:
        what: the bucket or object that the calls are for.
    """
    try:
        yield
    except CloudError:
        raise
    except OSError as error:
        raise storage_error(error, what) from error
