"""Tools that make buckets, and copy, delete and give away objects."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Field

# Of typing_extensions until Python 3.12: pydantic asks for it.
from typing_extensions import TypedDict

from codomyrmex.cloud.mcp_tools.answers import Done, Stored
from codomyrmex.cloud.mcp_tools.arguments import AtKey, Confirmed, InBucket, LargestObject, OnProfile
from codomyrmex.cloud.mcp_tools.connecting import cloud_of
from codomyrmex.cloud.mcp_tools.replacing import asks_about_object, place_free
from codomyrmex.cloud.mcp_tools.texts import address, printable
from codomyrmex.model_context_protocol import Action, Trust, mcp_tool
from codomyrmex.model_context_protocol.denial import Denial, DeniedError

_MOST_SECONDS = 3600


class Presigned(TypedDict):
    """A URL that gives access to whoever has it, and the headers that a request with it must carry."""

    url: str
    method: str
    expires_in: int
    headers: dict[str, str]


def _asks_to_copy(arguments: Mapping[str, Any]) -> str | None:
    return asks_about_object(arguments["profile"], arguments["bucket"], arguments["key"])


@mcp_tool(actions=(Action.WRITE, Action.DESTRUCTIVE), trust=Trust.SAFE, asks=_asks_to_copy)
def storage_copy_object(
    profile: OnProfile,
    source_bucket: InBucket,
    source_key: AtKey,
    bucket: InBucket,
    key: AtKey,
    confirmed: Confirmed = False,
    largest: LargestObject = None,
) -> Stored:
    """Copy an object within a profile's object storage. To replace an object has to be confirmed."""
    storage = cloud_of(profile).storage
    if largest is not None and (size := storage.get_metadata(source_bucket, source_key).size) > largest:
        raise DeniedError(Denial.POLICY, f"{size} bytes are more than the {largest} that the policy allows.")
    with place_free(storage, bucket, key, confirmed=confirmed) as if_absent:
        info = storage.copy_object(source_bucket, source_key, bucket, key, if_absent=if_absent)
    return {
        "message": f"Successfully copied {source_bucket}/{source_key} to {bucket}/{key}",
        "url": address(profile, bucket, key),
        "size": info.size,
        "etag": info.etag,
    }


def _asks_to_delete(arguments: Mapping[str, Any]) -> str:
    there = address(arguments["profile"], arguments["bucket"], arguments["key"])
    return f"Delete the object {printable(there)}?"


@mcp_tool(actions=(Action.DESTRUCTIVE,), asks=_asks_to_delete)
def storage_delete_object(profile: OnProfile, bucket: InBucket, key: AtKey) -> Done:
    """Delete an object, which has to be confirmed. One that is not there is no error."""
    cloud_of(profile).storage.delete_object(bucket, key)
    return {"message": f"Successfully deleted {bucket}/{key}"}


def _asks_to_presign(arguments: Mapping[str, Any]) -> str:
    there = printable(address(arguments["profile"], arguments["bucket"], arguments["key"]))
    what = "read" if arguments["method"] == "GET" else "replace"
    return f"Make a URL with which anyone can {what} {there} for {arguments['expires_in']} s?"


@mcp_tool(actions=(Action.SHARE,), asks=_asks_to_presign)
def storage_presign(
    profile: OnProfile,
    bucket: InBucket,
    key: AtKey,
    method: Annotated[Literal["GET", "PUT"], Field(description="GET reads, PUT writes.")] = "GET",
    expires_in: Annotated[int, Field(ge=1, le=_MOST_SECONDS, description="Seconds.")] = 900,
) -> Presigned:
    """Make a URL with which anyone can read or write one object for up to an hour, which has to be
    confirmed. The URL is a secret.
    """
    storage = cloud_of(profile).storage
    return {
        "url": storage.generate_presigned_url(bucket, key, method=method, expires_in=expires_in),
        "method": method,
        "expires_in": expires_in,
        "headers": storage.presigned_url_headers(method),
    }


@mcp_tool(actions=(Action.WRITE,))
def storage_make_bucket(profile: OnProfile, bucket: InBucket) -> Done:
    """Make a bucket in a profile's object storage."""
    cloud_of(profile).storage.create_bucket(bucket)
    return {"message": f"Successfully made {address(profile, bucket)}"}
