"""What is there already is replaced only where somebody has said so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from codomyrmex.cloud.mcp_tools.connecting import cloud_of
from codomyrmex.cloud.mcp_tools.texts import address, printable

if TYPE_CHECKING:
    from codomyrmex.cloud.common.storage import StorageClient


def asks_about_object(profile: str, bucket: str, key: str) -> str | None:
    """The question before an object is written; ``None`` where there is none yet."""
    from codomyrmex.cloud.common.errors import NotFoundError

    try:
        info = cloud_of(profile).storage.get_metadata(bucket, key)
    except NotFoundError:
        return None
    changed = f", last changed {info.last_modified:%Y-%m-%d %H:%M}" if info.last_modified else ""
    return f"Replace {printable(address(profile, bucket, key))} ({info.size:,} bytes{changed})?"


def asks_about_file(arguments: Mapping[str, Any]) -> str | None:
    """The question before ``file_path`` is written; ``None`` where there is no file yet."""
    file = arguments["file_path"]
    return f"Replace the file {printable(str(file.path))}?" if file.exists else None


@contextmanager
def place_free(storage: StorageClient, bucket: str, key: str, *, confirmed: bool) -> Iterator[bool]:
    """A block in which an object is written; gives whether the store has to see that nothing is there.

    Where the store cannot do that, it is looked at before: what somebody else writes meanwhile is replaced.

    Raises:
        AlreadyExistsError: there is one, and it is not confirmed that it may be replaced.
    """
    from codomyrmex.cloud.common.errors import AlreadyExistsError, PreconditionFailedError
    from codomyrmex.cloud.common.storage import Capability

    there = f"There is an object at {bucket}/{key} by now; nothing was written."
    if_absent = not confirmed and storage.capabilities.has(Capability.IF_ABSENT)
    if not (confirmed or if_absent) and storage.object_exists(bucket, key):
        raise AlreadyExistsError(there)
    try:
        yield if_absent
    except PreconditionFailedError as error:
        if not if_absent:
            raise
        raise AlreadyExistsError(there) from error
