"""Tools for those who design: they look at what would be, and change nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, NotRequired, TypeAlias

from pydantic import Field

# Of typing_extensions until Python 3.12: pydantic asks for it.
from typing_extensions import TypedDict

from codomyrmex.cloud.mcp_tools.arguments import OPENSTACK, OnProfile
from codomyrmex.cloud.mcp_tools.connecting import cloud_of
from codomyrmex.cloud.mcp_tools.paging import MOST_BYTES, fitting
from codomyrmex.model_context_protocol import Phase, mcp_tool

if TYPE_CHECKING:
    from codomyrmex.cloud.common.orchestration import OrchestrationClient, StackChange, TemplateParameter

_PHASES = (Phase.EXECUTE, Phase.VERIFY)
_MOST = 1000
_MOST_WORDS = 2000

Template: TypeAlias = Annotated[
    str, Field(min_length=1, max_length=512 * 1024, description="The text of a template; no path of a file.")
]


class TemplateParameterFields(TypedDict):
    """A parameter that a template takes; it has to be given where it is required."""

    name: str
    type: str
    description: str
    required: bool


class TemplateAnswer(TypedDict):
    """A template that the service takes; ``more`` where it has more parameters than an answer holds."""

    description: str
    parameters: list[TemplateParameterFields]
    more: NotRequired[bool]


class ChangeFields(TypedDict):
    """What is done to one resource."""

    action: str
    resource: str
    type: str


class PreviewAnswer(TypedDict):
    """What making a stack would do; ``more`` where there are more changes than an answer holds."""

    name: str
    changes: list[ChangeFields]
    more: NotRequired[bool]


class DnsPlan(TypedDict):
    """What has to change for a zone to be as a zone file has it.

    Attributes:
        diff: as lines; it ends early where ``is_cut`` says so.
        is_cut: whether there are more lines than an answer holds.
    """

    zone: str
    creates: int
    updates: int
    deletes: int
    diff: str
    is_cut: bool


@mcp_tool(phases=_PHASES, environment=OPENSTACK, extra="infomaniak")
def validate_stack(template: Template, profile: OnProfile = "infomaniak") -> TemplateAnswer:
    """Check the text of a template of Heat with the service, and tell the parameters that it takes. Nothing
    is made, and no file of this machine is read.
    """
    found = _stacks(profile).validate_template(template)
    parameters, more = fitting(map(_parameter, found.parameters), _MOST)
    answer: TemplateAnswer = {"description": found.description[:_MOST_WORDS], "parameters": parameters}
    if more:
        answer["more"] = True
    return answer


@mcp_tool(phases=_PHASES, environment=OPENSTACK, extra="infomaniak")
def preview_stack(
    name: Annotated[str, Field(min_length=1, max_length=255, description="The name of the stack.")],
    template: Template,
    parameters: Annotated[
        dict[str, str] | None, Field(description="Values of the template's parameters, by name.")
    ] = None,
    profile: OnProfile = "infomaniak",
) -> PreviewAnswer:
    """Tell which resources a stack would have that is made from the text of a template. Nothing is made, and
    no file of this machine is read.
    """
    found = _stacks(profile).preview_stack(name, template, parameters=parameters or {})
    changes, more = fitting(map(_change, found.changes), _MOST)
    answer: PreviewAnswer = {"name": found.name, "changes": changes}
    if more:
        answer["more"] = True
    return answer


@mcp_tool(phases=_PHASES, environment=OPENSTACK, extra="infomaniak")
def plan_dns_change(
    zone: Annotated[str, Field(min_length=1, max_length=255, description="The name or the id of a zone.")],
    zone_file: Annotated[str, Field(max_length=512 * 1024, description="The text of a zone file.")],
    keep: Annotated[bool, Field(description="Keep records that the zone file does not have.")] = False,
    profile: OnProfile = "infomaniak",
) -> DnsPlan:
    """Tell what has to change for a DNS zone to be as a zone file has it, as a diff. Nothing is changed."""
    from codomyrmex.cloud.common.errors import InvalidRequestError

    if "$GENERATE" in zone_file.upper():
        # One line of it would be as many records as it says.
        raise InvalidRequestError("A zone file with $GENERATE is not planned here; write its records out.")
    client = cloud_of(profile).dns
    plan = client.plan_changes(client.find_zone(zone), zone_file, delete=not keep)
    diff = plan.diff()
    return {
        "zone": plan.zone.name,
        "creates": len(plan.creates),
        "updates": len(plan.updates),
        "deletes": len(plan.deletes),
        "diff": diff[:MOST_BYTES],
        "is_cut": len(diff) > MOST_BYTES,
    }


def _stacks(profile: str) -> OrchestrationClient:
    return cloud_of(profile).orchestration


def _parameter(one: TemplateParameter) -> TemplateParameterFields:
    return {
        "name": one.name,
        "type": one.type,
        "description": one.description[:_MOST_WORDS],
        "required": one.default is None,
    }


def _change(one: StackChange) -> ChangeFields:
    return {"action": str(one.action), "resource": one.resource, "type": one.type}
