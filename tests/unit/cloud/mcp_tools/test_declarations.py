"""What the tools say of themselves."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib import import_module, resources

import pytest

from codomyrmex.cloud import mcp_tools
from codomyrmex.cloud.common.providers import ResourceType
from codomyrmex.cloud.mcp_tools.resources import ResourceKind
from codomyrmex.model_context_protocol import roles
from codomyrmex.model_context_protocol.arguments import Injected, Means, parameters_of
from codomyrmex.model_context_protocol.declaration import Action, Phase, Tool, Trust, declared
from codomyrmex.model_context_protocol.registry import prompts_of
from tests.entry_points import ENTRY_POINTS

TOOLS = {tool.name: tool for value in vars(mcp_tools).values() if (tool := declared(value))}
BY_NAME = pytest.mark.parametrize("tool", TOOLS.values(), ids=TOOLS)


def test_the_entry_point_has_all_of_them() -> None:
    module = import_module(ENTRY_POINTS["codomyrmex.mcp_tools"]["cloud"])
    prompts = {prompt.name for prompt in prompts_of([module])}
    assert {f"codomyrmex.{name}" for name in module.__all__ if name not in prompts} == set(TOOLS)
    assert prompts == {"audit_usage", "verify_deployment"}
    assert len(TOOLS) == 33


@BY_NAME
def test_arguments_and_answers_have_schemas(tool: Tool) -> None:
    parameters = parameters_of(tool)
    assert parameters.schema["type"] == "object"
    assert parameters.schema["additionalProperties"] is False
    assert parameters.returns is not None
    assert json.dumps(parameters.returns.json_schema())
    assert tool.category == "cloud"
    assert tool.phases


@BY_NAME
def test_policies_can_be_held_against_it(tool: Tool) -> None:
    means = parameters_of(tool).means
    assert (Means.PROFILE in means.values()) == (tool.profile is None)
    for name, meaning in means.items():
        assert meaning.value.split("_")[-1] in name or name == "object_name"


@BY_NAME
def test_what_may_replace_knows_whether_it_may(tool: Tool) -> None:
    parameters = parameters_of(tool)
    replaces = tool.trust is Trust.SAFE and Action.DESTRUCTIVE in tool.actions
    confirmed = Injected.CONFIRMED in parameters.injected.values()
    assert replaces == (confirmed or tool.name == "codomyrmex.coda_upsert_rows")


@pytest.mark.parametrize(
    ("name", "required", "phases", "variables"),
    [
        (
            "list_cloud_instances",
            [],
            frozenset({Phase.VERIFY, Phase.LEARN}),
            ("INFOMANIAK_APP_CREDENTIAL_ID", "INFOMANIAK_APP_CREDENTIAL_SECRET"),
        ),
        (
            "list_s3_buckets",
            [],
            frozenset({Phase.VERIFY}),
            ("INFOMANIAK_S3_ACCESS_KEY", "INFOMANIAK_S3_SECRET_KEY"),
        ),
        (
            "upload_file_to_s3",
            ["file_path", "bucket", "object_name"],
            frozenset({Phase.EXECUTE}),
            ("INFOMANIAK_S3_ACCESS_KEY", "INFOMANIAK_S3_SECRET_KEY"),
        ),
    ],
)
def test_the_first_three(
    name: str, required: list[str], phases: frozenset[Phase], variables: tuple[str, ...]
) -> None:
    tool = TOOLS[f"codomyrmex.{name}"]
    assert (tool.trust, tool.category, tool.phases) == (Trust.SAFE, "cloud", phases)
    assert parameters_of(tool).schema.get("required", []) == required
    assert tool.needs.environment == variables


def test_kinds_of_resources_are_those_of_the_library() -> None:
    kinds = ResourceKind.__origin__.__args__[0].__args__  # type: ignore[attr-defined]
    assert set(kinds) <= set(ResourceType)


def test_the_declarations_import_no_client() -> None:
    script = "import sys, codomyrmex.cloud.mcp_tools; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, text=True)
    loaded = set(done.stdout.split())
    assert "codomyrmex.cloud.mcp_tools" in loaded
    for unwanted in ("pycurl", "openstack", "codomyrmex.cloud.connection", "codomyrmex.cloud.coda_io"):
        assert unwanted not in loaded


def test_every_tool_has_its_roles() -> None:
    assert resources.files(roles.__package__).joinpath("roles.toml").is_file()
    assert set(roles.table()) == set(TOOLS)
