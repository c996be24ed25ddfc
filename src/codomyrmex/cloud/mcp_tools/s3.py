"""Tools of Infomaniak's S3."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NotRequired

# Of typing_extensions until Python 3.12: pydantic asks for it.
from typing_extensions import TypedDict

from codomyrmex.cloud.mcp_tools.arguments import S3, AtKey, Confirmed, InBucket, ReadFile, Told
from codomyrmex.cloud.mcp_tools.connecting import cloud_of
from codomyrmex.cloud.mcp_tools.replacing import asks_about_object
from codomyrmex.cloud.mcp_tools.storage_transfers import store
from codomyrmex.model_context_protocol import Action, Phase, Trust, mcp_tool

_PROFILE = "infomaniak"
_MOST = 2500


class Buckets(TypedDict):
    """Names of buckets; ``more`` where there are more than an answer has."""

    buckets: list[str]
    count: int
    more: NotRequired[bool]


class Uploaded(TypedDict):
    """What was done."""

    message: str


@mcp_tool(phases=(Phase.VERIFY,), environment=S3, profile=_PROFILE)
def list_s3_buckets() -> Buckets:
    """List the S3 buckets in Infomaniak's object storage."""
    names = cloud_of(_PROFILE).storage.list_buckets()
    answer: Buckets = {"buckets": names[:_MOST], "count": len(names)}
    if len(names) > _MOST:
        answer["more"] = True
    return answer


def _asks_to_replace(arguments: Mapping[str, Any]) -> str | None:
    return asks_about_object(_PROFILE, arguments["bucket"], arguments["object_name"])


@mcp_tool(
    actions=(Action.WRITE, Action.DESTRUCTIVE),
    trust=Trust.SAFE,
    environment=S3,
    profile=_PROFILE,
    asks=_asks_to_replace,
)
def upload_file_to_s3(
    file_path: ReadFile,
    bucket: InBucket,
    object_name: AtKey,
    confirmed: Confirmed = False,
    progress: Told = None,
) -> Uploaded:
    """Upload a file of this machine to Infomaniak's S3. To replace an object has to be confirmed."""
    storage = cloud_of(_PROFILE).storage
    store(storage, file_path, bucket, object_name, confirmed=confirmed, progress=progress)
    return {"message": f"Successfully uploaded {file_path.path.name} to {bucket}/{object_name}"}
