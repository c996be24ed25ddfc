"""Tools that carry objects between a store and this machine."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from codomyrmex.cloud.mcp_tools.answers import Saved, Stored
from codomyrmex.cloud.mcp_tools.arguments import (
    AtKey,
    Confirmed,
    InBucket,
    OnProfile,
    ReadFile,
    Told,
    WriteFile,
)
from codomyrmex.cloud.mcp_tools.connecting import cloud_of
from codomyrmex.cloud.mcp_tools.replacing import asks_about_file, asks_about_object, place_free
from codomyrmex.cloud.mcp_tools.texts import address
from codomyrmex.model_context_protocol import Action, Phase, Trust, mcp_tool

if TYPE_CHECKING:
    from codomyrmex.cloud.common.storage import ObjectInfo, StorageClient
    from codomyrmex.model_context_protocol.paths import ReadableFile


def store(
    storage: StorageClient,
    file: ReadableFile,
    bucket: str,
    key: str,
    *,
    confirmed: bool,
    progress: Callable[[int], object] | None,
) -> ObjectInfo:
    """Write an opened file into an object.

    Raises:
        AlreadyExistsError: there is an object, and nobody has said that it may be replaced.
    """
    with place_free(storage, bucket, key, confirmed=confirmed) as if_absent:
        told = None if progress is None else lambda count, _total: progress(count)
        return storage.put_object(bucket, key, file.file, if_absent=if_absent, progress=told)


def _asks_to_upload(arguments: Mapping[str, Any]) -> str | None:
    return asks_about_object(arguments["profile"], arguments["bucket"], arguments["key"])


@mcp_tool(actions=(Action.WRITE, Action.DESTRUCTIVE), trust=Trust.SAFE, asks=_asks_to_upload)
def storage_upload_file(
    profile: OnProfile,
    bucket: InBucket,
    key: AtKey,
    file_path: ReadFile,
    confirmed: Confirmed = False,
    progress: Told = None,
) -> Stored:
    """Upload a file of this machine into an object. To replace an object has to be confirmed."""
    storage = cloud_of(profile).storage
    info = store(storage, file_path, bucket, key, confirmed=confirmed, progress=progress)
    return {
        "message": f"Successfully uploaded {file_path.path.name} to {bucket}/{key}",
        "url": address(profile, bucket, key),
        "size": info.size,
        "etag": info.etag,
    }


@mcp_tool(
    actions=(Action.WRITE, Action.DESTRUCTIVE),
    phases=(Phase.EXECUTE, Phase.VERIFY),
    trust=Trust.SAFE,
    asks=asks_about_file,
)
def storage_download_file(
    profile: OnProfile,
    bucket: InBucket,
    key: AtKey,
    file_path: WriteFile,
    confirmed: Confirmed = False,
    progress: Told = None,
) -> Saved:
    """Download an object into a file of this machine. To replace a file has to be confirmed."""
    size = 0
    stream = cloud_of(profile).storage.stream_object(bucket, key)
    try:
        for chunk in stream:
            size += len(chunk)
            if progress is not None:
                progress(size)
            file_path.file.write(chunk)
    finally:
        stream.close()
    file_path.commit(replace=confirmed)
    return {
        "message": f"Successfully downloaded {bucket}/{key} to {file_path.path.name}",
        "file_path": str(file_path.path),
        "size": size,
    }
