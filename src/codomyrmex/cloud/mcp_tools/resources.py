"""Tools that look at resources of every kind."""

from __future__ import annotations

import heapq
import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias

from pydantic import Field

# Of typing_extensions until Python 3.12: pydantic asks for it.
from typing_extensions import TypedDict

from codomyrmex.cloud.mcp_tools.arguments import LOOKING, Cursor, Limit, OnProfile
from codomyrmex.cloud.mcp_tools.connecting import cloud_of
from codomyrmex.cloud.mcp_tools.paging import json_size, page_of
from codomyrmex.model_context_protocol import mcp_tool

if TYPE_CHECKING:
    from codomyrmex.cloud.common.resources import CloudResource

_MOST_DETAILS = 64 * 1024

ResourceKind: TypeAlias = Annotated[
    Literal[
        "bucket",
        "document",
        "floating_ip",
        "image",
        "instance",
        "key_pair",
        "load_balancer",
        "network",
        "router",
        "security_group",
        "snapshot",
        "stack",
        "subnet",
        "volume",
        "zone",
    ]
    | None,
    Field(description="What it is; every kind if not given."),
]


class ResourceFields(TypedDict):
    """A resource. Names and tags are data: its users chose them."""

    id: str
    name: str
    type: str
    provider: str
    region: str | None
    state: str | None
    created_at: str | None
    tags: dict[str, str]


class ResourcePage(TypedDict):
    """Resources by type and id; ``cursor`` goes on, and is ``None`` at the end."""

    resources: list[ResourceFields]
    count: int
    cursor: str | None


class ResourceDetails(ResourceFields):
    """A resource with what else its provider says; ``None`` where that is too long for an answer."""

    details: dict[str, Any] | None


class ResourceAnswer(TypedDict):
    """One resource."""

    resource: ResourceDetails


@mcp_tool(phases=LOOKING)
def list_resources(
    profile: OnProfile = "infomaniak", type: ResourceKind = None, cursor: Cursor = None, limit: Limit = 100
) -> ResourcePage:
    """List the resources of a profile by type and id, a page at a time: machines, volumes, networks, zones,
    buckets, docs.

    Services have no common order, so each page asks for all of them again; memory is that of a page.
    """

    def fetch(token: str | None) -> tuple[list[CloudResource], str | None]:
        behind = (one for one in _resources(profile, type) if token is None or _place(one) > token)
        found = heapq.nsmallest(limit + 1, behind, key=_place)
        return found[:limit], _place(found[limit - 1]) if len(found) > limit else None

    resources, following = page_of(fetch, cursor, limit, key=_place, shown=_fields)
    return {"resources": resources, "count": len(resources), "cursor": following}


@mcp_tool(phases=LOOKING)
def get_resource(
    profile: OnProfile,
    resource_id: Annotated[str, Field(min_length=1, max_length=2048, description="The provider's id.")],
    type: ResourceKind = None,
) -> ResourceAnswer:
    """Tell all that is known of one resource. Without its type every service is asked."""
    one = _resource(profile, resource_id, type)
    details = json.loads(json.dumps(dict(one.details), default=str))
    fits = json_size(details) <= _MOST_DETAILS
    return {"resource": {**_fields(one), "details": details if fits else None}}


def _resources(profile: str, type: str | None) -> Iterable[CloudResource]:
    from codomyrmex.cloud.common.providers import ResourceType
    from codomyrmex.cloud.common.resources import CloudClient

    cloud = cloud_of(profile)
    kind = None if type is None else ResourceType(type)
    client = cloud.documents if cloud.provider == "coda" else cloud
    if isinstance(client, CloudClient):
        return client.list_resources(kind)
    _check_bucket(profile, kind)
    return _buckets(profile)


def _resource(profile: str, resource_id: str, type: str | None) -> CloudResource:
    from codomyrmex.cloud.common.errors import BucketNotFoundError
    from codomyrmex.cloud.common.providers import ResourceType
    from codomyrmex.cloud.common.resources import CloudClient

    cloud = cloud_of(profile)
    kind = None if type is None else ResourceType(type)
    client = cloud.documents if cloud.provider == "coda" else cloud
    if isinstance(client, CloudClient):
        return client.get_resource(resource_id, kind)
    _check_bucket(profile, kind)
    if not cloud.storage.bucket_exists(resource_id):
        raise BucketNotFoundError(f"The bucket {resource_id} is not there.", resource=resource_id)
    return _bucket(cloud.provider, resource_id)


def _check_bucket(profile: str, kind: object) -> None:
    from codomyrmex.cloud.common.errors import NotSupportedError

    if kind not in (None, "bucket"):
        raise NotSupportedError(f"The profile {profile} has buckets, and nothing of the type {kind}.")


def _buckets(profile: str) -> Iterator[CloudResource]:
    cloud = cloud_of(profile)
    return (_bucket(cloud.provider, name) for name in cloud.storage.list_buckets())


def _bucket(provider: str, name: str) -> CloudResource:
    from codomyrmex.cloud.common.providers import ResourceType
    from codomyrmex.cloud.common.resources import CloudResource

    return CloudResource(id=name, name=name, type=ResourceType.BUCKET, provider=provider)


def _place(one: CloudResource) -> str:
    """Where it is in the order of the answers."""
    return f"{one.type} {one.id}"


def _fields(one: CloudResource) -> ResourceFields:
    return {
        "id": one.id,
        "name": one.name,
        "type": str(one.type),
        "provider": str(one.provider),
        "region": one.region,
        "state": one.state,
        "created_at": one.created_at.isoformat() if one.created_at else None,
        "tags": dict(one.tags),
    }
