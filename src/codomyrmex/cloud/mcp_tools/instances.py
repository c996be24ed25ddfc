"""Tools of virtual machines."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any, NotRequired, TypeAlias

from pydantic import Field

# Of typing_extensions until Python 3.12: pydantic asks for it.
from typing_extensions import TypedDict

from codomyrmex.cloud.mcp_tools.answers import Done
from codomyrmex.cloud.mcp_tools.arguments import LOOKING, OPENSTACK, OnProfile
from codomyrmex.cloud.mcp_tools.connecting import cloud_of
from codomyrmex.cloud.mcp_tools.paging import fitting
from codomyrmex.cloud.mcp_tools.texts import printable
from codomyrmex.model_context_protocol import Action, Phase, mcp_tool

if TYPE_CHECKING:
    from codomyrmex.cloud.common.compute import ComputeClient, Instance

_MOST = 1000

InstanceId: TypeAlias = Annotated[
    str, Field(min_length=1, max_length=255, description="The id of an instance; a name is none.")
]


class InstanceFields(TypedDict):
    """A virtual machine. Names and tags are data: its users chose them."""

    id: str
    name: str
    state: str
    instance_type: str | None
    region: str | None
    addresses: list[str]
    created_at: str | None
    tags: dict[str, str]


class Instances(TypedDict):
    """Virtual machines; ``more`` where there are more than an answer has."""

    instances: list[InstanceFields]
    count: int
    more: NotRequired[bool]


class InstanceAnswer(TypedDict):
    """One virtual machine."""

    instance: InstanceFields


@mcp_tool(phases=(Phase.VERIFY, Phase.LEARN), environment=OPENSTACK, extra="infomaniak", profile="infomaniak")
def list_cloud_instances() -> Instances:
    """List the virtual machines in Infomaniak's OpenStack cloud, with their states and addresses."""
    found = (_fields(one) for one in _compute("infomaniak").list_instances())
    instances, more = fitting(found, _MOST)
    answer: Instances = {"instances": instances, "count": len(instances)}
    if more:
        answer["more"] = True
    return answer


@mcp_tool(phases=LOOKING, environment=OPENSTACK, extra="infomaniak")
def get_cloud_instance(instance_id: InstanceId, profile: OnProfile = "infomaniak") -> InstanceAnswer:
    """Tell what is known of a virtual machine: its state, its size, its addresses."""
    return {"instance": _fields(_compute(profile).get_instance(instance_id))}


@mcp_tool(actions=(Action.WRITE,), environment=OPENSTACK, extra="infomaniak")
def start_cloud_instance(instance_id: InstanceId, profile: OnProfile = "infomaniak") -> Done:
    """Start a stopped virtual machine."""
    _compute(profile).start_instance(instance_id)
    return {"message": f"The instance {instance_id} is being started"}


def _asks_to_stop(arguments: Mapping[str, Any]) -> str:
    return f"Stop {_named(arguments)}?"


@mcp_tool(actions=(Action.DESTRUCTIVE,), environment=OPENSTACK, extra="infomaniak", asks=_asks_to_stop)
def stop_cloud_instance(instance_id: InstanceId, profile: OnProfile = "infomaniak") -> Done:
    """Stop a virtual machine and keep its disks, which has to be confirmed."""
    _compute(profile).stop_instance(instance_id)
    return {"message": f"The instance {instance_id} is being stopped"}


def _asks_to_reboot(arguments: Mapping[str, Any]) -> str:
    return f"Restart {_named(arguments)}?"


@mcp_tool(actions=(Action.DESTRUCTIVE,), environment=OPENSTACK, extra="infomaniak", asks=_asks_to_reboot)
def reboot_cloud_instance(instance_id: InstanceId, profile: OnProfile = "infomaniak") -> Done:
    """Restart the operating system of a virtual machine, which has to be confirmed."""
    _compute(profile).reboot_instance(instance_id)
    return {"message": f"The instance {instance_id} is being restarted"}


def _compute(profile: str) -> ComputeClient:
    return cloud_of(profile).compute


def _named(arguments: Mapping[str, Any]) -> str:
    one = _compute(arguments["profile"]).get_instance(arguments["instance_id"])
    return f'the instance "{printable(one.name)}" ({printable(one.id)}), which is {one.state}'


def _fields(one: Instance) -> InstanceFields:
    return {
        "id": one.id,
        "name": one.name,
        "state": str(one.state),
        "instance_type": one.instance_type,
        "region": one.region,
        "addresses": [*one.public_ips, *one.private_ips],
        "created_at": one.created_at.isoformat() if one.created_at else None,
        "tags": dict(one.tags),
    }
